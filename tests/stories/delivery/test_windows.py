"""Where we may answer only for a while: what cannot be said waits, goes another way, and is named to whoever can knock."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from messages.errors import Closed
from messages.incoming import Failure, Incoming, Kind
from messages.limits import Limits, Picks, Window
from messages.reply import Button, Reply
from storage.core.tx import Database, Tx
from storage.delivery import conversations
from storage.people import invites
from tests.player import Player
from tests.stories.ratings.test_star_news import EVENING, rated, sunday_evening
from tests.town import FAST, MONDAY, SHAPES, ListChannel, StoppedClock, Town

WEEKS = Limits(buttons=10, edits=False, picks=Picks.NONE, window=Window(172800, 5, 2), **FAST)
"""Two days, five messages, two of them kept for the conversation."""


@pytest.fixture
async def town(database: Database, tmp_path: Path) -> AsyncIterator[Town]:
    """A street on a channel with a window, and Telegram beside it."""
    made = Town(database, StoppedClock(MONDAY), tmp_path, shape="window")
    made.channel = ListChannel("window", WEEKS)
    made.beside["telegram"] = ListChannel("telegram", SHAPES["telegram"])
    await made.start()
    yield made
    await made.stop()


async def states(town: Town, player: Player) -> list[str]:
    rows = await town.database.read(lambda tx: tx.rows("outbox_export"))
    return [row["state"] for row in rows if row["person"] == player.name]


async def every_state(town: Town) -> list[str]:
    return [row["state"] for row in await town.database.read(lambda tx: tx.rows("outbox_export"))]


async def tell(town: Town, player: Player, reply: Reply, key: str) -> None:
    """Something nobody asked for, as a job tells it."""
    work = town.work_for(town.hours.jobs["closed-windows"], "by hand", True)
    await work.write(lambda post: post.tell(player.person_id, lambda _: reply, key=key))
    await town.settle()


async def on_telegram(town: Town, player: Player) -> Player:
    """The same person on their other telephone."""
    other = town.player(f"{player.name}的另一部", "telegram")
    other.person_id = player.person_id

    async def link(tx: Tx) -> None:
        earlier = town.clock() - timedelta(days=3)
        where = {"step": "", "in_hand": None, "thread": "", "seen_at": earlier}
        await conversations.save(tx, other.address, person_id=player.person_id, **where)

    await town.database.write(link)
    return other


async def test_what_meets_a_closed_window_waits_and_follows_the_answer_as_one_message(town: Town) -> None:
    li = await town.merchant("李记面馆")
    await li.says("帮助")
    town.clock.forward(days=2)
    await tell(town, li, Reply("第一件事"), "one")
    await tell(town, li, Reply("第二件事，要回话", ((Button("知道了", "help.nothing"),),), urgent=True), "two")
    assert len(li.heard) == 1, "only the answer to their own word"
    assert await states(town, li) == ["sent", "held", "held"]
    await li.says("在吗")
    answer, rest = li.heard
    assert "第一件事" not in answer
    assert rest == "第一件事\n\n第二件事，要回话"
    assert [b.label for b in li.screen[-1].reply.choices] == ["知道了"]
    assert "held" not in await states(town, li)


async def test_opening_the_chat_is_no_word(town: Town) -> None:
    li = await town.merchant("李记面馆")
    await li.says("帮助")
    town.clock.forward(days=2)
    await tell(town, li, Reply("一件事"), "one")
    await li.says("", kind=Kind.HELLO)
    assert not any("一件事" in said.reply.text for said in li.screen)


async def test_what_is_worthless_by_then_expires(town: Town) -> None:
    li = await town.merchant("李记面馆")
    await li.says("帮助")
    town.clock.forward(days=2)
    await tell(town, li, Reply("今天的问题", best_before=town.clock() + timedelta(hours=3)), "one")
    await town.job("housekeeping")
    assert await states(town, li) == ["sent", "held"]
    town.clock.forward(hours=4)
    await town.job("housekeeping")
    assert await states(town, li) == ["sent", "expired"]
    await li.says("在吗")
    assert len(li.heard) == 1


async def test_a_person_with_another_way_hears_it_there_with_its_choices(town: Town) -> None:
    """Once every message on went without its buttons, to the address used last, open or not."""
    li = await town.merchant("李记面馆")
    other = await on_telegram(town, li)
    await li.says("帮助")
    town.clock.forward(days=2)
    await tell(town, li, Reply("明天开会，来吗？", ((Button("英文", "language.choose_language en"),),)), "one")
    assert len(li.heard) == 1
    await other.taps("英文")
    assert "English" in other.last


async def test_when_the_far_side_says_closed_first_the_choices_move_along(town: Town) -> None:
    li = await town.merchant("李记面馆")
    other = await on_telegram(town, li)
    await li.says("帮助")
    town.channel.refuses[li.address.user] = Closed("95001")
    await tell(town, li, Reply("来吗？", ((Button("英文", "language.choose_language en"),),)), "one")
    await other.taps("英文")
    assert "English" in other.last


async def test_answers_use_the_reserve_and_news_does_not(town: Town) -> None:
    li = await town.merchant("李记面馆")
    await li.says("帮助")
    for n in range(6):
        await tell(town, li, Reply(f"第{n}件"), f"news {n}")
    assert len(li.heard) == 1 + 2, "two of five are kept for the conversation"
    await li.says("帮助")
    assert "第5件" in li.last, "held news goes out as one message"


async def test_a_word_that_reaches_us_late_leaves_less_room(town: Town) -> None:
    """What went out after the word was said counts there; we began anew at five and were refused the last one."""
    li = await town.merchant("李记面馆")
    await li.says("帮助")
    said_at = town.clock()
    town.clock.forward(minutes=5)
    await tell(town, li, Reply("第一件"), "one")
    await tell(town, li, Reply("第二件"), "two")
    await li.does(Incoming("late word", li.address, said_at + timedelta(minutes=1), text="帮助"))
    for n in range(3):
        await tell(town, li, Reply(f"后来{n}"), f"more {n}")
    assert await states(town, li) == ["sent"] * 4 + ["held"] * 3, (
        "two before we knew and the answer: the reserve is left"
    )


async def test_several_answers_of_one_turn_are_one_message(town: Town) -> None:
    code = await shop_code(town, "张姐水果")
    zhang = town.player("张姐")
    await zhang.says(code)
    [only] = zhang.heard
    assert "张姐水果" in only
    assert "门前五包今天怎么样" in only
    assert len(zhang.screen[-1].reply.choices) == 2


async def shop_code(town: Town, name: str) -> str:
    async def make(tx: Tx) -> str:
        shop = await town.add_shop(tx, name)
        return await invites.make(tx, kind="shop", name=name, now=town.clock(), days=30, shop_id=shop)

    return await town.database.write(make)


async def test_a_ticket_lets_the_first_answer_through_and_only_that(town: Town) -> None:
    """A scanned sign opens the chat before its owner has said a word: the welcome is allowed, nothing else."""
    code = await shop_code(town, "张姐水果")
    zhang = town.player("张姐")
    now = town.clock()
    scan = {
        "kind": Kind.HELLO,
        "text": f"/start {code}",
        "ticket": "welcome",
        "ticket_until": now + timedelta(seconds=20),
    }
    await zhang.does(Incoming("scan 1", zhang.address, now, **scan))
    assert "张姐水果" in zhang.last
    assert town.channel.tickets == ["welcome"]
    before = len(zhang.screen)
    await zhang.does(Incoming("scan 2", zhang.address, now, Kind.HELLO))
    assert len(zhang.screen) == before, "they still have not said a word"
    await zhang.says("好")
    assert "谢谢" in "".join(zhang.heard)


async def test_a_ticket_that_ran_out_is_not_used(town: Town) -> None:
    code = await shop_code(town, "张姐水果")
    zhang = town.player("张姐")
    late = town.clock() - timedelta(seconds=1)
    await zhang.does(
        Incoming("scan", zhang.address, town.clock(), Kind.HELLO, f"/start {code}", ticket="welcome", ticket_until=late)
    )
    assert zhang.screen == []
    await zhang.says("你好")
    assert any("张姐水果" in said.reply.text for said in zhang.screen)


async def test_a_ticket_that_is_used_up_shuts_no_window(town: Town) -> None:
    """Tried again after a death, the welcome was refused; the window counted as used up, and the next letter was held."""
    code = await shop_code(town, "张姐水果")
    zhang = town.player("张姐")
    now, until = town.clock(), town.clock() + timedelta(seconds=20)
    town.channel.used_up.add("welcome")
    await zhang.does(
        Incoming("scan", zhang.address, now, Kind.HELLO, f"/start {code}", ticket="welcome", ticket_until=until)
    )
    assert await every_state(town) == ["held"]
    await zhang.says("好")
    assert "held" not in await every_state(town)
    await zhang.does(Incoming("again", zhang.address, now, text="帮助", ticket="welcome", ticket_until=until))
    assert "held" not in await every_state(town), "spoken to within the window, the answer needs no ticket"


@pytest.mark.parametrize(
    ("why", "state"), [(Failure.CLOSED, "held"), (Failure.GONE, "gone"), (Failure.REFUSED, "refused")]
)
async def test_what_failed_later_becomes_what_it_would_have_become(town: Town, why: Failure, state: str) -> None:
    li = await town.merchant("李记面馆")
    wang = await town.member("王芳", li)
    await wang.says("帮助")
    await li.says("帮助")
    await tell(town, li, Reply("要紧的事", urgent=True), "one")
    failed = Incoming("late", li.address, town.clock(), Kind.FAILED, str(why), choice=why, on=str(li.screen[-1].number))
    await town.engine.receive(failed)
    await town.settle()
    assert (await states(town, li))[-1] == state
    if why is Failure.GONE:
        assert "要紧的事" in wang.last, "whoever looks after the shop hears what was to be said"
    if why is Failure.CLOSED:
        await li.says("在吗")
        assert "要紧的事" in li.last


async def test_what_failed_for_no_known_reason_goes_once_more(town: Town) -> None:
    li = await town.merchant("李记面馆")
    await li.says("帮助")
    await tell(town, li, Reply("一件事"), "one")
    for n in range(2):
        on = str(li.screen[-1].number)
        await town.engine.receive(
            Incoming(f"late {n}", li.address, town.clock(), Kind.FAILED, choice=Failure.AGAIN, on=on)
        )
        town.clock.forward(minutes=2)
        await town.settle()
    assert [said.reply.text for said in li.screen].count("一件事") == 2
    assert (await states(town, li))[-1] == "refused"


async def test_whoever_looks_after_the_shop_tells_it_in_person_and_the_clock_starts(town: Town) -> None:
    """The line named no duty and no deadline, and whoever knocked at the door could not say so."""
    li = await town.merchant("李记面馆")
    wang = await on_telegram(town, await town.member("王芳", li))
    await li.says("帮助")
    town.clock.forward(days=3)
    await wang.says("1 秩序 货出店")
    assert "秩序 没做到" not in li.last
    await town.job("closed-windows")
    assert "秩序 没做到" in wang.last
    assert "前要知道" in wang.last
    await wang.taps("已当面说 李记面馆")
    assert "请店家在" in wang.last
    rows = await town.database.read(lambda tx: tx.rows("findings_untold"))
    assert rows == []


async def test_whoever_looks_after_the_shop_hears_once_what_is_urgent(town: Town) -> None:
    li, zhou = await town.merchant("李记面馆"), await town.merchant("周记修鞋")
    wang = await town.member("王芳", li, zhou)
    await li.says("帮助")
    await zhou.says("帮助")
    town.clock.forward(days=2)
    await wang.says("帮助")
    await tell(town, li, Reply("请整改", urgent=True, best_before=town.clock() + timedelta(hours=20)), "one")
    await tell(town, zhou, Reply("明天的问题"), "not urgent")
    await town.job("closed-windows")
    assert "李记面馆" in wang.last
    assert "前要知道" in wang.last
    assert "周记修鞋" not in wang.last, "never for a morning's question"
    said = len(wang.screen)
    await town.job("closed-windows")
    assert len(wang.screen) == said


async def test_a_picture_nobody_asked_for_takes_no_room_of_a_window(town: Town) -> None:
    """Five messages in two days: the tiny line of Sunday's star would be one of them."""
    li = await town.merchant("李记面馆")
    hu = await town.merchant("胡氏山货")
    other = await on_telegram(town, hu)
    for week in ("2026-W45", "2026-W46", "2026-W47", "2026-W48"):
        await rated(town, week, {li.shop_id: (3, 4), hu.shop_id: (3, 4)})
    town.clock.at(EVENING - timedelta(hours=1))
    await li.says("帮助")
    await other.says("帮助")
    await sunday_evening(town)
    assert [said.reply.attachments for said in li.screen if "★" in said.reply.text] == [()]
    assert [len(said.reply.attachments) for said in other.screen if "★" in said.reply.text] == [1]
