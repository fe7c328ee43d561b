"""What people see: words as they were written, choices that edit themselves, pictures uploaded once."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from channels.telegram.channel import Telegram
from messages.address import Address
from messages.attachment import Attachment, Medium
from messages.errors import Gone, Misconfigured, NotSent, Refused, SendError, TryLater, Unsure
from messages.reply import Button, Pick, Reply
from tests.telegram.conftest import Shelf
from tests.telegram.people import Person
from tests.telegram.server import BotApi, Fault

LI = Address("telegram", "5")
YES = ((Button("好", "7.0"),),)
PHOTO = Attachment(Medium.PHOTO, "a.jpg")


@pytest.fixture
def li(api: BotApi) -> Person:
    return Person(api, 5, "老李")


@pytest.fixture(autouse=True)
def _pictures(tmp_path: Path) -> None:
    for name in "abc":
        (tmp_path / f"{name}.jpg").write_bytes(name.encode() * 2000)
    (tmp_path / "week.xlsx").write_bytes(b"table" * 100)
    (tmp_path / "voice.ogg").write_bytes(b"OggS" * 100)


def methods(api: BotApi) -> list[str]:
    return [call.method for call in api.calls]


async def test_what_a_person_typed_means_nothing_to_the_server(li: Person, channel: Telegram) -> None:
    text = '他说 <b>& "1 < 2" </b> &lt; <script>'
    await channel.send(LI, Reply(text, YES))
    assert li.screen[0].text == text


async def test_a_long_text_comes_in_sentences_with_its_choices_at_the_end(li: Person, channel: Telegram) -> None:
    text = "".join(f"第{n}家店门前都好，一样不差。" for n in range(600))
    receipt = await channel.send(LI, Reply(text, YES))
    assert "".join(told.text for told in li.screen) == text
    assert all(told.text.endswith("。") for told in li.screen)
    assert [bool(told.keys) for told in li.screen] == [False, False, True]
    assert receipt.message == str(li.screen[-1].number)


async def test_a_checklist_edits_its_own_message(li: Person, api: BotApi, channel: Telegram) -> None:
    def asked(*chosen: int, replace: str = "") -> Reply:
        return Reply("哪几样？", pick=Pick(("卫生", "秩序"), "就这些", "7.submit", chosen), replace=replace)

    number = (await channel.send(LI, asked())).message
    for ticks in [(1,), (1,), (), ()]:
        assert (await channel.send(LI, asked(*ticks, replace=number))).message == number
    assert methods(api) == ["sendMessage", *["editMessageText"] * 4], "what we think it looks like may be wrong"
    await channel.send(LI, asked(0, 1, replace=number))
    assert [key["text"] for row in li.screen[0].keys for key in row] == ["☑ 卫生", "☑ 秩序", "就这些"]
    assert len(li.screen) == 1


async def test_an_edit_that_changes_nothing_is_a_success(api: BotApi, li: Person, channel: Telegram) -> None:
    number = (await channel.send(LI, Reply("好", YES))).message
    assert (await channel.send(LI, Reply("好", YES, replace=number))).message == number
    assert methods(api) == ["sendMessage", "editMessageText"]
    assert len(li.mine) == 1


@pytest.mark.parametrize("why", ["deleted", "too old", "somebody else's"])
async def test_what_cannot_be_edited_is_said_anew(why: str, api: BotApi, li: Person, channel: Telegram) -> None:
    number = (await channel.send(LI, Reply("问题", YES))).message
    if why == "deleted":
        del api.chats.messages[5, int(number)]
    elif why == "too old":
        api.chats.too_old.add(int(number))
    else:
        number = str((await li.sends(text="我说的"))["message_id"])
    receipt = await channel.send(LI, Reply("回答", replace=number))
    assert receipt.message not in ("", number)
    assert li.screen[-1].text == "回答"


async def test_a_photo_carries_its_words_and_choices_and_can_be_edited(
    api: BotApi, li: Person, channel: Telegram
) -> None:
    number = (await channel.send(LI, Reply("改好了吗？", YES, attachments=(PHOTO,)))).message
    assert (li.screen[0].method, li.screen[0].text) == ("sendPhoto", "改好了吗？")
    assert li.screen[0].keys
    assert (await channel.send(LI, Reply("确认了", replace=number))).message == number
    assert (li.screen[0].method, li.screen[0].text, li.screen[0].keys) == ("editMessageCaption", "确认了", [])
    await channel.send(LI, Reply("长" * 1100, replace=number))
    assert len(li.screen) == 2, "what is too long for a caption is a message of its own"


async def test_a_long_caption_follows_its_photo(li: Person, channel: Telegram) -> None:
    await channel.send(LI, Reply("字" * 1025, YES, attachments=(PHOTO,)))
    assert [told.method for told in li.screen] == ["sendPhoto", "sendMessage"]
    assert li.screen[1].keys


async def test_a_picture_is_uploaded_once_for_everybody(api: BotApi, channel: Telegram, shelf: Shelf) -> None:
    people = [Person(api, n, f"第{n}位") for n in range(10, 16)]
    reply = Reply("本周", attachments=(PHOTO,))
    await asyncio.gather(*[channel.send(Address("telegram", str(p.number)), reply) for p in people])
    assert api.chats.uploads == 1
    assert all(p.screen[0].message["photo"] for p in people)
    assert len(shelf.ids) == 1
    await channel.send(Address("telegram", "10"), Reply("又一次", attachments=(PHOTO,)))
    assert api.chats.uploads == 1


async def test_a_name_the_server_has_forgotten_is_uploaded_again(
    api: BotApi, li: Person, channel: Telegram, shelf: Shelf
) -> None:
    await channel.send(LI, Reply("一", attachments=(PHOTO,)))
    shelf.ids = dict.fromkeys(shelf.ids, "photo-of-another-bot")
    await channel.send(LI, Reply("二", attachments=(PHOTO,)))
    await channel.send(LI, Reply("三", attachments=(PHOTO,)))
    assert api.chats.uploads == 2
    assert [told.text for told in li.screen] == ["一", "二", "三"]


async def test_a_database_that_is_down_costs_an_upload_and_no_message(
    api: BotApi, li: Person, channel: Telegram, shelf: Shelf
) -> None:
    shelf.down = True
    for _ in range(2):
        await channel.send(LI, Reply("好", attachments=(PHOTO,)))
    assert (api.chats.uploads, len(li.screen)) == (2, 2)


async def test_photos_come_as_an_album(li: Person, channel: Telegram) -> None:
    photos = tuple(Attachment(Medium.PHOTO, f"{name}.jpg") for name in "abc")
    await channel.send(LI, Reply("三张", attachments=photos))
    assert [(told.method, told.text) for told in li.screen] == [("sendMediaGroup", t) for t in ("三张", "", "")]
    receipt = await channel.send(LI, Reply("改好了吗？", YES, attachments=photos))
    assert li.screen[-1].method == "sendMessage"
    assert (receipt.message, bool(li.screen[-1].keys)) == (str(li.screen[-1].number), True)


async def test_tables_voices_and_places(api: BotApi, li: Person, channel: Telegram) -> None:
    await channel.send(LI, Reply("周报", attachments=(Attachment(Medium.FILE, "week.xlsx", "第48周.xlsx"),)))
    await channel.send(LI, Reply("听", attachments=(Attachment(Medium.VOICE, "voice.ogg"),)))
    await channel.send(LI, Reply("在这", attachments=(Attachment(Medium.PLACE, "30.633,118.983"),)))
    assert [told.method for told in li.screen] == ["sendDocument", "sendVoice", "sendLocation", "sendMessage"]
    assert li.screen[0].message["document"]["file_name"] == "第48周.xlsx"


async def test_a_picture_the_server_cannot_process_goes_as_a_document(
    api: BotApi, li: Person, channel: Telegram
) -> None:
    api.play(Fault("status", status=400, words="Bad Request: PHOTO_INVALID_DIMENSIONS"), on=["sendPhoto"])
    await channel.send(LI, Reply("长图", attachments=(PHOTO,)))
    assert [told.method for told in li.screen] == ["sendDocument"]


async def test_a_picture_too_big_for_a_picture_goes_as_a_document(
    li: Person, channel: Telegram, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("channels.telegram.uploads.PHOTO_BYTES", 1000)
    await channel.send(LI, Reply("大图", attachments=(PHOTO,)))
    assert [told.method for told in li.screen] == ["sendDocument"]


async def test_words_go_without_what_is_not_there(li: Person, channel: Telegram) -> None:
    await channel.send(LI, Reply("照片没了", YES, attachments=(Attachment(Medium.PHOTO, "gone.jpg"),)))
    assert (li.screen[0].text, bool(li.screen[0].keys)) == ("照片没了", True)
    with pytest.raises(Refused):
        await channel.send(LI, Reply("", attachments=(Attachment(Medium.PHOTO, "gone.jpg"),)))


async def test_a_letter_in_parts_goes_on_where_it_stopped(api: BotApi, li: Person, channel: Telegram) -> None:
    text = "".join(f"第{n}行。" for n in range(1000))
    api.play(Fault("gateway"), on=["sendMessage"])
    reply = Reply(text, YES, attachments=(PHOTO,))
    with pytest.raises(NotSent):
        await channel.send(LI, reply, key="week")
    await channel.send(LI, reply, key="week")
    assert [told.method for told in li.screen] == ["sendPhoto", "sendMessage", "sendMessage"]
    assert "".join(told.text for told in li.screen) == text
    await channel.send(LI, reply, key="next week")
    assert len(li.screen) == 6


async def test_a_topic_that_is_gone_is_no_reason_to_be_silent(li: Person, channel: Telegram) -> None:
    await channel.send(LI, Reply("好"), thread="77")
    assert li.screen[0].text == "好"


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (Fault("flood", after=3), TryLater),
        (Fault("gateway"), NotSent),
        (Fault("hang"), Unsure),
        (Fault("drop", accepted=True), Unsure),
        (Fault("garbage", accepted=True), Unsure),
        (Fault("status", status=400, words="Bad Request: message text is empty"), Refused),
        (Fault("status", status=403, words="Forbidden: user is deactivated"), Gone),
    ],
    ids=["flood", "gateway", "hang", "drop", "garbage", "refused", "deactivated"],
)
async def test_what_goes_wrong_is_one_of_the_family(
    api: BotApi, li: Person, channel: Telegram, fault: Fault, error: type[SendError]
) -> None:
    api.play(fault)
    with pytest.raises(error) as caught:
        await channel.send(LI, Reply("好"))
    if isinstance(caught.value, TryLater):
        assert (caught.value.after, caught.value.everyone) == (3, False)


async def test_nobody_there_any_more(api: BotApi, li: Person, channel: Telegram) -> None:
    for user in ("404", "abc"):
        with pytest.raises((Gone, Refused)):
            await channel.send(Address("telegram", user), Reply("好"))
    api.chats.blocked.add(5)
    with pytest.raises(Gone):
        await channel.send(LI, Reply("好"))
    api.token = "777:another"
    with pytest.raises(Misconfigured, match="FIVESTAR_TELEGRAM__TOKEN"):
        await channel.send(LI, Reply("好"))
