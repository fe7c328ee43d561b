"""“王强 → 李明 12月1日” read as two names and a day; both names have to be known."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from files.dataclass import dataclass
from programme.spans import span

_BETWEEN = re.compile(r"^[\s→>＞⇒=\-—–~～,，、]*(?:(?:交给|转给|接替|给|到|接|换|to\b)[\s:：]*)?|[\s→>＞⇒=\-—–,，、]+$")


@dataclass(frozen=True, slots=True)
class Said:
    """Who hands over, who takes over, and on which day; what was not understood is empty or None."""

    leaver: str
    successor: str
    day: date | None


def read_rotation(words: str, names: Iterable[str], today: date) -> Said:
    """The first two of these names in the words, and the day after them; no day named is today.

    >>> read_rotation("王强 → 李明 12月1日", ["李明", "王强"], date(2026, 11, 23))
    Said(leaver='王强', successor='李明', day=datetime.date(2026, 12, 1))
    """
    known = sorted({name for name in names if name}, key=len, reverse=True)
    leaver, before, rest = _first_name(words, known)
    successor, between, rest = _first_name(rest, [name for name in known if name != leaver])
    said = f"{before} {_BETWEEN.sub('', between)} {_BETWEEN.sub('', rest)}"
    meant = span(" ".join(said.split()), today)
    is_understood = meant is not None and not meant.rest
    return Said(leaver, successor, meant.first if meant and is_understood else None)


def _first_name(words: str, known: Iterable[str]) -> tuple[str, str, str]:
    """The name that stands first, the words before it and after it; no name, and all the words, where there is none."""
    found = min(((words.find(name), -len(name), name) for name in known if name in words), default=None)
    if found is None:
        return "", words, ""
    place, _, name = found
    return name, words[:place], words[place + len(name) :]
