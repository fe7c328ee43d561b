"""Sixty letters to one member at once: all arrive, the far side drops none in silence, and the member is answered meanwhile."""

from __future__ import annotations

from dataclasses import replace
from time import monotonic

import pytest

from bot.post import Post
from channels.wecom import channel
from messages.attachment import Attachment, Medium
from messages.reply import Reply
from tests.player import TINY_PHOTO
from tests.qyapi.house import QyHouse

MINUTE = 3.0
"""Seconds that a minute lasts here, on both sides and for the pace between two letters; its numbers are the real ones."""


@pytest.fixture(autouse=True)
def _short_minutes(monkeypatch: pytest.MonkeyPatch) -> None:
    (most, _), *_ = channel.WORDS.bursts
    limits = {
        name: replace(own, bursts=((most, MINUTE),), per_person=own.per_person * 60 / MINUTE)
        for name, own in channel.LIMITS.items()
    }
    monkeypatch.setattr("channels.wecom.channel.LIMITS", limits)
    monkeypatch.setattr("tests.qyapi.server.MEMBER_LIMITS", ((30, MINUTE),))


@pytest.mark.slow
async def test_every_photo_of_a_letter_counts(house: QyHouse) -> None:
    """A letter with three photos was one in our count and four in theirs: what was beyond thirty was never seen."""
    number, _ = await house.shop("李记面馆")
    wang = house.member("WangFang")
    person = await house.colleague(wang, "王芳", (number, 1))
    for n in range(3):
        (house.folder / f"{n}.jpg").write_bytes(TINY_PHOTO + bytes([n]))
    photos = tuple(Attachment(Medium.PHOTO, f"{n}.jpg", f"{n}.jpg") for n in range(3))

    async def tell(post: Post) -> None:
        for n in range(9):
            await post.tell(person, lambda _, n=n: Reply(f"〔{n}〕", attachments=photos), key=f"photos {n}")

    await house.app.work_for(house.app.hours.jobs["closed-windows"], "by hand", True).write(tell)
    await house.until(lambda: len(wang.screen) >= 1 + 9 * 4)
    assert house.api.dropped == []
    assert [shown.body["msgtype"] for shown in wang.screen[1:]] == ["text", "image", "image", "image"] * 9


@pytest.mark.slow
async def test_a_storm_of_sixty_lets_an_answer_through(house: QyHouse) -> None:
    """The first twenty letters used up the minute, and the answer to the member's own word waited for the next one."""
    number, _ = await house.shop("李记面馆")
    wang = house.member("WangFang")
    person = await house.colleague(wang, "王芳", (number, 1))
    await wang.says("文字版")
    await house.settled()

    async def storm(post: Post) -> None:
        for n in range(60):
            await post.tell(person, lambda _, n=n: Reply(f"〔{n}〕", urgent=n % 2 == 0), key=f"storm {n}")

    await house.app.work_for(house.app.hours.jobs["closed-windows"], "by hand", True).write(storm)
    began = monotonic()
    await house.until(lambda: house.clock().timestamp() - wang.screen[-1].at > MINUTE / 4)  # this minute's news are out
    asked = monotonic()
    await wang.says("1 好")
    await house.sees(wang, "李记面馆：五项都做到了 ✓")
    assert monotonic() - asked < MINUTE / 3, "and not only in the next minute"
    assert wang.looks().count("〔") < 60, "in between, not afterwards"
    await house.until(lambda: wang.looks().count("〔") == 60)
    assert monotonic() - began > 2 * MINUTE
    texts = [shown.text for shown in wang.screen]
    assert all(texts.count(f"〔{n}〕") == 1 for n in range(60))
