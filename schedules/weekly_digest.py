"""Monday 08:30: the weekly digest for leaders: what to do first, one picture, one spreadsheet."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from bot.job import Job, JobRun
from bot.post import Build, Post
from documents.digest.digest_figures import Digest
from documents.digest.digest_words import branch_words, digest_words
from files import durable
from files.lazily import lazy
from messages.attachment import Attachment, Medium
from messages.reply import Reply
from programme.calendar import week_of
from programme.ids import PersonId
from programme.reviews.strictness import hints
from programme.roles import Role
from schedules.digest_week import digest_of, span_of
from storage.core.tx import Tx
from storage.digest import digest
from storage.digest.digest import WeekInputs
from storage.operations import unheard
from storage.operations.unheard import Unheard
from storage.people import people
from storage.people.people import Person
from storage.reviews import shared_looks
from texts import Say, speaker
from texts.days import Names

if TYPE_CHECKING:
    from documents.digest import digest_doors, digest_picture, digest_sheet
    from documents.street import street_picture
    from documents.street.street_sheet import Stars
else:
    digest_doors = lazy("documents.digest.digest_doors")
    digest_picture = lazy("documents.digest.digest_picture")
    digest_sheet = lazy("documents.digest.digest_sheet")
    street_picture = lazy("documents.street.street_picture")

FOLDER = "digests"
EYES = timedelta(days=126)
"""How far back looks at the same doors are compared."""
WEEKS = timedelta(weeks=11)
"""How far back the workbook's grid of stars goes, beside the week itself."""
LEADERS = ("manager", "admin")


@dataclass(frozen=True)
class Readers:
    """Who gets what: `leaders` the whole week, `secretaries` their own branch's; `branches` its names by id."""

    leaders: tuple[Person, ...]
    secretaries: tuple[Person, ...]
    branches: dict[int, str]

    def only(self, person: int | None) -> Readers:
        """The person who asked, alone; everybody when nobody asked."""
        if person is None:
            return self
        return replace(
            self,
            leaders=tuple(p for p in self.leaders if p.id == person),
            secretaries=tuple(p for p in self.secretaries if p.id == person),
        )


async def run(work: JobRun) -> None:
    """Read, judge and draw outside the turns' transactions, then send to everybody in one short transaction.

    Raises:
        ValueError: the period is no week, or has not begun.
    """
    span = span_of(work.period, work.now)

    async def read(tx: Tx) -> tuple[WeekInputs, Readers, list[tuple[str, str]], Stars]:
        then = await digest.star_history(tx, week_of(span.first - WEEKS), span.period)
        return await digest.of_week(tx, span), await _readers(tx), await _eyes(tx, span.last), then

    raw, everybody, eyes, then = await work.read(read)
    unclear = await work.read(lambda tx: unheard.often(tx, span.period))
    readers = everybody.only(work.asker)
    week = digest_of(raw, work.world.rules, work.zone)
    key = _key(work, week)
    files = await asyncio.to_thread(_draw, work, week, then, readers.leaders)

    async def tell(post: Post) -> dict[str, int]:
        told = {"managers": 0, "secretaries": 0, "unreachable": 0}
        for leader in readers.leaders:
            reached = await post.tell(leader.id, _to_leader(week, files, work), key=f"{key}:{leader.id}")
            told["managers" if reached else "unreachable"] += 1
        for leader in readers.leaders if eyes else ():
            if Role.MANAGER in leader.roles:
                await post.tell(leader.id, _to_talk_about(eyes), key=f"{key}:eyes:{leader.id}")
        await _tell_unclear(post, readers.leaders, unclear, key)
        for one in readers.secretaries:
            build = _to_secretary(week, raw, readers.branches, one, work)
            reached = await post.tell(one.id, build, key=f"{key}:{one.id}")
            told["secretaries" if reached else "unreachable"] += 1
        return told

    told = await work.publish(tell)
    for what, many in (told or {}).items():
        if many:
            work.count(what, many)


def _key(work: JobRun, week: Digest) -> str:
    """The digest's message key. Asked for in chat it is sent each time; run by hand, the same figures only once a day."""
    if work.asked:
        return f"{work.job}:asked:{work.asked.id}"
    if not work.hand:
        return f"{work.job}:{work.period}"
    same = hashlib.sha256(repr(replace(week, through=datetime.min)).encode()).hexdigest()[:16]  # noqa: DTZ901 left out
    return f"{work.job}:{work.period}:{work.now.date()}:{same}"


