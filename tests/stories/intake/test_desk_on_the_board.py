"""The command desk on the board: the intakes and nothing else, opened and sorted as in chat."""

from __future__ import annotations

import re

import httpx
import pytest

from tests.board.conftest import enters, pages
from tests.stories.intake.conftest import Platform
from tests.town import Town

pytestmark = pytest.mark.parametrize("shape", ["web"])


@pytest.fixture
async def browser(town: Town) -> httpx.AsyncClient:
    transport = httpx.ASGITransport(pages(town))
    return httpx.AsyncClient(transport=transport, base_url="http://board.test", follow_redirects=True)


async def test_the_desk_sorts_on_the_board_and_sees_no_star(
    town: Town, platform: Platform, browser: httpx.AsyncClient
) -> None:
    li = await town.merchant("李记面馆")
    zhou = await town.staff("周坐席", "desk")
    await platform.alert("C12", "0110", place="翠竹苑南门", photo=True)
    await town.settle()
    page = await enters(zhou, browser)
    assert page.url.path == "/board/intakes"
    assert "C12" in page.text
    assert "等分拣" in page.text
    for path in (
        "/board",
        "/board/shops",
        f"/board/shop/{li.shop_id}",
        "/board/requests",
        "/board/cases",
        "/board/jobs",
    ):
        assert (await browser.get(path)).url.path == "/board/intakes", path
    (form,) = re.findall(
        r'action="(/board/intake/[0-9]+)"><input type="hidden" name="key" value="([0-9a-f]{32})"', page.text
    )
    opened = await browser.post(form[0], data={"key": form[1]})
    assert "误报" in opened.text
    (shown,) = set(re.findall(r'src="(/board/photo/[0-9]+)"', opened.text))
    assert (await browser.get(shown)).headers["content-type"] == "image/jpeg"
    key, choice = re.findall(
        r'name="key" value="([0-9a-f]{32})">\s*<button name="choice" value="([^"]+)">误报', opened.text
    )[0]
    said = await browser.post("/board/act", data={"key": key, "choice": choice})
    assert "谁也不会被打扰" in said.text
    assert [row.state for row in await platform.rows()] == ["dismissed"]
    assert "没有等着分拣" in (await browser.get("/board/intakes")).text
    gone = await browser.get("/board/intakes", params={"which": "dismissed", "q": "c12"})
    assert "误报" in gone.text


async def test_a_manager_finds_them_beside_everything_else_and_a_member_has_no_board(
    town: Town, platform: Platform, browser: httpx.AsyncClient
) -> None:
    chen = await town.manager()
    wang = await town.member("王芳")
    await platform.alert("C12", "0110", place="翠竹苑南门")
    await enters(chen, browser)
    listed = await browser.get("/board/intakes", params={"which": "all", "service": "broken", "source": "smart-city"})
    assert "翠竹苑南门" in listed.text
    assert "/board/request/1" in listed.text
    await wang.says("看板")
    assert "/board/enter/" not in wang.last
