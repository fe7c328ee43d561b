"""One line said of a branch check, a visit or a meeting, read into what came of it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from files.dataclass import dataclass
from programme.activities.time_given import Totals

LONGEST = 200
FORMS = ("中心组", "研讨", "党课", "思想分析会", "比赛")
"""Kinds of study meetings, as they are counted."""
_ADVICE = re.compile(
    r"(?:学到(?:一条)?|learnt)\s*[:：]?\s*(.*?)\s*(?:建议(?:一条)?|advice)\s*[:：]?\s*(.*)", re.DOTALL | re.IGNORECASE
)
_LACK = re.compile(r"[，,。；;\s](?:还?缺|想要|需要|lacks|needs)\s*[:：]?\s*(.*)", re.DOTALL | re.IGNORECASE)
_PEOPLE = re.compile(r"(?<!\d)(\d{1,3})\s*(?:人|名|people\b)", re.IGNORECASE)
_EDGES = " \t\n，,。；;：:"


@dataclass(frozen=True, slots=True)
class Check:
    """One thing learnt, one thing advised."""

    learnt: str
    advice: str


def read_check(words: str) -> Check | None:
    """“学到 … 建议 …”; None when one of the two is missing."""
    found = _ADVICE.search(words)
    if found is None:
        return None
    learnt, advice = found[1].strip(_EDGES)[:LONGEST], found[2].strip(_EDGES)[:LONGEST]
    return Check(learnt, advice) if learnt and advice else None


@dataclass(frozen=True, slots=True)
class Visit:
    """What was done, and what is lacking there, empty when nothing is."""

    branch: str
    done: str
    lack: str


def read_visit(words: str, branches: Iterable[str]) -> Visit | None:
    """“第三支部 讲党课，缺一台洒水车”; None when no branch is named or nothing is said of it."""
    named = max((name for name in branches if name and name in words), key=len, default="")
    rest = words.replace(named, " ", 1).strip(_EDGES)
    if not named or not rest:
        return None
    lack = _LACK.search(f" {rest}")
    done = f" {rest}"[: lack.start()] if lack else rest
    return Visit(named, done.strip(_EDGES)[:LONGEST], lack[1].strip(_EDGES)[:LONGEST] if lack else "")


_OPENING = re.compile(r"(\d{1,6})\s*次\D*?(\d{1,7})\s*人次\D*?(\d{1,6}(?:\.\d)?)\s*(?:个)?小时")


def read_opening(words: str) -> Totals | None:
    """“195次 2100人次 320小时”: the years before, each figure as the office has counted it."""
    found = _OPENING.search(words)
    if found is None:
        return None
    return Totals(int(found[1]), int(found[2]), round(float(found[3]) * 60))


@dataclass(frozen=True, slots=True)
class Meeting:
    """A study meeting: its form, how many were there, what it was about. Never who."""

    form: str
    people: int
    about: str


def read_meeting(words: str) -> Meeting | None:
    """“中心组 12人 学习条例”; None without a number of people."""
    many = _PEOPLE.search(words)
    if many is None:
        return None
    rest = words[: many.start()] + " " + words[many.end() :]
    form = next((form for form in FORMS if form in rest), "")
    return Meeting(form, int(many[1]), " ".join(rest.replace(form, " ", 1).split()).strip(_EDGES)[:LONGEST])
