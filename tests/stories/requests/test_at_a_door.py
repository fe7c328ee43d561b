"""What somebody without a code says of a shop's door: a lead, one for shop and duty while the first is unjudged."""

import pytest

from programme.ids import LeadId, PersonId
from storage.core.tx import Tx
from storage.findings import leads
from storage.requests import service_requests
from tests.sites import a_card, a_site
from tests.town import Town

telegram = pytest.mark.parametrize("shape", ["telegram"])


async def test_the_same_on_two_days_unjudged_is_one_look(town: Town) -> None:
    """The same fault reported on two days before anybody looked made two leads and sent the member twice."""
    li = await town.merchant("李记面馆")
    wang = await town.member("王芳", li)
    first, second = town.player("甲"), town.player("乙")
    await first.says("李记面馆 秩序 货堆到人行道上")
    first.sees("请人到李记面馆门前看秩序")
    town.clock.forward(days=1)
    await second.says("李记面馆的秩序不好")
    second.sees("已有人反映")
    assert sum("李记面馆" in text and "秩序" in text for text in (said.reply.text for said in wang.screen)) == 1

    async def read(tx: Tx) -> tuple[int, list[PersonId]]:
        return len(await leads.waiting(tx)), await leads.reporters(tx, LeadId(1))

    waiting, reporters = await town.database.read(read)
    assert (waiting, len(reporters)) == (1, 2)
    await wang.taps("没看到")
    first.sees("李记面馆")
    second.sees("李记面馆")


async def test_while_it_is_being_put_right_nobody_is_sent_again(town: Town) -> None:
    li = await town.merchant("李记面馆")
    wang = await town.member("王芳", li)
    first, second = town.player("甲"), town.player("乙")
    await first.says("李记面馆 秩序 货堆到人行道上")
    await wang.taps("确有其事")
    before = len(wang.heard)
    town.clock.forward(days=1)
    await second.says("李记面馆的秩序不好")
    second.sees("已有人反映", "有结果也告诉您")
    assert not any("请" in words and "秩序" in words for words in wang.heard[before:])
    assert await town.database.read(leads.waiting) == []
    assert len(await town.database.read(lambda tx: tx.rows("export_findings"))) == 1


async def test_what_an_observer_found_needs_no_second_look_for_a_residents_words(town: Town) -> None:
    li = await town.merchant("李记面馆")
    wang = await town.member("王芳", li)
    await wang.says("1 秩序 货堆到路上")
    resident, before = town.player("甲"), len(wang.heard)
    await resident.says("李记面馆的秩序不好")
    resident.sees("秩序", "已经在整改了")
    assert len(wang.heard) == before


@telegram
@pytest.mark.parametrize("words", ["李记面馆门口脏得很", "这条街秩序不好", "李记面馆卫生和秩序都不好"])
async def test_without_one_shop_and_one_duty_it_is_a_request(town: Town, words: str) -> None:
    await town.merchant("李记面馆")
    resident = town.player("居民")
    await resident.says(words)
    kept = await town.database.read(lambda tx: service_requests.find(tx, 1))
    assert kept is not None
    assert kept.text == words


async def test_a_shops_door_chosen_after_a_scan_goes_straight_to_somebody_who_looks(town: Town) -> None:
    """店门口乱 asked for the shop and then filed a request at the site: two messages further from the door."""
    li = await town.merchant("李记面馆")
    wang = await town.member("王芳", li)
    code = await a_card(town, await a_site(town, keeper=await town.member("李强")))
    resident, other = town.player("居民"), town.player("别人")
    await resident.says(code)
    await resident.taps("店门口乱")
    resident.sees("哪家店")
    await resident.says("李记面馆，东西堆到人行道上了")
    resident.sees("请人到李记面馆门前看秩序")
    wang.sees("李记面馆", "秩序", "堆到人行道上")
    assert await town.database.read(lambda tx: tx.rows("export_requests")) == []
    await other.says(f"{code}-shopfront")
    await other.says("李记面馆门口还是堆着")
    other.sees("李记面馆")
    assert sum("李记面馆" in words and "秩序" in words for words in wang.heard) == 1, "the same trouble is asked once"


@telegram
async def test_a_shop_nobody_knows_is_kept_as_a_request_at_the_site(town: Town) -> None:
    keeper = await town.member("李强")
    code = await a_card(town, await a_site(town, keeper=keeper))
    resident = town.player("居民")
    await resident.says(f"{code}-shopfront")
    await resident.says("新开的那家店堆到路上")
    resident.sees("26-00001")
    keeper.sees("新开的那家店堆到路上", "店门前")
