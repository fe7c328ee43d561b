"""`Incoming`: what a person did, in the form all channels share."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from enum import StrEnum

from files.dataclass import dataclass
from messages.address import Address
from messages.attachment import Attachment


class Kind(StrEnum):
    """Why an `Incoming` arrived."""

    MESSAGE = "message"
    EDIT = "edit"  # the person corrected an earlier message
    TAP = "tap"  # a button, or a submitted `Pick`
    HELLO = "hello"  # the person opened the conversation
    LEFT = "left"  # the person blocked us or left
    EVENT = (
        "event"  # another system has something to tell; `text` is its own form, and nothing in it is a person's word
    )
    FAILED = "failed"  # the channel says that what it took did not arrive


class Failure(StrEnum):
    """Why something did not arrive that the channel had taken."""

    CLOSED = "closed"  # its window was closed: it waits for the next word
    GONE = "gone"  # the person cannot be reached there any more
    REFUSED = "refused"  # it will never be accepted
    AGAIN = "again"  # nobody knows: worth one more try


@dataclass(frozen=True, slots=True)
class Incoming:
    """One thing a person did.

    `key` is unique for ever (`telegram:<bot>:<update_id>`, `web:<uuid>`): the same key never counts twice. `choice` is the
    data of the tapped button; for a submitted pick, the chosen numbers in `picked`, counted from 0. `on` is the channel's
    identifier of the message that was tapped, edited or failed, and of one that its sender may edit later; `quotes` that of
    the message of ours that this one answers.
    `at` is the channel's own time stamp, with its zone.
    A HELLO with `text` brings a code or a word along, as a scanned link does. `ticket` lets the first answer through where
    the window is closed, until `ticket_until`. `opens` is False for a tap that the channel does not count as the person's own
    word, so that it opens no window. `advice` is an order of commands that may sort the choices of a question and nothing
    else. For FAILED, `choice` is a `Failure` and `text` the channel's reason.
    """

    key: str
    sender: Address
    at: datetime
    kind: Kind = Kind.MESSAGE
    text: str = ""
    choice: str = ""
    picked: tuple[int, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    thread: str = ""
    on: str = ""
    quotes: str = ""
    language: str = ""
    ticket: str = ""
    ticket_until: datetime | None = None
    opens: bool = True
    advice: tuple[str, ...] = ()

    def as_said(self) -> Incoming:
        """A HELLO that brings words along is handled as if they had been typed; it opens no window."""
        return replace(self, kind=Kind.MESSAGE) if self.kind is Kind.HELLO and self.text else self
