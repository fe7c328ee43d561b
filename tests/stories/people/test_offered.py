"""Whatever is offered as a choice may be taken by whoever reads it, and is complete: no button does nothing."""

from __future__ import annotations

import csv
from io import StringIO

import pytest

from benchmarks.sentences import DATA, SHOPS
from bot.steps import asks_for_words
from messages.topics import Topic
from storage.delivery import conversations
from storage.reviews import evidence
from tests.player import Player
from tests.town import MONDAY, Town
from texts import speaker

telegram = pytest.mark.parametrize("shape", ["telegram"], indirect=True)
SAMPLE = 400
"""Sentences tried of each table's kind of speaker."""


async def looks(town: Town, shop: int, observer: Player) -> dict[str, float] | None:
    day = MONDAY.date()
    seen = await town.database.read(lambda tx: evidence.observation_of_day(tx, shop, day, observer.person_id))
    return None if seen is None else dict(seen.facts)


async def test_words_without_a_shop_are_taken_along_to_the_shop_that_is_tapped(town: Town) -> None:
    """“五项都做到了” once was offered to a member without a shop, and its tap refused."""
    shops = [await town.merchant(name) for name in ("李记面馆", "张姐水果")]
    wang = await town.member("王芳", *shops)
    await wang.says("李大海说下水道堵了，我明天上午带人去疏通")
    wang.sees("是哪一家店", "李记面馆", "张姐水果")
    await wang.taps("张姐水果")
    wang.sees("张姐水果", "设施 没做到")
    await wang.taps("设施 没做到")
    assert await looks(town, shops[1].shop_id, wang) == {"facility": 0.0}
    assert await looks(town, shops[0].shop_id, wang) is None


async def test_a_fault_without_a_shop_is_recorded_where_its_number_is_typed(town: Town) -> None:
    shops = [await town.merchant(name) for name in ("李记面馆", "张姐水果")]
    wang = await town.member("王芳", *shops)
    await wang.says("门口有垃圾")
    await wang.says("2")
    wang.sees("张姐水果：卫生 没做到")
    assert await looks(town, shops[1].shop_id, wang) == {"hygiene": 0.0}


async def test_all_ten_so_so_are_asked_one_by_one(town: Town) -> None:
    shops = [await town.merchant(name) for name in SHOPS]
    wang = await town.member("王芳", *shops)
    await wang.says("十家都看完了，都还行")
    wang.sees("李记面馆", "小方水果", "一家一家来")
    await wang.taps("五项都做到了")
    assert await looks(town, shops[0].shop_id, wang) == {}


def said_by(*whose: str) -> list[str]:
    """A sample of what the tables say, spread over all of them."""
    tables = [csv.DictReader(StringIO(path.read_text(encoding="utf-8"))) for path in sorted(DATA.glob("*.csv"))]
    every = [row["says"] for table in tables for row in table if row.get("who") in whose]
    return every[:: max(len(every) // SAMPLE, 1)]


@pytest.mark.slow
@telegram
@pytest.mark.parametrize("role", ["merchant", "member", "squad", "secretary", "manager", "desk"])
async def test_no_question_of_the_language_offers_a_choice_that_is_refused(town: Town, role: str) -> None:
    shops = [await town.merchant(name) for name in SHOPS]
    who = shops[0] if role == "merchant" else await town.staff("王芳", role, links=shops if role == "member" else ())
    tapped, refused, stuck = 0, [], []
    say = speaker("zh")
    walls = (say("engine.not_yours"), say("engine.answered"))
    for sentence in said_by("merchant", "member", "manager"):
        await who.says(sentence)
        shown = who.screen[-1]
        known = await town.database.read(lambda tx: conversations.conversation(tx, who.address))
        if known and asks_for_words(known.step) and say("engine.cancel") not in [c.label for c in shown.reply.choices]:
            stuck.append((sentence, shown.reply.text))
        if shown.reply.topic == Topic.MEANT and shown.reply.choices:
            await who.taps(shown.reply.choices[0].label, on=shown)
            tapped += 1
            refused += [(sentence, shown.reply.text) for wall in walls if wall in who.last]
        await town.database.write(
            lambda tx: conversations.save(
                tx, who.address, person_id=who.person_id, step="", in_hand=None, thread="", seen_at=town.clock()
            )
        )
        if role == "merchant":
            await who.says("撤销")
    assert tapped > SAMPLE // 4
    assert not refused
    assert not stuck, "whatever waits for words has a way out"


@telegram
async def test_the_question_how_long_a_leave_is_has_a_way_out(town: Town) -> None:
    li = await town.merchant("李记面馆")
    wang = await town.member("王芳", li)
    await wang.says("请假")
    await wang.taps("取消")
    wang.sees("这一步取消了")
