"""A message about a day, a shop or a roster is corrected: its answer, its days and its file are replaced, not added to."""

from __future__ import annotations

from datetime import timedelta

import pytest

from messages.attachment import Attachment, Medium
from storage.findings import findings
from storage.people import covers
from storage.reviews import evidence
from storage.shops import shops
from tests.player import Player
from tests.town import MONDAY, Town

pytestmark = pytest.mark.parametrize("shape", ["telegram"])


async def two_shops(town: Town) -> tuple[Player, Player, Player, Player]:
    """Two shops, each with its member."""
    li, zhang = await town.merchant("李记面馆"), await town.merchant("张姐水果")
    return li, zhang, await town.member("王芳", li), await town.member("李强", zhang)


class TestSelfChecks:
    async def test_a_fault_that_was_not_meant_is_no_fault_any_more(self, town: Town) -> None:
        """“秩序 …” mended to “卫生 …” left the shop with both faults, and a deadline for each."""
        li, *_ = await two_shops(town)
        await li.says("秩序 货出店")
        await li.edits("卫生 地上有油")
        said = await town.database.read(lambda tx: evidence.self_check(tx, li.shop_id, MONDAY.date()))
        assert said is not None
        assert said.problems == ("hygiene",)
        open_now = await town.database.read(lambda tx: findings.open_at(tx, li.shop_id))
        assert [f.duty for f in open_now] == ["hygiene"]

    async def test_a_fault_corrected_to_all_met(self, town: Town) -> None:
        li, *_ = await two_shops(town)
        await li.says("秩序 货出店")
        await li.edits("都好")
        said = await town.database.read(lambda tx: evidence.self_check(tx, li.shop_id, MONDAY.date()))
        assert said is not None
        assert said.problems == ()
        assert await town.database.read(lambda tx: findings.open_at(tx, li.shop_id)) == []

    async def test_good_corrected_to_something_else_is_no_answer(self, town: Town) -> None:
        li, _, wang, _ = await two_shops(town)
        await li.says("好")
        await li.edits("求助 路灯坏了")
        assert await town.database.read(lambda tx: evidence.self_check(tx, li.shop_id, MONDAY.date())) is None
        wang.sees("路灯坏了")

    async def test_the_next_day_it_is_too_late(self, town: Town) -> None:
        """An edit carries the time of its first words: yesterday's answer could be changed for ever."""
        li, *_ = await two_shops(town)
        await li.says("好")
        town.clock.forward(days=1)
        await li.edits("秩序 货出店")
        li.sees("过了当天就不改了")
        said = await town.database.read(lambda tx: evidence.self_check(tx, li.shop_id, MONDAY.date()))
        assert said is not None
        assert said.problems == ()

    async def test_a_remark_is_corrected_and_not_said_twice(self, town: Town) -> None:
        li, *_ = await two_shops(town)
        await li.says("秩序 货出店")
        await li.says("下午三点收好")
        await li.edits("下午四点收好")
        said = await town.database.read(lambda tx: evidence.self_check(tx, li.shop_id, MONDAY.date()))
        assert said is not None
        assert "四点" in said.note
        assert "三点" not in said.note


class TestDays:
    async def test_other_days_replace_the_closure(self, town: Town) -> None:
        """“12月1日起歇业” mended to “12月8日起…” left the first week closed."""
        li, *_ = await two_shops(town)
        await li.says("歇业 11月26日起2天")
        await li.edits("歇业 11月30日起2天")
        held = await town.database.read(
            lambda tx: shops.closures(tx, li.shop_id, MONDAY.date(), MONDAY.date() + timedelta(30))
        )
        assert [str(c.since) for c in held] == ["2026-11-30"]

    async def test_no_closure_at_all_opens_the_shop_and_its_member_hears_it(self, town: Town) -> None:
        li, _, wang, _ = await two_shops(town)
        await li.says("歇业 明天起3天")
        await li.edits("求助 路灯坏了")
        held = await town.database.read(
            lambda tx: shops.closures(tx, li.shop_id, MONDAY.date(), MONDAY.date() + timedelta(30))
        )
        assert held == []
        assert any("开门" in said.reply.text for said in wang.screen)

    async def test_an_edit_after_opening_time_closes_no_day_that_had_begun(self, town: Town) -> None:
        """The edit of a message of the early morning counted as if it had been said then."""
        li, *_ = await two_shops(town)
        town.clock.at(MONDAY.replace(hour=6))
        await li.says("好")
        town.clock.at(MONDAY.replace(hour=15))
        await li.edits("歇业")
        held = await town.database.read(
            lambda tx: shops.closures(tx, li.shop_id, MONDAY.date(), MONDAY.date() + timedelta(30))
        )
        assert [c.since for c in held] == [MONDAY.date() + timedelta(1)]

    async def test_other_days_of_leave(self, town: Town) -> None:
        _, _, wang, qiang = await two_shops(town)
        await wang.says("请假 明天起2天")
        await wang.edits("请假 11月30日起2天")
        named = await town.database.read(lambda tx: covers.of_stand_in(tx, qiang.person_id, MONDAY.date()))
        assert [str(c.since) for c in named] == ["2026-11-30"]


class TestFiles:
    async def test_another_file_replaces_a_roster_that_was_not_applied(self, town: Town) -> None:
        chen = await town.manager()

        def file(name: str) -> Attachment:
            path = town.folder / name
            path.write_text(f"店名,门牌\n{name[:2]}面馆,12号\n", encoding="utf-8")
            return Attachment(Medium.FILE, str(path), name)

        await chen.says("", file("一月.csv"))
        await town.hours.run_asked()
        await chen.edits("", file("二月.csv"))
        await town.hours.run_asked()
        await town.settle()
        chen.sees("二月面馆")
        await chen.taps("确认导入")
        await chen.edits("", file("三月.csv"))
        chen.sees("已经导入了")

    async def test_words_beside_the_same_file_change_nothing(self, town: Town) -> None:
        chen = await town.manager()
        path = town.folder / "名册.csv"
        path.write_text("店名,门牌\n面馆,12号\n", encoding="utf-8")
        await chen.says("", Attachment(Medium.FILE, str(path), "名册.csv"))
        await chen.edits("这是最新的")
        assert chen.heard == []
