"""A lost photo is asked for again; the next unrequested photo is kept with what the lost one was sent with."""

from __future__ import annotations

from datetime import timedelta

from bot.flow import Flow, Turn
from messages.attachment import Medium
from programme.roles import Action
from storage.photos import media

flow = Flow("photo_again")

WITHIN = timedelta(hours=24)
"""Whoever was asked for a photo again sends it soon; a day later it is a new one."""


@flow.when(lambda turn: any(a.kind is Medium.PHOTO for a in turn.attachments), Action.READ_HELP, rank=38)
async def take_photo_again(turn: Turn) -> bool:
    """Keep it with the same observation, self-check or report. False when none of this person's was lost lately."""
    lost = await media.last_lost(turn.tx, turn.person_id, turn.now - WITHIN) if turn.person_id else None
    if lost is None:
        return False
    await turn.keep(lost.subject, lost.subject_id)
    await media.is_replaced(turn.tx, lost.id)
    turn.reply(turn.say("engine.photo_in_place"))
    return True
