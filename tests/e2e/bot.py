"""The real bot as its own process, started and killed as an operator or a power cut would."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


class Bot:
    """`python -m bot …` with settings of its own; `address` once it says that it is ready."""

    def __init__(self, folder: Path, *words: str, installed: Path | None = None, **settings: str) -> None:
        """`installed` is the command of another installation than this repository's."""
        self._program = [str(installed)] if installed else [sys.executable, "-m", "bot"]
        self._path = {} if installed else {"PYTHONPATH": str(ROOT)}
        self._folder = folder
        self._words = words
        self._settings = {f"FIVESTAR_{name.upper()}": value for name, value in settings.items()}
        self._process: asyncio.subprocess.Process | None = None
        self.address = ""

    async def start(self) -> None:
        clean = {name: value for name, value in os.environ.items() if not name.startswith("FIVESTAR_")}
        with (self._folder / "bot.log").open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                *(*self._program, *self._words),
                env={**clean, **self._settings, **self._path},
                cwd=self._folder,
                stdout=asyncio.subprocess.PIPE,
                stderr=log,
            )
        assert self._process.stdout is not None
        while line := (await asyncio.wait_for(self._process.stdout.readline(), 60)).decode():
            if found := re.search(r"ready: (http://\S+)", line):
                self.address = found[1]
                return
        raise AssertionError((self._folder / "bot.log").read_text("utf-8"))

    async def line(self) -> str:
        """The next line it prints."""
        assert self._process is not None
        assert self._process.stdout is not None
        return (await asyncio.wait_for(self._process.stdout.readline(), 30)).decode()

    async def kill(self) -> None:
        """As a power cut does: no signal it could hear."""
        assert self._process is not None
        self._process.send_signal(signal.SIGKILL)
        await self._process.wait()

    async def stop(self) -> int:
        """As an operator does; its exit status."""
        if self._process is None or self._process.returncode is not None:
            return 0
        self._process.terminate()
        return await asyncio.wait_for(self._process.wait(), 20)
