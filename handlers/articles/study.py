"""What a member answers to the weekly article: useful (counted without a name), no more, again."""

from __future__ import annotations

from bot.flow import Flow, Turn
from programme.articles.study_state import StudyState
from programme.ids import ArticleId
from programme.roles import Action
from storage.articles import articles, study_choices

flow = Flow("study")


@flow.step(Action.STUDY)
async def rate_article(turn: Turn, article_id: ArticleId) -> None:
    """有用: one more, without a name."""
    await articles.count_useful(turn.tx, article_id)
    turn.reply(turn.say("study.thanks"))


@flow.intent("study_stop", Action.STUDY)
async def said_study_stop(turn: Turn) -> None:
    """停学: the weekly article ends; the list stays open."""
    await end_study.go(turn, [])


@flow.intent("study_again", Action.STUDY)
async def said_study_again(turn: Turn) -> None:
    await keep_study.go(turn, [])


@flow.step(Action.STUDY)
async def end_study(turn: Turn) -> None:
    await _choose(turn, StudyState.STOPPED)


@flow.step(Action.STUDY)
async def keep_study(turn: Turn) -> None:
    """“要”: for another quarter, or from now on again."""
    await _choose(turn, StudyState.WANTS)


async def _choose(turn: Turn, wanted: StudyState) -> None:
    await study_choices.choose(turn.tx, turn.me, wanted, turn.day)
    turn.reply(turn.say(f"study.{wanted}"))
