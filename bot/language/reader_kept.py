"""The reader in use: made when the first sentence comes, and anew when the office's own words have changed."""

from __future__ import annotations

import logging
from functools import lru_cache
from pathlib import Path
from threading import Lock

from bot.language.reader import Reader
from programme.duties import Duty
from texts import words
from texts.local_words import WrongWordsError, joined, read_local

log = logging.getLogger(__name__)

_making = Lock()
"""A message that comes while the reader is made waits for it: it made a second one beside, and both took twice as long."""

Stamp = tuple[int, int]
"""When the file was changed, and how long it is."""


def reader_for(duties: tuple[Duty, ...], path: Path | None) -> Reader:
    """The reader for a town's duties with the words its office has added up to now."""
    at = stamp(path)
    with _making:
        return _made(duties, path if at != (0, 0) else None, at)


def stamp(path: Path | None) -> Stamp:
    """What tells one state of the file from another; the same where there is none."""
    if path is None:
        return (0, 0)
    try:
        found = path.stat()
    except OSError:
        return (0, 0)
    return found.st_mtime_ns, found.st_size


@lru_cache(maxsize=8)
def _made(duties: tuple[Duty, ...], path: Path | None, at: Stamp) -> Reader:
    """It keeps no state of a town, and making one costs as much as a hundred turns."""
    commands = words.commands()
    if path:
        try:
            commands = joined(commands, read_local(path))
        except WrongWordsError as error:
            log.warning("the office's own words are left out: %s", error)
    return Reader(duties, words.facts(), words.duties(), commands)
