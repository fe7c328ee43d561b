"""A newcomer plays a street and stands in its board: the printed link enters, and the week that was played is there."""

from __future__ import annotations

import re
from pathlib import Path

import httpx
import pytest

from tests.e2e.bot import Bot

pytestmark = [pytest.mark.slow, pytest.mark.timeout(180)]


async def entered(bot: Bot) -> httpx.Response:
    """The board by the link that was printed."""
    line = await bot.line()
    link = re.search(r"http://\S+/board/enter/\S+", line)
    assert link, line
    assert link[0].startswith(bot.address)
    async with httpx.AsyncClient(follow_redirects=True, trust_env=False) as client:
        return await client.post(link[0])


@pytest.mark.parametrize(
    "words",
    [("simulate", "--shops", "8", "--weeks", "1", "--open"), ("demo", "--weeks", "1")],
    ids=["simulate", "demo"],
)
async def test_it_ends_in_an_open_board(tmp_path: Path, words: tuple[str, ...]) -> None:
    bot = Bot(tmp_path, *words, port="0")
    await bot.start()
    try:
        page = await entered(bot)
        assert page.status_code == 200
        assert page.url.path == "/board"
        seen = re.search(r"看了的店</dt><dd>(\d+)", page.text)
        assert seen
        if words[0] == "simulate":
            assert int(seen[1]) > 0, "the week that was played is the week that is shown"
    finally:
        assert await bot.stop() == 0