async def _readers(tx: Tx) -> Readers:
    leaders = {p.id: p for role in LEADERS for p in await people.with_role(tx, role)}
    secretaries = [p for p in await people.with_role(tx, "secretary") if p.id not in leaders and p.branch_id]
    return Readers(tuple(leaders.values()), tuple(secretaries), await people.branches(tx))


async def _eyes(tx: Tx, day: date) -> list[tuple[str, str]]:
    """Observers more lenient or stricter than others at the same shops, in name order: name and `lenient` or `strict`."""
    found = hints(await shared_looks.shared_since(tx, day - EYES))
    return sorted([((await people.person(tx, PersonId(who))).name, hint) for who, hint in found.items()])


def _to_talk_about(eyes: Sequence[tuple[str, str]]) -> Build:
    """For managers only: a suggestion to walk together once, without figures; never scored, never ranked."""

    def build(say: Say) -> Reply:
        named = Names(tuple(say(f"digest.eyes_{hint}", name=name) for name, hint in eyes))
        return Reply(say("digest.eyes", hints=named))

    return build


async def _tell_unclear(post: Post, leaders: Iterable[Person], unclear: Sequence[Unheard], key: str) -> None:
    for leader in leaders if unclear else ():
        await post.tell(leader.id, _to_teach(unclear), key=f"{key}:unheard:{leader.id}")


def _to_teach(unclear: Sequence[Unheard]) -> Build:
    """What many said and the bot did not understand, with how it learns it; nobody is named."""

    def build(say: Say) -> Reply:
        lines = [say("digest.unheard_line", sentence=one.sentence, many=one.many) for one in unclear]
        return Reply("\n".join([say("digest.unheard"), *lines, say("digest.unheard_how")]))

    return build


def _draw(work: JobRun, week: Digest, then: Stars, leaders: Iterable[Person]) -> dict[str, tuple[Attachment, ...]]:
    """Draw the picture and the sheet in the readers' languages, into content-named files under the data folder."""
    spoken = {speaker(p.language or work.world.language) for p in leaders}
    return {say.language: tuple(_files(work, week, then, say)) for say in spoken}


def _files(work: JobRun, week: Digest, then: Stars, say: Say) -> Iterable[Attachment]:
    picture = digest_picture.digest_picture(week, work.world.rules, say).png()
    sheet = digest_sheet.digest_xlsx(week, work.world.rules, say, then)
    name = say("digest.picture_name", period=week.period)
    yield Attachment(Medium.PHOTO, _kept(work, picture, "png"), name)
    name = say("digest.sheet_name", period=week.period)
    yield Attachment(Medium.FILE, _kept(work, sheet, "xlsx"), name)
    worst = next(iter(digest_doors.doors_of(week)), None)
    if worst and any(worst.pressing):
        street = street_picture.street_picture(worst, then, say).png()
        yield Attachment(Medium.PHOTO, _kept(work, street, "png"), say("digest.street_name", street=worst.name))


def _kept(work: JobRun, content: bytes, suffix: str) -> str:
    """Write the file atomically under the data folder; returns its path there."""
    ref = f"{FOLDER}/{work.period}/{hashlib.sha256(content).hexdigest()[:16]}.{suffix}"
    durable.write(work.folder / ref, content)
    return ref


def _to_leader(week: Digest, files: dict[str, tuple[Attachment, ...]], work: JobRun) -> Build:
    return lambda say: Reply(digest_words(week, work.world.rules, say), attachments=files.get(say.language, ()))


def _to_secretary(week: Digest, raw: WeekInputs, branches: dict[int, str], reader: Person, work: JobRun) -> Build:
    number = reader.branch_id or 0
    mine = week.of_branch(number)
    return lambda say: Reply(branch_words(mine, branches.get(number, ""), work.world.rules, say))


def _period(moment: datetime) -> str:
    """The week that ended before Monday 08:30; the running week when run by hand at any later moment."""
    return week_of((moment - timedelta(hours=8, minutes=31)).date())


job = Job(
    name="weekly-digest",
    at={"day_of_week": "mon", "hour": 8, "minute": 30},
    period=_period,
    late_ok=timedelta(days=4),
    run=run,
    tells=True,
)
