"""“照片收到了没？”: how many photos and voices came that day, whether they are kept, and when the last one came."""

from __future__ import annotations

from datetime import datetime, time

from bot.flow import Flow, Turn
from messages.attachment import Medium
from programme.roles import Action
from storage.photos import media
from texts.days import Until

flow = Flow("received")

_SENT = (Medium.PHOTO, Medium.VOICE)
_LOST = ("failed", "set aside")
_TO_COME = "to fetch"
"""The states of a `Media`."""


@flow.intent("received", Action.READ_HELP)
async def said_received(turn: Turn) -> None:
    """Answer the question; whatever was asked for is still waited for."""
    turn.stay()
    if turn.person_id is None:
        turn.reply(turn.say("received.none"))
        return
    begins = datetime.combine(turn.day, time(), turn.zone)
    sent = [one for one in await media.sent_by(turn.tx, turn.me, begins) if one.kind in _SENT]
    if not sent:
        turn.reply(turn.say("received.none"))
    elif sent[-1].state in _LOST:
        turn.reply(turn.say("received.lost"))
    else:
        last = Until(sent[-1].at.astimezone(turn.zone), turn.day)
        came = [one for one in sent if one.state not in _LOST]
        key = "coming" if any(one.state == _TO_COME for one in came) else "came"
        turn.reply(turn.say(f"received.{key}", many=len(came), last=last))
