"""How well everyday sentences are understood, and how long one takes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from time import perf_counter

from benchmarks.sentences import ASKED, RIGHT, VERDICTS, Row, read_as, rows, speakers, verdict
from benchmarks.table import Table
from bot.language.reader import Reader
from programme.rules import Rules
from texts import words

TABLES = (
    ("the first table", "utterances.csv", ""),
    ("others, the open half", "sentences.csv", "open"),
    ("others, the kept half", "sentences.csv", "kept"),
)
SMALLEST = {"TABLES": TABLES[:1]}
"""What a test starts it with."""
AIM = (
    "Aim: recorded or asked right ≥ 97 %, of the unambiguous ones recorded at once ≥ 95 %, wall ≤ 1 %, "
    "false failure 0, false credit 0, ≤ 1000 µs a sentence."
)


def run() -> Table:
    reader = Reader(Rules().duties, words.facts(), words.duties(), words.commands())
    lines = [(name, *_scores(reader, rows(file, half))) for name, file, half in TABLES]
    head = ("sentences", "many", *VERDICTS, "right", "unambiguous at once", "µs a sentence")
    return Table("What people say", head, lines, AIM)


def _scores(reader: Reader, sentences: Sequence[Row]) -> tuple[object, ...]:
    """One line: counts of each verdict, the two shares aimed at, and the time a sentence takes once all is loaded."""
    known = speakers()
    found: Counter[str] = Counter()
    at_once: list[bool] = []
    for row in sentences:
        did, asked = read_as(reader.read(row.says, known[row.who]))
        meant = verdict(row, did, asked=asked)
        found[meant] += 1
        if row.is_unambiguous:
            at_once.append(meant == RIGHT)
    began = perf_counter()
    for row in sentences:
        reader.read(row.says, known[row.who])
    each = (perf_counter() - began) / len(sentences) * 1e6
    right = (found[RIGHT] + found[ASKED]) / len(sentences)
    counts = [found[name] for name in VERDICTS]
    return (len(sentences), *counts, f"{right:.1%}", f"{sum(at_once) / len(at_once):.1%}", f"{each:.0f}")
