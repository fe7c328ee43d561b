"""A manager sends the roster in chat: fetched after the turn, read beside it, applied only on a word."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

import pytest

from messages.attachment import Attachment, Medium
from programme.roster.roster_state import RosterState
from storage.roster import roster, rosters
from tests.player import Player
from tests.roster.books import HEAD, LI, csv, xlsx
from tests.town import Town

BOOK = xlsx(
    HEAD.split(","), LI.split(","), ["宁墩山货铺", "16号", "西津路", "胡春生", "13800001001", "王芳", "13800002001"]
)


async def sends(player: Player, content: bytes, name: str = "名册.xlsx") -> None:
    """Send a file, and let the hours look at what came."""
    folder = player.town.folder / "sent"
    folder.mkdir(exist_ok=True)
    path = folder / f"{player.town.next_key().replace(':', '-')}-{name}"
    path.write_bytes(content)
    await player.says("", Attachment(Medium.FILE, str(path), name))
    await player.town.hours.run_asked()
    await player.town.settle()


async def names(town: Town) -> list[str]:
    return [row.name for row in await town.database.read(roster.export)]


async def test_a_roster_is_shown_then_applied_then_taken_back(town: Town) -> None:
    chen = await town.manager()
    await sends(chen, BOOK)
    chen.sees_somewhere("名册收到了")
    chen.sees("名册.xlsx：2 行", "新店 2 家：李记面馆、宁墩山货铺", "新登记的党员 1 位：王芳", "确认导入")
    assert await names(town) == []
    await town.restart()
    await chen.taps("确认导入")
    chen.sees("导入好了：新 2 家")
    assert await names(town) == ["李记面馆", "宁墩山货铺"]
    await chen.taps("撤回这次导入")
    chen.sees("撤回了“名册.xlsx”", "删去新店 2 家")
    assert await names(town) == []


async def test_cancel_changes_nothing(town: Town) -> None:
    chen = await town.manager()
    await sends(chen, BOOK)
    await chen.taps("取消")
    chen.sees("不导入")
    assert await names(town) == []


@pytest.mark.parametrize("shape", ["telegram"])
class TestOneShape:
    async def test_what_is_wrong_is_said_row_by_row(self, town: Town) -> None:
        chen = await town.manager()
        eleven = [f"店{n},{n}号,西津路,,,王芳,13800002001" for n in range(11)]
        await sends(chen, csv(HEAD, *eleven), "名册.csv")
        chen.sees("还不能导入", "第 2–12 行：王芳会联系 11 家")
        await sends(chen, csv("商户名称,手机", "李,1"), "名册.csv")
        chen.sees("没有找到“门牌”")
        await sends(chen, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)
        chen.sees("旧版 .xls")
        assert await names(town) == []

    async def test_of_two_files_the_one_that_has_not_come_yet_is_given_up(self, town: Town) -> None:
        chen = await town.manager()
        town.fetcher_at_rest = True
        await sends(chen, BOOK, "旧名册.xlsx")
        await sends(chen, BOOK)
        first, second = [await town.database.read(lambda tx, n=n: rosters.draft(tx, n)) for n in (1, 2)]
        assert first
        assert second
        assert (first.state, second.state) == (RosterState.CANCELLED, RosterState.WAITING)

    async def test_only_the_office_may(self, town: Town) -> None:
        li = await town.merchant("李记面馆")
        wang = await town.member("王芳", li)
        for nobody in (li, wang):
            await sends(nobody, BOOK)
            assert "行，都读懂了" not in nobody.looks()
        assert await names(town) == ["李记面馆"]

    async def test_a_second_file_puts_the_first_aside(self, town: Town) -> None:
        chen = await town.manager()
        await sends(chen, BOOK)
        first = chen.screen[-1]
        await sends(chen, csv(HEAD, LI), "新名册.csv")
        await chen.taps("确认导入", on=first)
        assert "导入好了" not in chen.looks()
        assert await names(town) == []
        await chen.taps("确认导入")
        assert await names(town) == ["李记面馆"]

    async def test_what_changed_meanwhile_is_compared_again(self, town: Town) -> None:
        """Ten shops joined Wang Fang between the preview and the tap."""
        chen = await town.manager()
        await sends(chen, BOOK)
        others = [await town.merchant(f"店{n}") for n in range(10)]
        wang = await town.member("王芳", *others)

        async def phone(tx: object) -> None:
            await tx.do("roster_member_set", id=wang.person_id, name="王芳", phone="13800002001", branch_id=None)  # type: ignore[attr-defined]

        await town.database.write(phone)
        await chen.taps("确认导入")
        chen.sees("不能导入", "王芳会联系 12 家")
        assert "李记面馆" not in await names(town)

    async def test_the_same_roster_again_has_nothing_to_confirm(self, town: Town) -> None:
        chen = await town.manager()
        await sends(chen, BOOK)
        await chen.taps("确认导入")
        await sends(chen, BOOK)
        chen.sees("没有要改的")
        assert not chen.screen[-1].reply.choices

    async def test_a_process_that_died_while_reading_reads_it_in_the_next_hour(self, town: Town) -> None:
        chen = await town.manager()
        path = Path(town.folder) / "名册.xlsx"
        path.write_bytes(BOOK)
        await chen.says("", Attachment(Medium.FILE, str(path), "名册.xlsx"))
        for request in await town.database.read(lambda tx: tx.rows("job_requests_open", lost=0)):
            await town.database.write(
                lambda tx, r=request: tx.do("job_request_take", id=r["id"], at=town.clock(), lost=0)
            )
        await town.restart()
        town.clock.forward(minutes=70)
        await town.hours.catch_up("roster-files")
        await town.settle()
        chen.sees("新店 2 家")

    async def test_nothing_of_the_rows_is_kept_once_it_is_decided(self, town: Town) -> None:
        chen = await town.manager()
        await sends(chen, BOOK)
        draft = await town.database.read(lambda tx: rosters.draft(tx, 1))
        assert draft
        assert "13800001000" in draft.entries
        await chen.taps("取消")
        draft = await town.database.read(lambda tx: rosters.draft(tx, 1))
        assert draft
        assert draft.entries == ""

    async def test_asking_for_it_says_how(self, town: Town) -> None:
        chen = await town.manager()
        await chen.says("名册")
        chen.sees("店名、门牌必填")

    async def test_another_name_with_the_same_telephone_is_asked_about(self, town: Town) -> None:
        """Taken for a name put right unless the office says that it is somebody else."""
        chen = await town.manager()
        await sends(chen, csv(HEAD, LI.replace("李长顺", "王芬")), "一月.csv")
        chen.sees_no("换了人")
        await chen.taps("确认导入")
        await sends(chen, csv(HEAD, LI.replace("李长顺", "王芳")), "二月.csv")
        chen.sees("李记面馆（王芬 → 王芳）", "确认导入", "同手机的是换了人")
        await chen.taps("确认，同手机的是换了人")
        chen.sees("导入好了：新 0 家，改 1 家")
        assert [row.owner for row in await town.database.read(roster.export)] == ["王芳"]
        tenures = await town.database.read(lambda tx: tx.rows("roster_shops", now=town.clock()))
        assert [(row["owner"], row["held"]) for row in tenures] == [("王芳", 0)]

    async def test_what_was_left_out_is_said_even_when_nothing_changes(self, town: Town) -> None:
        chen = await town.manager()
        await sends(chen, csv(HEAD, LI), "名册.csv")
        await chen.taps("确认导入")
        await sends(chen, csv(HEAD, LI, "合计,1家,,,,,"), "名册.csv")
        chen.sees("没有要改的", "不是店铺、没有算进去 1 行（第 3 行）：“合计”")


@pytest.mark.parametrize("shape", ["telegram", "web"])
class TestPapersInChat:
    async def test_the_roster_gives_the_current_file_and_an_empty_form(self, town: Town) -> None:
        """The clerk had to know the columns by heart, or somebody with the command line."""
        await town.merchant("李记面馆")
        chen = await town.manager()
        await chen.says("名册")
        chen.sees("店名、门牌必填")
        await town.hours.run_asked()
        await town.settle()
        said = chen.screen[-1].reply
        assert "现在的名册（1 家）" in said.text
        current, form = [(town.folder / a.ref).read_bytes() for a in said.attachments]
        await sends(chen, current)
        chen.sees("1 行", "没有要改的")
        await sends(chen, form, "空表.xlsx")
        chen.sees("一家店也没有")

    async def test_after_an_import_the_door_signs_come_as_a_pdf(self, town: Town) -> None:
        """A director without a command line had codes and no way to hand them out."""
        old = await town.merchant("老丁理发")
        chen = await town.manager()
        await sends(chen, BOOK)
        await chen.taps("确认导入")
        chen.sees_somewhere("门贴正在做")
        await town.hours.run_asked()
        await town.settle()
        said = chen.screen[-1].reply
        assert "2 家店、1 位党员" in said.text
        [sheet] = said.attachments
        assert sheet.name.endswith(".pdf")
        assert (town.folder / sheet.ref).read_bytes().startswith(b"%PDF")
        assert old.screen == []

    async def test_copies_with_names_and_codes_are_deleted_after_two_nights(self, town: Town) -> None:
        await town.merchant("李记面馆")
        chen = await town.manager()
        await chen.says("名册")
        await chen.taps("要门贴")
        await town.hours.run_asked()
        await town.settle()
        chen.sees("没有要发的门贴")
        kept = list((town.folder / "rosters").glob("*"))
        assert len(kept) == 2
        for path in kept:
            os.utime(path, (town.clock().timestamp(),) * 2)
        await town.pass_to(town.clock.now + timedelta(days=1), "roster-copy")
        assert all(path.exists() for path in kept)
        await town.pass_to(town.clock.now + timedelta(days=2), "roster-copy")
        assert not any(path.exists() for path in kept)


@pytest.mark.parametrize("shape", ["telegram"])
async def test_only_a_manager_gets_the_roster(town: Town) -> None:
    li = await town.merchant("李记面馆")
    wang = await town.member("王芳", li)
    await wang.says("名册")
    await town.hours.run_asked()
    await town.settle()
    assert not any(said.reply.attachments for said in wang.screen)
