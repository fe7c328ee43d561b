"""Which days count: China's working days as adjusted each year, and a shop's own open days.

The holidays come from `chinesecalendar`, and before it from the lists an office has entered. In a year that neither knows,
Monday to Friday are working days and nothing is a public holiday; `knows` says so, and `doctor` asks for the list.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from programme.duties import ON_THE_SPOT, REPORT_ONLY, SAME_DAY, Deadline
from programme.holiday_lists import HolidayLists, office
from programme.holidays import Holidays
from programme.rules import Rules

_ONE = timedelta(days=1)


def enter(lists: Iterable[Holidays]) -> None:
    """What the office has entered, all of it: of those years nothing else holds. The later of two lists of a year wins.

    Every process does this when it starts and now and then; what was promised by the calendar before stays promised.
    """
    office().known = HolidayLists(lists)


def knows(year: int) -> bool:
    """Whether the holidays of a year are known."""
    return office().known.knows(year)


def is_working_day(day: date) -> bool:
    """A day the bureau works, adjusted working weekends included."""
    known = office().known
    found = known.working.get(day)
    return known.is_working_day(day) if found is None else found


def is_public_holiday(day: date) -> bool:
    """A statutory holiday (not a plain weekend)."""
    known = office().known
    found = known.festive.get(day)
    return known.is_public_holiday(day) if found is None else found


def next_working_day(day: date, count: int = 1) -> date:
    """The `count`-th working day after `day`."""
    while count:
        day += _ONE
        count -= is_working_day(day)
    return day


# -- periods -----------------------------------------------------------------------------------------------------------


def week_of(day: date) -> str:
    """The ISO week of a day: `2026-W48`."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02d}"


def iso_week(day: date) -> int:
    """The number of a day's ISO week, counted from the calendar's first Monday."""
    return (day.toordinal() - 1) // 7


def week_days(period: str) -> tuple[date, date]:
    """Monday and Sunday of an ISO week, written in the one form 2026-W05. Raises ValueError for anything else."""
    if not re.fullmatch(r"[0-9]{4}-W[0-9]{2}", period):
        raise ValueError(f"{period!r} is no week")
    year, _, week = period.partition("-W")
    return date.fromisocalendar(int(year), int(week), 1), date.fromisocalendar(int(year), int(week), 7)


_SHAPES = {
    "0000-W00": week_days,
    "0000-00-00": date.fromisoformat,
    "0000-00": lambda text: date.fromisoformat(f"{text}-01"),
    "0000-Q0": lambda text: date(int(text[:4]), int(text[6]) * 3 - 2, 1),
    "0000-00-00T00:00": datetime.fromisoformat,
}


def is_period(text: str, like: str) -> bool:
    """Whether a text names a period written as `like` is: 2026-W05 is like 2026-W48; 2026-W5 and 2026-W60 are none.

    A day is enough where a moment of it is meant.
    """
    shape = _shape(text)
    if shape not in (_shape(like), _shape(like.partition("T")[0])) or shape not in _SHAPES:
        return False
    try:
        _SHAPES[shape](text)
    except ValueError:
        return False
    return True


def _shape(text: str) -> str:
    return re.sub("[0-9]", "0", text)


def quarter_of(day: date) -> str:
    """The calendar quarter of a day: `2026-Q4`."""
    return f"{day.year}-Q{(day.month + 2) // 3}"


def quarter_begins(day: date) -> date:
    """The first day of the calendar quarter of a day."""
    return date(day.year, day.month - (day.month - 1) % 3, 1)


# -- a shop's open days ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class OpenDays:
    """On which days a shop is open: its weekly days (1 = Monday), public holidays if it works them, no closure or pause.

    `shut` are (first, last) spans, last None while unknown.
    """

    weekly: frozenset[int] = frozenset(range(1, 8))
    works_holidays: bool = True
    shut: tuple[tuple[date, date | None], ...] = ()

    def is_open(self, day: date) -> bool:
        if day.isoweekday() not in self.weekly or (not self.works_holidays and is_public_holiday(day)):
            return False
        return not self._in_shut(day)

    def is_shut(self, day: date) -> bool:
        """Whether it is closed out of turn (closure, pause, a holiday it does not work): no clock runs, nothing counts."""
        return self._in_shut(day) or (not self.works_holidays and is_public_holiday(day))

    def _in_shut(self, day: date) -> bool:
        return any(first <= day and (last is None or day <= last) for first, last in self.shut)

    def age(self, day: date, today: date) -> int:
        """Open days from `day` (not counted) to `today` (counted): how old what was seen on `day` is."""
        if day >= today:
            return 0
        if self.is_plain:
            return (today - day).days
        return sum(self.is_open(day + timedelta(days=n)) for n in range(1, (today - day).days + 1))

    @property
    def is_plain(self) -> bool:
        """Open every day there is."""
        return len(self.weekly) == 7 and self.works_holidays and not self.shut  # noqa: PLR2004 days in a week


