"""The whole sum behind a star: a clerk redoes it from the lines alone, and gets what was published."""

from __future__ import annotations

import pytest

from documents.papers.exports import explained
from documents.wording.account_words import account_rows, as_text
from storage.core.tx import Tx
from storage.operations.exports import rows
from storage.ratings import accounts
from storage.ratings.accounts import Account
from tests.player import Player
from tests.town import Town
from texts import speaker

ZH = speaker("zh")
telegram = pytest.mark.parametrize("shape", ["telegram"])


async def a_lived_shop(town: Town) -> Player:
    """Looks of two people over six weeks, a fault that was late, one that was put right and seen, and self-checks."""
    li = await town.merchant("李记面馆")
    wang = await town.member("王芳", li)
    squad = await town.staff("赵队", "squad")
    for line in ("1 好", "1 绿化 树上挂东西", "1 好", "1 秩序 货出店", "1 好"):
        await li.says("好")
        await wang.says(line)
        for _ in range(3):
            await town.job("clocks")
        town.clock.forward(days=7)
    await squad.says("抽查 李记")
    await squad.taps("五项都做到了")
    await wang.says("1 秩序 货又出店")
    await li.says("改好了")
    town.clock.forward(hours=1)
    await town.job("ratings")
    return li


async def account_of(town: Town, shop: int) -> Account:
    async def read(tx: Tx) -> Account | None:
        return await accounts.of_shop(tx, shop, "", town.zone, town.rules)

    found = await town.database.read(read)
    assert found is not None
    assert found.judged is not None
    return found


@telegram
async def test_a_clerk_redoes_the_sum_from_its_lines(town: Town) -> None:
    li = await a_lived_shop(town)
    found = await account_of(town, li.shop_id)
    assert found.is_same
    assert found.judged is not None
    sheet = account_rows(found.judged.rating, found.rules, ZH)
    by_item = {row["项目"]: row for row in sheet}
    basis = [row for row in sheet if row["项目"] in ("网格平均", "走访")]
    weight, product = (sum(row[column] for row in basis) for column in ("分量 a", "a×q"))
    assert product / weight == pytest.approx(by_item["别人看到的 E"]["分数 q"], abs=1e-5)
    own = by_item["自查"]
    with_own = (product + own["a×q"]) / (weight + own["分量 a"])
    assert with_own == pytest.approx(by_item["加上自查 B"]["分数 q"], abs=1e-5)
    points = [row["加减分"] for row in sheet if row["加减分"] != ""]
    score = max(product / weight, with_own) + sum(points)
    assert score == pytest.approx(found.published.score, abs=1e-4)
    assert points, "something was late in these weeks"
    assert all(row["日期"] and "问题" in row["说明"] for row in sheet if row["加减分"] != "" and row["项目"] != "封顶")
    assert as_text(sheet).splitlines()[0].split("\t") == list(sheet[0])


async def test_the_shop_reads_every_point_with_its_day_and_whether_its_star_is_steady(town: Town) -> None:
    li = await a_lived_shop(town)
    await li.says("我的星")
    found = await account_of(town, li.shop_id)
    assert found.judged is not None
    rating = found.judged.rating
    for item in rating.adjustment.items:
        assert item.day is not None
        li.sees(f"{item.day.month}月{item.day.day}日")
    li.sees("加减分", f"共 −{abs(rating.adjustment.total):g}")
    assert ("还不稳" in li.last) == rating.unsteady


@telegram
async def test_the_export_carries_the_parts_after_all_that_was_there_before(town: Town) -> None:
    await a_lived_shop(town)
    [row] = explained(
        await town.database.read(lambda tx: rows(tx, "ratings", now=town.clock(), zone=town.zone)), town.rules, ZH
    )
    names = list(row)
    assert names.index("explanation") < names.index("E")
    assert row["points_total"] == sum(
        row[f"points_{part}"] for part in ("overdue", "repeated", "fixed", "resident", "own")
    )
    assert max(row["E"], row["B"]) + row["points_total"] == pytest.approx(row["score"])


@telegram
async def test_a_run_from_before_stays_readable_as_it_was(town: Town) -> None:
    """What was published before runs kept their papers: the message and the export read as ever, and the sum says why not."""
    li = await a_lived_shop(town)
    found = await account_of(town, li.shop_id)
    figures = {k: v for k, v in found.published.figures.items() if k != "unsteady"}
    adjustment = dict(figures["adjustment"])  # type: ignore[call-overload]
    figures["adjustment"] = {k: v for k, v in adjustment.items() if k != "items"}

    async def age(tx: Tx) -> None:
        await tx.do("rating_worlds_drop", run_id=found.published.run_id)
        await tx.do("ratings_drop", id=found.published.run_id)
        before = found.published
        names = ("run_id", "shop_id", "state", "score", "weakest", "stars", "shown", "previous", "looks")
        await tx.do("rating_add", **{name: getattr(before, name) for name in names}, figures=figures, packed=None)

    await town.database.write(age)
    await li.says("我的星")
    li.sees("李记面馆：★")

    async def read(tx: Tx) -> Account | None:
        return await accounts.of_shop(tx, li.shop_id, "", town.zone, town.rules)

    old = await town.database.read(read)
    assert old is not None
    assert old.judged is None
    [row] = explained(
        await town.database.read(lambda tx: rows(tx, "ratings", now=town.clock(), zone=town.zone)), town.rules, ZH
    )
    assert (row["E"], row["unsteady"]) == (figures["E"], None)
