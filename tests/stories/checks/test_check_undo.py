"""A shop takes back what it reported: one fault of several, the last one, in a sentence or by a tap."""

import pytest

from storage.findings import findings
from storage.reviews import evidence
from tests.player import Player
from tests.town import MONDAY, Town


async def problems(town: Town, shop: Player) -> tuple[str, ...] | None:
    said = await town.database.read(lambda tx: evidence.self_check(tx, shop.shop_id, MONDAY.date()))
    return said.problems if said else None


async def faults(town: Town, shop: Player) -> set[str]:
    return {f.duty for f in await town.database.read(lambda tx: findings.open_at(tx, shop.shop_id))}


@pytest.mark.parametrize("says", ["绿化那条撤销", "不对不对，绳子不是我的，绿化那个给我撤了"])
async def test_one_fault_named_in_the_sentence_is_taken_out_and_the_others_stand(town: Town, says: str) -> None:
    """The whole self-check was asked again instead, and what was answered then was added to the old faults."""
    li = await town.merchant("李记面馆")
    await li.says("秩序 货出店了")
    await li.says("绿化 树上挂了绳子")
    assert await problems(town, li) == ("order", "green")
    await li.says(says)
    li.sees("绿化 拿掉了", "现在记的是：秩序 没做到")
    assert await problems(town, li) == ("order",)
    assert await faults(town, li) == {"order"}


async def test_sent_by_mistake_asks_which_of_what_stands_does_not_count(town: Town) -> None:
    li = await town.merchant("李记面馆")
    await li.says("秩序 货出店了")
    await li.says("卫生 门口有油")
    await li.says("发错了")
    li.sees("哪一样不算", "秩序 不算", "卫生 不算", "五项都做到了")
    await li.taps("卫生 不算")
    assert await problems(town, li) == ("order",)
    await li.says("撤销")
    await li.taps("秩序 不算")
    li.sees("当没报过", "门前五包今天怎么样")
    assert await problems(town, li) is None, "that all is met was not said"
    assert await faults(town, li) == set()
