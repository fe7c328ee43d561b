"""One grid's ratings from its raw material: rows become evidence, the evidence is judged, the judgement becomes rows."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any

import orjson

from programme.adjustment import Found
from programme.bands import Past
from programme.calendar import OpenDays
from programme.duties import Duties
from programme.evidence import Claims, Look, SelfDay, candor, claims_of, grid_of, honest_claims
from programme.honesty import pooled
from programme.rules import Rules
from programme.stars import Evidence, Rating, rate
from programme.veto import is_open
from storage.evidence import Observation, SelfCheck
from storage.findings import Finding
from storage.rating_inputs import GridInputs
from storage.ratings import RatingRow
from storage.shops import Shop

CALENDAR_DAYS = 400
"""How far back raw material is read: 84 open days and the 126 of the second pair of eyes, with long closures in between."""


@dataclass(frozen=True)
class GridRated:
    """A grid's rows (their `run_id` still 0) and the digest of everything they came from."""

    rows: list[RatingRow]
    digest: bytes


def rate_grid(raw: GridInputs, today: date, rules: Rules) -> GridRated:
    """Judge all shops of one grid as of `today`."""
    known = {shop.id: _evidence(shop, raw, today, rules) for shop in raw.shops}
    grid = grid_of((pooled(e.looks, rules) for e in known.values()), (e.claims for e in known.values()), rules)
    faults = {shop: _faults(e.looks, rules) for shop, e in known.items()}
    total = sum(faults.values(), Claims())
    open_share = total.agreed / total.compared if total.compared else 0.0
    rows, digest = [], hashlib.sha256(orjson.dumps(grid))
    for shop, evidence in sorted(known.items()):
        digest.update(_packed(shop, evidence))
        rating = rate(evidence, grid, rules)
        tenure = raw.tenures[shop].tenure_id if shop in raw.tenures else 0
        rows.append(_row(shop, rating, tenure, evidence, candor(faults[shop], open_share, rules)))
    return GridRated(rows, digest.digest())


def open_days_of(shop: Shop, raw: GridInputs) -> OpenDays:
    shut = [(c.since, c.until) for c in raw.closures_of(shop)]
    shut += [(p.since, p.until) for p in raw.pauses if p.covers(shop)]
    return OpenDays(frozenset(shop.open_days), shop.holidays, tuple(shut))


def _evidence(shop: Shop, raw: GridInputs, today: date, rules: Rules) -> Evidence:
    days = open_days_of(shop, raw)
    begun = raw.tenures.get(shop.id)
    tenure = begun.tenure_id if begun else 0
    seen = [o for o in raw.observations if o.shop_id == shop.id and o.tenure_id == tenure]
    looks = [(o, _look(o, days, today, raw)) for o in seen if not days.is_shut(o.day)]
    own = [f for f in raw.findings if f.shop_id == shop.id and f.tenure_id == tenure and _stands(f, raw)]
    since = begun.since if begun else None
    said = [c for c in raw.standing if c.shop_id == shop.id and (since is None or c.at >= since)]
    before = raw.before.get(shop.id)
    past = _past(before) if before and before.figures.get("tenure") == tenure else ()
    told = [(raw.said.get(o.self_check_id or 0), o, look) for o, look in looks if _counts(look, rules)]
    beside = [(check, look) for check, o, look in told if check is not None and check.day == o.day]
    self_days = {c.id: _self_day(c, own, days, today) for c in [*said, *(check for check, _ in beside)]}
    veto = any(v.shop_id == shop.id and is_open(v.since, days, today, rules) for v in raw.vetoes)
    return Evidence(
        today=today,
        duties=tuple(d.key for d in Duties(rules.duties).applicable(shop.duties)),
        looks=tuple(look for _, look in looks),
        self_days=tuple(self_days[c.id] for c in said if days.is_open(c.day)),
        claims=sum((claims_of(look, self_days[check.id]) for check, look in beside), Claims()),
        honest_days=tuple(c for check, look in beside if (c := honest_claims(look, self_days[check.id])).compared),
        findings=tuple(_found(f, seen, days, today) for f in own),
        past=past,
        veto=veto,
        shut=_shut(shop, raw, days, today),
    )


def _shut(shop: Shop, raw: GridInputs, days: OpenDays, today: date) -> str:
    """Not open on any of the last seven days: by a pause, or for the shop's own reasons, which come first."""
    if any(days.is_open(today - timedelta(days=n)) for n in range(7)):
        return ""
    own = OpenDays(days.weekly, days.works_holidays, tuple((c.since, c.until) for c in raw.closures_of(shop)))
    return "paused" if any(own.is_open(today - timedelta(days=n)) for n in range(7)) else "closed"


def _stands(finding: Finding, raw: GridInputs) -> bool:
    """Neither withdrawn nor from a look that is contested."""
    return finding.state != "withdrawn" and finding.observation_id not in raw.contested


