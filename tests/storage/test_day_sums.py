"""What is kept for the rating run is what the raw rows say, whatever happened: and a star comes out the same from either."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import TypeVar

import pytest

from programme.calendar import OpenDays
from programme.findings.finding_state import FindingState
from programme.ratings.adjustment import Found
from programme.ratings.bands import Past
from programme.ratings.evidence import Claims, Look, SelfDay, claims_of, honest_claims
from programme.ratings.stars import Evidence
from programme.rules import Rules
from storage.core import copying
from storage.core.rows import instant, make_all
from storage.core.tx import Database, Tx
from storage.findings import findings
from storage.ratings import day_sums, evidence_reading, rating_inputs, shop_evidence
from storage.ratings.evidence_packing import unpack_looks
from storage.ratings.rating_inputs import Moment
from storage.reviews import evidence
from storage.reviews.evidence import Observation, SelfCheck
from storage.shops import shops
from tests.town import MONDAY, ZONE, StoppedClock, Town

T = TypeVar("T")
DUTIES = ("hygiene", "order", "green", "facility", "facade")
SHOPS, DAYS, DOINGS = 3, 60, 160
RULES = Rules()


async def settle(town: Town) -> tuple[list[int], list[int]]:
    """A few shops with holders, one of them new in the middle, one resting on Mondays, and three observers."""
    merchants = [await town.merchant(f"店{n}") for n in range(SHOPS)]
    observers = [(await town.member(f"党员{n}")).person_id for n in range(3)]
    return [m.shop_id for m in merchants], observers


async def live(tx: Tx, dice: random.Random, places: list[int], observers: list[int], start: datetime) -> None:
    """Self-checks said and said again, looks recorded, replaced and taken back, findings, closures, a new holder."""
    moments = sorted(start + timedelta(days=dice.randrange(DAYS), minutes=dice.randrange(1440)) for _ in range(DOINGS))
    for at in moments:
        shop, day = dice.choice(places), at.astimezone(ZONE).date()
        problems = [d for d in DUTIES if dice.random() < 0.15]
        what = dice.choices(("say", "look", "undo", "close", "hand over"), (50, 40, 8, 2, 1))[0]
        if what == "say":
            number = await evidence.add_self_check(
                tx, shop_id=shop, day=day, person_id=observers[0], at=at, duties=DUTIES, problems=problems
            )
            await _find(tx, dice, shop, problems, day, at, self_check=number)
        elif what == "look":
            await _look(tx, dice, shop, dice.choice(observers), day, at, problems)
        elif what == "undo" and (seen := await evidence.latest_by(tx, dice.choice(observers))):
            await evidence.undo_observation(tx, seen, at)
        elif what == "close":
            until = day + timedelta(days=dice.randrange(4))
            await shops.close(tx, shop, since=day, until=until, person_id=observers[0], reason="", now=at)
        elif what == "hand over":
            await shops.change_holder(tx, shop, owner="", phone="", now=at)


async def _look(tx: Tx, dice: random.Random, shop: int, who: int, day: date, at: datetime, problems: list[str]) -> None:
    said = await evidence.self_check(tx, shop, day)
    held = await shops.tenure(tx, shop, at)
    number = await evidence.add_observation(
        tx,
        shop_id=shop,
        tenure_id=held.id,
        day=day,
        observer_id=who,
        at=at,
        source=dice.choice(("linked", "cross", "spot")),
        duties=DUTIES,
        facts={d: dice.choice((0.0, 0.5)) for d in problems},
        left_out=said.problems if said else (),
        self_check_id=said.id if said else None,
    )
    await _find(tx, dice, shop, problems, day, at, look=number)


async def _find(
    tx: Tx,
    dice: random.Random,
    shop: int,
    duties: list[str],
    day: date,
    at: datetime,
    *,
    look: int | None = None,
    self_check: int | None = None,
) -> None:
    held = await shops.tenure(tx, shop, at)
    for duty in duties:
        number = await findings.open_one(
            tx,
            shop_id=shop,
            tenure_id=held.id,
            duty=duty,
            origin="outsider" if look else "self",
            found_by=1,
            day=day,
            at=at,
            kind="same_day",
            due_at=at + timedelta(hours=8),
            observation_id=look,
            self_check_id=self_check,
        )
        if dice.random() < 0.7:
            then = at + timedelta(hours=dice.randrange(12))
            found = await findings.finding(tx, number)
            fixed = replace(found, state=FindingState.FIXED, fixed_at=then)
            await findings.save(tx, found, fixed, event="fixed", by=None, at=then)


@pytest.mark.parametrize("shape", ["telegram"])
@pytest.mark.parametrize("seed", range(6))
async def test_what_is_kept_is_what_the_raw_rows_say(town: Town, seed: int) -> None:
    dice = random.Random(seed)
    places, observers = await settle(town)
    await town.database.write(lambda tx: live(tx, dice, places, observers, MONDAY))

    async def compare(tx: Tx) -> None:
        for shop in places:
            [row] = await tx.rows("evidence_of_shop", shop_id=shop)
            assert row["looks"] in (None, await day_sums.count_looks(tx, shop))
            assert row["cases"] in (None, await day_sums.count_cases(tx, shop))
            assert row["reported"] in (None, await day_sums.count_reported(tx, shop))
            assert any(row[part] is not None for part in ("looks", "cases", "reported"))
            kept = {r["month"]: r["days"] for r in await tx.rows("clean_days_of_shop", shop_id=shop)}
            assert kept == await day_sums.count_clean_days(tx, shop)

    await town.database.read(compare)
    for end in (DAYS, DAYS // 2):
        await town.database.read(lambda tx, end=end: _same_evidence(tx, places, MONDAY + timedelta(days=end, hours=9)))


async def _same_evidence(tx: Tx, places: list[int], through: datetime) -> None:
    """The judge hears the same of every shop from what is kept and from the raw rows."""
    today = through.date()
    moment = Moment(today - timedelta(days=shop_evidence.CALENDAR_DAYS), today, through, None)
    stretch = (await rating_inputs.stretches(tx, 1000))[0]
    raw = await evidence_reading.of_grids(tx, stretch, moment)
    assert [p.id for p in raw.places] == places
    for place in raw.places:
        kept = shop_evidence.evidence_of(place, raw, through, RULES)
        assert _comparable(kept) == _comparable(await _from_raw(tx, place, through))


def _comparable(known: Evidence) -> dict[str, object]:
    """Evidence without the order in which it was read; a clean day is a day like any other."""
    days = [*known.self_days, *(SelfDay(age, DUTIES) for age in known.clean_days)]
    inside = [d for d in days if d.age <= RULES.rating.window]
    return {
        "looks": sorted(known.looks, key=lambda look: look.id),
        "days": sorted(inside, key=lambda d: d.age),
        "claims": known.claims,
        "honest": sorted(known.honest_days, key=lambda c: (c.compared, c.agreed)),
        "findings": sorted(known.findings, key=repr),
        "past": known.past,
    }


async def _from_raw(tx: Tx, place: rating_inputs.Place, through: datetime) -> Evidence:
    """PROGRAMME §4 told once more, straight from the rows as they were written."""
    today, first = through.date(), date(2020, 1, 1)
    shut = [c for c in await shops.closures(tx, place.id, first, today) if c.at <= through]
    days = OpenDays(frozenset(place.open_days), place.holidays, tuple((c.since, c.until) for c in shut))
    stood = {
        (o.day, o.observer_id): o for o in await _all(tx, Observation, "observations") if _stood(o, place, through)
    }
    seen = [o for o in stood.values() if o.tenure_id == place.tenure_id]
    everything = {check.id: check for check in await _all(tx, SelfCheck, "self_checks")}
    told = {c.day: c for c in everything.values() if c.shop_id == place.id and c.at <= through}
    said = [c for c in told.values() if place.since is None or c.at >= instant(place.since)]
    cases = [f for f in await findings.at_shop(tx, place.id, first) if f.tenure_id == place.tenure_id]
    cases = [_at(f, through) for f in cases if f.opened_at <= through]
    looks = [(o, _look_of(o, days, today)) for o in seen if not days.is_shut(o.day)]
    beside = [(_day_of(everything[o.self_check_id], cases, days, today), look) for o, look in looks if o.self_check_id]
    beside = [(day, look) for day, look in beside if look.age <= RULES.rating.window]
    return Evidence(
        today=today,
        duties=DUTIES,
        looks=tuple(look for _, look in looks),
        self_days=tuple(_day_of(c, cases, days, today) for c in said if days.is_open(c.day)),
        claims=sum((claims_of(look, day) for day, look in beside), Claims()),
        honest_days=tuple(c for day, look in beside if (c := honest_claims(look, day)).compared),
        findings=tuple(
            _found(f, [o for o, _ in looks], days, today)
            for f in cases
            if f.origin == "self" or not days.is_shut(f.day)
        ),
        past=(Past("", None, None, None),)[:0],
    )


async def _all(tx: Tx, kind: type[T], table: str) -> list[T]:
    """All rows in the order in which they were written, those that stand no more, too."""
    side = copying._Side(tx.dialect, lambda step: step(tx))
    sql = f"SELECT * FROM {table} ORDER BY id"
    return make_all(kind, sql, await side.rows(sql))


def _stood(seen: Observation, place: rating_inputs.Place, through: datetime) -> bool:
    return seen.shop_id == place.id and seen.at <= through and (seen.undone_at is None or seen.undone_at > through)


def _at(case: findings.Finding, through: datetime) -> findings.Finding:
    return replace(case, fixed_at=None) if case.fixed_at and case.fixed_at > through else case


def _found(case: findings.Finding, seen: list[Observation], days: OpenDays, today: date) -> Found:
    own, fixed = case.origin == "self", case.fixed_at
    met = [o for o in seen if fixed and o.at > fixed and case.duty in o.duties and case.duty not in o.facts]
    saw = [
        o.day
        for o in seen
        if own and case.duty in o.left_out and o.facts.get(case.duty, 1.0) < 1
        if o.at >= case.opened_at and (fixed is None or o.at <= fixed)
    ]
    return Found(
        case.duty,
        case.day,
        days.age(case.day, today),
        own=own,
        in_time=fixed is not None and (case.due_at is None or fixed <= case.due_at),
        proved=bool(met),
        seen=max(saw, default=None),
        seen_age=days.age(max(saw), today) if saw else 0,
        id=case.id,
        by=0 if own else case.found_by,
    )


def _look_of(seen: Observation, days: OpenDays, today: date) -> Look:
    age = days.age(seen.day, today)
    return Look(
        age, seen.source, seen.duties, seen.facts, seen.left_out, day=seen.day, id=seen.id, observer=seen.observer_id
    )


def _day_of(said: SelfCheck, cases: list[findings.Finding], days: OpenDays, today: date) -> SelfDay:
    fixed = {
        f.duty
        for f in cases
        if f.fixed_at is not None
        and (f.due_at is None or f.fixed_at <= f.due_at)
        and (f.origin == "self" if f.day == said.day else f.day < said.day and f.fixed_at >= said.at)
    }
    problems = frozenset(said.problems)
    return SelfDay(days.age(said.day, today), said.duties, problems, problems & fixed)


async def test_only_so_much_is_kept(database: Database, tmp_path: object) -> None:
    """A look more than four hundred days older than the newest one is left to the raw rows."""
    town = Town(database, StoppedClock(MONDAY), tmp_path)  # type: ignore[arg-type]
    await town.start()
    (shop, *_), observers = await settle(town)

    async def looks(tx: Tx) -> list[object]:
        for days in (0, day_sums.KEPT_DAYS, day_sums.KEPT_DAYS + 1):
            at = MONDAY + timedelta(days=days)
            await _look(tx, random.Random(1), shop, observers[0], at.date(), at, [])
        [row] = await tx.rows("evidence_of_shop", shop_id=shop)
        return list(unpack_looks(bytes(row["looks"])))

    assert len(await database.write(looks)) == 2
    await town.stop()


@pytest.mark.parametrize("shape", ["telegram"])
async def test_a_new_holder_is_not_believed_for_what_the_old_one_said_that_morning(town: Town) -> None:
    li = await town.merchant("李记面馆")
    await li.says("好")
    moment = Moment(date(2026, 1, 1), MONDAY.date(), MONDAY + timedelta(hours=9), None)

    async def clean(tx: Tx) -> list[int]:
        raw = await evidence_reading.of_grids(tx, (await rating_inputs.stretches(tx, 9))[0], moment)
        return list(raw.clean.get(li.shop_id, ()))

    assert await town.database.read(clean) == [MONDAY.date().toordinal()]
    town.clock.forward(minutes=5)
    await town.database.write(lambda tx: shops.change_holder(tx, li.shop_id, owner="", phone="", now=town.clock()))
    assert await town.database.read(clean) == []
