"""Red lines (红线, veto): the few causes that lower a star at once, and for how long."""

from __future__ import annotations

from datetime import date

from programme.calendar import OpenDays
from programme.rules import Rules

CAUSES = ("fake", "overdue", "violence", "blocked", "penalty")
"""A faked or old photo; an outsider's finding overdue twice in a quarter; violence or insult; a blocked tactile path or fire
lane not cleared; a final penalty for city appearance within 90 days."""


def is_open(since: date | None, days: OpenDays, today: date, rules: Rules) -> bool:
    """Whether it still counts: for so many open days of the shop, the day it was confirmed being the first."""
    return since is not None and since <= today and days.age(since, today) < rules.rating.veto_days
