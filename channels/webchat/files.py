"""Stores what a visitor uploads: its type is told by its bytes, never its name; on disk before it is acknowledged."""

from __future__ import annotations

import re
import shutil
from errno import ENOSPC
from hashlib import sha256
from pathlib import Path

from files import durable
from files.dataclass import dataclass
from messages.attachment import Attachment, Medium

PHOTO_BYTES = 10 * 1024 * 1024
VOICE_BYTES = 5 * 1024 * 1024
ROOM = 500_000_000
"""Bytes that uploads leave free on the disk: anybody may send them, and the database needs room to go on."""

_CONTROLS = frozenset(range(32)) - {9, 10, 13}
_NAME = re.compile(r"[0-9a-f]{64}\.[a-z0-9]{2,4}")
_USER = re.compile(r"[0-9a-f]{32}")
_HEIC = {b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1"}
_SOUND = {b"M4A ", b"mp42", b"mp41", b"isom", b"iso5", b"iso6", b"3gp4", b"3gp5"}

PICTURES = {"jpg": "image/jpeg", "png": "image/png", "webp": "image/webp"}
TABLES = ("xlsx", "xls", "csv")
SOUNDS = {"webm": "audio/webm", "ogg": "audio/ogg", "m4a": "audio/mp4", "mp3": "audio/mpeg", "wav": "audio/wav"}


class Unwelcome(Exception):
    """An upload we do not take; `sentence` is the key of the words that say what to do instead."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@dataclass(frozen=True, slots=True)
class Stored:
    """A file of one visitor's chat: `name` in the page's address, `kind` decides how it is shown."""

    name: str
    kind: Medium


def recognised(content: bytes) -> tuple[Medium, str]:
    """What the bytes are: photo, voice or a table, and the ending their file gets.

    Raises:
        Unwelcome: it is none of them, or too large for what it is.
    """
    if not content:
        raise Unwelcome("file_empty")
    ending = _ending(content)
    if ending in PICTURES:
        return Medium.PHOTO, ending
    if ending in SOUNDS:
        if len(content) > VOICE_BYTES:
            raise Unwelcome("voice_too_long")
        return Medium.VOICE, ending
    if table := _table(content):
        return Medium.FILE, table
    raise Unwelcome("photo_heic" if ending == "heic" else "file_unknown")


def _ending(content: bytes) -> str:
    starts = {
        b"\xff\xd8\xff": "jpg",
        b"\x89PNG\r\n\x1a\n": "png",
        b"\x1a\x45\xdf\xa3": "webm",
        b"OggS": "ogg",
        b"ID3": "mp3",
    }
    for start, ending in starts.items():
        if content.startswith(start):
            return ending
    if content[:4] == b"RIFF":
        return {b"WEBP": "webp", b"WAVE": "wav"}.get(content[8:12], "")
    if content[4:8] == b"ftyp":
        brand = content[8:12]
        return "heic" if brand in _HEIC else "m4a" if brand in _SOUND else ""
    return ""


def _table(content: bytes) -> str:
    """The ending of a spreadsheet, such as an office's roster; what is in it is judged by whoever reads it."""
    if content.startswith(b"PK\x03\x04") and b"xl/" in content:
        return "xlsx"
    if content.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return "xls"
    line = content[:4096].splitlines()[0] if b"\n" in content[:4096] or b"\r" in content[:4096] else b""
    is_text = not set(content[:4096]) & _CONTROLS and not line.lstrip().startswith((b"<", b"%", b"{"))
    return "csv" if is_text and any(mark in line for mark in (b",", b";", b"\t")) else ""


class Files:
    """The visitors' files, one folder for each person: who may see a file is where it lies."""

    def __init__(self, data_dir: Path) -> None:
        self._root = data_dir.resolve()
        self._folder = self._root / "web"

    def keep(self, user: str, content: bytes) -> Stored:
        """Write an upload and sync it; the same bytes again are the same file.

        Raises:
            Unwelcome: the bytes are nothing we take.
            OSError: the disk does not take it.
        """
        kind, ending = recognised(content)
        durable.make_folder(self._folder)
        if shutil.disk_usage(self._folder).free < ROOM:
            raise OSError(ENOSPC, "uploads leave the rest of the disk to the database")
        name = f"{sha256(content).hexdigest()}.{ending}"
        target = self._folder / user / name
        if not durable.is_whole(target):
            durable.write(target, content)
        return Stored(name, kind)

    def attach(self, user: str, name: str) -> Attachment | None:
        """An upload as an attachment whose `ref` is its path under the data folder; None when it is not theirs."""
        path = self.path(user, name)
        if path is None:
            return None
        ending = path.suffix[1:]
        kind = Medium.PHOTO if ending in PICTURES else Medium.FILE if ending in TABLES else Medium.VOICE
        return Attachment(kind, path.relative_to(self._root).as_posix(), name)

    def hand_over(self, user: str, attachment: Attachment) -> Stored:
        """Put a file of ours into a visitor's folder, so that it stays when the original is cleaned away.

        Raises:
            FileNotFoundError: there is no such file under the data folder.
        """
        source = self.inside(attachment.ref)
        content = source.read_bytes()
        target = self._folder / user / f"{sha256(content).hexdigest()}{source.suffix.lower() or '.bin'}"
        if not durable.is_whole(target):
            durable.write(target, content)
        return Stored(target.name, attachment.kind)

    def path(self, user: str, name: str) -> Path | None:
        """Where a visitor's file lies; None when they have none of this name, or what lies there is not what the name says."""
        if not (_NAME.fullmatch(name) and _USER.fullmatch(user)):
            return None
        path = self._folder / user / name
        return path if durable.is_whole(path) else None

    def inside(self, ref: str) -> Path:
        """The file a `ref` names, which must lie under the data folder and be whole.

        Raises:
            FileNotFoundError: it is not there, not as it was written, or somewhere else.
        """
        path = (self._root / ref).resolve()
        if not (path.is_relative_to(self._root) and durable.is_whole(path)):
            raise FileNotFoundError(f"no such file under the data folder: {ref}")
        return path
