"""One message of the office read as an article."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programme.articles.article import Draft, read_article

LINK = "https://example.cn/a?b=1"


@pytest.mark.parametrize(
    ("words", "draft"),
    [
        (f"标题 {LINK} 一句话", Draft("标题", LINK, "一句话")),
        (f"标题\n一句话\n{LINK}", Draft("标题", LINK, "一句话")),
        (f"标题：{LINK}，一句话。", Draft("标题", LINK, "一句话")),
        (f"《条例》{LINK}", Draft("《条例》", LINK, "")),
        ("标题", Draft("标题", "", "")),
        ("标题\n一句话\n还有一句", Draft("标题", "", "一句话 还有一句")),
        (f"{LINK} 标题", Draft("标题", LINK, "")),
        (LINK, Draft("", LINK, "")),
        ("  \n", Draft("", "", "")),
    ],
)
def test_title_link_and_sentence(words: str, draft: Draft) -> None:
    assert read_article(words) == draft


@given(st.text(max_size=400))
def test_any_words_are_read_to_lines_without_a_break(words: str) -> None:
    draft = read_article(words)
    assert "\n" not in draft.title + draft.summary + draft.link
