"""Findings: opened by a look or by the shop itself, and withdrawn with the look they came from. The shop hears at once."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date, datetime

from bot.flow import Turn
from handlers import telling
from handlers.opening import open_one
from handlers.whose import tell_found
from programme.duties import Duty
from storage import findings
from storage.evidence import Observation
from storage.shops import Shop
from texts.days import Until


async def open_from_look(turn: Turn, place: Shop, look: int, failed: Sequence[Duty], note: str) -> None:
    """Open a finding for each failed duty that has none running, and tell everyone who answers for the shop."""
    running = {f.duty for f in await findings.open_at(turn.tx, place.id)}
    fresh = [d for d in failed if d.key not in running]
    opened = [await open_one(turn, place, d, origin="outsider", note=note, look=look) for d in fresh]
    if opened:
        await tell_found(turn, place, opened, note)


async def report_own(turn: Turn, place: Shop, check: int, day: date, duties: Sequence[Duty], note: str) -> str:
    """The shop's own report: the same clock runs, and it is said kindly. Returns the sentence about the time there is."""
    running = {f.duty: f for f in await findings.open_at(turn.tx, place.id)}
    opened = [
        running.get(d.key) or await open_one(turn, place, d, origin="self", note=note, check=check) for d in duties
    ]
    due = min((f.due_at for f in opened if f.due_at), default=None)
    return turn.say("findings.time_own", until=until(turn, due)) if due else turn.say("findings.no_time_own")


async def reported_before(turn: Turn, place: Shop) -> frozenset[str]:
    """The duties a look may leave out: reported by the shop itself before it, their deadline still running.

    Which of them it does leave out, once in so many open days, is judged by `programme.honesty` when all looks are known.
    """
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
        await telling.tell_holders(turn, finding, "findings.withdrawn")


def until(turn: Turn, moment: datetime | None) -> object:
    """A deadline as people say it, nothing where there is none."""
    return Until(moment.astimezone(turn.zone), turn.day) if moment else ""
