"""Rules of the title 五星商户: earned over a quarter, announced before the award, never withdrawn without a hearing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from files.dataclass import dataclass
from programme.calendar import next_working_day
from programme.ratings.bands import TOP, Past
from programme.rules import Rules
from programme.titles.title_state import TitleState


@dataclass(frozen=True, slots=True)
class Held:
    """A title as it stands. `until` is the last day of the notice or of the hearing."""

    state: TitleState
    quarter: str
    until: date | None = None
    awarded_on: date | None = None
    open_objections: int = 0
    heard: bool = False


def earned(past: Sequence[Past], *, veto: bool, rules: Rules) -> bool:
    """At quarter end, and again at the yearly re-evaluation: enough runs at five stars, none too low, no open red line.

    `past` are the shop's runs of this tenure, oldest first; unrated ones do not count.
    """
    stars = _rated(past)[-rules.title.runs :]
    enough = sum(s == TOP for s in stars) >= rules.title.at_five
    return enough and bool(stars) and min(stars) >= rules.title.never_below and not veto


def notice_until(begun: date, rules: Rules) -> date:
    """The last day of a notice or hearing that begins on `begun`: that day does not count, only working days do."""
    return next_working_day(begun, rules.deadlines.notice_days)


def hinders_award(title: Held, today: date, past: Sequence[Past], *, veto: bool, rules: Rules) -> str:
    """Why a manager cannot award yet: `state`, `notice` (still running), `objection`, `veto`, `star`; empty when they can."""
    if title.state != TitleState.NOTICE:
        return "state"
    if title.until is None or today <= title.until:
        return "notice"
    if title.open_objections:
        return "objection"
    if veto:
        return "veto"
    stars = _rated(past)
    return "" if stars and stars[-1] >= rules.title.never_below else "star"


def begins_withdrawal(past: Sequence[Past], *, veto: bool, rules: Rules) -> str:
    """Why a title must be questioned now: `veto`, `runs` (so many in a row too low); empty when it need not."""
    if veto:
        return "veto"
    last = _rated(past)[-rules.title.withdraw_after :]
    low = len(last) == rules.title.withdraw_after and max(last) < rules.title.never_below
    return "runs" if low else ""


def hinders_withdrawal(title: Held, today: date, *, cause: str) -> str:
    """Why it cannot be withdrawn: `state`, `hearing` (not heard, time left), `cause` (gone); empty when it can."""
    if title.state != TitleState.HEARING:
        return "state"
    if not title.heard and (title.until is None or today <= title.until):
        return "hearing"
    return "" if cause else "cause"


def reevaluate_on(awarded_on: date) -> date:
    """A year after the award; the 29th of February becomes the 1st of March."""
    try:
        return awarded_on.replace(year=awarded_on.year + 1)
    except ValueError:
        return date(awarded_on.year + 1, 3, 1)


def certificate_number(quarter: str, serial: int) -> str:
    """“2026-Q4-0012”: the quarter it was earned in, then a serial number counted in that quarter from 1."""
    return f"{quarter}-{serial:04d}"


def _rated(past: Sequence[Past]) -> list[int]:
    return [p.stars for p in past if p.stars is not None]
