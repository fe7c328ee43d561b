"""A clock for lived-through weeks: it stands until it is put forward."""

from __future__ import annotations

from datetime import datetime


class PutForward:
    """Gives `now`, which whoever tells the story sets."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now
