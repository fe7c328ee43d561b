"""Random people doing random things: what they do is drawn here, what must hold afterwards is in `promises`."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import ClassVar

from messages.address import Address
from messages.attachment import Attachment, Medium
from messages.incoming import Incoming, Kind
from messages.reply import Reply
from storage.core.sqlite import open_sqlite
from storage.core.tx import Tx
from tests.knocks.promises import Promises
from tests.player import TINY_PHOTO, Player
from tests.town import MONDAY, SHAPES, ListChannel, StoppedClock, Town

WORDS = (
    "好 1 2 3 4 5 1,2 是 否 👍 没问题 自查 卫生 秩序、绿化 求助 求助·下水道堵了 改好了 歇业·3天 歇业 开门 "
    "我的星 怎么评星 申诉 说明 说明·那天停电 我的商户 撤销 停止提醒 恢复提醒 投诉建议 帮助 隐私 谢谢 "
    "/start /start·ABCD-EFGH /help /menu /language english 中文 1·好 2·好 3·好 1·秩序·货出店 "
    "2·卫生·当场改好 1·立面亮化·灯不亮 1·复发·又摆出来了 2·说不清 1·歇业·2天 1·开门 互查 待办 "
    "抽查·李记面馆 抽查·张姐水果 抽查·李 红线·李记面馆 红线 解除红线·李记面馆 解除红线 请假·3天 请假 销假 "
    "王芳·请假·2天 评星 定线 周报 看板 名册 邀请·党员·周敏 邀请·管理员·周主任 收回·党员·周敏 "
    "联系·李记面馆·王芳 联系·张姐水果·李强 分配 换店主·张姐水果 历史·李记面馆 停评·3天·西津路 停评 "
    "恢复评星 反映·李记面馆·秩序·货出店 反映 反映·有人乱倒 异议·李记面馆 异议 早上7点到晚上9点 周一休息 A "
    "B 取消 返回 门口有水 1·好\n2·秩序·车乱停 999 0 -1 1.5 ∞ 二〇二六 1·2·3 明天 2026-12-01"
).split(" ")
"""What a shop street knows to say; · stands for a blank."""

GARBAGE = (
    "",
    " ",
    "。",
    "🙃" * 50,
    "x" * 5000,
    "'; DROP TABLE shops;--",
    "=1+1",
    "<b>好</b>",
    "{typed}",
    "%s",
    "\u202e好",
    "9" * 40,
)


class KeyedChannel(ListChannel):
    """Remembers under which key and when each message went out."""

    def __init__(self, shape: str, clock: StoppedClock) -> None:
        super().__init__(shape, SHAPES[shape])
        self.clock = clock
        self.keys: list[tuple[str, Address, Reply, datetime]] = []

    async def send(self, to: Address, reply: Reply, *, thread: str = "", key: str = "", ticket: str = ""):  # type: ignore[no-untyped-def]
        self.keys.append((key, to, reply, self.clock()))
        return await super().send(to, reply, thread=thread, key=key)


@dataclass
class Person:
    player: Player
    roles: frozenset[str]
    owner: str = ""
    phone: str = ""


@dataclass
class Crowd:
    """A town with everybody in it, and the dice."""

    town: Town
    dice: random.Random
    promises: Promises
    people: list[Person] = field(default_factory=list)
    trace: list[str] = field(default_factory=list)

    async def live(self, steps: int) -> None:
        """So many things happen; after each all promises are looked at.

        Raises:
            AssertionError: one does not hold; the last things that happened are told with it.
        """
        for _ in range(steps):
            try:
                await self._something()
                self.promises.hold()
            except Exception as error:
                raise AssertionError("\n".join([*self.trace[-12:], repr(error)])) from error

    async def _something(self) -> None:
        kinds, weights = zip(*self._KINDS.items(), strict=True)
        await getattr(self, self.dice.choices(kinds, weights)[0])()

    _KINDS: ClassVar = {
        "_says": 40,
        "_taps": 45,
        "_photo": 5,
        "_forged": 3,
        "_edits": 3,
        "_time": 7,
        "_blocks": 1,
        "_restarts": 1,
    }

    async def _does(self, who: Person, what: str, incoming: Incoming, *, answered: bool = True) -> None:
        self.trace.append(f"{self.town.clock.now:%m-%d %H:%M} {who.player.name} {what}")
        said = len(self.town.channel.sent)
        await who.player.does(incoming)
        theirs = [r for user, r in self.town.channel.sent[said:] if user == who.player.address.user]
        assert theirs or not answered, "no answer"

    async def _says(self) -> None:
        who = self.dice.choice(self.people)
        text = self.dice.choice(GARBAGE) if self.dice.random() < 0.06 else self.dice.choice(WORDS).replace("·", " ")
        await self._does(
            who, f"says {text[:60]!r}", self._incoming(who, Kind.MESSAGE, text=text), answered=bool(text.strip())
        )

    async def _edits(self) -> None:
        who = self.dice.choice(self.people)
        text = self.dice.choice(WORDS).replace("·", " ")
        await self._does(who, f"edits to {text!r}", self._incoming(who, Kind.EDIT, text=text, on="1"), answered=False)

    async def _taps(self) -> None:
        """A button in sight, mostly one of the newest; now and then an old one, or a checklist's tick or submit."""
        who = self.dice.choice(self.people)
        screen = [s for s in who.player.screen if s.reply.choices or s.reply.pick]
        if not screen:
            return
        said = self.dice.choice(screen[-3:] if self.dice.random() < 0.8 else screen)
        data = [(b.label, b.data) for b in said.reply.choices]
        if pick := said.reply.pick:
            data += [(o, pick.toggle(n)) for n, o in enumerate(pick.options)] + [(pick.submit, pick.data)] * 3
        label, choice = self.dice.choice(data)
        tick = ".t" in choice
        await self._does(
            who,
            f"taps [{label}] {choice}",
            self._incoming(who, Kind.TAP, choice=choice, on=str(said.number)),
            answered=not tick,
        )

    async def _forged(self) -> None:
        """Somebody else's button, or none that ever was."""
        who = self.dice.choice(self.people)
        said = [b.data for _, r in self.town.channel.sent[-50:] for b in r.choices]
        made = [
            "",
            ".",
            "1",
            "1.",
            "1.99",
            "0.0",
            "99999.0",
            "1.submit",
            "1.t0",
            "1.t99",
            "-1.0",
            "x.y",
            "1.²",
            "self_check.record_all_met 1 2026-11-23",
        ]
        choice = self.dice.choice(said + made)
        picked = tuple(self.dice.sample(range(9), 3)) if self.dice.random() < 0.3 else ()
        await self._does(
            who,
            f"forges {choice!r}",
            self._incoming(who, Kind.TAP, choice=choice, on="1", picked=picked),
            answered=False,
        )

    async def _photo(self) -> None:
        who = self.dice.choice(self.people)
        path = self.town.folder / f"{self.town.next_key().replace(':', '-')}.jpg"
        good = self.dice.random() < 0.8
        path.write_bytes(TINY_PHOTO if good else b"not a picture")
        medium = self.dice.choice([Medium.PHOTO] * 5 + [Medium.FILE, Medium.VOICE])
        kept = (Attachment(medium, str(path), "photo.jpg"),)
        text = self.dice.choice(["", "改好了", "1 秩序 货出店", "卫生"])
        await self._does(
            who, f"sends a {medium} {text}", self._incoming(who, Kind.MESSAGE, text=text, attachments=kept)
        )

    async def _time(self) -> None:
        """Minutes, hours or days go by, and the hours are kept."""
        minutes = self.dice.choice([3, 20, 90, 300, 720, 1440, 3000])
        self.trace.append(f"{minutes} minutes go by")
        end = self.town.clock.now + timedelta(minutes=minutes)
        while (now := self.town.clock.now) < end:
            self.town.clock.at(min(end, now + timedelta(hours=3), self.promises.next_letter() or end))
            await self.town.hours.catch_up()
            await self.town.hours.run_asked()
            await self.town.settle()
        self.promises.failures(self.town.hours.failures)

    async def _blocks(self) -> None:
        who = self.dice.choice(self.people)
        await self._does(who, "blocks us", self._incoming(who, Kind.LEFT), answered=False)

    async def _restarts(self) -> None:
        self.trace.append("a restart")
        await self.town.restart()

    def _incoming(self, who: Person, kind: Kind, **more: object) -> Incoming:
        late = timedelta(seconds=self.dice.choice([0, 0, 0, 40, 7200]))
        return Incoming(self.town.next_key(), who.player.address, self.town.clock() - late, kind, **more)  # type: ignore[arg-type]