# -- hours and deadlines -----------------------------------------------------------------------------------------------

Spans = Sequence[tuple[time, time]]


def bureau_spans(rules: Rules) -> Spans:
    """Bureau hours of a working day."""
    h = rules.hours
    return ((h.morning_from, h.morning_to), (h.afternoon_from, h.afternoon_to))


def add_working_hours(start: datetime, hours: float, rules: Rules) -> datetime:
    """`hours` of bureau time after `start` (aware, in the programme's zone)."""
    return _add(start, hours, bureau_spans(rules), is_working_day)


def add_working_days(start: datetime, days: int, rules: Rules) -> datetime:
    """The end of bureau hours on the `days`-th working day after `start`."""
    day = next_working_day(start.date(), days)
    return datetime.combine(day, rules.hours.afternoon_to, start.tzinfo)


def due_at(kind: Deadline, start: datetime, rules: Rules, hours: tuple[time, time], days: OpenDays) -> datetime | None:
    """When a finding of this kind is due; None for what only has to be reported.

    On-the-spot time runs in the shop's opening hours (`hours`), same day means its closing time (the next open day's when
    it is past that), days are working days. `start` is aware, in the programme's zone.
    """
    if kind == REPORT_ONLY:
        return None
    if kind == ON_THE_SPOT:
        return _add(start, rules.deadlines.on_the_spot_hours, (hours,), days.is_open)
    if kind == SAME_DAY:
        return _closing(start, hours, days)
    return _working_days_open(start, rules, days)


def _working_days_open(start: datetime, rules: Rules, days: OpenDays) -> datetime:
    """The end of bureau hours after so many working days on which the shop was not closed out of turn."""
    day, left = start.date(), rules.deadlines.three_days
    for _ in range(_LONGEST):
        if left <= 0:
            break
        day = next_working_day(day)
        left -= not days.is_shut(day)
    return datetime.combine(day, rules.hours.afternoon_to, start.tzinfo)


def _closing(start: datetime, hours: tuple[time, time], days: OpenDays) -> datetime:
    opens, closes = hours
    day = start.date()
    while True:
        end = datetime.combine(day + (_ONE if closes <= opens else timedelta()), closes, start.tzinfo)
        if days.is_open(day) and end > start:
            return end
        day += _ONE
        if (day - start.date()).days > _LONGEST:
            return end


_LONGEST = 366
"""Days a clock looks ahead over closures; what is closed for longer is due after them, and comes nearer when it opens."""


def _add(start: datetime, hours: float, spans: Iterable[tuple[time, time]], counts: object) -> datetime:
    """`hours` of time inside `spans` of the days that count, after `start`."""
    is_counted = counts if callable(counts) else bool
    left, day = timedelta(hours=hours), start.date() - _ONE
    for _ in range(_LONGEST):
        for first, last in spans:
            if not is_counted(day):
                continue
            begin = datetime.combine(day, first, start.tzinfo)
            end = datetime.combine(day + (_ONE if last <= first else timedelta()), last, start.tzinfo)
            begin = max(begin, start)
            if end <= begin:
                continue
            if end - begin >= left:
                return begin + left
            left -= end - begin
        day += _ONE
    return start + timedelta(days=_LONGEST, hours=hours)


class Rest(StrEnum):
    """Whose rest a message nobody has just asked for respects, whenever it can go out at last."""

    NONE = ""
    NIGHT = "night"
    QUIET = "quiet"  # the night and midday


def after_rest(moment: datetime, rest: str, rules: Rules) -> datetime:
    """`moment`, or the end of the `rest` it falls into, in the programme's zone."""
    match rest:
        case Rest.NIGHT:
            return out_of_night(moment, rules)
        case Rest.QUIET:
            return out_of_quiet(moment, rules)
        case _:
            return moment


def out_of_night(moment: datetime, rules: Rules) -> datetime:
    """`moment`, or the morning after the night it falls into: news of a case is told at midday too, but wakes nobody."""
    quiet = out_of_quiet(moment, rules)
    h, at = rules.hours, moment.time()
    return moment if h.nap_from <= at < h.nap_to else quiet


def out_of_quiet(moment: datetime, rules: Rules) -> datetime:
    """`moment`, or the end of the quiet hours it falls into (night and midday), in the programme's zone."""
    h, at = rules.hours, moment.time()
    if at >= h.quiet_from:
        return datetime.combine(moment.date() + _ONE, h.quiet_to, moment.tzinfo)
    if at < h.quiet_to:
        return datetime.combine(moment.date(), h.quiet_to, moment.tzinfo)
    if h.nap_from <= at < h.nap_to:
        return datetime.combine(moment.date(), h.nap_to, moment.tzinfo)
    return moment
