"""Which choice a person meant: the number, the label, the word and the tap are the same thing."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from storage.delivery.prompts import Choice, Offer

_NUMBERS = re.compile(r"\d{1,2}(?:[\s,，、]+\d{1,2})*")


@dataclass(frozen=True, slots=True)
class Meant:
    """A choice found: which offer, which action, and the ticks of a checklist that was submitted."""

    offer: Offer
    choice: Choice
    picked: tuple[int, ...] = ()


def folded(text: str) -> str:
    """Text as people mean it: full-width and circled digits, case and marks at either end make no difference."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return plain.strip().strip("。.!！~ \t").strip()


def typed(text: str, offers: Sequence[Offer]) -> list[Meant]:
    """All that a typed answer may mean among what is on offer; more than one means: ask which."""
    answer = folded(text)
    if labelled := _labelled(answer, offers):
        return labelled
    if not _NUMBERS.fullmatch(answer):
        return []
    numbers = [int(n) for n in re.findall(r"\d+", answer)]
    return [meant for o in offers if (meant := _numbered(o, numbers))]


def tapped(reference: str, offer: Offer, picked: tuple[int, ...]) -> Meant | None:
    """What the tap `offer.number` or `offer.submit` means; None when the number was never offered."""
    _, _, number = reference.partition(".")
    if number == "submit":
        return Meant(offer, offer.submit, _within(picked or offer.chosen, offer)) if offer.submit else None
    if not number.isdecimal() or int(number) >= len(offer.choices):
        return None
    return Meant(offer, offer.choices[int(number)])


def toggled(reference: str, offer: Offer) -> tuple[int, ...] | None:
    """The ticks after the tap `offer.tN` on one option of a checklist; None when it is no such tap."""
    _, _, number = reference.partition(".t")
    if not number.isdecimal() or int(number) >= len(offer.options):
        return None
    return tuple(sorted(set(offer.chosen) ^ {int(number)}))


def _labelled(answer: str, offers: Sequence[Offer]) -> list[Meant]:
    """One for each thing a label means, the newest first; said twice in one message it is the first there."""
    found: dict[str, Meant] = {}
    for offer in offers:
        said = next((c for c in _all_choices(offer) if answer and folded(c.label) == answer), None)
        if said:
            found.setdefault(said.action, Meant(offer, said))
    return list(found.values())


def _all_choices(offer: Offer) -> tuple[Choice, ...]:
    return offer.choices + ((offer.submit,) if offer.submit and offer.chosen else ())


def _within(picked: tuple[int, ...], offer: Offer) -> tuple[int, ...]:
    return tuple(sorted({n for n in picked if 0 <= n < len(offer.options)}))


def _numbered(offer: Offer, numbers: Sequence[int]) -> Meant | None:
    """On a checklist numbers tick its options and submit; the buttons beside it count on after the options."""
    options = len(offer.options)
    if offer.submit and all(1 <= n <= options for n in numbers):
        return Meant(offer, offer.submit, tuple(sorted({n - 1 for n in numbers})))
    if len(numbers) == 1 and options < numbers[0] <= options + len(offer.choices):
        return Meant(offer, offer.choices[numbers[0] - options - 1])
    return None
