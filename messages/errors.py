"""All exceptions the house raises on purpose; the message of each is written for the operator.

FivestarError
├── SettingsError        settings or programme.toml do not make sense; all reasons in one message
├── RefusedByRule        a command was understood and refused; exit status 1
├── StorageDown          the database cannot take a change now; nothing was acknowledged
├── Overtaken            somebody else changed the row since it was read; this change was not made
├── DatabaseIsNewer      a newer program has worked on the database: this one must not touch it
└── SendError            a message did not go out, or may not have
    ├── TryLater(after)  the channel asks us to wait `after` seconds
    ├── NotSent          surely not sent: try again with back-off
    ├── Unsure           perhaps sent: try once more, then stop; where repeats are dropped, until we know
    ├── Closed           its window is closed: it waits for the person's next word
    ├── Refused          this message will never be accepted
    ├── Gone             this person cannot be reached here any more
    └── Misconfigured    nothing will go out until an operator acts: the channel pauses
"""

from __future__ import annotations

from enum import StrEnum


class FivestarError(Exception):
    """The root: whatever we raise on purpose."""


class SettingsError(FivestarError):
    """Settings or `programme.toml` do not make sense."""


class RefusedByRule(FivestarError):
    """What was asked for is understood and not allowed; says why and what to do."""


class Trouble(StrEnum):
    """What keeps a database from working, one value for each different remedy."""

    OTHER = "other"
    READ_ONLY = "read_only"  # the file or its folder cannot be written
    FULL = "full"
    DAMAGED = "damaged"  # the only one for which a backup helps
    UNREACHABLE = "unreachable"  # the server does not answer
    REFUSED = "refused"  # the server does not know our user, or not this database
    POOLED = "pooled"  # a pooler gives every transaction another connection


class StorageDown(FivestarError):
    """The database or its disk cannot take a change now; `trouble` says what kind of help is needed."""

    def __init__(self, words: str, trouble: Trouble = Trouble.OTHER) -> None:
        super().__init__(words)
        self.trouble = trouble


class Overtaken(FivestarError):
    """Somebody else changed the row since it was read: nothing was changed, read it and judge again."""


class DatabaseIsNewer(FivestarError):
    """A newer program has worked on the database; `found` and `known` are the numbers of its schema and of ours."""

    def __init__(self, found: int, known: int) -> None:
        super().__init__(
            f"the database was written by a newer program (schema {found}, this one knows {known}): update the program; "
            "nothing was touched"
        )
        self.found = found
        self.known = known


class SendError(FivestarError):
    """A message did not go out, or may not have; the subclass says what to do next."""


class TryLater(SendError):
    """The channel asks us to wait before the next try.

    `after` is in seconds; `everyone` is True when the whole channel must wait and not only this person.
    """

    def __init__(self, after: float, reason: str = "", *, everyone: bool = False) -> None:
        super().__init__(reason or f"the channel asks to wait {after:g} s")
        self.after = after
        self.everyone = everyone


class NotSent(SendError):
    """Surely not sent: try again with back-off."""


class Unsure(SendError):
    """The connection broke after the request left: perhaps sent. Tried once more, then left.

    `repeatable` is True when the channel drops a repeat of the same message by itself: then it is tried until we know.
    """

    def __init__(self, words: str, *, repeatable: bool = False) -> None:
        super().__init__(words)
        self.repeatable = repeatable


class Closed(SendError):
    """The channel lets us answer only for a while after the person's word, and that while is over."""


class Refused(SendError):
    """This message will never be accepted as it is."""


class Gone(SendError):
    """The person blocked us, left or was deleted there."""


class Misconfigured(SendError):
    """A token is revoked or a permission is missing: the channel pauses until an operator acts."""
