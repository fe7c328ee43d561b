"""How well everyday sentences are understood, and how long one takes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from time import process_time

from benchmarks.heard import heard
from benchmarks.sentences import ASKED, RIGHT, VERDICTS, Row, rows, speakers, verdict
from benchmarks.table import Table
from bot.language.reader import Reader
from programme.rules import Rules
from texts import words

TABLES = (
    ("the first table", "utterances.csv", ""),
    ("others, the open half", "sentences.csv", "open"),
    ("others, the kept half", "sentences.csv", "kept"),
    ("written apart, opened since", "unseen.csv", ""),
    ("written apart later, opened first", "fresh_open.csv", ""),
    ("written apart later, opened last", "fresh_kept.csv", ""),
    ("by another hand, half of it English", "second_open.csv", ""),
    ("by another hand, kept half", "second_kept.csv", ""),
    ("talk, five sets written one after another", "talk.csv", ""),
    ("by a third hand", "third_open.csv", ""),
    ("by a third hand, kept half", "third_kept.csv", ""),
    ("by a fourth hand", "fourth_open.csv", ""),
    ("by a fourth hand, kept half", "fourth_kept.csv", ""),
    ("tempting, by a fifth hand", "fifth.csv", ""),
    ("by a sixth hand", "sixth.csv", ""),
    ("by a seventh hand", "seventh.csv", ""),
    ("by an eighth hand", "eighth.csv", ""),
    ("by a ninth hand", "ninth.csv", ""),
    ("by a tenth hand", "tenth.csv", ""),
    ("by six hands, mended for what was false", "many.csv", ""),
    ("by an eleventh hand, scored, then mended for one", "eleventh.csv", ""),
    ("by a twelfth hand, scored, then mended", "twelfth.csv", ""),
    ("by six more hands, mended by kind", "thirteenth.csv", ""),
    ("by two more hands, opened last", "fourteenth.csv", ""),
    ("by a fifteenth hand, scored once", "fifteenth.csv", ""),
    ("by a sixteenth hand, scored once", "sixteenth.csv", ""),
    ("by four more hands, mended by kind", "seventeenth.csv", ""),
    ("by an eighteenth hand, scored once", "eighteenth.csv", ""),
    ("by a nineteenth hand, scored once", "nineteenth.csv", ""),
    ("by three more hands, mended by kind", "twentieth.csv", ""),
    ("by a twenty-first hand, scored once", "twenty_first.csv", ""),
    ("by a twenty-second hand, scored once", "twenty_second.csv", ""),
    ("kinds, twelve sets written one after another", "kinds.csv", ""),
)
MOST = 2500
SMALLEST = {"TABLES": TABLES[:1], "MOST": 12}
"""What a test starts it with."""
AIM = (
    "Aim: recorded or asked right ≥ 97 %, of the unambiguous ones recorded at once ≥ 95 %, wall ≤ 1 %, "
    "false failure 0, false credit 0, ≤ 1000 µs a sentence. Every table but the first and the open half was scored once "
    "before anybody who works on the rules had seen a sentence of it, then opened and mended by kind; "
    "the figures above are those of today.\n\n"
    "| first scoring, unseen | many | right | unambiguous at once | false failure | false credit | wall |\n"
    "| --- | --- | --- | --- | --- | --- | --- |\n"
    "| others, the kept half | 352 | 89.5 % | 78.8 % | not kept | not kept | not kept |\n"
    "| the same just before it was opened | 352 | 92.9 % | 79.8 % | 2 | not kept | 1 |\n"
    "| written apart (by a reader of the programme alone) | 189 | 96.8 % | 93.0 % | 0 | 1 | 1 |\n"
    "| written apart later, opened first | 220 | 84.5 % | 69.4 % | 2 | 3 | 0 |\n"
    "| written apart later, opened last, with what the first taught | 220 | 85.5 % | 75.0 % | 1 | 1 | 0 |\n"
    "| by another hand, half of it English | 150 | 76.0 % | 68.2 % | 1 | 2 | 2 |\n"
    "| by another hand, kept half | 150 | 74.7 % | 62.5 % | 3 | 2 | 2 |\n"
    "| talk, first set | 265 | 87.2 % | 78.9 % | 1 | 0 | 2 |\n"
    "| talk, second set | 199 | 88.4 % | 86.0 % | 3 | 0 | 0 |\n"
    "| talk, third set | 155 | 90.3 % | 87.6 % | 3 | 0 | 0 |\n"
    "| talk, fourth set | 152 | 88.8 % | 85.9 % | 2 | 0 | 0 |\n"
    "| talk, fifth set | 153 | 91.5 % | 87.7 % | 2 | 0 | 0 |\n"
    "| by a third hand | 160 | 80.0 % | 65.8 % | 2 | 0 | 1 |\n"
    "| by a fourth hand | 160 | 89.4 % | 79.0 % | 2 | 0 | 3 |\n"
    "| kinds, first set | 447 | 74.7 % | 56.6 % | 9 | 1 | 0 |\n"
    "| kinds, second set | 266 | 92.9 % | 91.5 % | 1 | 0 | 0 |\n"
    "| kinds, third set (what records nothing) | 139 | 93.5 % | 100.0 % | 5 | 1 | 0 |\n"
    "| kinds, fourth set (English) | 188 | 88.3 % | 83.9 % | 0 | 0 | 0 |\n"
    "| kinds, fifth set (Chinese) | 211 | 87.2 % | 83.0 % | 1 | 0 | 0 |\n"
    "| kinds, sixth set | 169 | 91.7 % | 76.6 % | 2 | 1 | 0 |\n"
    "| kinds, seventh set (rare words) | 169 | 75.7 % | 56.7 % | 1 | 0 | 0 |\n"
    "| kinds, eighth set (rare words) | 166 | 84.3 % | 75.0 % | 1 | 0 | 0 |\n"
    "| kinds, ninth set | 178 | 88.8 % | 84.3 % | 0 | 0 | 0 |\n"
    "| kinds, tenth set (what records nothing) | 183 | 91.3 % | – | 13 | 1 | 0 |\n"
    "| kinds, eleventh set (offices and members) | 160 | 99.4 % | 100.0 % | 0 | 0 | 0 |\n"
    "| kinds, twelfth set | 74 | 95.9 % | 92.9 % | 1 | 0 | 0 |\n"
    "| by a third hand, kept half | 160 | 81.9 % | 64.5 % | 1 | 1 | 0 |\n"
    "| by a fourth hand, kept half | 160 | 93.8 % | 88.2 % | 0 | 2 | 0 |\n"
    "| tempting, by a fifth hand | 180 | 85.6 % | 73.2 % | 4 | 5 | 0 |\n"
    "| by a sixth hand | 160 | 61.3 % | 58.7 % | 2 | 0 | 0 |\n"
    "| by a seventh hand | 160 | 48.8 % | 44.7 % | 5 | 0 | 0 |\n"
    "| by an eighth hand | 160 | 57.5 % | 57.7 % | 4 | 0 | 0 |\n"
    "| by a ninth hand | 160 | 71.9 % | 60.7 % | 2 | 1 | 1 |\n"
    "| by a tenth hand | 160 | 61.3 % | 50.8 % | 0 | 0 | 0 |\n"
    "| by six hands (by the reader alone) | 1,640 | 68.0 % | 54.3 % | 18 | 7 | 57 |\n"
    "| by an eleventh hand, everyday | 200 | 93.0 % | 89.8 % | 1 | 0 | 0 |\n"
    "| by a twelfth hand | 200 | 89.5 % | 83.7 % | 0 | 0 | 0 |\n"
    "| by six more hands (by the reader alone) | 1,200 | 73.1 % | 67.7 % | 10 | 1 | 45 |\n"
    "| by two more hands (by the reader alone), before that work | 200 | 77.5 % | 72.4 % | 3 | 0 | 8 |\n"
    "| the same and a second one, after most of it | 400 | 86.2 % | 84.5 % | 5 | 0 | 12 |\n"
    "| by a fifteenth hand, after all of it | 200 | 87.5 % | 83.7 % | 1 | 1 | 1 |\n"
    "| by a sixteenth hand, after all of it | 200 | 89.5 % | 84.3 % | 2 | 0 | 1 |\n"
    "| by four more hands (by the reader alone) | 800 | 83.5 % | 82.2 % | 10 | 2 | 22 |\n"
    "| by an eighteenth hand, before that work | 200 | 88.5 % | 87.8 % | 1 | 1 | 5 |\n"
    "| the same, after it | 200 | 91.0 % | 91.4 % | 0 | 1 | 5 |\n"
    "| by a nineteenth hand, before that work | 200 | 89.0 % | 89.1 % | 0 | 0 | 2 |\n"
    "| the same, after it | 200 | 90.5 % | 90.6 % | 0 | 0 | 2 |\n"
    "| by three more hands (by the reader alone) | 600 | 88.2 % | 86.7 % | 11 | 0 | 8 |\n"
    "| by a twenty-first hand, before that work | 200 | 94.0 % | 92.9 % | 1 | 0 | 3 |\n"
    "| the same, after it | 200 | 94.0 % | 92.9 % | 1 | 0 | 3 |\n"
    "| by a twenty-second hand, before that work | 200 | 87.5 % | 86.6 % | 1 | 0 | 3 |\n"
    "| the same, after it | 200 | 90.5 % | 90.3 % | 1 | 0 | 2 |\n\n"
    "The sets of talk and of kinds were written by who works on the rules, each before the kinds of its own misses "
    "were mended, and scored by the reader alone; after a set was mended the next one shows what carried over. The "
    "table by another hand names duties in Chinese and closures without their days, which was not read at its very "
    "first scoring (60.0 %, 43.5 %, 22 false failures by name alone); the line above reads it as it was meant, with "
    "the same rules. Of its kept half one false credit (“5 closed, 6 ok”) came from that notation, the other (“the "
    "noodles are great lol”) and all three false failures (“灯坏了”, “老丁毛巾挂树上 我说了他马上拿下来了”, "
    "“八号酒楼门口音响太吵 老板当场关小了”) were real.\n\n"
    "In the tables by a third and a fourth hand six labels were corrected since: a door found closed is asked about. "
    "The kept half by the third hand was scored after the first round on the open ones, that by the fourth after the last. "
    "Their false credits were “4 ok, sorry i meant 5”, “everything but 4 is fine” and “给三号点个赞”. "
    "The last was written to tempt a reader to record what nobody said; all nine false ones of its first scoring are "
    "mended. In the table by the sixth fifteen labels were corrected: what is broken in the street may be a report or a "
    "duty, a broken bin belongs to two duties, “partly met” is asked, and of many shops called well at once only the "
    "faults are recorded; two of them are a half again since a member's “partly met” counts as one. In the table by the "
    "seventh three labels (covers in the street, one day off) were corrected. The four tables from the seventh on were "
    "opened together and mended by kind after their first scorings: all false ones are gone, and the figures above tell "
    "how many misses still stand.\n\n"
    "So the aims are met, or nearly, on sentences that were read and mended, and missed on the others. "
    "All five false ones of the table opened first came from its notation (“2 ok+3 ok” was not read as two shops): "
    "read as it was meant, it had "
    "86.8 % right, 73.5 % at once and no false one. Both false ones of the table opened last were real: "
    "“全好。。。哎不对 门口还有一滩油没擦” was recorded as all met, “菜场门口那段护栏倒了” as a fault of one's own."
)


def run() -> Table:
    return _of(TABLES, AIM)


def of_files(files: Sequence[str]) -> Table:
    """Tables of the caller's own, `who, says, means` as those in tests/data, each with the figures of one line."""
    return _of([(Path(file).name, str(Path(file).resolve()), "") for file in files], AIM.partition("\n")[0])


