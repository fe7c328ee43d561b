"""What is kept about a person: all of it shown on request, their words gone with them; the matters stay for others."""

from __future__ import annotations

from storage.activities import follow_ups
from storage.operations import person_data
from storage.people import erasure
from tests.player import Player
from tests.town import ZONE, Town


async def kept_about(town: Town, player: Player) -> dict[str, list[dict[str, object]]]:
    found = await town.database.read(lambda tx: person_data.of(tx, player.person_id, ZONE))
    return {part: rows for part, rows in (found or {}).items() if rows and isinstance(rows, list)}


async def test_what_one_brought_back_leads_hosts_and_wrote_is_shown_and_ones_words_go(town: Town) -> None:
    chen, zhao = await town.manager(), await town.staff("赵主任", "manager")
    secretary = await town.staff("三书记", "secretary", branch="第三支部")
    await chen.says("分管领导 第三支部 赵主任")
    await secretary.says("联系支部 第三支部 讲党课，缺一台洒水车")
    await secretary.says("联系支部 第三支部 讲党课，缺两把铁锹")
    await zhao.says("待办")
    await zhao.taps("一台洒水车")
    await zhao.says("下周到位")
    await zhao.taps("发")
    await secretary.says("订活动")
    await secretary.says("我的日历")
    await chen.says("推荐学 学习《条例》 https://example.cn/a 一图读懂")
    await chen.taps("发")
    of_secretary, of_zhao = await kept_about(town, secretary), await kept_about(town, zhao)
    assert [row["words"] for row in of_secretary["follow_ups"]] == ["一台洒水车", "两把铁锹"]
    assert [row["kind"] for row in of_secretary["activities"]] == ["branch_visit", "branch_visit"]
    assert of_secretary["activity_news"]
    assert of_zhao["branch_leaders"] == [{"branch": "第三支部"}]
    assert of_zhao["follow_ups"][0]["answer"] == "下周到位"
    assert (await kept_about(town, chen))["articles"][0]["title"] == "学习《条例》"
    for gone in (zhao, secretary):
        await town.database.write(lambda tx, one=gone.person_id: erasure.erase(tx, one, town.clock()))  # type: ignore[misc]
    left = await town.database.read(lambda tx: tx.rows("export_follow_ups"))
    assert [(row["words"], row["answer"], row["owner"]) for row in left] == [("", "", ""), ("", "", None)]
    waits = await town.database.read(follow_ups.open_ones)
    assert [one.owner_id for one in waits] == [None], "what was theirs to do waits on the managers' list"
    shown = await kept_about(town, secretary)
    assert {"activity_news", "chats", "calendar_secrets"}.isdisjoint(shown)
    assert "branch_leaders" not in await kept_about(town, zhao)
