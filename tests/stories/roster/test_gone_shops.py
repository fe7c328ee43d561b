"""A shop that is gone for good, said in chat: asked once, off every list, and back with a tap."""

from __future__ import annotations

import pytest

from storage.shops import shops
from tests.town import Town

telegram = pytest.mark.parametrize("shape", ["telegram"], indirect=True)


@pytest.mark.parametrize(
    "words",
    ["明亮眼镜搬走了", "明亮眼镜倒闭了 以后不用看了", "明亮眼镜不干了，店都拆了", "明亮眼镜关张了"],
)
@telegram
async def test_a_manager_says_that_a_shop_is_gone(town: Town, words: str) -> None:
    glasses = await town.merchant("明亮眼镜")
    chen, wang = await town.manager(), await town.member("王芳", glasses)
    await chen.says(words)
    chen.sees("确定不开了")
    await chen.taps("搬走了：明亮眼镜")
    chen.sees("明亮眼镜 登记为搬走")
    wang.sees("明亮眼镜 搬走了，从您的名单里去掉了")
    glasses.sees("您这边的登记到今天为止")
    await wang.says("我的商户")
    assert "明亮眼镜" not in wang.last


@telegram
async def test_it_is_taken_back_with_its_link_and_its_holder(town: Town) -> None:
    glasses = await town.merchant("明亮眼镜")
    chen, wang = await town.manager(), await town.member("王芳", glasses)
    town.clock.forward(minutes=5)
    await chen.says("明亮眼镜搬走了")
    await chen.taps("搬走了")
    town.clock.forward(minutes=5)
    await chen.taps("撤回")
    place = await town.database.read(lambda tx: shops.shop(tx, glasses.shop_id))
    assert place.left_at is None
    await wang.says("我的商户")
    wang.sees("明亮眼镜")
    await glasses.says("好")
    glasses.sees("五项")


@telegram
async def test_which_one_is_asked_and_nothing_is_done_without_a_tap(town: Town) -> None:
    glasses = await town.merchant("明亮眼镜")
    chen = await town.manager()
    await chen.says("有家店搬走了")
    chen.sees("是哪家店搬走了")
    await chen.says("明亮眼镜")
    await chen.taps("取消")
    place = await town.database.read(lambda tx: shops.shop(tx, glasses.shop_id))
    assert place.left_at is None


@telegram
async def test_in_english_too(town: Town) -> None:
    await town.merchant("明亮眼镜")
    chen = await town.manager()
    await chen.says("明亮眼镜 has moved away")
    await chen.taps("Gone: 明亮眼镜")
    chen.sees("明亮眼镜 is noted as gone")


@telegram
async def test_its_button_takes_back_no_other_change(town: Town) -> None:
    """“撤回” under the first shop took back the second one, which was noted since."""
    glasses, tools = await town.merchant("明亮眼镜"), await town.merchant("便民五金")
    chen, zhou = await town.manager(), await town.manager("周主任")
    for one, name in ((chen, "明亮眼镜"), (zhou, "便民五金")):
        town.clock.forward(minutes=5)
        await one.says(f"{name}搬走了")
        await one.taps("搬走了")
    await chen.taps("撤回")
    chen.sees("没有可以撤回的")
    for shop in (glasses, tools):
        place = await town.database.read(lambda tx, shop=shop: shops.shop(tx, shop.shop_id))
        assert place.left_at is not None