async def gather(folder: Path, shape: str, seed: int) -> Crowd:
    """A street in which every role is there, with names and telephones that nobody else may be told."""
    database = await open_sqlite(folder / "town.db")
    town = Town(database, StoppedClock(MONDAY), folder, shape=shape)
    town.channel = KeyedChannel(shape, town.clock)
    await town.start()
    crowd = Crowd(town, random.Random(seed), Promises(folder / "town.db", town))
    holders = []
    for n, name in enumerate(("李记面馆", "张姐水果", "胡氏山货")):
        owner, phone = f"钱多福{n}", f"1390563000{n}"
        player = await town.merchant(name, name=owner)
        await database.write(lambda tx, p=player, o=owner, t=phone: _known(tx, p, o, t))  # type: ignore[misc]
        holders.append(player)
        crowd.people.append(Person(player, frozenset({"merchant"}), owner, phone))
    await town.another_shop(holders[1], "张姐干货")
    crowd.people.append(Person(await town.member("王芳", holders[0], holders[2]), frozenset({"member"})))
    crowd.people.append(Person(await town.member("李强", holders[1]), frozenset({"member"})))
    for name, role in (
        ("赵队", "squad"),
        ("吴书记", "secretary"),
        ("陈主任", "manager"),
        ("林主任", "manager"),
        ("孙工", "admin"),
    ):
        crowd.people.append(Person(await town.staff(name, role), frozenset({role})))
    crowd.people += [Person(town.player(f"路人{n}"), frozenset()) for n in range(2)]
    crowd.promises.people = crowd.people
    return crowd


async def _known(tx: Tx, player: Player, owner: str, phone: str) -> None:
    await tx.raw(f"UPDATE tenures SET owner = '{owner}', phone = '{phone}' WHERE shop_id = {player.shop_id}")
    await tx.raw(f"UPDATE people SET phone = '{phone}' WHERE id = {player.person_id}")
