"""The web chat's promises to the engine and to the visitor, over the real application."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from channels.webchat import channel
from channels.webchat.visitors import address_of
from messages.address import Address
from messages.attachment import Attachment, Medium
from messages.errors import NotSent, Refused
from messages.incoming import Kind
from messages.reply import Button, Reply
from tests.waiting import LONG_ENOUGH
from tests.web.conftest import OURS, running, visitor
from tests.web.echo import BOSS, MEMBER, MENU, QUESTION, WELCOME, Echo
from tests.web.pictures import HEIC, VOICE, photo


async def test_a_message_is_kept_handled_and_answered(echo: Echo) -> None:
    async with visitor(echo) as li:
        assert (await li.posts("first-uuid", text="  在吗  ")).status_code == 200
        feed = await li.reads()
        assert [(lt["direction"], lt["text"]) for lt in feed["letters"]] == [("in", "在吗"), ("out", "听到了：在吗")]
        assert feed["version"] == max(lt["version"] for lt in feed["letters"])
        [incoming] = echo.heard
        assert (incoming.kind, incoming.text, incoming.sender.channel) == (Kind.MESSAGE, "在吗", "web")
        assert incoming.at.tzinfo is not None


async def test_the_same_message_sent_again_counts_once(echo: Echo) -> None:
    async with visitor(echo) as li:
        numbers = [(await li.posts("again-uuid", text="好")).json()["number"] for _ in range(3)]
        assert len(set(numbers)) == 1
        assert len(echo.heard) == 1
        assert len((await li.reads())["letters"]) == 2


async def test_the_same_uuid_of_two_people_is_two_messages(echo: Echo) -> None:
    async with visitor(echo) as li, visitor(echo) as wang:
        await li.posts("shared-uuid", text="好")
        await wang.posts("shared-uuid", text="不好")
        assert [i.text for i in echo.heard] == ["好", "不好"]
        assert [lt["text"] for lt in (await wang.reads())["letters"]] == ["不好", "听到了：不好"]


async def test_while_the_database_is_down_the_page_is_told_to_keep_it(echo: Echo) -> None:
    async with visitor(echo) as li:
        echo.down = True
        answer = await li.posts("waits-uuid", text="门口有人倒水")
        assert (answer.status_code, answer.json()["words"]) == (503, "还没发出去，正在重试")
        echo.down = False
        assert (await li.posts("waits-uuid", text="门口有人倒水")).status_code == 200
        assert [i.text for i in echo.heard] == ["门口有人倒水"]
        assert [lt["direction"] for lt in (await li.reads())["letters"]] == ["in", "out"]


async def test_a_full_mailbox_acknowledges_nothing(echo: Echo) -> None:
    async with visitor(echo) as li:
        echo.mailbox.down = True
        assert (await li.posts("full-uuid", text="好")).status_code == 503
        assert echo.heard == []
        with pytest.raises(NotSent, match="disk is full"):
            await echo.chat.send(Address("web", "0" * 32), Reply("早"), key="k")
        echo.mailbox.down = False


async def test_a_bot_that_does_not_receive_yet_acknowledges_nothing(tmp_path) -> None:
    echo = Echo(tmp_path)
    async with visitor(echo) as li:
        assert (await li.posts("early-uuid", text="好")).status_code == 503
        async with running(echo):
            assert (await li.posts("early-uuid", text="好")).status_code == 200


async def test_a_tap_brings_the_choice_and_shows_on_its_question(echo: Echo) -> None:
    async with visitor(echo) as li:
        await li.posts("ask-uuid", text="自查")
        question = (await li.reads())["letters"][-1]
        assert [row[0]["label"] for row in question["buttons"]] == [row[0].label for row in QUESTION.buttons]
        await li.posts("tap-uuid", kind="tap", choice="7.0", label="五项都做到了", on=question["number"])
        tap = echo.heard[-1]
        assert (tap.kind, tap.choice, tap.text, tap.on) == (Kind.TAP, "7.0", "", "")
        shown = next(lt for lt in (await li.reads())["letters"] if lt.get("kind") == "tap")
        assert (shown["on"], shown["choice"], shown["label"]) == (question["number"], "7.0", "五项都做到了")


async def test_a_checklist_is_submitted_once_with_its_ticks(echo: Echo) -> None:
    async with visitor(echo) as li:
        await li.posts("wrong-uuid", kind="tap", choice="7.1", label="有一样没做到")
        pick = (await li.reads())["letters"][-1]["pick"]
        assert (pick["submit"], pick["data"], len(pick["options"])) == ("就这些", "8.submit", 4)
        await li.posts("picks-uuid", kind="tap", choice=pick["data"], label="卫生", picked=[0, 1])
        assert echo.heard[-1].picked == (0, 1)


async def test_a_menu_says_that_it_stays_open(echo: Echo) -> None:
    async with visitor(echo) as wang:
        await wang.posts("menu-uuid", text="我的商户")
        menu = (await wang.reads())["letters"][-1]
        assert menu["stays"] is True
        assert [len(row) for row in menu["buttons"]] == [len(row) for row in MENU.buttons]


async def test_opening_the_page_says_hello_once_for_ever_for_somebody_who_is_known(street: Echo) -> None:
    async with visitor(street, "boss") as li:
        for uuid in ("hello-uuid-1", "hello-uuid-2"):
            assert (await li.posts(uuid, kind="hello")).status_code == 200
        assert [lt["text"] for lt in (await li.reads())["letters"]] == [WELCOME]


async def test_a_photo_is_on_the_disk_before_it_is_acknowledged(echo: Echo, tmp_path) -> None:
    content = photo()
    async with visitor(echo) as li, visitor(echo) as stranger:
        name = (await li.uploads(content)).json()["name"]
        assert (await li.posts("photo-uuid", text="门口", files=[name])).status_code == 200
        [attachment] = echo.heard[-1].attachments
        assert attachment.kind is Medium.PHOTO
        assert (tmp_path / attachment.ref).read_bytes() == content == await echo.chat.fetch(attachment)
        shown = await li.http.get(f"/chat/photo/{name}")
        assert (shown.content, shown.headers["content-type"]) == (content, "image/jpeg")
        assert (await stranger.http.get(f"/chat/photo/{name}")).status_code == 404
        assert (await stranger.posts("theft-uuid", files=[name])).status_code == 422


async def test_the_photo_a_bot_sends_stays_when_its_file_is_cleaned_away(echo: Echo, tmp_path) -> None:
    (tmp_path / "digest.png").write_bytes(photo(form="PNG"))
    (tmp_path / "week.xlsx").write_bytes(b"PK\x03\x04 a workbook")
    async with visitor(echo) as chen:
        await chen.posts("here-uuid", text="在")
        files = (
            Attachment(Medium.PHOTO, "digest.png", "本周"),
            Attachment(Medium.FILE, str(tmp_path / "week.xlsx"), "本周.xlsx"),
        )
        await echo.chat.send(echo.heard[0].sender, Reply("本周小结", attachments=files), key="digest")
        (tmp_path / "digest.png").unlink()
        picture, book = (await chen.reads())["letters"][-1]["files"]
        assert (picture["title"], picture["kind"], book["title"]) == ("本周", "photo", "本周.xlsx")
        assert (await chen.http.get(f"/chat/photo/{picture['name']}")).headers["content-type"] == "image/png"
        workbook = await chen.http.get(f"/chat/photo/{book['name']}")
        assert workbook.headers["content-disposition"].startswith("attachment")
        assert "sandbox" in workbook.headers["content-security-policy"]


@pytest.mark.parametrize("ref", ["nowhere.png", "../outside.png", "/etc/hostname"])
async def test_nothing_outside_the_data_folder_is_ever_sent(echo: Echo, ref: str) -> None:
    attachment = Attachment(Medium.PHOTO, ref)
    with pytest.raises(Refused):
        await echo.chat.send(Address("web", "0" * 32), Reply("看", attachments=(attachment,)), key="k")
    with pytest.raises(Refused):
        await echo.chat.fetch(attachment)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (HEIC, "HEIC"),
        (b"%PDF-1.7 a form", "照片和语音"),
        (b"<svg onload=alert(1)>", "照片和语音"),
        (b"", "空的"),
        (b"\xff\xd8\xff" + bytes(10 * 1024 * 1024), "10 MB"),
        (b"OggS" + bytes(5 * 1024 * 1024), "5 MB"),
    ],
    ids=["heic", "pdf", "svg", "empty", "large photo", "long voice"],
)
async def test_what_we_do_not_take_is_refused_in_words(echo: Echo, tmp_path, content: bytes, words: str) -> None:
    async with visitor(echo) as li:
        answer = await li.uploads(content)
        assert answer.status_code == 422
        assert words in answer.json()["words"]
        assert not [path for path in tmp_path.rglob("*") if path.is_file()]


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
async def test_the_usual_pictures_and_voices_are_taken(echo: Echo, form: str) -> None:
    async with visitor(echo) as li:
        assert (await li.uploads(photo(form=form))).json()["kind"] == "photo"
        assert (await li.uploads(VOICE)).json()["kind"] == "voice"


@pytest.mark.parametrize(
    "message",
    [
        {"kind": "left"},
        {"text": 5},
        {"text": ""},
        {"text": "好", "uuid": "short"},
        {"text": "好", "files": ["../../etc/passwd"]},
        {"text": "好", "picked": [True]},
        {"text": "好", "on": -1},
        {"text": "长" * 4001},
        {"kind": "tap", "choice": "9" * 65},
    ],
)
async def test_what_the_page_would_never_send_is_refused(echo: Echo, message: dict[str, object]) -> None:
    async with visitor(echo) as li:
        answer = await li.http.post("/chat/send", json={"uuid": "strange-uuid", **message}, headers=OURS)
        assert answer.status_code == 422
        assert answer.json()["words"]
        assert echo.heard == []


@pytest.mark.parametrize("body", [b"not json", b"[]", b'"hello"', b"{" + b" " * 70_000 + b"}"])
async def test_a_broken_body_is_refused(echo: Echo, body: bytes) -> None:
    async with visitor(echo) as li:
        assert (await li.http.post("/chat/send", content=body, headers=OURS)).status_code == 422


@pytest.mark.parametrize("origin", [None, "https://elsewhere.test", "null", "http://"])
async def test_another_site_cannot_speak_for_the_visitor(echo: Echo, origin: str | None) -> None:
    headers = {"x-fivestar": "1", "origin": origin} if origin else {}
    async with visitor(echo) as li:
        for where in ("/chat/send", "/chat/upload"):
            answer = await li.http.post(where, json={"uuid": "forged-uuid", "text": "好"}, headers=headers)
            assert answer.status_code == 403
        own = {"x-fivestar": "1", "origin": "http://street.test"}
        assert (await li.http.post("/chat/send", json={"uuid": "honest-uuid", "text": "好"}, headers=own)).is_success


async def test_who_never_opened_the_page_has_no_letters(echo: Echo) -> None:
    async with visitor(echo) as li:
        li.http.cookies.clear()
        assert (await li.http.get("/chat/messages?after=0")).status_code == 401
        assert (await li.posts("nobody-uuid", text="好")).status_code == 401
        li.http.cookies.set("fivestar", "too short")
        assert (await li.http.get("/chat/messages?after=0")).status_code == 401


async def test_a_flood_is_slowed_down_kindly(echo: Echo, monkeypatch: pytest.MonkeyPatch) -> None:
    async with visitor(echo) as li, visitor(echo) as wang:
        answers = [await li.posts(f"flood-uuid-{n}", text=str(n)) for n in range(channel.BURST + 1)]
        assert [a.status_code for a in answers] == [200] * channel.BURST + [429]
        assert "歇" in answers[-1].json()["words"]
        assert int(answers[-1].headers["retry-after"]) >= 1
        assert (await wang.posts("calm-uuid", text="好")).status_code == 200


async def test_an_edit_rewrites_the_letter_and_reaches_an_open_page(echo: Echo) -> None:
    async with visitor(echo) as li:
        await li.posts("ask-uuid", text="自查")
        feed = await li.reads()
        number = feed["letters"][-1]["number"]
        waiting = asyncio.create_task(li.reads(feed["version"]))
        await asyncio.sleep(0.05)
        edit = replace(QUESTION, text="已经答过了", buttons=(), replace=str(number))
        receipt = await echo.chat.send(echo.heard[0].sender, edit, key="edit")
        assert receipt.message == str(number)
        news = await asyncio.wait_for(waiting, LONG_ENOUGH)
        assert [(lt["number"], lt["text"]) for lt in news["letters"]] == [(number, "已经答过了")]
        assert news["version"] > feed["version"]


async def test_nobody_can_rewrite_a_letter_of_somebody_else(echo: Echo) -> None:
    async with visitor(echo) as li:
        await li.posts("mine-uuid", text="好")
        await echo.chat.send(Address("web", "f" * 32), Reply("改写", replace="1"), key="edit")
        assert "改写" not in str(await li.reads())


async def test_the_same_outbox_letter_twice_is_one_message(echo: Echo) -> None:
    to = Address("web", "a" * 32)
    receipts = {(await echo.chat.send(to, Reply("早上好"), key="job:1")).message for _ in range(2)}
    assert len(receipts) == 1


async def test_news_comes_at_once_and_from_another_process_soon(echo: Echo, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(channel, "LOOK_AROUND", LONG_ENOUGH)
    async with visitor(echo) as li:
        await li.posts("here-uuid", text="在")
        version, user = (await li.reads())["version"], echo.heard[0].sender.user
        waiting = asyncio.create_task(li.reads(version))
        await asyncio.sleep(0.05)
        await echo.chat.send(Address("web", user), Reply("早"), key="early")
        version = (await asyncio.wait_for(waiting, LONG_ENOUGH / 2))["version"]
        monkeypatch.setattr(channel, "LOOK_AROUND", 0.1)
        waiting = asyncio.create_task(li.reads(version))
        await asyncio.sleep(0.05)
        await echo.mailbox.append(user, "other process", {"text": "别处写的"}, direction="out", replaces=None)
        assert (await asyncio.wait_for(waiting, LONG_ENOUGH))["letters"][0]["text"] == "别处写的"


async def test_waiting_ends_empty_after_a_while_and_at_once_when_the_bot_stops(
    tmp_path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(channel, "LONGEST_WAIT", 0.2)
    echo = Echo(tmp_path)
    async with visitor(echo) as li:
        async with running(echo):
            assert await li.reads(7) == {"life": "first", "version": 7, "letters": []}
            monkeypatch.setattr(channel, "LONGEST_WAIT", 25.0)
            waiting = asyncio.create_task(li.http.get("/chat/messages?after=7"))
            await asyncio.sleep(0.05)
        assert (await asyncio.wait_for(waiting, LONG_ENOUGH)).status_code == 503


async def test_a_long_history_comes_page_by_page(echo: Echo) -> None:
    async with visitor(echo) as li:
        await li.posts("here-uuid", text="在")
        user = echo.heard[0].sender.user
        for n in range(150):
            await echo.mailbox.append(user, f"old {n}", {"text": str(n)}, direction="out", replaces=None)
        seen = (await li.reads())["letters"]
        while True:
            older = (await li.http.get("/chat/earlier", params={"before": seen[0]["number"]})).json()
            if not older:
                break
            assert len(older) <= channel.FULL_PAGE
            seen = older + seen
        assert [lt["number"] for lt in seen] == list(range(1, 153))


async def test_in_the_demonstration_one_browser_is_everybody(street: Echo) -> None:
    async with visitor(street, "boss") as li:
        await li.posts("fixed-uuid", text="改好了")
        assert street.heard[0].sender == address_of(BOSS.token)
        both = await li.http.get("/chat/messages", params={"as": "boss,member", "after": ","})
        assert [lt["text"] for lt in both.json()["member"]["letters"]] == ["李记面馆说改好了，去看看。"]
        assert len(both.json()["boss"]["letters"]) == 2


async def test_a_stranger_in_the_address_bar_is_nobody(street: Echo) -> None:
    async with visitor(street, "boss") as li:
        assert (await li.http.get("/chat/messages", params={"as": "ghost", "after": "0"})).status_code == 401
        assert (await li.http.get("/chat", params={"as": "ghost"})).status_code == 307
        first = await li.http.get("/chat?lang=en")
        assert first.headers["location"] == "/chat?lang=en&as=boss"


async def test_without_the_demonstration_no_persona_can_be_played(echo: Echo) -> None:
    async with visitor(echo) as li:
        li.http.cookies.set(f"fivestar_{MEMBER.key}", MEMBER.token)
        assert (await li.http.get("/chat/messages", params={"as": "member", "after": "0"})).status_code == 401


async def test_button_data_reaches_the_page_as_data_and_text_as_text(echo: Echo) -> None:
    evil = "</script><img src=x onerror=alert(1)>"
    async with visitor(echo) as li:
        await li.posts("evil-uuid", text=evil)
        await echo.chat.send(echo.heard[0].sender, Reply(evil, ((Button(evil, "1.0"),),)), key="evil")
        assert (await li.reads())["letters"][-1]["buttons"] == [[{"label": evil, "data": "1.0"}]]
