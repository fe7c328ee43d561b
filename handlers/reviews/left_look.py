"""不看了: a look that is open is left unanswered, and stars may be shown to this person again."""

from __future__ import annotations

from bot.flow import Flow, Turn
from bot.kept import restore
from bot.language.meanings import Reading
from bot.offered import kept_meaning
from messages.topics import Topic
from programme.roles import Action
from storage.delivery import prompts

flow = Flow("left_look")


@flow.intent("leave_look", Action.LOOK)
async def said_leave_look(turn: Turn) -> None:
    """Close the open questions of looks."""
    await prompts.close_subject(turn.tx, turn.me, Topic.REVIEW, turn.now)
    turn.reply(turn.say("review.left"))


@flow.step(Action.LOOK)
async def drop_look(turn: Turn) -> None:
    """The same for what was asked while a look was open, which is done then."""
    kept = restore(turn)
    if not kept:
        turn.reply(turn.say("engine.answered"))
        return
    await prompts.close_subject(turn.tx, turn.me, Topic.REVIEW, turn.now)
    await turn.carry_out(turn, Reading("", (kept_meaning(kept["meant"]),)))
