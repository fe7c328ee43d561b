"""The daily self-check question: at most once a day, after the shop has opened, and paused for those who never answer."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from itertools import groupby

from bot.job import Job, JobRun
from bot.post import Build, Post, unasked
from documents.wording.question import Question, answerable_until, self_check, which_shop
from files.dataclass import dataclass
from messages.reply import Button, Reply
from programme.calendar import Rest, out_of_quiet
from programme.checks.reminder import asking, closing
from programme.ids import PersonId
from storage.checks import reminders
from storage.checks.reminders import Candidate
from storage.people import covers, people
from texts import Say
from texts.days import Names

CHUNK = 200
"""People written to in one short transaction."""
SUNDAY = 7


@dataclass(frozen=True, slots=True)
class Due:
    """One person to be asked now about these shops, until they close."""

    person_id: PersonId
    shops: tuple[Candidate, ...]
    before: datetime

    @property
    def was_quiet(self) -> bool:
        return self.shops[0].quiet_since is not None


async def run(work: JobRun) -> None:
    """Ask everyone whose time has come since the last run; on Sunday the star message replaces the question.

    Raises:
        ValueError: run by hand for another day than today; nobody can answer that.
    """
    day = date.fromisoformat(work.period[:10])
    if work.hand and day != work.now.date():
        raise ValueError(f"reminders ask about today, {work.now:%Y-%m-%d}, only")
    if work.hand or (day == work.now.date() and day.isoweekday() != SUNDAY):
        await _ask(work, day)
    await work.done()


async def _ask(work: JobRun, day: date) -> None:
    """Ask, but not those without an answer for days; all who fall quiet on a day do so together, when it has begun."""
    hours, found = work.world.rules.hours, await work.read(lambda tx: reminders.candidates(tx, day))
    if not work.hand and out_of_quiet(work.now, work.world.rules) != work.now:
        return  # begun again over lunch or at night: what was slept through waits for the end of the quiet hours
    due, silent = await asyncio.to_thread(_sorted, work, day, found)
    for start in range(0, len(due), CHUNK):
        await _write(work, day, due[start : start + CHUNK])
    if silent and (work.hand or work.now.time() >= hours.reminder_unknown):
        await _fall_quiet(work, day, silent)


def _sorted(work: JobRun, day: date, found: Sequence[Candidate]) -> tuple[list[Due], list[tuple[Candidate, ...]]]:
    """Who is asked now, and who falls quiet; beside the turns, since a town has thousands."""
    due: list[Due] = []
    silent: list[tuple[Candidate, ...]] = []
    for shops in (tuple(group) for _, group in groupby(found, key=lambda c: c.person_id)):
        if shops[0].unanswered >= work.world.rules.hours.quiet_after_days and shops[0].quiet_since is None:
            silent.append(shops)
        elif mine := _due(work, day, shops):
            due.append(mine)
    return due, silent


def _due(work: JobRun, day: date, shops: tuple[Candidate, ...]) -> Due | None:
    """When one person is asked: at the time of their first shop; at once when run by hand."""
    person_id = shops[0].person_id
    key = f"{person_id}:{day}"
    if work.hand:
        last = max(closing(day, s.opens, s.closes, work.zone) for s in shops)
        return Due(person_id, shops, last if last > work.now else answerable_until(day, work.zone))
    times = [(s, asking(day, s.opens, s.closes, key, work.world.rules, work.zone)) for s in shops]
    open_still = [(s, when) for s, when in times if when and when.before > work.now]
    if not open_still or min(when.at for _, when in open_still) > work.now:
        return None
    return Due(person_id, tuple(s for s, _ in open_still), max(when.before for _, when in open_still))


async def _write(work: JobRun, day: date, chunk: Sequence[Due]) -> None:
    until = answerable_until(day, work.zone)

    async def write(post: Post) -> int:
        told = 0
        for due in chunk:
            key, build = unasked(due.person_id, day), _reply(due.shops, day, until)
            if await post.tell(due.person_id, build, key=key, best_before=due.before):
                await reminders.ask(post.tx, due.person_id, day)
                told += 1
            if due.was_quiet:
                await people.remind(post.tx, due.person_id, on=True)
        return told

    work.count("asked", await work.write(write))


def _reply(shops: Sequence[Candidate], day: date, until: datetime) -> Build:
    def build(say: Say) -> Reply:
        asked = _question(shops, day, say)
        rows = tuple((Button(*choice),) for choice in asked.choices)
        return Reply(asked.text, rows, topic=asked.topic, best_before=until)

    return build


def _question(shops: Sequence[Candidate], day: date, say: Say) -> Question:
    if len(shops) > 1:
        return which_shop([(s.shop_id, s.shop) for s in shops], day, say)
    return self_check(shops[0].shop_id, shops[0].shop, day, say)


async def _fall_quiet(work: JobRun, day: date, silent: Sequence[tuple[Candidate, ...]]) -> None:
    """Stop asking these people, and tell their keepers in one message."""
    days = work.world.rules.hours.quiet_after_days

    async def write(post: Post) -> None:
        by_keeper: dict[PersonId, list[str]] = defaultdict(list)
        for theirs in silent:
            person_id = theirs[0].person_id
            await people.fall_quiet(post.tx, person_id, day)
            for shop in theirs:
                for keeper in await covers.keepers(post.tx, shop.shop_id, day, but={person_id}):
                    by_keeper[keeper].append(shop.shop)
        for keeper, names in by_keeper.items():
            await post.tell(keeper, _fell_quiet(names, days), key=f"quiet:{work.period}:{keeper}")

    await work.write(write)
    work.count("fell_quiet", len(silent))


def _fell_quiet(shops: Sequence[str], days: int) -> Build:
    return lambda say: Reply(say("reminders.fell_quiet", shops=Names(tuple(shops)), days=days))


job = Job(
    name="reminders",
    at={"hour": "7-20", "minute": "4-59/10"},
    period=lambda moment: f"{moment:%Y-%m-%dT%H:%M}",
    late_ok=timedelta(hours=12),
    run=run,
    rest=Rest.QUIET,
    overtakes=True,
)
