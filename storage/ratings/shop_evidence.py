"""What is known of one shop at a run's cut-off, made from the rows that were read: rows become evidence to be judged."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from files.dataclass import dataclass
from programme.calendar import OpenDays, add_working_days
from programme.duties import Duties
from programme.findings.finding_state import FindingState
from programme.ratings.adjustment import Found
from programme.ratings.ages import Ages, ages
from programme.ratings.bands import Past
from programme.ratings.evidence import Claims, Grid, Look, SelfDay, candor, capped, claims_of, grid_of, honest_claims
from programme.ratings.honesty import pooled
from programme.ratings.stars import Evidence, Rating, rate
from programme.ratings.weighing import weigh
from programme.rules import Rules
from programme.titles.veto import is_open
from storage.core.rows import instant
from storage.ratings.as_of import Case
from storage.ratings.evidence_packing import Kept, Said
from storage.ratings.figure_packing import last_of
from storage.ratings.rating_inputs import Contested, Inputs, Place

CALENDAR_DAYS = 400
"""How far back raw material is read: 126 open days, with long closures in between."""
WEEK = 7
MOSTLY_SHUT = 56
"""A shop closed on more than half of so many days is not judged, whatever was seen on the others."""
UNCOUNTED = frozenset({FindingState.WITHDRAWN, FindingState.BETWEEN, FindingState.STOPPED})
"""States of a finding that counts for nobody."""


@dataclass(frozen=True, slots=True)
class Judged:
    """One shop's rating with all it came from; `candor` is the share of faults it had told first, None while too few."""

    place: Place
    known: Evidence
    rating: Rating
    candor: float | None


def judge(raw: Inputs, places: Sequence[Place], through: datetime, rules: Rules) -> tuple[Grid, list[Judged]]:
    """All shops of one grid, judged as of a run's cut-off (aware, in the programme's zone)."""
    known = {place.id: evidence_of(place, raw, through, rules) for place in places}
    weighed = {shop: weigh(e.looks, e.duties, rules) for shop, e in known.items()}
    sums = [w.outside if (w := weighed[shop]) else pooled(e.looks, rules) for shop, e in known.items()]
    grid = grid_of(sums, [e.claims for e in known.values()], rules)
    faults = {shop: _faults(e.looks, rules) for shop, e in known.items()}
    total = sum(faults.values(), Claims())
    open_share = total.agreed / total.compared if total.compared else 0.0
    found = []
    for place in sorted(places, key=lambda p: p.id):
        rating = rate(known[place.id], grid, rules, weighed[place.id])
        found.append(Judged(place, known[place.id], rating, candor(faults[place.id], open_share, rules)))
    return grid, found


def open_days_of(place: Place, raw: Inputs, *, own: bool = False) -> OpenDays:
    """On which days a shop is open; with `own`, as if no pause had been ordered."""
    shut = [(c.since, c.until) for c in raw.closures.get(place.id, ())]
    if not own:
        shut += [
            (p.since, p.until)
            for p in raw.pauses
            if p.grid_id in (None, place.grid_id) and p.street in ("", place.street)
        ]
    return OpenDays(_weekly(place.open_days), place.holidays, tuple(shut))


def _weekly(days: tuple[int, ...]) -> frozenset[int]:
    return _ALL_DAYS if len(days) == WEEK else frozenset(days)


_ALL_DAYS = frozenset(range(1, WEEK + 1))


def evidence_of(place: Place, raw: Inputs, through: datetime, rules: Rules) -> Evidence:
    """Everything a run knows about one shop."""
    today, days = through.date(), open_days_of(place, raw)
    old = ages(days, today, CALENDAR_DAYS)
    seen = _seen(place, raw, old)
    out = contested_looks(raw.contested.get(place.id, ()), through, rules)
    looks = [(o, _look(o, old, out)) for o in seen]
    own = _cases_of(place, raw, out, old)
    beside = _beside(looks, own, old, rules)
    return Evidence(
        today=today,
        duties=applicable(place.duties, rules),
        looks=capped([look for _, look in looks], rules),
        self_days=tuple([_self_day(c, own, old) for c in _said(place, raw, old) if _is_inside(c.day, old, rules)]),
        clean_days=_clean_ages(raw.clean.get(place.id, ()), old, rules),
        claims=_claims(beside),
        honest_days=tuple([c for day, look in beside if (c := honest_claims(look, day)).compared]),
        findings=tuple([found_of(c, [o for o, look in looks if not look.contested], old) for c in own]),
        past=past_of(raw.before.get(place.id), place.tenure_id or 0),
        veto=has_open_veto(place, raw, days, today, rules),
        shut=shut_as(place, raw, today, is_open=any(old.is_open[:WEEK])),
    )


