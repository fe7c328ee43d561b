"""What a manager can start by a word: the week's ratings and the digest, now and not only on their day."""

from __future__ import annotations

from bot.flow import Flow, Turn
from programme.roles import Action
from storage.operations import runs

flow = Flow("run_request")


@flow.intent("rate", Action.RUN_RATINGS)
async def said_rate(turn: Turn) -> None:
    await runs.ask(turn.tx, "ratings", "", turn.me, turn.now)
    turn.reply(turn.say("manage.rating"))


@flow.intent("cuts", Action.RUN_RATINGS)
async def said_cuts(turn: Turn) -> None:
    """Where the cuts of the stars could be frozen after the shadow time."""
    await runs.ask(turn.tx, "cuts", "", turn.me, turn.now)
    turn.reply(turn.say("manage.cuts"))


@flow.intent("digest", Action.SEE_DIGEST)
async def said_digest(turn: Turn) -> None:
    await runs.ask(turn.tx, "weekly-digest", "", turn.me, turn.now)
    turn.reply(turn.say("manage.digest"))
