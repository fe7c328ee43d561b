"""A legal stall is never the shop's fault: where one stands before the door, whose it is is asked before 秩序 is written."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from programme.ids import ShopId, SiteId
from programme.ratings.evidence import Claims, Look, SelfDay, claims_of, duty_weights
from programme.rules import Rules
from programme.sites.site_kinds import SiteKind
from storage.findings import findings
from storage.requests import service_requests
from storage.reviews import evidence
from storage.reviews.evidence import Observation
from storage.sites import sites
from tests.player import Player
from tests.sites import a_site
from tests.town import MONDAY, Town

TODAY = MONDAY.date()
telegram = pytest.mark.parametrize("shape", ["telegram"])


async def a_stall(town: Town, keeper: Player, *before: Player, until: date = TODAY + timedelta(days=30)) -> SiteId:
    """A sale site of melons that lies before these shops."""
    site = await a_site(
        town,
        "西津路瓜点",
        keeper,
        kind=SiteKind.STALL,
        goods="西瓜",
        since=TODAY - timedelta(days=30),
        until=until,
        pitches=3,
    )
    numbers = [ShopId(shop.shop_id) for shop in before]
    await town.database.write(lambda tx: sites.stand_before(tx, site, numbers))
    return site


async def street(town: Town) -> tuple[Player, Player, Player, SiteId]:
    """A shop with its member, and a sale site before it that the squad looks after."""
    li = await town.merchant("李记面馆")
    wang, sun = await town.member("王芳", li), await town.staff("孙队员", "squad")
    return li, wang, sun, await a_stall(town, sun, li)


async def looks_at(town: Town, shop: Player) -> list[Observation]:
    day = town.clock.now.astimezone(town.zone).date()
    return await town.database.read(lambda tx: evidence.observations(tx, ShopId(shop.shop_id), day, day))


def as_judged(seen: Observation) -> Look:
    return Look(0, seen.source, seen.duties, seen.facts, seen.left_out)


async def found_at(town: Town, shop: Player) -> list[str]:
    return [f.duty for f in await town.database.read(lambda tx: findings.open_at(tx, ShopId(shop.shop_id)))]


async def at_the_site(town: Town, site: SiteId) -> list[str]:
    there = await town.database.read(lambda tx: service_requests.at_site(tx, site, town.clock()))
    return [one.text for one in there]


WEIGHTS = duty_weights(Rules())


async def test_what_is_the_stalls_is_no_part_of_the_look(town: Town) -> None:
    """卫生 and 秩序 failed: 100·40/70 = 57.14 without 秩序; no finding of it, and the site's keeper is asked."""
    li, wang, sun, site = await street(town)
    await li.says("好")
    await wang.says("1 卫生，秩序 瓜皮堆到门口")
    wang.sees("门前是临时销售点 西津路瓜点（西瓜，到12月23日）", "秩序没做好，是店家自己的吗", "是店家自己的")
    assert await looks_at(town, li) == [], "nothing is written before it is answered"
    await wang.taps("是摊子的")
    wang.sees("李记面馆：卫生 没做到", "秩序不算店家的", "西津路瓜点", "26-")
    [seen] = await looks_at(town, li)
    assert "order" not in {*seen.duties, *seen.facts, *seen.left_out}
    assert as_judged(seen).score(WEIGHTS) == pytest.approx(100 * 40 / 70)
    assert round(as_judged(seen).score(WEIGHTS) or 0, 2) == 57.14
    assert claims_of(as_judged(seen), SelfDay(0, tuple(WEIGHTS))) == Claims(4, 3), (
        "卫生 said met and failed, 秩序 not asked"
    )
    assert await found_at(town, li) == ["hygiene"]
    li.sees("卫生")
    li.sees_no("秩序")
    sun.sees("西津路瓜点", "瓜皮堆到门口")
    assert await at_the_site(town, site) == ["瓜皮堆到门口"]


@telegram
async def test_a_half_stays_a_half_when_it_is_the_shops(town: Town) -> None:
    li, wang, _, _ = await street(town)
    await wang.says("1 秩序一半")
    wang.sees("秩序没做好，是店家自己的吗")
    await wang.taps("是店家自己的")
    [seen] = await looks_at(town, li)
    assert dict(seen.facts) == {"order": 0.5}


async def test_what_is_the_shops_counts_as_ever(town: Town) -> None:
    """The same look, 是店家自己的: q = 40.00, and nobody is asked about the stall."""
    li, wang, _, site = await street(town)
    await wang.says("1 卫生，秩序 货堆到门口")
    await wang.taps("是店家自己的")
    [seen] = await looks_at(town, li)
    assert as_judged(seen).score(WEIGHTS) == pytest.approx(40)
    assert sorted(await found_at(town, li)) == ["hygiene", "order"]
    assert await at_the_site(town, site) == []
    li.sees("卫生、秩序")


async def test_both_is_written_and_asked(town: Town) -> None:
    li, wang, sun, site = await street(town)
    await wang.says("1 秩序 货和瓜都堆在路上")
    await wang.taps("两样都有")
    wang.sees("秩序 没做到", "摊子的那份")
    assert await found_at(town, li) == ["order"]
    assert await at_the_site(town, site) == ["货和瓜都堆在路上"]
    sun.sees("货和瓜都堆在路上")


