"""A line that says nothing but a weekly day of rest, or opening hours."""

from __future__ import annotations

import re

from bot.language.meanings import Meaning
from bot.language.words.vocabulary import Vocabulary
from programme.shops.opening_hours import open_days, tells_hours

WEEKLY_REST = "weekly_rest"
HOURS = "hours"
_GROUPS = Vocabulary("timetable")
_THIS_TIME = re.compile(_GROUPS.pattern("this_time"))
_EACH_WEEK = re.compile(_GROUPS.pattern("each_week"))
_SHORT = 24
"""Characters of such a line."""


def times(plain: str, intents: frozenset[str]) -> Meaning | None:
    """“周一休息”, “早八点到晚十点”; None for whatever says more, or from somebody whose hours these cannot be.

    “周五关门一天” is one Friday, “每周五休息一天” is every one.
    """
    if len(plain) >= _SHORT or (_THIS_TIME.search(plain) and not _EACH_WEEK.search(plain)):
        return None
    if WEEKLY_REST in intents and open_days(plain) is not None:
        return Meaning(WEEKLY_REST, plain)
    return Meaning(HOURS, plain) if HOURS in intents and tells_hours(plain) else None
