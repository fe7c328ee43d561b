"""The worlds of the study, fixed before any number was tuned on them, and the attacks that are played in the first of them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from app.simulate.people import WORLD, World

SHOPS, MEMBERS, WEEKS = 120, 12, 30
GRIDS = 2
"""Half of the shops and of the members each: what happens between neighbouring grids shows."""


@dataclass(frozen=True, slots=True)
class Made:
    """How one world differs from the street.

    `people` are the shops and the eyes; `looks` the chance that a member makes a week's look at a shop; `lazy` the share of
    members who say “all met” without looking; `friends` the share who never find anything at three of their ten shops; `falls`
    the share of good shops that are careless from week 18; `grids` the eyes of each grid where they differ; `first_fewest`
    whether members go first where the fewest looks were (else chance decides); `attack` what a tenth of the shops do or suffer.
    """

    people: World = WORLD
    looks: float = 1.0
    lazy: float = 0.0
    friends: float = 0.0
    falls: float = 0.0
    grids: tuple[tuple[float, float], ...] = ()
    first_fewest: bool = True
    attack: str = ""


@dataclass(frozen=True, slots=True)
class Named:
    name: str
    made: Made = field(default_factory=Made)


WORLDS: tuple[Named, ...] = (
    Named("the street"),
    Named("60 % inflate", Made(replace(WORLD, inflators=0.6))),
    Named("nobody self-checks", Made(replace(WORLD, habit=(0.0, 0.0)))),
    Named("lenient eyes, 30–60 %", Made(replace(WORLD, notice=(0.30, 0.60)))),
    Named("sharp eyes, 95 %", Made(replace(WORLD, notice=(0.95, 0.95)))),
    Named("a third of the members never look", Made(lazy=1 / 3)),
    Named("a quarter of the members have friends", Made(friends=0.25)),
    Named("a look in three weeks", Made(looks=1 / 3)),
    Named("doors alike", Made(replace(WORLD, careless=(0.01, 0.4)))),
    Named("what is wrong stays for days", Made(replace(WORLD, careless=(0.005, 0.4), tidies=(0.15, 0.6)))),
    Named("a quarter falls suddenly", Made(falls=0.25)),
    Named("a lenient and a strict grid", Made(grids=((0.40, 0.60), (0.85, 0.95)))),
)
