"""The far side, the network, the disk and the database fail as they do: nothing is lost, nothing has two effects."""

from __future__ import annotations

import asyncio
import logging

import pytest

from bot.post import Post
from messages.errors import StorageDown
from messages.reply import Button, Reply
from tests.qyapi.house import QyHouse
from tests.qyapi.server import Fault


async def test_the_database_is_away_and_every_callback_is_kept_in_order(
    house: QyHouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    wang = house.member("WangFang")
    heard: list[str] = []
    receive = house.app.engine.receive
    away = True

    async def received(incoming):  # type: ignore[no-untyped-def]
        if away:
            raise StorageDown("the disk is full")
        heard.append(incoming.text)
        await receive(incoming)

    house.app.channels["wecom"]._receive = received  # type: ignore[attr-defined]
    for n in range(5):
        await wang.says(f"第{n}句")
    assert house.caller.answers == [200] * 5
    assert heard == []
    await house.until(lambda: "wait in the spool" in house.app.channels["wecom"].health.words)
    away = False
    await wang.says("最后一句")
    await house.until(lambda: len(heard) == 6)
    assert heard == [*(f"第{n}句" for n in range(5)), "最后一句"]


async def test_what_lies_in_the_spool_survives_a_kill(house: QyHouse) -> None:
    wang = house.member("WangFang")

    async def never(_: object) -> None:
        raise StorageDown("away")

    house.app.channels["wecom"]._receive = never  # type: ignore[attr-defined]
    await wang.says("帮助")
    await wang.says("你好")
    await house.stop()
    assert len(list(house.folder.glob("wecom/*/*.json"))) == 2
    await house.start()
    await house.until(lambda: len(wang.screen) >= 2)
    assert list(house.folder.glob("wecom/*/*.json")) == []


async def test_a_full_disk_is_said_and_answered_503(house: QyHouse, monkeypatch: pytest.MonkeyPatch) -> None:
    wang = house.member("WangFang")

    async def never(_: object) -> None:
        raise StorageDown("away")

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    house.app.channels["wecom"]._receive = never  # type: ignore[attr-defined]
    monkeypatch.setattr("files.durable.write", full)
    await wang.says("帮助")
    assert house.caller.answers == [503]
    report = await house.app.health()
    assert "no callback" in report.parts["channel wecom"]


async def test_thirty_a_minute_is_never_reached(house: QyHouse) -> None:
    """What is beyond it would be dropped in silence."""
    number, _ = await house.shop("李记面馆")
    wang = house.member("WangFang")
    await house.colleague(wang, "王芳", (number, 1))
    for n in range(30):
        await wang.says(f"帮助{n}")
    await house.until(lambda: len(wang.screen) >= 25)
    await asyncio.sleep(0.3)
    assert len(wang.screen) == 25
    assert house.api.dropped == []


@pytest.mark.parametrize("kind", ["cut", "garbage", "gateway", "hang"])
async def test_a_lost_answer_doubles_no_card(house: QyHouse, kind: str) -> None:
    """The far side drops a card it has seen; a text may come twice, once for each lost answer."""
    number, _ = await house.shop("李记面馆")
    wang = house.member("WangFang")
    await house.colleague(wang, "王芳", (number, 1))
    await wang.says("卡片")
    await house.settled()
    house.api.play("message/send", Fault(kind, accepted=True))
    await wang.says("我的商户")
    await house.until(lambda: house.api.calls["message/send"] >= 4)
    await house.settled()
    assert len([c for c in wang.cards if "我的商户" in c.text]) == 1


async def test_a_lost_answer_doubles_nothing_in_kefu(house: QyHouse) -> None:
    _, code = await house.shop("李记面馆")
    li = house.guest("wmLi")
    await li.scans(code)
    await house.sees(li, "李记面馆")
    house.api.play("kf/send_msg", Fault("cut", accepted=True))
    await li.says("帮助")
    await house.settled()
    await house.until(lambda: house.api.calls["kf/send_msg"] >= 2)
    await house.settled()
    assert len(li.screen) == 2
    assert (await house.states()).count("refused") == 0


async def test_an_address_nobody_trusts_pauses_and_recovers(house: QyHouse) -> None:
    wang = house.member("WangFang")
    house.api.trusted = False
    await wang.says("帮助")
    await house.until(lambda: bool(house.app.senders["wecom"].paused))
    report = await house.app.health()
    assert "203.0.113.9" in report.parts["channel wecom"]
    assert "企业可信IP" in report.parts["channel wecom"]
    house.api.trusted = True
    await house.until(lambda: bool(wang.screen))
    assert len(wang.screen) == 1
    await house.settled()
    assert (await house.app.health()).parts["channel wecom"] == ""


@pytest.mark.parametrize("what", ["address", "secret", "token"])
async def test_a_broadcast_broken_in_the_middle_loses_and_doubles_nothing(house: QyHouse, what: str) -> None:
    """The address is no longer trusted, the secret was reset, or the token ends: named, and it goes on by itself."""
    everybody = [house.member(f"m{n:02d}") for n in range(16)]
    people = [await house.colleague(one, f"同事{n}") for n, one in enumerate(everybody)]
    broken = {"address": ("trusted", False), "secret": ("secret", "reset-in-the-console")}.get(what)

    async def broadcast(post: Post) -> None:
        rows = ((Button("知道了", "help.nothing"),),)
        for person in people:
            await post.tell(person, lambda _: Reply("明天上午九点，西津路集合", rows), key=f"broadcast {person}")

    await house.app.work_for(house.app.hours.jobs["closed-windows"], "by hand", True).write(broadcast)
    await house.until(lambda: any("集合" in one.looks() for one in everybody))
    house.api.revoke()
    if broken:
        name, wrong = broken
        right = getattr(house.api, name)
        setattr(house.api, name, wrong)
        await house.until(lambda: bool(house.app.senders["wecom"].paused))
        words = (await house.app.health()).parts["channel wecom"]
        assert ("203.0.113.9" if what == "address" else "SECRET") in words
        setattr(house.api, name, right)
    await house.until(lambda: all("集合" in one.looks() for one in everybody))
    await house.settled()
    cards = [card for one in everybody for card in one.cards if "集合" in card.text]
    assert len(cards) == len(everybody)
    assert (await house.app.health()).parts["channel wecom"] == ""


async def test_a_token_that_was_revoked_is_fetched_once_for_everybody(house: QyHouse) -> None:
    people = [house.member(f"m{n}") for n in range(12)]
    await people[0].says("帮助")
    await house.until(lambda: bool(people[0].screen))
    before = house.api.calls["gettoken"]
    house.api.revoke()
    await asyncio.gather(*[one.says("帮助") for one in people[1:]])
    await house.until(lambda: all(one.screen for one in people))
    assert house.api.calls["gettoken"] - before <= 2, "one for the app, one for the service account"
    assert all(len(one.screen) == 1 for one in people)


async def test_whoever_is_not_in_sight_of_the_app_is_gone_and_nobody_else_waits(house: QyHouse) -> None:
    wang, zhao = house.member("WangFang"), house.member("ZhaoMin")
    house.api.members.discard("zhaomin")
    await zhao.says("帮助")
    await wang.says("帮助")
    await house.until(lambda: bool(wang.screen))
    await house.settled()
    assert sorted(await house.states()) == ["gone", "sent"]


async def test_without_a_licence_somebody_is_gone_and_the_operator_is_told(house: QyHouse) -> None:
    wang = house.member("WangFang")
    house.api.unlicensed.add("wangfang")
    await wang.says("帮助")
    await house.settled()
    await house.until(lambda: "licence" in house.app.channels["wecom"].health.words)
    assert await house.states() == ["gone"]


async def test_too_many_pulls_without_a_token_wait_and_a_callback_ends_the_wait(house: QyHouse) -> None:
    """Refused for a minute, a customer who wrote then was answered only after it, although their callback had a token."""
    await house.until(lambda: house.app.channels["kefu"].health.ok)
    house.api.tokenless = 0
    await house.until(lambda: "45009" in house.app.channels["kefu"].health.words)
    calls = house.api.calls["kf/sync_msg"]
    _, code = await house.shop("李记面馆")
    li = house.guest("wmLi")
    await li.scans(code)
    await house.sees(li, "李记面馆")
    assert house.api.calls["kf/sync_msg"] - calls < 20, "no hammering meanwhile"
    house.api.tokenless = 1_000_000
    await li.says("好")
    await house.sees(li, "谢谢")
    await house.until(lambda: house.app.channels["kefu"].health.ok)


async def test_a_human_has_the_session_and_it_is_never_taken(house: QyHouse) -> None:
    _, code = await house.shop("李记面馆")
    li = house.guest("wmLi")
    await li.scans(code)
    await house.sees(li, "李记面馆")
    house.api.customers["wmLi"].state = 3
    await li.says("帮助")
    await house.until(lambda: house.api.calls["kf/service_state/get"] >= 1)
    await house.settled()
    assert len(li.screen) == 1
    assert "held" in await house.states()
    house.api.customers["wmLi"].state = 0
    await li.says("在吗")
    await house.until(lambda: len(li.screen) >= 3)


FORGED = {
    "a bad signature": ({"msg_signature": "0" * 40}, b"<xml><Encrypt>AAAA</Encrypt></xml>"),
    "no body": ({}, b""),
    "a document type": ({}, b'<!DOCTYPE a [<!ENTITY b "c">]><xml><Encrypt>AAAA</Encrypt></xml>'),
    "two megabytes": ({}, b"<xml>" + b"a" * 2_000_000),
    "no xml": ({}, b"\x00\xff" * 100),
}


@pytest.mark.parametrize("what", FORGED)
async def test_what_is_not_from_there_is_refused(house: QyHouse, what: str, caplog: pytest.LogCaptureFixture) -> None:
    query, body = FORGED[what]
    with caplog.at_level(logging.INFO):
        await house.caller.deliver("/wecom/callback", {"timestamp": "1", "nonce": "2", **query}, body)
    assert house.caller.answers == [403]
    assert "AAAA" not in caplog.text


async def test_an_old_recording_is_not_played_again(house: QyHouse) -> None:
    """Keys are kept for thirty days; without a look at its age an older callback would count once more."""
    wang = house.member("WangFang")
    sent: list[tuple[str, dict[str, str], bytes]] = []
    deliver = house.caller.deliver

    async def record(path: str, query: dict[str, str], body: bytes) -> None:
        sent.append((path, query, body))
        await deliver(path, query, body)

    house.caller.deliver = record  # type: ignore[method-assign]
    await wang.says("帮助")
    await house.until(lambda: bool(wang.screen))
    house.clock.forward(days=31)
    await deliver(*sent[0])
    await house.settled()
    assert house.caller.answers == [200, 200]
    assert len(wang.screen) == 1


async def test_another_apps_callback_is_left_alone(house: QyHouse) -> None:
    wang = house.member("WangFang")
    inner = "<xml><FromUserName>wangfang</FromUserName><CreateTime>{}</CreateTime><MsgType>text</MsgType>"
    inner = (
        inner.format(int(house.clock().timestamp())) + "<Content>a</Content><MsgId>1</MsgId><AgentID>7</AgentID></xml>"
    )
    await house.caller.post("/wecom/callback", inner)
    await house.settled()
    assert wang.screen == []


async def test_a_crash_between_pull_and_cursor_has_one_effect(house: QyHouse) -> None:
    _, code = await house.shop("李记面馆")
    li = house.guest("wmLi")
    memory = house.app.channels["kefu"]._memory  # type: ignore[attr-defined]
    move, crashes = memory.move_cursor, [True]

    async def crash(account: str, at: str) -> None:
        if crashes:
            crashes.pop()
            raise StorageDown("killed")
        await move(account, at)

    memory.move_cursor = crash
    await li.scans(code)
    await li.says("好")
    await house.sees(li, "谢谢")
    await house.settled()
    assert len(li.screen) == 2


async def test_history_is_not_answered_on_the_first_day(house: QyHouse) -> None:
    await house.until(lambda: house.app.channels["kefu"].health.ok)
    await house.stop()
    await house.database_wiped()
    li = house.guest("wmLi")
    li.rings = False
    await li.says("上周的话")
    house.clock.forward(minutes=11)
    await li.says("刚才的话")
    await house.start()
    await house.until(lambda: bool(li.screen))
    await house.settled()
    assert len(li.screen) == 1
