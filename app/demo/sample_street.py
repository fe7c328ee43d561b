"""A street of our own to look around in: every shop, name and telephone here is invented."""

from __future__ import annotations

from datetime import time

from files.dataclass import dataclass
from programme.roster.roster import Entry
from programme.shops.doors import walk_key

MANAGER = "陈主任"
SQUAD = "刘队"
ESTATE, CARD = "翠竹苑", "CZY387"
"""An estate beside the street, and the code of the service card that hangs there."""
FARMER = "李大山"
STALL, PARK, COURT = "津河桥瓜点", "津河桥停车场", "文化馆院内"
"""A sale site before a shop of the street, a car park, and a courtyard where one parks by night."""


@dataclass(frozen=True, slots=True)
class Sample:
    """A shop and how its people are: `care` and `habit` are chances a week and a day, `word` what goes wrong there."""

    name: str
    street: str
    door: str
    trade: str
    owner: str
    member: str
    opens: int
    closes: int
    care: float
    habit: float
    word: str


WANG, ZHANG = "王芳", "张建国"
LI, XIANG = "李记面馆", "阿香包子铺"
STREET = (
    Sample("李记面馆", "西津路", "12号", "餐饮", "李长顺", WANG, 6, 21, 0.90, 0.9, "秩序 桌子摆出门口了"),
    Sample("宁墩山货铺", "西津路", "16号", "土特产", "胡春生", WANG, 8, 20, 0.97, 0.7, "秩序 货摆到路上了"),
    Sample("阿香包子铺", "西津路", "18号", "餐饮", "汪桂香", WANG, 5, 13, 0.75, 0.8, "卫生 门口有油渍"),
    Sample("便民五金", "西津路", "22号", "五金", "程有才", WANG, 8, 19, 0.70, 0.3, "秩序 水管摆在路上"),
    Sample("津河花店", "西津路", "26号", "花店", "梅小兰", WANG, 9, 21, 0.99, 0.6, "卫生 落叶没扫"),
    Sample("明亮眼镜", "西津路", "30号", "眼镜", "方志明", WANG, 9, 21, 0.98, 0.0, "立面亮化 招牌灯坏了"),
    Sample("老丁理发", "西津路", "34号", "理发", "丁德福", WANG, 8, 20, 0.85, 0.0, "卫生 门口碎发没扫"),
    Sample("中溪鲜果", "中溪路", "3号", "水果", "项文斌", ZHANG, 7, 22, 0.60, 0.6, "秩序 果筐出店"),
    Sample("小城文具", "中溪路", "7号", "文具", "章雅琴", ZHANG, 7, 20, 0.95, 0.7, "立面亮化 玻璃上有小广告"),
    Sample("河沥茶庄", "中溪路", "9号", "茶叶", "储茂林", ZHANG, 9, 21, 0.96, 0.5, "绿化 树上挂了灯串"),
    Sample("好再来小吃", "中溪路", "15号", "餐饮", "吴大勇", ZHANG, 10, 23, 0.65, 0.4, "卫生 泔水桶没盖"),
    Sample("安康药房", "中溪路", "19号", "药店", "叶静", ZHANG, 8, 22, 0.97, 0.0, "设施 台阶松了"),
)


def entries() -> list[Entry]:
    """The street as a roster."""
    return [
        Entry(
            row=number + 2,
            name=s.name,
            door=s.door,
            street=s.street,
            walk=walk_key(s.door, s.street),
            trade=s.trade,
            owner=s.owner,
            phone=f"1380000{1000 + number}",
            member=s.member,
            member_phone="13800002001" if s.member == WANG else "13800002002",
            branch="第一支部" if s.member == WANG else "第二支部",
            opens=time(s.opens),
            closes=time(s.closes),
        )
        for number, s in enumerate(STREET)
    ]
