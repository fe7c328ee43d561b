"""An undo is of the shop that its words name; where none is named it stays the last one's."""

from __future__ import annotations

import pytest

from bot.language.commands.taken_back import UNDO, may_undo, of_its_shop
from bot.language.meanings import Speaker
from bot.language.reader import Reader

UNDONE = [
    ("花店明明是好的，把那条撤了", [5]),
    ("刚才8号那个记错了，应该是7号", [8]),
    ("8号弄错了，不是8号，是7号", [8]),
    ("把酒楼刚才那个撤掉，我看错店了", [8]),
    ("老丁理发和小方水果都报错了，撤掉", [7, 10]),
    ("撤回3号的记录", [3]),
    ("理发店那条作废", [7]),
    ("undo shop 8", [8]),
    ("sorry I meant 7, not 8, undo that", [8]),
    ("the flower shop one was a mistake, undo it", [5]),
    ("刚才那个记错了，应该是7号", [0]),
    ("点错了一家", [0]),
    ("刚才点错了2次", [0]),
    ("撤销", [0]),
]
OFFERED = [
    ("津河花店记错了，绿化是好的", [5]),
    ("5号好像记错了", [5]),
    ("9号没问题的，我刚才看错了", [9]),
    ("7号好的，8号那条记错了", [8]),
    ("最后一家记错了", [0]),
    ("撤销15号", []),
]


@pytest.mark.parametrize(("said", "shops"), UNDONE, ids=[said for said, _ in UNDONE])
def test_the_shop_it_names_is_meant(said: str, shops: list[int], reader: Reader, who: dict[str, Speaker]) -> None:
    reading = reader.read(said, who["member"])
    assert may_undo(reading)
    bound = of_its_shop(reading, who["member"].linked, reader.read)
    assert [(m.intent, m.shop) for m in bound.certain] == [(UNDO, shop) for shop in shops]


@pytest.mark.parametrize(("said", "shops"), OFFERED, ids=[said for said, _ in OFFERED])
def test_what_is_only_offered_names_it_too(
    said: str, shops: list[int], reader: Reader, who: dict[str, Speaker]
) -> None:
    bound = of_its_shop(reader.read(said, who["member"]), who["member"].linked, reader.read)
    assert not bound.certain
    assert [c.shop for question in bound.asked for c in question.choices if c.intent == UNDO] == shops


@pytest.mark.parametrize("said", ["5 好", "3 秩序 货出店", "取消", "3号和4号都好"])
def test_what_undoes_nothing_is_left_alone(said: str, reader: Reader, who: dict[str, Speaker]) -> None:
    assert not may_undo(reader.read(said, who["member"]))
