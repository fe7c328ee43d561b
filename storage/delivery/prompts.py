"""Prompts: questions with choices as asked. A button carries only the prompt's id and a number; the actions stay here.

So a forged, stale or repeated tap finds nothing to do, and a typed number or label is the same choice as the tap.
"""

from __future__ import annotations

import re
from datetime import datetime

import orjson

from files.dataclass import dataclass
from messages.address import Address
from messages.reply import Button, Pick, Reply
from messages.topics import Topic
from programme.ids import PersonId
from storage.core.tx import Tx


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing offered: its label, the action it stands for, and the fixed number it may have (0 for none)."""

    label: str
    action: str
    number: int = 0

    @property
    def spoken(self) -> tuple[str, ...]:
        """As people type it, see `Button.spoken`."""
        return Button(self.label, "", self.number).spoken


_REFERENCE = re.compile(r"([0-9]{1,18})-([0-9a-z]{1,32})\.")


@dataclass(frozen=True, slots=True)
class Reference:
    """How a prompt is named outside: its number, and the life of the database in which the number was given."""

    number: int
    life: str

    def __str__(self) -> str:
        return f"{self.number}-{self.life}"


@dataclass(frozen=True, slots=True)
class Prompt:
    """One message with choices. `title` is its first line, `options` and `submit` belong to a checklist."""

    id: int
    topic: str
    title: str
    text: str
    choices: tuple[Choice, ...]
    options: tuple[str, ...]
    submit: Choice | None
    chosen: tuple[int, ...]
    rows: tuple[int, ...]
    once: bool
    made_at: datetime
    expires_at: datetime | None
    closed_at: datetime | None
    listed: bool = False
    count_from: int = 1
    life: str = ""
    kept: str = ""
    answer: str = ""

    @property
    def numbers(self) -> tuple[int, ...]:
        """The numbers of the choices as they were printed."""
        return self.reply().numbers

    @property
    def reference(self) -> Reference:
        return Reference(self.id, self.life)

    def is_open(self, now: datetime) -> bool:
        return self.closed_at is None and (self.expires_at is None or now < self.expires_at)

    def reply(self, *, chosen: tuple[int, ...] | None = None) -> Reply:
        """The message as it was said, to be said again or to be edited with other ticks."""
        rest = iter(Button(c.label, c.action, c.number) for c in self.choices)
        rows = tuple(tuple(next(rest) for _ in range(n)) for n in self.rows)
        ticks = self.chosen if chosen is None else chosen
        pick = Pick(self.options, self.submit.label, self.submit.action, ticks) if self.submit else None
        return Reply(
            self.text,
            rows,
            pick,
            urgent=True,
            once=self.once,
            topic=self.topic,
            listed=self.listed,
            count_from=self.count_from,
            kept=self.kept,
            answer=self.answer,
        )


@dataclass(frozen=True, slots=True)
class _Row:
    id: int
    topic: str
    body: str
    chosen: tuple[int, ...]
    once: bool
    made_at: datetime
    expires_at: datetime | None
    closed_at: datetime | None
    life: str


def referred(choice: str) -> Reference | None:
    """The prompt a button names; None for one of before buttons named the database's life, and for what never was one."""
    found = _REFERENCE.match(choice)
    return Reference(int(found[1]), found[2]) if found else None


async def add(tx: Tx, to: Address, reply: Reply, now: datetime) -> Reference:
    """Record what `reply` asks, closing older prompts of its topic; how the new prompt is named outside."""
    if reply.topic:
        await tx.do("offers_close_topic", channel=to.channel, user_id=to.user, topic=reply.topic, at=now)
    body = {
        "text": reply.text,
        "choices": [(b.label, b.data, b.number) for b in reply.choices],
        "said": _said(reply),
        "listed": reply.listed,
        "count_from": reply.count_from,
        "rows": [len(row) for row in reply.buttons],
        "options": list(reply.pick.options) if reply.pick else [],
        "submit": (reply.pick.submit, reply.pick.data) if reply.pick else None,
        "kept": reply.kept,
        "answer": reply.answer,
    }
    made = await tx.one(
        Reference,
        "offer_add",
        channel=to.channel,
        user_id=to.user,
        topic=reply.topic,
        body=orjson.dumps(body).decode(),
        chosen=reply.pick.chosen if reply.pick else (),
        once=reply.once,
        made_at=now,
        expires_at=reply.best_before,
    )
    if made is None:
        raise LookupError("a prompt was written down and has no number")
    return made


