"""Pictures hold what they should, fit a phone, and publish no person."""

from __future__ import annotations

import io
import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from xml.etree import ElementTree

import pytest
from PIL import Image, ImageChops, ImageFilter, ImageStat

from documents.digest import charts
from documents.digest.digest_doors import doors_of
from documents.digest.digest_figures import GridWeek
from documents.digest.digest_picture import digest_panels, digest_picture
from documents.drawing import fonts
from documents.drawing.drawing import Picture, cut, text
from documents.drawing.star_card import StarCard, star_card
from documents.examples import street_week
from documents.papers.notice import Notice, notice_picture, notice_png, notice_text
from documents.street.rows import LINES
from documents.street.strip import SIGNS
from programme.digest.together import Together
from programme.rules import Rules
from texts import LANGUAGES, speaker
from texts.days import Day

RULES = Rules()
BUREAU = RULES.bureau.name
CARD = StarCard("李记面馆", "西津路12号", Day(date(2026, 11, 22)), 8, BUREAU, RULES.bureau.street)
SVG = "{http://www.w3.org/2000/svg}"


def words_of(picture: Picture) -> list[str]:
    return ["".join(t.itertext()) for t in ElementTree.fromstring(picture.svg).iter(f"{SVG}text")]


def right_edges(picture: Picture) -> list[tuple[float, str]]:
    """Where each line of words ends, by its anchor and its width."""
    ends = []
    for t in ElementTree.fromstring(picture.svg).iter(f"{SVG}text"):
        words = "".join(t.itertext())
        wide = fonts.width(words) * float(t.get("font-size", 0))
        share = {"start": 1.0, "middle": 0.5, "end": 0.0}[t.get("text-anchor", "start")]
        ends.append((float(t.get("x", 0)) + wide * share, words))
    return ends


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_week_is_all_in_one_picture(language: str) -> None:
    week, say = street_week(), speaker(language)
    picture = digest_picture(week, RULES, say)
    words = " ".join(words_of(picture))
    assert say("digest.coverage", seen=week.figures.seen, all=week.figures.possible) in words
    for number in (*week.counts, len(week.outcomes("overdue")), week.shares.service):
        assert str(number) in words
    assert "…" not in words, "nothing is cut"
    assert not [end for end in right_edges(picture) if end[0] > picture.width - 36]


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_opens_and_no_messenger_shrinks_it(language: str) -> None:
    with Image.open(io.BytesIO(digest_picture(street_week(), RULES, speaker(language)).png())) as drawn:
        assert drawn.size == (1080, 1280)
        assert len(set(drawn.convert("L").resize((64, 64)).tobytes())) > 20


def test_it_reads_without_colour() -> None:
    """What is late is hatched, what waits is empty, what is done is full: told apart in black and white."""
    looks = [(p.look, p.value) for p in (charts.Part("", 3, "full"), charts.Part("", 2, "late"))]
    body = charts.parts(0, 0, 400, [charts.Part("在时限内", v, look) for look, v in looks])
    assert "url(#hatch)" in body
    lines = re.findall(r"<polyline[^>]*>", digest_picture(street_week(), RULES, speaker("zh")).svg)
    one, other = (line for line in lines if 'stroke-width="5"' in line)
    assert ("dasharray" in one) != ("dasharray" in other)


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_empty_street_still_has_its_picture(language: str) -> None:
    week = street_week(shops=0)
    week = replace(week, trend=(), grids=(), findings=(), helps=())
    assert digest_picture(week, RULES, speaker(language)).png()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_streets_stand_in_the_picture_door_by_door(language: str) -> None:
    """The same doors as the board's strip, the most pressing street first; what does not fit is counted."""
    week, say = replace(street_week(), requests=(), alerts=0, together=Together()), speaker(language)
    words = words_of(digest_picture(week, RULES, say))
    for street in doors_of(week)[:LINES]:
        assert street.name in words
    assert SIGNS["overdue"] in words
    many = [replace(shop, street=f"街{n % 9}") for n, shop in enumerate(week.shops)]
    words = words_of(digest_picture(replace(week, shops=tuple(many)), RULES, say))
    assert say("digest.streets_more", many=9 - LINES) in words


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_chart_by_itself_is_readable_at_the_width_of_a_phone(language: str) -> None:
    """On the board the picture was shrunk to a third: nine pixels of it were three on a phone."""
    for panel in digest_panels(street_week(), speaker(language)):
        sizes = [float(t.get("font-size", 0)) for t in ElementTree.fromstring(panel.svg).iter(f"{SVG}text")]
        assert min(sizes) * 358 / panel.width >= 14, panel.title
        assert not [end for end in right_edges(panel) if end[0] > panel.width - 8], panel.title
        assert not [words for words in words_of(panel) if words.endswith("…")], panel.title


def test_many_grids_show_the_street_and_who_wants_a_hand() -> None:
    grids = tuple(GridWeek(f"网格{n}", 10, 3 if n == 7 else 9, 0, ("looks",) if n == 7 else ()) for n in range(12))
    words = words_of(digest_picture(replace(street_week(), grids=grids), RULES, speaker("zh")))
    assert "全街" in words
    assert "网格7" in words
    assert "网格3" not in words


