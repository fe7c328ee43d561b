"""Kinds of sentences of a ninth and a tenth hand: halves, where things lie, streets, remarks that take nothing back."""

from __future__ import annotations

import pytest

from bot.language.meanings import FAULTS, MET, Speaker
from bot.language.reader import Reader


@pytest.mark.parametrize(
    ("says", "shop", "half"),
    [
        ("包子铺设施扣一半：门灯灯罩裂了，还亮", 3, "facility"),
        ("Bubble tea: a few cups on the ground, I would say half for hygiene", 9, "hygiene"),
        ("李记门口电动车有点乱，秩序算一半吧", 1, "order"),
        ("花店绿化打五折", 5, "green"),
        ("3号秩序部分达标", 3, "order"),
        ("10 立面 半", 10, "facade"),
        ("9 order partly", 9, "order"),
        ("milk tea: hygiene 50%, everything else met", 9, "hygiene"),
        ("山货那家地上掉了几片菜叶 小问题 算半个吧", 2, "hygiene"),
        ("李记刚才一地辣油，老板当场拿水冲了", 1, "hygiene"),
        ("小方水果：果皮已当场清扫干净，秩序、绿化、设施、立面都没问题", 10, "hygiene"),
    ],
)
def test_a_duty_said_to_be_met_by_half_is_a_half(
    says: str, shop: int, half: str, reader: Reader, who: dict[str, Speaker]
) -> None:
    """“扣一半：灯罩裂了” and “half for hygiene” were plain failures; why it is half is no second fault."""
    (found,) = reader.read(says, who["member"]).certain
    assert (found.shop, found.fixed, found.failed) == (shop, (half,), ())


@pytest.mark.parametrize("says", ["招牌一半黑了", "half of my sign is out", "招牌一半不亮"])
def test_half_of_a_thing_is_no_half_of_a_duty(says: str, reader: Reader, who: dict[str, Speaker]) -> None:
    (found,) = reader.read(says, who["merchant"]).certain
    assert (found.failed, found.fixed) == (("facade",), ())


@pytest.mark.parametrize(
    ("says", "failed"),
    [
        ("花坛里有人塞了奶茶杯 其他都没问题", ("green",)),
        ("flower bed's full of plastic bags, rest is fine", ("green",)),
        ("杯子吸管扔得满地都是 花坛里也有 等下收", ("hygiene", "green")),
        ("本店橱窗玻璃有污渍，其余四项正常", ("facade",)),
        ("西瓜堆外边了 里头实在搁不下", ("order",)),
        ("我那几卷水管子还摆在外面没地方放啊其他的都没问题", ("order",)),
        ("招牌上五金的那个金字掉下来了还没找人弄呢", ("facade",)),
        ("扫是扫过了嘛就是那根铁丝还绑在树上没解下来", ("green",)),
        ("头发渣子扫到门口还没撮走 其他都可以的", ("hygiene",)),
        ("卫生和秩序两项不达标，店员请假没人管", ("hygiene", "order")),
    ],
)
def test_an_owners_fault_stands_beside_a_remark(
    says: str, failed: tuple[str, ...], reader: Reader, who: dict[str, Speaker]
) -> None:
    """Rubbish in a bed was asked as hygiene, a stain on the glass a failure of it; an excuse made a fault a question."""
    (found,) = reader.read(says, who["merchant"]).certain
    assert (found.intent, found.failed) == (FAULTS, failed)


@pytest.mark.parametrize(
    "says",
    [
        "昨天门口是有点碎头发，今天没有了哈，全达标",
        "昨晚地上的油没擦，今早擦干净了，现在五样都好",
        "同事说昨天门口有积水 今天我看没有 都正常",
        "那个我跟你讲啊今天门口都扫过了东西也都搬进去了招牌也亮的树上也没挂东西地砖也好的",
        "卫生莫得问题 秩序莫得问题 绿化莫得问题 灯也亮 砖也好的",
        "嗯呐 都中",
        "要得 都巴适",
        "都搞好了 行了吧",
        "yep 5 for 5 today",
    ],
)
def test_all_well_is_told_in_many_ways(says: str, reader: Reader, who: dict[str, Speaker]) -> None:
    """Five told one by one, and what was another day and is gone, were asked about."""
    assert [m.intent for m in reader.read(says, who["merchant"]).certain] == [MET]


@pytest.mark.parametrize(
    ("says", "intent"),
    [
        ("街口那个路灯从上个礼拜就不亮了晚上黑咕隆咚的", "report"),
        ("前面十字路口窨井盖不见了！！好危险", "report"),
        ("我想反映一下：上次来检查的那位同志说话态度很不好。", "complaint"),
        ("上礼拜说我门口有烟头那个 是扫街的没扫 扣我头上我不认", "appeal"),
        ("能不能叫小张过来一趟 停车线怎么画我搞不懂", "help"),
        ("pack it in with the reminders please", "quiet"),
        ("月子坐完啦 今天重新开张", "open_shop"),
    ],
)
def test_streets_and_wishes_are_told_apart(says: str, intent: str, reader: Reader, who: dict[str, Speaker]) -> None:
    assert [m.intent for m in reader.read(says, who["merchant"]).certain] == [intent]


@pytest.mark.parametrize(
    ("says", "well"),
    [
        ("six ok seven ok eight pavement's greasy", {6, 7}),
        ("1 thru 3 ok", {1, 2, 3}),
        ("1 好\n2 同上\n3 同上", {1, 2, 3}),
        ("今天走了三家 李记好 山货好 包子铺也好", {1, 2, 3}),
        ("没发现老丁理发有什么不妥", {7}),
        ("just did the noodle shop and the bun shop, both good", {1, 3}),
    ],
)
def test_shops_are_counted_and_ranged_as_people_do(
    says: str, well: set[int], reader: Reader, who: dict[str, Speaker]
) -> None:
    """“six ok seven ok” failed shop 6; “走了三家” asked about shop 3."""
    assert {m.shop for m in reader.read(says, who["member"]).certain if m.intent == MET} == well


@pytest.mark.parametrize(
    "says",
    [
        "门口有油 没这回事",
        "货出店 没影的事",
        "灯坏了 不可能",
        "门口脏 我不觉得",
        "树上挂衣服 没有吧",
        "好什么好",
        "哪里好了",
        "门口堆货 没堆过",
    ],
)
def test_what_is_denied_is_not_taken_as_told(says: str, reader: Reader, who: dict[str, Speaker]) -> None:
    assert not [m for m in reader.read(says, who["merchant"]).certain if m.intent in (FAULTS, MET)]
