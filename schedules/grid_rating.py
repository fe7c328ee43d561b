"""One grid's ratings from its raw material: rows become evidence, the evidence is judged, the judgement becomes rows."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import orjson

from programme.calendar import OpenDays
from programme.duties import Duties
from programme.findings.finding_state import FindingState
from programme.ratings.adjustment import Found
from programme.ratings.ages import Ages, ages
from programme.ratings.bands import Past
from programme.ratings.evidence import Claims, Look, SelfDay, candor, claims_of, grid_of, honest_claims
from programme.ratings.honesty import pooled
from programme.ratings.stars import Evidence, Rating, rate
from programme.ratings.weighing import weigh
from programme.rules import Rules
from programme.titles.veto import is_open
from storage.ratings.day_sums import Kept, Said
from storage.ratings.rating_inputs import Case, Inputs, Place
from storage.ratings.ratings import RatingRow

CALENDAR_DAYS = 400
"""How far back raw material is read: 84 open days and the 126 of the second pair of eyes, with long closures in between."""
WEEK = 7


@dataclass(frozen=True)
class GridRated:
    """A grid's rows (their `run_id` still 0) and the digest of everything they came from."""

    rows: list[RatingRow]
    digest: bytes


def rate_grid(raw: Inputs, places: Sequence[Place], today: date, rules: Rules) -> GridRated:
    """Judge all shops of one grid as of `today`."""
    known = {place.id: _evidence(place, raw, today, rules) for place in places}
    weighed = {shop: weigh(e.looks, e.duties, rules) for shop, e in known.items()}
    sums = [w.outside if (w := weighed[shop]) else pooled(e.looks, rules) for shop, e in known.items()]
    grid = grid_of(sums, [e.claims for e in known.values()], rules)
    faults = {shop: _faults(e.looks, rules) for shop, e in known.items()}
    total = sum(faults.values(), Claims())
    open_share = total.agreed / total.compared if total.compared else 0.0
    rows, digest = [], hashlib.sha256(orjson.dumps(grid))
    for place in sorted(places, key=lambda p: p.id):
        evidence = known[place.id]
        digest.update(_packed(place.id, evidence))
        rating = rate(evidence, grid, rules, weighed[place.id])
        rows.append(_row(place, rating, evidence, candor(faults[place.id], open_share, rules)))
    return GridRated(rows, digest.digest())


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


def _evidence(place: Place, raw: Inputs, today: date, rules: Rules) -> Evidence:
    days = open_days_of(place, raw)
    old = ages(days, today, CALENDAR_DAYS)
    tenure, since = place.tenure_id or 0, place.since
    seen = [o for o in raw.looks.get(place.id, ()) if o.tenure_id == tenure]
    looks = [(o, _look(o, old, raw)) for o in seen if not old.is_shut[old.back(o.day)]]
    own = [c for c in raw.cases.get(place.id, ()) if c.tenure_id == tenure and _stands(c, raw)]
    said = [c for c in raw.reported.get(place.id, ()) if since is None or c.at >= since]
    figures = raw.before.get(place.id)
    beside = [
        (_self_day(o.said, own, old), look)
        for o, look in looks
        if o.said is not None and o.said.day == o.day and _counts(look, rules)
    ]
    return Evidence(
        today=today,
        duties=_duties(place.duties, rules),
        looks=tuple([look for _, look in looks]),
        self_days=tuple([_self_day(c, own, old) for c in said if _is_inside(c.day, old, rules)]),
        clean_days=_clean_ages(raw.clean.get(place.id, ()), old, rules),
        claims=_claims(beside),
        honest_days=tuple([c for day, look in beside if (c := honest_claims(look, day)).compared]),
        findings=tuple([_found(c, seen, old) for c in own]),
        past=_past(figures) if figures and figures.get("tenure") == tenure else (),
        veto=any(is_open(v.since, days, today, rules) for v in raw.vetoes.get(place.id, ())),
        shut=_shut(place, raw, old, today),
    )


def _claims(beside: Sequence[tuple[SelfDay, Look]]) -> Claims:
    found = [claims_of(look, day) for day, look in beside]
    return Claims(sum([c.compared for c in found]), sum([c.agreed for c in found]))


def _duties(keys: tuple[str, ...], rules: Rules) -> tuple[str, ...]:
    return tuple([d.key for d in Duties(rules.duties).applicable(keys)])


def _clean_ages(days: Iterable[int], old: Ages, rules: Rules) -> tuple[int, ...]:
    """The ages of the open days inside the window on which all was said to be met."""
    now, age, is_open = old.today.toordinal(), old.age, old.is_open
    back = [now - day for day in days]
    return tuple([age[n] for n in back if is_open[n] and age[n] <= rules.rating.window])


