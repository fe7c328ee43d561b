"""After a power cut every file that something was committed to is there, and whole, whatever kind it is."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from files import durable
from tests.knocks.power_cut import CARELESS, cut, shim

KINDS = {"media", "awards", "digests", "web", "star-cards", "backups", "telegram"}


@pytest.mark.skipif(
    not (sys.platform == "linux" and shutil.which("cc")), reason="it takes a C compiler to cut the power"
)
def test_no_file_that_was_committed_to_is_lost_or_empty(tmp_path: Path) -> None:
    """Uploads, certificates and digests were once 0 bytes long, while not one message was lost."""
    folder, ledger = tmp_path / "day", tmp_path / "ledger"
    (folder / "data").mkdir(parents=True)
    env = {**os.environ, "LD_PRELOAD": str(shim(tmp_path, "cc")), "LEDGER": str(ledger), "UNDER": str(folder / "data")}
    child = [sys.executable, "-m", "tests.knocks.power_cut", str(folder)]
    told = subprocess.run(child, capture_output=True, text=True, check=False, timeout=110, env=env)
    assert told.returncode == 0, told.stderr[-3000:]
    named = [Path(path) for path in json.loads(told.stdout)]
    assert {path.relative_to(folder / "data").parts[0] for path in named} == KINDS
    assert all(durable.is_whole(path) for path in named), "before the cut"
    done = cut(ledger)
    assert not durable.is_whole(folder / "data" / CARELESS), "the tool loses what is not synced"
    assert done["lost"] >= 1
    assert [str(path) for path in named if not durable.is_whole(path)] == []
