"""What is published speaks well and names nobody: no owner, no telephone, no ranking, no word that punishes."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import pytest

from documents.drawing.star_card import StarCard, star_card
from documents.papers.certificate import Certificate
from documents.papers.notice import Notice, notice_picture, notice_text
from storage.board.public_titles import PublicNotice, PublicShop, PublicTitle
from tests.house.test_house import ROOT
from tests.town import MONDAY
from texts import LANGUAGES, catalogue, speaker
from texts.days import Day

FORBIDDEN = ("打卡", "失信", "黑名单", "黑榜", "排名", "排行", "名次", "末位", "曝光")
"""Words the rules of PROGRAMME §3 leave no room for; “不排名” is a promise."""
PERSONAL = ("owner", "phone", "person", "holder", "负责人", "手机")
PHONE = re.compile(r"1[3-9]\d{9}|0\d{2,3}-?\d{7,8}")
QUERIES = sorted((ROOT / "storage").glob("*/*.sql"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_ranks_punishes_or_holds_a_telephone(language: str) -> None:
    for key, sentence in catalogue(language).items():
        said = sentence.replace("不排名", "")
        assert not [word for word in FORBIDDEN if word in said], key
        assert not PHONE.search(said), key


@pytest.mark.parametrize("kind", [Notice, Certificate, StarCard, PublicNotice, PublicShop, PublicTitle])
def test_what_is_published_has_no_room_for_a_person(kind: type) -> None:
    names = {f.name for f in fields(kind)}
    assert not [name for name in names if any(word in name for word in PERSONAL)]


@pytest.mark.parametrize("path", QUERIES, ids=lambda p: p.stem)
def test_what_the_public_pages_read_names_nobody(path: Path) -> None:
    for block in path.read_text("utf-8").split("-- name: "):
        if block.startswith("public_"):
            assert not [word for word in (*PERSONAL[:2], "people", "tenures", "holdings") if word in block], block


@pytest.mark.parametrize("path", QUERIES, ids=lambda p: p.stem)
def test_no_list_puts_people_in_an_order_of_merit(path: Path) -> None:
    """People come by name, number or place; never by how much they did."""
    for block in path.read_text("utf-8").split("-- name: "):
        if re.search(r"\b(people|observer_id|member_id)\b", block):
            assert not re.search(r"ORDER BY[^;]*\b(count|sum|avg|many|looks|score)\b", block, re.IGNORECASE), block[:80]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_notice_and_a_card_say_names_and_doors_and_nothing_else_of_a_shop(language: str) -> None:
    say = speaker(language)
    day = MONDAY.date()
    notice = Notice("2026-Q4", [("李记面馆", "西津路12号")], day, day, "宁国市城管执法局", "五星商户")
    card = StarCard("李记面馆", "西津路12号", Day(day), 3, "宁国市城管执法局", "五星商户一条街")
    for words in (notice_text(notice, say), notice_picture(notice, say).svg, star_card(card, say).svg):
        assert "李记面馆" in words
        assert not PHONE.search(re.sub(r"<[^>]*>", " ", words))