async def prompt(tx: Tx, number: int, to: Address) -> Prompt | None:
    """A prompt by its id, only if it was made to this very conversation."""
    row = await tx.one(_Row, "offer", id=number, channel=to.channel, user_id=to.user)
    return _offer(row) if row else None


async def named(tx: Tx, name: Reference, to: Address) -> Prompt | None:
    """The prompt a button names; None as well when its number was given in another life of the database."""
    found = await prompt(tx, name.number, to)
    return found if found and found.life == name.life else None


async def open_offers(tx: Tx, to: Address, now: datetime, label: str = "") -> list[Prompt]:
    """What this conversation may still choose from, the newest first; only what has a (folded) `label`, where one is given."""
    said = orjson.dumps(label).decode() if label else ""
    rows = await tx.all(_Row, "offers_open", channel=to.channel, user_id=to.user, now=now, said=said)
    return list(map(_offer, rows))


async def close(tx: Tx, number: int, now: datetime) -> bool:
    """Close a prompt; False when it was closed before (the second of two quick taps)."""
    return await tx.do("offer_close", id=number, at=now) == 1


async def close_topic(tx: Tx, to: Address, topic: str, now: datetime) -> bool:
    """Close what is asked about a topic; whether there was anything."""
    return await tx.do("offers_close_topic", channel=to.channel, user_id=to.user, topic=topic, at=now) > 0


async def is_asked(tx: Tx, person_id: PersonId, subject: Topic, now: datetime) -> bool:
    """Whether a question of this subject (the topic's first word) waits for the person's answer, on whatever channel."""
    return bool(await tx.value("offer_is_asked", person_id=person_id, topic=f"{subject} %", now=now))


async def close_subject(tx: Tx, person_id: PersonId, subject: Topic, now: datetime) -> None:
    """Put away every question of this subject that waits for the person, on whatever channel."""
    await tx.do("offers_close_subject", person_id=person_id, topic=f"{subject} %", at=now)


async def choose(tx: Tx, number: int, chosen: tuple[int, ...]) -> None:
    """Keep the ticks of a checklist."""
    await tx.do("offer_choose", id=number, chosen=chosen)


async def forget(tx: Tx, before: datetime) -> None:
    await tx.do("offers_forget", before=before)


def _said(reply: Reply) -> list[str]:
    """All labels as they are typed, by which a prompt is found without being read."""
    submit = Button(reply.pick.submit, "").spoken if reply.pick else ()
    return list(dict.fromkeys([words for button in reply.choices for words in button.spoken] + list(submit)))


def _offer(row: _Row) -> Prompt:
    body = orjson.loads(row.body)
    text: str = body["text"]
    return Prompt(
        id=row.id,
        topic=row.topic,
        title=text.split("\n", 1)[0],
        text=text,
        choices=tuple(Choice(*c) for c in body["choices"]),
        options=tuple(body["options"]),
        submit=Choice(*body["submit"]) if body["submit"] else None,
        chosen=row.chosen,
        rows=tuple(body["rows"]),
        once=row.once,
        made_at=row.made_at,
        expires_at=row.expires_at,
        closed_at=row.closed_at,
        listed=body.get("listed", False),
        count_from=body.get("count_from", 1),
        life=row.life,
        kept=body.get("kept", ""),
        answer=body.get("answer", ""),
    )
