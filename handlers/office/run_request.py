"""Commands with which a manager runs a job at once: this week's ratings, the digest, the proposed cuts."""

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
    """Request the report on where the cuts between the stars could be set after the trial weeks."""
    await runs.ask(turn.tx, "cuts", "", turn.me, turn.now)
    turn.reply(turn.say("manage.cuts"))


@flow.intent("digest", Action.SEE_DIGEST)
async def said_digest(turn: Turn) -> None:
    await runs.ask(turn.tx, "weekly-digest", "", turn.me, turn.now)
    turn.reply(turn.say("manage.digest"))
