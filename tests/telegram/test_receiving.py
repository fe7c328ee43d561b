"""Whatever people send arrives as one thing said, in the words all channels share; nothing is lost and nothing counts twice."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from channels.telegram.channel import Telegram, _read
from channels.telegram.line import Line
from messages.address import Address
from messages.attachment import Attachment, Medium
from messages.errors import NotSent, Refused
from messages.incoming import Kind
from tests.telegram.conftest import Shelf
from tests.telegram.ears import Ears
from tests.telegram.people import Person
from tests.telegram.server import BotApi
from tests.waiting import until

NOTICES = {
    "zh": {"group": "群里不说，找我：{link}", "contact": "不要名片", "unreadable": "看不懂", "too_large": "超过 20 MB"},
    "en": {"group": "Find me: {link}", "contact": "No cards", "unreadable": "Cannot read", "too_large": "Over 20 MB"},
}


@pytest.fixture
def ears() -> Ears:
    return Ears()


@pytest.fixture
def li(api: BotApi) -> Person:
    return Person(api, 5, "老李")


@pytest.fixture
async def channel(api: BotApi, tmp_path: Path, shelf: Shelf, ears: Ears) -> AsyncIterator[Telegram]:
    made = Telegram(Line(api.token, api.url, patience=0.3), tmp_path, NOTICES, file_ids=shelf, people=shelf)
    made._intake._albums._quiet = 0.15
    made._polling._wait = 2
    async with ears.listening_to(made):
        yield made
    await made.close()


async def test_words(li: Person, channel: Telegram, ears: Ears) -> None:
    await li.says("好")
    heard = await ears.hears()
    assert (heard.sender, heard.kind, heard.text) == (Address("telegram", "5"), Kind.MESSAGE, "好")
    assert heard.key == "telegram:777:1000"
    assert heard.language == "zh-hans"
    assert heard.at.timestamp() == 1_795_395_600


async def test_a_deep_link_and_a_command_with_our_name(li: Person, channel: Telegram, ears: Ears) -> None:
    await until(lambda: bool(channel._intake._reader.username))
    await li.starts("K7M2-9QXA")
    await li.says("/help@five_star_bot")
    await ears.hears(2)
    assert [i.text for i in ears.heard] == ["/start K7M2-9QXA", "/help"]


async def test_the_best_size_of_a_photo_with_its_caption(
    api: BotApi, li: Person, channel: Telegram, ears: Ears
) -> None:
    await li.sends_photo(b"a big picture", "秩序 货出店")
    heard = await ears.hears()
    assert heard.text == "秩序 货出店"
    [photo] = heard.attachments
    assert photo.kind is Medium.PHOTO
    assert await channel.fetch(photo) == b"a big picture"


async def test_an_album_is_one_report(li: Person, channel: Telegram, ears: Ears) -> None:
    await li.api.push(*li.album(b"1", b"2", b"3", caption="门口"))
    heard = await ears.hears()
    assert (heard.text, len(heard.attachments)) == ("门口", 3)
    assert [await channel.fetch(a) for a in heard.attachments] == [b"1", b"2", b"3"]


async def test_an_album_ends_when_the_person_goes_on(li: Person, channel: Telegram, ears: Ears) -> None:
    channel._intake._albums._quiet = 60
    await li.api.push(*li.album(b"1", b"2"))
    await li.says("好")
    await ears.hears(2)
    assert [(len(i.attachments), i.text) for i in ears.heard] == [(2, ""), (0, "好")]


async def test_an_album_open_when_the_channel_begins_again_is_told_once(
    api: BotApi, tmp_path: Path, shelf: Shelf, li: Person, ears: Ears
) -> None:
    """A polling process that lost its turn and got it back had each picture twice."""
    made = Telegram(Line(api.token, api.url), tmp_path, NOTICES, file_ids=shelf, people=shelf)
    made._polling._wait = 2
    made._intake._albums._quiet = 60
    async with ears.listening_to(made):
        await api.push(*li.album(b"1", b"2"))
        await api.all_taken()
    made._intake._albums._quiet = 0.15
    async with ears.listening_to(made):
        heard = await ears.hears()
    await made.close()
    assert len(heard.attachments) == 2


async def test_a_film_of_a_gigabyte_is_not_read_into_memory(api: BotApi, channel: Telegram, tmp_path: Path) -> None:
    """A server of our own hands out files of any size, from its own disk."""
    film = tmp_path / "film.mp4"
    with film.open("wb") as file:
        file.truncate(1_000_000_000)
    with pytest.raises(Refused, match="at most"):
        _read(film)


async def test_an_album_outlives_a_restart(api: BotApi, tmp_path: Path, shelf: Shelf, li: Person, ears: Ears) -> None:
    def channel() -> Telegram:
        made = Telegram(Line(api.token, api.url), tmp_path, NOTICES, file_ids=shelf, people=shelf)
        made._polling._wait = 2
        return made

    before, after = channel(), channel()
    before._intake._albums._quiet = 60
    async with ears.listening_to(before):
        await api.push(*li.album(b"1", b"2", b"3")[:2])
        await api.all_taken()
    await before.close()
    assert ears.heard == []
    after._intake._albums._quiet = 0.1
    async with ears.listening_to(after):
        assert len((await ears.hears()).attachments) == 2
    await after.close()


@pytest.mark.parametrize("torn", [b"", b'{"update_id": 9', b"[]", b'{"update_id": 8, "message": {}}', b"\0" * 300])
async def test_a_picture_the_disk_has_not_kept_is_laid_aside(
    api: BotApi, tmp_path: Path, shelf: Shelf, li: Person, ears: Ears, torn: bytes
) -> None:
    """An empty file in the spool once kept Telegram from ever starting again."""
    spool = tmp_path / "telegram" / "777"
    spool.mkdir(parents=True)
    (spool / "9.json").write_bytes(torn)
    (spool / "notes.json").write_bytes(b"{}")
    made = Telegram(Line(api.token, api.url), tmp_path, NOTICES, file_ids=shelf, people=shelf)
    async with ears.listening_to(made):
        await li.says("好")
        assert (await ears.hears()).text == "好"
    await made.close()
    assert sorted(path.name for path in spool.iterdir()) == ["9.torn", "notes.torn"]


async def test_documents_voices_places_and_stickers(li: Person, channel: Telegram, ears: Ears) -> None:
    await li.sends_document(b"png", "门口.png", "image/png")
    await li.sends_document(b"pdf", "表.pdf", "application/pdf")
    await li.sends_voice(b"OggS")
    place = {"latitude": 30.633, "longitude": 118.983}
    await li.sends(location=place)
    live = await li.sends(location={**place, "live_period": 900})
    await li.api.push({"edited_message": {**live, "edit_date": live["date"] + 9}})
    await li.sends(sticker={**li.api.chats.about(li.api.chats.keep(b"s")), **STICKER})
    await ears.hears(6)
    kinds = [a.kind for i in ears.heard for a in i.attachments]
    assert kinds == [Medium.PHOTO, Medium.FILE, Medium.VOICE, Medium.PLACE, Medium.PLACE]
    assert ears.heard[3].attachments[0].ref == "30.633000,118.983000"
    assert ears.heard[5].text == "👍"


STICKER = {"type": "regular", "width": 512, "height": 512, "is_animated": False, "is_video": False, "emoji": "👍"}


async def test_a_correction(li: Person, channel: Telegram, ears: Ears) -> None:
    message = await li.says("1 秩序")
    await li.edits(message, "1 卫生")
    heard = await ears.hears(2)
    assert (heard.kind, heard.text, heard.on) == (Kind.EDIT, "1 卫生", str(message["message_id"]))


async def test_a_tap_is_answered_at_once(api: BotApi, li: Person, channel: Telegram, ears: Ears) -> None:
    message = li.message(text="问题")
    ears.down = True
    await li._tap("12.3", message)
    await until(lambda: len(api.chats.answered) > 0)
    assert ears.heard == [], "before anything is committed: the little clock on the key must not turn"
    ears.down = False
    heard = await ears.hears()
    assert (heard.kind, heard.choice, heard.on) == (Kind.TAP, "12.3", str(message["message_id"]))


async def test_blocking_and_coming_back(li: Person, channel: Telegram, ears: Ears) -> None:
    await li.blocks()
    await li.blocks(again=True)
    await ears.hears(2)
    assert [i.kind for i in ears.heard] == [Kind.LEFT, Kind.HELLO]


async def test_what_is_too_large_is_said_in_words(li: Person, channel: Telegram, ears: Ears) -> None:
    await li.sends_document(b"film", "门口.mp4", "video/mp4", size=21 * 1024 * 1024)
    await li.sees("超过 20 MB")
    await li.says("好")
    await ears.hears()
    assert [i.text for i in ears.heard] == ["好"]


@pytest.mark.parametrize(
    ("content", "words"),
    [({"contact": {"phone_number": "1", "first_name": "王"}}, "名片"), ({"dice": {"emoji": "🎲", "value": 3}}, "")],
)
async def test_what_we_cannot_use(
    content: dict[str, Any], words: str, li: Person, channel: Telegram, ears: Ears
) -> None:
    await li.sends(**content)
    if words:
        await li.sees(words)
        assert ears.heard == []
    else:
        assert (await ears.hears()).text == "🎲"


async def test_a_group_hears_where_to_find_us_and_only_once(
    api: BotApi, li: Person, channel: Telegram, ears: Ears
) -> None:
    await until(lambda: bool(channel._intake._reader.username))
    group = {"id": -100, "type": "supergroup", "title": "西津路"}
    api.chats.people[-100] = {"first_name": "西津路"}
    for text in ("今天天气不错", "@five_star_bot 好", "/start@five_star_bot", "/start@other_bot"):
        message = {"message_id": 1, "date": 1, "chat": group, "from": li.user, "text": text}
        await api.push({"message": message})
    await api.all_taken()
    await until(lambda: any(told.chat == -100 for told in api.chats.told))
    assert [t.text for t in api.chats.told if t.chat == -100] == ["群里不说，找我：https://t.me/five_star_bot"]
    assert ears.heard == []


async def test_an_update_nobody_can_read_does_not_hold_up_the_others(
    api: BotApi, li: Person, channel: Telegram, ears: Ears
) -> None:
    api.waiting.append({"update_id": 999, "message": {"message_id": "broken"}})
    api.waiting.append({"update_id": 998, "something_new": {}})
    await li.says("好")
    assert (await ears.hears()).text == "好"
    await api.all_taken()
    assert api.complaints, "the server itself answered with what nobody can read"
    api.complaints.clear()


async def test_twice_and_out_of_order_is_once(api: BotApi, li: Person, channel: Telegram, ears: Ears) -> None:
    messages = [{"message": li.message(text=str(n))} for n in range(6)]
    await api.push(*messages, reverse=True, twice=True)
    await ears.hears(6)
    await api.all_taken()
    assert sorted(i.text for i in ears.heard) == ["0", "1", "2", "3", "4", "5"]


async def test_the_offset_stops_at_what_was_not_committed(
    api: BotApi, li: Person, channel: Telegram, ears: Ears
) -> None:
    ears.down = True
    await li.says("好")
    await until(lambda: not channel.health.ok and "wait at Telegram" in channel.health.words)
    assert len(api.waiting) == 1
    ears.down = False
    await ears.hears()
    await api.all_taken()
    await until(lambda: channel.health.ok)


async def test_files_of_a_server_of_our_own(
    api: BotApi, tmp_path: Path, li: Person, channel: Telegram, ears: Ears
) -> None:
    """With `--local` it names a path on the disk we share, and there is no limit of 20 MB."""
    number = api.chats.keep(b"a local picture")
    api.chats.local = str(tmp_path)
    (tmp_path / number).write_bytes(b"a local picture")
    assert await channel.fetch(Attachment(Medium.PHOTO, number)) == b"a local picture"
    (tmp_path / number).unlink()
    with pytest.raises(NotSent, match="the same volume"):
        await channel.fetch(Attachment(Medium.PHOTO, number))


async def test_files_that_will_never_come(api: BotApi, channel: Telegram) -> None:
    with pytest.raises(NotSent):
        await channel.fetch(Attachment(Medium.PHOTO, "unknown"))
    number = api.chats.keep(b"0" * (20 * 1024 * 1024 + 1))
    with pytest.raises(Refused, match="too big"):
        await channel.fetch(Attachment(Medium.PHOTO, number))
