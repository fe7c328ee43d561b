"""The self-check prompt “今天门前五包怎么样？”, shared by answers in chat and the morning job."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta, tzinfo

from files.dataclass import dataclass
from messages.topics import Topic
from texts import Say
from texts.days import Day

LATE_TAP = timedelta(minutes=30)
"""A tap this long after midnight still belongs to the day its question was asked."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question with its choices, each a label and the step it leads to (`handlers/checks/self_check.py`), one a row."""

    text: str
    choices: tuple[tuple[str, str], ...]
    topic: str


def self_check(shop: int, name: str, day: date, say: Say, sentence: str = "self_check.question") -> Question:
    """One shop's five duties: all met, or something wrong."""
    choices = (
        (say("self_check.all_met"), f"self_check.record_all_met {shop} {day}"),
        (say("self_check.something_wrong"), f"self_check.choose_problems {shop} {day}"),
    )
    return Question(say(sentence, shop=name, day=Day(day)), choices, Topic.SELF_CHECK.of(shop))


def which_shop(shops: Sequence[tuple[int, str]], day: date, say: Say) -> Question:
    """Whoever answers for several shops (id and name) is asked which, all of them first."""
    choices = [(say("self_check.every_shop"), f"self_check.record_every_shop_met {day}")]
    choices += [(name, f"self_check.ask_about_shop {shop} {day}") for shop, name in shops]
    return Question(say("self_check.which_shop"), tuple(choices), Topic.SELF_CHECK)


def answerable_until(day: date, zone: tzinfo) -> datetime:
    """When the question of a day stops meaning anything."""
    return datetime.combine(day + timedelta(days=1), time(), zone) + LATE_TAP
