"""One line of a host read as a plan: “周六 9点 到 10点半 西津路 文明劝导 15人”. Pure words to days and hours."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

from files.dataclass import dataclass
from programme.spans import first_day

MOST_PLACES = 200
LONGEST_HOURS = 12
LONGEST_TITLE = 40
_DIGITS = {word: n for n, word in enumerate("零一二三四五六七八九十")} | {"两": 2, "十一": 11, "十二": 12}
_HOUR = r"(?:\d{1,2}|十一|十二|[一二两三四五六七八九十])"
_PART = r"(上午|早上|中午|下午|晚上)?\s*"
_CLOCK = _PART + rf"({_HOUR})(?:\s*[:：]\s*(\d{{2}})|\s*点\s*(半|一刻|三刻|\d{{1,2}}(?=\s*分|\s|$|[到至\-–—~～]))?分?)"
_SPAN = re.compile(_CLOCK + r"\s*(?:到|至|[-–—~～]|to|until)\s*" + _CLOCK, re.IGNORECASE)
_FROM = re.compile(_CLOCK)
_PLACES = re.compile(r"(?<!\d)(\d{1,4})\s*(?:人|名|个人|people\b|places\b)", re.IGNORECASE)
_QUARTERS = {"半": 30, "一刻": 15, "三刻": 45}
_EVENING = frozenset({"下午", "晚上"})
_NOON = 12
_EDGES = " \t\n，,。；;：:、|·"


@dataclass(frozen=True, slots=True)
class Plan:
    """What was understood; `wrong` names what has to be said first, empty when nothing has. `places` None: as many as come."""

    day: date | None = None
    begins: time | None = None
    ends: time | None = None
    place: str = ""
    title: str = ""
    places: int | None = None
    wrong: str = ""

    @property
    def minutes(self) -> int:
        """How long it lasts; 0 while either end is unknown."""
        return minutes_between(self.begins, self.ends) if self.begins and self.ends else 0


def minutes_between(begins: time, ends: time) -> int:
    return (ends.hour - begins.hour) * 60 + ends.minute - begins.minute


def read_plan(words: str, now: datetime, *, lasts: timedelta | None = None) -> Plan:
    """Read day, hours, place, what is done and for how many; `now` is local. The place stands first of what is left.

    `lasts` is how long it takes where only the beginning is said.
    """
    text = _PLACES.sub(" ", words, count=1)
    many = _PLACES.search(words)
    span = _SPAN.search(text)
    if span is None and lasts is not None and (only := _FROM.search(text)):
        begins, ends = _from(only, lasts)
        text = text[: only.start()] + " " + text[only.end() :]
    else:
        begins, ends = _clocks(span) if span else (None, None)
        text = text[: span.start()] + " " + text[span.end() :] if span else text
    day, text = first_day(text, now.date()) or (None, text)
    left = " ".join(text.split()).strip(_EDGES).split(maxsplit=1)
    place, title = (left[0], left[1]) if len(left) > 1 else ("", left[0] if left else "")
    made = Plan(day, begins, ends, place.strip(_EDGES), title.strip(_EDGES), int(many[1]) if many else None)
    return Plan(made.day, made.begins, made.ends, made.place, made.title, made.places, _wrong(made, now, words))


def as_typed(plan: Plan) -> str:
    """The plan in the one form that reads as itself, whatever day it is read on."""
    many = f" {plan.places}人" if plan.places is not None else ""
    return f"{plan.day} {plan.begins:%H:%M}-{plan.ends:%H:%M} {plan.place} {plan.title}{many}"


def _wrong(plan: Plan, now: datetime, words: str) -> str:
    if plan.day is None:
        return "no_day"
    if plan.begins is None or plan.ends is None:
        return "no_end" if _FROM.search(words) else "no_hours"
    checks = (
        (plan.minutes <= 0, "across_midnight"),
        (plan.minutes > LONGEST_HOURS * 60, "too_long"),
        (datetime.combine(plan.day, plan.begins, now.tzinfo) <= now, "past"),
        (not plan.title or not plan.place, "no_title"),
        (len(plan.title) > LONGEST_TITLE or len(plan.place) > LONGEST_TITLE, "long_title"),
        (plan.places is not None and not 0 < plan.places <= MOST_PLACES, "too_many"),
    )
    return next((why for is_so, why in checks if is_so), "")


def _from(found: re.Match[str], lasts: timedelta) -> tuple[time | None, time | None]:
    begins = _clock(found[1] or "", found[2], found[3] or found[4] or "")
    if begins is None:
        return None, None
    return begins, (datetime.combine(date.min, begins) + lasts).time()


def _clocks(span: re.Match[str]) -> tuple[time | None, time | None]:
    """Both ends. “下午2点到4点” is in the afternoon at both; “9点到2点” means 14:00."""
    begins = _clock(span[1] or "", span[2], span[3] or span[4] or "")
    ends = _clock(span[5] or span[1] or "", span[6], span[7] or span[8] or "")
    if begins is None or ends is None:
        return None, None
    if ends <= begins and not span[5] and ends.hour < _NOON:
        later = (datetime.combine(date.min, ends) + timedelta(hours=_NOON)).time()
        ends = later if later > begins and minutes_between(begins, later) <= LONGEST_HOURS * 60 else ends
    return begins, ends


def _clock(part: str, hour: str, minute: str) -> time | None:
    hours = int(hour) if hour.isdecimal() else _DIGITS[hour]
    minutes = _QUARTERS.get(minute) or (int(minute) if minute else 0)
    if part in _EVENING and hours < _NOON:
        hours += _NOON
    if part == "中午" and hours < 3:  # noqa: PLR2004 中午一点 is 13:00
        hours += _NOON
    try:
        return time(hours, minutes)
    except ValueError:
        return None
