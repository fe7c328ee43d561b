"""What the operator sees: doctor's lines, door signs for WeChat, and the fake judged by a client that is not ours."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
import requests
from wechatpy.enterprise import WeChatClient

from app.channels import lent
from app.metrics import metrics
from app.setups import setups
from messages.address import Address
from messages.attachment import Attachment, Medium
from messages.reply import Reply
from messages.setup import Line
from tests.ports import own_port
from tests.qyapi.house import QyHouse
from tests.qyapi.phones import TOKEN
from tests.qyapi.server import AGENT, CORP, KFID, SECRET


async def lines(house: QyHouse, name: str) -> list[Line]:
    setup = next(s for s in setups() if s.name == name)
    lends = lent(setup, house.settings, house.database, house.clock, patience=1.0)
    return list(await setup.check(house.settings.of(name), lends))


async def test_doctor_finds_all_well(house: QyHouse) -> None:
    assert [line.sentence for line in await lines(house, "wecom")] == [
        "check_well",
        "check_callback_well",
        "check_home",
    ]
    assert [line.sentence for line in await lines(house, "kefu")] == ["check_well", "check_humans"]


async def test_doctor_names_the_address_to_be_trusted(house: QyHouse) -> None:
    house.api.trusted = False
    line, _ = await lines(house, "wecom")
    assert (line.mark, line.sentence, line.values) == ("✗", "check_address", {"address": "203.0.113.9"})
    house.api.trusted = True


@pytest.mark.parametrize(
    ("name", "setting", "sentence"), [("wecom", "agent_id", "check_refused"), ("kefu", "open_kfid", "check_unknown")]
)
async def test_doctor_names_a_slip(house: QyHouse, name: str, setting: str, sentence: str) -> None:
    own = house.settings.of(name)
    before = getattr(own, setting)
    setattr(own, setting, 7 if setting == "agent_id" else "wkSomethingElse")
    assert sentence in [line.sentence for line in await lines(house, name)]
    setattr(own, setting, before)


async def test_doctor_verifies_our_own_callback_as_wecom_would(house: QyHouse) -> None:
    assert "check_callback_well" in [line.sentence for line in await lines(house, "wecom")]
    house.settings.of("wecom").token = "another"
    wrong = next(line for line in await lines(house, "wecom") if line.sentence == "check_callback_wrong")
    assert (wrong.mark, wrong.values["what"]) == ("✗", 403)
    house.settings.of("wecom").token = TOKEN
    house.settings.of("kefu").token = TOKEN
    assert "check_callback_well" in [line.sentence for line in await lines(house, "kefu")]
    house.settings.of("kefu").token = ""
    house.settings.public_url = f"http://127.0.0.1:{own_port()}"
    silent = next(line for line in await lines(house, "wecom") if line.sentence == "check_callback_silent")
    assert silent.mark == "!", "the bot may not have been started yet"


async def test_held_letters_are_a_figure(house: QyHouse) -> None:
    _, code = await house.shop("李记面馆")
    li = house.guest("wmLi")
    await li.scans(code)
    await house.sees(li, "李记面馆")
    assert b'fivestar_letters_held{channel="kefu"}' not in await metrics(house.app)
    house.api.customers["wmLi"].state = 3
    await li.says("帮助")
    await house.until(lambda: house.api.calls["kf/service_state/get"] >= 1)
    await house.settled()
    assert b'fivestar_letters_held{channel="kefu"} 1.0' in await metrics(house.app)


async def test_door_signs_open_the_service_account_with_their_code(house: QyHouse) -> None:
    setup = next(s for s in setups() if s.name == "kefu")
    assert setup.link
    lends = lent(setup, house.settings, house.database, house.clock)
    for _ in range(2):
        link = await setup.link(house.settings.of("kefu"), lends)
        assert link
        assert link("K7M2PX9Q") == "https://work.weixin.qq.com/kf/kfc/door?enc_scene=ENC&scene_param=K7M2PX9Q"
    assert house.api.calls["kf/add_contact_way"] == 1, "one link for all signs"


async def test_a_client_that_is_not_ours_gets_on_with_the_fake(house: QyHouse, tmp_path: Path) -> None:
    """Else we would test our own idea of the API against itself."""
    house.api.members.add("wangfang")

    def talk() -> str:
        found = requests.get(f"{house.api.url}/cgi-bin/gettoken", {"corpid": CORP, "corpsecret": SECRET}, timeout=5)
        client = WeChatClient(CORP, SECRET, access_token=found.json()["access_token"])
        client.API_BASE_URL = f"{house.api.url}/cgi-bin/"
        client.message.send_text(AGENT, "wangfang", "你好")
        with (tmp_path / "a.jpg").open("rb") as picture:
            return str(client.media.upload("image", picture)["media_id"])

    (tmp_path / "a.jpg").write_bytes(b"\xff\xd8\xff" + b"0" * 100)
    media_id = await asyncio.to_thread(talk)
    assert media_id in house.api.media
    assert house.member("WangFang").screen[-1].text == "你好"
    assert KFID.startswith("wk")


async def test_an_old_picture_is_uploaded_anew(house: QyHouse) -> None:
    (house.folder / "a.jpg").write_bytes(b"\xff\xd8\xff" + b"0" * 100)
    house.member("WangFang")
    reply = Reply("照片", attachments=(Attachment(Medium.PHOTO, "a.jpg", "a.jpg"),))
    channel = house.app.channels["wecom"]
    for n, days in enumerate((0, 1, 2)):
        house.clock.forward(days=days)
        await channel.send(Address("wecom", "wangfang"), reply, key=f"k{n}")
    assert house.api.calls["media/upload"] == 2, "remembered for two days, and no longer"
