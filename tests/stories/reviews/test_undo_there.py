"""A member takes back what was recorded of one shop, which need not be the last."""

from __future__ import annotations

import pytest

from tests.player import Player
from tests.town import Town

NAMES = ("李记面馆", "津河花店", "便民五金", "徽府酒楼")


async def _round(town: Town) -> tuple[Player, list[Player]]:
    """Four looks, one after the other; the last of them is 徽府酒楼."""
    shops = [await town.merchant(name) for name in NAMES]
    wang = await town.member("王芳", *shops)
    for said in ("1 秩序 货出店", "2 绿化 花枯死了", "3 秩序 货出店", "4 卫生 门口油渍"):
        await wang.says(said)
        town.clock.forward(minutes=1)
    return wang, shops


async def _standing(town: Town) -> int:
    rows = await town.database.read(lambda tx: tx.rows("observations_everything"))
    return sum(row["standing"] for row in rows)


@pytest.mark.parametrize(
    ("said", "shop"),
    [
        ("花店明明是好的，把那条撤了", "津河花店"),
        ("刚才3号那个记错了，应该是1号", "便民五金"),
        ("刚才记错了，不是3号是1号", "便民五金"),
        ("3号报错了，是1号", "便民五金"),
        ("撤销2号", "津河花店"),
        ("2号撤销", "津河花店"),
        ("把便民五金那条撤了", "便民五金"),
        ("便民五金刚才报错了", "便民五金"),
        ("4号是对的，把1号那条撤了", "李记面馆"),
        ("undo 2", "津河花店"),
        ("undo no. 2", "津河花店"),
        ("刚才那条发错了", "徽府酒楼"),
        ("刚才那个记错了，应该是1号", "徽府酒楼"),
    ],
)
async def test_the_shop_that_is_named_is_the_one_undone(town: Town, said: str, shop: str) -> None:
    wang, _ = await _round(town)
    await wang.says(said)
    wang.sees(f"{shop}：刚才那次撤销了")
    assert await _standing(town) == 3


async def test_two_shops_of_one_list_are_both_undone(town: Town) -> None:
    wang, shops = await _round(town)
    await wang.says("1号和3号都记错了")
    shops[0].sees("撤销")
    shops[2].sees("撤销")
    assert await _standing(town) == 2


async def test_an_undo_that_is_offered_says_which_shop_it_undoes(town: Town) -> None:
    wang, _ = await _round(town)
    await wang.says("津河花店记错了，绿化是好的")
    await wang.taps("津河花店 撤销刚才那次")
    wang.sees("津河花店：刚才那次撤销了")
    assert await _standing(town) == 3


async def test_where_nothing_of_that_shop_can_be_undone_nothing_is(town: Town) -> None:
    wang, _ = await _round(town)
    town.clock.forward(minutes=7)
    await wang.says("1号刚才记错了")
    wang.sees("李记面馆：十分钟内没有可撤销的记录", "什么都没撤")
    await wang.says("撤销9号")
    wang.sees("没有 9 号店")
    assert await _standing(town) == 4


async def test_of_several_in_one_message_the_one_that_is_named_is_undone(town: Town) -> None:
    shops = [await town.merchant(name) for name in NAMES]
    wang = await town.member("王芳", *shops)
    await wang.says("1 秩序 货出店\n2 绿化 花枯死了\n3 秩序 货出店")
    await wang.says("花店那条记错了，撤销")
    wang.sees("津河花店：刚才那次撤销了")
    assert await _standing(town) == 2


async def test_an_undo_of_another_shop_is_no_remark_on_the_one_just_looked_at(town: Town) -> None:
    wang, _ = await _round(town)
    await wang.says("我的商户")
    await wang.taps("3 便民五金")
    await wang.taps("有没做到的")
    await wang.picks("绿化")
    await wang.says("津河花店记错了，绿化是好的")
    wang.sees_no("补上了")
    await wang.taps("津河花店 撤销刚才那次")
    wang.sees("津河花店：刚才那次撤销了")


async def test_an_undo_that_names_no_shop_is_offered_by_the_last_one(town: Town) -> None:
    wang, _ = await _round(town)
    await wang.says("好像记错了吧")
    await wang.taps("徽府酒楼 撤销刚才那次")
    wang.sees("徽府酒楼：刚才那次撤销了")
