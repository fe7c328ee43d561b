"""What a message may mean: certain meanings to be done, and questions whose choices are meanings."""

from __future__ import annotations

from dataclasses import field

from files.dataclass import dataclass
from programme.ids import ShopId

MET = "met"
"""All duties met, at one's own shop or at the shop named."""
FAULTS = "faults"
"""Duties not met, or met after a fix on the spot."""
FIXED = "fixed"
"""What was at fault at one's own shop is put right."""
UNCLEAR = frozenset({"unknown", "nearest"})
"""Questions about words that were not understood."""
THERE = "_there"
"""How the commands about a shop that was named end."""
TODAY = "今天"
"""What stands for this very day in the words of a command, as the programme reads it."""

OWN = ShopId(0)
"""One's own shop, or none in particular."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """One thing a person may mean.

    `intent` names what is to be done: a command a handler declared, or `met` and `faults`. `rest` are the words that belong
    to it: the argument of a command, or what was said about the fault. `shop` is the shop's id, 0 for one's own; `number`
    is the fixed number as typed when no shop has it. `is_named` tells a fault of a duty called by its name from one told by its
    symptom alone. `beside` is another shop to which it may belong as well. `said` is the whole sentence where the command was
    found within it, and a part of that is no reason. `things` are the duties of what is called well, where that is not all.
    """

    intent: str
    rest: str = ""
    shop: ShopId = OWN
    number: int = 0
    failed: tuple[str, ...] = ()
    fixed: tuple[str, ...] = ()
    is_named: bool = False
    said: str = ""
    beside: ShopId = OWN
    things: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """What has to be asked: `about` names the sentence; `choices` are answers in the order they are shown.

    `is_bare` tells that a duty was named and nothing said of it: with a photo that is a report. `is_done` tells that an owner
    says something was put away, or is well, and `things` the duties of what is spoken of.
    """

    about: str
    choices: tuple[Meaning, ...] = ()
    shop: ShopId = OWN
    number: int = 0
    duties: tuple[str, ...] = ()
    is_bare: bool = False
    is_done: bool = False
    things: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """How a message was understood. With nothing `certain` and nothing `asked` it was not."""

    text: str
    certain: tuple[Meaning, ...] = ()
    asked: tuple[Question, ...] = ()

    @property
    def is_understood(self) -> bool:
        return bool(self.certain or self.asked)

    @property
    def is_unclear(self) -> bool:
        """Whether it would be asked which of several commands is meant, or was not understood at all."""
        return not self.certain and all(question.about in UNCLEAR for question in self.asked)

    @property
    def names_a_shop(self) -> bool:
        """Whether a shop is named in what has to be asked: it is a message of its own, no addition to the last one."""
        offered = any(choice.shop for question in self.asked for choice in question.choices)
        return offered or any(question.shop or question.number for question in self.asked)


@dataclass(frozen=True, slots=True)
class NamedShop:
    """A shop the speaker may mean: its id, its fixed number with them (0 for none) and its name."""

    id: ShopId
    name: str
    number: int = 0


@dataclass(frozen=True, slots=True)
class Speaker:
    """What is known of whoever speaks.

    `own` are shops they answer for, `linked` those they look at; `intents` are the commands open to them. `applies` maps a
    shop to the duties that count there, where not all do.
    """

    own: tuple[NamedShop, ...] = ()
    linked: tuple[NamedShop, ...] = ()
    intents: frozenset[str] = frozenset()
    applies: dict[ShopId, frozenset[str]] = field(default_factory=dict)
