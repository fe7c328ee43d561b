"""A shop's twelve weeks as a line: stars as numbers, gaps where it was not rated, a dot for each observation."""

from __future__ import annotations

from datetime import date, timedelta
from xml.etree import ElementTree as ET

import pytest

from documents.street.star_line import HEIGHT, WIDTH, Seen, WeekScore, star_line
from programme.rules import Rules
from texts import LANGUAGES, speaker

SAY = speaker("zh")
SUNDAY = date(2026, 11, 29)
SVG = "{http://www.w3.org/2000/svg}"


def weeks(*scores: float | None) -> list[WeekScore]:
    """The weeks up to the last Sunday, the oldest first."""
    days = [SUNDAY - timedelta(weeks=len(scores) - 1 - n) for n in range(len(scores))]
    return [WeekScore(f"{day:%G-W%V}", day, score, score and 4) for day, score in zip(days, scores, strict=True)]  # type: ignore[arg-type]


def drawn(scores: list[WeekScore], seen: list[Seen], language: str = "zh") -> ET.Element:
    return ET.fromstring(star_line(scores, seen, SUNDAY, Rules(), speaker(language)).svg)


def test_the_line_stops_where_the_shop_was_not_rated() -> None:
    whole = drawn(weeks(84, 85, 86, 87), [])
    broken = drawn(weeks(84, 85, None, 87), [])
    lines = [len([p for p in e.iter(f"{SVG}polyline") if p.get("stroke-width") == "3"]) for e in (whole, broken)]
    assert lines[1] == lines[0] + 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_observation_is_a_dot_that_says_what_was_seen(language: str) -> None:
    seen = [
        Seen(SUNDAY, 100.0, True, "all met"),
        Seen(SUNDAY - timedelta(days=9), 70.0, True, "<order> not met"),
        Seen(SUNDAY - timedelta(days=12), 0.0, False, "taken back"),
        Seen(SUNDAY - timedelta(days=85), 70.0, True, "too long ago"),
    ]
    titles = [t.text for t in drawn(weeks(84.0), seen, language).iter(f"{SVG}title")][1:]
    assert titles == ["all met", "<order> not met", "taken back"]


def test_everything_stays_inside_the_picture() -> None:
    picture = drawn(weeks(*([12.0, 100.0] * 8)), [Seen(SUNDAY - timedelta(days=n), 0.0, True, "") for n in range(90)])
    for mark in (*picture.iter(f"{SVG}circle"), *picture.iter(f"{SVG}text")):
        assert 0 <= float(mark.get("cx") or mark.get("x") or 0) <= WIDTH
        assert 0 <= float(mark.get("cy") or mark.get("y") or 0) <= HEIGHT
