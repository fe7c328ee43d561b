"""A question is answered by the office's guides first, and by a person whenever that is not enough."""

from __future__ import annotations

import pytest

from programme.articles.how_to import answers
from tests.player import Player
from tests.town import Town

BANNER = "便民 新店开张能挂横幅吗 https://example.cn/banner 三天以内可以挂，挂在店门正面。"


async def a_guide(town: Town) -> tuple[Player, Player]:
    chen, resident = await town.manager(), town.player("居民")
    await chen.says(BANNER)
    await chen.taps("发")
    return chen, resident


async def requests(town: Town) -> list[str]:
    return [row["text"] for row in await town.database.read(lambda tx: tx.rows("export_requests"))]


async def test_a_guide_answers_and_nobody_is_asked(town: Town) -> None:
    chen, resident = await a_guide(town)
    before = len(chen.screen)
    await resident.says("请问新店能挂横幅吗")
    resident.sees("三天以内可以挂", "https://example.cn/banner", "够吗")
    await resident.taps("够了")
    resident.sees("有事再说")
    assert await requests(town) == []
    assert len(chen.screen) == before


async def test_not_enough_goes_on_as_it_was_said(town: Town) -> None:
    _, resident = await a_guide(town)
    await resident.says("请问新店能挂横幅吗")
    await resident.taps("还要问")
    resident.sees("26-00001")
    assert await requests(town) == ["请问新店能挂横幅吗"]


async def test_what_is_no_question_or_another_one_is_filed_at_once(town: Town) -> None:
    _, resident = await a_guide(town)
    await resident.says("请问哪里办养犬证")
    await resident.says("新店开张挂的横幅垃圾没收")
    assert "三天以内" not in resident.looks()
    assert await requests(town) != []


@pytest.mark.parametrize(
    ("title", "question", "found"),
    [
        ("新店开张能挂横幅吗", "新店开张挂横幅可以吗", True),
        ("养犬证怎么办", "请问养犬证在哪里办", False),
        ("怎么办养犬证", "养犬证怎么办", True),
        ("停车", "停车", False),
        ("", "请问", False),
    ],
)
def test_a_title_answers_what_holds_most_of_it(title: str, question: str, found: bool) -> None:
    assert bool(answers(title, question)) is found
