"""Finds the choice of a prompt that a person meant, by number, label, word or tap alike."""

from __future__ import annotations

import re
from collections.abc import Sequence

from files.dataclass import dataclass
from messages.folding import folded
from messages.reply import CANCEL
from messages.topics import Topic
from storage.delivery.prompts import Choice, Prompt

_NUMBERS = re.compile(r"\d{1,2}(?:[\s,，、]+\d{1,2})*")


@dataclass(frozen=True, slots=True)
class Meant:
    """A choice found: which prompt, which action, and the ticks of a checklist that was submitted."""

    prompt: Prompt
    choice: Choice
    picked: tuple[int, ...] = ()


def label_in(text: str) -> str:
    """The label a typed answer may be; nothing where it is numbers, which mean a choice of any prompt."""
    answer = folded(text)
    return "" if _NUMBERS.fullmatch(answer) else answer


def typed(text: str, prompts: Sequence[Prompt]) -> list[Meant]:
    """Every choice of the open prompts that a typed answer may mean; more than one means: ask which."""
    answer = folded(text)
    if labelled := _labelled(answer, prompts):
        return labelled
    if not _NUMBERS.fullmatch(answer):
        return []
    numbers = [int(n) for n in re.findall(r"\d+", answer)]
    first = [o for o in prompts if o.options or {c.action for c in o.choices} != {CANCEL}]  # 取消 is no answer
    return [meant for o in first if (meant := _numbered(o, numbers))]


def answering(found: Sequence[Meant], in_hand: int | None) -> list[Meant]:
    """Without a 取消 of a question that is not the one in hand; what waits to be sent is cancelled at any time."""
    return [
        m
        for m in found
        if m.choice.action != CANCEL or m.prompt.id == in_hand or m.prompt.topic.startswith(Topic.PREVIEW)
    ]


def tapped(reference: str, prompt: Prompt, picked: tuple[int, ...]) -> Meant | None:
    """What the tap `prompt.number` or `prompt.submit` means; None when the number was never offered."""
    _, _, number = reference.partition(".")
    if number == "submit":
        return Meant(prompt, prompt.submit, _within(picked or prompt.chosen, prompt)) if prompt.submit else None
    if not number.isdecimal() or int(number) >= len(prompt.choices):
        return None
    return Meant(prompt, prompt.choices[int(number)])


def toggled(reference: str, prompt: Prompt) -> tuple[int, ...] | None:
    """The ticks after the tap `prompt.tN` on one option of a checklist; None when it is no such tap."""
    _, _, number = reference.partition(".t")
    if not number.isdecimal() or int(number) >= len(prompt.options):
        return None
    return tuple(sorted(set(prompt.chosen) ^ {int(number)}))


def _labelled(answer: str, prompts: Sequence[Prompt]) -> list[Meant]:
    """One for each thing a label means, the newest first; said twice in one message it is the first there."""
    found: dict[str, Meant] = {}
    for prompt in prompts:
        said = next((c for c in _all_choices(prompt) if answer and answer in c.spoken), None)
        if said:
            found.setdefault(said.action, Meant(prompt, said))
    return list(found.values())


def _all_choices(prompt: Prompt) -> tuple[Choice, ...]:
    return prompt.choices + ((prompt.submit,) if prompt.submit and prompt.chosen else ())


def _within(picked: tuple[int, ...], prompt: Prompt) -> tuple[int, ...]:
    return tuple(sorted({n for n in picked if 0 <= n < len(prompt.options)}))


def _numbered(prompt: Prompt, numbers: Sequence[int]) -> Meant | None:
    """On a checklist numbers tick its options and submit; a button is meant by the number printed with it."""
    options = len(prompt.options)
    if prompt.submit and all(1 <= n <= options for n in numbers):
        return Meant(prompt, prompt.submit, tuple(sorted({n - 1 for n in numbers})))
    if len(numbers) == 1:
        named = (c for number, c in zip(prompt.numbers, prompt.choices, strict=True) if number == numbers[0])
        return next((Meant(prompt, choice) for choice in named), None)
    return None


def which(meant: Meant) -> str:
    """The beginning of the question and the choice, with one colon between them."""
    return f"{meant.prompt.title[:18].rstrip('：:，,。 ')}：{spoken(meant)}"


def spoken(meant: Meant) -> str:
    return "、".join(meant.prompt.options[n] for n in meant.picked) or meant.choice.label


def for_later(meant: Meant) -> str:
    """The action `@ prompt number ticks` that means the same choice when it is made again."""
    prompt = meant.prompt
    number = "submit" if meant.choice is prompt.submit else str(prompt.choices.index(meant.choice))
    return " ".join(["@", str(prompt.id), number, *map(str, meant.picked)])
