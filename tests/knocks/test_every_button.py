"""Every button there is, in every hand it was not made for, where everything is open: refused, and nothing changes."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator, Sequence
from contextlib import closing
from datetime import date
from enum import Enum
from pathlib import Path
from typing import Any

import pytest

from bot.steps import Step
from messages.incoming import Incoming, Kind
from messages.reply import Button, Reply
from programme.roles import Role, able
from storage.core.sqlite import open_sqlite
from storage.delivery import prompts
from tests.player import Player
from tests.town import MONDAY, StoppedClock, Town, found_flows
from texts import speaker

STEPS: dict[str, Step[Any]] = {name: step for flow in found_flows() for name, step in flow.steps.items()}
TODAY = date(2026, 11, 23)
VALUES = {int: "1", date: str(TODAY), bool: "True", str: "x"}
OF_THE_TALK = {
    "seen",
    "attempts",
    "parked",
    "conversations",
    "offers",
    "outbox",
    "sqlite_sequence",
    "wrong_codes",
    "message_effects",
}
"""Tables about the talk itself, which every message changes."""
ANYBODY = {"leads", "objections", "help", "language", "withdraw", "study", "card_reports"}
"""What anybody at all may do about any shop, or only to themselves."""
OWN = {"help_request.describe_request", "leave.take_leave", "own_papers.change_calendar"}
"""What makes a record of their own, wherever it is tapped."""
SAID = (
    ("holder", "1"),
    ("holder", "卫生 门口有水"),
    ("linked", "1 秩序 货出店"),
    ("squad", "抽查 李记面馆"),
    ("holder", "求助 下水道堵了"),
    ("neighbour", "反映 李记面馆 绿化 树上挂了灯"),
    ("holder", "改好了"),
    ("holder", "歇业 2天"),
    ("squad", "红线 李记面馆"),
)
WORDS = {
    "merchant": ["自查", "改好了", "歇业 3天", "开门", "我的星", "申诉", "求助 漏水", "说明 停电", "早上7点到晚上9点"],
    "member": ["我的商户", "1 好", "请假 3天", "销假", "1 歇业 2天", "1 复发", "2 说不清", "互查"],
    "squad": ["抽查 李记面馆"],
    "desk": ["值班", "下班", "案件表"],
    "manager": [
        "停评 3天",
        "恢复评星",
        "红线 李记面馆",
        "解除红线 李记面馆",
        "王芳 请假 2天",
        "评星",
        "定线",
        "周报",
        "看板",
    ],
    "admin": [
        "邀请 党员 周敏",
        "收回 党员 周敏",
        "联系 李记面馆 王芳",
        "分配",
        "换店主 李记面馆",
        "历史 李记面馆",
        "名册",
    ],
}
"""Whose words they are; in another's mouth they open nothing at the shop."""


