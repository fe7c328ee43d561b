"""A list of sites: 68 estates with 420 cards read, applied, printed and taken back; every row that cannot be is named."""

from datetime import timedelta

import pypdfium2
import pytest
import zxingcpp

from documents.papers.service_cards import PrintedCard, service_cards
from documents.papers.tables import workbook
from documents.roster.roster_cells import Unreadable
from documents.roster.site_sheet import SITE_HEADINGS, SiteSheet, read_sites
from documents.roster.site_words import preview_sites, wrong_sites
from programme.roster.site_roster import SitePlan, plan_sites
from programme.rules import Bureau
from programme.sites.coordinates import to_wgs84
from storage.core.tx import Database, Tx
from storage.roster import rosters, site_roster
from storage.sites import cards, sites
from tests.roster.books import csv
from tests.town import MONDAY
from texts import speaker

SAY = speaker("zh")
HEAD = "点位,类别,社区,责任人,责任人手机,支部,卡位置"


def estates() -> bytes:
    """68 estates of 15 communities with 420 places for cards."""
    rows = []
    for n in range(68):
        places = ";".join(f"{card + 1}栋" for card in range(7 if n < 12 else 6))
        phone = f"1380000{1000 + n % 8:04d}"
        rows.append(
            [
                f"翠竹苑{n + 1}区",
                "小区",
                f"社区{n % 15 + 1}",
                f"队员{'甲乙丙丁戊己庚辛'[n % 8]}",
                phone,
                "第一支部",
                places,
            ]
        )
    return workbook(HEAD.split(","), rows, sheet="点位")


def read(content: bytes, name: str = "点位.csv") -> SiteSheet:
    sheet = read_sites(content, name)
    assert sheet is not None
    return sheet


async def planned(database: Database, sheet: SiteSheet) -> SitePlan:
    return plan_sites(sheet.entries, await database.read(lambda tx: site_roster.known_sites(tx, MONDAY)))


async def applied(database: Database, sheet: SiteSheet) -> SitePlan:
    plan = await planned(database, sheet)
    await database.write(lambda tx: rosters.apply_list_of_sites(tx, plan, MONDAY, 90))
    return plan


async def printed(database: Database) -> list[PrintedCard]:
    async def work(tx: Tx) -> list[PrintedCard]:
        every = await sites.every(tx)
        return [
            PrintedCard(site.name, card.label, card.code, f"https://city.example/c/{card.code}", card.code, "王芳")
            for site in every
            for card in await cards.of_site(tx, site.id)
        ]

    return await database.read(work)


@pytest.mark.slow
async def test_420_cards_are_105_pages_and_each_code_opens_its_own_site(database: Database) -> None:
    plan = await applied(database, read(estates(), "点位.xlsx"))
    assert (len(plan.new), plan.cards, len(plan.members)) == (68, 420, 8)
    every = await printed(database)
    assert len({card.code for card in every}) == 420
    document = pypdfium2.PdfDocument(service_cards(every, Bureau(phone="0563-4012345"), SAY))
    assert len(document) == 105
    names = {site.id: site.name for site in await database.read(sites.every)}
    scanned = {}
    for n in (0, 52, 104):
        found = zxingcpp.read_barcodes(document[n].render(scale=100 / 72).to_pil())
        assert len(found) == 4
        scanned |= {code.text: n for code in found}
        words = document[n].get_textpage().get_text_range()
        assert all(part in words for part in ("王同志", "0563-4012345", "12319", "不收费", "不加好友"))
        assert "王芳" not in words
    for address in scanned:
        card = await database.read(lambda tx: cards.find(tx, address.rpartition("/")[2]))  # noqa: B023 read at once
        assert card is not None
        assert next(one.site for one in every if one.scan == address) == names[card.site_id]
    document.close()


@pytest.mark.slow
async def test_every_one_of_the_420_is_read_off_its_page(database: Database) -> None:
    await applied(database, read(estates(), "点位.xlsx"))
    every = await printed(database)
    document = pypdfium2.PdfDocument(service_cards(every, Bureau(), SAY))
    read_off = [code.text for page in document for code in zxingcpp.read_barcodes(page.render(scale=100 / 72).to_pil())]
    assert sorted(read_off) == sorted(card.scan for card in every)


async def test_applied_again_nothing_changes_and_what_is_exported_says_the_same(database: Database) -> None:
    await applied(database, read(estates(), "点位.xlsx"))
    assert not (await planned(database, read(estates(), "点位.xlsx"))).changes_anything
    rows = await database.read(lambda tx: site_roster.site_rows(tx, MONDAY))
    again = await planned(database, read(workbook(SITE_HEADINGS, rows, sheet="点位"), "点位.xlsx"))
    assert not again.refusals
    assert not again.changes_anything
    assert again.unchanged == 68