def _of(tables: Sequence[tuple[str, str, str]], aim: str) -> Table:
    reader = Reader(Rules().duties, words.facts(), words.duties(), words.commands())
    lines = [(name, *_scores(reader, rows(file, half)[:MOST])) for name, file, half in tables]
    head = ("sentences", "many", *VERDICTS, "right", "unambiguous at once", "µs of CPU to read one")
    return Table("What people say, through the real engine and read back from the database", head, lines, aim)


def _scores(reader: Reader, sentences: Sequence[Row]) -> tuple[object, ...]:
    """One line: counts of each verdict, the two shares aimed at, and the time to read a sentence once all is loaded."""
    found: Counter[str] = Counter()
    at_once: list[bool] = []
    for row, (did, asked) in zip(sentences, heard(sentences), strict=True):
        meant = verdict(row, did, asked=asked)
        found[meant] += 1
        if row.is_unambiguous:
            at_once.append(meant == RIGHT)
    right = (found[RIGHT] + found[ASKED]) / len(sentences)
    counts = [found[name] for name in VERDICTS]
    share = f"{sum(at_once) / max(len(at_once), 1):.1%}"
    return (len(sentences), *counts, f"{right:.1%}", share, f"{_seconds(reader, sentences) * 1e6:.0f}")


def _seconds(reader: Reader, sentences: Sequence[Row]) -> float:
    known = speakers()
    for row in sentences:
        reader.read(row.says, known[row.who])
    began = process_time()
    for row in sentences:
        reader.read(row.says, known[row.who])
    return (process_time() - began) / len(sentences)
