"""Posters, certificates and feeds of volunteer days: codes lead where they say, and pages tell no more than they must."""

from __future__ import annotations

import io
import re
from datetime import UTC, datetime, timedelta

import pypdfium2
import zxingcpp
from httpx import AsyncClient
from PIL import Image

from tests.player import Player
from tests.stories.activities.test_volunteer_day import SATURDAY, named, one_shape, plan
from tests.town import Town

ADDRESS = "http://board.test"


async def with_pages(town: Town) -> Player:
    """A host in a town that has an address."""
    town.address = ADDRESS
    await town.restart()
    return await town.staff("赵队长", "squad")


async def files(town: Town, player: Player) -> dict[str, bytes]:
    """What was asked for in chat, by the ending of its name."""
    await town.hours.run_asked()
    await town.settle()
    said = next(s for s in reversed(player.screen) if s.reply.attachments)
    return {a.name.rpartition(".")[2]: (town.folder / a.ref).read_bytes() for a in said.reply.attachments}


def words_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    found = "".join("".join(page.get_textpage().get_text_range().split()) for page in document)
    document.close()
    return found


@one_shape
async def test_whoever_scans_the_poster_is_on_the_list(town: Town, browser: AsyncClient) -> None:
    host = await with_pages(town)
    await plan(town, host)
    await host.taps("要张海报")
    made = await files(town, host)
    with Image.open(io.BytesIO(made["png"])) as drawn:
        [code] = zxingcpp.read_barcodes(drawn.convert("L"))
    assert code.text == f"{ADDRESS}/chat#code=join-1"
    words = words_of(made["pdf"])
    for word in ("文明劝导", "西津路", "11月28日周六09:00–10:30", "15个名额", "第一支部", "不收费"):
        assert word in words
    assert "赵队长" not in words
    passer_by = town.player("路人")
    await passer_by.says(code.text.partition("#code=")[2])
    passer_by.sees("记下了")
    page = await browser.get("/city/activities")
    assert "文明劝导" in page.text
    assert "/chat#code=join-1" in page.text


@one_shape
async def test_a_certificate_is_genuine_until_its_hours_are_corrected(town: Town, browser: AsyncClient) -> None:
    host = await with_pages(town)
    await plan(town, host)
    one = await named(town, "孙大姐")
    await one.says("时长证明")
    one.sees("还没有时长")
    town.clock.at(SATURDAY + timedelta(hours=2))
    await host.says("记时长 1")
    await host.picks("孙大姐")
    await host.taps("都对，办结")
    await one.says("时长证明")
    pdf = (await files(town, one))["pdf"]
    words = words_of(pdf)
    for word in (
        "志愿服务时长证明",
        "孙大姐",
        "共1次、1.5小时",
        "2026-11-28",
        "文明劝导",
        "西津路",
        "第一支部",
        "宁国市城市管理执法局",
    ):
        assert word in words
    document = pypdfium2.PdfDocument(pdf)
    [code] = zxingcpp.read_barcodes(document[0].render(scale=2).to_pil())
    document.close()
    page = await browser.get(code.text)
    assert page.status_code == 200
    assert "这张时长证明是真的" in page.text
    assert "1 次，共 1.5 小时" in page.text
    assert "孙大姐" not in page.text
    assert "更正" not in page.text
    await one.taps("不对")
    await one.says("60分钟")
    assert "更正，现在是 1 小时" in (await browser.get(code.text)).text
    await one.says("停用")
    await one.taps("停用")
    assert (await browser.get(code.text)).status_code == 404


async def test_a_number_nobody_was_given_is_not_genuine(browser: AsyncClient) -> None:
    page = await browser.get("/hours/SC2026-ABCDE2")
    assert page.status_code == 404
    assert "查不到" in page.text


def events(feed: str) -> list[dict[str, str]]:
    """The events of a feed as RFC 5545 says: lines end in CRLF, none is longer than 75 octets, folded ones are joined."""
    assert feed.endswith("\r\n")
    raw = feed.split("\r\n")[:-1]
    assert all(len(line.encode()) <= 75 for line in raw)
    assert not any("\n" in line or "\r" in line for line in raw)
    lines = re.sub(r"\r\n[ \t]", "", feed).split("\r\n")[:-1]
    assert (lines[0], lines[-1]) == ("BEGIN:VCALENDAR", "END:VCALENDAR")
    assert {"VERSION:2.0", "METHOD:PUBLISH"} < set(lines)
    found: list[dict[str, str]] = []
    for line in lines[1:-1]:
        name, colon, value = line.partition(":")
        assert colon
        if line == "BEGIN:VEVENT":
            found.append({})
        elif found:
            assert name not in found[-1] or name == "END"
            found[-1][name] = value
    assert lines.count("BEGIN:VEVENT") == lines.count("END:VEVENT") == len(found)
    for event in found:
        assert {"UID", "DTSTAMP", "DTSTART", "DTEND", "SEQUENCE", "STATUS", "SUMMARY"} < set(event)
    return found


def moment(text: str) -> datetime:
    return datetime.strptime(text, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)


@one_shape
async def test_the_feed_keeps_its_events_their_names_and_says_what_was_called_off(
    town: Town, browser: AsyncClient
) -> None:
    host = await with_pages(town)
    title = "文明劝导、清小广告，还有一件很长很长的事;要,转义"
    await plan(town, host, f"周六 9点到10点半 西津路 {title} 15人")
    await plan(town, host, "周日 9点到10点 西津路 植绿")
    answer = await browser.get("/city/activities.ics")
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    first, second = events(answer.text)
    assert first["SUMMARY"] == title.replace(";", "\\;").replace(",", "\\,")
    assert moment(first["DTSTART"]) == SATURDAY
    assert moment(first["DTEND"]) == SATURDAY + timedelta(minutes=90)
    assert (first["SEQUENCE"], first["STATUS"]) == ("0", "CONFIRMED")
    await host.says("改活动 2 周日 14点到15点 西津路 植绿")
    await host.taps("对，发出去")
    await host.says("取消活动 1")
    await host.taps("取消它")
    off, moved = events((await browser.get("/city/activities.ics")).text)
    assert (off["UID"], off["STATUS"], off["SEQUENCE"]) == (first["UID"], "CANCELLED", "1")
    assert (moved["UID"], moved["SEQUENCE"]) == (second["UID"], "1")
    assert moment(moved["DTSTART"]).hour == 6
    town.clock.forward(days=31)
    assert all(event["STATUS"] != "CANCELLED" for event in events((await browser.get("/city/activities.ics")).text))


@one_shape
async def test_ones_own_calendar_is_ones_own_and_can_be_moved(town: Town, browser: AsyncClient) -> None:
    host = await with_pages(town)
    await plan(town, host)
    await plan(town, host, "周日 9点到10点 西津路 植绿")
    one = await named(town, "孙大姐")
    await one.says("我的日历")
    link = re.search(r"http\S+\.ics", one.last)
    assert link
    answer = await browser.get(link[0])
    assert [event["SUMMARY"] for event in events(answer.text)] == ["文明劝导"]
    assert "孙大姐" not in answer.text
    assert "赵队长" not in answer.text
    assert "no-store" in answer.headers["cache-control"]
    await one.taps("换一个地址")
    assert (await browser.get(link[0])).status_code == 404
