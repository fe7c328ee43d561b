"""Whether a message answers what was asked for, and what becomes of the question when it does not."""

from __future__ import annotations

from bot.flow import Turn
from bot.steps import Step, called_off_by
from messages.incoming import Kind
from messages.reply import CANCEL
from messages.topics import Topic
from storage.delivery import prompts


def is_awaited(turn: Turn, step: Step[...] | None) -> bool:
    """Whether it answers what was asked for that day. On the next one a duty's name is the day's report again."""
    return step is not None and step.awaits(turn.incoming) and _is_same_day(turn)


def answers_first(turn: Turn, step: Step[...] | None) -> bool:
    """Whether the step that asked for a shop sees the message before anything else is made of it."""
    is_it = step is not None and step.asks == "shop" and turn.incoming.kind is Kind.MESSAGE
    return is_it and _is_same_day(turn)


def _is_same_day(turn: Turn) -> bool:
    return turn.known is not None and turn.day <= turn.known.seen_at.astimezone(turn.zone).date()


def keep_asking(turn: Turn, step: Step[...] | None) -> None:
    """What was done by its own meaning leaves the question for a shop as it stands, unless it waits for words itself."""
    if not turn.known or turn.step or not answers_first(turn, step):
        return
    turn.step = turn.known.step
    if not any(out.in_hand for out in turn.outgoing):
        turn.stay()


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
