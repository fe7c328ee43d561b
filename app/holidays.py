"""The holidays an office has entered, made known to this process: from programme.toml, and from the database now and then."""

from __future__ import annotations

import asyncio
import logging

from messages.errors import StorageDown
from programme import calendar
from programme.rules import Rules
from storage.core.tx import Database
from storage.operations import holidays

log = logging.getLogger(__name__)

EVERY = 60.0
"""Seconds until a list that another process wrote down is known here."""


async def learn_holidays(database: Database, rules: Rules) -> None:
    """What stands in programme.toml holds before what was entered by a command or in chat."""
    calendar.enter([*await database.read(holidays.lists), *rules.holiday_lists()])


async def keep_learning(database: Database, rules: Rules) -> None:
    """Until cancelled."""
    while True:
        await asyncio.sleep(EVERY)
        try:
            await learn_holidays(database, rules)
        except StorageDown as error:
            log.warning("holidays are looked up again later: %s", error)
