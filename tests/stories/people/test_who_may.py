"""The handlers really ask `programme.roles`: a button in the wrong hand changes nothing, whoever holds it."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import date

import pytest

from messages.incoming import Incoming, Kind
from messages.reply import Button, Reply
from programme.findings.finding_state import FindingState
from storage.core.tx import Tx
from storage.delivery import prompts
from storage.findings import findings, leads
from storage.people import covers
from storage.requests import help_requests
from storage.reviews import cross_duties
from storage.shops import shops
from tests.player import Player
from tests.town import Town

Prepare = Callable[[Town, dict[str, Player], str], Awaitable[None]]
pytestmark = pytest.mark.parametrize("shape", ["telegram"])

TODAY = date(2026, 11, 23)
EVERYBODY = (
    "holder",
    "neighbour",
    "linked",
    "drawn",
    "stranger",
    "squad",
    "secretary",
    "elsewhere",
    "manager",
    "admin",
)
"""`neighbour` answers for another shop, `stranger` is a member of other shops, `elsewhere` secretary of another branch."""


async def cast(town: Town) -> dict[str, Player]:
    holder, neighbour = await town.merchant("李记面馆"), await town.merchant("张姐水果")
    people = {
        "holder": holder,
        "neighbour": neighbour,
        "linked": await town.member("王芳", holder),
        "drawn": await town.member("李强"),
        "stranger": await town.member("周敏", neighbour),
        "squad": await town.staff("赵队", "squad"),
        "secretary": await town.staff("吴书记", "secretary"),
        "elsewhere": await town.staff("郑书记", "secretary", branch="第二支部"),
        "manager": await town.manager(),
        "admin": await town.staff("孙工", "admin"),
    }
    month = cross_duties.month_of(TODAY)
    drawn = {holder.shop_id: people["drawn"].person_id}
    await town.database.write(lambda tx: cross_duties.draw(tx, month, drawn))
    return people


async def everything(town: Town, shop: int) -> list[object]:
    """All that these buttons could change."""

    async def read(tx: Tx) -> list[object]:
        told = [await leads.lead(tx, 1)] if await leads.waiting(tx) else []
        return [
            *[tuple(row) for row in await tx.rows("findings_everything")],
            *[tuple(row) for row in await tx.rows("observations_everything")],
            *await help_requests.events(tx, 1),
            *told,
            *await shops.closures(tx, shop, TODAY, date.max),
            *await covers.on(tx, TODAY),
            await shops.shop(tx, shop),
        ]

    return await town.database.read(read)


async def taps_forged(town: Town, player: Player, action: str) -> None:
    """A tap on a button that says this, as if it had been offered to them."""
    prompt = await town.database.write(
        lambda tx: prompts.add(tx, player.address, Reply("?", ((Button("go", action),),)), town.clock())
    )
    await player.does(Incoming(town.next_key(), player.address, town.clock(), Kind.TAP, choice=f"{prompt}.0"))


async def a_finding(town: Town, people: dict[str, Player], state: str) -> None:
    await people["linked"].says("1 秩序 货出店")
    made = await town.database.read(lambda tx: findings.finding(tx, 1))
    stopped = town.clock() if state == "stopped" else None
    fixed_by = people["holder"].person_id if state == "fixed" else None
    put = replace(
        made,
        state=FindingState(state),
        stopped_at=stopped,
        fixed_by=fixed_by,
        fixed_at=town.clock() if fixed_by else None,
    )
    closed = replace(put, closed_at=town.clock(), checked_by=people["manager"].person_id) if state == "closed" else put
    await town.database.write(lambda tx: findings.save(tx, made, closed, event=state, by=None, at=town.clock()))


async def a_repair(town: Town, people: dict[str, Player], state: str) -> None:
    """A lamp out, which a shop only has to report."""
    await people["linked"].says("1 设施 路灯坏了")
    made = await town.database.read(lambda tx: findings.finding(tx, 1))
    put = replace(made, state=FindingState(state))
    await town.database.write(lambda tx: findings.save(tx, made, put, event=state, by=None, at=town.clock()))


async def a_request(town: Town, people: dict[str, Player], state: str) -> None:
    await people["holder"].says("求助 下水道堵了")
    if state == "answered":
        await people["linked"].taps("回复")
        await people["linked"].says("明早来")
        await people["linked"].taps("发")


async def a_lead(town: Town, people: dict[str, Player], state: str) -> None:
    await people["neighbour"].says("反映 李记面馆 秩序 货出店")


async def nothing(town: Town, people: dict[str, Player], state: str) -> None:
    """The shop as it is."""


NEAR = ("linked", "secretary", "manager")
LOOKERS = ("linked", "drawn", "squad", "secretary", "elsewhere", "manager")
DOORS = [
    ("review.record_all_met 1", nothing, "", LOOKERS),
    ("closures.close_shop 1 2026-11-23 never", nothing, "", ("holder",)),
    ("shop_hours.set_hours 1 07:00 21:00", nothing, "", ("holder",)),
    ("rectify.skip_fix_photo 1 1 1", a_finding, "open", ("holder",)),
    ("ownership.say_not_ours 1", a_finding, "open", ("holder",)),
    ("recheck.confirm_fix 1", a_finding, "fixed", LOOKERS),
    ("recheck.refuse_fix 1", a_finding, "fixed", LOOKERS),
    ("reopening.reopen_finding 1", a_finding, "closed", LOOKERS),
    ("ownership.release_finding 1", a_finding, "stopped", ("secretary", "manager")),
    ("ownership.resume_finding 1", a_finding, "stopped", ("secretary", "manager")),
    ("repairs.note_repair_asked 1", a_repair, "open", LOOKERS),
    ("repairs.note_repair_done 1", a_repair, "repair", LOOKERS),
    ("cases.settle_case 1", a_finding, "handed", LOOKERS),
    ("cases.hand_over_case 1", a_finding, "handed", ("squad", "secretary", "manager")),
    ("help_answers.hand_on_request 1", a_request, "open", NEAR),
    ("help_request.rate_answer 1 2", a_request, "answered", ("holder",)),
    ("leads.confirm_lead 1", a_lead, "open", LOOKERS),
    ("leads.dismiss_lead 1", a_lead, "open", LOOKERS),
    (
        "leave.name_stand_in {linked} {drawn} 2026-11-23 2026-11-24",
        nothing,
        "",
        ("linked", "secretary", "manager", "admin"),
    ),
]


@pytest.mark.parametrize(("action", "prepare", "state", "allowed"), DOORS, ids=[d[0] for d in DOORS])
async def test_a_button_in_the_wrong_hand(
    town: Town, action: str, prepare: Prepare, state: str, allowed: Sequence[str]
) -> None:
    people = await cast(town)
    await prepare(town, people, state)
    shop = people["holder"].shop_id
    action = action.format(**{name: player.person_id for name, player in people.items()})
    before = await everything(town, shop)
    for name in EVERYBODY:
        if name not in allowed:
            await taps_forged(town, people[name], action)
            assert await everything(town, shop) == before, f"{name} must not: {action}"
    await taps_forged(town, people[allowed[-1]], action)
    assert await everything(town, shop) != before, f"{allowed[-1]} may: {action}"
