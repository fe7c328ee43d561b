"""A report of an application becomes a request like any other; the public list shows it without a word of its reporter."""

import json
from datetime import timedelta

from messages.address import Address
from messages.incoming import Incoming, Kind
from storage.core.tx import Tx
from storage.delivery import inbox
from storage.intake import open311
from storage.intake.open311 import Shown, Update
from tests.town import Town


async def event(town: Town, key: str, **said: object) -> None:
    await town.engine.receive(Incoming(key, Address("open311", "市民通"), town.clock(), Kind.EVENT, json.dumps(said)))
    await town.settle()


async def read(town: Town, mine: str = "", **only: object) -> tuple[list[Shown], list[Update]]:
    now = town.clock()

    async def both(tx: Tx) -> tuple[list[Shown], list[Update]]:
        span = now - timedelta(days=90), now
        wanted = {"services": (), "states": (), **only}
        listed = await open311.between(tx, *span, at_shops=("shopfront",), mine=mine, **wanted)  # type: ignore[arg-type]
        return listed, await open311.updates(tx, *span, at_shops=("shopfront",), mine=mine)

    return await town.database.read(both)


async def test_a_report_goes_to_its_desk_and_every_step_is_listed(town: Town) -> None:
    chen = await town.manager()
    report = {
        "what": "report",
        "service": "broken",
        "site_id": None,
        "place": "翠竹苑南门",
        "text": "路灯不亮",
        "phone": "1",
    }
    for _ in range(2):
        await event(town, "open311:市民通:x-1", **report)
    chen.sees("26-00001", "翠竹苑南门", "路灯不亮")
    await event(town, "open311-update:市民通:u", what="update", request_id=1, text="两盏都不亮")
    chen.sees_somewhere("又补了一句", "两盏都不亮")
    await event(town, "open311:市民通:x-2", **{**report, "service": "shopfront"})
    await chen.says("26-00001")
    await chen.taps("办好了")
    await chen.says("灯换好了")
    await chen.taps("发")

    listed, updates = await read(town)
    assert [(one.id, one.state, one.service) for one in listed] == [(1, "done", "broken")]
    assert [one.event for one in updates] == ["done"]
    mine, _ = await read(town, "open311:市民通:")
    assert [one.id for one in mine] == [2, 1], "what is at a shop's door only for who filed it"
    assert await read(town, "open311:市民:") == (listed, updates), "half a name is another's"
    for only, found in (
        ({"states": ("done",)}, 1),
        ({"states": ("not found",)}, 0),
        ({"services": ("broken", "ask")}, 1),
    ):
        assert len((await read(town, **only))[0]) == found


async def test_what_a_system_sent_and_cannot_be_handled_is_parked_without_a_word(town: Town) -> None:
    """It waits for a human; “somebody looks into it” was written to a system, for which nothing could carry it."""
    await town.engine.receive(Incoming("open311:x", Address("open311", "x"), town.clock(), Kind.EVENT, "no JSON"))
    await town.settle()
    assert [one.key for one in await town.database.read(inbox.parked)] == ["open311:x"]
    assert list(await town.database.read(lambda tx: tx.rows("outbox_export"))) == []
