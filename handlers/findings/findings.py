"""Findings: opened by an observation or the shop's own report, withdrawn with their observation; the shop is told at once."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date, datetime

from bot.flow import Turn
from handlers.findings import deadlines, new_fault, recheck, repairs
from handlers.findings.open_finding import open_one
from handlers.findings.ownership import tell_found
from handlers.shared import notify
from messages.attachment import Attachment
from programme.calendar import after_rest
from programme.duties import Duty
from programme.findings.finding_state import FindingState
from programme.ids import ObservationId, SelfCheckId
from storage.delivery import conversations
from storage.findings import findings
from storage.findings.findings import Finding
from storage.photos import media
from storage.reviews import evidence
from storage.reviews.evidence import Observation
from storage.shops import shops
from storage.shops.shops import Shop
from texts.days import Names, Until


async def open_from_observation(turn: Turn, place: Shop, look: ObservationId, failed: Sequence[Duty], note: str) -> str:
    """Open a finding for each failed duty that has none running, and tell everyone who answers for the shop.

    A finding that was reported fixed, and is not, runs on. Returns how far the shop knows, for the sentence to the observer:
    `told`, `told_later` (in the morning), `told_nobody`, `told_first` (it reported it itself), `told_before` (another
    observation).
    """
    running = {f.duty: f for f in await findings.open_at(turn.tx, place.id)}
    known = [running[d.key] for d in failed if d.key in running]
    await _run_on(turn, known)
    fresh = [d for d in failed if d.key not in running]
    if not fresh:
        return await _known_to(turn, place, known)
    opened = [await open_one(turn, place, d, origin="outsider", note=note, look=look) for d in fresh]
    return _heard(turn) if await tell_found(turn, place, opened, note) else "told_nobody"


def _heard(turn: Turn) -> str:
    return "told_later" if after_rest(turn.local_now, turn.rest, turn.rules) > turn.local_now else "told"


async def _known_to(turn: Turn, place: Shop, known: Sequence[Finding]) -> str:
    """How far the shop knows of findings that run already; a clock may have started for a shop that nobody has told."""
    theirs = [f for f in known if f.origin != "self"]
    if not theirs:
        return "told_first"
    if any([await conversations.reaches(turn.tx, one) for one in await shops.holders(turn.tx, place.id)]):
        return "told_before" if all(f.told_at for f in theirs) else _heard_again(turn)
    in_person = all([await _was_told_in_person(turn, f) for f in theirs])
    return "told_before" if in_person else "told_nobody"


def _heard_again(turn: Turn) -> str:
    """What was told by day has arrived since; what was told at night waits for the morning."""
    return "told_before" if _heard(turn) == "told" else "told_later"


async def _was_told_in_person(turn: Turn, finding: Finding) -> bool:
    events = await findings.events(turn.tx, finding.id)
    return any(one.event == "clock started" and one.person_id is not None for one in events)


async def _run_on(turn: Turn, known: Sequence[Finding]) -> None:
    """What was said to be put right, and is not."""
    for finding in known:
        if finding.state is FindingState.FIXED:
            await recheck.run_on(turn, finding)


async def report_own(turn: Turn, place: Shop, check: SelfCheckId, day: date, duties: Sequence[Duty], note: str) -> str:
    """Open a finding from the shop's own report, with the usual clock; returns the sentence about the time there is.

    A fault the shop only has to report is the bureau's to repair from then on: the shop's keeper is told at once, and again
    with each further report. Where a fix waits to be looked at see `new_fault`.
    """
    unfinished = await findings.open_at(turn.tx, place.id)
    running = {f.duty: f for f in unfinished if f.state is not FindingState.FIXED}
    waiting = {f.duty: f for f in unfinished if f.duty not in running}
    reported = []
    for duty in duties:
        finding = running.get(duty.key) or await new_fault.runs_again(turn, place, duty, waiting.get(duty.key))
        finding = finding or await open_one(turn, place, duty, origin="self", note=note, check=check)
        reported.append(finding)
        if repairs.is_ours(finding) and duty.key in running:
            shown = media.enclosed(await media.of(turn.tx, "self_check", check))
            await repairs.more(turn, finding, note, shown)
        elif repairs.is_ours(finding):
            await repairs.ask(turn, finding)
    told = [await _time(turn, place, reported)]
    if any(f.origin != "self" and f.duty in {d.key for d in duties} for f in waiting.values()):
        told.append(turn.say("findings.fix_waits"))
    return "\n".join(told)


async def more_said(turn: Turn, place: Shop, check: SelfCheckId) -> None:
    """Pass further words and photos about a reported fault to whoever arranges the repair, also for a finding that
    already ran.
    """
    said = await evidence.self_check(turn.tx, place.id, turn.day)
    named = said.problems if said and said.id == check else ()
    for finding in await findings.open_at(turn.tx, place.id):
        if repairs.is_ours(finding) and (finding.self_check_id == check or finding.duty in named):
            await repairs.more(turn, finding, turn.text, await _just_shown(turn, check))


async def _just_shown(turn: Turn, check: SelfCheckId) -> tuple[Attachment, ...]:
    return media.enclosed(m for m in await media.of(turn.tx, "self_check", check) if m.at == turn.incoming.at)


async def _time(turn: Turn, place: Shop, reported: Sequence[Finding]) -> str:
    due = min((f.due_at for f in reported if f.due_at), default=None)
    if due is None:
        return turn.say("findings.no_time_own")
    if await deadlines.waits_for_opening(turn, place, due):
        told = turn.say("findings.time_when_open")
    else:
        told = turn.say("findings.time_own", until=until(turn, due))
    ours = tuple(notify.duty_of(turn, f) for f in reported if repairs.is_ours(f))
    return f"{told}\n{turn.say('findings.rest_ours', duties=Names(ours))}" if ours else told


async def reported_before(turn: Turn, place: Shop) -> frozenset[str]:
    """The duties an observation may leave out: the shop reported them first, and their deadline is still running.

    Which of them are left out (once in so many open days) `programme.ratings.honesty` decides when all observations are known.
    """
    return frozenset(
        f.duty
        for f in await findings.open_at(turn.tx, place.id)
        if f.origin == "self" and f.opened_at <= turn.incoming.at and (f.due_at is None or turn.incoming.at <= f.due_at)
    )


async def withdraw(turn: Turn, seen: Observation, unless: Collection[str] = (), fixed: Collection[str] = ()) -> None:
    """Withdraw the findings of an observation that was taken back or replaced, and tell the shop.

    What the same observer had found before at the shop that day is among them: a later look of the day holds it as well.
    Duties in `fixed` were fixed on the spot: nothing is left to be done, but they count half.
    """
    for finding in await findings.of_day(turn.tx, seen.shop_id, seen.day, seen.observer_id):
        if finding.closed_at or finding.duty in unless:
            continue
        gone = replace(finding, state=FindingState.WITHDRAWN, closed_at=turn.now)
        await findings.save(turn.tx, finding, gone, event="withdrawn", by=turn.me, at=turn.now)
        sentence = "fixed_on_the_spot" if finding.duty in fixed else "withdrawn"
        await notify.tell_holders(turn, finding, f"findings.{sentence}")


def until(turn: Turn, moment: datetime) -> Until:
    """A deadline in the words shown to people."""
    return Until(moment.astimezone(turn.zone), turn.day)
