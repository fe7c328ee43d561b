"""The streets as a sheet of the digest's workbook: doors in walking order, what presses there, and their stars week by week."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from documents.papers.sheets import Cell, Column, Sheets
from documents.street.doors import Street
from documents.street.strip import SIGNS, marks_said
from programme.ids import ShopId
from texts import Say
from texts.days import Names

Stars = Mapping[tuple[ShopId, str], int | None]
"""The star of a shop in a week, absent where it was not rated."""


def street_sheet(sheets: Sheets, name: str, streets: Sequence[Street], then: Stars, say: Say) -> None:
    """One row a door; a star stands on its colour, so that the sheet reads like the board's strip and grid of weeks."""
    weeks = sorted({week for _, week in then})
    heads = (
        Column(say("digest.column_street")),
        Column(say("digest.column_door")),
        Column(say("digest.column_shop")),
        Column(say("digest.column_pressing"), "wrapped"),
        Column(say("digest.column_now"), "tile"),
        *(Column(say("digest.week", number=int(week.partition("-W")[2])), "tile") for week in weeks),
    )
    rows: list[Sequence[Cell]] = []
    for street in streets:
        for door in street.doors:
            signs = zip(door.marks, marks_said(door, say), strict=True)
            marks = Names(tuple(f"{SIGNS[mark]} {words}" for mark, words in signs)).name(say.language)
            stars = [then.get((door.shop_id, week)) for week in weeks]
            rows.append((street.name, door.text, door.name, marks, door.star, *stars))
    sheets.table(name, heads, rows)
