"""Whoever answers for several shops is asked which, and nothing they typed or photographed is lost meanwhile."""

from __future__ import annotations

import pytest

from storage.findings import findings
from storage.photos import media
from storage.reviews import evidence
from storage.reviews.evidence import SelfCheck
from storage.shops import shops
from tests.player import Player
from tests.town import Town, on_day

telegram = pytest.mark.parametrize("shape", ["telegram"])


async def two_shops(town: Town) -> tuple[Player, int]:
    li = await town.merchant("李记面馆")
    return li, await town.another_shop(li, "李记小吃")


async def said_at(town: Town, shop: int) -> SelfCheck | None:
    day = town.clock().astimezone(town.zone).date()
    return await town.database.read(lambda tx: evidence.self_check(tx, shop, day))


async def photos(town: Town, subject: str, number: int) -> int:
    return len(await town.database.read(lambda tx: media.of(tx, subject, number)))


async def test_a_problem_with_its_photo_waits_for_the_shop_to_be_named(town: Town) -> None:
    li, second = await two_shops(town)
    first_said = town.clock()
    await li.sends_photo("秩序 货出店了")
    li.sees("记下了", "哪一家店", "李记面馆", "李记小吃")
    assert not await said_at(town, li.shop_id), "nothing is held against a shop by guessing"
    await town.restart()
    town.clock.forward(minutes=10)
    await li.taps("李记小吃")
    li.sees("秩序", "不扣分")
    said = await said_at(town, second)
    assert said is not None
    assert (said.problems, said.note, said.at) == (("order",), "货出店了", first_said), "it was said when it was said"
    assert await photos(town, "self_check", said.id) == 1
    assert [f.duty for f in await town.database.read(lambda tx: findings.open_at(tx, second))] == ["order"]
    assert not await said_at(town, li.shop_id)
    assert not await town.database.read(lambda tx: findings.open_at(tx, li.shop_id))


async def test_more_words_and_photos_before_the_shop_is_named_belong_to_it_too(town: Town) -> None:
    li, second = await two_shops(town)
    await li.says("秩序 货出店了")
    await li.sends_photo()
    li.sees("哪一家店")
    await li.says("卫生 也有油")
    li.sees("哪一家店")
    await li.taps("李记小吃")
    said = await said_at(town, second)
    assert said is not None
    assert set(said.problems) == {"order", "hygiene"}
    assert said.note == "货出店了 也有油"
    assert await photos(town, "self_check", said.id) == 1


async def test_a_photo_out_of_the_blue_goes_to_the_shop_it_is_of(town: Town) -> None:
    li, second = await two_shops(town)
    await li.sends_photo()
    li.sees("照片收到", "全部都好", "李记面馆", "李记小吃")
    asked = li.last + li._last_choices()
    assert asked.index("全部都好") < asked.index("李记面馆")
    await li.taps("李记小吃")
    li.sees("李记小吃", "照片收到", "今天门前五包怎么样")
    assert (await photos(town, "shop", second), await photos(town, "shop", li.shop_id)) == (1, 0)
    await li.taps("五项都做到了")
    assert await said_at(town, second)


async def test_a_photo_joins_what_its_shop_has_said_already(town: Town) -> None:
    li, second = await two_shops(town)
    await li.says("秩序 货出店了")
    await li.taps("李记小吃")
    await li.says("帮助")
    await li.sends_photo()
    await li.taps("李记小吃")
    li.sees("李记小吃", "放进今天的自查里了")
    said = await said_at(town, second)
    assert said is not None
    assert await photos(town, "self_check", said.id) == 1


@pytest.mark.parametrize("shape", ["telegram"])
async def test_two_reports_are_both_asked_about(town: Town) -> None:
    li, second = await two_shops(town)
    await li.says("秩序 货出店了")
    asked = li.screen[-1]
    await li.says("帮助")
    await li.says("卫生 有油")
    await li.taps("李记面馆")
    await li.taps("李记小吃", on=asked)
    first, other = await said_at(town, li.shop_id), await said_at(town, second)
    assert first is not None
    assert other is not None
    assert (first.problems, other.problems) == (("hygiene",), ("order",))


@pytest.mark.parametrize("shape", ["telegram"])
async def test_what_comes_the_day_after_is_about_that_day(town: Town) -> None:
    li, second = await two_shops(town)
    await li.says("秩序 货出店了")
    asked = li.screen[-1]
    town.clock.forward(days=1)
    await li.sends_photo()
    li.sees("照片收到", "哪一家")
    await li.taps("李记小吃")
    assert await photos(town, "shop", second) == 1
    await li.taps("李记小吃", on=asked)
    li.sees("今天报哪一家")
    assert not await said_at(town, second)


@telegram
async def test_a_whole_day_instead_of_half_a_day_closes_the_shop_that_is_chosen(town: Town) -> None:
    """“下午关门” of one of two shops offered “歇业一天”, which closed both."""
    town.clock.at(on_day(town.clock().date(), 7, 45))
    li, second = await two_shops(town)
    await li.says("下午不开门")
    await li.taps("李记小吃")
    li.sees("李记小吃：记下了")
    day = town.clock().astimezone(town.zone).date()
    assert await town.database.read(lambda tx: shops.closures(tx, second, day, day))
    assert not await town.database.read(lambda tx: shops.closures(tx, li.shop_id, day, day))


@telegram
async def test_a_member_who_tells_of_half_a_day_is_not_asked_for_days(town: Town) -> None:
    li = await town.merchant("李记面馆")
    wang = await town.member("王芳", li)
    await wang.says("1 歇业 下午")
    wang.sees("只关半天不用记歇业", "1 歇业 1天")
    day = town.clock().astimezone(town.zone).date()
    assert not await town.database.read(lambda tx: shops.closures(tx, li.shop_id, day, day))
