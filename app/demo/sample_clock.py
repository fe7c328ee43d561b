"""Clocks for played weeks: one stands still until it is set forward, one goes on from where they ended."""

from __future__ import annotations

from datetime import datetime, timedelta
from time import monotonic


class PutForward:
    """A clock whose `now` is set by the script that plays the weeks."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now


class RunningOn:
    """A clock that goes on from a given moment, as fast as any other."""

    def __init__(self, start: datetime) -> None:
        self._start = start
        self._began = monotonic()

    def __call__(self) -> datetime:
        return self._start + timedelta(seconds=monotonic() - self._began)
