"""What a person did, in the words all channels share."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from messages.address import Address
from messages.attachment import Attachment


class Kind(StrEnum):
    """Why an `Incoming` arrived."""

    MESSAGE = "message"
    EDIT = "edit"  # the person corrected an earlier message
    TAP = "tap"  # a button, or a submitted `Pick`
    HELLO = "hello"  # the person opened the conversation
    LEFT = "left"  # the person blocked us or left


@dataclass(frozen=True, slots=True)
class Incoming:
    """One thing a person did.

    `key` is unique for ever (`telegram:<bot>:<update_id>`, `web:<uuid>`): the same key never counts twice. `choice` is the
    data of the tapped button; for a submitted pick, the chosen numbers in `picked`, counted from 0. `on` is the channel's
    identifier of the message that was tapped or edited. `at` is the channel's own time stamp, with its zone.
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
    language: str = ""
