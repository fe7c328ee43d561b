"""What each message of a person made, kept as long as channels let it be edited, so that an edit replaces just that."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime

from files.dataclass import dataclass
from messages.incoming import Incoming
from storage.core.tx import Tx


@dataclass(frozen=True, slots=True)
class Effect:
    """One thing a message made: the row `subject_id` of a `subject`; without a subject it made nothing that is kept.

    `print` and `files` tell whether the message says what it said when it was last handled; its words themselves are kept in
    `said` only where they have to be found again: a code is not. `step` is the step it answered.
    """

    id: int
    step: str
    print: str
    files: str
    said: str
    subject: str
    subject_id: int


def print_of(incoming: Incoming) -> str:
    """A digest of a message's words, which tells nobody what they were."""
    key = "/".join((*_message(incoming).values(), incoming.text.strip()))
    return hashlib.blake2b(key.encode(), digest_size=12).hexdigest()


def files_of(incoming: Incoming) -> str:
    """The attachments of a message, as they are compared."""
    return " ".join(attachment.ref for attachment in incoming.attachments)


async def keep(tx: Tx, incoming: Incoming, step: str, made: Sequence[tuple[str, int, str]]) -> None:
    """Record what a message made; `incoming.on` names the message."""
    for subject, subject_id, said in made or [("", 0, "")]:
        await tx.do(
            "message_effect_add",
            **_message(incoming),
            step=step,
            print=print_of(incoming),
            files=files_of(incoming),
            said=said,
            at=incoming.at,
            subject=subject,
            subject_id=subject_id,
        )


async def of(tx: Tx, incoming: Incoming) -> list[Effect]:
    """What the message made that is named by `incoming.on`, in order; empty when it is not known (any more)."""
    return await tx.all(Effect, "message_effects_of", **_message(incoming))


async def say(tx: Tx, incoming: Incoming) -> None:
    """The message says something else from now on, and what it made is still the same."""
    await tx.do(
        "message_effects_say",
        **_message(incoming),
        print=print_of(incoming),
        files=files_of(incoming),
        said=incoming.text.strip(),
    )


async def drop(tx: Tx, incoming: Incoming) -> None:
    """What the message made is handed over to what its new words make."""
    await tx.do("message_effects_drop", **_message(incoming))


async def forget(tx: Tx, before: datetime) -> None:
    """Drop what is older than its retention."""
    await tx.do("message_effects_forget", before=before)


def _message(incoming: Incoming) -> dict[str, str]:
    return {"channel": incoming.sender.channel, "user_id": incoming.sender.user, "message": incoming.on}
