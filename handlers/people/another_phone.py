"""绑定: link a second telephone or channel to the same person, with a code shown on the first and sent from the second."""

from __future__ import annotations

from bot.flow import Flow, Turn
from programme.roles import Action
from storage.people import invites, people

flow = Flow("another_phone")


@flow.intent("link_phone", Action.LINK_PHONE)
async def said_link_phone(turn: Turn) -> None:
    """“换手机”: show eight characters, valid for a quarter of an hour, to be sent from the other telephone."""
    name = (await people.person(turn.tx, turn.me)).name
    code = await invites.make_for_phone(turn.tx, turn.me, name, turn.now)
    minutes = round(invites.PHONE.total_seconds() / 60)
    turn.reply(turn.say("another_phone.code", code=f"{code[:4]} {code[4:]}", minutes=minutes))
