"""Rows of a sheet that are no shop: totals, notes, signatures, headings that are repeated, a street's name above its shops."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from documents.roster.roster_cells import Cell, plain
from documents.roster.roster_headings import Header, column_of
from programme.identity import compact, visible

_TOTAL = re.compile(
    r"(?:本页|本街|本路|全街|全路|以上)?(?:合计|总计|小计|共计|累计|总数|总户数|商户总数)(?:[\s::]*(?:约?\d.*)?)"
    r"|共(?:计|有)?\d+(?:家|户|个|店|间).*|(?:sub|grand )?total(?: shops)?(?:[\s:]*\d.*)?|sum",
)
_LABEL = re.compile(
    r"(?:备?注|说明|附注|附|制表|填表|填报|审核|复核|审批|审定|批准|经办|统计|更新|截[至止]|数据来源|来源|联系人|联系电话|单位|"
    r"负责人签[字名]|签[字名]|盖章|日期|时间)(?:人|单位|日期|时间|说明)?(?:\(.*?\))?\s*[::].*"
    r"|注\s*\d*[.、:].*|[※*]\s*\D.*|(?:note|remarks?|prepared by|checked by|date)\s*:.*"
    r"|.*\((?:盖章|签字|签章|公章)\).*",
    re.DOTALL,
)
_LONG = 25
_A_PHONE = re.compile(r"\d{7,}")


def left_out(row: Sequence[Cell], header: Header) -> str:
    """The text of a row that is not a shop; empty for a shop."""
    filled = [cell for cell in row if cell not in ("", None) and not (isinstance(cell, str) and cell.isspace())]
    if not filled:
        return ""
    first = _plain(filled[0])
    if _repeats(row, header) or (_is_remark(first, alone=len(filled) == 1) and not _has_person(row, header)):
        return first[:20]
    return ""


def _plain(cell: Cell) -> str:
    return " ".join(unicodedata.normalize("NFKC", visible(plain(cell))).split())


def _repeats(row: Sequence[Cell], header: Header) -> bool:
    """The headings once more, as at the top of every printed page."""
    cells = [(column, row[n]) for column, places in header.columns.items() for n in places if n < len(row)]
    same = sum(isinstance(cell, str) and cell != "" and _column_of(cell) == column for column, cell in cells)
    return same >= 2  # noqa: PLR2004 one may be a shop of that name


def _has_person(row: Sequence[Cell], header: Header) -> bool:
    """Whether the row has a person and a telephone, and so is a shop whatever its name."""
    places = [n for column in ("phone", "member_phone") for n in header.columns.get(column, ()) if n < len(row)]
    return any(_A_PHONE.search(compact(plain(row[n]))) for n in places if "年" not in plain(row[n]))


def _is_remark(first: str, *, alone: bool) -> bool:
    folded = first.casefold()
    if any(_TOTAL.fullmatch(words) or _LABEL.fullmatch(words) for words in (folded, compact(first))):
        return True
    return alone and (len(first) > _LONG or first.endswith(("。", ";", ":")))


@lru_cache(maxsize=4096)
def _column_of(cell: str) -> str:
    return column_of(cell)
