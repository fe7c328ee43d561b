"""The certificate says what it must, can be checked by its code, and prints from any machine."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date

import pypdfium2
import pytest
import zxingcpp
from PIL import Image

from documents.papers.certificate import Certificate, certificate, certificate_png
from documents.papers.hours_paper import HoursPaper, Line, hours_paper
from programme.rules import Rules
from texts import speaker

ONE = Certificate(
    number="2026-Q4-0007",
    shop="李记面馆",
    door="西津路12号",
    quarter="2026-Q4",
    day=date(2027, 1, 11),
    bureau="宁国市城市管理执法局",
    title="五星商户",
    check="https://street.example/title/2026-Q4-0007",
)


def text_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    try:
        assert len(document) == 1
        page = document[0]
        assert (round(page.get_width()), round(page.get_height())) == (842, 595)
        return "".join(page.get_textpage().get_text_range().split())
    finally:
        document.close()


def test_it_says_who_where_when_and_by_whom() -> None:
    words = text_of(certificate(ONE))
    for word in (ONE.number, ONE.shop, ONE.door, "2026年第四季度", ONE.title, ONE.bureau, "2027年1月11日", "荣誉证书"):
        assert word in words


def test_its_code_leads_to_its_page() -> None:
    with Image.open(io.BytesIO(certificate_png(ONE))) as drawn:
        assert drawn.size == (1684, 1191)
        [code] = zxingcpp.read_barcodes(drawn.convert("L"))
    assert code.text == ONE.check


def test_the_same_certificate_is_the_same_file() -> None:
    assert certificate(ONE) == certificate(ONE)


@pytest.mark.parametrize(
    "shop", ["铺", "宁国市老街口百年传承手工山核桃土特产专营店（西津路总店）", "Li's #1 *Noodles* $5 [new] _x_"]
)
def test_any_name_stands_on_it_as_it_is(shop: str) -> None:
    assert "".join(shop.split()) in text_of(certificate(replace(ONE, shop=shop)))


def test_in_english() -> None:
    words = text_of(certificate(replace(ONE, title="Five-Star Merchant"), speaker("en")))
    assert "fourthquarterof2026" in words
    assert "11Jan2027" in words


def test_english_quotes_do_not_tear_words_apart() -> None:
    """“volunteer’s” stood as “volunteer ’ s”: the font's curly marks are a Chinese character wide."""
    known = HoursPaper("SC2026-ABCDE2", "孙大姐", date(2026, 12, 1), [Line(date(2026, 11, 28), "x", "y", 90, "z")], "")
    document = pypdfium2.PdfDocument(hours_paper(known, Rules().bureau, speaker("en")))
    said = document[0].get_textpage().get_text_range()
    document.close()
    assert "volunteer's word" in " ".join(said.split())
    assert not set("“”‘’") & set(said)