async def test_a_site_that_closed_yesterday_or_lies_elsewhere_asks_nothing(town: Town) -> None:
    li, zhang = await town.merchant("李记面馆"), await town.merchant("张姐水果")
    wang, sun = await town.member("王芳", li, zhang), await town.staff("孙队员", "squad")
    site = await a_stall(town, sun, li, until=TODAY - timedelta(days=1))
    await wang.says("1 秩序 货出店")
    wang.sees("秩序 没做到")
    assert await found_at(town, li) == ["order"]
    still_open = replace(await town.database.read(lambda tx: sites.site(tx, site)), until=TODAY)
    await town.database.write(lambda tx: sites.save(tx, still_open))
    await wang.says("2 秩序 货出店")
    assert await found_at(town, zhang) == ["order"]


async def test_only_a_duty_that_a_stall_may_look_like_is_asked_about(town: Town) -> None:
    _, wang, _, _ = await street(town)
    await wang.says("1 卫生 有油")
    wang.sees("卫生 没做到")
    await wang.says("1 好")
    wang.sees("五项都做到了")


async def test_the_checklist_asks_as_the_line_does_and_what_was_fixed_stays_so(town: Town) -> None:
    li, wang, _, _ = await street(town)
    await wang.says("我的商户")
    await wang.taps("1 李记面馆")
    await wang.taps("有没做到的")
    await wang.picks("卫生", "秩序")
    wang.sees("是店家自己的吗")
    await wang.taps("是摊子的")
    await wang.taps("都当场改好了")
    [seen] = await looks_at(town, li)
    assert (seen.facts, "order" in seen.duties) == ({"hygiene": 0.5}, False)


async def test_a_photo_goes_with_the_look_and_with_the_request(town: Town) -> None:
    li, wang, _, _ = await street(town)
    await wang.sends_photo("1 秩序 瓜摊占道")
    await wang.taps("是摊子的")
    wang.sees("其余都做到了", "秩序不算店家的")
    rows = await town.database.read(lambda tx: tx.rows("media_every"))
    assert sorted(row["subject"] for row in rows) == ["observation", "request"]
    assert li.heard == []


async def test_what_stands_after_taking_back_does_not_speak_for_the_stall(town: Town) -> None:
    """“五项都做到了” was said of a look that had left 秩序 to the stall."""
    _, wang, _, _ = await street(town)
    await wang.says("1 秩序 货和瓜都堆在路上")
    await wang.taps("是摊子的")
    town.clock.forward(minutes=2)
    await wang.says("1 卫生没做到")
    await wang.says("撤销")
    wang.sees("现在算的是先前那次：算店家的几项都做到了")


async def test_two_observers_of_one_stall_make_one_request(town: Town) -> None:
    _, wang, sun, site = await street(town)
    zhou = await town.staff("周队员", "squad")
    await wang.says("1 秩序 瓜摊占道")
    await wang.taps("是摊子的")
    await zhou.says("抽查 李记面馆")
    await zhou.taps("有没做到的")
    await zhou.picks("秩序")
    await zhou.taps("是摊子的")
    assert len(await at_the_site(town, site)) == 1
    sun.sees("看着是摊子的")


@telegram
async def test_a_corrected_message_puts_the_question_away(town: Town) -> None:
    li, wang, _, _ = await street(town)
    await wang.says("1 秩序 货出店")
    await wang.edits("1 好")
    wang.sees("五项都做到了")
    await wang.taps("是店家自己的")
    [seen] = await looks_at(town, li)
    assert seen.facts == {}
    assert await found_at(town, li) == []


async def test_a_lead_is_asked_the_same_at_the_door(town: Town) -> None:
    """“确有其事” of 秩序 where a stall stands: the stall's goes on as a request of whoever reported it."""
    li, wang, sun, _ = await street(town)
    zhang = await town.merchant("张姐水果")
    await zhang.says("反映 李记面馆 秩序 瓜摊堵了路")
    await wang.taps("确有其事")
    wang.sees("是店家自己的吗")
    assert await found_at(town, li) == []
    await wang.taps("是摊子的")
    wang.sees("不算店家的", "26-")
    zhang.sees("是门前临时销售点 西津路瓜点 的，不是店家的")
    sun.sees("瓜摊堵了路")
    assert (await found_at(town, li), li.heard) == ([], [])
    await zhang.says("反映 李记面馆 秩序 桌子摆出来了")
    await wang.taps("确有其事")
    await wang.taps("是店家自己的")
    assert await found_at(town, li) == ["order"]
    zhang.sees("确有其事")


async def test_a_lead_that_is_both_goes_both_ways(town: Town) -> None:
    li, wang, sun, _ = await street(town)
    zhang = await town.merchant("张姐水果")
    await zhang.says("反映 李记面馆 秩序 都堵着")
    await wang.taps("确有其事")
    await wang.taps("两样都有")
    assert await found_at(town, li) == ["order"]
    sun.sees("都堵着")


async def test_what_failed_again_is_asked_too(town: Town) -> None:
    li, wang, _, _ = await street(town)
    await wang.says("1 秩序 货出店")
    await wang.taps("是店家自己的")
    await li.says("改好了")
    await li.sends_photo()
    await wang.taps("改好了")
    assert await found_at(town, li) == []
    await wang.says("1 又犯了")
    wang.sees("是店家自己的吗")
    await wang.taps("是摊子的")
    wang.sees("不重开")
    assert await found_at(town, li) == []
    await wang.says("1 又犯了")
    await wang.taps("两样都有")
    assert await found_at(town, li) == ["order"]
