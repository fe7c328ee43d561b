"""Closures, complaints, undoing, quiet and chat as people tell them: what is done, and what is no closure at all."""

from __future__ import annotations

import pytest

from benchmarks.sentences import read_as
from bot.language.meanings import Speaker
from bot.language.reader import Reader


@pytest.mark.parametrize(
    ("says", "means"),
    [
        ("要歇业半个月装修一下", "closed:15"),
        ("明朝不开门", "closed:1"),
        ("外孙满月，今朝不卖了", "closed:1"),
        ("今天开始休年假，为期六天", "closed:6"),
        ("装修搞完嘞，今朝开张", "open"),
        ("不是说关三天嘛，我提前一天开了", "open"),
        ("天天搞这个名堂，我意见很大", "complaint"),
        ("一周查三回，我们还做不做生意了", "complaint"),
        ("你们来的人连句好话都没有，进门就拍照", "complaint"),
        ("不合格那条是门口修水管造成的，不该算我头上", "appeal"),
        ("不对不对，删了重来", "undo"),
        ("刚才点快了，不是那个", "undo"),
        ("哎呀发给你的那句是要发给我老婆的", "undo"),
        ("消息一天好几条，手机响个没完，停了吧", "quiet"),
        ("两家为了停车吵起来了，你们快来个人", "help"),
    ],
)
def test_a_wish_is_heard(reader: Reader, who: dict[str, Speaker], says: str, means: str) -> None:
    assert read_as(reader.read(says, who["merchant"]))[0] == {means}


@pytest.mark.parametrize(
    "says",
    [
        "好的 明天再去",
        "好的，收到，马上落实",
        "谢谢小姑娘，态度真好",
        "今天十点才开门",
        "今天进货花了三千多",
        "最近流感厉害，大家戴口罩",
    ],
)
def test_chat_records_nothing(reader: Reader, who: dict[str, Speaker], says: str) -> None:
    assert not read_as(reader.read(says, who["merchant"]))[0] & {"ok", "fixed", "closed:1", "open", "report"}
