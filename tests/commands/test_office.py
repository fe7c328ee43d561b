"""The clerk's verbs as typed at a desk: what they print, what they refuse, and what is never half-done."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from csv import DictReader
from pathlib import Path

import openpyxl
import pypdfium2
import pytest

from app.cli.main import main
from storage.operations.exports import WHAT
from tests.roster.books import HEAD, LI, csv, xlsx

HU = "宁墩山货铺,16号,西津路,胡春生,13800001001,王芳,13800002001"
Fivestar = Callable[..., tuple[int, str, str]]


@pytest.fixture
def fivestar(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Fivestar:
    """Run a verb in a folder of its own: exit status, standard output, standard error."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("FIVESTAR_DATABASE_URL", f"sqlite:///{tmp_path / 'a.db'}")
    monkeypatch.setenv("FIVESTAR_LANGUAGE", "zh")
    Path("名册.csv").write_bytes(csv(HEAD, LI, HU))

    def run(*words: str) -> tuple[int, str, str]:
        capfd.readouterr()
        try:
            status = main(words)
        except SystemExit as left:
            status = int(left.code or 0)
        out, err = capfd.readouterr()
        return status, out, err

    return run


def rows(fivestar: Fivestar, what: str) -> list[dict[str, object]]:
    status, out, _ = fivestar("export", what, "--format", "json")
    assert status == 0
    found: list[dict[str, object]] = json.loads(out)
    return found


def test_check_shows_and_changes_nothing(fivestar: Fivestar) -> None:
    status, out, _ = fivestar("roster", "check", "名册.csv")
    assert status == 0
    for words in ("2 行", "新店 2 家：李记面馆、宁墩山货铺", "新登记的党员 1 位：王芳", "fivestar roster apply"):
        assert words in out
    assert rows(fivestar, "shops") == []


def test_apply_makes_shops_members_and_codes_and_says_how_to_print(fivestar: Fivestar) -> None:
    status, out, _ = fivestar("roster", "apply", "名册.csv")
    assert status == 0
    assert "新 2 家，改 0 家" in out
    assert "2 张店铺登记码、1 张党员登记码" in out
    assert "fivestar invites" in out
    assert [(i["name"], i["role"]) for i in rows(fivestar, "invites")] == [
        ("李记面馆", "merchant"),
        ("宁墩山货铺", "merchant"),
        ("王芳", "member"),
    ]
    assert [(x["member"], x["number"], x["shop"]) for x in rows(fivestar, "links")] == [
        ("王芳", 1, "李记面馆"),
        ("王芳", 2, "宁墩山货铺"),
    ]


def test_an_export_is_mended_and_applied_and_taken_back(fivestar: Fivestar) -> None:
    fivestar("roster", "apply", "名册.csv")
    assert fivestar("roster", "export", "改.xlsx")[0] == 0
    book = openpyxl.load_workbook("改.xlsx")
    page = book.active
    assert page is not None
    page["F2"], page["G2"], page["O3"] = "胡大力", 13900000000, "搬走"
    book.save("改.xlsx")
    status, out, _ = fivestar("roster", "check", "改.xlsx")
    assert status == 0
    assert "换了负责人 1 家，从待评重新开始：李记面馆" in out
    assert "搬走 1 家，历史留着：宁墩山货铺" in out
    fivestar("roster", "apply", "改.xlsx")
    assert [(s["name"], s["owner"]) for s in rows(fivestar, "shops") if s["left_at"] is None] == [
        ("李记面馆", "胡大力")
    ]
    status, out, _ = fivestar("roster", "undo")
    assert (status, "恢复原样 2 家" in out) == (0, True)
    assert [s["owner"] for s in rows(fivestar, "shops")] == ["李长顺", "胡春生"]
    assert fivestar("roster", "undo")[0] == 1


REFUSALS = [
    (csv("商户名,门牌", "李,1"), "没有找到“店名”"),
    (csv(HEAD, LI, *[f"店{n},{n}号,西津路,,,王芳,13800002001" for n in range(10)]), "第 2–12 行：王芳会联系 11 家"),
    (csv(f"编号,{HEAD}", f"A1,{LI}", f"A1,{HU}"), "第 2、3 行：编号“A1”"),
    (csv(HEAD, LI, LI), "第 2、3 行：李记面馆（西津路12号）写了 2 行"),
    (csv(HEAD, LI, HU.replace("13800001001", "13800001000")), "第 2、3 行：同一个手机"),
    (csv(HEAD, LI) + b"\r\n\xff\xfe\xff,1", "第 3 行的字认不出来"),
    (csv(HEAD, LI, ",,,无名,,,"), "第 3 行：没有店名"),
    (csv(HEAD, LI, *[f"店{n},{n}号,街,,123,," for n in range(50)]), "还有 10 处"),
]