def _counts(look: Look, rules: Rules) -> bool:
    """Inside the window, and uncontested."""
    return not look.contested and 0 <= look.age <= rules.rating.window


def _look(seen: Observation, days: OpenDays, today: date, raw: GridInputs) -> Look:
    return Look(
        age=days.age(seen.day, today),
        source=seen.source,
        duties=seen.duties,
        facts=seen.facts,
        left_out=seen.left_out,
        contested=seen.id in raw.contested,
        day=seen.day,
        id=seen.id,
    )


def _self_day(said: SelfCheck, own: Iterable[Finding], days: OpenDays, today: date) -> SelfDay:
    problems = frozenset(said.problems)
    fixed = {f.duty for f in own if in_time(f) and _answers(f, said)}
    return SelfDay(days.age(said.day, today), said.duties, problems, frozenset(fixed) & problems)


def _answers(finding: Finding, said: SelfCheck) -> bool:
    """Whether a finding is what a self-check spoke of: made by it that day, or running already."""
    if finding.day == said.day:
        return finding.origin == "self"
    return finding.day < said.day and finding.fixed_at is not None and finding.fixed_at >= said.at


def _faults(looks: Iterable[Look], rules: Rules) -> Claims:
    """Of the faults outsiders found, how many the shop had reported before the look that day."""
    found = reported = 0
    for look in looks:
        if not _counts(look, rules):
            continue
        faults = {d for d, x in look.facts.items() if x < 1}
        found += len(faults)
        reported += len(faults & look.left_out)
    return Claims(found, reported)


def in_time(finding: Finding) -> bool:
    """Put right, and before its deadline."""
    if finding.fixed_at is None:
        return False
    return finding.due_at is None or finding.fixed_at <= finding.due_at


def _found(finding: Finding, seen: Iterable[Observation], days: OpenDays, today: date) -> Found:
    return Found(
        duty=finding.duty,
        day=finding.day,
        age=days.age(finding.day, today),
        own=finding.origin == "self",
        in_time=in_time(finding),
        overdue=finding.overdue_at is not None,
        resident=finding.origin == "lead",
        seen=max((o.day for o in seen if finding.origin == "self" and _saw(o, finding)), default=None),
    )


def _saw(look: Observation, finding: Finding) -> bool:
    """Whether an outsider saw what the shop had reported, before it was put right."""
    before_fix = finding.fixed_at is None or look.at <= finding.fixed_at
    failed = finding.duty in look.left_out and look.facts.get(finding.duty, 1.0) < 1
    return failed and look.at >= finding.opened_at and before_fix


def _past(row: RatingRow) -> tuple[Past, ...]:
    """The last star of the tenure, however many runs ago, and whether the shop was 待评 since."""
    last: Any = row.figures.get("last")
    rated = (Past(last["day"], last["stars"], last["score"], last["weakest"]),) if last else ()
    return (*rated, Past("", None, None, None)) if row.figures.get("gap") else rated


def _last(rating: Rating, evidence: Evidence) -> dict[str, object]:
    """What the next run, and a shop that is 待评, has to know of the last star."""
    if rating.stars is not None:
        now = {"stars": rating.stars, "score": rating.score, "weakest": rating.weakest, "day": evidence.today}
        return {"last": _plain(now), "gap": False}
    rated = next((p for p in reversed(evidence.past) if p.stars is not None), None)
    last = (
        {"stars": rated.stars, "score": rated.score, "weakest": rated.weakest, "day": rated.period} if rated else None
    )
    was_unrated = bool(evidence.past) and evidence.past[-1].stars is None
    return {"last": last, "gap": rating.state == "unrated" or was_unrated}


def _row(shop: int, rating: Rating, tenure: int, evidence: Evidence, open_share: float | None) -> RatingRow:
    figures = {
        **_last(rating, evidence),
        "tenure": tenure,
        "E": rating.external,
        "B": rating.blended,
        "weight": rating.weight,
        "own_weight": rating.own_weight,
        "trust": rating.trust,
        "mean": rating.grid.mean,
        "duties": rating.duties,
        "adjustment": asdict(rating.adjustment),
        "why": rating.why,
        "candor": open_share,
        "explanation": _plain(rating.explanation),
    }
    return RatingRow(
        0,
        shop,
        rating.state,
        rating.score,
        rating.weakest,
        rating.stars,
        rating.shown,
        rating.previous,
        rating.looks,
        figures,
    )


def _plain(what: object) -> object:
    """As it will come back from JSON."""
    return orjson.loads(orjson.dumps(what))


def _packed(shop: int, evidence: Evidence) -> bytes:
    """The same bytes for the same evidence on every machine: sets are sorted."""
    return orjson.dumps([shop, evidence], default=sorted, option=orjson.OPT_SORT_KEYS)


def rules_hash(rules: Rules) -> str:
    return hashlib.sha256(orjson.dumps(rules, option=orjson.OPT_SORT_KEYS)).hexdigest()[:16]
