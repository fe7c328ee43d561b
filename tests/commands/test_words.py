"""`fivestar words`: a sentence the office teaches is understood by the running bot, and none is taken twice."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from storage.operations import unheard
from tests.commands.test_office import Fivestar, fivestar
from tests.player import Player
from tests.town import MONDAY, Town

__all__ = ["fivestar"]
telegram = pytest.mark.parametrize("shape", ["telegram"])


def test_a_word_is_added_and_listed(fivestar: Fivestar) -> None:
    status, out, _ = fivestar("words", "add", "我的星", "星数瞅瞅")
    assert status == 0
    assert "星数瞅瞅" in Path("data/words.toml").read_text("utf-8")
    assert "星数瞅瞅" in fivestar("words", "list")[1]
    assert "星数瞅瞅" in fivestar("words", "list", "stars")[1]
    assert "马上就懂" in out


@pytest.mark.parametrize(
    ("command", "said", "why"),
    [
        ("stars", "求助", "求助"),
        ("stars", "好", "五项都做到了"),
        ("stars", "垃圾没扫", "没做到"),
        ("stars", "几星", "早就懂了"),
        ("stars", "12", "不能加"),
        ("没有这个", "看星", "没有“没有这个”"),
    ],
)
def test_words_that_mean_something_already_are_refused(fivestar: Fivestar, command: str, said: str, why: str) -> None:
    status, _, err = fivestar("words", "add", command, said)
    assert status == 1
    assert why in err
    assert not Path("data/words.toml").exists()


def test_a_file_that_cannot_be_read_is_left_alone(fivestar: Fivestar) -> None:
    Path("data").mkdir(exist_ok=True)
    Path("data/words.toml").write_text("[stars\n", "utf-8")
    assert fivestar("words", "add", "stars", "星数瞅瞅")[0] == 1
    assert Path("data/words.toml").read_text("utf-8") == "[stars\n"


@telegram
async def test_the_running_bot_learns_it_at_once(town: Town) -> None:
    town.words = town.folder / "words.toml"
    await town.restart()
    li = await town.merchant("李记面馆")
    await li.says("星数瞅瞅")
    li.sees("您是说这个吗")
    town.words.write_text('[stars]\nsay = ["星数瞅瞅"]\n', "utf-8")
    await li.says("星数瞅瞅")
    li.sees("还没有评过星")
    town.words.write_text("[stars", "utf-8")
    await li.says("几星")
    li.sees("还没有评过星")


@telegram
async def test_what_three_people_say_is_shown_once_a_week_without_their_names(town: Town) -> None:
    chen = await town.manager()
    people = [await town.merchant(name) for name in ("李记面馆", "张姐水果", "老王五金")]
    for player in people:
        await player.says("对过的槐树晃啊")
        await player.says("对过的槐树晃啊")
    for player in people[:2]:
        await player.says("门前那条狗好凶")
    await town.pass_to(MONDAY + timedelta(days=7, hours=-1), "weekly-digest")
    await town.job("weekly-digest", "2026-W48")
    chen.sees_somewhere("“对过的槐树晃啊”（3 人）", "fivestar words add")
    assert not any("门前那条狗" in said.reply.text for said in chen.screen)


@pytest.mark.parametrize(
    "words",
    [
        "我叫李四住在后街",
        "找张阿姨拿东西",
        "电话13800001111",
        "一个很长很长的故事讲的是昨天晚上在街口发生的事情",
        "王小明说的那个",
    ],
)
@telegram
async def test_what_may_tell_about_somebody_is_never_counted(town: Town, words: str) -> None:
    await town.merchant("王家店", name="王小明")
    for name in ("李记面馆", "张姐水果", "老王五金"):
        player: Player = await town.merchant(name)
        await town.database.write(lambda tx, p=player: unheard.count(tx, words, p.person_id, MONDAY.date()))
    assert not await town.database.read(lambda tx: unheard.often(tx, "2026-W48"))
