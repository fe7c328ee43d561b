"""Findings: opened by a look or by the shop itself, and withdrawn with the look they came from. The shop hears at once."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from bot.flow import Turn
from bot.messages import Button, Reply
from handlers import rectify
from programme.calendar import OpenDays, due_at
from programme.duties import Duty
from storage import findings, shops
from storage.evidence import Observation
from storage.findings import Finding
from storage.shops import Shop
from storage.tx import Tx
from texts import Say
from texts.days import Names, Until


async def open_from_look(turn: Turn, place: Shop, look: int, failed: Sequence[Duty], note: str) -> None:
    """Open a finding for each failed duty that has none running, and tell everyone who answers for the shop."""
    running = {f.duty for f in await findings.open_at(turn.tx, place.id)}
    fresh = [d for d in failed if d.key not in running]
    opened = [await _open(turn, place, d, origin="outsider", note=note, look=look) for d in fresh]
    if not opened:
        return
    due = [f.due_at for f in opened if f.due_at]
    for holder in await shops.holders(turn.tx, place.id):
        await turn.tell(holder, lambda say: _told(turn, say, place, fresh, min(due, default=None), note, opened))


async def report_own(turn: Turn, place: Shop, check: int, day: date, duties: Sequence[Duty], note: str) -> str:
    """The shop's own report: the same clock runs, and it is said kindly. Returns the sentence about the time there is."""
    running = {f.duty: f for f in await findings.open_at(turn.tx, place.id)}
    opened = [running.get(d.key) or await _open(turn, place, d, origin="self", note=note, check=check) for d in duties]
    due = min((f.due_at for f in opened if f.due_at), default=None)
    return turn.say("findings.time_own", until=_until(turn, due)) if due else turn.say("findings.no_time_own")


async def reported_before(turn: Turn, place: Shop) -> frozenset[str]:
    """The duties a look leaves out: reported by the shop itself before it, their deadline still running."""
    return frozenset(
        f.duty
        for f in await findings.open_at(turn.tx, place.id)
        if f.origin == "self" and f.opened_at <= turn.incoming.at and (f.due_at is None or turn.incoming.at <= f.due_at)
    )


async def withdraw(turn: Turn, seen: Observation, unless: Collection[str] = ()) -> None:
    """A look was taken back or replaced: what it alone had found is withdrawn, and the shop hears it."""
    for finding in await findings.of_look(turn.tx, seen.id):
        if finding.closed_at or finding.duty in unless:
            continue
        gone = replace(finding, state="withdrawn", closed_at=turn.now)
        await findings.save(turn.tx, gone, event="withdrawn", by=turn.me, at=turn.now)
        await rectify.tell_holders(turn, finding, "findings.withdrawn")


async def _open(
    turn: Turn, place: Shop, duty: Duty, *, origin: str, note: str, look: int | None = None, check: int | None = None
) -> Finding:
    held = await shops.tenure(turn.tx, place.id, turn.now)
    number = await findings.open_one(
        turn.tx,
        shop_id=place.id,
        tenure_id=held.id,
        duty=duty.key,
        origin=origin,
        found_by=turn.me,
        day=turn.day,
        at=turn.incoming.at,
        kind=duty.deadline,
        due_at=await due(turn, place, duty),
        note=note,
        observation_id=look,
        self_check_id=check,
    )
    return await findings.finding(turn.tx, number)


async def due(turn: Turn, place: Shop, duty: Duty) -> datetime | None:
    """When a finding of this duty is due at this shop, from the moment it is made."""
    hours = (place.opens or OPENS, place.closes or CLOSES)
    days = await open_days(turn.tx, place, turn.day, turn.day + timedelta(days=400))
    return due_at(duty.deadline, turn.incoming.at.astimezone(turn.zone), turn.rules, hours, days)


async def open_days(tx: Tx, place: Shop, first: date, last: date) -> OpenDays:
    """On which days of a span a shop is open."""
    shut = [(c.since, c.until) for c in await shops.closures(tx, place.id, first, last)]
    shut += [(p.since, p.until) for p in await shops.pauses(tx, first, last) if p.covers(place)]
    return OpenDays(frozenset(place.open_days), place.holidays, tuple(shut))


OPENS, CLOSES = time(8, 0), time(21, 0)
"""A shop's hours where the roster has none."""


def _told(
    turn: Turn,
    say: Say,
    place: Shop,
    duties: Sequence[Duty],
    due_at: datetime | None,
    note: str,
    opened: Sequence[Finding],
) -> Reply:
    time = say("findings.time", until=_until(turn, due_at)) if due_at else say("findings.no_time")
    words = say(
        "findings.found", shop=place.name, duties=Names(tuple(duties)), note=f"（{note}）" if note else "", time=time
    )
    first = opened[0].id
    fixed = rectify.fix(first) if len(opened) == 1 else rectify.fix_all()
    rows = ((Button(say("findings.i_fixed"), fixed), Button(say("findings.not_mine"), rectify.not_ours(first))),)
    return Reply(words, rows, urgent=True, once=False, topic=f"finding {first}")


def _until(turn: Turn, moment: datetime | None) -> object:
    return Until(moment.astimezone(turn.zone), turn.day) if moment else ""
