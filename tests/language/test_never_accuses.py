"""Sentences built from a grammar: no failing fact and no credit is ever found that no clause states."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.language.meanings import FAULTS, MET, Speaker
from bot.language.reader import Reader

NAMES = {
    "hygiene": ("卫生", "环境卫生", "hygiene"),
    "order": ("秩序", "经营秩序", "order"),
    "green": ("绿化", "绿植"),
    "facility": ("设施", "公共设施"),
    "facade": ("立面亮化", "立面", "门头"),
}
SYMPTOMS = {
    "hygiene": ("有垃圾", "垃圾没扫", "地上有油", "一地烟头", "污水横流", "很脏", "litter everywhere"),
    "order": ("货出店", "占道经营", "桌子摆外面了", "货堆在人行道上", "电动车乱停", "太吵", "goods on the pavement"),
    "green": ("树上挂了衣服", "绿化带里停了车", "树上晾了两件衣服", "花坛里堆了货"),
    "facility": ("路灯坏了", "地砖松动", "护栏断了"),
    "facade": ("招牌不亮", "玻璃脏", "玻璃碎了", "有小广告", "灯箱坏了"),
}
STANDS = ("", "", "还没收", "没人收", "还没清走", "没扫")
"""What may be said right after a fault and tells no second one."""
PUT_RIGHT = (
    "提醒后擦干净了",
    "说了以后马上扫干净了",
    "当场收拾干净了",
    "擦干净了",
    "提醒后老板在弄",
    "马上弄好了",
    "已劝导",
)
"""What follows a fault and leaves it in no doubt that it no longer simply stands."""
FAILED = ("不行", "没做到", "不好", "很差", "不合格", "没弄好", "有问题", "不达标")
PRAISE = ("好", "很好", "没问题", "不错", "没毛病", "做到了", "达标")
DENIED = ("没有", "没看到", "未发现", "不是", "并没有")
DOUBTED = ("好像", "可能", "听说", "是不是", "怕", "如果", "昨天", "上周", "隔壁", "对面", "应该", "谁说", "别说")
FILLERS = ("", "今天", "嗯", "老师", "辛苦了", "报告", "那个", "我们家", "门口", "现在")
BETWEEN = ("，", "。", "；", " ", "，但", "，不过", "，就是", "\n")
ALL_GOOD = ("都好", "五项都做到了", "全部没问题", "一切正常", "all good")

Clause = tuple[str, frozenset[str], bool]
"""The words, the duties they say failed, and whether they say that all is well."""


@st.composite
def stated(draw: st.DrawFn) -> Clause:
    duty = draw(st.sampled_from(sorted(NAMES)))
    by_name = f"{draw(st.sampled_from(NAMES[duty]))}{draw(st.sampled_from(FAILED))}"
    symptom = draw(st.sampled_from(SYMPTOMS[duty])) + draw(st.sampled_from(STANDS))
    words = draw(st.sampled_from([by_name, symptom]))
    return draw(st.sampled_from(FILLERS)) + words, frozenset({duty}), False


@st.composite
def innocent(draw: st.DrawFn) -> Clause:
    """Praise, a denial, a doubt, a question, a bare name: nothing that says a fault."""
    duty = draw(st.sampled_from(sorted(NAMES)))
    name, symptom = draw(st.sampled_from(NAMES[duty])), draw(st.sampled_from(SYMPTOMS[duty][:3]))
    words = draw(
        st.sampled_from(
            [
                f"{name}{draw(st.sampled_from(PRAISE))}",
                f"{name} {draw(st.sampled_from(PRAISE))}",
                f"{draw(st.sampled_from(DENIED))}{symptom.removeprefix('有')}",
                f"{draw(st.sampled_from(DOUBTED))}{symptom}",
                f"{draw(st.sampled_from(DOUBTED))}{name}{draw(st.sampled_from(FAILED))}",
                f"{symptom}吗？",
                f"{name}{draw(st.sampled_from(FAILED))}吗",
                name,
            ]
        )
    )
    return draw(st.sampled_from(FILLERS)) + words, frozenset(), False


ALL_MET = st.sampled_from(ALL_GOOD).map(lambda words: (words, frozenset[str](), True))
CLAUSES = st.lists(st.one_of(stated(), innocent(), innocent(), ALL_MET), min_size=1, max_size=4)


def said_to_fail(clauses: list[Clause]) -> frozenset[str]:
    """The duties stated to fail; names in a row go with the fault right after them, as in “秩序 卫生 货出店”."""
    failed, listed = set[str](), set[str]()
    for words, duties, _ in clauses:
        name = next((duty for duty, names in NAMES.items() for n in names if words.endswith(n)), "")
        failed |= duties | (listed if duties & listed else set())
        listed = listed | {name} if name and not duties else set()
    return frozenset(failed)


@settings(max_examples=200)
@example(
    clauses=[
        ("昨天招牌不亮", frozenset(), False),
        *[(w, frozenset({"facility"}), False) for w in ("设施不行", "今天设施不行")],
    ],
    between=" ",
)
@example(clauses=[(w, frozenset({"facade"}), False) for w in ("招牌不亮还没收", "玻璃脏")], between=" ")
@example(clauses=[(w, frozenset({"facade"}), False) for w in ("招牌不亮还没清走", "玻璃脏")], between=" ")
@given(clauses=CLAUSES, between=st.sampled_from(BETWEEN))
def test_of_ones_own_shop(clauses: list[Clause], between: str, reader: Reader, who: dict[str, Speaker]) -> None:
    says = between.join(words for words, _, _ in clauses)
    failed = said_to_fail(clauses)
    for meaning in reader.read(says, who["merchant"]).certain:
        if meaning.intent == FAULTS:
            assert set(meaning.failed) <= failed, says
        if meaning.intent == MET:
            assert any(is_all for _, _, is_all in clauses) or len(clauses) >= len(NAMES) - 1, says
            assert not failed, says


@settings(max_examples=200)
@example(
    looks=[
        (
            2,
            [
                ("立面亮化不行", frozenset({"facade"}), False),
                ("昨天立面亮化不行", frozenset(), False),
                ("今天立面亮化好", frozenset(), False),
                ("都好", frozenset(), True),
            ],
        )
    ],
    mark="{} ",
    between=" ",
)
@given(
    looks=st.lists(st.tuples(st.integers(1, 10), CLAUSES), min_size=1, max_size=3, unique_by=lambda look: look[0]),
    mark=st.sampled_from(("{} ", "{}号 ", "{}号店", "第{}家 ", "{}：", "{}、")),
    between=st.sampled_from(("，", " ", "；")),
)
def test_of_linked_shops(
    looks: list[tuple[int, list[Clause]]], mark: str, between: str, reader: Reader, who: dict[str, Speaker]
) -> None:
    failed = {(n, duty) for n, clauses in looks for duty in said_to_fail(clauses)}
    lines = [mark.format(n) + between.join(words for words, _, _ in clauses) for n, clauses in looks]
    says = "\n".join(lines)
    for meaning in reader.read(says, who["member"]).certain:
        if meaning.intent == FAULTS:
            assert {(meaning.shop, duty) for duty in (*meaning.failed, *meaning.fixed)} <= failed, says
        if meaning.intent == MET:
            clauses = dict(looks)[meaning.shop]
            assert any(is_all for _, _, is_all in clauses), says
            assert meaning.shop not in {n for n, _ in failed}, says


@settings(max_examples=200)
@given(
    clause=stated(),
    right=st.sampled_from(PUT_RIGHT),
    between=st.sampled_from(("，", "。", "，但", "，不过")),
    number=st.integers(1, 10),
)
def test_a_fault_put_right_is_never_a_whole_one(
    clause: Clause, right: str, between: str, number: int, reader: Reader, who: dict[str, Speaker]
) -> None:
    says = f"{number}号 {clause[0]}{between}{right}"
    for meaning in reader.read(says, who["member"]).certain:
        assert meaning.intent != MET, says
        assert not meaning.failed, says
        assert set(meaning.fixed) <= clause[1], says


@settings(max_examples=300)
@given(
    says=st.text(alphabet=sorted({*"卫生秩序好不没有垃圾货出店吗？，12345 都号当场改了是的", *"good bad"}), max_size=24)
)
def test_noise_is_read_without_an_error_and_always_the_same(says: str, reader: Reader, who: dict[str, Speaker]) -> None:
    for speaker in who.values():
        assert reader.read(says, speaker) == reader.read(says, speaker)


@pytest.mark.parametrize(
    "says", ["3号 垃圾都进桶了", "没有的事，奶茶店垃圾都进桶了", "9 垃圾收进桶里了", "3 垃圾都在桶里"]
)
def test_litter_in_the_bin_is_no_fault(says: str, reader: Reader, who: dict[str, Speaker]) -> None:
    """“没有的事，奶茶店垃圾都进桶了”, said of a report from others, opened a finding against the shop."""
    assert not [m for m in reader.read(says, who["member"]).certain if m.intent == FAULTS]


@pytest.mark.parametrize(
    ("who_says", "says", "never"),
    [
        ("member", "奶茶：外卖车堵门口，劝走了", "facility"),
        ("member", "9 三轮车堵门口", "facility"),
        ("merchant", "绿化没搞好，客人把塑料袋挂枝子上", "hygiene"),
    ],
)
def test_no_duty_is_blamed_that_nobody_spoke_of(
    who_says: str, says: str, never: str, reader: Reader, who: dict[str, Speaker]
) -> None:
    """What blocks a door has broken no pavement; what hangs on a branch is no litter on the ground."""
    for meaning in reader.read(says, who[who_says]).certain:
        assert never not in (*meaning.failed, *meaning.fixed), meaning
