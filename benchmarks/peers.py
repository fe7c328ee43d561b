"""The peers live in a virtual environment of their own: what is measured against them must not need them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
VENV = HERE.parent / ".venv-peers"
PYTHON = VENV / "bin" / "python"


def ready() -> Path:
    """The peers' own Python, set up on first use from the locked list."""
    mark, lock = VENV / ".ready", HERE / "peers.txt"
    if not mark.exists() or mark.stat().st_mtime < lock.stat().st_mtime:
        print(f"[bench] the peers' virtual environment in {VENV.name}", flush=True)
        subprocess.run([sys.executable, "-m", "venv", VENV], check=True)
        pip = [PYTHON, "-m", "pip", "install", "-qq", "--disable-pip-version-check", "--require-hashes", "-r", lock]
        subprocess.run(pip, check=True)
        mark.touch()
    return PYTHON
