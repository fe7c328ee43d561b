"""A command said with other words between its own: understood, and not where one of them turns what it says."""

from __future__ import annotations

import pytest

from benchmarks.sentences import read_as
from bot.language.commands.commands import Commands
from bot.language.meanings import Speaker
from bot.language.reader import Reader

SAID = [
    ("merchant", "别再每天早上提醒我了", "quiet"),
    ("merchant", "以后早上不要提醒我了我自己记得的", "quiet"),
    ("merchant", "莫再给我发消息了手机一天到晚响我老伴觉都睡不着", "quiet"),
    ("merchant", "把那个每天的提醒给我关掉咯", "quiet"),
    ("merchant", "no need to remind me every single morning", "quiet"),
    ("merchant", "刚刚那条是我小孙子拿手机乱按的你别当真", "undo"),
    ("member", "上面那条删掉重来", "undo"),
    ("member", "scrap that last one please", "undo"),
    ("member", "bin my last message", "undo"),
    ("merchant", "my kid pressed the button, ignore it please", "undo"),
    ("merchant", "从今天起关一个星期 换门头", "closed:7"),
    ("merchant", "Taking a week off starting today, going back to the village for the harvest", "closed:7"),
    ("merchant", "closed today and tomorrow, picking tea", "closed:2"),
    ("merchant", "回乡下割油菜 今天明天后天不开", "closed:3"),
    ("merchant", "we won't be opening today, the baker is sick", "closed:1"),
    ("merchant", "从山里回来了，今天照常营业", "open"),
    ("merchant", "周三那次记错了,车不是我家的,请重新核一下", "appeal"),
    ("merchant", "I want that finding from Tuesday checked again", "appeal"),
    ("merchant", "天天查天天查，生意还要不要做了", "complaint"),
    ("merchant", "this whole star thing is a waste of time", "complaint"),
    ("merchant", "党员同志有空来一趟吗,树枝压到我雨棚了", "help"),
    ("merchant", "帮忙把门口那辆面包车挪走", "help"),
    ("merchant", "你是机器还是真人啊都能帮我办些什么事", "menu"),
    ("merchant", "can you stop the reminders?", "quiet"),
    ("merchant", "年纪大了血压高，一响我就心慌，别叫了", "quiet"),
    ("merchant", "电动车是对面学校家长停的 算我的分没道理", "appeal"),
    ("merchant", "our record makes no sense, nobody was here", "appeal"),
    ("merchant", "歇了三天 今天开工", "open"),
    ("merchant", "店里弄好了，今天又开张了", "open"),
    ("merchant", "店面漏水装修 关十天", "closed:10"),
    ("merchant", "这提醒我不需要，麻烦帮我取消一下", "quiet"),
    ("member", "刚刚报的先别存", "undo"),
]


@pytest.mark.parametrize(("speaker", "said", "means"), SAID, ids=[said for _, said, _ in SAID])
def test_what_stands_between_is_of_no_matter(
    speaker: str, said: str, means: str, reader: Reader, who: dict[str, Speaker]
) -> None:
    assert read_as(reader.read(said, who[speaker])) == (frozenset({means}), False)


@pytest.mark.parametrize(
    ("said", "means"),
    [
        ("别忘了早上提醒我", "quiet"),
        ("你们不来提醒我都不知道", "quiet"),
        ("don't forget to remind me", "quiet"),
        ("昨天那条横幅撤了", "undo"),
        ("the bin at the last one is full", "undo"),
        ("今天招牌灯没开", "closed:1"),
        ("回来了，还不能开门", "open"),
        ("检查的人说话很客气", "complaint"),
        ("党员来帮我看过了", "appeal"),
        ("灯坏了，打了电话叫人来修，明天到", "help"),
        ("门口的石墩请人搬走了", "help"),
        ("党员帮我把招牌修好了 谢谢", "help"),
        ("刚才那条横幅撤掉了", "undo"),
        ("手滑打翻了一桶油，门口一滩", "undo"),
        ("你们也早点休息", "closed:1"),
        ("刚开门还没扫", "open"),
    ],
)
def test_a_word_that_turns_it_is(said: str, means: str, reader: Reader, who: dict[str, Speaker]) -> None:
    assert means not in read_as(reader.read(said, who["merchant"]))[0]


@pytest.mark.parametrize(
    "said", ["店家不让我们查 说天天查烦死了 3号", "5号老板说别再来查了，门口全是油", "3号提醒后不放外面了"]
)
def test_what_a_shop_says_is_no_wish_of_the_member(said: str, reader: Reader, who: dict[str, Speaker]) -> None:
    assert not {"complaint", "quiet", "undo"} & read_as(reader.read(said, who["member"]))[0]


def test_a_gap_has_an_end() -> None:
    known = Commands({"quiet": {"say": ("停",), "story": ("别…提醒我", "stop… texts")}})
    every = frozenset({"quiet"})
    assert known.within("别再天天提醒我", every)
    assert not known.within("别再天天一大早就拿这些事情来提醒我", every)
    assert not known.within("别说了，提醒我", every)
    assert known.within("stop these daily texts", every)
    assert not known.within("stop by the shop in the morning for texts", every)
