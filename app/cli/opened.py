"""Opens what most verbs need (settings, logs, database, the wired app) and closes it at the end."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from app import logs
from app.app import App, open_database
from app.holidays import learn_holidays
from app.towns.chosen import load
from app.towns.here import TOWN
from app.towns.town_files import schema_of
from files.lazily import lazy

if TYPE_CHECKING:
    from storage.core import postgres_towns
else:
    postgres_towns = lazy("storage.core.postgres_towns")  # asyncpg is needed by nobody else


@asynccontextmanager
async def opened_app() -> AsyncIterator[App]:
    """The app on the database of the settings, with no channel and no task going: beside a running bot.

    Raises:
        SettingsError: the settings do not make sense.
        StorageDown: the database cannot be opened.
    """
    settings, rules = load()
    logs.set_up(settings.log_format)
    if TOWN.get():  # one that was never run has no schema yet
        await postgres_towns.make_schema(settings.database_url, schema_of(settings.database_url))
    database = await open_database(settings)
    app = App(settings, rules, database)
    try:
        await learn_holidays(database, rules)
        yield app
    finally:
        app.workers.close()
        await database.close()
