"""Whether the bot is well, from what it really sees: the database answers, channels are connected, messages move."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from storage.core.tx import Database
from storage.operations import figures
from storage.operations.figures import Waiting

STUCK = timedelta(minutes=10)
"""A message that could go and has waited longer than this means that something is wrong."""


async def database_words(database: Database) -> str:
    """What is wrong with the database; nothing when it answers."""
    try:
        await database.read(figures.figures)
    except Exception as error:  # whatever it is, the database does not answer
        return f"{type(error).__name__}: {error}"
    return ""


async def outbox_words(database: Database, now: datetime) -> dict[str, str]:
    """For each channel with messages that could have gone long ago, how many."""
    stuck: Sequence[Waiting] = await database.read(lambda tx: figures.waiting(tx, now))
    return {
        f"outbox {w.channel}": f"{w.many} messages wait, the first since {w.oldest:%Y-%m-%d %H:%M} UTC"
        for w in stuck
        if now - w.oldest > STUCK
    }
