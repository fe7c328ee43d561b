"""What a word or two mean as the answer to a question in hand: yes, or the number of a choice told as a word."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.choices import Meant, typed
from bot.flow import Turn
from bot.quoted import days_question, shown
from files.lazily import lazy
from messages.incoming import Kind
from messages.topics import Topic
from programme.roles import Action, able
from storage.delivery import prompts

if TYPE_CHECKING:
    from bot.language import answers
else:
    answers = lazy("bot.language.answers")

LONGEST = 16
"""Characters of a short answer."""


async def agreed(turn: Turn) -> Meant | None:
    """The first choice of the preview that waits, or of the day's question where nothing was said since."""
    if not _is_word(turn):
        return None
    if answers.alters(turn.text) and (waiting := await shown(turn)):
        change = turn.say("preview.change")
        return next((Meant(waiting, choice) for choice in waiting.choices if choice.label == change), None)
    prompt = await shown(turn) if answers.agrees(turn.text) else None
    if prompt is None and answers.says_yes(turn.text):
        prompt = await days_question(turn)
    return Meant(prompt, prompt.choices[0]) if prompt else None


async def denied(turn: Turn) -> Meant | None:
    """The choice 没看到 of a report in hand, where a message begins with a denial and tells of no fault behind it."""
    if not turn.known or not turn.known.in_hand or turn.attachments or turn.incoming.kind is not Kind.MESSAGE:
        return None
    rest = answers.denies(turn.text)
    if rest is None or turn.faults_in(rest)[0]:
        return None
    prompt = await prompts.prompt(turn.tx, turn.known.in_hand, turn.incoming.sender)
    if prompt is None or not prompt.topic.startswith(Topic.LEAD) or not prompt.is_open(turn.now):
        return None
    return next((Meant(prompt, c) for c in prompt.choices if answers.denies(c.label) == ""), None)


async def numbered(turn: Turn) -> Meant | None:
    """The choice of the question in hand that “二号” or “3号店” means: the number is the shop's, or that of the choice
    where whoever speaks has no shops with numbers."""
    if not turn.known or not turn.known.in_hand or not _is_word(turn):
        return None
    number = answers.bare_number(turn.text)
    prompt = await prompts.prompt(turn.tx, turn.known.in_hand, turn.incoming.sender) if number else None
    found = typed(number, [prompt]) if prompt and prompt.is_open(turn.now) else []
    has_numbers = able(turn.roles, Action.LOOK_BY_NUMBER)
    return next((meant for meant in found if meant.choice.number or not has_numbers), None)


def _is_word(turn: Turn) -> bool:
    return 0 < len(turn.text) <= LONGEST and not turn.attachments and turn.incoming.kind is Kind.MESSAGE
