"""What merchants say of a fault of their own front: why it came, what broke it, who will see to it, and what tells of none."""

from __future__ import annotations

import pytest

from benchmarks.sentences import read_as
from bot.language.meanings import Speaker
from bot.language.reader import Reader


@pytest.mark.parametrize(
    ("says", "means"),
    [
        ("被子晾在树上了，太阳好嘛", {"bad:green"}),
        ("昨晚烧烤收得晚，地上一滩红油还没来得及冲", {"bad:hygiene"}),
        ("昨晚大风把灯箱布吹破了，广告公司要礼拜五才来装", {"bad:facade"}),
        ("地面黏糊糊的，昨天洒了奶茶", {"bad:hygiene"}),
        ("灯箱底下那截灯管闪个不停，电工讲周末来", {"bad:facade"}),
        ("音响声音开大了点，对面楼上有人讲", {"bad:order"}),
        ("水果筐摆出去两排 人多没地方放", {"bad:order"}),
        ("门口菜叶子多，刚理完菜，马上扫掉", {"bad:hygiene"}),
        ("鞋架子摆外头晒，一小时就收", {"bad:order"}),
        ("地上有几滩狗尿，不晓得哪家狗", {"bad:hygiene"}),
        ("亮化灯有一半不亮，报修好几天没人来", {"bad:facade"}),
    ],
)
def test_a_reason_leaves_a_fault_plain(says: str, means: set[str], reader: Reader, who: dict[str, Speaker]) -> None:
    assert read_as(reader.read(says, who["merchant"])) == (frozenset(means), False)


@pytest.mark.parametrize(
    ("says", "means"),
    [
        ("花坛里的草被客人踩秃了", {"bad:green"}),
        ("卷帘门让送货的三轮撞瘪了", {"bad:facade"}),
        ("广告布让台风撕了条大口子", {"bad:facade"}),
        ("玻璃门上不晓得哪个又贴了开锁的小广告", {"bad:facade"}),
        ("门口雨棚塌了一角", {"bad:facade"}),
        ("送货的把箱子堆门口还没搬", {"bad:order"}),
        ("玻璃门上全是小孩子的手指印，等空下来擦", {"bad:facade"}),
    ],
)
def test_whoever_did_it_a_thing_of_ones_own_is_not_well(
    says: str, means: set[str], reader: Reader, who: dict[str, Speaker]
) -> None:
    assert read_as(reader.read(says, who["merchant"])) == (frozenset(means), False)


@pytest.mark.parametrize(
    ("says", "means"),
    [
        ("地扫了一半来客人了，另一半还脏着", {"bad:hygiene"}),
        ("菜筐子摆外头了 地也没扫", {"bad:order", "bad:hygiene"}),
        ("地还么拖，门头灯也坏着", {"bad:hygiene", "bad:facade"}),
        ("花坛里的草比人高了，一直没拔", {"bad:green"}),
        ("除了门口停了几辆电瓶车，别的都好", {"bad:order"}),
        ("今天除了招牌少亮两个字，都做到了", {"bad:facade"}),
        ("早餐车摆到人行道上了", {"bad:order"}),
        ("横幅还挂在两棵树中间，活动昨天完了没拆", {"bad:green"}),
        ("卖早点的炉子摆到路沿石外面了，九点就撤", {"bad:order"}),
        ("后厨的油桶漏了，门前台阶上油乎乎一片", {"bad:hygiene"}),
        ("昨天卸的啤酒还有五六箱码在门口，忙忘了", {"bad:order"}),
        ("广告灯箱推出去了挡着盲道", {"bad:order"}),
        ("没擦玻璃，天冷手冻裂了", {"bad:facade"}),
        ("我家灯箱跳闸了，不亮，等电工", {"bad:facade"}),
        ("新进的花苗都放在人行道上，晚上再收", {"bad:order"}),
    ],
)
def test_what_is_left_undone_is_a_fault(says: str, means: set[str], reader: Reader, who: dict[str, Speaker]) -> None:
    assert read_as(reader.read(says, who["merchant"])) == (frozenset(means), False)


@pytest.mark.parametrize(
    "says",
    [
        "上个月我家灯箱坏过一回",
        "手上都是油 晚点回你",
        "鞋上都是泥",
        "客人说门口脏",
        "早上有点水 已经拖干了",
        "门口有垃圾，不是的，看错了",
        "要是货摆出去了算不算占道",
        "门口有烟头吗，我在外地",
        "我怕昨天那桌客人弄脏了门口",
        "除了玻璃都要擦吗",
        "昨天货没收",
        "厨房地上有油，里面在冲",
        "有个流动摊堵在我门口",
    ],
)
def test_no_fault_is_recorded_on_a_guess(says: str, reader: Reader, who: dict[str, Speaker]) -> None:
    did, _ = read_as(reader.read(says, who["merchant"]))
    assert not any(fact.startswith("bad:") for fact in did)
