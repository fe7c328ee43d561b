"""The printed sheet, looked at as a phone's camera does: its code is read off the page, and it lets a shop in."""

from __future__ import annotations

from datetime import date
from typing import Literal

import pypdfium2
import pytest
import zxingcpp
from PIL.Image import Image

from documents.papers.door_sheets import Sign, Way, courtesy, door_sheets, spaced
from messages.address import Address
from messages.incoming import Incoming
from programme.rules import Bureau
from storage.core.tx import Tx
from storage.people import invites, people
from storage.shops import shops
from tests.town import Town
from texts import speaker

SAY = speaker("zh")
UNTIL = date(2027, 2, 22)
BUREAU = Bureau(phone="0563-4012345")


def sign(n: int, code: str = "8VQH2UNE", scan: str = "") -> Sign:
    return Sign("shop", f"李记面馆{n}", f"西津路 {n}号", code, scan or code, "王芳", UNTIL)


def pages(pdf: bytes) -> list[tuple[str, Image, tuple[float, float]]]:
    """The words, the picture at 100 dots an inch, and the size in points of each page."""
    document = pypdfium2.PdfDocument(pdf)
    found = []
    for page in document:
        found.append((page.get_textpage().get_text_range(), page.render(scale=100 / 72).to_pil(), page.get_size()))
        page.close()
    document.close()
    return found


def printed(signs: list[Sign], per_sheet: Literal[1, 4] = 1, way: Way = "code", language: str = "zh") -> bytes:
    return door_sheets(signs, BUREAU, way, speaker(language), per_sheet=per_sheet)


@pytest.mark.parametrize(("per_sheet", "many"), [(1, 6), (4, 2)])
def test_every_code_is_read_off_the_page(per_sheet: Literal[1, 4], many: int) -> None:
    signs = [sign(n, scan=f"https://stars.example.cn/chat#code=8VQH2UN{n}") for n in range(2, 8)]
    sheets = pages(printed(signs, per_sheet, "web"))
    assert len(sheets) == many
    assert {tuple(map(round, size)) for _, _, size in sheets} == {(595, 842)}, "A4"
    read = {code.text for _, picture, _ in sheets for code in zxingcpp.read_barcodes(picture)}
    assert read == {s.scan for s in signs}


def test_a_sheet_says_all_it_should_and_no_more() -> None:
    ((words, _, _),) = pages(printed([sign(12)]))
    for part in (
        "李记面馆12",
        "西津路 12号",
        "8VQH 2UNE",
        "宁国市城市管理执法局",
        "五星商户一条街",
        "联系党员：王同志",
        "0563-4012345",
        "2月22日前有效",
        "求助",
    ):
        assert part in words, words
    assert "王芳" not in words


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("way", ["telegram", "web", "code"])
def test_long_names_and_rare_characters_fit(language: str, way: Way) -> None:
    long = Sign("shop", "Glasgow And Strathclyde Universities Officer Training Corps", "95", "A", "A", "", UNTIL)
    rare = Sign("member", "龘羴", "第一支部", "8VQH2UNE", "8VQH2UNE", "", UNTIL)
    ((words, picture, _),) = pages(printed([long, rare], 4, way, language))
    assert "Training Corps" in words
    assert len(zxingcpp.read_barcodes(picture)) == 2


NAMES = [("王芳", "王同志"), ("欧阳建国", "欧阳同志"), ("司马", "司同志"), ("Ann Lee", "Ann"), ("张", "张同志")]


@pytest.mark.parametrize(("name", "expected"), NAMES)
def test_a_door_names_a_member_by_courtesy(name: str, expected: str) -> None:
    assert courtesy(name, SAY) == expected


def test_codes_are_spaced_as_they_are_read_aloud() -> None:
    assert (spaced("8VQH2UNE"), spaced("ADMIN")) == ("8VQH 2UNE", "ADMIN")


async def test_whoever_scans_it_is_in(town: Town) -> None:
    async def invite(tx: Tx) -> str:
        shop = await town.add_shop(tx, "李记面馆")
        return await invites.make(
            tx, kind="shop", name="李记面馆", now=town.clock(), days=90, shop_id=shop, code=invites.new_code()
        )

    code = await town.database.write(invite)
    ((_, picture, _),) = pages(printed([sign(1, code)]))
    (scanned,) = zxingcpp.read_barcodes(picture)
    li = town.player("李老板")
    await li.says(scanned.text)
    li.sees_somewhere("李记面馆", "欢迎")


@pytest.mark.parametrize("shape", ["telegram"])
async def test_a_code_read_aloud_with_its_gap_is_the_same(town: Town) -> None:
    await town.merchant("李记面馆")

    async def invite(tx: Tx) -> str:
        return await invites.reissue(tx, (await invites.bearers(tx, "李记面馆"))[0], town.clock(), 90)

    code = await town.database.write(invite)
    second = town.player("李嫂")
    await second.does(Incoming(town.next_key(), Address("telegram", "u9"), town.clock(), text=spaced(code).lower()))
    people_there = await town.database.read(lambda tx: shops.holders(tx, 1))
    assert len(people_there) == 2


@pytest.mark.parametrize("shape", ["telegram"])
async def test_a_lost_sheet_is_revoked_and_made_anew(town: Town) -> None:
    wang = await town.member("王芳")
    now = town.clock()

    async def work(tx: Tx) -> tuple[str, str, int]:
        (bearer,) = await invites.bearers(tx, "王芳")
        assert (bearer.kind, bearer.id, bearer.place) == ("member", wang.person_id, "第一支部")
        assert await invites.bearers(tx, f"member:{wang.person_id}") == [bearer]
        old = await invites.reissue(tx, bearer, now, 90)
        new = await invites.reissue(tx, bearer, now, 90)
        assert await invites.find(tx, old, now) is None
        assert await invites.find(tx, new, now)
        return old, new, await invites.revoke(tx, bearer, now)

    _, new, many = await town.database.write(work)
    assert many == 1
    assert await town.database.read(lambda tx: invites.find(tx, new, now)) is None
    assert (await town.database.read(lambda tx: people.person(tx, wang.person_id))).left_at is None
