"""A sheet of cases goes in by chat or command, is worked on, and comes back as the same sheet with what was done."""

import io
import json
from pathlib import Path

import pytest
import python_calamine

from app.cli.main import main
from messages.attachment import Attachment, Medium
from programme.intake.intake_state import IntakeState
from programme.requests.request_state import RequestState
from storage.core.tx import Tx
from storage.intake import intakes
from storage.intake.intakes import CASES
from storage.requests import service_requests
from tests.intake.sheets import HEAD_12345, ROW_12345, book, many
from tests.player import Player
from tests.stories.intake.conftest import add_site
from tests.town import Town

telegram = pytest.mark.parametrize("shape", ["telegram"])
NAME = "12345转办单.xlsx"


async def sends(player: Player, content: bytes, name: str = NAME, words: str = "") -> None:
    """Send a file, and let the hours look at what came."""
    path = player.town.folder / f"{player.town.next_key().replace(':', '-')}-{name}"
    path.write_bytes(content)
    await player.says(words, Attachment(Medium.FILE, str(path), name))
    await hours(player.town)


async def hours(town: Town) -> None:
    await town.hours.run_asked()
    await town.settle()


def three(town: Town) -> bytes:
    head = ("编号", "内容", "位置", "办结时限", "联系电话")
    return book(
        head,
        ("A-1", "李记面馆门口秩序乱，货堆到路上", "西津路", "2026-11-27", "13800001000"),
        ("A-2", "楼下垃圾三天没收", "翠竹苑3栋", "2026-11-25 17:00", "13800001001"),
        ("A-3", "有人反映噪音大", "", "", ""),
    )


async def known(town: Town) -> int:
    return len(await town.database.read(lambda tx: intakes.known(tx, CASES)))


async def test_a_sheet_is_shown_then_taken_and_comes_back_with_what_was_done(town: Town) -> None:
    li = await town.merchant("李记面馆")
    wang = await town.member("王芳", li)
    chen = await town.manager()
    await add_site(town, "翠竹苑", "estate")
    await sends(chen, three(town))
    chen.sees("3 件", "新的 3 件", "到店 1 件", "到点位 1 件", "地点还不清楚 1 件")
    assert await known(town) == 0, "nothing is taken before it is agreed"
    await town.restart()
    await chen.taps("导入")
    await hours(town)
    chen.sees_somewhere("新收 3 件")
    assert await known(town) == 3
    wang.sees("李记面馆", "秩序", "货堆到路上")
    chen.sees_somewhere("26-00001", "翠竹苑")
    request = await town.database.read(lambda tx: service_requests.of_key(tx, "cases:A-2"))
    assert request is not None
    assert request.phone == "13800001001"
    assert f"{request.done_due_at.astimezone(town.zone):%Y-%m-%d %H:%M}" == "2026-11-25 17:00", (
        "the hotline's own deadline"
    )
    await chen.says("待办")
    chen.sees("噪音")

    await wang.taps("确有其事")
    await chen.says("26-00001")
    await chen.taps("办好了")
    await chen.says("垃圾已清走")
    await chen.taps("发")
    await chen.says("结果")
    await hours(town)
    chen.sees("3 件，办完 1 件")
    rows = sent_back(chen)
    assert rows[0][-4:] == ["结果", "办结时间", "经办", "说明"]
    by_number = {str(row[0]): row[-4:] for row in rows[1:]}
    assert by_number["A-1"][0] == "属实，整改中"
    assert [by_number["A-2"][0], *by_number["A-2"][2:]] == ["办好了", "陈主任", "垃圾已清走"]
    assert str(by_number["A-2"][1]).startswith("2026-11-23")
    assert by_number["A-3"][0] == "待派"


def sent_back(player: Player) -> list[list[object]]:
    (file,) = player.screen[-1].reply.attachments
    content = (player.town.folder / file.ref).read_bytes()
    return python_calamine.load_workbook(io.BytesIO(content)).get_sheet_by_index(0).to_python()


async def test_the_same_sheet_again_changes_nothing(town: Town) -> None:
    chen = await town.manager()
    await add_site(town, "翠竹苑", "estate")
    for _ in range(2):
        await sends(chen, book(HEAD_12345, ROW_12345))
        if "导入" in str(chen.screen[-1].reply):
            await chen.taps("导入")
            await hours(town)
    assert await known(town) == 1
    chen.sees("都收过了")
    assert len(await town.database.read(lambda tx: service_requests.in_states(tx, RequestState.OPEN))) == 1


@pytest.mark.slow
@telegram
async def test_five_hundred_cases_go_in_and_come_back(town: Town) -> None:
    zhou = await town.staff("周坐席", "desk")
    await town.manager()
    await add_site(town, "翠竹苑", "estate")
    await sends(zhou, many(500), "导出.xlsx")
    zhou.sees("500 件", "到点位 500 件")
    await zhou.taps("导入")
    await hours(town)
    assert await known(town) == 500
    await sends(zhou, many(500), "导出.xlsx", "结果")
    zhou.sees("500 件，办完 0 件")
    rows = sent_back(zhou)
    assert len(rows) == 501
    assert {row[-4] for row in rows[1:]} == {"办理中"}