@pytest.mark.parametrize(("content", "words"), REFUSALS, ids=[words[:12] for _, words in REFUSALS])
@pytest.mark.parametrize("what", ["check", "apply"])
def test_a_bad_roster_is_refused_row_by_row(fivestar: Fivestar, what: str, content: bytes, words: str) -> None:
    Path("坏.csv").write_bytes(content)
    status, out, err = fivestar("roster", what, "坏.csv")
    assert (status, out) == (1, "")
    assert words in err
    assert rows(fivestar, "shops") == rows(fivestar, "invites") == []


def test_an_xls_renamed_is_refused(fivestar: Fivestar) -> None:
    Path("旧.xlsx").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)
    assert "旧版 .xls" in fivestar("roster", "apply", "旧.xlsx")[2]
    Path("新.xls").write_bytes(xlsx(["店名", "门牌"], ["李", "1"]))
    assert "其实是 .xlsx" in fivestar("roster", "apply", "新.xls")[2]


@pytest.mark.parametrize("words", [("roster", "check"), ("roster", "check", "没有.csv"), ("roster", "export", "a.doc")])
def test_what_is_missing_is_said(fivestar: Fivestar, words: tuple[str, ...]) -> None:
    status, _, err = fivestar(*words)
    assert (status, bool(err.strip())) == (1, True)


def test_door_signs_are_printed_and_a_lost_one_made_anew(fivestar: Fivestar) -> None:
    assert "没有可以印的" in fivestar("invites", "门贴.pdf")[2]
    fivestar("roster", "apply", "名册.csv")
    status, out, _ = fivestar("invites", "门贴.pdf")
    assert (status, "2 家店、1 位党员，共 3 页" in out, "FIVESTAR_PUBLIC_URL" in out) == (0, True, True)
    old = {i["name"]: i["code"] for i in rows(fivestar, "invites")}
    status, out, _ = fivestar(
        "invites", "一张.pdf", "--reissue", "李记面馆", "--bot", "@ningguo_bot", "--per-sheet", "4"
    )
    assert (status, "1 家店、0 位党员，共 1 页" in out) == (0, True)
    new = {i["name"]: i["code"] for i in rows(fivestar, "invites")}
    assert (new["李记面馆"] != old["李记面馆"], new["王芳"] == old["王芳"]) == (True, True)
    document = pypdfium2.PdfDocument("一张.pdf")
    code = str(new["李记面馆"])
    assert f"{code[:4]} {code[4:]}" in document[0].get_textpage().get_text_range()
    document.close()
    assert "作废了 1 个" in fivestar("invites", "--revoke", "王芳")[1]
    assert "王芳" not in {i["name"] for i in rows(fivestar, "invites")}
    assert fivestar("invites", "--revoke", "无此人")[0] == 1


@pytest.mark.parametrize(
    ("only", "counts"),
    [
        ("李记面馆", "1 家店、0 位党员"),
        ("李 记 面馆", "1 家店、0 位党员"),
        ("１２号", "1 家店、0 位党员"),
        ("西津路12", "1 家店、0 位党员"),
        ("李记面馆（12号）", "1 家店、0 位党员"),
        ("王　芳同志", "0 家店、1 位党员"),
    ],
)
def test_one_sign_is_printed_however_its_bearer_is_written(fivestar: Fivestar, only: str, counts: str) -> None:
    """A name with a space or a full-width door had “no open code”."""
    fivestar("roster", "apply", "名册.csv")
    status, out, err = fivestar("invites", "一张.pdf", "--only", only)
    assert (status, err) == (0, "")
    assert counts in out
    assert "没有可以用的登记码" in fivestar("invites", "一张.pdf", "--only", "南山路12号")[2]


@pytest.mark.parametrize("what", WHAT)
@pytest.mark.parametrize("kind", ["json", "csv", "xlsx"])
def test_everything_can_be_had_even_of_an_empty_street(fivestar: Fivestar, what: str, kind: str) -> None:
    status, out, err = fivestar("export", what, "--format", kind, "--out", "a")
    assert (status, "0 行" in out, "没有数据" in err) == (0, True, True)
    if kind == "json":
        assert json.loads(Path("a").read_text("utf-8")) == []


