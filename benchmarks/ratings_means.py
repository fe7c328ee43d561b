"""The two means of every shop from what is kept, and nothing else: what one DuckDB query over the raw rows gives."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta

import orjson

from programme.ratings.scale import scale
from programme.rules import Rules
from storage.core.tx import Database, Tx
from storage.ratings import rating_inputs

BELIEVED = 90.0
"""What a day of “all met” is taken for, as in the query."""


async def means(database: Database, through: datetime, rules: Rules) -> int:
    """E and B of every shop, open every day; how many shops there are."""
    many = 0
    stretches = await database.read(lambda tx: rating_inputs.stretches(tx, 2000))
    for stretch in stretches:
        many += len(await database.read(lambda tx, of=stretch: _stretch(tx, of, through, rules)))
    return many


async def _stretch(tx: Tx, stretch: tuple[int, int], through: datetime, rules: Rules) -> list[tuple[int, float, float]]:
    by, r, today = scale(rules), rules.rating, through.date()
    days = {(today - timedelta(days=n)).isoformat(): age for n, age in enumerate(by.ages)}
    weight = {(day, source): age * w for day, age in days.items() for source, w in by.sources.items()}
    words = tuple(d.key for d in rules.duties)
    grids = {"first_grid": stretch[0], "last_grid": stretch[1]}
    grid_of = {row["id"]: row["grid_id"] for row in await tx.rows("rating_shops", **grids, through=through)}
    sums, pooled = [], defaultdict(lambda: [0.0, 0.0])
    for row in await tx.rows("kept_looks_of_grids", **grids):
        a_sum = aq_sum = 0.0
        for _, day, _, _, source, _, facts, *_ in orjson.loads(row["looks"]):
            if a := weight.get((day, source)):
                a_sum += a
                aq_sum += a * (by.score(words, facts) or 0.0)
        shop = row["shop_id"]
        sums.append((shop, a_sum, aq_sum))
        grid = pooled[grid_of[shop]]
        grid[0] += a_sum
        grid[1] += aq_sum
    own = await _own(tx, grids, days, r.self_weight)
    mean = {g: min(max(aq / a if a else 0.0, r.mean_low), r.mean_high) for g, (a, aq) in pooled.items()}
    found = []
    for shop, a, aq in sums:
        mu, base = mean[grid_of[shop]], r.prior + a
        w = min(own.get(shop, 0.0), base / r.self_share)
        found.append((shop, (r.prior * mu + aq) / base, (r.prior * mu + aq + w * BELIEVED) / (base + w)))
    return found


async def _own(tx: Tx, grids: dict[str, int], days: dict[str, float], each: float) -> dict[int, float]:
    """W_self of each shop: a month's bits are looked up a byte at a time."""
    months = sorted({day[:7] for day in days})
    tables = {month: [_sums(month, byte, days) for byte in range(4)] for month in months}
    own: dict[int, float] = defaultdict(float)
    for row in await tx.rows("clean_days_of_grids", **grids, first=months[0], last=months[-1]):
        bits, (a, b, c, d) = row["days"], tables[row["month"]]
        own[row["shop_id"]] += each * (a[bits & 255] + b[bits >> 8 & 255] + c[bits >> 16 & 255] + d[bits >> 24])
    return own


def _sums(month: str, byte: int, days: dict[str, float]) -> list[float]:
    ages = [days.get(f"{month}-{8 * byte + n + 1:02d}", 0.0) for n in range(8)]
    return [sum(_set(bits, ages)) for bits in range(256)]


def _set(bits: int, ages: list[float]) -> Iterator[float]:
    return (age for n, age in enumerate(ages) if bits >> n & 1)
