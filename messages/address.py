"""Where one person can be reached."""

from __future__ import annotations

from files.dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Address:
    """Where one person can be reached: the channel's name and that channel's own identifier of the person or chat."""

    channel: str
    user: str

    def __str__(self) -> str:
        return f"{self.channel}:{self.user}"
