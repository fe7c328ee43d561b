"""Collects the messages of a transaction and writes them to the outbox at its end."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from bot import windows
from bot.windows import LimitsOf
from files.dataclass import dataclass
from messages.address import Address
from messages.reply import Reply
from programme.calendar import Rest, out_of_quiet
from programme.ids import PersonId
from programme.rules import Rules
from storage.core.tx import Tx
from storage.delivery import conversations, outbox
from texts import Say, speaker

_SUNDAY = 7
Build = Callable[[Say], Reply]
"""Makes a reply in the language of whoever will read it."""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One message of a turn or a job before it is written to the outbox.

    `prompt` is set when the message edits one whose choices are already recorded; `in_hand` makes it the open prompt.
    `best_before` is when the message is worthless unsent, where its choices mean something longer than that. `lead` and
    `tail` are words said before and after it in the same message. `answers` says that it answers the person's own word,
    `ticket` lets it through a closed window until `ticket_until`.
    """

    to: Address
    reply: Reply
    key: str
    person_id: PersonId | None = None
    thread: str = ""
    not_before: datetime | None = None
    in_hand: bool = False
    prompt: str = ""
    best_before: datetime | None = None
    rest: Rest = Rest.NONE
    lead: str = ""
    tail: str = ""
    answers: bool = False
    ticket: str = ""
    ticket_until: datetime | None = None

    def complete(self, reply: Reply) -> Reply:
        """`reply` with the words around it, and with its own time in place of that of its choices."""
        text = "\n\n".join(part for part in (self.lead, reply.text, self.tail) if part)
        return replace(reply, text=text, best_before=self.best_before or reply.best_before)


class Post:
    """The messages to be written to the outbox at the end of a transaction."""

    def __init__(
        self, tx: Tx, key: str, language: str, rest: Rest = Rest.NIGHT, *, limits_of: LimitsOf, now: datetime
    ) -> None:
        """`rest` is what is left to people who did not ask; `limits_of` says what each channel can do."""
        self.tx = tx
        self.key = key
        self.rest = rest
        self.default_language = language
        self.limits_of = limits_of
        self.now = now
        self.outgoing: list[Outgoing] = []

    async def tell(
        self,
        person_id: PersonId,
        build: Build,
        *,
        key: str = "",
        not_before: datetime | None = None,
        best_before: datetime | None = None,
    ) -> bool:
        """Push a message to a person in their own language, where they were last seen and can be written to now.

        It never replaces an open prompt. `key` names it for ever, so that telling twice is impossible; without one it
        is derived from what arrived. Unsent at `best_before` it is dropped; its choices end with the reply's own. Returns
        False when there is no way to reach the person: say so to somebody who can.
        """
        if not key and not self.key:
            raise ValueError("a job names each message by a key: what is done again must not be said again")
        if key and await outbox.is_written(self.tx, key):
            return True
        ways = await conversations.reaches(self.tx, person_id)
        if not ways:
            return False
        way = windows.best(ways, self.limits_of, self.now)
        known = await conversations.conversation(self.tx, way.address)
        say = speaker((known.language if known else "") or self.default_language)
        key = key or f"{self.key}/{len(self.outgoing)}"
        to, thread = way.address, way.thread
        self.outgoing.append(
            Outgoing(
                to,
                build(say),
                key,
                person_id,
                thread,
                not_before=not_before,
                best_before=best_before,
                rest=self.rest,
            )
        )
        return True

    def send(self, to: Address, reply: Reply, *, key: str) -> None:
        """What another system hears, at any hour; `key` names it for ever, so that it is said once."""
        self.outgoing.append(Outgoing(to, reply, key))

    async def is_narrow(self, person_id: PersonId) -> bool:
        """Whether the person is reached where few messages may be sent: a picture takes the room of one of them."""
        ways = await conversations.reaches(self.tx, person_id)
        way = windows.best(ways, self.limits_of, self.now) if ways else None
        return way is not None and self.limits_of(way.channel).window is not None


def unasked(person_id: PersonId, day: date) -> str:
    """The one key of a person's unsolicited messages of a day: a second one is impossible, whichever job writes it."""
    return f"unasked:{person_id}:{day}"


async def next_unasked(
    tx: Tx, person_id: PersonId, moment: datetime, rules: Rules, waiting: Sequence[Outgoing] = ()
) -> datetime:
    """`moment`, local, or the morning of the first day without an unsolicited message yet, be it `waiting` to be written;
    Sunday's one is the star.
    """
    when, taken = out_of_quiet(moment, rules), {out.key for out in waiting}
    while (
        when.isoweekday() == _SUNDAY
        or (key := unasked(person_id, when.date())) in taken
        or await outbox.is_written(tx, key)
    ):
        when = datetime.combine(when.date() + timedelta(days=1), rules.hours.quiet_to, when.tzinfo)
    return when
