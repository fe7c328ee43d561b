"""A member's round, used by Monday's list and Friday's leftovers: whom to see first, and who goes when a member is away."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from bot.job import JobRun
from bot.post import Build, Post
from bot.steps import action
from files.dataclass import dataclass
from files.lazily import lazy
from messages.attachment import Attachment, Medium
from messages.reply import Button, Reply
from messages.topics import Topic
from programme.checks.spread import spread
from programme.ids import PersonId
from programme.reviews.visits import FIVE_WEEKS, Stop, Visit, who_first
from schedules.drawing import Wanted, draw_missing, forget_old, wanted
from storage.core.tx import Tx
from storage.people import covers, people
from storage.reviews import rounds
from storage.shops import shops
from storage.shops.shop_days import open_days
from storage.shops.shops import Shop
from texts import Say, speaker

if TYPE_CHECKING:
    from documents.street import round_picture
else:
    round_picture = lazy("documents.street.round_picture")

FOLDER = "rounds"
OVER = timedelta(minutes=10)
FRESH = timedelta(days=28)
COUNTED = timedelta(days=FIVE_WEEKS)
"""How long a holder is new."""
A_ROW = 2


@dataclass(frozen=True, slots=True)
class Round:
    """One member's shops to be seen, in order; `walker` is the member or whoever covers for them."""

    member: PersonId
    name: str
    walker: PersonId
    visits: tuple[tuple[Visit, Shop], ...]


Asked = Callable[[rounds.Stop], bool]


async def read(tx: Tx, now: datetime, through: date, is_asked: Asked) -> list[Round]:
    """Everybody's round of today: the wanted shops that are open on any day from today to `through`."""
    found = []
    for member in await rounds.members(tx):
        walker = await covers.acting(tx, member, now.date())
        if walker is None or not (await people.person(tx, walker)).reminders:
            continue
        stops = [
            s
            for s in await rounds.of(tx, member, fresh_since=now - FRESH, counted_from=now.date() - COUNTED)
            if is_asked(s)
        ]
        visits = await _visits(tx, stops, now.date(), through)
        if visits:
            found.append(Round(member, (await people.person(tx, member)).name, walker, visits))
    return found


async def _visits(tx: Tx, stops: Sequence[rounds.Stop], day: date, through: date) -> tuple[tuple[Visit, Shop], ...]:
    """The stops that are open by then, in the order in which they ask for a look."""
    places = {s.shop_id: await shops.shop(tx, s.shop_id) for s in stops}
    here = [s for s in stops if await _is_open(tx, places[s.shop_id], day, through)]
    ordered = who_first(_judged(stop, walk, day) for walk, stop in enumerate(here))
    return tuple((v, places[v.shop]) for v in ordered)


async def send(work: JobRun, found: Sequence[Round], kind: str, moment: datetime, until: datetime) -> None:
    """Write to every walker, spread from `moment` on; by hand at once. `kind` is the topic of the sentences.

    Monday's list comes with its doors as a picture.
    """
    drawn = [_picture(one, work) if kind == "head" else None for one in found]
    await asyncio.to_thread(forget_old, work.folder / FOLDER, work.period)
    await draw_missing(work, [picture for picture in drawn if picture])
    for one, picture in zip(found, drawn, strict=True):
        enclosed = (Attachment(Medium.PHOTO, picture.ref, "round.png"),) if picture else ()
        await work.write(lambda post, r=one, e=enclosed: _tell(post, work, r, kind, moment, until, e))  # type: ignore[misc]
        work.count("lists")


def _picture(one: Round, work: JobRun) -> Wanted:
    """The doors of a round in their order, each with its number and its first reason; named by what is on it."""
    language, say = work.world.language, speaker(work.world.language)
    apart = work.world.rules.shops_per_member + 1
    own = one.walker == one.member
    doors = tuple(
        round_picture.RoundDoor(
            visit.number if own else n,
            place.name,
            place.door,
            say(f"member_week.why_{visit.reasons[0]}") if visit.reasons else "",
        )
        for n, (visit, place) in enumerate(one.visits, apart)
    )
    return wanted(FOLDER, work.period, "round", round_picture.round_picture, doors, language)


async def _tell(
    post: Post,
    work: JobRun,
    one: Round,
    kind: str,
    moment: datetime,
    until: datetime,
    enclosed: tuple[Attachment, ...],
) -> None:
    key = f"{work.job}:{work.period}:{one.member}"
    at = spread(moment, key, OVER)
    later = at if at > work.now and not work.hand else None
    apart = work.world.rules.shops_per_member + 1
    if enclosed and await post.is_narrow(one.walker):
        enclosed = ()
    if not await post.tell(
        one.walker, _list(one, kind, until, apart, enclosed), key=key, not_before=later, best_before=until
    ):
        work.count("unreachable")


def _list(one: Round, kind: str, until: datetime, apart: int, enclosed: tuple[Attachment, ...]) -> Build:
    """The list as shown; numbers below `apart` mean one's own shops, so another's list gets higher ones."""
    own = one.walker == one.member
    numbered = [(visit.number if own else n, visit, place) for n, (visit, place) in enumerate(one.visits, apart)]
    topic = Topic.MY_SHOPS if own else Topic.ROUND.of(one.member)

    def build(say: Say) -> Reply:
        lines = [_heading(one, kind, say, own=own)]
        lines += [_line(number, visit, place, say) for number, visit, place in numbered]
        lines.append(say("my_shops.how") if own else say("member_week.tap"))
        buttons = [Button(place.name, action("review.open_review", place.id), number) for number, _, place in numbered]
        rows = tuple(tuple(buttons[n : n + A_ROW]) for n in range(0, len(buttons), A_ROW))
        return Reply(
            "\n".join(lines), rows, attachments=enclosed, once=False, topic=topic, best_before=until, listed=True
        )

    return build


def _heading(one: Round, kind: str, say: Say, *, own: bool) -> str:
    many = len(one.visits)
    return say(f"member_week.{kind}", many=many) if own else say("member_week.for_another", name=one.name, many=many)


def _line(number: int, visit: Visit, place: Shop, say: Say) -> str:
    """“3. 李记面馆（12号）还没看过、等着帮忙”."""
    why = say("member_week.comma").join(say(f"member_week.why_{reason}") for reason in visit.reasons)
    return say("member_week.line", number=number, shop=place.name, door=place.door, why=why).strip()


def _judged(stop: rounds.Stop, walk: int, today: date) -> Stop:
    return Stop(
        stop.shop_id,
        stop.number,
        walk,
        (today - stop.looked).days if stop.looked else None,
        stop.open_findings,
        stop.candor,
        stop.asking > 0,
        stop.fresh,
        stop.looks,
    )


async def _is_open(tx: Tx, place: Shop, first: date, last: date) -> bool:
    days = await open_days(tx, place, first, last)
    return any(days.is_open(first + timedelta(days=n)) for n in range((last - first).days + 1))


def end_of(day: date, work: JobRun) -> datetime:
    """The midnight that ends a day."""
    return datetime.combine(day + timedelta(days=1), time(), work.zone)
