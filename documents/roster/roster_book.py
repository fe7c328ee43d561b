"""Exports the roster in the layout it is read from, so that the file can be corrected and applied again."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import time
from typing import Protocol

from documents.papers.tables import Value, separated, workbook
from documents.papers.tables import with_mark as marked
from documents.roster.roster_headings import HEADINGS
from documents.roster.roster_remarks import with_mark
from programme.duties import Duties
from programme.sites.coordinates import WGS84

SPARE_ROWS = 200
"""Empty rows under the last one, ready for new shops."""


class Listed(Protocol):
    """One shop as it is listed; `shut` while 歇业."""

    @property
    def name(self) -> str: ...
    @property
    def door(self) -> str: ...
    @property
    def street(self) -> str: ...
    @property
    def grid(self) -> str: ...
    @property
    def trade(self) -> str: ...
    @property
    def owner(self) -> str: ...
    @property
    def phone(self) -> str: ...
    @property
    def member(self) -> str: ...
    @property
    def member_phone(self) -> str: ...
    @property
    def branch(self) -> str: ...
    @property
    def opens(self) -> time | None: ...
    @property
    def closes(self) -> time | None: ...
    @property
    def duties(self) -> tuple[str, ...]: ...
    @property
    def area(self) -> str: ...
    @property
    def note(self) -> str: ...
    @property
    def shut(self) -> bool: ...
    @property
    def latitude(self) -> float | None: ...
    @property
    def longitude(self) -> float | None: ...


def roster_workbook(shops: Iterable[Listed], duties: Duties) -> bytes:
    """An .xlsx; of no shops, an empty form to fill in."""
    return workbook(HEADINGS, _rows(shops, duties), sheet="名册", spare_rows=SPARE_ROWS)


def roster_csv(shops: Iterable[Listed], duties: Duties) -> bytes:
    return marked("".join(separated(HEADINGS, _rows(shops, duties))))


def _rows(shops: Iterable[Listed], duties: Duties) -> list[list[Value]]:
    return [_row(shop, duties) for shop in shops]


def _row(shop: Listed, duties: Duties) -> list[Value]:
    named = [duty.zh for key in shop.duties if (duty := duties.by_key(key))]
    return [
        shop.name,
        shop.door,
        shop.street,
        shop.grid,
        shop.trade,
        shop.owner,
        shop.phone,
        shop.member,
        shop.member_phone,
        shop.branch,
        _hour(shop.opens),
        _hour(shop.closes),
        "、".join(named),
        shop.area,
        with_mark(shop.note, shut=shop.shut),
        *_point(shop),
    ]


def _point(shop: Listed) -> tuple[str, str, str]:
    """Where it stands, with the datum said: read again it is the same point, without a question."""
    if shop.latitude is None or shop.longitude is None:
        return "", "", ""
    return f"{shop.latitude:.6f}", f"{shop.longitude:.6f}", WGS84


def _hour(moment: time | None) -> str:
    return f"{moment:%H:%M}" if moment else ""
