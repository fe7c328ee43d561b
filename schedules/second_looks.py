"""Working mornings: remind keepers of what waits for a look, and from the second morning on the managers too."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import AsyncIterator, Sequence
from datetime import date, datetime, timedelta

from bot.job import Job, JobRun
from bot.post import Build, Post
from bot.steps import action
from files.dataclass import dataclass
from messages.reply import Button, Reply
from messages.topics import Topic
from programme.calendar import is_working_day, next_working_day, out_of_night
from programme.duties import Duties
from programme.findings.finding_state import FindingState
from programme.ids import PersonId, ShopId
from storage.core.tx import Tx
from storage.findings import findings, leads
from storage.people import covers, people
from storage.shops import shops
from texts import Say

MOST = 6
"""Lines in one message; the list of what is to be done holds the others."""
LABEL = 60


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something nobody has looked at since an instant: its sentence and what fills it, the action that opens it.

    `shop_id` is None where it is not known yet; `but` are people who may not be the ones to look.
    """

    since: datetime
    sentence: str
    opens: str
    shop_id: ShopId | None
    duty: str = ""
    place: str = ""
    but: tuple[PersonId, ...] = ()


async def run(work: JobRun) -> None:
    """On the first working morning whoever looks after the shop, from the second on the managers too; one message each."""
    day = date.fromisoformat(work.period)
    asked = await work.read(lambda tx: _asked(tx, work, day))

    async def publish(post: Post) -> bool:
        for person, lines in asked.items():
            await post.tell(person, await _list(post.tx, work, lines), key=f"{work.job}:{day}:{person}")
        return True

    await work.publish(publish)
    work.count("asked", len(asked))


async def _asked(tx: Tx, work: JobRun, day: date) -> dict[PersonId, list[Waiting]]:
    """Whom to remind, and of what, the longest waiting first."""
    managers = [m.id for m in await people.with_role(tx, "manager")]
    asked: dict[PersonId, list[Waiting]] = defaultdict(list)
    for one in sorted([one async for one in _waiting(tx)], key=lambda one: one.since):
        since = out_of_night(one.since.astimezone(work.zone), work.world.rules).date()
        if since >= day:
            continue
        who = await covers.keepers(tx, one.shop_id, day, but=one.but) if one.shop_id else managers
        if next_working_day(since) < day:
            out = {*one.but, *(await shops.holders(tx, one.shop_id) if one.shop_id else ())}
            who = [*who, *(m for m in managers if m not in out)]
        for person in dict.fromkeys(who):
            asked[person].append(one)
    return asked


async def _waiting(tx: Tx) -> AsyncIterator[Waiting]:
    """Fixes not re-checked, repairs not requested, leads not looked into."""
    for f in await findings.in_state(tx, FindingState.FIXED):
        by = (f.fixed_by,) if f.fixed_by else ()
        yield Waiting(
            f.fixed_at or f.opened_at, "todo.fixed", action("cases.show_case", f.id), f.shop_id, f.duty, but=by
        )
    for f in await findings.to_report(tx):
        if f.state is FindingState.OPEN:
            yield Waiting(f.opened_at, "todo.open", action("cases.show_case", f.id), f.shop_id, f.duty)
    for told in await leads.waiting(tx):
        kind, opens = "todo.lead" if told.is_complete else "todo.lead_unclear", action("leads.show_lead", told.id)
        shop = told.shop_id if told.is_complete else None
        reporters = tuple(await leads.reporters(tx, told.id))
        yield Waiting(told.routed_at or told.at, kind, opens, shop, told.duty, told.place[:20], reporters)


async def _list(tx: Tx, work: JobRun, lines: Sequence[Waiting]) -> Build:
    names = {one.shop_id: (await shops.shop(tx, one.shop_id)).name for one in lines[:MOST] if one.shop_id}
    duties = Duties(work.world.rules.duties)

    def build(say: Say) -> Reply:
        rows, said = [], [say("clocks.second_look", many=len(lines))]
        for number, one in enumerate(lines[:MOST], 1):
            duty = duties.by_key(one.duty) or one.duty
            line = say(one.sentence, shop=names.get(one.shop_id, "") if one.shop_id else "", duty=duty, place=one.place)
            rows.append((Button(line[:LABEL], one.opens),))
            said.append(f"{number}. {line}")
        return Reply("\n".join(said), tuple(rows), once=False, topic=Topic.SECOND_LOOK, listed=True)

    return build


job = Job(
    name="second-looks",
    at={"hour": 8, "minute": 40},
    period=lambda moment: f"{moment:%Y-%m-%d}",
    late_ok=timedelta(hours=9),
    run=run,
    on=is_working_day,
)
