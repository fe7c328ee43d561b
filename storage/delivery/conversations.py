"""Conversations: the person, the step, and the prompt last asked; never the answers."""

from __future__ import annotations

from datetime import datetime

from files.dataclass import dataclass
from messages.address import Address
from programme.ids import PersonId
from storage.core.tx import Tx


@dataclass(frozen=True, slots=True)
class Conversation:
    """One person on one channel.

    `step` is the step that the next free words or photo answer, `in_hand` the prompt last asked and `asked` its topic.
    `roles` are the roles held; `holds` says that the person answers for a shop. `spoke_at` is the channel's time of their last
    own word and `said` how much we have said since, where the channel has a window; `form` is how they use choices, `typed`
    how often they typed one.
    """

    channel: str
    user_id: str
    person_id: PersonId | None
    step: str
    in_hand: int | None
    thread: str
    seen_at: datetime
    gone_at: datetime | None
    spoke_at: datetime
    said: int
    form: str
    typed: int
    name: str = ""
    language: str = ""
    branch_id: int | None = None
    roles: frozenset[str] = frozenset()
    holds: bool = False
    asked: str = ""

    @property
    def address(self) -> Address:
        return Address(self.channel, self.user_id)


@dataclass(frozen=True, slots=True)
class Reach:
    """A way to reach a person; `spoke_at` and `said` say whether its window is open."""

    channel: str
    user_id: str
    thread: str
    spoke_at: datetime
    said: int

    @property
    def address(self) -> Address:
        return Address(self.channel, self.user_id)


async def conversation(tx: Tx, address: Address) -> Conversation | None:
    return await tx.one(Conversation, "conversation", channel=address.channel, user_id=address.user)


async def save(
    tx: Tx,
    address: Address,
    *,
    person_id: PersonId | None,
    step: str,
    in_hand: int | None,
    thread: str,
    seen_at: datetime,
    spoke_at: datetime | None = None,
    said: int = 0,
    form: str = "",
    typed: int = 0,
) -> None:
    """Keep where a conversation stands; `spoke_at` is None unless the person said or tapped something themselves.

    `said` is what went out after `spoke_at` but before we learned of their word.
    """
    await tx.do(
        "conversation_save",
        channel=address.channel,
        user_id=address.user,
        person_id=person_id,
        step=step,
        in_hand=in_hand,
        thread=thread,
        seen_at=seen_at,
        spoke_at=spoke_at or 0,
        said=said,
        form=form,
        typed=typed,
    )


async def enter(tx: Tx, address: Address, *, since: datetime, most: int) -> bool:
    """Take one of the messages a window allows; False when the last word was before `since` or `most` are said."""
    return await tx.do("conversation_enter", channel=address.channel, user_id=address.user, since=since, most=most) == 1


async def give_back(tx: Tx, address: Address) -> None:
    """What was taken by `enter` was surely not sent."""
    await tx.do("conversation_give_back", channel=address.channel, user_id=address.user)


async def shut(tx: Tx, address: Address, most: int) -> None:
    """The channel says that the window is closed: nothing more until the person's next word."""
    await tx.do("conversation_shut", channel=address.channel, user_id=address.user, most=most)


async def mark_gone(tx: Tx, address: Address, at: datetime) -> None:
    """The person blocked us there: use another address from now on, until a word comes from this one."""
    await tx.do("conversation_gone", channel=address.channel, user_id=address.user, at=at)


PAGES = "board"
"""The channel of whoever acts on one of our pages: they read the answer there, and nothing can be sent to it."""


async def reaches(tx: Tx, person_id: PersonId) -> list[Reach]:
    """The ways to reach a person, the one used last first; a page they acted on is none."""
    return await tx.all(Reach, "addresses_of", person_id=person_id)


async def release(tx: Tx, person_id: PersonId) -> None:
    """Forget which conversations belong to a person (erasure)."""
    await tx.do("conversations_release", person_id=person_id)
