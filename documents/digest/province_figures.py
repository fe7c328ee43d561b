"""The week of many towns together, in words and as a workbook: figures only, towns in the order given, nothing ranked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from documents.papers.sheets import Cell, Column, Formula, Sheets
from files.dataclass import dataclass
from programme.digest.figures import WeekFigures, merged
from texts import Say
from texts.days import Day


@dataclass(frozen=True, slots=True)
class TownWeek:
    """One town by its name, and its figures."""

    town: str
    figures: WeekFigures


@dataclass(frozen=True, slots=True)
class Province:
    """The towns that could be read, and for the others why not; `last` is the last day that counts."""

    period: str
    first: date
    last: date
    made: datetime
    towns: Sequence[TownWeek]
    absent: Sequence[tuple[str, str]] = ()

    @property
    def sums(self) -> WeekFigures:
        return merged(one.figures for one in self.towns)


def province_words(known: Province, say: Say) -> str:
    """The sums, a line each, and whose figures are not in them."""
    days = say("digest.days", first=Day(known.first), last=Day(known.last))
    head = say("towns.title", period=known.period, days=days, many=len(known.towns))
    lines = [
        say("towns.figure", called=say(f"figures.{name}"), value=value) for name, value in known.sums.as_dict().items()
    ]
    return "\n".join([head, *_absent(known, say), *lines])


def province_xlsx(known: Province, say: Say) -> bytes:
    """Two sheets: the sums, each a formula over the other sheet, and a row for every town."""
    names = known.sums.as_dict()
    sheets = Sheets(f"{say('towns.sheet_sum')} {known.period}", known.made)
    many, page = len(known.towns), say("towns.sheet_towns")
    rows: list[Sequence[Cell]] = [(say("towns.week"), known.period, f"{known.first} – {known.last}")]
    for place, (name, value) in enumerate(names.items(), 1):
        letter = _letter(place)
        live = Formula(f"=SUM('{page}'!{letter}2:{letter}{many + 1})", value)
        rows.append((say(f"figures.{name}"), live, say(f"figures.{name}_means")))
    rows += [(words, "", "") for words in _absent(known, say)]
    heads = [Column(say("towns.what")), Column(say("towns.value"), "number"), Column(say("towns.means"), "wrapped")]
    sheets.table(say("towns.sheet_sum"), heads, rows)
    columns = [Column(say("towns.town")), *(Column(say(f"figures.{name}"), "number") for name in names)]
    sums: list[Cell] = [say("towns.sum")]
    for place, value in enumerate(names.values(), 1):
        sums.append(Formula(f"=SUBTOTAL(109,{_letter(place)}2:{_letter(place)}{many + 1})", value))
    sheets.table(page, columns, [(one.town, *one.figures.as_dict().values()) for one in known.towns], sums)
    return sheets.content()


def _absent(known: Province, say: Say) -> list[str]:
    return [say("towns.absent", town=town, why=why) for town, why in known.absent]


def _letter(place: int) -> str:
    """The name of a column, counted from 0."""
    before, last = divmod(place, 26)
    return f"{chr(64 + before) if before else ''}{chr(65 + last)}"