def _is_inside(day: date, old: Ages, rules: Rules) -> bool:
    back = old.back(day)
    return old.is_open[back] and old.age[back] <= rules.rating.window


def _shut(place: Place, raw: Inputs, old: Ages, today: date) -> str:
    """Not open on any of the last seven days: by a pause, or for the shop's own reasons, which come first."""
    if any(old.is_open[:WEEK]):
        return ""
    own = ages(open_days_of(place, raw, own=True), today, CALENDAR_DAYS)
    return "paused" if any(own.is_open[:WEEK]) else "closed"


def _stands(finding: Case, raw: Inputs) -> bool:
    """Neither withdrawn nor from a look that is contested."""
    return finding.state is not FindingState.WITHDRAWN and finding.observation_id not in raw.contested


def _counts(look: Look, rules: Rules) -> bool:
    """Inside the window, and uncontested."""
    return not look.contested and 0 <= look.age <= rules.rating.window


def _look(seen: Kept, old: Ages, raw: Inputs) -> Look:
    return Look(
        old.of(seen.day),
        seen.source,
        seen.duties,
        seen.facts,
        seen.left_out,
        seen.id in raw.contested,
        seen.day,
        seen.id,
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


def _found(finding: Case, looks: Iterable[Kept], old: Ages) -> Found:
    seen = max((o.day for o in looks if finding.origin == "self" and _saw(o, finding)), default=None)
    return Found(
        duty=finding.duty,
        day=finding.day,
        age=old.of(finding.day),
        own=finding.origin == "self",
        in_time=in_time(finding),
        overdue=finding.overdue_at is not None,
        resident=finding.origin == "lead" and finding.resident,
        seen=seen,
        seen_age=old.of(seen) if seen else 0,
    )


def _saw(look: Kept, finding: Case) -> bool:
    """Whether an outsider saw what the shop had reported, before it was put right."""
    before_fix = finding.fixed_at is None or look.at <= finding.fixed_at
    failed = finding.duty in look.left_out and look.facts.get(finding.duty, 1.0) < 1
    return failed and look.at >= finding.opened_at and before_fix


def _past(figures: dict[str, Any]) -> tuple[Past, ...]:
    """The last star of the tenure, however many runs ago, and whether the shop was 待评 since."""
    last = figures.get("last")
    rated = (Past(last["day"], last["stars"], last["score"], last["weakest"]),) if last else ()
    return (*rated, Past("", None, None, None)) if figures.get("gap") else rated


def _last(rating: Rating, evidence: Evidence) -> dict[str, object]:
    """What the next run, and a shop that is 待评, has to know of the last star."""
    if rating.stars is not None:
        day = evidence.today.isoformat()
        now = {"stars": rating.stars, "score": rating.score, "weakest": rating.weakest, "day": day}
        return {"last": now, "gap": False}
    rated = next((p for p in reversed(evidence.past) if p.stars is not None), None)
    last = (
        {"stars": rated.stars, "score": rated.score, "weakest": rated.weakest, "day": rated.period} if rated else None
    )
    was_unrated = bool(evidence.past) and evidence.past[-1].stars is None
    return {"last": last, "gap": rating.state == "unrated" or was_unrated}


def _row(place: Place, rating: Rating, evidence: Evidence, open_share: float | None) -> RatingRow:
    figures = {
        **_last(rating, evidence),
        "tenure": place.tenure_id or 0,
        "E": rating.external,
        "B": rating.blended,
        "weight": rating.weight,
        "own_weight": rating.own_weight,
        "trust": rating.trust,
        "mean": rating.grid.mean,
        "duties": rating.duties,
        "adjustment": rating.adjustment,
        "why": rating.why,
        "candor": open_share,
        "explanation": rating.explanation,
    }
    return RatingRow(
        0,
        place.id,
        rating.state,
        rating.score,
        rating.weakest,
        rating.stars,
        rating.shown,
        rating.previous,
        rating.looks,
        figures,
    )


def _packed(shop: int, known: Evidence) -> bytes:
    """The same bytes for the same evidence on every machine. A look that was recorded never changes: its number says it all."""
    looks = [(look.id, look.age, look.contested) for look in known.looks]
    rest = (known.self_days, known.claims, known.honest_days, known.findings, known.past, known.veto, known.shut)
    return orjson.dumps((shop, known.duties, looks, known.clean_days, *rest), default=sorted)


def rules_hash(rules: Rules) -> str:
    return hashlib.sha256(orjson.dumps(rules, option=orjson.OPT_SORT_KEYS)).hexdigest()[:16]
