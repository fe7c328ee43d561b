"""Every ten minutes by day: rotations whose day has come pass on, unsigned ones are asked for, new sheets are drawn."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from bot.job import Job, JobRun
from bot.passing import rotation_passing
from bot.passing.rotation_sheet import Section, Writer, known
from bot.post import Build, Post
from bot.steps import action
from files.lazily import lazy
from messages.attachment import Attachment
from messages.reply import Button, Reply
from messages.topics import Topic
from programme.ids import PersonId
from programme.rotation.rotation_state import RotationState
from schedules import office_files
from storage.core.tx import Tx
from storage.people import people
from storage.rotation import in_hand, rotations
from storage.rotation.rotations import Rotation
from texts import Say, speaker
from texts.days import Weekday

if TYPE_CHECKING:
    from documents.papers import rotation_paper
else:
    rotation_paper = lazy("documents.papers.rotation_paper")

FOLDER = "rotations"


async def run(work: JobRun) -> None:
    """Draw what is new, then pass on whatever is due; what is done twice changes nothing the second time."""
    coming = await work.read(rotations.coming)
    for one in coming:
        if one.drawn_at is None:
            await _draw(work, one)
    if work.asked is None:  # asked for in chat, at whatever hour, it only draws
        await work.write(lambda post: _pass_on(work, post))
        await work.write(lambda post: _ask_again(work, post))
        await office_files.sweep(work, FOLDER)
    await work.done()


async def _pass_on(work: JobRun, post: Post) -> None:
    """All that is due, in one transaction, so that people may change places in a ring."""
    today = work.now.date()
    due = [one for one in await rotations.coming(post.tx) if one.day <= today and one.state is RotationState.AGREED]
    ready = [one for one in due if await _may_pass(post, one, work)]
    await rotation_passing.carry_out(post, ready, work.world.rules, work.now)
    for one in ready:
        many = len(await rotations.items(post.tx, one.id))
        done = _done(one, await _names(post.tx, one), many)
        await post.tell(one.planned_by, done, key=f"rotation:{one.id}:done:{one.planned_by}")
    work.count("rotations", len(ready))


def _done(one: Rotation, names: dict[str, str], many: int) -> Build:
    def build(say: Say) -> Reply:
        row = (Button(say("rotation.take_back"), action("rotation.take_back_rotation", one.id)),)
        return Reply(say("rotation.done", many=many, **names), (row,), once=False, topic=Topic.ROTATION)

    return build


def _words(sentence: str, names: dict[str, str]) -> Build:
    return lambda say: Reply(say(sentence, **names))


async def _may_pass(post: Post, one: Rotation, work: JobRun) -> bool:
    """Whether both are still here; a rotation with somebody who has left is called off, and who planned it hears it."""
    both = [await people.person(post.tx, person) for person in (one.leaver_id, one.successor_id)]
    if all(person.left_at is None for person in both):
        return True
    ended = replace(one, state=RotationState.CALLED_OFF, ended_at=work.now)
    await rotations.save(post.tx, one, ended)
    names = await _names(post.tx, one)
    await post.tell(one.planned_by, _words("rotation.somebody_left", names), key=f"rotation:{one.id}:left")
    return False


async def _ask_again(work: JobRun, post: Post) -> None:
    """Once a day whoever has not signed, and who planned it, hear that the day has come."""
    today = work.now.date()
    for one in await rotations.coming(post.tx):
        if one.day > today or one.state is not RotationState.PLANNED:
            continue
        names = await _names(post.tx, one)
        if one.given_at is None:
            await _ask_to_sign(post, one.leaver_id, "given", action("rotation.sign_over", one.id), names, today)
        if one.taken_at is None:
            await _ask_to_sign(post, one.successor_id, "taken", action("rotation.sign_taken", one.id), names, today)
        key = f"rotation:{one.id}:unsigned:{today}"
        await post.tell(one.planned_by, _words("rotation.not_signed", names), key=key)


async def _ask_to_sign(post: Post, person: PersonId, which: str, sign: str, names: dict[str, str], today: date) -> None:
    def asked(say: Say) -> Reply:
        row = (Button(say(f"rotation.ask_{which}_button"), sign),)
        return Reply(say("rotation.day_has_come", **names), (row,), topic=Topic.ROTATION)

    await post.tell(person, asked, key=f"{sign}:{today}:{person}")


async def _draw(work: JobRun, one: Rotation) -> None:
    """The sheet to be printed and signed, for the three it concerns."""

    say, bureau = speaker(work.world.language), work.world.rules.bureau

    async def read(tx: Tx) -> tuple[list[Section], dict[str, str]]:
        hand = await known(tx, await in_hand.of(tx, one.leaver_id, work.now.date()))
        dated = date.min  # on paper a deadline has its date, never “today”
        return Writer(say, work.world.rules, work.zone, dated).sections(hand), await _names(tx, one)

    found, names = await work.read(read)
    paper = rotation_paper.Paper(
        leaver=names["leaver"],
        successor=names["name"],
        day=one.day,
        sections=[(section.head, section.lines) for section in found],
        bureau=bureau.name_en if say.language == "en" else bureau.name,
    )
    content = await asyncio.to_thread(rotation_paper.rotation_pdf, paper, say)
    file = await office_files.keep(work, FOLDER, content, say("rotation.file_name", day=Weekday(one.day), **names))

    async def tell(post: Post) -> None:
        before = await rotations.rotation(post.tx, one.id)
        if before.drawn_at is None:
            await rotations.save(post.tx, before, replace(before, drawn_at=work.clock()))
        for person in dict.fromkeys((one.planned_by, one.leaver_id, one.successor_id)):
            await _send(post, one, person, file, names)

    await work.write(tell)
    work.count("sheets")


async def _send(post: Post, one: Rotation, person: PersonId, file: Attachment, names: dict[str, str]) -> None:
    def told(say: Say) -> Reply:
        return Reply(say("rotation.sheet", day=Weekday(one.day), **names), attachments=(file,))

    await post.tell(person, told, key=f"rotation:{one.id}:sheet:{person}")


async def _names(tx: Tx, one: Rotation) -> dict[str, str]:
    return {
        "leaver": (await people.person(tx, one.leaver_id)).name,
        "name": (await people.person(tx, one.successor_id)).name,
    }


job = Job(
    name="rotations",
    at={"hour": "7-20", "minute": "6-59/10"},
    period=lambda moment: f"{moment:%Y-%m-%dT%H:%M}",
    late_ok=timedelta(hours=12),
    run=run,
    overtakes=True,
    tells=True,
)