async def test_a_change_of_keeper_place_and_cards_and_back_again(database: Database) -> None:
    first = read(csv(HEAD, "翠竹苑,小区,南山,王芳,13800001000,,南门;3栋", "河畔巷,小巷,南山,,,,"))
    await applied(database, first)
    second = read(csv(HEAD, "翠竹苑,小区,西津,李强,13800001001,,3栋;5栋"))
    plan = await applied(database, second)
    assert len(plan.absent) == 1
    (step,) = plan.changed
    assert (step.fields, step.hang, len(step.retire)) == (("community",), ("5栋",), 1)
    assert step.keeper
    said = "\n".join(preview_sites(second, plan, SAY))
    assert "换责任人 1 个：翠竹苑" in said
    assert "有卡撤下 1 个" in said
    undone = await database.write(lambda tx: rosters.undo(tx, MONDAY + timedelta(hours=1)))
    assert undone is not None
    assert (undone[1].removed, undone[1].restored) == (0, 1)
    assert not (await planned(database, first)).changes_anything


async def test_a_list_is_taken_back_but_for_sites_that_are_in_use(database: Database) -> None:
    await applied(database, read(csv(HEAD, "翠竹苑,小区,,,,,南门", "河畔巷,小巷,,,,,巷口")))
    every = await printed(database)
    used = next(card for card in every if card.site == "翠竹苑")
    await database.write(lambda tx: cards.opened(tx, used.code, MONDAY.date()))
    undone = await database.write(lambda tx: rosters.undo(tx, MONDAY + timedelta(hours=1)))
    assert undone is not None
    assert (undone[1].removed, undone[1].kept) == (1, ("翠竹苑",))
    assert [site.name for site in await database.read(sites.every)] == ["翠竹苑"]


WRONG = [
    ("翠竹苑,公园,,,,,", "请写 小区"),
    (",小区,南山,,,,", "没有点位名称"),
    ("翠竹苑,小区,,王芳,138,,", "138"),
    ("翠竹苑,小区,,王芳、李强,,,", "王芳、李强"),
]


@pytest.mark.parametrize(("row", "words"), WRONG)
async def test_a_row_that_cannot_be_is_named(database: Database, row: str, words: str) -> None:
    sheet = read(csv(HEAD, row))
    lines = wrong_sites(sheet, await planned(database, sheet), SAY, 9)
    assert len(lines) == 1
    assert "2" in lines[0]
    assert words in lines[0]


MORE = [
    ("点位,类别,纬度,经度,坐标系\n翠竹苑,小区,30.6,,", "纬度和经度"),
    ("点位,类别,纬度,经度,坐标系\n翠竹苑,小区,118.9,30.6,", "纬度和经度"),
    ("点位,类别,纬度,经度,坐标系\n翠竹苑,小区,30.6,118.9,CGCS", "坐标系"),
    ("点位,类别,开始,结束\n河畔,销售点,2026-09-20,2026-06-06", "开始的日子"),
    ("点位,类别,开始,结束\n河畔,销售点,六月,2026-06-06", "2026-06-06"),
    ("点位,类别,摊位\n河畔,销售点,很多", "请写数字"),
    ("点位,类别,门前店\n河畔,销售点,没有这家店", "没有这家店"),
    ("点位,类别\n翠竹苑,小区\n翠竹苑,小区", "写了 2 次"),
]


@pytest.mark.parametrize(("text", "words"), MORE)
async def test_what_contradicts_itself_is_refused(database: Database, text: str, words: str) -> None:
    sheet = read(csv(*text.split("\n")))
    assert words in "\n".join(wrong_sites(sheet, await planned(database, sheet), SAY, 9))


def test_a_list_without_kinds_says_what_is_missing() -> None:
    with pytest.raises(Unreadable) as found:
        read_sites(csv("点位,社区", "翠竹苑,南山"), "点位.csv")
    assert found.value.sentence == "no_column"
    assert "类别" in str(found.value.values)


@pytest.mark.parametrize("head", ["店名,门牌", "编号,内容,类别", "序号,点位,类别"])
def test_another_list_is_none_of_sites(head: str) -> None:
    assert read_sites(csv(head, "甲,乙,丙"), "名册.csv") is None


def test_chinese_maps_are_set_right() -> None:
    """The published test point of GCJ-02: 31.1774276, 121.5272106 is shown at 31.17530398, 121.53154186."""
    latitude, longitude = to_wgs84(31.17530398364597, 121.531541859215, "GCJ02")
    assert (latitude, longitude) == pytest.approx((31.1774276, 121.5272106), abs=2e-5)
    assert to_wgs84(30.6, 118.9, "WGS84") == (30.6, 118.9)
    baidu = to_wgs84(31.1813236, 121.5380345, "BD09")
    assert baidu == pytest.approx((31.1774276, 121.5272106), abs=5e-4)
