"""Looks, findings and shops of the tables: everything met, five duties, seen from one Sunday."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from programme.ratings.adjustment import Found
from programme.ratings.bands import Past
from programme.ratings.evidence import Grid, Look
from programme.ratings.stars import Evidence
from programme.rules import Rules

RULES = Rules()
DUTIES = tuple(d.key for d in RULES.duties)
TODAY = date(2026, 11, 22)
GRID = Grid(84, 0.9)


def look(age: int = 0, source: str = "linked", **more: Any) -> Look:
    facts = {d: x for d, x in more.items() if d in DUTIES}
    rest = {k: v for k, v in more.items() if k not in DUTIES}
    return Look(age, source, rest.pop("duties", DUTIES), facts, day=TODAY - timedelta(days=age), **rest)


def found(duty: str, days: int, **more: Any) -> Found:
    return Found(duty, TODAY - timedelta(days=days), days, **more)


def fixed(duty: str, days: int, **more: Any) -> Found:
    return found(duty, days, in_time=True, proved=True, **more)


def shop(*looks: Look, **more: Any) -> Evidence:
    return Evidence(TODAY, DUTIES, looks, **more)


def run(stars: int | None, score: float = 85.0, weakest: float = 75.0) -> Past:
    return Past("", stars, score, weakest)


WEEKLY = tuple(look(age) for age in (1, 8, 15, 22, 29))
