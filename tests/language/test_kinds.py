"""Kinds of sentences that were misread: shops told in a row, marks, what others say or do, what is mended or only promised."""

from __future__ import annotations

import pytest

from bot.language.meanings import FAULTS, MET, Meaning, Speaker
from bot.language.reader import Reader


def told(meanings: tuple[Meaning, ...]) -> set[tuple[int, str, tuple[str, ...], tuple[str, ...]]]:
    return {(m.shop, m.intent, m.failed, m.fixed) for m in meanings}


@pytest.mark.parametrize(
    ("says", "shops"),
    [
        ("一二三都好", {1, 2, 3}),
        ("五六七都好", {5, 6, 7}),
        ("5、6、7三家都好", {5, 6, 7}),
        ("1和2两家都没问题", {1, 2}),
        ("贰号店好", {2}),
        ("the third shop is good", {3}),
        ("2nd shop good", {2}),
        ("shop five all good", {5}),
        ("four: ok", {4}),
        ("倒数第二家都好", {9}),
        ("3号好 4号也是", {3, 4}),
        ("报告：3号都好", {3}),
    ],
)
def test_shops_told_in_a_row_or_by_a_numeral(
    says: str, shops: set[int], reader: Reader, who: dict[str, Speaker]
) -> None:
    """“一二三都好” named no shop, “5、6、7三家” asked for a shop 73, and of “4号也是” nothing was recorded."""
    reading = reader.read(says, who["member"])
    assert told(reading.certain) == {(n, MET, (), ()) for n in shops}
    assert not reading.asked


@pytest.mark.parametrize(
    "says",
    [
        "pile of rubbish between 5 and 6, can't tell whose",
        "8号9号交界的地方有油污",
        "说不清是2的还是3的，一滩油",
        "王姐说4号灯不亮 我还没去看",
        "李姐讲6号货出店 我没看见",
        "2号说隔壁3号脏",
        "7号老丁人真好",
        "the guy at 6 is nice",
        "three bikes parked outside",
        "one of them has a broken sign",
        "3号往前五十米井盖坏了",
        "near 3 a tree fell",
        "3号好一点了",
    ],
)
def test_what_is_between_two_or_only_heard_is_nobodys(says: str, reader: Reader, who: dict[str, Speaker]) -> None:
    """What lay between two shops was a fault of both; hearsay before the first shop was taken as seen."""
    assert not [m for m in reader.read(says, who["member"]).certain if m.intent in (FAULTS, MET)]


@pytest.mark.parametrize(
    ("says", "failed", "fixed"),
    [
        ("8号 卫生0 秩序0", ("hygiene", "order"), ()),
        ("8 hygiene=0", ("hygiene",), ()),
        ("8 no: cars on the sidewalk", ("order",), ()),
        ("8号噪音大得很，邻居都说", ("order",), ()),
        ("8号门口有一滩油，客人吐的，没来得及扫", ("hygiene",), ()),
        ("8号灯箱坏了好久没人管", ("facade",), ()),
        ("8号招牌坏了一直没修，门口倒是干净", ("facade",), ()),
        ("8号货出店，提醒了也没用", ("order",), ()),
        ("8号油污，提醒了没动静", ("hygiene",), ()),
        ("8号货出店 不肯收", ("order",), ()),
        ("8号货出店，拒绝整改", ("order",), ()),
        ("8号货出店，收了又摆", ("order",), ()),
        ("8号树上晒毛巾，跟他讲了马上就收了", (), ("green",)),
        ("8号垃圾没倒，我一说他就倒了", (), ("hygiene",)),
        ("8号花盆 当场搬进去", (), ("order",)),
        ("8 had stickers on the glass, they peeled them off while I waited", (), ("facade",)),
        ("8 grease at the door - washed off as we spoke", (), ("hygiene",)),
        ("8 greasy pavement", ("hygiene",), ()),
    ],
)
def test_what_came_of_a_fault_or_who_says_so_too(
    says: str, failed: tuple[str, ...], fixed: tuple[str, ...], reader: Reader, who: dict[str, Speaker]
) -> None:
    """“他家灯坏了…门口倒是干净” was fixed on the spot; “peeled them off while I waited” was a fault that stands."""
    reading = reader.read(says, who["member"])
    assert told(reading.certain) == {(8, FAULTS, failed, fixed)}


