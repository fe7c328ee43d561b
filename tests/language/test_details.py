"""Long sentences: a cause, a detail and what was done about it beside a fault, none of which is a fault of its own."""

from __future__ import annotations

import pytest

from benchmarks.sentences import read_as
from bot.language.meanings import Speaker
from bot.language.reader import Reader


@pytest.mark.parametrize(
    ("says", "means"),
    [
        ("床单晾在门口树上了，楼顶在做防水实在没地方晒，等干了就收", {"bad:green"}),
        ("外墙空调架子生锈，锈水流下来把墙染黄了一条，想找人刷", {"bad:facade"}),
        ("花坛里的月季被人拔走了两棵，泥翻得到处都是，泥我扫了，花没得补", {"bad:green"}),
        ("冰柜化霜水流到门口台阶上了，插头被小孩拔了，我已经插上了，水还没拖", {"bad:hygiene"}),
        ("门头布掉了一个角，风刮的，另外门口还有几袋面粉没搬进去", {"bad:facade", "bad:order"}),
        ("门口的灯罩里全是死虫子，黑乎乎的，还没空拆下来洗", {"bad:facade"}),
        ("外面多摆了四把椅子，游客要坐河边喝茶，我也不好赶人家走", {"bad:order"}),
        ("今天客人送了两个花篮，开业三周年，摆在门口人行道上，晚上就收", {"bad:order"}),
        ("two paving slabs rock now, I put a stool there so nobody trips", {"bad:facility"}),
    ],
)
def test_a_cause_or_a_detail_is_no_fault_of_its_own(
    says: str, means: set[str], reader: Reader, who: dict[str, Speaker]
) -> None:
    assert read_as(reader.read(says, who["merchant"])) == (frozenset(means), False)


@pytest.mark.parametrize(
    ("says", "means"),
    [
        ("李记面馆门口汤水泼了一地，老板讲是水管接头爆了，已经拖干了", {"1 hygiene=0.5"}),
        ("九号玻璃脏，奶渍都没擦", {"9 facade=0"}),
        ("花店的水桶漏水，门口湿了一大片，店主拿拖把拖了", {"5 hygiene=0.5"}),
        ("8号的桂花树上缠着彩灯，线头垂下来，今天没拆", {"8 green=0"}),
        ("3号的招牌布被油烟熏得发黑，门口的地倒是刚拖过", {"3 facade=0"}),
        ("3号的蒸笼布晒在护栏上，我一说她就拿进去了", {"3 order=0.5"}),
        ("8号卸啤酒占了半边路，十几分钟卸完就通了", {"8 order=0.5"}),
        ("三号门口有个下水篦子断了，我拿木板盖住先，已跟市政讲了", {"3 facility=0"}),
    ],
)
def test_a_detail_is_left_to_the_fault_that_is_told(
    says: str, means: set[str], reader: Reader, who: dict[str, Speaker]
) -> None:
    assert read_as(reader.read(says, who["member"])) == (frozenset(means), False)


@pytest.mark.parametrize(
    "says",
    [
        "9号地上全是奶盖，服务员拿水管从头冲到脚",
        "2号树坑里有个电缆盘，两个保安往里滚了一米",
        "3号老板娘把面粉袋子垫在树下坐，起身就拿走了，五项我看都行",
        "8号花篮从门口摆到公交站，散席了才撤",
    ],
)
def test_what_came_of_it_is_asked_where_no_word_says(says: str, reader: Reader, who: dict[str, Speaker]) -> None:
    did, _ = read_as(reader.read(says, who["member"]))
    assert not {fact for fact in did if fact.endswith(("=0", "=0.5", "ok"))}, did


@pytest.mark.parametrize(
    "says",
    [
        "招牌不亮，已经叫电工来换",
        "门口油水淌了一地，已经打电话叫人来抽，下午才到",
        "地砖碎了，已经喊人来补",
        "玻璃上的“福”字褪色了，撕了半天，胶还粘着一块",
        "门前地砖压碎了两块，用纸板盖着了",
    ],
)
def test_who_was_called_and_what_covers_it_put_nothing_right(
    says: str, reader: Reader, who: dict[str, Speaker]
) -> None:
    did, _ = read_as(reader.read(says, who["merchant"]))
    assert "fixed" not in did
    assert "ok" not in did


@pytest.mark.parametrize(
    "says",
    [
        "昨天说的树上的铁丝拆掉了，花坛也松了土",
        "人行道上的砖补好了，是我自己叫泥瓦匠来铺的",
        "上回讲的店招不亮，换了个新变压器，昨晚亮了",
        "招牌灯坏了，已经找师傅来换过了",
        "The crates you saw yesterday went back with the supplier this morning",
    ],
)
def test_what_was_done_is_put_right_however_long_it_is_told(says: str, reader: Reader, who: dict[str, Speaker]) -> None:
    assert read_as(reader.read(says, who["merchant"])) == (frozenset({"fixed"}), False)
