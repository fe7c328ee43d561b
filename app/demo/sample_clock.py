"""A clock for the played weeks of the demonstration: it stands still until it is set forward."""

from __future__ import annotations

from datetime import datetime


class PutForward:
    """A clock whose `now` is set by the script that plays the weeks."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now
