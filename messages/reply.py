"""What we say to a person, before a channel gives it its own form."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from messages.attachment import Attachment

DATA_BYTES = 64
"""Longest `Button.data` in bytes: the smallest room any channel gives (Telegram's callback data)."""


@dataclass(frozen=True, slots=True)
class Button:
    """A choice: the label people see and may also type, and what it means.

    Inside the house `data` is an action such as `self_check.met 12 2026-11-24`; on the wire the engine puts the reference
    of the offer in its place, so nothing a person could forge ever leaves.

    Raises:
        ValueError: when the label is empty or `data` is longer than `DATA_BYTES`.
    """

    label: str
    data: str

    def __post_init__(self) -> None:
        if not self.label:
            raise ValueError(f"a button needs a label: {self.data!r}")
        if len(self.data.encode()) > DATA_BYTES:
            raise ValueError(f"a button's data is {len(self.data.encode())} bytes, at most {DATA_BYTES}: {self.data!r}")


@dataclass(frozen=True, slots=True)
class Pick:
    """One checklist: choose any number of `options`, then submit once.

    `data` is the action of the submit button, `submit` its label; `chosen` are the numbers ticked now, counted from 0.
    """

    options: tuple[str, ...]
    submit: str
    data: str
    chosen: tuple[int, ...] = ()

    def toggle(self, number: int) -> str:
        """The data of a tap on one option, for channels that tick inline (Telegram); others submit once with `picked`.

        Meant for a pick that is on the wire, whose `data` is `offer.submit`.
        """
        return f"{self.data.removesuffix('submit')}t{number}"


@dataclass(frozen=True, slots=True)
class Reply:
    """Something we say.

    `buttons` are rows. `replace` is the channel's identifier of the message to edit instead of sending a new one. `urgent`
    goes before everything that is not. After `best_before` it is worthless and is dropped unsent. `once` closes the choices
    after the first one taken; menus and lists set it to False. A newer reply of the same `topic` closes the choices of the
    older one.
    """

    text: str
    buttons: tuple[tuple[Button, ...], ...] = ()
    pick: Pick | None = None
    attachments: tuple[Attachment, ...] = ()
    replace: str = ""
    urgent: bool = False
    best_before: datetime | None = None
    once: bool = True
    topic: str = ""

    @property
    def choices(self) -> tuple[Button, ...]:
        """All buttons in reading order: the numbers people may type instead, counted from 1."""
        return tuple(button for row in self.buttons for button in row)

    def on_the_wire(self, offer: str) -> Reply:
        """The same reply with every action replaced by the reference `offer.number` (a pick's submit is `offer.submit`).

        The engine stores the actions with the offer; a tap brings back only the reference.
        """
        numbers = iter(range(len(self.choices)))
        rows = tuple(tuple(replace(b, data=f"{offer}.{next(numbers)}") for b in row) for row in self.buttons)
        pick = replace(self.pick, data=f"{offer}.submit") if self.pick else None
        return replace(self, buttons=rows, pick=pick)


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a channel gives back for a message it sent: its identifier there, for later edits."""

    message: str = ""
