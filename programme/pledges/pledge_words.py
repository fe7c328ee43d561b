"""“河沥溪路灯 12盏 12月底 环卫支部 来自 26-00042 26-00051” read as a pledge; “3 办好了” as word of one that is known."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta

from files.dataclass import dataclass
from programme.pledges.pledge_state import PledgeKind
from programme.spans import span

LONGEST_TITLE = 60
_NUMBER = re.compile(r"\b\d\d-(\d{5,9})\b")
_BUSINESS = re.compile(r"^\s*(?:企优实事|企优|企业实事|企业|business)\s*", re.IGNORECASE)
_PEOPLE = re.compile(r"^\s*(?:为民实事|为民|people)\s*", re.IGNORECASE)
_FROM = re.compile(r"(?:来自|因为|\bfrom\b)\s*(.*)$", re.IGNORECASE | re.DOTALL)
_END = re.compile(
    r"(?:(?P<month>\d{1,2})\s*月底|(?P<year>年底)|(?:by )?(?P<english>end of the year))(?:之?前)?", re.IGNORECASE
)
_DAY = re.compile(
    r"(?:by\s+)?((?:\d{4}\s*[年./-]\s*)?\d{1,2}\s*[月./-]\s*\d{1,2}\s*[日号]?|"
    r"\d{1,2}\s*(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*)(?:之?前)?",
    re.IGNORECASE,
)
_WORD = re.compile(
    r"\s*(?P<number>\d{1,4})(?:\s+|(?=[^\d\s]))(?P<verb>开工了?|办好了?|不办了|started?|done|dropped?)\s*(?P<rest>.*)",
    re.IGNORECASE | re.DOTALL,
)
_VERBS = {"开工": "start", "办好": "finish", "不办": "drop", "star": "start", "done": "finish", "drop": "drop"}


@dataclass(frozen=True, slots=True)
class Draft:
    """A pledge as it was typed; `requests` are the numbers it comes from, `sources` the words that name a firm."""

    kind: PledgeKind
    title: str
    due: date | None
    branch: str
    owner: str
    requests: tuple[int, ...]
    sources: str

    @property
    def wrong(self) -> str:
        """What has to be changed first; empty when nothing has."""
        if not self.title:
            return "no_title"
        if len(self.title) > LONGEST_TITLE:
            return "long_title"
        if self.due is None:
            return "no_day"
        return "" if self.branch or self.owner else "no_owner"


@dataclass(frozen=True, slots=True)
class Word:
    """What is said of a known pledge: start, finish or drop; `rest` are the words behind it."""

    number: int
    verb: str
    rest: str


def read_word(words: str) -> Word | None:
    """“3 办好了”; None when it is something else.

    >>> read_word("3 不办了 经费没批")
    Word(number=3, verb='drop', rest='经费没批')
    """
    found = _WORD.fullmatch(words)
    if found is None:
        return None
    verb = found["verb"].casefold()
    return Word(int(found["number"]), _VERBS[verb[:2] if not verb.isascii() else verb[:4]], found["rest"].strip())


def read_pledge(words: str, branches: Iterable[str], names: Iterable[str], today: date) -> Draft:
    """Take out kind, sources, day and owner; what is left is the title."""
    kind = PledgeKind.BUSINESS if _BUSINESS.match(words) else PledgeKind.PEOPLE
    text = _PEOPLE.sub("", _BUSINESS.sub("", words))
    behind = _FROM.search(text)
    requests = tuple(dict.fromkeys(int(number) for number in _NUMBER.findall(text)))
    sources = _tidy(_NUMBER.sub(" ", behind[1])) if behind else ""
    text = _NUMBER.sub(" ", text[: behind.start()] if behind else text)
    due, text = _due(text, today)
    branch, text = _taken(text, branches)
    owner, text = _taken(text, names)
    return Draft(kind, _tidy(text), due, branch, owner, requests, sources)


def _due(text: str, today: date) -> tuple[date | None, str]:
    if found := _END.search(text):
        month = int(found["month"] or 12)
        if not 1 <= month <= 12:  # noqa: PLR2004 months of a year
            return None, text
        return _month_end(month, today), text[: found.start()] + " " + text[found.end() :]
    if found := _DAY.search(text):
        meant = span(found[1], today)
        return meant.first if meant else None, text[: found.start()] + " " + text[found.end() :]
    return None, text


def _month_end(month: int, today: date) -> date:
    year = today.year + (month < today.month)
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


def _taken(text: str, known: Iterable[str]) -> tuple[str, str]:
    """The longest of these names that stands in the words, and the words without it."""
    found = next((name for name in sorted(known, key=len, reverse=True) if name and name in text), "")
    return found, text.replace(found, " ", 1) if found else text


def _tidy(text: str) -> str:
    return " ".join(text.split()).strip(" ，,。；;、:：")
