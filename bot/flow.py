"""What a handler and a job are given, and how they say what they answer to.

A file in `handlers/` makes one `Flow` and hangs its steps on it. A *step* is one point of a conversation: a button
leads to it, or the next free words answer it. *Words*, *patterns* and *events* say what leads there without being asked.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, Concatenate, Generic, Literal, ParamSpec, get_type_hints
from zoneinfo import ZoneInfo

from bot.post import Outgoing, Post
from messages.attachment import Attachment
from messages.incoming import Incoming, Kind
from messages.limits import Limits
from messages.reply import Button, Pick, Reply
from programme.rules import Rules
from storage.core.tx import Tx
from storage.delivery.conversations import Conversation
from storage.photos import media
from texts import speaker

P = ParamSpec("P")
Rows = Sequence[Sequence[Button]]
Asks = Literal["", "words", "photo"]
"""What the next message answers at a step that was asked for: a free sentence, a photo, or nothing in particular."""


class Turn(Post):
    """One message being handled, inside one transaction. Everything a handler can see or do.

    `now` is our clock, `day` the day the message belongs to by the channel's own time stamp (in the programme's zone).
    `match` is what the pattern found, `picked` the ticks of a submitted checklist.
    `is_awaited` says that it answers a step that asked for just this, so nothing in it is to be guessed at.
    """

    def __init__(
        self, tx: Tx, incoming: Incoming, known: Conversation | None, *, now: datetime, zone: ZoneInfo, world: World
    ) -> None:
        language = (known.language if known else "") or incoming.language or world.language
        super().__init__(tx, incoming.key, world.language)
        self.incoming = incoming
        self.known = known
        self.now = now
        self.zone = zone
        self.rules = world.rules
        self.address = world.address
        self.limits = world.limits(incoming.sender.channel)
        self.say = speaker(language)
        self.step = ""
        self.in_hand: int | None = None
        self.picked: tuple[int, ...] = ()
        self.edits = False
        self.match: re.Match[str] | None = None
        self.is_awaited = False
        self.person_id = known.person_id if known else None

    @property
    def me(self) -> int:
        """Who is speaking. Only for steps that ask for a role: a stranger has none."""
        if self.person_id is None:
            raise LookupError("this step is for people who have enrolled")
        return self.person_id

    @property
    def roles(self) -> frozenset[str]:
        """The roles of whoever is speaking; answering for a shop makes a merchant."""
        if not self.known or self.known.person_id is None:
            return frozenset()
        return self.known.roles | ({"merchant"} if self.known.holds else set())

    @property
    def day(self) -> date:
        return self.incoming.at.astimezone(self.zone).date()

    @property
    def local_now(self) -> datetime:
        return self.now.astimezone(self.zone)

    @property
    def text(self) -> str:
        return self.incoming.text.strip()

    @property
    def attachments(self) -> tuple[Attachment, ...]:
        return self.incoming.attachments

    def reply(
        self,
        text: str,
        *,
        buttons: Rows = (),
        pick: Pick | None = None,
        attachments: Sequence[Attachment] = (),
        then: str = "",
        once: bool = True,
        topic: str = "",
        until: datetime | None = None,
    ) -> None:
        """Answer whoever is speaking.

        The first answer to a tap on a question edits the message it sits on. `then` is the step that the next free words or
        photo answer; choices make this the question in hand. `until` is when its choices stop meaning anything.
        """
        edit = self.incoming.on if self.edits and self.limits.edits else ""
        self.edits = False
        reply = Reply(
            text=text,
            buttons=tuple(tuple(row) for row in buttons if row),
            pick=pick,
            attachments=tuple(attachments),
            replace=edit,
            urgent=True,
            best_before=until,
            once=once,
            topic=topic,
        )
        if then:
            self.step = then
        asks = bool(reply.buttons or pick)
        key = f"{self.key}/{len(self.outgoing)}"
        to, thread = self.incoming.sender, self.incoming.thread
        self.outgoing.append(Outgoing(to, reply, key, self.person_id, thread, in_hand=asks))

    async def keep(self, subject: str, subject_id: int) -> tuple[Attachment, ...]:
        """Keep the photos and voices of this message with something; they are fetched after the turn.

        Returns them as they can be sent on (`ref` is `media:<id>`, which the sender turns into a file once it is there).
        """
        return await media.keep(
            self.tx,
            subject=subject,
            subject_id=subject_id,
            person_id=self.person_id,
            sender=self.incoming.sender,
            attachments=self.incoming.attachments,
            at=self.incoming.at,
        )

    def stay(self) -> None:
        """Stay at the step in hand: this was no answer to it."""
        if self.known:
            self.step = self.known.step
            self.in_hand = self.known.in_hand


Handler = Callable[[Turn], Awaitable[None]]


class Step(Generic[P]):
    """One point of a conversation. Calling it makes its action: `met(shop.id, day)` → `"self_check.met 12 2026-11-24"`."""

    def __init__(
        self, name: str, run: Callable[Concatenate[Turn, P], Awaitable[None]], roles: frozenset[str], asks: Asks = ""
    ) -> None:
        self.name = name
        self.roles = roles
        self.asks = asks
        self._run: Callable[..., Awaitable[None]] = run
        hints = get_type_hints(run)
        self._kinds = [hints[p] for p in list(inspect.signature(run).parameters)[1:]]

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> str:
        if kwargs:
            raise TypeError(f"{self.name}: an action's values go by position")
        return " ".join([self.name, *(str(a) for a in args)])

    def awaits(self, incoming: Incoming) -> bool:
        """Whether this is what was asked for here; an edit is of something said before."""
        is_it = self.asks == "words" or (self.asks == "photo" and bool(incoming.attachments))
        return is_it and incoming.kind is Kind.MESSAGE

    async def go(self, turn: Turn, words: Sequence[str]) -> None:
        """Run the step with its values as they stand in the action.

        Raises:
            ValueError: when the values do not fit the step, as after an upgrade that changed it.
        """
        if len(words) != len(self._kinds):
            raise ValueError(f"{self.name} takes {len(self._kinds)} values, got {len(words)}")
        values: Any = [_value(kind, word) for kind, word in zip(self._kinds, words, strict=True)]
        await self._run(turn, *values)


def _value(kind: Any, word: str) -> object:
    if kind is date:
        return date.fromisoformat(word)
    if kind is bool:
        return word == "True"
    return kind(word)


@dataclass(frozen=True, slots=True)
class Listener:
    """Something a flow answers to without being asked: words, a pattern or an event; the lowest `rank` is asked first."""

    rank: int
    roles: frozenset[str]
    run: Handler
    pattern: re.Pattern[str] | None = None
    test: Callable[[Turn], bool] | None = None
    kinds: frozenset[Kind] = frozenset({Kind.MESSAGE, Kind.EDIT})

    def hears(self, turn: Turn) -> bool:
        if turn.incoming.kind not in self.kinds or (self.roles and not self.roles & turn.roles):
            return False
        if self.pattern:
            found = self.pattern.fullmatch(turn.text) if turn.text else None
            turn.match = None if found and turn.is_awaited and _runs_on(found) else found
            return turn.match is not None
        return self.test is None or self.test(turn)


def _runs_on(found: re.Match[str]) -> bool:
    """Whether what a pattern took beside its command follows it without a gap."""
    start = next((found.start(n) for n, words in enumerate(found.groups(), 1) if words), 0)
    return start > 0 and found.string[start - 1].isalnum()


@dataclass
class Flow:
    """Everything one file in `handlers/` answers to."""

    name: str
    steps: dict[str, Step[Any]] = field(default_factory=dict)
    words: list[Listener] = field(default_factory=list)
    others: list[Listener] = field(default_factory=list)

    def step(
        self, *roles: str, asks: Asks = ""
    ) -> Callable[[Callable[Concatenate[Turn, P], Awaitable[None]]], Step[P]]:
        """Declare a step; with `roles`, only those may go there, whatever button they hold.

        `asks` is what this step asks for when it is the next one: then no duty's name in the answer makes it a report.
        """

        def keep(run: Callable[Concatenate[Turn, P], Awaitable[None]]) -> Step[P]:
            name = f"{self.name}.{getattr(run, '__name__', '')}"
            step: Step[P] = Step(name, run, frozenset(roles), asks)
            self.steps[name] = step
            return step

        return keep

    def on(self, pattern: str, *roles: str, rank: int = 50) -> Callable[[Handler], Handler]:
        """Answer words that match `pattern` wholly (a regular expression; case does not matter), even in mid-question.

        Where a sentence was asked for, a command run together with more words is that sentence: “求助了三天没人管”.
        """
        compiled = re.compile(pattern, re.IGNORECASE | re.DOTALL)
        return self._keep(self.words, Listener(rank, frozenset(roles), _nothing, pattern=compiled))

    def hears(self, test: Callable[[Turn], bool], *roles: str, rank: int = 60) -> Callable[[Handler], Handler]:
        """Answer words that no fixed pattern can name, such as the configured duties; even in mid-question."""
        return self._keep(self.words, Listener(rank, frozenset(roles), _nothing, test=test))

    def when(
        self,
        test: Callable[[Turn], bool] | None,
        *roles: str,
        rank: int = 50,
        kinds: Collection[Kind] = (Kind.MESSAGE, Kind.EDIT),
    ) -> Callable[[Handler], Handler]:
        """Answer what nobody asked for and no word names: a photo out of the blue, a hello, anything at all."""
        return self._keep(self.others, Listener(rank, frozenset(roles), _nothing, test=test, kinds=frozenset(kinds)))

    @staticmethod
    def _keep(where: list[Listener], listener: Listener) -> Callable[[Handler], Handler]:
        def keep(run: Handler) -> Handler:
            where.append(replace(listener, run=run))
            return run

        return keep


async def _nothing(_: Turn) -> None:
    """Stands in until the decorator has its function."""


@dataclass(frozen=True)
class World:
    """What stays the same from turn to turn: rules, default language, what each channel can do, how people reach our pages."""

    rules: Rules
    language: str
    limits: Callable[[str], Limits]
    address: str = ""
