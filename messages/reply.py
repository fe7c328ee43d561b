"""`Reply`: what we say to a person, before a channel gives it its own form."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from itertools import count

from files.dataclass import dataclass
from messages.attachment import Attachment
from messages.folding import folded

DATA_BYTES = 64
"""Longest `Button.data` in bytes: the smallest room any channel gives (Telegram's callback data)."""


CANCEL = "dialogue.cancel"
"""The action of every [取消]: nothing is recorded, and nothing is waited for any more."""


@dataclass(frozen=True, slots=True)
class Button:
    """A choice: the label people see and may also type, and what it means.

    Inside the house `data` is an action such as `self_check.met 12 2026-11-24`; on the wire the engine puts the reference
    of the prompt in its place, so nothing a person could forge ever leaves. `number` is the fixed number of what it stands
    for, such as a member's shop: it is printed with the label and means this when typed, on every channel; 0 for none.

    Raises:
        ValueError: when the label is empty or `data` is longer than `DATA_BYTES`.
    """

    label: str
    data: str
    number: int = 0

    def __post_init__(self) -> None:
        if not self.label:
            raise ValueError(f"a button needs a label: {self.data!r}")
        if len(self.data.encode()) > DATA_BYTES:
            raise ValueError(f"a button's data is {len(self.data.encode())} bytes, at most {DATA_BYTES}: {self.data!r}")

    @property
    def face(self) -> str:
        """What stands on the button."""
        return f"{self.number} {self.label}" if self.number else self.label

    @property
    def spoken(self) -> tuple[str, ...]:
        """The choice as people type it, folded: its label, or all that stands on its button."""
        return (folded(self.label), folded(self.face)) if self.number else (folded(self.label),)


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

        Meant for a pick that is on the wire, whose `data` is `prompt.submit`.
        """
        return f"{self.data.removesuffix('submit')}t{number}"


@dataclass(frozen=True, slots=True)
class Reply:
    """Something we say.

    `buttons` are rows. `replace` is the channel's identifier of the message to edit instead of sending a new one. `urgent`
    goes before everything that is not. After `best_before` it is worthless and is dropped unsent. `once` closes the choices
    after the first one taken; menus and lists set it to False. A newer reply of the same `topic` closes the choices of the
    older one. `listed` says that the text itself names the choices under their numbers: they are not printed again.
    `count_from` is where choices without a fixed number begin to count, so that what is not one of a member's own shops is
    never typed with a number that means one of them. `kept` is what the choices need to know of the message they are about;
    it stays with us.
    `answer` is the step that free words quoting this message go to. `quick` are words that stay within reach on a channel that
    can keep them there: a touch says them.
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
    listed: bool = False
    count_from: int = 1
    kept: str = ""
    answer: str = ""
    quick: tuple[str, ...] = ()

    @property
    def numbers(self) -> tuple[int, ...]:
        """The numbers of all buttons in reading order, as they are printed and may be typed."""
        options = len(self.pick.options) if self.pick else 0
        return numbers_of([b.number for b in self.choices], max(self.count_from, options + 1))

    @property
    def choices(self) -> tuple[Button, ...]:
        """All buttons in reading order."""
        return tuple(button for row in self.buttons for button in row)

    def on_the_wire(self, offer: str) -> Reply:
        """The same reply with every action replaced by the reference `prompt.number` (a pick's submit is `prompt.submit`).

        The engine stores the actions with the prompt; a tap brings back only the reference.
        """
        numbers = iter(range(len(self.choices)))
        rows = tuple(tuple(Button(b.label, f"{offer}.{next(numbers)}", b.number) for b in row) for row in self.buttons)
        pick = replace(self.pick, data=f"{offer}.submit") if self.pick else None
        return replace(self, buttons=rows, pick=pick, kept="", answer="")


def numbers_of(fixed: Sequence[int], start: int) -> tuple[int, ...]:
    """A number for each choice: its fixed one, or where that is 0 the next from `start` on that nobody has."""
    free = (n for n in count(start) if n not in fixed)
    return tuple(number or next(free) for number in fixed)


def in_words(reply: Reply) -> Reply:
    """The same message for whoever has no buttons: “1. 是  2. 否”, to be typed."""
    options = [(n, option) for n, option in enumerate(reply.pick.options, 1)] if reply.pick else []
    choices = list(zip(reply.numbers, (b.label for b in reply.choices), strict=True))
    lines = [f"{n}. {label}" for n, label in (options if reply.listed else [*options, *choices])]
    return replace(reply, text="\n".join([reply.text, *lines]), buttons=(), pick=None)


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a channel gives back for a message it sent: its identifier there, for later edits."""

    message: str = ""
