"""Lends the channel of the platforms its sources from programme.toml, the reading of their words, and their keys."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import orjson

from bot.clock import Clock
from channels.hooks.channel import Hooks
from channels.hooks.sources import Message
from channels.hooks.sources import Source as SourceOfChannel
from programme.intake import alerts
from programme.platforms import Source
from programme.rules import Rules
from storage.core.tx import Database
from storage.intake import api_keys


class Platforms:
    """See `channels.hooks.sources.Platforms`."""

    def __init__(self, rules: Rules, database: Database) -> None:
        self._rules = rules
        self._database = database

    def source(self, name: str) -> Source | None:
        return self._rules.intake.source(name)

    def read(self, source: SourceOfChannel, event: Mapping[str, Any]) -> Sequence[Message]:
        known = self._rules.intake.source(source.name)
        return [_message(alert) for alert in alerts.read(known, event)] if known else []

    async def secrets(self, source: str) -> Sequence[str]:
        found = await self._database.read(lambda tx: api_keys.named(tx, api_keys.ALERTS, source))
        return [key.secret for key in found]


def _message(alert: alerts.Alert) -> Message:
    """A link goes along in the words too; a picture in base64 does not."""
    image = alert.image
    link = image if image[:8].casefold().startswith(("http://", "https://")) else ""
    return Message(alert.id, orjson.dumps({"what": "alert", **asdict(alert), "image": link}).decode(), image)


def hooks_channel(rules: Rules, database: Database, data_dir: Path, clock: Clock) -> Hooks:
    """The channel of the platforms; without sources it refuses whoever knocks."""
    return Hooks(Platforms(rules, database), data_dir, clock)