def _seen(place: Place, raw: Inputs, old: Ages) -> list[Kept]:
    """The looks at the present holder's shop, but for days on which it was shut."""
    tenure = place.tenure_id or 0
    return [o for o in raw.looks.get(place.id, ()) if o.tenure_id == tenure and not old.is_shut[old.back(o.day)]]


def _cases_of(place: Place, raw: Inputs, out: frozenset[int], old: Ages) -> list[Case]:
    """The present holder's findings that count."""
    tenure = place.tenure_id or 0
    lately = [c for c in raw.cases.get(place.id, ()) if c.tenure_id == tenure and old.knows(c.day)]
    return [c for c in lately if _stands(c, out, old)]


def _said(place: Place, raw: Inputs, old: Ages) -> list[Said]:
    """The present holder's self-checks that named a problem."""
    said, since = raw.reported.get(place.id, ()), place.since
    return [c for c in said if (since is None or c.at >= since) and old.knows(c.day)]


def _beside(
    looks: Sequence[tuple[Kept, Look]], own: Sequence[Case], old: Ages, rules: Rules
) -> list[tuple[SelfDay, Look]]:
    """The looks that count and have a self-check of the same day beside them."""
    return [
        (_self_day(o.said, own, old), look)
        for o, look in looks
        if o.said is not None and o.said.day == o.day and _counts(look, rules)
    ]


def has_open_veto(place: Place, raw: Inputs, days: OpenDays, today: date, rules: Rules) -> bool:
    """Whether a red line still lowers the star that is shown."""
    return any(is_open(v.since, days, today, rules) for v in raw.vetoes.get(place.id, ()))


def _claims(beside: Sequence[tuple[SelfDay, Look]]) -> Claims:
    found = [claims_of(look, day) for day, look in beside]
    return Claims(sum([c.compared for c in found]), sum([c.agreed for c in found]))


def applicable(keys: tuple[str, ...], rules: Rules) -> tuple[str, ...]:
    """The duties of the rules that apply to a shop, given those that were named for it."""
    return tuple([d.key for d in Duties(rules.duties).applicable(keys)])


def _clean_ages(days: Iterable[int], old: Ages, rules: Rules) -> tuple[int, ...]:
    """The ages of the open days inside the window on which all was said to be met."""
    now, age, is_open = old.today.toordinal(), old.age, old.is_open
    back = [now - day for day in days]
    return tuple([age[n] for n in back if is_open[n] and age[n] <= rules.rating.window])


def _is_inside(day: date, old: Ages, rules: Rules) -> bool:
    back = old.back(day)
    return old.is_open[back] and old.age[back] <= rules.rating.window


def shut_as(place: Place, raw: Inputs, today: date, *, is_open: bool) -> str:
    """Mostly closed; or, unless it `is_open` on any of the last seven days, shut by a pause or, first, for its own reasons."""
    if _is_mostly_closed(place, raw, today):
        return "closed"
    if is_open:
        return ""
    own = open_days_of(place, raw, own=True)
    return "paused" if any(own.is_open(today - timedelta(days=n)) for n in range(WEEK)) else "closed"


def _is_mostly_closed(place: Place, raw: Inputs, today: date) -> bool:
    """Closed by its own word on more than half of the last days."""
    spans = [(c.since.toordinal(), (c.until or today).toordinal()) for c in raw.closures.get(place.id, ())]
    now = today.toordinal()
    days = {day for first, last in spans for day in range(max(first, now - MOSTLY_SHUT + 1), min(last, now) + 1)}
    return len(days) > MOSTLY_SHUT / 2


def contested_looks(appeals: Iterable[Contested], through: datetime, rules: Rules) -> frozenset[int]:
    """The looks that are out of the score: an appeal was granted, or is not decided, and not much later than it was due."""
    return frozenset([a.look for a in appeals if a.is_granted or _still_waits(a, through, rules)])


