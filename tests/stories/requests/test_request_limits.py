"""How much one may say, how often, and to whom it falls when nobody else is there: the edges of a request."""

import pytest

from programme.ids import ServiceRequestId
from programme.requests.promises import DAY_MOST, WORDS_MOST
from programme.requests.request_state import RequestState
from storage.core.tx import Tx
from storage.findings import leads
from storage.operations import housekeeping
from storage.requests import service_requests
from storage.requests.help_requests import SO_SO
from storage.requests.service_requests import ServiceRequest
from tests.sites import a_card, a_site
from tests.town import Town

pytestmark = pytest.mark.parametrize("shape", ["telegram"])


async def the_request(town: Town, number: int = 1) -> ServiceRequest:
    found = await town.database.read(lambda tx: service_requests.find(tx, number))
    assert found is not None
    return found


async def test_every_field_somebody_writes_is_kept_to_its_limit(town: Town) -> None:
    """The words were; the place was kept however long it was, and so was a correction of either."""
    await town.manager()
    resident = town.player("居民")
    await resident.says("垃圾没收" + "臭" * 9000)
    await resident.says("西津路" + "长" * 9000)
    kept = await the_request(town)
    assert (len(kept.text), len(kept.place)) == (WORDS_MOST, WORDS_MOST)
    await resident.edits("西津路" + "短" * 9000)
    kept = await the_request(town)
    assert (len(kept.place), kept.place[-1]) == (WORDS_MOST, "短")
    await resident.says("补一句" + "吵" * 9000)
    await resident.edits("补一句" + "静" * 9000)
    (added,) = [
        e for e in await town.database.read(lambda tx: service_requests.events(tx, kept.id)) if e.event == "added"
    ]
    assert (len(added.note), added.note[-1]) == (WORDS_MOST, "静")


async def test_what_is_said_of_a_shops_door_is_kept_to_the_same_limit(town: Town) -> None:
    await town.member("王芳", await town.merchant("李记面馆"))
    await town.player("居民").says("李记面馆秩序乱" + "堆" * 9000)
    (lead,) = await town.database.read(leads.waiting)
    assert len(lead.text) == WORDS_MOST


async def test_ten_a_day_are_told_one_by_one_and_the_next_is_kept_quietly(town: Town) -> None:
    """Whether they still wait or not; the next day they are told again."""
    keeper = await town.member("王芳")
    chen = await town.manager()
    code = await a_card(town, await a_site(town, keeper=keeper))
    resident = town.player("居民")
    for number in range(1, DAY_MOST + 2):
        await resident.says(f"{code}-ask")
        await resident.says(f"第{number}个问题")
        if number <= DAY_MOST:
            await keeper.says(f"26-{number:05d}")
            await keeper.taps("先回一句")
            await keeper.says("可以")
            await keeper.taps("发")
    resident.sees("26-00011", "一件件看")
    assert (await the_request(town, DAY_MOST + 1)).state is RequestState.OPEN
    keeper.sees_no("第11个问题")
    assert sum("这一阵子反映了很多件" in words for words in chen.heard) == 1
    town.clock.forward(days=1, minutes=1)
    await resident.says(f"{code}-ask")
    await resident.says("第12个问题")
    keeper.sees("第12个问题")


@pytest.mark.parametrize("said_in", ["words", "place", "more", "edit"])
async def test_a_telephone_that_is_offered_is_for_the_handler_and_goes_after_thirty_days(
    town: Town, said_in: str
) -> None:
    """It stayed among the words, where nothing took it away again."""
    chen, resident, phone = await town.manager(), town.player("居民"), "，电话13855501234"
    await resident.says("路灯不亮" + (phone if said_in == "words" else ""))
    await resident.says("西津路12号" + (phone if said_in == "place" else ""))
    if said_in in ("more", "edit"):
        await resident.says("两盏都不亮" + (phone if said_in == "more" else ""))
    if said_in == "edit":
        await resident.edits("三盏都不亮" + phone)
    await chen.says("26-00001")
    chen.sees("留了电话：13855501234")

    async def everything(tx: Tx) -> str:
        return str((await service_requests.find(tx, 1), await service_requests.events(tx, ServiceRequestId(1))))

    await chen.taps("办好了")
    await chen.says("换了灯泡")
    await chen.taps("发")
    assert (await town.database.read(everything)).count("13855501234") == 1
    town.clock.forward(days=31)
    await town.database.write(lambda tx: housekeeping.forget(tx, town.clock()))
    assert "13855501234" not in await town.database.read(everything)


async def test_so_so_closes_it_and_is_counted_as_such(town: Town) -> None:
    keeper = await town.member("王芳")
    await town.manager()
    code = await a_card(town, await a_site(town, keeper=keeper))
    resident = town.player("居民")
    await resident.says(f"{code}-broken")
    await resident.says("路灯不亮")
    await keeper.taps("办好了")
    await keeper.says("换了灯泡")
    await keeper.taps("发")
    await resident.taps("一般")
    resident.sees("谢谢您说实话")
    ended = await the_request(town)
    assert (ended.state, ended.ending, ended.rating) == ("closed", "reporter", SO_SO)


async def test_where_a_site_has_neither_keeper_nor_branch_the_managers_have_it(town: Town) -> None:
    chen = await town.manager()
    code = await a_card(town, await a_site(town))
    resident = town.player("居民")
    await resident.says(f"{code}-broken")
    await resident.says("路灯不亮")
    resident.sees("管理员")
    chen.sees("路灯不亮", "翠竹苑")
