"""Reads a 备注 as an order (closed, reopened, moved away, handed over) if it says nothing else but a date, else as a remark."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from documents.roster.roster_cells import Cell, text
from programme.roster.roster import CLOSED, HANDED, LEFT, REOPENED

_ORDERS = {
    LEFT: ("已?搬走了?", "已?搬离", "已搬迁", "moved (?:out|away)", "left"),
    CLOSED: ("(?:已|暂时|暂|临时)?(?:歇业|停业)(?:中|了)?", "暂停营业", "(?:temporarily )?closed"),
    REOPENED: ("已?恢复营业", "已?重新(?:开业|营业)", "已?复业", "reopened"),
    HANDED: ("已?换人了?", "已?换了?(?:负责人|店主|经营者)", "new (?:owner|holder)"),
}
_MONTHS = "(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
_DAY = (
    r"(?:\d{4}年(?:\d{1,2}月)?(?:\d{1,2}[日号])?|\d{1,2}月(?:\d{1,2}[日号])?|\d{4}[-/.]\d{1,2}(?:[-/.]\d{1,2})?|\d{1,2}[-/.]\d{1,2}|"
    rf"\d{{1,2}} {_MONTHS}(?: \d{{4}})?|{_MONTHS}(?: \d{{1,2}},?)?(?: \d{{4}})?|\d{{4}})"
)
_DATE = rf"(?:(?:自|从|于|since|from|on|in) ?)?{_DAY} ?起?"
_SPAN = rf"(?:{_DATE} ?)?(?:到|至|until|till?|through|[-–—~]) ?{_DAY}(?: ?(?:止|为止))?"
_DAYS = {CLOSED: rf"{_SPAN}|{_DATE}"}
"""Only a closure has a last day."""
_GAP = r"[\s,()]*"
_FORMS = [
    (order, re.compile(rf"{_GAP}(?P<before>{days})?{_GAP}(?:{word}){_GAP}(?P<after>{days})?{_GAP}[.。!]?"))
    for order, words in _ORDERS.items()
    for days in (_DAYS.get(order, _DATE),)
    for word in words
]
_LIKE = re.compile("歇业|停业|关门|搬走|搬离|搬迁|恢复营业|重新开业|换人|转让|\\b(?:closed|left|moved|reopened)\\b")


class Remark(NamedTuple):
    """A 备注: its order (empty for none), the rest of its words, and those of its days."""

    order: str
    note: str
    days: str = ""


def remark(cell: Cell) -> Remark:
    """Read a 备注 as an order or as a remark.

    An order stands alone, or with a date, or before a semicolon: “歇业”, “停业到12月1日”, “搬走 2026年10月”, “歇业；回老家”.
    “歇业：每周一” and “Left of the bank” are remarks.
    """
    words = text(cell)
    first, mark, rest = words.replace(";", "；").partition("；")
    folded = unicodedata.normalize("NFKC", first).casefold().strip()
    for order, form in _FORMS:
        found = form.fullmatch(folded) if folded else None
        if found and not (found["before"] and found["after"]):
            days = found["before"] or found["after"] or ""
            return Remark(order, "；".join(filter(None, (days, rest.strip() if mark else ""))), days)
    return Remark("", words)


def is_like_an_order(words: str) -> bool:
    """A remark that speaks of closing or moving without being an order: worth saying that nothing came of it."""
    return _LIKE.search(words.casefold()) is not None


def with_mark(note: str, *, shut: bool) -> str:
    """A 备注 as it is exported: a shop that is 歇业 says so first."""
    return "；".join(part for part in ("歇业" if shut else "", note) if part)