@pytest.mark.parametrize(
    ("words", "ems", "told"), [("李记面馆", 4, "李记面馆"), ("李记面馆大酒楼", 4, "李记面…"), ("", 1, "")]
)
def test_long_words_are_cut_with_a_sign(words: str, ems: float, told: str) -> None:
    assert cut(words, ems) == told


def test_what_people_wrote_cannot_break_the_drawing() -> None:
    name = '<b>"张&李"</b>'
    picture = Picture(200, 100, name, text(0, 50, name, 20))
    assert words_of(picture) == [name]
    assert picture.png()


@pytest.mark.parametrize("weeks", [1, 8])
def test_the_card_names_the_shop_and_the_week_only(weeks: int) -> None:
    picture = star_card(replace(CARD, weeks=weeks), speaker("zh"))
    words = words_of(picture)
    assert CARD.shop in words
    assert ("连续 8 周五星" in words) == (weeks == 8)
    assert any("11月22日" in w for w in words)
    with Image.open(io.BytesIO(picture.png())) as drawn:
        assert drawn.size == (1080, 1080)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "shop", ["李记面馆", "Li's Noodles & Tea", "宁国市老街口百年传承手工山核桃土特产专营店", "喆垚面馆"]
)
def test_a_card_is_printed_as_it_is_drawn(shop: str, language: str) -> None:
    """Its ground is drawn once and the words are set on a copy: nobody should see that."""
    card = star_card(replace(CARD, shop=shop), speaker(language))
    printed, drawn = (Image.open(io.BytesIO(png)).convert("L") for png in (card.png(), card.picture.png()))
    apart = ImageChops.difference(printed, drawn)
    assert ImageStat.Stat(apart).mean[0] < 1
    softened = apart.filter(
        ImageFilter.BoxBlur(2)
    )  # an edge half a pixel aside is no difference, a stroke amiss is one
    assert softened.getextrema()[1] < 90
    assert len(card.png()) < 40_000


def test_cards_share_a_ground_and_not_their_words() -> None:
    first, second = (star_card(replace(CARD, shop=shop), speaker("zh")) for shop in ("李记面馆", "王记包子"))
    assert first.ground == second.ground
    alone = first.png()
    assert second.png() != alone
    assert first.png() == alone


def test_a_name_the_shipped_fonts_lack_is_drawn_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    card = star_card(replace(CARD, shop="㐂记面馆"), speaker("zh"))
    monkeypatch.setattr(
        fonts, "files_for", lambda words: [fonts.SHIPPED, fonts.BOLD] if "㐂" in words else [fonts.SHIPPED]
    )
    assert card.png() == card.picture.png()


def test_a_long_name_fits_the_card() -> None:
    picture = star_card(replace(CARD, shop="宁国市老街口百年传承手工山核桃土特产专营店"), speaker("zh"))
    assert max(end for end, _ in right_edges(picture)) < 1080 - 64


SHOPS = [(f"第{n}家店", f"西津路{n}号") for n in range(1, 31)]


@pytest.mark.parametrize("many", [1, 12, 13, 30])
def test_the_notice_holds_every_shop_with_its_door(many: int) -> None:
    known = Notice("2026-Q4", SHOPS[:many], date(2027, 1, 4), date(2027, 1, 8), BUREAU, "五星商户")
    picture = notice_picture(known, speaker("zh"))
    words = words_of(picture)
    for name, door in SHOPS[:many]:
        assert name in words
        assert door in words
    assert "公示期：1月4日—1月8日" in words
    assert not [end for end in right_edges(picture) if end[0] > picture.width - 20]
    assert len(notice_png(known, speaker("zh"))) > 10_000


@pytest.mark.parametrize("many", [3, 20])
def test_nothing_is_cut_off_a_notice(many: int) -> None:
    name, door = "宁国市老街口百年传承手工山核桃土特产专营店", "河沥溪街道津河东路与中溪路交叉口128号甲"
    known = Notice("2026-Q4", [(name, door)] * many, date(2027, 1, 4), date(2027, 1, 8), BUREAU, "五星商户")
    picture = notice_picture(known, speaker("zh"))
    assert words_of(picture).count(name) == words_of(picture).count(door) == many
    assert not [end for end in right_edges(picture) if end[0] > picture.width - 20]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_notice_in_words(language: str) -> None:
    known = Notice("2026-Q4", SHOPS[:2], date(2027, 1, 4), date(2027, 1, 8), BUREAU, "五星商户")
    told = notice_text(known, speaker(language))
    assert "1. 第1家店（西津路1号）" in told
    assert not re.search(r"1\d{10}", told)


def test_threads_that_draw_at_once_each_get_their_own_picture() -> None:
    """One press prints for all of them, one sheet at a time."""
    sheets = [Picture(60 + n, 40, "", text(4, 30, str(n), 20)) for n in range(6)]
    with ThreadPoolExecutor(3) as threads:
        drawn = list(threads.map(Picture.png, sheets))
    assert [Image.open(io.BytesIO(one)).size for one in drawn] == [(60 + n, 40) for n in range(6)]
    assert drawn == [sheet.png() for sheet in sheets]
