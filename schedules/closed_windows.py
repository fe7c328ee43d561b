"""Every ten minutes: tell the keepers of urgent messages held behind a closed window, so that they can visit the shop."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from bot.job import Job, JobRun
from bot.post import Build, Post
from bot.steps import action
from files.dataclass import dataclass
from messages.reply import Button, Reply
from programme.calendar import Rest
from programme.duties import Duties
from programme.findings.clock_start import latest_start
from programme.ids import PersonId
from storage.core.tx import Tx
from storage.delivery import closed_windows
from storage.delivery.closed_windows import HeldMessage
from storage.findings import findings
from storage.findings.findings import Finding
from storage.people import covers
from storage.shops import shops
from storage.shops.shop_days import hours_of
from storage.shops.shops import Shop
from texts import Say
from texts.days import Names, Until

SOON = timedelta(hours=3)
"""A message worth something for less than this is named at once; the others once an hour, together."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A shop that cannot be reached, and until when the first of its held messages is useful.

    `findings` are those it has not been told of: their clocks start at the latest then, or once a member told it in person.
    """

    name: str
    door: str
    many: int
    until: datetime | None
    findings: tuple[Finding, ...] = ()


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
        for place in await shops.held_by(tx, person):
            waiting = await _waiting(tx, work, place, messages)
            for keeper in await covers.keepers(tx, place.id, work.now.date(), but=(person,)):
                found[keeper].append(waiting)
    return found


async def _waiting(tx: Tx, work: JobRun, place: Shop, messages: Sequence[HeldMessage]) -> Waiting:
    """What is held for one shop."""
    untold = tuple(f for f in await findings.untold(tx) if f.shop_id == place.id)
    ends = [m.best_before for m in messages if m.best_before]
    starts = [latest_start(f.opened_at.astimezone(work.zone), hours_of(place)) for f in untold]
    return Waiting(place.name, place.address, len(messages), min((*ends, *starts), default=None), untold)


def _line(waiting: Sequence[Waiting], work: JobRun) -> Build:
    duties = Duties(work.world.rules.duties)

    def build(say: Say) -> Reply:
        lines = [
            say("closed_windows.head", many=len(waiting)),
            *(say(f"closed_windows.{_sentence(one)}", **_values(one, duties, work)) for one in waiting),
            say("closed_windows.how"),
        ]
        rows = tuple((_told(one, say),) for one in waiting if one.findings)
        return Reply("\n".join(lines), rows, urgent=True, once=False)

    return build


def _values(one: Waiting, duties: Duties, work: JobRun) -> dict[str, object]:
    values: dict[str, object] = {"shop": one.name, "door": one.door, "many": one.many}
    if one.until:
        values["until"] = Until(one.until.astimezone(work.zone), work.now.date())
    if one.findings:
        values["duties"] = Names(tuple(duties.by_key(f.duty) or f.duty for f in one.findings))
    return values


def _sentence(one: Waiting) -> str:
    if one.findings:
        return "findings"
    return "until" if one.until else "line"


def _told(one: Waiting, say: Say) -> Button:
    """By which the member says that they told the shop in person: its clocks start then."""
    first, last = min(f.id for f in one.findings), max(f.id for f in one.findings)
    step = action("told_in_person.confirm_told", one.findings[0].shop_id, first, last)
    return Button(say("closed_windows.told", shop=one.name), step)


job = Job(
    name="closed-windows",
    at={"minute": "*/10"},
    period=lambda moment: f"{moment:%Y-%m-%dT%H:%M}",
    late_ok=timedelta(minutes=30),
    run=run,
    overtakes=True,
    rest=Rest.NIGHT,
)
