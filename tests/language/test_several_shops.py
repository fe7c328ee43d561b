"""One message of a member about several shops: every shop gets what is told of it, and no other."""

from __future__ import annotations

import pytest

from benchmarks.sentences import read_as
from bot.language.meanings import Speaker
from bot.language.reader import Reader


@pytest.mark.parametrize(
    ("says", "facts"),
    [
        ("一二三号好，四号门口有烟头，五号好", "1 ok+2 ok+3 ok+4 hygiene=0+5 ok"),
        ("二到四没问题", "2 ok+3 ok+4 ok"),
        ("七八九三家都不错", "7 ok+8 ok+9 ok"),
        ("后面三家八九十号都合格", "8 ok+9 ok+10 ok"),
        ("后三家都好", "8 ok+9 ok+10 ok"),
        ("四号门口有油，前面三家都好", "4 hygiene=0+1 ok+2 ok+3 ok"),
        ("明亮眼镜和津河花店两家都挑不出毛病", "4 ok+5 ok"),
        ("1/4/7 均合格", "1 ok+4 ok+7 ok"),
        ("10号果皮一地，小方自己拿扫帚扫掉了", "10 hygiene=0.5"),
        ("李记和徽府门口都有油，李记当场冲了，徽府不肯弄", "1 hygiene=0.5+8 hygiene=0"),
        ("花店水果店门口都有烂叶子，花店扫了", "5 hygiene=0.5+10 hygiene=0"),
        ("7号 卫生1 秩序1 绿化0", "7 green=0"),
        ("津河花店树上挂的花篮 讲了就拿下来了", "5 green=0.5"),
        ("3 ok, 4 ok, and six got his wheelbarrows out on the path again", "3 ok+4 ok+6 order=0"),
        ("7号毛巾挂在树上，老丁笑笑就取下来了", "7 green=0.5"),
        ("后两家都行，小方家今天特别干净", "9 ok+10 ok"),
        ("花店和奶茶店都不错，就是奶茶店招牌灯灭了", "5 ok+9 facade=0"),
        ("老丁家和小方家都好", "7 ok+10 ok"),
        ("七八两家没啥毛病，九号门口吸管乱丢", "7 ok+8 ok+9 hygiene=0"),
        ("走了五号到七号，五号六号好，七号音响放得太吵", "5 ok+6 ok+7 order=0"),
        ("酒楼、奶茶、水果三家看完，酒楼门口车乱停，另外两家好", "8 order=0+9 ok+10 ok"),
        ("二、四、六合格，三号门口有油", "2 ok+4 ok+6 ok+3 hygiene=0"),
        ("理发店没毛病花店没毛病奶茶店也没毛病", "5 ok+7 ok+9 ok"),
        ("门口有垃圾的是4号，5号好", "4 hygiene=0+5 ok"),
        ("1 ok, boxes on the pavement at 5, 6 ok", "1 ok+5 order=0+6 ok"),
        ("nothing wrong at 4, litter by the door of 3, 2 ok", "4 ok+3 hygiene=0+2 ok"),
        ("litter outside 3 and 4, 5 is fine", "3 hygiene=0+4 hygiene=0+5 ok"),
        ("oil on the pavement from 3, 4 and 5 ok", "3 hygiene=0+4 ok+5 ok"),
        ("all good at 1, 2 and 3, 4 has litter on the step", "1 ok+2 ok+3 ok+4 hygiene=0"),
        ("litter outside 3, 4 again", "3 hygiene=0+4 hygiene=0"),
        ("1 ok, litter outside 5 this morning", "1 ok+5 hygiene=0"),
        ("1 is fine but there are boxes on the path outside 5", "1 ok+5 order=0"),
        ("1 ok boxes on the footpath outside 2", "1 ok+2 order=0"),
    ],
)
def test_every_shop_gets_its_own_facts(says: str, facts: str, reader: Reader, who: dict[str, Speaker]) -> None:
    """“两家” was shop 2, “八九十号” nobody, and what 小方 did was told of nothing."""
    assert read_as(reader.read(says, who["member"])) == (frozenset(facts.split("+")), False)


@pytest.mark.parametrize(("says", "many"), [("一到四都可以", 4), ("一二三四五六七八号好", 8), ("前五家都好", 5)])
def test_more_than_three_called_met_at_once_are_asked_one_by_one(
    says: str, many: int, reader: Reader, who: dict[str, Speaker]
) -> None:
    reading = reader.read(says, who["member"])
    assert not reading.certain
    assert len(reading.asked) == many


@pytest.mark.parametrize("says", ["李记好，后三家也好", "一到店就看到垃圾", "下午再看前三家"])
def test_whoever_may_be_another_shop_is_not_recorded(says: str, reader: Reader, who: dict[str, Speaker]) -> None:
    did, _ = read_as(reader.read(says, who["member"]))
    assert did <= {"1 ok"}


@pytest.mark.parametrize("says", ["下午再跑后面五家", "前面四家明天再看", "今天跟老丁聊了半天，他儿子考上公务员了"])
def test_where_one_will_go_and_chat_ask_nothing(says: str, reader: Reader, who: dict[str, Speaker]) -> None:
    """Each of the five shops was asked about."""
    reading = reader.read(says, who["member"])
    assert not reading.is_understood


def test_a_shop_that_may_end_one_clause_or_begin_the_next_is_asked(reader: Reader, who: dict[str, Speaker]) -> None:
    assert read_as(reader.read("boxes on the pavement at 3, 4, 5 ok", who["member"])) == (
        frozenset({"3 order=0", "5 ok"}),
        True,
    )
