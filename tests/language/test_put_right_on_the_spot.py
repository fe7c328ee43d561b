"""Faults a member tells with what was done: put right is a half, a demand or a promise puts nothing right."""

from __future__ import annotations

import pytest

from bot.language.meanings import FAULTS, Speaker
from bot.language.reader import Reader


@pytest.mark.parametrize(
    ("says", "shop", "half"),
    [
        ("九号地上吸管杯子到处都是，小妹拿扫把出来扫了，招牌倒是漂亮", 9, "hygiene"),
        ("明亮眼镜门口花箱里烟头蛮多，店员捡掉了", 4, "green"),
        ("6号钢管出店，让老板收一下，收了", 6, "order"),
        ("6 树上挂水管 已取下", 6, "green"),
        ("4号玻璃门上有手印，店员拿布擦干净了", 4, "facade"),
        ("10号喇叭太响，讲了一句就关了", 10, "order"),
        ("5号花桶摆到盲道上，老板答应马上挪，等我走的时候已经挪开了", 5, "order"),
        ("5号绿化基本做到", 5, "green"),
        ("2号香肠挂树上，叫她取，取了", 2, "green"),
        ("除秩序部分做到外，9号其余全部做到", 9, "order"),
        ("8号秩序问题已协调解决", 8, "order"),
        ("六号门口的管子，叫他搬，他搬进去了", 6, "order"),
        ("小方的喇叭声音大，让他调小，调了", 10, "order"),
        ("二号树上晾腊肠，我让他拿下来，他当我面拿了", 2, "green"),
        ("奶茶店外面纸杯好多，等我拍照她们才出来捡", 9, "hygiene"),
        ("经我劝说，五金店已将货物收回店内", 6, "order"),
        ("2号箩筐收了大半，还有两个在外头", 2, "order"),
    ],
)
def test_what_was_put_right_on_the_spot_is_a_half(
    says: str, shop: int, half: str, reader: Reader, who: dict[str, Speaker]
) -> None:
    """The broom that was fetched was goods put outside, and 掉了 behind “picked up” had something come off."""
    (found,) = reader.read(says, who["member"]).certain
    assert (found.intent, found.shop, found.failed, found.fixed) == (FAULTS, shop, (), (half,))


@pytest.mark.parametrize(
    ("says", "shop", "failed"),
    [
        ("10号：卫生不行，次序也不行，叫他整改", 10, ("hygiene", "order")),
        ("8号车乱停，叫他们整改", 8, ("order",)),
        ("6号钢管出店，叫他赶紧收进去", 6, ("order",)),
        ("3号地上油，让他们下午洗一下", 3, ("hygiene",)),
        ("2号树上挂腊肉，老板讲晒干就收", 2, ("green",)),
        ("3号蒸笼占道，让老板收，他讲没地方放", 3, ("order",)),
        ("8号秩序不合格，已要求限期整改", 8, ("order",)),
        ("1号门口桌子，老板说今天人多明天一定收", 1, ("order",)),
        ("3号油污擦了，没擦干净", 3, ("hygiene",)),
        ("6号管子摆外头，已责成店主整改", 6, ("order",)),
        ("10号卫生差，劝了几句没反应", 10, ("hygiene",)),
        ("8号 招牌黑了一半", 8, ("facade",)),
        ("6号钢管堆外面，晚上才收", 6, ("order",)),
        ("8号停车乱，经理说马上安排人管", 8, ("order",)),
        ("9号招牌坏了一个字，老板承诺本周修好", 9, ("facade",)),
    ],
)
def test_what_was_only_demanded_or_promised_is_a_fault(
    says: str, shop: int, failed: tuple[str, ...], reader: Reader, who: dict[str, Speaker]
) -> None:
    """“叫他整改” was a fix."""
    (found,) = reader.read(says, who["member"]).certain
    assert (found.shop, found.failed, found.fixed) == (shop, failed, ())
