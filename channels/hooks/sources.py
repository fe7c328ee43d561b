"""What the channel of the platforms is lent: its sources as values, their keys, and how a vendor's message is read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from files.dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Message:
    """One alert as it goes to the engine: its own id, all of it as JSON without the picture, and the picture."""

    id: str
    body: str
    image: str = ""


class Source(Protocol):
    """One platform as the settings have it."""

    @property
    def name(self) -> str: ...
    @property
    def image_hosts(self) -> Sequence[str]: ...
    @property
    def callback(self) -> str: ...
    @property
    def signed_only(self) -> bool: ...
    @property
    def per_minute(self) -> int: ...
    @property
    def fields(self) -> Mapping[str, str]: ...


class Platforms(Protocol):
    """Which platforms there are and what they may."""

    def source(self, name: str) -> Source | None: ...

    def read(self, source: Source, event: Mapping[str, Any]) -> Sequence[Message]:
        """Raises ValueError, in words for whoever sets the platform up."""
        ...

    async def secrets(self, source: str) -> Sequence[str]:
        """The keys that are good now, the newest first. Raises StorageDown."""
        ...
