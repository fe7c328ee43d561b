"""One fault or one praise in many frames: what is heard, asked, feared, denied, another day's or another's records nothing."""

from __future__ import annotations

from itertools import product

import pytest

from bot.language.meanings import FAULTS, MET, Speaker
from bot.language.reader import Reader

CHINESE = {
    "hygiene": ("地上有烟头", "垃圾没倒", "门口全是油"),
    "order": ("货出店", "桌子在外面", "音响太响"),
    "green": ("树上晾衣服", "花死了", "花坛踩坏了"),
    "facility": ("地砖坏了", "护栏歪了", "台阶裂了"),
    "facade": ("招牌不亮", "玻璃脏", "墙上有小广告"),
}
ENGLISH = {
    "hygiene": ("rubbish by the door", "grease on the ground"),
    "order": ("boxes on the pavement", "music too loud"),
    "green": ("towel on the tree", "dead plants"),
    "facility": ("broken tile", "railing broken"),
    "facade": ("sign dark", "window dirty"),
}
FRAMES = [
    *"听说{} 好像{} 是不是{} {}吗 昨天{} 明天可能{} 如果{}怎么办 有人说{}".split(),
    *"隔壁{} 怕{} 以前{} 不要{} {}算不算 不是{} 检查说{} 你说{}".split(),
]
ENGLISH_FRAMES = (
    "I heard {}|maybe {}|is there {}?|yesterday {}|if {} what do I do|next door: {}|someone said {}|they say {}|there is no {}"
    "|no {}|does {} count|is {} a problem|I think {}|there used to be {}"
).split("|")
PRAISED = ("都好", "五项都好", "全部达标", "没问题", "都做到了")
PRAISE_FRAMES = [
    *"听说{} 是不是{} {}？ {}吧 昨天{} 明天{} 有人说{} 隔壁{}".split(),
    *"希望{} 不是{} 谁说{} 怎么才{} {}才怪 应该{} 检查说{}".split(),
]


def sentences() -> list[str]:
    faults = [fault for those in CHINESE.values() for fault in those]
    english = [fault for those in ENGLISH.values() for fault in those]
    framed = [*product(FRAMES, faults), *product(ENGLISH_FRAMES, english), *product(PRAISE_FRAMES, PRAISED)]
    return [frame.format(told) for frame, told in framed]


@pytest.mark.parametrize(("speaker", "before"), [("merchant", ""), ("member", "8号 ")])
def test_a_frame_takes_the_word_back(speaker: str, before: str, reader: Reader, who: dict[str, Speaker]) -> None:
    recorded = [
        f"{before}{said}"
        for said in sentences()
        if any(m.intent in (FAULTS, MET) for m in reader.read(f"{before}{said}", who[speaker]).certain)
    ]
    assert recorded == []


@pytest.mark.parametrize("excuse", ["不好意思", "等会弄", "已经叫人了", "客人太多", "其他都好", "下次注意"])
@pytest.mark.parametrize("is_first", [True, False])
def test_an_excuse_takes_nothing_back(excuse: str, is_first: bool, reader: Reader, who: dict[str, Speaker]) -> None:
    for duty, faults in CHINESE.items():
        said = f"{excuse}，{faults[0]}" if is_first else f"{faults[0]}，{excuse}"
        assert [m.failed for m in reader.read(said, who["merchant"]).certain] == [(duty,)], said


@pytest.mark.parametrize("outcome", ["不听劝", "拒绝整改", "限期整改", "还是老样子", "收了又摆", "提醒了没用"])
def test_a_fault_that_was_not_put_right_stands(outcome: str, reader: Reader, who: dict[str, Speaker]) -> None:
    """“拒绝整改” and “限期整改” were read as put right on the spot."""
    (meaning,) = reader.read(f"8号货出店，{outcome}", who["member"]).certain
    assert (meaning.failed, meaning.fixed) == (("order",), ())
