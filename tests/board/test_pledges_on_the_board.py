"""`/board/pledges`: a manager reads all, a secretary those of their own branch, nobody without a session any."""

from __future__ import annotations

import httpx
import pytest

from tests.board.conftest import enters
from tests.town import Town

pytestmark = pytest.mark.parametrize("shape", ["web"])


async def test_a_secretary_reads_the_pledges_of_their_own_branch(town: Town, browser: httpx.AsyncClient) -> None:
    chen = await town.manager()
    own = await town.staff("周书记", "secretary", branch="环卫支部")
    other = await town.staff("何静", "secretary", branch="第一支部")
    for words in ("实事 翠竹苑垃圾房 12月底 环卫支部", "实事 河沥溪路灯 12月底 第一支部"):
        await chen.says(words)
        await chen.taps("记下")
    for player, theirs, others in ((own, "翠竹苑垃圾房", "河沥溪路灯"), (other, "河沥溪路灯", "翠竹苑垃圾房")):
        await enters(player, browser)
        page = (await browser.get("/board/pledges")).text
        assert theirs in page
        assert others not in page
        await browser.post("/board/leave")
    closed = (await browser.get("/board/pledges")).text
    assert "翠竹苑垃圾房" not in closed
    assert "河沥溪路灯" not in closed
    await enters(chen, browser)
    page = (await browser.get("/board/pledges")).text
    assert "翠竹苑垃圾房" in page
    assert "河沥溪路灯" in page