class Street:
    """A street where everything is open at the first shop, and people of every kind beside it."""

    def __init__(self, town: Town, path: Path) -> None:
        self.town = town
        self.path = path
        self.people: dict[str, Player] = {}

    async def settle_in(self) -> None:
        town = self.town
        holder, neighbour = await town.merchant("李记面馆"), await town.merchant("张姐水果")
        self.people = {
            "holder": holder,
            "neighbour": neighbour,
            "linked": await town.member("王芳", holder),
            "stranger": await town.member("周敏", neighbour),
            "squad": await town.staff("赵队", "squad"),
            "secretary": await town.staff("郑书记", "secretary", branch="第二支部"),
            "manager": await town.manager(),
            "admin": await town.staff("孙工", "admin"),
            "desk": await town.staff("周坐席", "desk"),
            "passer-by": town.player("路人"),
        }
        for who, words in SAID:
            await self.people[who].says(words)
        town.clock.forward(minutes=30)

    async def taps(self, who: str, action: str) -> None:
        """A button that says this, as if it had been offered to them."""
        player = self.people[who]
        reply = Reply("?", ((Button("go", action),),))
        now = self.town.clock()
        prompt = await self.town.database.write(lambda tx: prompts.add(tx, player.address, reply, now))
        await player.does(Incoming(self.town.next_key(), player.address, now, Kind.TAP, choice=f"{prompt}.0"))

    def stands(self, *, but_shop: int = 0) -> dict[str, list[Any]]:
        """Everything in the tables; without what belongs to another shop."""
        with closing(sqlite3.connect(f"file:{self.path}?mode=ro", uri=True)) as file:
            tables = [row[0] for row in file.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
            found = {}
            for table in sorted(set(tables) - OF_THE_TALK):
                cursor = file.execute(f"SELECT * FROM {table}")
                names = [c[0] for c in cursor.description]
                shop = names.index("shop_id") if "shop_id" in names else None
                found[table] = [r for r in cursor if shop is None or r[shop] != but_shop]
        return found

    async def changed_by(self, who: str, actions: Sequence[str], *, but_shop: int = 0) -> list[str]:
        """What these taps have changed, all that they should not."""
        wrong, before = [], self.stands(but_shop=but_shop)
        for action in actions:
            await self.taps(who, action)
            after = self.stands(but_shop=but_shop)
            wrong += [f"{who}: {action}: {t}" for t in after if after[t] != before[t]]
            before = after
        return wrong


@pytest.fixture
async def street(tmp_path: Path) -> AsyncIterator[Street]:
    database = await open_sqlite(tmp_path / "town.db")
    town = Town(database, StoppedClock(MONDAY), tmp_path)
    await town.start()
    made = Street(town, tmp_path / "town.db")
    await made.settle_in()
    yield made
    await town.stop()
    await database.close()


def action_of(step: Step[Any]) -> str:
    return " ".join([step.name, *map(_value, step._kinds)])


def _value(kind: Any) -> str:
    """Something of the kind a step takes: the first word of a list of words, a number, a day."""
    kind = getattr(kind, "__supertype__", kind)
    return str(next(iter(kind))) if issubclass(kind, Enum) else VALUES[kind]


ROLE_OF = {"neighbour": "merchant", "stranger": "member", "passer-by": ""}


@pytest.mark.parametrize(
    "who", ["neighbour", "stranger", "squad", "secretary", "manager", "admin", "desk", "passer-by"]
)
async def test_a_button_of_another_role(street: Street, who: str) -> None:
    role = ROLE_OF.get(who, who)
    theirs = [step for step in STEPS.values() if not able({role}, step.permission.action)]
    assert len(theirs) > 20
    assert await street.changed_by(who, [action_of(step) for step in theirs]) == []
    assert street.people[who].last == speaker("zh")("engine.not_yours")


@pytest.mark.parametrize("who", ["neighbour", "stranger"])
async def test_a_button_of_ones_own_role_about_anothers_shop(street: Street, who: str) -> None:
    mine = [
        s
        for s in STEPS.values()
        if able({ROLE_OF[who]}, s.permission.action) and s.name.split(".")[0] not in ANYBODY and s.name not in OWN
    ]
    assert len(mine) > 15
    wrong = await street.changed_by(who, [action_of(step) for step in mine], but_shop=street.people[who].shop_id or 2)
    assert wrong == []


KEPT_OF = {
    "passer-by": frozenset({"people", "service_requests", "request_events", "request_reporters"}),
    "desk": frozenset({"unheard", "board_links"}),
}
"""What somebody without a code says is kept as a request of theirs; the desk gets a link to its own page of the board."""
COUNTED = frozenset({"unheard"})
"""What was not understood is counted by its sentence, whoever said it."""


@pytest.mark.parametrize("who", ["neighbour", "stranger", "squad", "desk", "passer-by"])
async def test_words_of_another_role(street: Street, who: str) -> None:
    await street.people[who].says("你好")  # their first sentence is kept as their language
    role, before = ROLE_OF.get(who, who), street.stands(but_shop=2)
    for owner, words in WORDS.items():
        if owner != role:
            for line in words:
                await street.people[who].says(line)
                street.town.clock.forward(seconds=1)
                after = street.stands(but_shop=2)
                changed = {t for t in after if after[t] != before[t]} - KEPT_OF.get(who, COUNTED)
                assert changed == set(), f"{who}: {line}"


def test_everybody_is_asked() -> None:
    assert {*Role} - {"merchant", "member"} <= {"squad", "secretary", "manager", "admin", "desk"}
    assert MONDAY.date() == TODAY
