"""One message of the office read as an article: a title, a link and a sentence about it."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from enum import StrEnum

from files.dataclass import dataclass
from programme.sites.season_days import days_in

LONGEST_TITLE = 60
LONGEST_SUMMARY = 200
"""Characters: what a phone shows without scrolling."""
_LINK = re.compile(r"https?://[^\s，。；、<>“”\"]+", re.IGNORECASE)
_EDGES = " \t\n，,。；;：:、|·"


class ArticleKind(StrEnum):
    STUDY = "study"  # 推荐学: for the members, at most one a week
    WARNING = "warning"  # 警示教育, in the list of 推荐学
    SERVICE = "service"  # 便民: for everybody who asks
    PARKING = "parking"  # 停车, in the list of 便民
    RULE = "rule"  # 制度, in the list of 便民


FOR_MEMBERS = frozenset({ArticleKind.STUDY, ArticleKind.WARNING})
_KINDS = {
    ArticleKind.STUDY: {"警示教育": ArticleKind.WARNING, "警示": ArticleKind.WARNING, "warning": ArticleKind.WARNING},
    ArticleKind.SERVICE: {
        "停车": ArticleKind.PARKING,
        "parking": ArticleKind.PARKING,
        "制度": ArticleKind.RULE,
        "rule": ArticleKind.RULE,
    },
}


def list_of(kind: ArticleKind) -> ArticleKind:
    """The list in which an article is read: 推荐学 or 便民."""
    return ArticleKind.STUDY if kind in FOR_MEMBERS else ArticleKind.SERVICE


def kind_of(kind: ArticleKind, words: str) -> tuple[ArticleKind, str]:
    """A closer kind that stands before the title, and the words behind it.

    >>> kind_of(ArticleKind.SERVICE, "停车 春节停车安排")
    (<ArticleKind.PARKING: 'parking'>, '春节停车安排')
    """
    first, *rest = words.split(maxsplit=1) or [""]
    closer = _KINDS[list_of(kind)].get(first.strip(_EDGES).lower())
    return (closer, rest[0]) if closer and rest else (kind, words)


@dataclass(frozen=True, slots=True)
class Draft:
    """An article as it was typed: `aliases` are other words one asks for it by, `since` and `until` when it holds.

    `wrong` names what has to be changed first, empty when nothing has.
    """

    title: str
    link: str
    summary: str
    aliases: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    has_wrong_days: bool = False

    @property
    def wrong(self) -> str:
        if not self.title:
            return "no_title"
        if len(self.title) > LONGEST_TITLE:
            return "long_title"
        if len(self.summary) > LONGEST_SUMMARY or len(" ".join(self.aliases)) > LONGEST_SUMMARY:
            return "long_summary"
        return "wrong_days" if self.has_wrong_days else ""


_MARK = re.compile(r"(?:^|\s)(又叫|有效|also called|valid)(?:\s*[:：]\s*|\s+)", re.IGNORECASE)
_ALIASES = {"又叫", "also called"}
_BEGINS = re.compile(r"[起从自]|from|since", re.IGNORECASE)


def read_article(words: str, today: date) -> Draft:
    """Split “标题 链接 一句话 又叫 别的叫法 有效 12月1日到12月31日”, on one line or several.

    The title is what stands first, up to the link or the line's end.

    >>> read_article("学习《条例》 https://example.cn/a 一图读懂", date(2026, 11, 25)).summary
    '一图读懂'
    """
    plain, *marked = _MARK.split(words)
    found = _LINK.search(plain)
    pieces = [plain[: found.start()], plain[found.end() :]] if found else [plain]
    lines = [line for piece in pieces for part in piece.splitlines() if (line := " ".join(part.split()).strip(_EDGES))]
    draft = Draft(next(iter(lines), ""), found[0] if found else "", " ".join(lines[1:]))
    for mark, said in zip(marked[::2], marked[1::2], strict=True):
        draft = _called(draft, said) if mark.lower() in _ALIASES else _held(draft, said, today)
    return draft


def _called(draft: Draft, said: str) -> Draft:
    names = (" ".join(name.split()).strip(_EDGES) for name in re.split(r"[、，,;；\n]", said))
    return replace(draft, aliases=tuple(dict.fromkeys(name for name in names if name)))


def _held(draft: Draft, said: str, today: date) -> Draft:
    """From the first day until the second; a day alone is the last, unless it says that it begins then."""
    days = days_in(said, today) or []
    if len(days) == 1:
        since, until = (days[0], None) if _BEGINS.search(said) else (None, days[0])
    else:
        since, until = (days[0], days[1]) if days else (None, None)
    is_wrong = not days or days[-1] < days[0] or (until is not None and until < today)
    return replace(draft, since=since, until=until, has_wrong_days=is_wrong)
