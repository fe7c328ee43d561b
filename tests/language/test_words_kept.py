"""What people read is what was said: no command found within a sentence, and no duty's name, cuts a phrase in two."""

from __future__ import annotations

import pytest

from bot.language.meanings import Speaker
from bot.language.reader import Reader


@pytest.mark.parametrize(
    ("says", "intent"),
    [
        ("能不能派人来修一下路灯", "help"),
        ("下水道又堵了，老鼠到处都跑了，能不能派人来看看", "help"),
        ("下水道返水，求助", "help"),
        ("帮我修一下路灯", "help"),
        ("Could you send someone to fix the Street Lamp?", "help"),
        ("反映下水道堵了", "report"),
        ("举报了三次没人来，隔壁还在倒油", "report"),
        ("我对昨天的“扣分”不服，Mr.Li 说的不对", "appeal"),
        ("你们的人态度太差了，我要投诉", "complaint"),
    ],
)
def test_a_command_within_a_sentence_keeps_all_of_it(
    reader: Reader, who: dict[str, Speaker], says: str, intent: str
) -> None:
    assert [(m.intent, m.rest) for m in reader.read(says, who["merchant"]).certain] == [(intent, says)]


def test_a_leading_word_keeps_what_follows(reader: Reader, who: dict[str, Speaker]) -> None:
    assert reader.read("求助 下水道堵了", who["merchant"]).certain[0].rest == "下水道堵了"
    assert reader.read("反映 路灯坏了", who["merchant"]).certain[0].rest == "路灯坏了"


def test_a_question_keeps_the_words_as_well(reader: Reader, who: dict[str, Speaker]) -> None:
    says = "门口没垃圾，桥头路灯坏了"
    choices = reader.read(says, who["merchant"]).asked[0].choices
    assert {choice.rest for choice in choices if choice.intent == "report"} == {says}


@pytest.mark.parametrize(
    ("speaker", "says", "note"),
    [
        ("merchant", "门头的招牌掉了个字", "门头的招牌掉了个字"),
        ("merchant", "李记面馆的霓虹灯坏了", "霓虹灯坏了"),
        ("merchant", "绿化带里有垃圾", "绿化带里有垃圾"),
        ("merchant", "卫生：地上有烟头", "地上有烟头"),
        ("merchant", "卫生 地上有烟头", "地上有烟头"),
        ("member", "3号的招牌掉了个字", "招牌掉了个字"),
        ("member", "3号家的招牌掉了个字", "招牌掉了个字"),
        ("member", "3's sign is broken", "sign is broken"),
        ("member", "3 order: boxes outside", "boxes outside"),
    ],
)
def test_a_note_begins_where_a_phrase_does(
    reader: Reader, who: dict[str, Speaker], speaker: str, says: str, note: str
) -> None:
    assert [m.rest for m in reader.read(says, who[speaker]).certain] == [note]
