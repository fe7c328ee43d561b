"""Messages of the official kinds with wrong values in them, over the real channels: nothing breaks and nothing is half kept."""

from __future__ import annotations

import logging
import random
from collections.abc import Iterator
from typing import Any

import pytest

from tests.qyapi.house import QyHouse
from tests.qyapi.phones import xml
from tests.qyapi.server import AGENT, KFID

KINDS = (
    "text",
    "image",
    "voice",
    "video",
    "file",
    "location",
    "link",
    "event",
    "business_card",
    "msgmenu",
    "miniprogram",
)
EVENTS = (
    "enter_session",
    "msg_send_fail",
    "servicer_status_change",
    "session_status_change",
    "reject_customer_msg_switch_change",
)
CALLBACKS = ("subscribe", "enter_agent", "click", "view", "LOCATION", "template_card_event", "template_card_menu_event",
             "unsubscribe", "kf_msg_or_event", "share_chain_change", "pic_weixin", "batch_job_result")  # fmt: skip
WRONG: tuple[Any, ...] = (
    None,
    True,
    -1,
    10**30,
    1.5,
    "",
    "\x00",
    "一" * 5000,
    "x|" * 2000,
    [],
    [[]],
    {},
    {"a": {}},
    "NaN",
    "../../etc",
)


def rows(seed: int, many: int, now: int) -> Iterator[dict[str, Any]]:
    """Rows of sync_msg as the documentation has them, some values replaced."""
    dice = random.Random(seed)
    for n in range(many):
        kind = dice.choice(KINDS)
        row: dict[str, Any] = {
            "msgid": f"bad-{seed}-{n}",
            "open_kfid": KFID,
            "external_userid": dice.choice(("wmA", "wmB")),
            "send_time": now,
            "origin": dice.choice((3, 3, 3, 4, 5)),
            "msgtype": kind,
            kind: {
                "content": "好",
                "menu_id": "7.0",
                "media_id": "m1",
                "latitude": 30.6,
                "longitude": 118.9,
                "name": "门口",
            },
        }
        if kind == "event":
            row["event"] = {
                "event_type": dice.choice(EVENTS),
                "open_kfid": KFID,
                "external_userid": "wmA",
                "scene_param": "ABC",
                "welcome_code": f"w{n}",
                "fail_msgid": "k1",
                "fail_type": dice.randrange(12),
            }
        for _ in range(dice.randrange(4)):
            part = row[kind] if dice.random() < 0.5 and isinstance(row.get(kind), dict) else row
            name = dice.choice(sorted(part)) if part else "msgtype"
            if dice.random() < 0.3:
                part.pop(name, None)
            else:
                part[name] = dice.choice(WRONG)
        yield row


def callbacks(seed: int, many: int, now: int) -> Iterator[str]:
    """The XML of a callback as the documentation has it, some elements replaced, missing, empty or there twice."""
    dice = random.Random(seed)
    for n in range(many):
        fields: dict[str, Any] = {
            "FromUserName": "wangfang", "CreateTime": now, "MsgType": dice.choice((*KINDS, "event", "event")),
            "Event": dice.choice(CALLBACKS), "EventKey": "7.0|好", "TaskId": f"t{n}", "ResponseCode": "c1", "Content": "好",
            "MediaId": "m1", "Location_X": "30.6", "Location_Y": "118.9", "Label": "门口", "MsgId": f"{seed}{n:05d}",
            "SelectedItems": "<SelectedItem><OptionIds><OptionId>o1</OptionId></OptionIds></SelectedItem>",
            "AgentID": AGENT, "Token": "bell", "OpenKfId": KFID,
        }  # fmt: skip
        for _ in range(dice.randrange(4)):
            name = dice.choice(sorted(fields))
            if dice.random() < 0.3:
                del fields[name]
            else:
                wrong = dice.choice(
                    ("", "-1", "9" * 40, "一" * 3000, "o99", "oo", "<a/>", "<a><b>1</b><b>2</b></a>", "NaN", "²")
                )
                fields[name] = wrong
            if not fields:
                break
        yield xml(**fields)


def errors(caplog: pytest.LogCaptureFixture) -> list[str]:
    """What went wrong; that the pictures named in the rows are not there is told as an error too, and rightly."""
    told = [record for record in caplog.records if record.levelno >= logging.ERROR and record.name != "bot.lost_media"]
    return [record.getMessage() for record in told]


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(3))
async def test_bad_rows_move_the_cursor_on_and_good_ones_are_answered(
    house: QyHouse, seed: int, caplog: pytest.LogCaptureFixture
) -> None:
    """A send_time of thirty digits once ended the pull, and with it the channel, for ever."""
    _, code = await house.shop("李记面馆")
    li = house.guest("wmLi")
    if seed == 0:  # on the very first pull as well, where times are looked at
        await house.stop()
        await house.database_wiped()
    li.rings = False
    with caplog.at_level(logging.ERROR):
        for row in rows(seed, 120, int(house.clock().timestamp())):
            house.api.row(row)
        await li.scans(code)
        await li.says("好")
        if seed == 0:
            await house.start()
        await li.ring()
        await house.sees(li, "谢谢")
        await house.until(lambda: house.app.channels["kefu"].health.ok)
        await house.settled()
    assert await house.cursor() == f"c{len(house.api.rows)}"
    assert errors(caplog) == []


@pytest.mark.parametrize("seed", [0, *(pytest.param(n, marks=pytest.mark.slow) for n in (1, 2))])
async def test_bad_callbacks_are_answered_and_change_nothing_by_halves(
    house: QyHouse, seed: int, caplog: pytest.LogCaptureFixture
) -> None:
    number, _ = await house.shop("李记面馆")
    zhao = house.member("ZhaoMin")
    await house.colleague(house.member("WangFang"), "王芳", (number, 1))
    await house.colleague(zhao, "赵敏", (number, 1))
    with caplog.at_level(logging.ERROR):
        for inner in callbacks(seed, 80, int(house.clock().timestamp())):
            await house.caller.post("/wecom/callback", inner)
        assert set(house.caller.answers) == {200}
        await house.until(lambda: not list(house.folder.glob("wecom/*/*.json")))
        await zhao.says("1 好")
        await house.sees(zhao, "李记面馆：五项都做到了 ✓")
    assert errors(caplog) == []
