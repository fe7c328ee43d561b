"""What an owner says of their own front: a plain fault is recorded whatever else they tell to explain it."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from bot.language.answers import still_stands
from bot.language.clauses.clauses import said_of
from bot.language.excuses.explanations import explained, undone
from bot.language.meanings import FAULTS, Meaning, Question
from bot.language.verdicts import Verdict, verdict, which_duty
from bot.language.words.lexicon import Token


def of_own(tokens: Sequence[Token], applies: Collection[str], words: str) -> Verdict:
    """The verdict on an owner's words; where they would be asked, once more without what only explains."""
    said = said_of(tokens)
    found = verdict(said, applies, is_own=True, words=words)
    if isinstance(found, Question) and found.about == "all_met" and still_stands(words):
        return which_duty(applies, words)
    if isinstance(found, Meaning) or said.says_nothing:
        return found
    again = verdict(said_of(undone(tokens), explained), applies, is_own=True, words=words)
    return again if isinstance(again, Meaning) and again.intent == FAULTS else found