@pytest.mark.parametrize(
    ("says", "failed"),
    [
        ("秩序不好 马上收", ("order",)),
        ("污水漏了一地，还在冲", ("hygiene",)),
        ("grease by the door, mopping it now", ("hygiene",)),
        ("today tables outside, we'll bring them in after lunch", ("order",)),
        ("两样不行：垃圾没倒，桌子在外面", ("hygiene", "order")),
        ("two problems: sign is dark and boxes outside", ("order", "facade")),
        ("昨夜客人丢了一地瓜子壳，早上没来得及扫", ("hygiene",)),
        ("早饭生意太忙，桌子摆到人行道上去了三张，莫怪", ("order",)),
        ("all ok only the sign is off", ("facade",)),
        ("正在处理，地上有油", ("hygiene",)),
        ("working on it, boxes outside", ("order",)),
        ("招牌不亮，明天有人来修", ("facade",)),
        ("招牌不亮，已经报修了", ("facade",)),
        ("招牌不亮，别扣分哈", ("facade",)),
        ("样样都好 就一样 灯不亮", ("facade",)),
    ],
)
def test_an_owner_s_fault_stays_one_beside_its_cause_or_a_promise(
    says: str, failed: tuple[str, ...], reader: Reader, who: dict[str, Speaker]
) -> None:
    assert told(reader.read(says, who["merchant"]).certain) == {(0, FAULTS, failed, ())}


@pytest.mark.parametrize(
    "says",
    [
        "上次说的那个地砖补上了",
        "你们上回讲的油污冲干净了，来看看吧",
        "灯已经换好了",
        "地砖补好了",
        "the sign you flagged is repaired now",
        "got the grease off, come and have a look",
        "we replaced the broken tile",
        "sign's been repaired",
    ],
)
def test_what_was_mended_is_a_fix_of_a_finding(says: str, reader: Reader, who: dict[str, Speaker]) -> None:
    """“got the grease off” was recorded as a fault of hygiene."""
    assert [m.intent for m in reader.read(says, who["merchant"]).certain] == ["fixed"]


@pytest.mark.parametrize(
    "says",
    [
        "你们说的那个灯没坏",
        "上次讲的招牌什么时候换",
        "is the light you flagged fixed?",
        "is one chair outside a problem",
        "have you seen my rubbish bin",
        "帮忙修一下招牌",
        "刚卸的货 马上搬",
        "门口扫过了",
        "我门口一直都干干净净的",
        "菜场那边占道",
        "前面路口垃圾成堆",
        "there's rubbish behind the school",
        "客人说门口脏",
        "冷死个人",
        "菜市场污水横流",
        "bridge railing is broken",
        "检查说门口有烟头",
        "is litter on the ground a problem",
        "don't put rubbish at my door",
        "都好？",
        "没问题吧",
        "我家牛肉面是全宁国最好的",
    ],
)
def test_talk_of_repairs_questions_and_other_places_records_nothing(
    says: str, reader: Reader, who: dict[str, Speaker]
) -> None:
    assert not [m for m in reader.read(says, who["merchant"]).certain if m.intent in (FAULTS, MET, "fixed")]


@pytest.mark.parametrize(
    ("speaker", "says", "intent"),
    [
        ("merchant", "your officer shouted at my wife in front of customers", "complaint"),
        ("merchant", "that finding is wrong, the rubbish belonged to the market stall", "appeal"),
        ("merchant", "stop messaging me every morning", "quiet"),
        ("merchant", "dont message me every day pls", "quiet"),
        ("merchant", "family emergency, closing for three days", "close_shop"),
        ("merchant", "装修好了 恢复营业", "open_shop"),
        ("manager", "how does this work, give me the list of commands", "menu"),
    ],
)
def test_a_wish_in_other_words(speaker: str, says: str, intent: str, reader: Reader, who: dict[str, Speaker]) -> None:
    assert [m.intent for m in reader.read(says, who[speaker]).certain] == [intent]


@pytest.mark.parametrize(("speaker", "says"), [("manager", "小张请假，他的店谁顶"), ("merchant", "居民投诉我家油烟大")])
def test_a_question_of_the_office_and_another_s_complaint_are_asked(
    speaker: str, says: str, reader: Reader, who: dict[str, Speaker]
) -> None:
    """“小张请假，他的店谁顶” began a leave; “居民投诉我家” was sent as the speaker's own complaint."""
    assert {meaning.intent for meaning in reader.read(says, who[speaker]).certain} <= {"on_leave"}


def test_a_week_s_end_named_in_english_ends_the_closure(reader: Reader, who: dict[str, Speaker]) -> None:
    """“closed until friday” closed the shop on Friday alone."""
    (meaning,) = reader.read("closed until friday", who["merchant"]).certain
    assert (meaning.intent, meaning.rest) == ("close_shop", "until friday")


@pytest.mark.parametrize("says", ["停车有序", "停车都停在线里", "3 停车有序", "搬进来喽", "东西收进去啦", "扫掉咯"])
def test_order_kept_and_what_is_done_are_told_as_people_end_their_sentences(
    says: str, reader: Reader, who: dict[str, Speaker]
) -> None:
    """Whoever says so tells of no fault: whether all are met is asked."""
    reading = reader.read(says, who["member" if says[0] == "3" else "merchant"])
    assert not reading.certain or reading.certain[0].intent == "fixed"
    assert not reading.asked or reading.asked[0].about == "all_met"
    assert reading.is_understood
