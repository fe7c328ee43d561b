"""Whether a message answers what was asked for, and what becomes of the question when it does not."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from bot.flow import Turn
from bot.steps import SEE_FIRST, Step, called_off_by
from files.lazily import lazy
from messages.incoming import Kind
from messages.reply import CANCEL
from messages.topics import Topic
from programme.roles import Action, able
from storage.delivery import prompts

if TYPE_CHECKING:
    from bot.language import answers
else:
    answers = lazy("bot.language.answers")


def is_awaited(turn: Turn, step: Step[...] | None) -> bool:
    """Whether it answers what was asked for that day, as a question answers none for a reason. On the next day a duty's name is
    the day's report again."""
    is_it = step is not None and step.awaits(turn.incoming) and _is_same_day(turn)
    return is_it and not asks_back(turn, step)


def asks_back(turn: Turn, step: Step[...] | None) -> bool:
    """Whether a question is asked where a reason was asked for; by the office also where a shop or a list was."""
    kinds = ("reason", *SEE_FIRST) if able(turn.roles, Action.SEE_BOARD) else ("reason",)
    is_asked = step is not None and step.asks in kinds and turn.incoming.kind is Kind.MESSAGE
    return is_asked and not turn.attachments and _is_same_day(turn) and answers.is_question(turn.text)


def answers_first(turn: Turn, step: Step[...] | None) -> bool:
    """Whether the step that asked for a shop sees the message before anything else is made of it."""
    is_it = step is not None and step.asks in SEE_FIRST and turn.incoming.kind is Kind.MESSAGE
    return is_it and _is_same_day(turn)


def _is_same_day(turn: Turn) -> bool:
    return turn.known is not None and turn.day <= turn.known.seen_at.astimezone(turn.zone).date()


def keep_asking(turn: Turn, step: Step[...] | None) -> None:
    """What was done by its own meaning leaves such a question as it stands, unless it waits for words itself."""
    is_reason = step is not None and step.asks == "reason"
    if not turn.known or turn.step or not (is_reason or answers_first(turn, step)):
        return
    turn.step = turn.known.step
    if not any(out.in_hand for out in turn.outgoing):
        turn.stay()


async def given_up(turn: Turn, is_command: Callable[[Turn], bool]) -> int | None:
    """The number of what waits for 发 or has a way out, where the whole message says not to go on with it. Beside another
    question than what waits for 发 it may be a command: “别发了”."""
    if not turn.known or not answers.drops(turn.text):
        return None
    waiting = await prompts.open_offers(turn.tx, turn.incoming.sender, turn.now)
    ends = [one for one in waiting if any(choice.action == CANCEL for choice in one.choices)]
    if previewed := next((one.id for one in ends if one.topic.startswith(Topic.PREVIEW)), None):
        return previewed
    return next((one.id for one in ends if one.id == turn.known.in_hand and not is_command(turn)), None)


async def call_off(turn: Turn) -> bool:
    """Withdraw what the question in hand was about. False when nothing was begun, or another question is cancelled."""
    await prompts.close_topic(turn.tx, turn.incoming.sender, Topic.AWAITED, turn.now)
    name, *values = (turn.known.step if turn.known else "").split(" ")
    step, topic = called_off_by(name)
    if step is None or turn.known is None:
        return False
    asked = await prompts.prompt(turn.tx, turn.known.in_hand, turn.incoming.sender) if turn.known.in_hand else None
    if asked is not None and asked.topic != topic and any(choice.action == CANCEL for choice in asked.choices):
        turn.step = turn.known.step
        return False
    await step.go(turn, values)
    return True


async def let_be(turn: Turn) -> bool:
    """Withdraw what the question in hand was about, where the message says that nobody need see to it any more."""
    return answers.lets_be(turn.text) and await call_off(turn)
