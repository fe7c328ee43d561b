"""`Limits`: what a channel can do; the engine obeys every field."""

from __future__ import annotations

from enum import StrEnum

from files.dataclass import dataclass

SLACK = 60.0
"""Seconds before the end of a window in which we no longer begin to speak: clocks differ, and messages take their time."""


class Picks(StrEnum):
    """How a checklist is ticked."""

    TOGGLE = "toggle"  # one tap an option, each edits the message (needs `edits`)
    ONCE = "once"  # ticks stay on the telephone, one submit brings them all
    NONE = "none"  # numbers are typed: “1,3”


@dataclass(frozen=True, slots=True)
class Window:
    """Where we may answer only: `messages` in `seconds` after the person's last word.

    What nobody asked for leaves `reserve` of them to the conversation itself.
    """

    seconds: float
    messages: int
    reserve: int = 0


@dataclass(frozen=True, slots=True)
class Limits:
    """What a channel can do; the engine obeys.

    `text_bytes`: longest text in UTF-8 bytes; `choice_bytes`: the same for a text that choices hang on, 0 for no difference.
    `buttons`: most buttons on one message, the options of a checklist that toggles and its submit among them, 0 for none
    (choices are then printed as “1. 是  2. 否”); `label_bytes`: longest label, 0 for any; `options`: most options of a
    checklist with one submit; `picks`: how it is ticked; `form`: some people see no buttons here, so choices are said twice,
    typed and tapped, until we know what this person uses.
    `edits`: sent messages can be edited; `per_second`: messages a second in all; `per_person`: messages a second to one
    person; `bursts`: most messages to one person in so many seconds, such as `((25, 60.0), (900, 3600.0))`, of which news
    leaves `burst_reserve` to answers; `window`: when and how much we may speak, None for always; `one_receiver`: only one
    process at a time may receive, the others stand by.

    Raises:
        ValueError: a checklist cannot toggle where messages cannot be edited.
    """

    text_bytes: int = 4000
    choice_bytes: int = 0
    buttons: int = 100
    label_bytes: int = 0
    options: int = 100
    picks: Picks = Picks.TOGGLE
    form: bool = False
    edits: bool = True
    per_second: float = 30.0
    per_person: float = 1.0
    bursts: tuple[tuple[int, float], ...] = ()
    burst_reserve: int = 0
    window: Window | None = None
    one_receiver: bool = False

    def __post_init__(self) -> None:
        if self.picks is Picks.TOGGLE and self.buttons and not self.edits:
            raise ValueError("a checklist that toggles edits its message: say `picks` once or none")
