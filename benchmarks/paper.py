"""What managers and shops get on paper, and the roster that comes on paper: how long one takes to make or to read."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from statistics import median
from time import perf_counter, process_time

from benchmarks.table import Table
from documents.digest.digest_picture import digest_picture
from documents.digest.digest_sheet import digest_xlsx
from documents.drawing.star_card import StarCard, star_card
from documents.examples import street_week
from documents.roster.roster_book import roster_workbook
from documents.roster.roster_sheet import read_roster
from documents.street.weeks_picture import ShopWeeks, weeks_picture
from programme.duties import Duties
from programme.roster.roster_plan import plan
from programme.rules import Rules
from storage.core.sqlite import open_sqlite
from storage.core.tx import Tx
from storage.roster import roster, rosters
from texts import speaker
from texts.days import Day

ROUNDS = 5
SHOPS = 10_000
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
SMALLEST = {"SHOPS": 50, "ROUNDS": 1}
"""What a test starts it with."""


def run() -> Table:
    rules, say = Rules(), speaker("zh")
    week, card = street_week(rules), StarCard("李记面馆", "西津路12号", Day(date(2026, 11, 22)), 8, "城管局", "西津路")
    line = ShopWeeks("李记面馆", tuple((f"2026-W{36 + n}", 2 + n % 4) for n in range(12)))
    made = [
        ("the digest's picture", lambda: digest_picture(week, rules, say).png()),
        ("the digest's workbook, 100 shops", lambda: digest_xlsx(week, rules, say)),
        ("a five-star card", lambda: star_card(card, say).png()),
        ("a merchant's twelve weeks", lambda: weeks_picture(line, say).png()),
    ]
    rows = [
        (what, f"{_each(make) * 1000:.0f} ms, {_each(make, process_time) * 1000:.0f} of CPU", f"{size / 1000:.0f} kB")
        for what, make in made
        if (size := len(make()))  # the first one looks through the fonts
    ]
    csv, xlsx = _csv(), asyncio.run(_listed())
    duties = Duties(rules.duties)
    rows += [
        (f"a roster read, {kind}", f"{SHOPS / _each(read):,.0f} rows/s", f"{len(content) / 1000:.0f} kB")
        for kind, content, read in (
            ("CSV", csv, lambda: read_roster(csv, "r.csv", duties)),
            ("Excel", xlsx, lambda: read_roster(xlsx, "r.xlsx", duties)),
        )
    ]
    seconds = median(asyncio.run(_applied(csv, rules)) for _ in range(ROUNDS))
    rows.append(("a roster read, planned and applied, SQLite", f"{SHOPS / seconds:,.0f} rows/s", f"{seconds:.1f} s"))
    words = f"Medians of {ROUNDS}; the roster has {SHOPS:,} shops, their holders and 1,000 members, all new."
    return Table("Paper", ("what", "takes", "all of it"), rows, words)


def _each(make: Callable[[], object], clock: Callable[[], float] = perf_counter) -> float:
    took = []
    for _ in range(ROUNDS):
        began = clock()
        make()
        took.append(clock() - began)
    return median(took)


def _csv() -> bytes:
    head = "店名,门牌,街道,负责人,手机,联系党员,党员手机,开门,打烊,适用项,备注"
    rows = [
        f"店{n},{n % 900}号,街{n // 900},主{n},138{n:08},党员{n // 10},139{n // 10:08},8:30,21点半,卫生、秩序,"
        for n in range(SHOPS)
    ]
    return "\n".join([head, *rows]).encode()


async def _listed() -> bytes:
    """The same roster as the workbook that an office keeps."""
    with tempfile.TemporaryDirectory() as folder:
        database = await open_sqlite(Path(folder) / "roster.db")
        rules = Rules()
        await database.write(lambda tx: _apply(tx, _csv(), rules))
        shops = await database.read(roster.export)
        await database.close()
    return roster_workbook(shops, Duties(rules.duties))


async def _applied(content: bytes, rules: Rules) -> float:
    with tempfile.TemporaryDirectory() as folder:
        database = await open_sqlite(Path(folder) / "roster.db")
        began = perf_counter()
        await database.write(lambda tx: _apply(tx, content, rules))
        seconds = perf_counter() - began
        await database.close()
    return seconds


async def _apply(tx: Tx, content: bytes, rules: Rules) -> None:
    sheet = read_roster(content, "roster.csv", Duties(rules.duties))
    planned = plan(sheet.entries, await roster.known(tx, NOW), rules.shops_per_member)
    if sheet.problems or planned.refusals:
        raise SystemExit(f"the roster is refused: {sheet.problems[:3]} {planned.refusals[:3]}")
    await rosters.apply(tx, planned, NOW, rules.deadlines.invite_days, day=NOW.date(), file="roster.csv")


if __name__ == "__main__":
    print(run().text())
