"""One message of the office read as an article."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programme.articles.article import ArticleKind, Draft, kind_of, read_article

TODAY = date(2026, 11, 25)
LINK = "https://example.cn/a?b=1"


@pytest.mark.parametrize(
    ("words", "draft"),
    [
        (f"标题 {LINK} 一句话", Draft("标题", LINK, "一句话")),
        (f"标题\n一句话\n{LINK}", Draft("标题", LINK, "一句话")),
        (f"标题：{LINK}，一句话。", Draft("标题", LINK, "一句话")),
        (f"《条例》{LINK}", Draft("《条例》", LINK, "")),
        ("标题", Draft("标题", "", "")),
        (f"标题 {LINK} 一句话 又叫 条幅、开业横幅", Draft("标题", LINK, "一句话", ("条幅", "开业横幅"))),
        ("标题 有效 12月1日到1月31日", Draft("标题", "", "", (), date(2026, 12, 1), date(2027, 1, 31))),
        ("标题 有效 12月1日起", Draft("标题", "", "", (), date(2026, 12, 1))),
        ("标题\nvalid until 31 Dec", Draft("标题", "", "", (), None, date(2026, 12, 31))),
        (
            "标题 有效 11月1日到11月20日",
            Draft("标题", "", "", (), date(2026, 11, 1), date(2026, 11, 20), has_wrong_days=True),
        ),
        ("标题 有效 一阵子", Draft("标题", "", "", has_wrong_days=True)),
        ("证照有效期 11月1日起怎么办", Draft("证照有效期 11月1日起怎么办", "", "")),
        ("标题\n一句话\n还有一句", Draft("标题", "", "一句话 还有一句")),
        (f"{LINK} 标题", Draft("标题", LINK, "")),
        (LINK, Draft("", LINK, "")),
        ("  \n", Draft("", "", "")),
    ],
)
def test_title_link_and_sentence(words: str, draft: Draft) -> None:
    assert read_article(words, TODAY) == draft


@given(st.text(max_size=400))
def test_any_words_are_read_to_lines_without_a_break(words: str) -> None:
    draft = read_article(words, TODAY)
    assert "\n" not in draft.title + draft.summary + draft.link


@pytest.mark.parametrize(
    ("kind", "words", "read"),
    [
        (ArticleKind.SERVICE, "停车 春节停车安排", (ArticleKind.PARKING, "春节停车安排")),
        (ArticleKind.SERVICE, "停车怎么收费", (ArticleKind.SERVICE, "停车怎么收费")),
        (ArticleKind.SERVICE, "制度：门前三包", (ArticleKind.SERVICE, "制度：门前三包")),
        (ArticleKind.SERVICE, "警示 一案", (ArticleKind.SERVICE, "警示 一案")),
        (ArticleKind.STUDY, "警示 一案", (ArticleKind.WARNING, "一案")),
        (ArticleKind.PARKING, "制度 门前三包", (ArticleKind.RULE, "门前三包")),
        (ArticleKind.STUDY, "警示", (ArticleKind.STUDY, "警示")),
    ],
)
def test_a_closer_kind_stands_before_the_title(kind: ArticleKind, words: str, read: tuple[ArticleKind, str]) -> None:
    assert kind_of(kind, words) == read