def _still_waits(appeal: Contested, through: datetime, rules: Rules) -> bool:
    due = instant(appeal.due_at).astimezone(through.tzinfo)
    return through <= add_working_days(due, rules.deadlines.decide_days, rules)


def _stands(finding: Case, out: frozenset[int], old: Ages) -> bool:
    """It counts for somebody, and it is not from a look that does not count."""
    if finding.state in UNCOUNTED or finding.observation_id in out:
        return False
    return finding.origin != "outsider" or not old.is_shut[old.back(finding.day)]


def _counts(look: Look, rules: Rules) -> bool:
    """Inside the window, and uncontested."""
    return not look.contested and 0 <= look.age <= rules.rating.window


def _look(seen: Kept, old: Ages, out: frozenset[int]) -> Look:
    return Look(
        old.of(seen.day),
        seen.source,
        seen.duties,
        seen.facts,
        seen.left_out,
        seen.id in out,
        seen.day,
        seen.id,
        seen.observer,
    )


def _self_day(said: Said, own: Sequence[Case], old: Ages) -> SelfDay:
    if not said.problems:
        return SelfDay(old.of(said.day), said.duties)
    problems = frozenset(said.problems)
    if not own:
        return SelfDay(old.of(said.day), said.duties, problems)
    fixed = {f.duty for f in own if in_time(f) and _answers(f, said)}
    return SelfDay(old.of(said.day), said.duties, problems, problems & fixed)


def _answers(finding: Case, said: Said) -> bool:
    """Whether a finding is what a self-check spoke of: made by it that day, or running already."""
    if finding.day == said.day:
        return finding.origin == "self"
    return finding.day < said.day and finding.fixed_at is not None and finding.fixed_at >= said.at


def _faults(looks: Iterable[Look], rules: Rules) -> Claims:
    """Of the faults outsiders found, how many the shop had reported before the look that day."""
    found = reported = 0
    for look in looks:
        if not look.facts or not _counts(look, rules):
            continue
        for duty, x in look.facts.items():
            found += x < 1
            reported += x < 1 and duty in look.left_out
    return Claims(found, reported)


def in_time(finding: Case) -> bool:
    """Put right, and before its deadline."""
    if finding.fixed_at is None:
        return False
    return finding.due_at is None or finding.fixed_at <= finding.due_at


def found_of(finding: Case, looks: Sequence[Kept], old: Ages) -> Found:
    """A finding as the adjustment sees it; `looks` are those that count."""
    is_own = finding.origin == "self"
    seen = max((o.day for o in looks if _saw(o, finding)), default=None) if is_own else None
    return Found(
        duty=finding.duty,
        day=finding.day,
        age=old.of(finding.day),
        own=is_own,
        in_time=in_time(finding),
        proved=finding.fixed_at is not None and _is_proved(finding, looks),
        overdue=finding.overdue_at is not None,
        again=finding.again_at is not None,
        resident=finding.origin == "lead" and finding.resident,
        seen=seen,
        seen_age=old.of(seen) if seen else 0,
        id=finding.id,
        by=finding.found_by if finding.origin == "outsider" else 0,
    )


def _is_proved(finding: Case, looks: Iterable[Kept]) -> bool:
    """Whether somebody else has seen the fix good: at a second look at it, or at any look since."""
    fixed = finding.fixed_at or 0
    if finding.checked_at is not None and finding.checked_at >= fixed:
        return True
    return any(
        o.at > fixed and o.observer != finding.fixed_by and finding.duty in o.duties and finding.duty not in o.facts
        for o in looks
    )


def _saw(look: Kept, finding: Case) -> bool:
    """Whether an outsider saw what the shop had reported, before it was put right."""
    before_fix = finding.fixed_at is None or look.at <= finding.fixed_at
    failed = finding.duty in look.left_out and look.facts.get(finding.duty, 1.0) < 1
    return failed and look.at >= finding.opened_at and before_fix


def past_of(packed: bytes | None, tenure: int) -> tuple[Past, ...]:
    """The last star of the tenure, however many runs ago, and whether the shop was 待评 since."""
    if packed is None or (last := last_of(packed)).tenure != tenure:
        return ()
    day = date.fromordinal(last.day).isoformat() if last.day else ""
    rated = (Past(day, last.stars, last.score, last.weakest),) if last.stars else ()
    return (*rated, Past("", None, None, None)) if last.gap else rated
