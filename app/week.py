"""The week so far in figures, for the board and for the command line."""

from __future__ import annotations

import asyncio

from app.app import App
from documents.digest.digest_figures import Digest
from programme.calendar import week_of
from schedules.digest_week import digest_of, span_of
from storage.digest import digest


async def week_so_far(app: App) -> Digest:
    """Everything of the running week up to now, as the digest would tell it."""
    return await week_at(app)


async def week_at(app: App, period: str = "") -> Digest:
    """The same of any week that has begun.

    Raises:
        ValueError: the period is no week, or has not begun.
    """
    now = app.clock().astimezone(app.settings.zone)
    span = span_of(period or week_of(now.date()), now)
    raw = await app.database.read(lambda tx: digest.of_week(tx, span))
    return await asyncio.to_thread(digest_of, raw, app.rules, app.settings.zone)
