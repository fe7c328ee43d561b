"""Activities on the board: who came as counts, and what is done there is done as in chat."""

from __future__ import annotations

import re
from datetime import timedelta

import httpx
import pytest

from programme.activities.activity_state import ActivityKind, ActivityState
from programme.ids import ActivityId
from programme.sites.site_kinds import SiteKind
from storage.activities import activities
from storage.activities.activities import Activity
from storage.sites import sites
from storage.sites.sites import blank
from tests.board.conftest import enters
from tests.board.test_residents_on_the_board import hidden, presses
from tests.stories.activities.test_volunteer_day import SATURDAY, figures, named, plan
from tests.town import Town

pytestmark = pytest.mark.parametrize("shape", ["web"])


async def the_activity(town: Town, number: int = 1) -> Activity:
    return await town.database.read(lambda tx: activities.activity(tx, ActivityId(number)))


async def test_a_volunteer_day_is_planned_changed_and_called_off_here(town: Town, browser: httpx.AsyncClient) -> None:
    """In the line of the chat, read back first; the page tells how many signed up and never who."""
    chen, fan = await town.manager(), town.player("热心人")
    await fan.says("订活动")
    await enters(chen, browser)
    page = await browser.get("/board/activities")
    assert "近期没有要办的活动" in page.text
    sent = {"key": hidden(page, 'name="words"'), "kind": "volunteer", "words": "周六 9点到10点半 西津路 文明劝导 15人"}
    shown = await browser.post("/board/activities", data=sent)
    assert "这样对吗" in shown.text
    assert await town.database.read(lambda tx: activities.find(tx, 1)) is None, "read back first, as in chat"
    await presses(browser, shown, "对，发出去")
    await town.settle()
    fan.sees("新活动 1")
    await named(town, "孙大姐")
    listed = (await browser.get("/board/activities")).text
    assert "文明劝导" in listed
    assert "报名 1 位 / 15" in listed
    page = await browser.get("/board/activity/1")
    assert "孙大姐" not in page.text
    changed = {"key": hidden(page, 'value="change"'), "act": "change", "words": "周日 9点到11点 西津路 文明劝导 15人"}
    await presses(browser, await browser.post("/board/activity/1", data=changed), "对，发出去")
    assert (await the_activity(town)).changes == 1
    page = await browser.get("/board/activity/1")
    asked = await browser.post("/board/activity/1", data={"key": hidden(page, "call_off"), "act": "call_off"})
    assert (await the_activity(town)).state is ActivityState.PLANNED, "asked once, as in chat"
    await presses(browser, asked, "取消它")
    await town.settle()
    town.players["孙大姐"].sees_somewhere("取消了")
    assert "文明劝导" in (await browser.get("/board/activities", params={"which": "off"})).text


async def test_hours_are_noted_and_late_ones_confirmed_here(town: Town, browser: httpx.AsyncClient) -> None:
    """A manager notes for a colleague after a week; another one vouches, never whoever noted."""
    host, chen, zhao = await town.staff("赵队长", "squad"), await town.manager(), await town.staff("赵主任", "manager")
    await plan(town, host)
    await named(town, "孙大姐")
    await town.pass_to(SATURDAY + timedelta(days=2), "clocks")
    await enters(chen, browser)
    over = (await browser.get("/board/activities", params={"which": "over"})).text
    assert "结束了，等办结" in over
    town.clock.at(SATURDAY + timedelta(days=8))
    await enters(chen, browser)
    page = await browser.get("/board/activity/1")
    asked = await browser.post("/board/activity/1", data={"key": hidden(page, "note_hours"), "act": "note_hours"})
    assert "孙大姐" in asked.text, "whoever notes hours sees whom they are noted for, as in chat"
    pick = {"key": hidden(asked, 'name="picked"'), "picked": "0"}
    pick["choice"] = asked.text.split('name="choice" value="')[1].split('"')[0]
    noted = await browser.post("/board/act", data=pick)
    await presses(browser, noted, "都对，办结")
    assert (await figures(town)).attendances == 0
    mine = (await browser.get("/board/activity/1")).text
    assert "1 份时长等核实" in mine
    assert "时长属实" not in mine, "not by whoever noted them"
    await browser.post("/board/leave")
    await enters(zhao, browser)
    assert "文明劝导" in (await browser.get("/board/activities", params={"which": "unsure"})).text
    page = await browser.get("/board/activity/1")
    await browser.post("/board/activity/1", data={"key": hidden(page, "confirm_hours"), "act": "confirm_hours"})
    assert (await figures(town)).attendances == 1
    assert "来了 1 位" in (await browser.get("/board/activity/1")).text


