"""“照片收到了没？”: how many photos and voices came that day, and when the last one did."""

from __future__ import annotations

from datetime import datetime, time

from bot.flow import Flow, Turn
from messages.attachment import Medium
from programme.roles import Action
from storage.photos import media
from texts.days import Until

flow = Flow("received")

_SENT = (Medium.PHOTO, Medium.VOICE)


@flow.intent("received", Action.READ_HELP)
async def said_received(turn: Turn) -> None:
    """Answer the question; whatever was asked for is still waited for."""
    turn.stay()
    if turn.person_id is None:
        turn.reply(turn.say("received.none"))
        return
    begins = datetime.combine(turn.day, time(), turn.zone)
    came = [one for one in await media.sent_by(turn.tx, turn.me, begins) if one.kind in _SENT]
    if not came:
        turn.reply(turn.say("received.none"))
    elif await media.last_lost(turn.tx, turn.me, begins):
        turn.reply(turn.say("received.lost"))
    else:
        last = Until(came[-1].at.astimezone(turn.zone), turn.day)
        turn.reply(turn.say("received.came", many=len(came), last=last))
