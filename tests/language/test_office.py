"""What the office says with words between its words, and what only sounds like it."""

from __future__ import annotations

import pytest

from bot.language.meanings import Speaker
from bot.language.reader import Reader

OFFICE = frozenset(
    "about open_fixes star_list unseen on_leave leave_of back_of notice shop_gone link new_holder pause resume "
    "close_shop_named open_shop_named quiet digest todo report menu propose invite revoke red_line history board".split()
)


@pytest.mark.parametrize(
    ("says", "intent"),
    [
        ("王芳这周看了几家", "about"),
        ("津河路有多少家店", "about"),
        ("这周谁没去看", "unseen"),
        ("哪几家店好久没人看了", "unseen"),
        ("who hasn't visited this week", "unseen"),
        ("还有多少整改没弄好", "open_fixes"),
        ("how many fixes are still open", "open_fixes"),
        ("卫生方面没改好的有几家", "open_fixes"),
        ("二星以下的有哪些", "star_list"),
        ("which shops have two stars or less", "star_list"),
        ("明亮眼镜搬走了", "shop_gone"),
        ("便民五金倒闭了 以后不用看了", "shop_gone"),
        ("恢复津河路", "resume"),
        ("西津路又恢复营业了", "open_shop_named"),
        ("把便民五金换给别的党员", "link"),
        ("新老板叫何大姐", "new_holder"),
        ("给所有店发个通知：明天下午检查", "notice"),
        ("send a notice to all shops: inspection", "notice"),
        ("李明请假了谁替他", "on_leave"),
        ("王芳明天出差，让李明替一下", "leave_of"),
        ("何静回来上班了", "back_of"),
        ("别给我发周报了", "quiet"),
        ("津河路有人乱倒垃圾", "report"),
        ("给李记面馆换个联系人", "link"),
        ("全体党员注意，月底前看完", "notice"),
        ("两星和一星的列一下", "star_list"),
        ("李记面馆老板跑路了", "shop_gone"),
    ],
)
def test_a_sentence_of_the_office(says: str, intent: str, reader: Reader) -> None:
    read = reader.read(says, Speaker(intents=OFFICE))
    assert [m.intent for m in (*read.certain, *(c for q in read.asked for c in q.choices))] == [intent]


@pytest.mark.parametrize("says", ["王芳这周看了几家", "明亮眼镜搬走了", "给所有店发个通知：明天检查"])
def test_nobody_else_is_understood_so(says: str, reader: Reader) -> None:
    assert not reader.read(says, Speaker(intents=frozenset({"help", "menu"}))).certain
