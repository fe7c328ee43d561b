"""What is told of bodies, rooms indoors, other things of that name, jokes and comparisons is no fault of a front."""

from __future__ import annotations

import pytest

from benchmarks.sentences import read_as
from bot.language.meanings import Speaker
from bot.language.reader import Reader

_NO_FAULT = (
    ("merchant", "我的手被玻璃划破了"),
    ("merchant", "手指被招牌划了个口子"),
    ("merchant", "二楼窗户玻璃裂了"),
    ("merchant", "鱼缸玻璃裂了"),
    ("merchant", "店里天花板漏水"),
    ("merchant", "朋友圈都是小广告"),
    ("merchant", "菜市场秩序太差"),
    ("merchant", "排队秩序太乱了，都插队"),
    ("merchant", "前年招牌掉下来砸过人"),
    ("merchant", "外摆到底允不允许"),
    ("merchant", "笑死，门口最脏的是我的脸"),
    ("merchant", "网上说占道要拘留"),
    ("merchant", "围裙上都是油"),
    ("merchant", "街上到处是小广告"),
    ("merchant", "树开花了真好看"),
    ("merchant", "公园设施太差"),
    ("merchant", "你才占道"),
    ("merchant", "你们给的桶漏了"),
    ("member", "1号没2号脏"),
    ("member", "3号要是像5号那样乱摆就麻烦了"),
    ("member", "9号杯子丢在垃圾桶里"),
    ("merchant", "外面刮大风，招牌差点掉了"),
    ("merchant", "下周搬家，东西会堆门口"),
    ("merchant", "占道费交了"),
    ("merchant", "树枝锯掉了谢谢"),
    ("member", "1号地上的水是洒水车洒的"),
    ("member", "5号花叶子有点黄"),
    ("merchant", "这一排店都乱摆"),
    ("member", "2号隔壁五金店外面堆货"),
    ("member", "4号玻璃上水雾，擦不擦无所谓"),
    ("member", "3号卫生间脏"),
    ("member", "8号包间灯坏了"),
    ("member", "1号卫生许可证贴歪了"),
    ("member", "3号门口堆的货不见了"),
    ("member", "3号比4号占道少"),
    ("member", "2号抱怨路灯不亮"),
)


@pytest.mark.parametrize(("speaker", "says"), _NO_FAULT)
def test_no_fault_of_a_front(who: dict[str, Speaker], reader: Reader, speaker: str, says: str) -> None:
    did, _ = read_as(reader.read(says, who[speaker]))
    assert not any(":" in fact or fact.endswith("=0") for fact in did), did


@pytest.mark.parametrize(
    "says", ["3号上回乱停车，这回没有", "5号花摆门口真好看", "3号正常营业", "3号合格证挂墙上", "8号等明天弄好就都好了"]
)
def test_no_praise_of_the_whole_shop(says: str, reader: Reader, who: dict[str, Speaker]) -> None:
    did, _ = read_as(reader.read(says, who["member"]))
    assert not any(fact.endswith("ok") for fact in did), did


@pytest.mark.parametrize("says", ["好，我等会扫", "没问题，明天弄"])
def test_a_promise_is_no_praise(says: str, reader: Reader, who: dict[str, Speaker]) -> None:
    did, _ = read_as(reader.read(says, who["merchant"]))
    assert not did


@pytest.mark.parametrize(
    ("says", "means"),
    [
        ("10号西瓜筐占道，跟小方讲了，他马上就搬进去了", "10 order=0.5"),
        ("1号面汤洒了一点，他马上就擦了", "1 hygiene=0.5"),
        ("5号花篮挡道，已搬走", "5 order=0.5"),
        ("明亮眼镜玻璃上有小广告，撕了大半，剩一点胶印", "4 facade=0.5"),
        ("花店洗桶的脏水淌到街上，我看着她冲干净的", "5 hygiene=0.5"),
    ],
)
def test_put_right(says: str, means: str, reader: Reader, who: dict[str, Speaker]) -> None:
    did, _ = read_as(reader.read(says, who["member"]))
    assert did == {means}
