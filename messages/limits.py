"""What a channel can do; the engine obeys every field."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """What a channel can do; the engine obeys.

    `text_bytes`: longest text in UTF-8 bytes; `buttons`: most buttons on one message, 0 for none (choices are then printed
    as “1. 是  2. 否”); `edits`: sent messages can be edited; `per_second`: messages a second in all; `per_person`: messages
    a second to one person; `reply_window`: seconds after a person's message in which we may answer, None for always;
    `one_receiver`: only one process at a time may receive (a polling loop), the others stand by.
    """

    text_bytes: int = 4000
    buttons: int = 100
    edits: bool = True
    per_second: float = 30.0
    per_person: float = 1.0
    reply_window: float | None = None
    one_receiver: bool = False