@telegram
async def test_a_telephone_is_for_the_handler_and_goes_after_thirty_days(town: Town) -> None:
    chen = await town.manager()
    await sends(chen, book(("编号", "内容", "联系电话"), ("P-1", "有人反映噪音大", "13800001009")))
    await chen.taps("导入")
    await hours(town)

    async def phones(tx: Tx) -> list[str]:
        return [one.phone for one in await intakes.in_state(tx, IntakeState.NEW)]

    assert await town.database.read(phones) == ["13800001009"]
    exported = await town.database.read(lambda tx: tx.rows("export_intakes"))
    assert "13800001009" not in str([tuple(row) for row in exported])
    town.clock.forward(days=31)
    await town.job("housekeeping")
    assert await town.database.read(phones) == [""]


@telegram
async def test_a_sheet_that_cannot_be_is_refused_row_by_row_and_nothing_is_taken(town: Town) -> None:
    chen = await town.manager()
    await sends(chen, book(("编号", "内容"), ("1", "a"), ("", "没有编号"), ("3", "")))
    chen.sees("一行也没动", "第 3 行：没有编号", "第 4 行：编号 3")
    await sends(chen, book(("标题", "内容"), ("1", "a")))
    chen.sees("没找到案件表的列名", "标题、内容")
    await sends(chen, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "案件.xls")
    chen.sees("坏了")
    assert await known(town) == 0


@telegram
async def test_a_managers_sheet_needs_no_name(town: Town) -> None:
    """Whatever a manager sent was taken for a roster and refused for want of 店名."""
    chen = await town.manager()
    await sends(chen, three(town), "11月.xlsx")
    await hours(town)
    chen.sees("3 件", "导入")
    await chen.taps("导入")
    await hours(town)
    assert await known(town) == 3


@telegram
async def test_no_and_only_whoever_sent_it_and_only_the_office(town: Town) -> None:
    chen, zhou = await town.manager(), await town.staff("周坐席", "desk")
    await sends(chen, three(town))
    await chen.taps("算了")
    chen.sees("没有导入")
    await zhou.says("结果")
    zhou.sees("还没有导入过")
    li = await town.merchant("李记面馆")
    await li.says("结果")
    assert "案件表" not in li.last
    assert await known(town) == 0


def test_by_command_in_and_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("FIVESTAR_DATABASE_URL", f"sqlite:///{tmp_path / 'a.db'}")
    Path("案件.xlsx").write_bytes(many(500))
    Path("坏.csv").write_text("编号,内容\n,x\n", "utf-8")
    assert main(["cases", "import", "案件.xlsx"]) == 0
    assert "导入 500 件；收过的 0 件" in capsys.readouterr().out
    assert main(["cases", "import", "案件.xlsx"]) == 0
    assert "导入 0 件；收过的 500 件" in capsys.readouterr().out
    assert main(["cases", "results", "案件.xlsx"]) == 0
    assert "500 件，办完 0 件" in capsys.readouterr().out
    rows = python_calamine.load_workbook("案件-结果.xlsx").get_sheet_by_index(0).to_python()
    assert len(rows) == 501
    assert main(["export", "case-results", "--format", "json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (len(told), told[0]["result"], told[0]["ended"]) == (500, rows[1][rows[0].index("结果")], False)
    assert main(["cases", "import", "坏.csv"]) == 1
    assert "第 2 行：没有编号" in capsys.readouterr().err
    assert main(["cases", "import", "没有.xlsx"]) == 1


def test_keys_are_shown_once_and_revoked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("FIVESTAR_DATABASE_URL", f"sqlite:///{tmp_path / 'a.db'}")
    Path("programme.toml").write_text('[[intake.sources]]\nname = "smart-city"\n', "utf-8")
    main(["doctor"])
    assert "fivestar keys add smart-city --for alerts" in capsys.readouterr().out
    assert main(["keys", "list"]) == 0
    assert main(["keys", "add", "smart-city", "--for", "alerts"]) == 0
    said = capsys.readouterr().out
    assert "whsec_" in said
    assert "/api/alerts?source=smart-city" in said
    assert main(["keys", "add", "市民通", "--for", "open311", "--per-minute", "5"]) == 0
    assert main(["keys", "add", "nobody", "--for", "alerts"]) == 1
    for wrong in ("x", "a b", "a:b"):
        assert main(["keys", "add", wrong, "--for", "open311"]) == (0 if wrong == "x" else 1)
    assert main(["keys", "add", "x"]) == 1
    main(["doctor"])
    assert "keys add smart-city" not in capsys.readouterr().out
    assert main(["keys", "revoke", "1"]) == 0
    assert main(["keys", "revoke", "1"]) == 1
    capsys.readouterr()
    assert main(["keys", "list"]) == 0
    listed = capsys.readouterr().out
    assert "市民通" in listed
    assert "每分钟 5 次" in listed
    assert "已作废" in listed
    assert "whsec_" not in listed


@telegram
async def test_what_holds_telephones_is_not_kept_for_ever(town: Town) -> None:
    """A sheet shown and never agreed to, and the sheets given back: both held telephones until the end of days."""
    chen = await town.manager()
    await add_site(town, "翠竹苑", "estate")
    await sends(chen, book(HEAD_12345, ROW_12345), words="结果")
    folder = town.folder / "case-results"
    assert len(list(folder.iterdir())) == 1
    await sends(chen, book(HEAD_12345, ROW_12345))
    chen.sees("1 件", "导入")
    town.clock.forward(days=31)
    await town.job("housekeeping")
    await town.job("case-sheets")
    assert list(folder.iterdir()) == []
    sheets = await town.database.read(lambda tx: tx.rows("person_case_sheets", person_id=chen.person_id))
    assert [row["state"] for row in sheets] == ["done", "refused"]
    await chen.taps("导入")
    chen.sees("答过")
