"""What stands on the printed cards and in the help does what it says there."""

from __future__ import annotations

import pytest

from tests.town import Town

pytestmark = pytest.mark.parametrize("shape", ["telegram"])


async def test_resume_ends_a_pause_for_the_office_and_brings_reminders_back_to_everybody_else(town: Town) -> None:
    """A manager's “resume” answered “reminders again”, and the street stayed paused."""
    li = await town.merchant("李记面馆")
    chen = await town.manager()
    await chen.says("停评 西津路 3天 修路")
    await chen.taps("发")
    await chen.says("resume")
    chen.sees("恢复评星")
    await li.says("停止提醒")
    await li.says("resume")
    li.sees("以后照常提醒您")


async def test_good_is_the_self_check_in_english(town: Town) -> None:
    """The card said “ok”, which is a courtesy and no self-check."""
    li = await town.merchant("李记面馆")
    await li.says("English")
    await li.says("help")
    li.sees("good: all five duties are met today")
    await li.says("good")
    checks = await town.database.read(lambda tx: tx.rows("export_self_checks"))
    assert len(checks) == 1


@pytest.mark.parametrize("words", ["收回", "revoke"])
async def test_taking_a_role_back_says_how_when_something_is_missing(town: Town, words: str) -> None:
    chen = await town.manager()
    await chen.says(words)
    chen.sees("收回 管理员 姓名")


async def test_taking_a_role_from_nobody_known_says_so(town: Town) -> None:
    """“收回 周明” was answered with the form alone, where nobody is called so."""
    chen = await town.manager()
    await chen.says("收回 周明")
    chen.sees("没有叫“周明”的同事", "收回 党员 李明")
