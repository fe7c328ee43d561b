"""A list of sites (点位) as an office keeps it, read row by row like a roster of shops; cards by where they hang."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import field
from datetime import date, datetime

from documents.roster import roster_cells as cells
from documents.roster.roster_cells import NOTHING, Cell, Problem, Unclear, Unreadable
from documents.roster.roster_files import read_grids
from documents.roster.roster_headings import WITHIN, heading
from documents.roster.roster_points import LATITUDES, LONGITUDES, degrees, is_within
from files.dataclass import dataclass
from programme.roster.site_roster import SiteEntry
from programme.sites.coordinates import SYSTEMS, WGS84, to_wgs84
from programme.sites.site_kinds import SiteKind, kind_of

SITE_COLUMNS: dict[str, tuple[str, ...]] = {
    "name": ("点位", "点位名称", "site"),
    "kind": ("类别", "点位类别", "kind"),
    "community": ("社区", "community"),
    "street": ("街道", "street"),
    "place": ("位置", "地址", "place", "location"),
    "keeper": ("责任人", "责任队员", "keeper"),
    "keeper_phone": ("责任人手机", "责任人电话", "责任队员手机", "keeper phone"),
    "branch": ("支部", "党支部", "branch"),
    "cards": ("卡位置", "服务卡", "cards"),
    "latitude": ("纬度", "latitude"),
    "longitude": ("经度", "longitude"),
    "system": ("坐标系", "datum"),
    "spaces": ("车位", "spaces"),
    "hours": ("时间", "开放时间", "hours"),
    "fee": ("收费", "fee"),
    "goods": ("品类", "goods"),
    "since": ("开始", "from"),
    "until": ("结束", "until"),
    "pitches": ("摊位", "pitches"),
    "shops": ("门前店", "shops"),
    "note": ("备注", "note"),
}
"""The headings by column: the first is the one we write."""
SITE_HEADINGS = tuple(names[0] for names in SITE_COLUMNS.values())
_COLUMN_OF = {name: column for column, names in SITE_COLUMNS.items() for name in names}
_SEVERAL = re.compile(r"\s*[;；、，,\n]\s*")
_MOST_CARDS = 200


@dataclass(frozen=True, slots=True)
class SiteSheet:
    """As read. With any of `problems` nothing may be applied; `unknown` are headings nobody asked for."""

    entries: list[SiteEntry] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    unknown: tuple[str, ...] = ()
    rows: int = 0


def is_site_header(row: Sequence[Cell]) -> bool:
    """Whether this row begins a list of sites: its first heading is 点位."""
    first = next((heading(cell) for cell in row if heading(cell)), "")
    return _COLUMN_OF.get(first) == "name"


def read_sites(content: bytes, name: str, *, encoding: str = "") -> SiteSheet | None:
    """Read a list of sites; None when the file is no such list.

    Raises:
        Unreadable: it is no file we can read, or 类别 is missing.
    """
    for grid in read_grids(content, name, is_site_header, encoding):
        at = next((n for n, (_, row) in enumerate(grid.rows[:WITHIN]) if is_site_header(row)), None)
        if at is not None and not grid.is_hidden:
            return _read(grid.rows[at][1], grid.rows[at + 1 :])
    return None


def _read(header: Sequence[Cell], rows: Sequence[tuple[int, list[Cell]]]) -> SiteSheet:
    columns: dict[str, int] = {}
    unknown = []
    for n, cell in enumerate(header):
        column = _COLUMN_OF.get(heading(cell), "")
        if column and column not in columns:
            columns[column] = n
        elif heading(cell):
            unknown.append(str(cell)[:20])
    if "kind" not in columns:
        there = "、".join(str(cell)[:12] for cell in header if str(cell).strip())[:120]
        raise Unreadable("no_column", missing=f"“{SITE_COLUMNS['kind'][0]}”", there=there)
    if not rows:
        raise Unreadable("no_rows")
    entries: list[SiteEntry] = []
    problems: list[Problem] = []
    for number, row in rows:
        entry = _entry(number, row, columns, problems)
        if entry is not None:
            entries.append(entry)
    return SiteSheet(entries, problems, tuple(unknown), len(rows))


def _entry(number: int, row: Sequence[Cell], columns: dict[str, int], problems: list[Problem]) -> SiteEntry | None:
    """One row; everything wrong with it is noted, and then it is left out."""
    found: dict[str, object] = {}
    wrong = len(problems)
    for column, at in columns.items():
        cell = row[at] if at < len(row) else ""
        try:
            found[column] = _VALUES.get(column, cells.text)(cell)
        except Unclear as unclear:
            values = {"column": SITE_COLUMNS[column][0], **unclear.values}
            problems.append(Problem(unclear.sentence, number, values))
    if not any(found.values()):
        return None
    if not found.get("name"):
        problems.append(Problem("site_nameless", number))
    _settle_point(number, found, problems)
    if (found.get("since") or date.min) > (found.get("until") or date.max):  # type: ignore[operator]
        problems.append(Problem("site_season", number))
    return SiteEntry(row=number, **found) if len(problems) == wrong else None  # type: ignore[arg-type]


def _settle_point(number: int, found: dict[str, object], problems: list[Problem]) -> None:
    """Latitude and longitude belong together, within the land, and are kept in WGS 84."""
    system = str(found.pop("system", "") or WGS84).upper().replace("-", "")
    latitude, longitude = found.get("latitude"), found.get("longitude")
    if latitude is None and longitude is None:
        return
    if system not in SYSTEMS:
        problems.append(Problem("site_system", number, {"value": system}))
    elif not (is_within(latitude, LATITUDES) and is_within(longitude, LONGITUDES)):
        problems.append(Problem("site_point", number))
    else:
        point = to_wgs84(float(str(latitude)), float(str(longitude)), system)
        found["latitude"], found["longitude"] = (round(n, 6) for n in point)


def _kind(cell: Cell) -> SiteKind:
    words = cells.text(cell)
    kind = kind_of(words)
    if kind is None:
        raise Unclear("site_kind", value=words)
    return kind


def _keeper(cell: Cell) -> str:
    return cells.person(cell, "member")


def _several(cell: Cell) -> tuple[str, ...]:
    words = [part for part in _SEVERAL.split(cells.plain(cell).strip()) if part]
    if len(words) > _MOST_CARDS:
        raise Unclear("cell_long", most=_MOST_CARDS)
    return tuple(dict.fromkeys(cells.text(part)[:40] for part in words))


def _number(cell: Cell) -> int | None:
    words = cells.text(cell)
    if words.casefold() in NOTHING:
        return None
    if not re.fullmatch(r"\d{1,5}", words):
        raise Unclear("site_number", value=words)
    return int(words)


def _degrees(cell: Cell) -> float | None:
    words = cells.text(cell)
    if words.casefold() in NOTHING:
        return None
    value = degrees(words)
    if value is None:
        raise Unclear("site_number", value=words)
    return value


def _day(cell: Cell) -> date | None:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    words = cells.text(cell)
    if words.casefold() in NOTHING:
        return None
    parts = re.fullmatch(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?", words)
    try:
        return date(*map(int, parts.groups())) if parts else _no_day(words)
    except ValueError:
        return _no_day(words)


def _no_day(words: str) -> date:
    raise Unclear("site_day", value=words)


_VALUES: dict[str, Callable[[Cell], object]] = {
    "kind": _kind,
    "keeper": _keeper,
    "keeper_phone": cells.phone,
    "cards": _several,
    "shops": _several,
    "spaces": _number,
    "pitches": _number,
    "latitude": _degrees,
    "longitude": _degrees,
    "since": _day,
    "until": _day,
}
