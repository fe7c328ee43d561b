"""Every ten minutes: tell the keepers of urgent messages held behind a closed window, so that they can visit the shop."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.job import Job, JobRun
from bot.post import Build, Post
from messages.reply import Reply
from programme.calendar import Rest
from programme.ids import PersonId
from storage.core.tx import Tx
from storage.delivery import closed_windows
from storage.delivery.closed_windows import HeldMessage
from storage.people import covers
from storage.shops import shops
from texts import Say
from texts.days import Until

SOON = timedelta(hours=3)
"""A message worth something for less than this is named at once; the others once an hour, together."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A shop that cannot be reached, and until when the first of its held messages is useful."""

    name: str
    door: str
    many: int
    until: datetime | None


async def run(work: JobRun) -> None:
    """Announce each held message once, to the members linked to its shop or their covers."""
    whole = work.hand or work.now.minute < 10  # noqa: PLR2004 the run of the full hour
    untold = await work.read(closed_windows.untold)
    due = [m for m in untold if whole or (m.best_before and m.best_before - work.now < SOON)]
    if not due:
        return
    by_keeper = await work.read(lambda tx: _by_keeper(tx, work, due))

    async def publish(post: Post) -> None:
        for keeper, waiting in by_keeper.items():
            key = f"{work.job}:{work.now:%Y-%m-%dT%H:%M}:{keeper}"
            await post.tell(keeper, _line(waiting, work), key=key)
        await closed_windows.told(post.tx, [m.id for m in due], work.now)

    await work.write(publish)
    work.count("asked", len(by_keeper))


async def _by_keeper(tx: Tx, work: JobRun, due: Sequence[HeldMessage]) -> Mapping[PersonId, list[Waiting]]:
    by_person: dict[PersonId, list[HeldMessage]] = defaultdict(list)
    for message in due:
        by_person[message.person_id].append(message)
    found: dict[PersonId, list[Waiting]] = defaultdict(list)
    for person, messages in by_person.items():
        until = min((m.best_before for m in messages if m.best_before), default=None)
        for place in await shops.held_by(tx, person):
            for keeper in await covers.keepers(tx, place.id, work.now.date(), but=(person,)):
                found[keeper].append(Waiting(place.name, place.address, len(messages), until))
    return found


def _line(waiting: Sequence[Waiting], work: JobRun) -> Build:
    def build(say: Say) -> Reply:
        lines = [say("closed_windows.head", many=len(waiting))]
        for one in waiting:
            values = {"shop": one.name, "door": one.door, "many": one.many}
            if one.until:
                until = Until(one.until.astimezone(work.zone), work.now.date())
                lines.append(say("closed_windows.until", **values, until=until))
            else:
                lines.append(say("closed_windows.line", **values))
        lines.append(say("closed_windows.how"))
        return Reply("\n".join(lines), urgent=True)

    return build


job = Job(
    name="closed-windows",
    at={"minute": "*/10"},
    period=lambda moment: f"{moment:%Y-%m-%dT%H:%M}",
    late_ok=timedelta(minutes=30),
    run=run,
    overtakes=True,
    rest=Rest.NIGHT,
)