async def test_a_joint_enforcement_shows_what_was_asked_for_and_what_came_of_it(
    town: Town, browser: httpx.AsyncClient
) -> None:
    await town.database.write(lambda tx: sites.add(tx, blank(SiteKind.ESTATE, "翠竹苑", town.clock())))
    chen, resident = await town.manager(), town.player("居民")
    await resident.says("翠竹苑 路灯坏了两盏")
    await enters(chen, browser)
    page = await browser.get("/board/activities")
    sent = {"key": hidden(page, 'name="words"'), "kind": "joint", "words": "翠竹苑 周六 9点 消防 住建"}
    await presses(browser, await browser.post("/board/activities", data=sent), "就这么定")
    page = (await browser.get("/board/activity/1")).text
    assert "26-00001" in page
    assert 'value="joint_result"' not in page, "nothing came of it yet"
    town.clock.at(SATURDAY + timedelta(hours=3))
    await enters(chen, browser)
    page = await browser.get("/board/activity/1")
    said = {"key": hidden(page, "joint_result"), "act": "joint_result", "words": "当场整改 16+30+19 劝导 6"}
    asked = await browser.post("/board/activity/1", data=said)
    pick = {"key": hidden(asked, 'name="picked"'), "picked": "0"}
    pick["choice"] = asked.text.split('name="choice" value="')[1].split('"')[0]
    await browser.post("/board/act", data=pick)
    await town.settle()
    resident.sees_somewhere("联合执法")
    assert (
        "71 件：当场整改 65 · 劝导 6 · 限期 0 · 移交 0；解决诉求 1 件" in (await browser.get("/board/activity/1")).text
    )


async def test_what_a_visit_brought_back_is_answered_here(town: Town, browser: httpx.AsyncClient) -> None:
    secretary, chen = await town.staff("三书记", "secretary", branch="第三支部"), await town.manager()
    await secretary.says("联系支部 第三支部 讲党课，缺一台洒水车")
    await enters(secretary, browser)
    page = (await browser.get("/board/activity/1")).text
    assert "一台洒水车" in page
    assert "follow_ups.open_one" not in page, "it waits for the managers"
    await browser.post("/board/leave")
    await enters(chen, browser)
    assert "带回 1 件没答" in (await browser.get("/board/activities", params={"which": "to_do"})).text
    page = await browser.get("/board/activity/1")
    opened = await browser.post(
        "/board/act", data={"key": hidden(page, "follow_ups.open_one"), "action": "follow_ups.open_one 1"}
    )
    shown = await presses(browser, opened, "", "下周到位")
    await presses(browser, shown, "发")
    await town.settle()
    secretary.sees("一台洒水车", "下周到位")
    assert "下周到位" in (await browser.get("/board/activity/1")).text


async def test_a_secretary_sees_the_activities_of_the_branch_and_those_that_visited_it(
    town: Town, browser: httpx.AsyncClient
) -> None:
    chen, mine = await town.manager(), await town.staff("周明", "secretary")
    other = await town.staff("何静", "secretary", branch="环卫支部")
    await plan(town, mine)
    await chen.says("联系支部 环卫支部 讲党课")
    await enters(other, browser)
    listed = (await browser.get("/board/activities", params={"which": "all"})).text
    assert ("/board/activity/1" in listed, "/board/activity/2" in listed) == (False, True)
    assert (await browser.get("/board/activity/1")).status_code == 404
    forged = await browser.post("/board/activity/1", data={"key": "0" * 32, "act": "call_off"})
    assert forged.url.path == "/board/activities"
    page = (await browser.get("/board/activity/2")).text
    assert 'name="act"' not in page
    assert (
        await browser.get("/board/activities", params={"which": "';--", "kind": "x", "page": "9"})
    ).status_code == 200


async def test_another_sites_form_plans_nothing(town: Town, browser: httpx.AsyncClient) -> None:
    chen = await town.manager()
    await enters(chen, browser)
    sent = {"key": "1" * 32, "kind": str(ActivityKind.VOLUNTEER), "words": "周六 9点到10点半 西津路 劝导"}
    await browser.post("/board/activities", data=sent, headers={"origin": "https://evil.test"})
    assert (await browser.get("/board/act", params={"key": "1" * 32})).url.path == "/board/cases"


async def test_photos_of_a_joint_enforcement_are_kept_and_seen_by_whom_it_concerns(
    town: Town, browser: httpx.AsyncClient
) -> None:
    """They were kept where nothing read them, and whoever sent them heard nothing of it."""
    host, chen = await town.staff("赵队长", "squad"), await town.manager()
    other = await town.staff("何静", "secretary", branch="环卫支部")
    await host.says("联合执法 翠竹苑 周六 9点 消防 住建")
    await host.taps("就这么定")
    town.clock.at(SATURDAY + timedelta(hours=2, minutes=5))
    await host.sends_photo("联合办结 1 当场整改 16 劝导 6")
    host.sees("22 件", "照片 1 张留下了")
    await town.settle()
    await enters(chen, browser)
    (shown,) = set(re.findall(r'src="(/board/photo/\d+)"', (await browser.get("/board/activity/1")).text))
    assert (await browser.get(shown)).headers["content-type"] == "image/jpeg"
    await browser.post("/board/leave")
    await enters(other, browser)
    assert (await browser.get(shown)).status_code == 404