def test_the_weeks_figures_come_with_what_they_mean(fivestar: Fivestar) -> None:
    status, out, _ = fivestar("export", "figures", "--format", "json")
    rows = {row["name"]: row for row in json.loads(out)}
    assert (status, rows["shops"]["value"], rows["in_time"]["called"]) == (0, 0, "按时改好")
    assert "别人看过" in rows["in_time"]["means"]


def test_an_export_is_read_by_machines_and_by_excel(fivestar: Fivestar) -> None:
    Path("名册.csv").write_bytes(csv(HEAD, LI, "=1+1,16号,西津路,,,,"))
    fivestar("roster", "apply", "名册.csv")
    piped = fivestar("export", "shops")[1]
    assert [row["name"] for row in DictReader(io.StringIO(piped))] == ["李记面馆", "'=1+1"]
    fivestar("export", "shops", "--out", "店.csv")
    assert Path("店.csv").read_bytes().startswith(b"\xef\xbb\xbfid,name")
    fivestar("export", "shops", "--out", "店.xlsx")
    page = openpyxl.load_workbook("店.xlsx").active
    assert page is not None
    assert (page["B3"].value, page["B3"].data_type) == ("=1+1", "s")
    for row in rows(fivestar, "shops"):
        assert all(not isinstance(value, dict | list) for value in row.values()), "flat"


def test_what_there_is_not_is_wrong_usage(fivestar: Fivestar) -> None:
    status, _, err = fivestar("export", "secrets")
    assert (status, "self-checks" in err) == (2, True)


def test_one_person_can_be_shown_all_that_is_kept(fivestar: Fivestar) -> None:
    fivestar("roster", "apply", "名册.csv")
    (wang,) = rows(fivestar, "people")
    status, out, _ = fivestar("export", f"person:{wang['id']}")
    kept = json.loads(out)
    assert (status, kept["person"]["name"], len(kept["links"]), kept["self_checks"]) == (0, "王芳", 2, [])
    assert fivestar("export", "person:999")[0] == 1


def test_the_holidays_of_a_new_year_are_written_down_and_taken_back(fivestar: Fivestar) -> None:
    Path("通知.txt").write_bytes("2027年 春节：2月5日至11日放假。2月14日、20日上班。".encode("gbk"))
    status, out, _ = fivestar("calendar", "通知.txt")
    assert status == 0
    assert "放假：2月5日–11日" in out
    assert "周末上班：2月14日、2月20日" in out
    assert fivestar("calendar", "--undo", "2027")[0] == 0
    assert fivestar("calendar", "--undo", "2027")[0] == 1


@pytest.mark.parametrize(
    ("notice", "words"),
    [
        ("2027年 春节：2月5日（周四）至11日放假", "通知里写的是周四"),
        ("你好", "哪一年"),
        ("2020年 国庆节：10月1日至8日放假", "已经过去"),
    ],
)
def test_a_list_that_cannot_be_is_refused(fivestar: Fivestar, notice: str, words: str) -> None:
    Path("通知.txt").write_text(notice, "utf-8")
    status, _, err = fivestar("calendar", "通知.txt")
    assert (status, words in err) == (1, True)


@pytest.mark.parametrize("period", ["2026-W5", "２０２６-W05", "2026-W54", "2026-11-24"])
def test_a_week_is_written_in_one_form_and_the_right_one_is_named(fivestar: Fivestar, period: str) -> None:
    status, _, err = fivestar("job", "ratings", "--period", period)
    assert status == 1
    assert f"“{period}”不是这个任务的一期。要写成 20" in err


def test_explain_says_which_shop_it_cannot_find_and_that_there_are_no_stars_yet(fivestar: Fivestar) -> None:
    fivestar("roster", "apply", "名册.csv")
    status, out, _ = fivestar("explain", "李记面馆")
    assert (status, "还没有公布过评星" in out) == (0, True)
    status, _, err = fivestar("explain", "没有这家")
    assert (status, "没有找到" in err) == (1, True)
    status, out, _ = fivestar("explain", "1", "--period", "2026-W01")
    assert (status, "没有 2026-W01 的评星" in out) == (0, True)
