"""A line that says nothing but a weekly day of rest, or opening hours."""

from __future__ import annotations

import re

from bot.language.meanings import Meaning
from bot.language.words.vocabulary import Vocabulary
from programme.shops.opening_hours import open_days, tells_hours

WEEKLY_REST = "weekly_rest"
HOURS = "hours"
_THIS_TIME = re.compile(Vocabulary("timetable").pattern("this_time"))
_SHORT = 24
"""Characters of such a line."""


def times(plain: str, intents: frozenset[str]) -> Meaning | None:
    """“周一休息”, “早八点到晚十点”; None for whatever says more, or from somebody whose hours these cannot be."""
    if len(plain) >= _SHORT or _THIS_TIME.search(plain):
        return None
    if WEEKLY_REST in intents and open_days(plain) is not None:
        return Meaning(WEEKLY_REST, plain)
    return Meaning(HOURS, plain) if HOURS in intents and tells_hours(plain) else None
