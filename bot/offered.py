"""What a question offers: its choices; where no shop was named, the shops, and the words read again as told of one."""

from __future__ import annotations

from collections.abc import Callable, Container, Sequence
from dataclasses import replace
from typing import Any

from bot.language.meanings import FAULTS, MET, UNCLEAR, Meaning, NamedShop, Question, Reading, Speaker

AT_SHOP = "at_shop"
"""The choice of a shop for words that named none."""
LOOK = "look"
WRONG = "wrong"
NEAREST = "nearest"
MOST = 5
"""Choices of one question, beside shops."""


def at_shops(linked: Sequence[NamedShop]) -> tuple[Meaning, ...]:
    """The choice of each shop under its fixed number."""
    return tuple(Meaning(AT_SHOP, "", shop.id, shop.number) for shop in linked)


def told_at(chosen: Meaning, text: str, speaker: Speaker, read: Callable[[str, Speaker], Reading]) -> Reading:
    """`text` as told of the chosen shop; the question of a look there where the words say nothing of it for certain."""
    there = tuple(shop for shop in speaker.linked if shop.id == chosen.shop)
    found = read(f"{chosen.number}号 {text}", replace(speaker, own=(), linked=there))
    about = {m.shop for m in found.certain} | {question.shop for question in found.asked}
    if about == {chosen.shop} and not any(question.about in UNCLEAR for question in found.asked):
        return found
    return Reading(text, (Meaning(LOOK, "", chosen.shop),))


def choices_of(question: Question) -> tuple[Meaning, ...]:
    """What is offered; the good answer of one's own shop stands first, and whoever has something to report finds it."""
    choices = list(dict.fromkeys(question.choices))
    own = not question.shop and any(m.intent == FAULTS for m in choices)
    if own or question.about == "all_met":
        choices.sort(key=lambda m: m.intent != MET)
    if own:
        choices = [m for m in choices if not m.fixed]
    if question.about == "all_met":
        choices.append(Meaning(WRONG, "", question.shop))
    return tuple(choices[:MOST])


def with_help(question: Question) -> Question:
    """Whoever may ask for help and seems to report something is offered both: “下水道堵了三天了，你们管不管”."""
    if question.about != NEAREST or [m.intent for m in question.choices] != ["report"]:
        return question
    return replace(question, choices=(Meaning("help", question.choices[0].rest), *question.choices))


def said_as(question: Question, many: int, sentences: Container[str]) -> str:
    """The sentence a question is asked with: a single choice is no “which of these”."""
    about = question.about if f"meant.{question.about}" in sentences else NEAREST
    if about == NEAREST and many == 1:
        return f"{NEAREST}_one"
    return f"{about}_there" if question.shop and f"meant.{about}_there" in sentences else about


def kept_meaning(kept: dict[str, Any]) -> Meaning:
    """A choice as it was kept with its question."""
    values = {name: tuple(value) if isinstance(value, list) else value for name, value in kept.items()}
    make: Callable[..., Meaning] = Meaning
    return make(**values)


def kept_question(kept: dict[str, Any]) -> Question:
    """A question that waits for its turn, as it was kept."""
    make: Callable[..., Question] = Question
    values = {name: tuple(value) if isinstance(value, list) else value for name, value in kept.items()}
    return make(**{**values, "choices": tuple(map(kept_meaning, kept["choices"]))})
