"""Rules of sale sites that nothing breaks: no star moves but by what is the shop's own; no list of anybody is kept."""

from __future__ import annotations

from random import Random

import pytest

from programme.ids import ShopId
from storage.core.tx import Tx
from storage.operations import exports
from storage.reviews import evidence
from tests.player import Player
from tests.stories.ratings.test_stars import weeks_of_looks
from tests.stories.sites.test_permits import TODAY, melons, permit_of
from tests.town import ZONE, Town

pytestmark = pytest.mark.parametrize("shape", ["telegram"])

TAPS = (
    "给证",
    "给不了",
    "今天不来了",
    "退",
    "只今天来",
    "答应，申请",
    "我说几句",
    "收回",
    "不收",
    "是摊子的",
    "办好了",
    "发",
    "就这样",
)
WORDS = {
    "farmer": ("摆摊 西津路瓜点 李大山 山门村", "我的销售证", "今天不出摊", "退证", "哪里可以卖西瓜", "冤枉啊"),
    "keeper": ("劝导 S26-0001 压了盲道", "劝导 S26-0002 没扫地", "待办", "修路"),
    "manager": ("销售点 延 西津路瓜点 12月31日", "销售点 关 西津路瓜点", "销售点 开 西津路瓜点 12月20日", "待办"),
    "resident": ("西津路瓜点占道", "哪里停车", "西瓜", "解决了"),
}
"""What is said about sale sites by everybody beside the shop."""


async def of_shop(town: Town, li: Player) -> object:
    """Its star, findings and looks."""
    await town.job("ratings")

    async def read(tx: Tx) -> object:
        rated = [(row["state"], row["score"], row["stars"]) for row in await tx.rows("export_ratings")]
        looks = await evidence.observations(tx, ShopId(li.shop_id), TODAY, TODAY)
        return rated[-1], len(await tx.rows("export_findings")), [one.facts for one in looks]

    return await town.database.read(read)


async def act(dice: Random, player: Player, words: tuple[str, ...]) -> None:
    shown = next((said for said in reversed(player.screen) if said.reply.choices), None)
    may = [b for b in shown.reply.choices if any(b.label.startswith(tap) for tap in TAPS)] if shown else []
    if may and dice.random() < 0.6:
        await player.taps(dice.choice(may).label, on=shown)
    else:
        await player.says(dice.choice(words))


@pytest.mark.parametrize("seed", range(5))
async def test_whatever_happens_at_a_sale_site_no_star_of_a_shop_moves(town: Town, seed: int) -> None:
    li = await town.merchant("李记面馆")
    wang = await town.member("王芳", li)
    cast = {
        "farmer": town.player("瓜农"),
        "keeper": await town.staff("孙队员", "squad"),
        "manager": await town.manager(),
        "resident": town.player("居民"),
    }
    await weeks_of_looks(town, wang, "1 好", 3)
    await melons(town, cast["keeper"], li, days=90)
    await permit_of(town, cast["farmer"])
    await cast["keeper"].taps("给证")
    before, dice = await of_shop(town, li), Random(seed)
    for _ in range(40):
        who = dice.choice(sorted(cast))
        await act(dice, cast[who], WORDS[who])
    assert await of_shop(town, li) == before


async def test_a_look_that_is_the_stalls_alone_moves_no_star_either(town: Town) -> None:
    li = await town.merchant("李记面馆")
    wang = await town.member("王芳", li)
    await weeks_of_looks(town, wang, "1 好", 3)
    await melons(town, await town.staff("孙队员", "squad"), li, days=90)
    await town.job("ratings")
    [before, *_] = await town.database.read(lambda tx: tx.rows("export_ratings"))
    await wang.says("1 秩序 瓜摊占了路")
    await wang.taps("是摊子的")
    await town.job("ratings")
    [after, *_] = await town.database.read(lambda tx: tx.rows("export_ratings"))
    assert (after["stars"], after["score"] >= before["score"]) == (before["stars"], True)
    assert await town.database.read(lambda tx: tx.rows("export_findings")) == []


async def test_an_export_of_permits_counts_nobodys_faults_or_days_away(town: Town) -> None:
    """What was talked about, what was said to it and who stayed away stand in no export; it goes in and out whole."""
    sun, farmer = await town.staff("孙队员", "squad"), town.player("瓜农")
    await melons(town, sun)
    await permit_of(town, farmer)
    await sun.taps("给证")
    await farmer.says("今天不出摊")
    await sun.says("劝导 S26-0001 压了盲道")
    [row] = await town.database.read(lambda tx: exports.rows(tx, "permits", now=town.clock(), zone=ZONE))
    assert set(row) == {
        *("id", "number", "site", "name", "village", "goods", "state", "asked_at", "since", "until"),
        *("decided_at", "decided_by", "ended_at"),
    }
    assert (row["number"], row["site"], row["name"], row["state"]) == ("S26-0001", "西津路瓜点", "李大山", "given")
