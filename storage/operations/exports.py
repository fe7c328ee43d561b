"""Exports: all data as flat rows, since the data belongs to the bureau and not to this programme."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import orjson

from storage.core.rows import Row, instant
from storage.core.tx import Tx
from storage.ratings.figure_packing import figures_of

WHAT = (
    "shops",
    "people",
    "links",
    "invites",
    "self-checks",
    "reviews",
    "findings",
    "ratings",
    "help-requests",
    "requests",
    "sites",
    "service-cards",
    "permits",
    "intakes",
    "case-results",
    "appeals",
    "titles",
    "articles",
    "rotations",
    "activities",
    "volunteer-hours",
    "follow-ups",
    "pledges",
    "honours",
    "ballots",
    "outbox",
    "runs",
)
"""What can be exported; a statement `export_<what>` or `<what>_export` stands behind each."""

Flat = dict[str, object]
_OURS = {"outbox": "outbox_export", "runs": "runs_export"}
_FIGURES = "figures"
"""Stay nested, for whoever puts them into words; `packed` is another form of them."""


async def rows(tx: Tx, what: str, *, now: datetime, zone: ZoneInfo) -> list[Flat]:
    """All rows of one kind. Instants become ISO 8601 in `zone`, `is_…` true or false (without the prefix), the rest plain.

    Of ratings there is the newest version of each period; `figures` hold what explains the star.

    Raises:
        KeyError: there is nothing of that name.
    """
    name = _OURS.get(what) or f"export_{what.replace('-', '_')}"
    found = await (tx.rows(name, now=now) if what == "invites" else tx.rows(name))
    return [flat(row, zone) for row in found]


def flat(row: Row, zone: ZoneInfo) -> Flat:
    """One row as it goes out."""
    columns = [column for column in row.keys() if column != "packed"]  # noqa: SIM118 a row is no dict
    found = {_named(column): _plainly(column, row[column], zone) for column in columns if column != _FIGURES}
    return found | {_FIGURES: figures_of(row)} if _FIGURES in columns else found


def _named(column: str) -> str:
    if column in ("since_at", "until_at", "through_at", "holder_since_at"):
        return column.removesuffix("_at")
    return column.removeprefix("is_")


def _plainly(column: str, value: object, zone: ZoneInfo) -> object:
    if value is None:
        return None
    if isinstance(value, int) and (column == "at" or column.endswith(("_at", "_before"))):
        return instant(value).astimezone(zone).isoformat(timespec="seconds")
    if column.startswith("is_") or column == "urgent":
        return bool(value)
    if isinstance(value, Decimal):  # what PostgreSQL gives for the sum of whole numbers
        return int(value) if value == int(value) else float(value)
    if column == "facts" and isinstance(value, str):
        return " ".join(f"{duty}={x:g}" for duty, x in sorted(orjson.loads(value).items()))
    return value
