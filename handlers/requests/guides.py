"""够了 or 还要问, after a guide was shown to somebody who asked something."""

from __future__ import annotations

from bot.flow import Flow, Turn
from bot.kept import restore
from handlers.requests import filing
from programme.roles import Action
from storage.requests.service_requests import About

flow = Flow("guides")


@flow.step(Action.FILE_REQUEST)
async def end_question(turn: Turn) -> None:
    """The guide was answer enough: nobody is asked."""
    turn.reply(turn.say("requests.guide_thanks"))


@flow.step(Action.FILE_REQUEST)
async def file_question(turn: Turn) -> None:
    """It was not: the question goes on as it was said."""
    kept = restore(turn)
    if not kept:
        turn.reply(turn.say("engine.answered"))
        return
    await filing.file(turn, turn.text, About(**kept["about"]), is_answered=True)
