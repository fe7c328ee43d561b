"""One grid's ratings from its raw material: rows become evidence, the evidence is judged, the judgement becomes rows."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date, timedelta

import orjson

from programme.adjustment import Found
from programme.bands import Past
from programme.calendar import OpenDays
from programme.duties import Duties
from programme.evidence import Claims, Look, SelfDay, candor, claims_of, grid_of, sums
from programme.rules import Rules
from programme.stars import Evidence, Rating, rate
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
    grid = grid_of((sums(e.looks, rules) for e in known.values()), (e.claims for e in known.values()), rules)
    faults = {shop: _faults(e.looks) for shop, e in known.items()}
    total = sum(faults.values(), Claims())
    open_share = total.agreed / total.compared if total.compared else 0.0
    rows, digest = [], hashlib.sha256(orjson.dumps(grid))
    for shop, evidence in sorted(known.items()):
        digest.update(_packed(shop, evidence))
        rating = rate(evidence, grid, rules)
        tenure = raw.tenures[shop].tenure_id if shop in raw.tenures else 0
        rows.append(_row(shop, rating, tenure, candor(faults[shop], open_share, rules)))
    return GridRated(rows, digest.digest())


def open_days_of(shop: Shop, raw: GridInputs) -> OpenDays:
    shut = [(c.since, c.until) for c in raw.closures if c.shop_id == shop.id]
    shut += [(p.since, p.until) for p in raw.pauses if p.covers(shop)]
    return OpenDays(frozenset(shop.open_days), shop.holidays, tuple(shut))


def _evidence(shop: Shop, raw: GridInputs, today: date, rules: Rules) -> Evidence:
    days = open_days_of(shop, raw)
    begun = raw.tenures.get(shop.id)
    tenure = begun.tenure_id if begun else 0
    seen = [o for o in raw.observations if o.shop_id == shop.id and o.tenure_id == tenure]
    looks = [(o, _look(o, days, today, raw)) for o in seen if days.is_open(o.day)]
    own = [f for f in raw.findings if f.shop_id == shop.id and f.tenure_id == tenure and f.state != "withdrawn"]
    since = begun.since if begun else None
    said = [c for c in raw.standing if c.shop_id == shop.id and (since is None or c.at >= since)]
    before = raw.before.get(shop.id)
    past = (_past(before),) if before and before.figures.get("tenure") == tenure else ()
    veto = any(v.shop_id == shop.id and days.age(v.since, today) < rules.rating.veto_days for v in raw.vetoes)
    return Evidence(
        today=today,
        duties=tuple(d.key for d in Duties(rules.duties).applicable(shop.duties)),
        looks=tuple(look for _, look in looks),
        self_days=tuple(_self_day(c, own, days, today) for c in said if days.is_open(c.day)),
        claims=sum((_claims(o, look, raw) for o, look in looks), Claims()),
        findings=tuple(_found(f, days, today) for f in own),
        past=past,
        veto=veto,
        shut=not any(days.is_open(today - timedelta(days=n)) for n in range(7)),
    )


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
    fixed = {f.duty for f in own if f.origin == "self" and f.day == said.day and in_time(f)}
    problems = frozenset(said.problems)
    return SelfDay(days.age(said.day, today), said.duties, problems, frozenset(fixed) & problems)


def _claims(seen: Observation, look: Look, raw: GridInputs) -> Claims:
    said = raw.said.get(seen.self_check_id) if seen.self_check_id else None
    if said is None or said.day != seen.day:
        return Claims()
    return claims_of(look, SelfDay(0, said.duties, frozenset(said.problems)))


def _faults(looks: Iterable[Look]) -> Claims:
    """Of the faults outsiders found, how many the shop had reported before the look that day."""
    found = reported = 0
    for look in looks:
        faults = {d for d, x in look.facts.items() if x < 1}
        found += len(faults)
        reported += len(faults & look.left_out)
    return Claims(found, reported)


def in_time(finding: Finding) -> bool:
    """Put right, and before its deadline."""
    if finding.fixed_at is None:
        return False
    return finding.due_at is None or finding.fixed_at <= finding.due_at


def _found(finding: Finding, days: OpenDays, today: date) -> Found:
    return Found(
        duty=finding.duty,
        day=finding.day,
        age=days.age(finding.day, today),
        own=finding.origin == "self",
        in_time=in_time(finding),
        overdue=finding.overdue_at is not None,
        resident=finding.origin == "lead",
    )


def _past(row: RatingRow) -> Past:
    return Past("", row.stars if row.state == "rated" else None, row.score, row.weakest)


def _row(shop: int, rating: Rating, tenure: int, open_share: float | None) -> RatingRow:
    figures = {
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
