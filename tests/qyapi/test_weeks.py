"""Random weeks over the real channel and the strict far side: five in a window are never exceeded, and nothing is lost."""

from __future__ import annotations

import random

import pytest

from bot.post import Post
from messages.address import Address
from messages.reply import Button, Reply
from programme.ids import PersonId
from storage.delivery import conversations
from tests.player import TINY_PHOTO
from tests.qyapi.house import QyHouse
from tests.qyapi.phones import Guest
from tests.qyapi.server import Fault

FIVE_USED, TWO_DAYS_OVER = 95001, 95002


class Watched:
    """The far side's refusals of what should never have been tried."""

    def __init__(self, house: QyHouse) -> None:
        self.refused: list[int] = []
        send = house.api._kf_send_msg

        def watched(body: dict, request: object) -> dict:  # type: ignore[type-arg]
            try:
                return send(body, request)  # type: ignore[arg-type]
            except Exception as wrong:
                self.refused.append(wrong.code)  # type: ignore[attr-defined]
                raise

        house.api._kf_send_msg = watched  # type: ignore[method-assign]


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(6))
async def test_random_weeks_exceed_no_window_and_lose_no_letter(house: QyHouse, seed: int) -> None:
    dice, watched = random.Random(seed), Watched(house)
    _, code = await house.shop("李记面馆")
    li = house.guest("wmLi")
    await li.scans(code)
    await house.sees(li, "李记面馆")
    await li.says("好")
    await house.sees(li, "谢谢")
    known = await house.database.read(lambda tx: conversations.conversation(tx, Address("kefu", li.user)))
    assert known
    assert known.person_id
    told: list[str] = []
    for n in range(30):
        await happens(house, li, known.person_id, dice, told, n)
        await house.pulled()
        await house.settled()
    for _ in range(40):
        await house.pulled()
        await house.settled()
        if "held" not in await house.states() and all(words in li.looks() for words in told):
            break
        await li.says("帮助")
    everything = li.looks()
    assert [words for words in told if everything.count(words) != 1] == []
    assert [refused for refused in watched.refused if refused in (FIVE_USED, TWO_DAYS_OVER)] == []


async def happens(house: QyHouse, li: Guest, person: PersonId, dice: random.Random, told: list[str], n: int) -> None:
    """One thing of a random week: news, a word, a tap, a photo, hours that pass, a restart, an answer that is lost."""
    match dice.randrange(9):
        case 0 | 1 | 2:
            words = f"〔{n}〕"
            choices = ((Button("知道了", "help.nothing"),),) if dice.random() < 0.5 else ()
            news = Reply(words, choices, urgent=dice.random() < 0.5)

            async def tell(post: Post) -> None:
                await post.tell(person, lambda _: news, key=f"news {n}")

            await house.app.work_for(house.app.hours.jobs["closed-windows"], "by hand", True).write(tell)
            told.append(words)
        case 3:
            await li.says(dice.choice(("帮助", "我的星", "在吗")))
        case 4:
            await li.sends_photo(TINY_PHOTO)
        case 5:
            await li.scans()
        case 6:
            house.clock.forward(hours=dice.randrange(1, 60))
        case 7:
            await house.stop()
            house.clock.forward(minutes=1)
            await house.start()
        case 8:
            house.api.play("kf/send_msg", Fault("cut", accepted=dice.random() < 0.5))
