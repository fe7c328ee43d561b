"""The town a simulation is played in: a roster applied like any other, and everybody enrolled with their own code."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time
from math import hypot

from app.app import App
from messages.address import Address
from messages.errors import RefusedByRule
from messages.incoming import Incoming
from programme.roster.roster import Entry
from programme.roster.roster_plan import plan
from programme.shops.doors import walk_key
from storage.core.tx import Tx
from storage.operations import simulated
from storage.operations.simulated import CHANNEL, Place
from storage.people import invites, people
from storage.roster import roster

MANAGER = "陈主任"
SQUAD = "巡查"
SECRETARIES = ("汪书记", "方书记", "梅书记", "丁书记", "项书记", "章书记", "叶书记")
"""One a branch, and one more who takes over from the first."""
STREETS = ("西津路", "中溪路", "河沥路", "南山路", "宁阳路", "津河巷")
BRANCHES = 6
CENTRE = (30.6262, 118.9806)
"""About where the streets stand, in degrees of WGS 84; the shops are nobody's."""
_NORTH, _EAST = 1 / 111_200, 1 / 95_700
"""A metre in degrees there."""
_COURSES = (
    (-420, 250, 22, -2),
    (-380, -60, 20, 6),
    (-300, -330, 24, 3),
    (60, -360, 4, 20),
    (330, -300, -3, 22),
    (-120, 120, 9, -16),
)
"""Where each street begins, in metres east and north of the centre, and how far one goes along it to the next door."""
_APART = 9
"""Metres between the middle of a street and its doors."""
_TRADES = ("餐饮", "水果", "五金", "理发", "文具", "服装", "药店", "土特产")
_NAMES = ("老街", "顺昌", "津河", "好再来", "宁国", "青龙", "山里", "同心", "阿香", "便民", "小城", "春来")
_SHOPS = ("面馆", "鲜果店", "五金店", "理发店", "文具店", "服装店", "药房", "山货铺")
_HOURS = ((6, 20), (7, 22), (8, 19), (9, 21), (8, 21), (9, 21), (8, 22), (8, 20))


@dataclass(frozen=True)
class Cast:
    """Who plays, by their addresses: merchants by shop number, members by shop number, the squad."""

    places: Sequence[Place]
    merchants: Sequence[Address]
    members: Sequence[Address]
    squad: Sequence[Address]

    @property
    def looks_after(self) -> list[int]:
        """For each shop its member, counted from 0."""
        return [int(address.user.rpartition(" ")[2]) for address in self.members]


def made_street(shops: int) -> list[Entry]:
    """So many shops of nobody's, on a few streets."""
    return [_made_shop(n) for n in range(shops)]


def _made_shop(n: int) -> Entry:
    latitude, longitude = _point(n)
    return Entry(
        row=n + 2,
        name=f"{_NAMES[n % len(_NAMES)]}{_SHOPS[n % len(_SHOPS)]}（{n + 1}）",
        door=f"{n // len(STREETS) + 1}号",
        street=STREETS[n % len(STREETS)],
        trade=_TRADES[n % len(_TRADES)],
        opens=time(_HOURS[n % len(_HOURS)][0]),
        closes=time(_HOURS[n % len(_HOURS)][1]),
        latitude=latitude,
        longitude=longitude,
    )


def branch(n: int) -> str:
    """The n-th branch, from 0; after the last comes the first."""
    return f"第{'一二三四五六'[n % BRANCHES]}支部"


def _point(n: int) -> tuple[float, float]:
    """Odd numbers on one side of the street, even ones on the other; WGS 84."""
    east, north, along_east, along_north = _COURSES[n % len(STREETS)]
    door = n // len(STREETS) + 1
    side = (_APART if door % 2 else -_APART) / hypot(along_east, along_north)
    right, up = east + along_east * door - along_north * side, north + along_north * door + along_east * side
    return round(CENTRE[0] + up * _NORTH, 6), round(CENTRE[1] + right * _EAST, 6)


def with_members(entries: Sequence[Entry], most: int) -> list[Entry]:
    """Members for shops that have none: along the streets in walking order, `most` each."""
    walk = sorted(entries, key=lambda e: (e.street, e.walk or walk_key(e.door, e.street), e.row))
    return [
        replace(
            entry,
            walk=entry.walk or walk_key(entry.door, entry.street),
            member=f"党员 {n // most + 1}",
            member_phone=f"139{n // most + 1:08d}",
            branch=branch(n // most),
        )
        for n, entry in enumerate(walk)
    ]


async def settle(app: App, entries: Sequence[Entry], squad: int, now: datetime) -> None:
    """Apply the roster and enrol everybody; done before, it changes nothing.

    Raises:
        RefusedByRule: the roster contradicts itself.
    """
    members = with_members(entries, app.rules.shops_per_member)
    days = 3650

    async def apply(tx: Tx) -> None:
        made = plan(members, await roster.known(tx, now), app.rules.shops_per_member)
        if made.refusals:
            first = made.refusals[0]
            raise RefusedByRule(app.say("simulate.bad_roster", what=f"{first.key} {first.rows}"))
        await roster.apply(tx, made, now, days, day=now.astimezone(app.settings.zone).date())
        for role, names in (
            ("manager", [MANAGER]),
            ("squad", [f"{SQUAD} {n}" for n in range(squad)]),
            ("secretary", SECRETARIES),
        ):
            for name in names:
                await invites.make(tx, kind="role", name=name, now=now, days=days, role=role)

    if not await app.database.read(simulated.places):
        await app.database.write(apply)
    await _enrol(app, now)


async def _enrol(app: App, now: datetime) -> None:
    """Everybody sends the code they were given."""
    there = await app.database.read(simulated.enrolled)
    codes = await app.database.read(lambda tx: invites.open_ones(tx, now))
    shops = {place.id: n for n, place in enumerate(await app.database.read(simulated.places))}
    members = await _members(app)
    hellos = []
    for code in sorted(codes, key=lambda c: c.id):
        if code.shop_id is not None:
            user = f"shop {shops[code.shop_id]}"
        elif code.person_id is not None:
            user = f"member {members[code.person_id]}"
        else:
            user = code.name
        if user not in there:
            hellos.append(Incoming(f"{CHANNEL}:{user}:hello", Address(CHANNEL, user), now, text=code.code))
    await asyncio.gather(*[app.engine.receive(hello) for hello in hellos])


async def _members(app: App) -> dict[int, int]:
    """Members by id, counted from 0 in the order in which they were made."""
    places = await app.database.read(simulated.places)
    return {number: n for n, number in enumerate(sorted({p.member_id for p in places if p.member_id}))}


async def cast(app: App, squad: int) -> Cast:
    """Who plays, once everybody is enrolled."""
    places, members = await app.database.read(simulated.places), await _members(app)
    found = await app.database.read(lambda tx: people.with_role(tx, "squad"))
    return Cast(
        places=places,
        merchants=[Address(CHANNEL, f"shop {n}") for n in range(len(places))],
        members=[Address(CHANNEL, f"member {members[p.member_id or 0]}") for p in places],
        squad=[Address(CHANNEL, person.name) for person in found][:squad],
    )
