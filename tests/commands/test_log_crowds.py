"""A crowd at the door must not fill the disk with lines about itself: 1,100 connections once wrote 58 MB in 35 seconds."""

from __future__ import annotations

import logging
from io import StringIO

import pytest

from app import logs


def test_the_same_line_a_thousand_times_is_written_a_few_times_and_then_counted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now = 100.0
    monkeypatch.setattr("app.logs.monotonic", lambda: now)
    root, stream = logging.getLogger(), StringIO()
    before, level = root.handlers[:], root.level
    try:
        logs.set_up("text", stream)
        noisy, calm = logging.getLogger("bot.noisy"), logging.getLogger("bot.calm")
        for number in range(1000):
            noisy.warning("somebody knocked: %d", number)
        calm.warning("something else")
        assert len(stream.getvalue().splitlines()) == logs.Sparing.MOST + 1
        assert "something else" in stream.getvalue()
        now += logs.Sparing.WITHIN
        noisy.warning("somebody knocked: %d", 1000)
        assert f"1000 (and {1000 - logs.Sparing.MOST} more like it before)" in stream.getvalue()
    finally:
        root.handlers[:] = before
        root.setLevel(level)


def test_what_is_remembered_does_not_grow_for_ever() -> None:
    sparing = logs.Sparing()
    for number in range(3 * logs.Sparing.KINDS):
        sparing.filter(logging.LogRecord("bot", logging.INFO, "", 0, f"line {number}", (), None))
    assert len(sparing._seen) <= logs.Sparing.KINDS
