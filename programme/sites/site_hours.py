"""When one may park at a site, from its hours as an office writes them: “全天”, “工作日 18:00-8:00；周末 全天”."""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta

from programme.shops.opening_hours import hours

_PARTS = re.compile(r"[;；\n]+")
_WORKDAYS = re.compile(r"工作日|周一(?:到|至|-|—|~)周?五|weekdays|mon\w*\s*(?:to|-|–)\s*fri\w*", re.IGNORECASE)
_WEEKEND = re.compile(r"周末|节假日|周六|双休日|weekends?|sat\w*", re.IGNORECASE)
_SATURDAY = 5
_LOOK_AHEAD = timedelta(days=2)
_STEP = timedelta(minutes=15)

Hours = list[tuple[frozenset[int], time, time]]
"""Days of the week (0 Monday) on which it opens, with the times; closing before opening is the next morning."""


def read_hours(text: str) -> Hours:
    """What can be made out; nothing where the words say no times."""
    found: Hours = []
    for part in _PARTS.split(text):
        times = hours(part)
        if times is not None:
            found.append((_days(part), *times))
    return found


def _days(part: str) -> frozenset[int]:
    if _WORKDAYS.search(part):
        return frozenset(range(_SATURDAY))
    if _WEEKEND.search(part):
        return frozenset((_SATURDAY, _SATURDAY + 1))
    return frozenset(range(7))


def is_open_at(text: str, moment: datetime) -> bool | None:
    """Whether it is open; None where its hours are not known."""
    known = read_hours(text)
    return any(_holds(days, opens, closes, moment) for days, opens, closes in known) if known else None


def _holds(days: frozenset[int], opens: time, closes: time, moment: datetime) -> bool:
    now, today = moment.time(), moment.weekday()
    if opens < closes:
        return today in days and opens <= now <= closes
    return (today in days and now >= opens) or ((today - 1) % 7 in days and now < closes)


def opens_next(text: str, moment: datetime) -> datetime | None:
    """When it opens next, within two days; None where it is open now or nobody knows."""
    if is_open_at(text, moment) is not False:
        return None
    at = moment.replace(minute=moment.minute - moment.minute % 15, second=0, microsecond=0)
    while at - moment < _LOOK_AHEAD:
        at += _STEP
        if is_open_at(text, at):
            return at
    return None
