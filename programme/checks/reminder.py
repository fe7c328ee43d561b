"""When the bot asks a shop for its self-check: after it has opened, outside quiet hours, and early enough to be of use."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta, tzinfo

from files.dataclass import dataclass
from programme.calendar import out_of_quiet
from programme.checks.spread import spread
from programme.rules import Rules

OVER = timedelta(minutes=20)
"""A street's reminders are spread over this: at 30 messages a second, room for 36,000 shops that open together."""
CLOSES = time(21, 0)
"""A shop's closing time where the roster has none."""
_ONE = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Asking:
    """When to ask, and the closing time after which the question is pointless."""

    at: datetime
    before: datetime


def asking(day: date, opens: time | None, closes: time | None, key: str, rules: Rules, zone: tzinfo) -> Asking | None:
    """When a shop is asked on a day it is open; None when the quiet hours leave no time before it closes.

    Half an hour after its own opening, spread by `key`; in quiet hours at their end, spread again.
    """
    begin = datetime.combine(day, opens or rules.hours.reminder_unknown, zone)
    if opens:
        begin += timedelta(minutes=rules.hours.reminder_after_opening)
    at = spread(out_of_quiet(begin, rules), key, OVER)
    if (later := out_of_quiet(at, rules)) != at:
        at = spread(later, key, OVER)
    before = closing(day, opens, closes, zone)
    return Asking(at, before) if at < before and at.date() == day else None


def closing(day: date, opens: time | None, closes: time | None, zone: tzinfo) -> datetime:
    """When a shop that opened on `day` closes, perhaps after midnight."""
    shuts = closes or CLOSES
    return datetime.combine(day + _ONE if opens and shuts <= opens else day, shuts, zone)
