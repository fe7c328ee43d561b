"""Files that are there whole or not at all, also after a power cut: written, synced, renamed, and their folder synced.

The database commits to a file's name; whatever carries that name must therefore be on the disk first. Everything this program
keeps under its data and backup folders, and every file it hands to an operator, is written by `write` or `write_all`, or given
its name by `settle`.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from secrets import token_hex

PART = ".part"
"""How a file that is not finished ends. `.new` is how it ended in earlier versions."""

UNFINISHED = (PART, ".new")

_DIGEST = re.compile(r"[0-9a-f]{16,64}")


def write(path: Path, content: bytes, mode: int = 0o666) -> None:
    """Put `content` at `path`: afterwards it is on the disk, name and all. A kill at any moment leaves the old file or the new.

    A link is followed; what is no file, such as `/dev/stdout`, is only written to.

    Args:
        mode: the permissions of a new file, less the process's umask.

    Raises:
        OSError: the disk does not take it; nothing of it is left behind.
    """
    path = path.resolve()
    if path.exists() and not path.is_file():
        path.write_bytes(content)
        return
    make_folder(path.parent)
    part = part_of(path)
    try:
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as out:
            out.write(content)
        settle(part, path)
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


def write_all(files: Mapping[Path, bytes]) -> None:
    """As `write`, for many new files that belong together: a folder is synced once for all that lie in it.

    Raises:
        OSError: the disk does not take it; of the files some may be there, each of them whole.
    """
    parts: dict[Path, Path] = {}
    try:
        for path, content in files.items():
            make_folder(path.parent)
            part = parts[path] = part_of(path)
            part.write_bytes(content)
            _sync(part)
        for path, part in parts.items():
            part.replace(path)
        for folder in {path.parent for path in parts}:
            _sync(folder)
    finally:
        for part in parts.values():
            with suppress(OSError):
                part.unlink(missing_ok=True)


def name_of(*facts: object) -> str:
    """A part of a file's name that stands for what is in it: numbers are given again after a restore, and what lies there
    under the number of something else would be taken for it."""
    return sha256(repr(facts).encode()).hexdigest()[:16]


def settle(part: Path, target: Path) -> None:
    """Give a finished file its name, once what is in it is on the disk; then sync the folder, so that the name is too.

    Raises:
        OSError: the disk does not take it; `target` is as it was.
    """
    _sync(part)
    part.replace(target)
    _sync(target.parent)


def part_of(path: Path) -> Path:
    """Where to write what will be `path`: beside it, and never the same for two who write at once."""
    return path.with_name(f".{path.name}.{token_hex(4)}{PART}")


def make_folder(folder: Path) -> None:
    """Make a folder and those above it; a new folder is only safe once the one it lies in is synced."""
    missing = []
    while not folder.is_dir():
        missing.append(folder)
        folder = folder.parent
    for one in reversed(missing):
        one.mkdir(exist_ok=True)
        _sync(one.parent)


def is_whole(path: Path) -> bool:
    """Whether a file is there, is not empty and, where its name is (the beginning of) a SHA-256, holds what has that digest."""
    try:
        if not _DIGEST.fullmatch(path.stem):
            return path.is_file() and path.stat().st_size > 0
        content = path.read_bytes()
    except OSError:
        return False
    return bool(content) and sha256(content).hexdigest().startswith(path.stem)


def sweep(folder: Path, before: datetime) -> int:
    """Delete what writers that died left unfinished, last touched before then; how many there were."""
    gone = 0
    for path in folder.rglob("*"):
        if path.suffix in UNFINISHED and path.is_file() and _is_older(path, before):
            with suppress(OSError):
                path.unlink(missing_ok=True)
                gone += 1
    return gone


def trouble(folder: Path) -> str:
    """Why nothing can be written there, in the system's words; empty when it can. It tries, and leaves nothing behind."""
    probe = part_of(folder / "probe")
    try:
        make_folder(folder)
        with probe.open("wb") as out:
            out.write(b"well?" * 1000)
            out.flush()
            os.fsync(out.fileno())
    except OSError as error:
        return error.strerror or type(error).__name__
    finally:
        with suppress(OSError):
            probe.unlink(missing_ok=True)
    return ""


def _is_older(path: Path, before: datetime) -> bool:
    try:
        return path.stat().st_mtime < before.timestamp()
    except OSError:
        return False


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
