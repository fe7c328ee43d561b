"""What is promised to whoever reports something: the hour of the first word, the day it is done, the days of reopening."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from files.dataclass import dataclass
from programme.calendar import add_working_days, add_working_hours
from programme.rules import Rules
from programme.services import Service

OPEN_MOST, DAY_MOST, ADDED_MOST = 5, 10, 10
"""Of one person: requests that wait, requests and added words within a day, which managers are told of one by one."""


WORDS_MOST = 4000
"""Characters of one message that are kept."""
PHOTOS_MOST = 9
"""Photos of one request that are kept."""
CARD_MOST = 30
"""Of one card: requests within an hour, which managers are told of one by one."""


def is_much(waiting: int, reported: int) -> bool:
    """Whether one person reports so much that it is kept without a message for each."""
    return waiting > OPEN_MOST or reported > DAY_MOST


@dataclass(frozen=True, slots=True)
class Promise:
    """`first_word` is the hour by which somebody answers, `done` the moment by which it is done."""

    first_word: datetime
    done: datetime


def promise(asked: datetime, rules: Rules, service: Service | None = None) -> Promise:
    """What is promised for something asked at this moment (aware, in the programme's zone), by its service if it is known."""
    hours = service.first_word_hours if service else rules.deadlines.first_word_hours
    days = service.done_days if service else rules.deadlines.request_days
    first_word = add_working_hours(asked, hours, rules)
    done = add_working_days(asked, days, rules) if days else first_word
    return Promise(first_word, max(first_word, done))


def may_reopen(ended: date, today: date, rules: Rules) -> bool:
    """Whether “not solved” still opens it again: through the seventh day after its end."""
    return today <= ended + timedelta(days=rules.deadlines.reopen_days)


def number(asked: date, row: int) -> str:
    """The reference number of a request, as people quote it: 26-00042."""
    return f"{asked.year % 100:02d}-{row:05d}"
