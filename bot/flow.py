"""`Turn`, what a handler is given, and `Flow`, by which it declares what it answers to.

A file in `handlers/` makes one `Flow` and hangs its steps on it. A *step* is one point of a conversation: a button leads to
it, or the next free words answer it. *Intents*, *words* and *events* say what leads there without being asked.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any, Concatenate
from zoneinfo import ZoneInfo

from bot.edit_rules import EditRules
from bot.language.meanings import Meaning, Question, Reading
from bot.permissions import NOT_YOURS, Permission, Refusal, Relation
from bot.post import Outgoing, Post
from bot.steps import Asks, Handler, Intent, Listener, P, Step, asks_for_words
from messages.attachment import Attachment
from messages.incoming import Incoming, Kind
from messages.limits import Limits
from messages.reply import CANCEL, Button, Pick, Reply
from messages.topics import Topic
from programme.ids import PersonId
from programme.roles import Action, Role
from programme.rules import Rules
from storage.core.tx import Tx
from storage.delivery.conversations import Conversation
from storage.photos import media
from storage.shops import shops
from storage.shops.shops import Shop
from texts import speaker

Rows = Sequence[Sequence[Button]]


class Turn(Post):
    """One message being handled, inside one transaction. Everything a handler can see or do.

    `now` is our clock, `day` the day the message belongs to by the channel's own time stamp (in the programme's zone).
    `match` is what the pattern found, `reading` how the message was understood and `meant` what of it is done now;
    `picked` are the ticks of a checklist, `kept` what the prompt that is answered kept, `roles` those of whoever is speaking.
    `is_awaited` says that it answers a step that asked for just this, so nothing in it is to be guessed at.
    `answered` is the step that took it, `effects` what it made: see `made`.
    """

    def __init__(
        self, tx: Tx, incoming: Incoming, known: Conversation | None, *, now: datetime, zone: ZoneInfo, world: World
    ) -> None:
        language = (known.language if known else "") or incoming.language or world.language
        super().__init__(tx, incoming.key, world.language, limits_of=world.limits, now=now)
        self.incoming = incoming
        self.known = known
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
        self.meant: tuple[Meaning, ...] = ()
        self.reading = Reading("")
        self.kept = ""
        self.faults_in: Callable[[str], tuple[tuple[str, ...], str]] = lambda words: ((), words)
        self.goes_on: Callable[[str, str], bool] = lambda words, before: False
        self.carry_out: Callable[[Turn, Reading], Awaitable[bool]] = _carry_nothing_out
        self.ask: Callable[[Turn, Sequence[Question]], Awaitable[None]] = _ask_nothing
        self.is_awaited = False
        self.answered = ""
        self.effects: list[tuple[str, int, str]] | None = []
        self.person_id = known.person_id if known else None
        self.roles = _roles(known)
        self._held: list[Shop] | None = None
        self.form = known.form if known else ""
        self.typed = known.typed if known else 0

    @property
    def me(self) -> PersonId:
        """Who is speaking. Only for steps that ask for a role: a stranger has none."""
        if self.person_id is None:
            raise LookupError("this step is for people who have enrolled")
        return self.person_id

    async def held(self) -> list[Shop]:
        """The shops whoever is speaking answers for, as the turn found them: read once."""
        if self._held is None:
            self._held = await shops.held_by(self.tx, self.me)
        return self._held

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
    def words(self) -> str:
        """The words that belong to the command that was understood."""
        return self.meant[0].rest if self.meant else ""

    @property
    def attachments(self) -> tuple[Attachment, ...]:
        return self.incoming.attachments

    @property
    def said_at(self) -> datetime:
        """When these words were said: an edited message carries the time of the first ones."""
        return self.now if self.incoming.kind is Kind.EDIT else self.incoming.at

    def made(self, subject: str, subject_id: int, said: str = "") -> None:
        """Say what this message has made, for an edit of it: see `EditRules`. `said` are words to be found again in it."""
        if self.effects is not None:
            self.effects.append((subject, subject_id, said))

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
        listed: bool = False,
        count_from: int = 1,
        kept: str = "",
    ) -> None:
        """Answer whoever is speaking.

        The first answer to a tap on a question edits the message it sits on. `then` is the step that the next words or photo
        answer, with a way out where it waits for a sentence; choices, which expire at `until`, make this the open prompt.
        """
        if then and asks_for_words(then) and not pick:
            buttons, text = self._way_out(buttons, text)
            topic = topic or Topic.AWAITED
        edit, self.edits = self.incoming.on if self.edits else "", False
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
            listed=listed,
            count_from=count_from,
            kept=kept,
        )
        if then:
            self.step = then
        asks, key = bool(reply.buttons or pick), f"{self.key}/{len(self.outgoing)}"
        to, thread = self.incoming.sender, self.incoming.thread
        self.outgoing.append(Outgoing(to, reply, key, self.person_id, thread, in_hand=asks, answers=True))

    def remind(self, sentence: str) -> None:
        """Say something beside the answer, which stays what is answered next."""
        incoming, reply = self.incoming, Reply(self.say(sentence), urgent=True)
        out = Outgoing(incoming.sender, reply, f"{self.key}/reminded", self.person_id, incoming.thread, answers=True)
        self.outgoing.append(out)

    def _way_out(self, rows: Rows, text: str) -> tuple[Rows, str]:
        has_one = any(button.data == CANCEL for row in rows for button in row)
        if self.limits.buttons and not has_one:
            return [*rows, [Button(self.say("engine.cancel"), CANCEL)]], text
        return rows, text if has_one else f"{text}\n{self.say('engine.cancel_hint')}"

    async def keep(self, subject: str, subject_id: int, *, most: int | None = None) -> tuple[Attachment, ...]:
        """Keep the photos and voices of this message with something, the first `most` of them; they are fetched after the turn.

        Returns them as they can be sent on (`ref` is `media:<id>`, which the sender turns into a file once it is there).
        """
        return await media.keep(
            self.tx,
            subject=subject,
            subject_id=subject_id,
            person_id=self.person_id,
            sender=self.incoming.sender,
            attachments=self.incoming.attachments[:most],
            at=self.incoming.at,
        )

    def stay(self) -> None:
        """Stay at the current step: this was no answer to it."""
        if self.known:
            self.step = self.known.step
            self.in_hand = self.known.in_hand


@dataclass
class Flow:
    """Everything one file in `handlers/` answers to."""

    name: str
    steps: dict[str, Step[Any]] = field(default_factory=dict)
    words: list[Listener] = field(default_factory=list)
    others: list[Listener] = field(default_factory=list)
    intents: list[Intent] = field(default_factory=list)
    edits: EditRules = field(default_factory=EditRules)

    def step(
        self, action: Action, *, to: Relation | None = None, refused: str | Refusal = NOT_YOURS, asks: Asks = ""
    ) -> Callable[[Callable[Concatenate[Turn, P], Awaitable[bool | None]]], Step[P]]:
        """Declare a step: what is done there, and `to` what. Only who may do it goes there, whatever button they hold.

        `to` tells how they stand to what the step's first value names, and `refused` is what whoever may not is told.

        `asks` is what this step asks for when it is the next one: then no duty's name in the answer makes it a report.
        """

        def keep(run: Callable[Concatenate[Turn, P], Awaitable[bool | None]]) -> Step[P]:
            name = f"{self.name}.{getattr(run, '__name__', '')}"
            step: Step[P] = Step(name, run, Permission(action, to, refused), asks)
            self.steps[name] = step
            return step

        return keep

    def intent(self, name: str, action: Action) -> Callable[[Handler], Handler]:
        """Answer what people ask for under this name, in whatever words `texts/<language>/words/` know for it."""

        def keep(run: Handler) -> Handler:
            self.intents.append(Intent(name, Permission(action), run))
            return run

        return keep

    def on(self, pattern: str, action: Action, *, rank: int = 50) -> Callable[[Handler], Handler]:
        """Answer a code or a number that matches `pattern` wholly, even in mid-question; words belong to intents."""
        compiled = re.compile(pattern, re.IGNORECASE | re.DOTALL)
        return self._keep(self.words, Listener(rank, Permission(action), _nothing, pattern=compiled))

    def hears(self, test: Callable[[Turn], bool], action: Action, *, rank: int = 60) -> Callable[[Handler], Handler]:
        """Answer words that no fixed pattern can name, such as the configured duties; even in mid-question."""
        return self._keep(self.words, Listener(rank, Permission(action), _nothing, test=test))

    def when(
        self,
        test: Callable[[Turn], bool] | None,
        action: Action,
        *,
        rank: int = 50,
        kinds: Collection[Kind] = (Kind.MESSAGE, Kind.EDIT),
    ) -> Callable[[Handler], Handler]:
        """Answer what no step asked for and no word names: an unexpected photo, a greeting, anything else."""
        return self._keep(self.others, Listener(rank, Permission(action), _nothing, test=test, kinds=frozenset(kinds)))

    @staticmethod
    def _keep(where: list[Listener], listener: Listener) -> Callable[[Handler], Handler]:
        def keep(run: Handler) -> Handler:
            where.append(replace(listener, run=run))
            return run

        return keep


def _roles(known: Conversation | None) -> frozenset[str]:
    """The roles of whoever is speaking; answering for a shop makes a merchant."""
    if known is None or known.person_id is None:
        return frozenset()
    return known.roles | {Role.MERCHANT} if known.holds else known.roles


async def _carry_nothing_out(_: Turn, __: Reading) -> bool:
    """Stands in until the engine gives the turn its language."""
    return False


async def _ask_nothing(_: Turn, __: Sequence[Question]) -> None:
    """Stands in as well."""


async def _nothing(_: Turn) -> None:
    """Stands in until the decorator has its function."""


@dataclass(frozen=True)
class World:
    """What stays the same from turn to turn; `address` is how people reach our pages, `words` the file of an office's own."""

    rules: Rules
    language: str
    limits: Callable[[str], Limits]
    address: str = ""
    words: Path | None = None
