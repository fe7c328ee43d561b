"""A file is there whole or not at all, and one that is not as its name says is known as such."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest

from files import durable

CONTENT = b"a photo" * 1000
DIGEST = sha256(CONTENT).hexdigest()


def test_what_was_written_is_there_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "media" / "ab" / f"{DIGEST}.jpg"
    durable.write(path, b"older")
    durable.write(path, CONTENT)
    assert path.read_bytes() == CONTENT
    assert [p for p in tmp_path.rglob("*") if p.is_file()] == [path]


@pytest.mark.parametrize(
    ("name", "content", "whole"),
    [
        (f"{DIGEST}.jpg", CONTENT, True),
        (f"{DIGEST[:16]}.png", CONTENT, True),
        (f"{DIGEST}.jpg", b"", False),
        (f"{DIGEST}.jpg", bytes(len(CONTENT)), False),
        (f"{DIGEST[:16]}.png", CONTENT[:-1], False),
        ("2026-Q3-0001.pdf", b"%PDF", True),
        ("2026-Q3-0001.pdf", b"", False),
        ("2026-Q3-0001.pdf", None, False),
    ],
)
def test_a_file_of_length_0_or_of_another_hash_than_its_name_is_not_whole(
    tmp_path: Path, name: str, content: bytes | None, whole: bool
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    assert durable.is_whole(tmp_path / name) is whole


def test_a_writer_killed_in_between_leaves_the_old_file_and_its_rest_is_swept(tmp_path: Path) -> None:
    """A child that is killed in the middle of `fsync`, as a power cut would."""
    target = tmp_path / "digests" / "week.png"
    durable.write(target, b"last week")
    child = (
        "import os, signal, sys; from pathlib import Path; from files import durable\n"
        "os.fsync = lambda handle: os.kill(os.getpid(), signal.SIGKILL)\n"
        "durable.write(Path(sys.argv[1]), b'this week')"
    )
    ended = subprocess.run([sys.executable, "-c", child, target], check=False, timeout=60)
    assert ended.returncode == -signal.SIGKILL
    assert target.read_bytes() == b"last week"
    now = datetime.now(UTC)
    assert durable.sweep(tmp_path, now - timedelta(hours=1)) == 0, "somebody may be at it still"
    (tmp_path / "digests" / "older.new").write_bytes(b"as earlier versions left it")
    assert durable.sweep(tmp_path, now + timedelta(hours=1)) == 2
    assert [p for p in tmp_path.rglob("*") if p.is_file()] == [target]


def test_a_disk_that_refuses_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "certificate.pdf"
    durable.write(target, b"older")

    def refuse(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(OSError, match="No space"):
        durable.write(target, CONTENT)
    assert [p.read_bytes() for p in tmp_path.iterdir()] == [b"older"]


def test_many_at_once_are_each_whole_or_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The third is refused by the disk: nothing of any is left; taken, all are there and their folder is synced once."""
    files = {tmp_path / "cards" / f"{n}.png": f"card {n}".encode() for n in range(4)}
    sync, synced = os.fsync, []

    def refuse_the_third(handle: int) -> None:
        synced.append(str(Path(f"/proc/self/fd/{handle}").readlink()))
        if len([name for name in synced if durable.PART in name]) == 3:
            raise OSError(28, "No space left on device")
        sync(handle)

    monkeypatch.setattr(os, "fsync", refuse_the_third)
    with pytest.raises(OSError, match="No space"):
        durable.write_all(files)
    assert list((tmp_path / "cards").iterdir()) == []
    synced[:] = ["earlier"]
    monkeypatch.setattr(
        os, "fsync", lambda handle: (synced.append(str(Path(f"/proc/self/fd/{handle}").readlink())), sync(handle))
    )
    durable.write_all(files)
    assert {path: path.read_bytes() for path in (tmp_path / "cards").iterdir()} == files
    assert synced.count(str(tmp_path / "cards")) == 1
    assert len([name for name in synced if durable.PART in name]) == len(files), "each before it has its name"


def test_a_link_is_followed_and_a_device_only_written_to(tmp_path: Path) -> None:
    (tmp_path / "link.xlsx").symlink_to(tmp_path / "real.xlsx")
    durable.write(tmp_path / "link.xlsx", CONTENT)
    assert (tmp_path / "link.xlsx").is_symlink()
    assert (tmp_path / "real.xlsx").read_bytes() == CONTENT
    durable.write(Path("/dev/null"), CONTENT)
    assert not Path("/dev/null").is_file()


def test_why_a_folder_cannot_be_written_is_said(tmp_path: Path) -> None:
    assert durable.trouble(tmp_path / "data") == ""
    (tmp_path / "file").write_bytes(b"no folder")
    assert durable.trouble(tmp_path / "file") == "File exists"
    assert [p.name for p in (tmp_path / "data").iterdir()] == []
