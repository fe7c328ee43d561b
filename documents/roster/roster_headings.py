"""The headings of a roster: which column each word means, in one row or in two that belong together."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence

from documents.roster.roster_cells import Cell
from files.dataclass import dataclass
from programme.identity import visible

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "name": (
        *(
            "店名",
            "店铺名称",
            "商户名称",
            "商户",
            "商铺名称",
            "门店名称",
            "店面名称",
            "商店名称",
            "店铺",
            "门店",
            "字号",
            "招牌名",
        ),
        *("shop", "shop name", "name", "store", "store name"),
    ),
    "door": (
        *(
            "门牌",
            "门牌号",
            "门牌号码",
            "经营地址",
            "地址",
            "店铺地址",
            "商户地址",
            "门店地址",
            "详细地址",
            "经营场所",
            "具体位置",
        ),
        *("door", "door number", "house number", "address"),
    ),
    "street": ("街道", "街", "路名", "道路", "路段", "所在街道", "所在道路", "街路", "street", "road"),
    "grid": ("网格", "所属网格", "网格名称", "grid"),
    "trade": ("业态", "经营类别", "经营业态", "经营范围", "经营项目", "行业", "主营", "trade", "business"),
    "owner": (
        *(
            "负责人",
            "店主",
            "经营者",
            "经营者姓名",
            "负责人姓名",
            "店主姓名",
            "商户姓名",
            "业主",
            "业主姓名",
            "老板",
            "联系人",
        ),
        *("联系人姓名", "经营人", "姓名", "owner", "merchant", "contact"),
    ),
    "phone": (
        *(
            "手机",
            "手机号",
            "手机号码",
            "电话",
            "电话号码",
            "联系电话",
            "联系方式",
            "联系手机",
            "联系号码",
            "店主电话",
            "店主手机",
        ),
        *(
            "负责人电话",
            "负责人手机",
            "经营者电话",
            "经营者手机",
            "联系人电话",
            "商户电话",
            "phone",
            "mobile",
            "telephone",
        ),
    ),
    "member": (
        *(
            "联系党员",
            "党员",
            "党员姓名",
            "联系党员姓名",
            "责任党员",
            "包保党员",
            "包联党员",
            "联络党员",
            "结对党员",
            "挂联党员",
        ),
        *("member", "linked member", "party member"),
    ),
    "member_phone": (
        *(
            "党员手机",
            "党员手机号",
            "党员手机号码",
            "党员电话",
            "党员联系电话",
            "党员联系方式",
            "联系党员手机",
            "联系党员电话",
        ),
        *("责任党员手机", "责任党员电话", "member phone", "member mobile"),
    ),
    "branch": ("支部", "党支部", "所属支部", "所在支部", "所属党支部", "branch", "party branch"),
    "opens": ("开门", "开门时间", "营业开始", "开始营业", "opens", "opening", "opening time"),
    "closes": ("打烊", "打烊时间", "关门", "关门时间", "营业结束", "closes", "closing", "closing time"),
    "hours": ("营业时间", "营业时段", "经营时间", "开放时间", "hours", "opening hours"),
    "duties": ("适用项", "适用五包", "duties", "duties that apply"),
    "area": ("责任区说明", "责任区", "area", "responsibility area"),
    "note": ("备注", "说明", "note", "notes", "remark", "remarks"),
    "latitude": ("纬度", "北纬", "latitude", "lat"),
    "longitude": ("经度", "东经", "longitude", "lon", "lng", "long"),
    "system": ("坐标系", "坐标系统", "datum", "coordinate system"),
    "point": ("经纬度", "坐标", "经度纬度", "纬度经度", "coordinates", "lnglat", "latlng"),
    "code": ("编号", "商户编号", "店铺编号", "code", "shop code"),
}
"""The headings by column: the first is the one we write. `code` is only looked at for the same one standing there twice."""

NOT_WRITTEN = ("code", "hours", "point")
HEADINGS = tuple(names[0] for column, names in COLUMNS.items() if column not in NOT_WRITTEN)
REQUIRED = ("name", "door")
WITHIN = 20
"""Rows from the top among which the headings are looked for: above them stand titles and who filled it in when."""

WEAK = {
    "地址",
    "经营地址",
    "店铺地址",
    "商户地址",
    "门店地址",
    "详细地址",
    "经营场所",
    "具体位置",
    "address",
    "联系人",
    "姓名",
    "contact",
}
"""Words that mean their column only where no other heading does: beside 门牌 an 地址 is a column nobody asked for."""
_COLUMN_OF = {name: column for column, names in COLUMNS.items() for name in names}
_PHONES = {"手机", "手机号", "手机号码", "电话", "电话号码", "联系电话", "联系方式", "phone", "mobile", "telephone"}
_NAMES = {"姓名", "名字", "名称", "name"}
_UNDER = {
    "member": ("member", "member_phone"),
    "owner": ("owner", "phone"),
    "name": ("name", "phone"),
    "branch": ("branch", ""),
}
"""What a name and a telephone mean below the heading of a group."""


@dataclass(frozen=True, slots=True)
class Header:
    """The headings of one sheet: the place of each column (some twice), unknown headings, and how many rows they take."""

    columns: dict[str, list[int]]
    unknown: tuple[str, ...]
    rows: int
    words: tuple[str, ...]


def find_header(rows: Sequence[Sequence[Cell]]) -> tuple[int, Header] | None:
    """The headings among the first rows and the index of their row; None where there are none."""
    for at in range(min(WITHIN, len(rows))):
        below = rows[at + 1] if at + 1 < len(rows) else ()
        second = below if _is_second_row(rows[at], below) else ()
        columns = [_column(rows[at], second, n) for n in range(max(len(rows[at]), len(second)))]
        if all(column in columns for column in REQUIRED):
            return at, _header(rows[at], second, columns)
    return None


def is_header(row: Sequence[Cell]) -> bool:
    """Whether a row has all the headings that must be there."""
    found = {column_of(cell) for cell in row}
    return all(column in found for column in REQUIRED)


def column_of(cell: Cell) -> str:
    """The column a heading means; empty for none."""
    return _COLUMN_OF.get(heading(cell), "")


def heading(cell: Cell) -> str:
    """A heading as it is compared: “ 店名* ”, “店名（必填）” and “店 名” are the same."""
    words = unicodedata.normalize("NFKC", visible(str(cell))).casefold()
    words = re.sub(r"\(.*?\)|\[.*?\]", "", words).strip(" *:\n\t")
    joined = re.sub(r"\s+", " ", words)
    return joined.replace(" ", "") if re.search(r"[\u4e00-\u9fff]", joined) else joined


def _header(first: Sequence[Cell], second: Sequence[Cell], columns: Sequence[str]) -> Header:
    words = tuple(_words(_cell(second, n) or _cell(first, n)) for n in range(len(columns)))
    strong = {column for n, column in enumerate(columns) if heading(words[n]) not in WEAK}
    places: dict[str, list[int]] = {}
    unknown = []
    for n, column in enumerate(columns):
        if column and (column not in strong or heading(words[n]) not in WEAK):
            places.setdefault(column, []).append(n)
        elif words[n]:
            unknown.append(words[n][:20])
    return Header(places, tuple(unknown), 2 if second else 1, words)


def _is_second_row(first: Sequence[Cell], second: Sequence[Cell]) -> bool:
    """A row that only names parts of what stands above it: 姓名 and 手机 below 店主, 街道 and 门牌 below 地址."""
    words = [(n, heading(cell)) for n, cell in enumerate(second) if _words(cell)]
    known = all(word in _COLUMN_OF or word in _NAMES or word == heading(_cell(first, n)) for n, word in words)
    return bool(words) and known and any(word != heading(_cell(first, n)) for n, word in words)


def _column(first: Sequence[Cell], second: Sequence[Cell], n: int) -> str:
    upper, lower = _cell(first, n), heading(_cell(second, n))
    if lower and not _words(upper):
        upper = next((cell for cell in reversed(first[:n]) if _words(cell)), "")
    if not lower or lower == heading(upper):
        return column_of(upper)
    if (joined := heading(upper) + lower) in _COLUMN_OF:
        return _COLUMN_OF[joined]
    named, telephone = _UNDER.get(column_of(upper), ("", ""))
    if lower in _NAMES:
        return named or _COLUMN_OF.get(lower, "")
    if lower in _PHONES and telephone:
        return telephone
    return _COLUMN_OF.get(lower, "")


def _cell(row: Sequence[Cell], n: int) -> Cell:
    return row[n] if n < len(row) else ""


def _words(cell: Cell) -> str:
    return " ".join(visible(str(cell)).split())
