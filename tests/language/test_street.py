"""A fault at a place of the street, or of a thing that no shop has, is a report; what is asked or wished there is none."""

from __future__ import annotations

import pytest

from bot.language.meanings import FAULTS, MET, Speaker
from bot.language.reader import Reader
from bot.language.verdicts import REPORT


@pytest.mark.parametrize(
    "says",
    [
        "公交站台那里一大堆垃圾没人管",
        "街东头两盏路灯好几天不亮了",
        "巷子尽头堆了一堆建筑垃圾，三天了也没人拉",
        "街尾变电箱门敞着，有小孩在玩，危险",
        "三楼空调水滴到路上，不晓得哪家的",
        "路边一辆报废车停了半年了",
        "菜场那边流浪狗成群",
        "学校后墙那边堆了好多建筑垃圾味道难闻",
        "街尾那家倒闭的店门口堆了一堆破家具",
        "街边那家早餐店的煤炉天天冒黑烟",
        "小广场的长椅被人拆了一条",
        "街上那个大喇叭广告车天天转，吵得很",
        "二小门口护栏倒了一截，请转给相关部门",
        "桥头路灯灭了三盏",
        "农行门口公交站牌倒了",
        "街尾有流动摊卖烤红薯",
        "二中校门口家长的车停得水泄不通",
        "卫生院旁边的电线掉地上了",
        "斜对面工地半夜还在打桩",
        "桥头路灯杆子歪了，怕倒",
        "对面巷子口有人小便",
        "不知道谁把旧床垫丢在社区活动室门口",
        "对门那家把货都堆路上了,你们管管",
        "Someone dumped a sofa behind the bus stop, not near my shop",
        "The railing on the footbridge has come loose",
        "theres a manhole cover missing near the school gate, dangerous!!",
        "Cars double parked outside the primary school again",
    ],
)
@pytest.mark.parametrize("role", ["merchant", "member"])
def test_a_fault_of_a_public_place_is_reported_at_once(
    says: str, role: str, reader: Reader, who: dict[str, Speaker]
) -> None:
    """“公交站台那里一大堆垃圾没人管” was asked about, as if it could be somebody's front."""
    assert [m.intent for m in reader.read(says, who[role]).certain] == [REPORT]


@pytest.mark.parametrize(
    "says",
    [
        "希望学校门口别再有人摆摊了",
        "公园那边今天打扫得真干净",
        "我等下要去银行存钱",
        "医院门口停车贵不贵",
        "那个桥头的路灯是不是修好了",
        "我弟媳说步行街那边摆摊的又多了",
        "把货堆在公交站台上了，等下就收",
        "我门口和菜场门口都有垃圾",
        "hope nobody dumps rubbish by the school again",
        "I'm at the bank right now",
        "超市的塑料袋便宜",
        "菜场的三轮送货来，停一下就走",
        "广场的活动真热闹",
        "小区的老太太来买菜",
    ],
)
def test_nothing_is_reported_of_wishes_questions_hearsay_and_ones_own(
    says: str, reader: Reader, who: dict[str, Speaker]
) -> None:
    assert not {m.intent for m in reader.read(says, who["merchant"]).certain} & {REPORT, MET}


@pytest.mark.parametrize(
    "says",
    [
        "五号好另外桥头那边有盏路灯不亮你们记一下",
        "5号没问题，对了中医院门口井盖松了",
        "5 is fine. Also the railing on the bridge is bent",
    ],
)
def test_a_place_told_of_behind_a_shop_is_not_that_shops(says: str, reader: Reader, who: dict[str, Speaker]) -> None:
    """“五号好另外桥头那边有盏路灯不亮” failed shop 5."""
    assert [(m.intent, m.shop) for m in reader.read(says, who["member"]).certain] == [(MET, 5), (REPORT, 0)]


def test_a_place_beside_a_shop_that_is_named_says_where_that_shops_things_stand(
    reader: Reader, who: dict[str, Speaker]
) -> None:
    reading = reader.read("2号门口公交站牌旁边堆了货", who["member"])
    assert not reading.certain or reading.certain[0].intent == FAULTS
