"""One message of the office read as an article: a title, a link and a sentence about it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

LONGEST_TITLE = 60
LONGEST_SUMMARY = 200
"""Characters: what a phone shows without scrolling."""
_LINK = re.compile(r"https?://[^\s，。；、<>“”\"]+", re.IGNORECASE)
_EDGES = " \t\n，,。；;：:、|·"


class ArticleKind(StrEnum):
    STUDY = "study"  # 推荐学: for the members, at most one a week
    SERVICE = "service"  # 便民: for everybody who asks


@dataclass(frozen=True, slots=True)
class Draft:
    """An article as it was typed; `wrong` names what has to be changed first, empty when nothing has."""

    title: str
    link: str
    summary: str

    @property
    def wrong(self) -> str:
        if not self.title:
            return "no_title"
        if len(self.title) > LONGEST_TITLE:
            return "long_title"
        return "long_summary" if len(self.summary) > LONGEST_SUMMARY else ""


def read_article(words: str) -> Draft:
    """Split “标题 链接 一句话”, on one line or several: the title is what stands first, up to the link or the line's end.

    >>> read_article("学习《条例》 https://example.cn/a 一图读懂")
    Draft(title='学习《条例》', link='https://example.cn/a', summary='一图读懂')
    """
    found = _LINK.search(words)
    pieces = [words[: found.start()], words[found.end() :]] if found else [words]
    lines = [line for piece in pieces for part in piece.splitlines() if (line := " ".join(part.split()).strip(_EDGES))]
    return Draft(next(iter(lines), ""), found[0] if found else "", " ".join(lines[1:]))
