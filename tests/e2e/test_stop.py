"""Told to stop, the real process is gone within twenty seconds, whatever is being opened; and it goes on where it was."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import httpx
import pytest

from app import serving
from tests.e2e.bot import Bot
from tests.media import poison
from tests.ports import own_port
from tests.waiting import until
from tests.web.conftest import OURS


def test_a_thread_that_does_not_end_is_left_behind() -> None:
    """What else may hold up a stop, such as a check of a very large database, does so for seventeen seconds at the most."""
    child = (
        "import threading, time; from app import serving\n"
        "threading.Thread(target=time.sleep, args=(100,)).start(); serving.end_in(0.2)"
    )
    began = time.monotonic()
    ended = subprocess.run([sys.executable, "-c", child], check=False, timeout=60)
    assert ended.returncode == 1
    assert time.monotonic() - began < 50
    assert serving.STOP_WITHIN < 20


def _opened(path: Path) -> bool:
    with closing(sqlite3.connect(path)) as database:
        return bool(database.execute("SELECT max(opened) FROM media").fetchone()[0])


@pytest.mark.slow
async def test_sigterm_is_obeyed_while_pictures_are_opened(tmp_path: Path) -> None:
    """One picture once kept the process until it was killed."""
    database = tmp_path / "town.db"
    settings = {
        "database_url": f"sqlite:///{database}",
        "data_dir": str(tmp_path / "data"),
        "port": str(own_port()),
    }
    bot = Bot(tmp_path, "run", **settings)
    await bot.start()
    try:
        async with httpx.AsyncClient(base_url=bot.address, headers=OURS, timeout=30) as http:
            (await http.get("/chat")).raise_for_status()
            slow = poison.scans(50, 7_000, 6_000)
            for n in range(4):
                name = (await http.post("/chat/upload", content=slow + bytes(n))).json()["name"]
                await http.post("/chat/send", json={"uuid": f"complaint-{n}", "text": "投诉建议"})
                sent = {"uuid": f"slow-picture-{n}", "text": "门口的招牌灯坏了", "files": [name]}
                answer = await http.post("/chat/send", json=sent)
                assert answer.is_success, answer.text
                (await http.post("/chat/send", json={"uuid": f"send-it-off-{n}", "text": "1"})).raise_for_status()
            await until(lambda: _opened(database), "no picture is ever opened")
        began = time.monotonic()
        assert await bot.stop() == 0
        assert time.monotonic() - began < 20
    finally:
        await bot.stop()
    with closing(sqlite3.connect(database)) as file:
        states = file.execute("SELECT state, opened FROM media WHERE state <> 'stored'").fetchall()
    assert states, "they were being opened"
    assert {opened for _, opened in states} == {0}, "being told to stop counts as no try"
