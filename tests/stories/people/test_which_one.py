"""A label typed where several questions are open: it is asked which, when they mean different things."""

from __future__ import annotations

import pytest

from storage.findings import findings
from tests.player import Player
from tests.town import Town


async def two_fixes(town: Town) -> tuple[Player, Player, Player]:
    """Two shops say that they have put it right; their member was asked about both and has answered neither."""
    li, zhang = await town.merchant("李记面馆"), await town.merchant("张姐水果")
    wang = await town.member("王芳", li, zhang)
    for shop in (li, zhang):
        await shop.says("秩序 货出店了")
        await shop.says("改好了")
        await shop.sends_photo()
    return li, zhang, wang


async def test_a_typed_label_that_fits_two_shops_is_asked_about(town: Town) -> None:
    li, zhang, wang = await two_fixes(town)
    await wang.says("还没好")
    wang.sees("您说的是哪一个", "李记面馆", "张姐水果")
    await wang.taps("李记面馆")
    li.sees("秩序")
    assert [f.state for f in await town.database.read(lambda tx: findings.open_at(tx, li.shop_id))] == ["open"]
    assert [f.state for f in await town.database.read(lambda tx: findings.open_at(tx, zhang.shop_id))] == ["fixed"]
    await wang.says("还没好")
    zhang.sees("秩序")
    assert [f.state for f in await town.database.read(lambda tx: findings.open_at(tx, zhang.shop_id))] == ["open"]


@pytest.mark.parametrize("shape", ["plain"])
async def test_what_was_asked_last_is_answered_without_another_question(town: Town) -> None:
    li = await town.merchant("李记面馆")
    second = await town.another_shop(li, "李记小吃")
    for shop in ("李记面馆", "李记小吃"):
        await li.says("自查")
        await li.taps(shop)
    await li.says("五项都做到了")
    li.sees("李记小吃", "收到")
    checks = await town.database.read(lambda tx: tx.rows("self_checks_everything"))
    assert [row["shop_id"] for row in checks] == [second]


async def test_the_choices_read_as_a_short_title_and_one_colon(town: Town) -> None:
    """The buttons read “陈主任回您（李记面馆）：：一般”."""
    li, wang = await town.merchant("李记面馆"), await town.member("王芳")
    await town.make_member(wang, li)
    for words in ("水管漏了", "灯不亮"):
        await li.says(f"求助 {words}")
        await wang.taps("回复")
        await wang.says("下午来")
        await wang.taps("发")
    await li.says("一般")
    labels = [button.label for button in li.screen[-1].reply.choices] or li.last.splitlines()
    assert any(label.endswith("：一般") for label in labels)
    assert not any("：：" in label for label in labels)
