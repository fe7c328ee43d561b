"""What owners add to a fault, a fix or a claim: who told them, what was tried, who comes and when, how it was before."""

from __future__ import annotations

import pytest

from benchmarks.sentences import read_as
from bot.language.meanings import FIXED, MET, Speaker
from bot.language.reader import Reader


@pytest.mark.parametrize(
    ("says", "means"),
    [
        ("橱窗上给人喷了漆，刮了半天没刮干净", {"bad:facade"}),  # tried in vain
        ("喇叭还在喊促销，老板不让关", {"bad:order"}),  # somebody would not have it otherwise
        ("门口一摊血水，水管坏了冲不了", {"bad:hygiene"}),
        ("灯箱昨晚不亮了", {"bad:facade"}),  # broken last night and not mended
        ("昨晚客人吐在门口，现在还在那", {"bad:hygiene"}),
        ("招牌布给大风吹豁了，厂家周五才来换", {"bad:facade"}),  # who comes, and when
        ("灯带灭了一截，下午叫人来修", {"bad:facade"}),
        ("桌子摆在路边了 洗完就收", {"bad:order"}),
        ("等我把货送完回来就扫，门口一地菜叶", {"bad:hygiene"}),
        ("隔壁说我门口有油，我看了确实有", {"bad:hygiene"}),  # who saw it
        ("本来都好，一阵风把垃圾桶吹翻了，满地都是", {"bad:hygiene"}),  # how it was before
        ("卫生可以，绿化可以，就是秩序不行", {"bad:order"}),  # passable is not failed
        ("树上拴了根绳子晾抹布", {"bad:green"}),  # what hangs there is no second fault
        ("有十来箱先码在人行道上", {"bad:order"}),  # a box is goods enough
        ("我老公出去了没人搬，啤酒箱还在外头", {"bad:order"}),
        ("门口的草皮被电瓶车轧秃了一片，物业不管", {"bad:green"}),
        ("花箱里长满了草，还有几个烟盒", {"bad:green"}),  # what lies there is the bed's
        ("灯箱只亮左边，房东说这两天找人来弄", {"bad:facade"}),
        ("泔水漏了，拖了两遍还有味", {"bad:hygiene"}),
        ("灌木丛里好多塑料袋，够不着捡", {"bad:green"}),
        ("招牌灯昨晚开始不亮，不知道是不是线断了", {"bad:facade"}),  # what it may come from
        ("刚到的衣服挂了两排在外面", {"bad:order"}),
        ("路边石被货车撞翻了，横在那里", {"bad:facility"}),  # no goods in the way
        ("花盆里的花干死了，没人浇水", {"bad:green"}),
        ("被套挂到冬青上了，我妈晾的", {"bad:green"}),  # hung there, not put away
        ("台阶上一块瓷砖掉了，踩着硌脚", {"bad:facility"}),
        ("除了灯箱不亮都好，灯泡已经买了", {"bad:facade"}),
    ],
)
def test_it_leaves_a_fault_plain(says: str, means: set[str], reader: Reader, who: dict[str, Speaker]) -> None:
    assert read_as(reader.read(says, who["merchant"])) == (frozenset(means), False)


@pytest.mark.parametrize(
    "says",
    [
        "整改好了，麻烦来看看",
        "弄好了，你们过来瞧瞧",
        "那盏灯我喊电工来换过了，现在通亮",
        "昨天反映的小广告，已经刮干净了",
        "树上的铁丝剪掉了，没再挂东西",
        "门口的架子都收进去了 一个没留",
        "铲掉了，地面一点印子都没有",
        "花箱里的垃圾清掉又补了几棵花",
        "音响我调小了 不信你们来听",
        "换了新灯管亮堂堂的",
        "门口积水我挖了条小沟排掉了",  # no thing fell off
        "那个井盖我垫了块橡皮现在不响了",
        "拖把收了树枝上没东西了",
        "砖头我拿水泥糊平了",
        "那滩油用锯末吸了又冲了水，没印子了",
        "昨天你们说我那个车子占道我已经移到后面去了",
    ],
)
def test_it_leaves_a_fix_plain(says: str, reader: Reader, who: dict[str, Speaker]) -> None:
    reading = reader.read(says, who["merchant"])
    assert [meaning.intent for meaning in reading.certain] == [FIXED]
    assert not reading.asked


@pytest.mark.parametrize(
    "says",
    [
        "五包都坐好了",
        "嗯，都达到了",
        "五样都行，你给我记上吧",
        "面摊收掉了地也拖了树上没挂东西路面跟招牌都好",
        "一件都没往外摆，其他也合格，算五项全过",
        "老头子我眼睛不好打字慢。样样都好。",
        "卫生搞了，货收了，花浇了，砖平的，灯开着，齐活",
        "地面洁净，物品归位，绿植完好，设施无损，灯牌明亮",
        "该做的都做了，放心",
    ],
)
def test_it_leaves_a_claim_plain(says: str, reader: Reader, who: dict[str, Speaker]) -> None:
    reading = reader.read(says, who["merchant"])
    assert [meaning.intent for meaning in reading.certain] == [MET]


@pytest.mark.parametrize(
    "says",
    [
        "五包都快好了",
        "卖相好，味道好，样样都好，来尝尝",
        "我们家的服务五星级样样都好",
        "昨晚招牌不亮，今天亮了没",
        "隔壁说我门口有油",
        "我妈说她腿疼",
        "修鞋的机器搬出来了，屋里看不清",  # put outside, and no fix
        "今天生意样样都好",
        "我们店服务样样到位",
        "你们五个人都很好",
        "五样里三样好",
        "五包里四包没问题",
        "油加满了",
    ],
)
def test_nothing_is_recorded_of_these(says: str, reader: Reader, who: dict[str, Speaker]) -> None:
    assert not reader.read(says, who["merchant"]).certain
