"""Connections to a PostgreSQL server, set up alike whoever stands between, and in words why there is none.

What we want of a session is said after connecting: a pooler refuses startup parameters it does not know. A pooler that gives
every transaction another connection is recognised, since locks and claims would not hold behind it.
"""

from __future__ import annotations

import os
from collections.abc import Awaitable, Callable
from secrets import token_hex
from typing import Any, TypeVar
from urllib.parse import parse_qsl, urlsplit

import asyncpg

from messages.errors import StorageDown, Trouble

R = TypeVar("R")

_PATIENCE = 30.0
"""Seconds to wait for the server to answer."""

_SESSION = {
    "timezone": "UTC",
    "jit": "off",  # short statements: compiling them costs more than running them
    "lock_timeout": "30s",
    "idle_in_transaction_session_timeout": "60s",  # a process that hangs must not hold the others up
}
_SET = "; ".join(f"SET {name} = '{value}'" for name, value in _SESSION.items())
_REFUSED = ("28", "3D", "42501")
"""SQLSTATEs of a login, a database or a right that is not there."""
_LOST_STATEMENTS = ("26000", "42P05")
"""A prepared statement that is gone or already there: its connection was somebody else's meanwhile."""


async def set_up(connection: Any) -> None:
    """Make a new connection what ours are."""
    await connection.execute(_SET)


async def connect(url: str, patience: float) -> Any:
    """One connection outside the pool.

    Raises:
        StorageDown: the server cannot be reached or refuses us.
    """

    async def connected() -> Any:
        connection = await asyncpg.connect(url, timeout=patience)
        try:
            await set_up(connection)
        except BaseException:  # stopped on the way too: the server would keep it until it notices
            connection.terminate()
            raise
        return connection

    return await in_words(url, connected)


async def _clean(_connection: Any) -> None:
    """A connection keeps nothing from one use to the next: nobody here sets, listens or holds a cursor."""


async def make_pool(url: str, most: int) -> Any:
    """At most so many connections, made as they are needed.

    Raises:
        StorageDown: as for `open_postgres`.
    """

    async def connected() -> Any:
        return await asyncpg.create_pool(
            url,
            min_size=1,
            max_size=most,
            timeout=_PATIENCE,
            command_timeout=2 * _PATIENCE,
            statement_cache_size=1024,
            max_cached_statement_lifetime=0,
            init=set_up,
            reset=_clean,
            server_settings={"application_name": f"fivestar {token_hex(6)}"},  # who claimed what
        )

    pool = await in_words(url, connected)
    try:
        await in_words(url, lambda: refuse_pooled_transactions(pool, url, _PATIENCE))
    except BaseException:
        pool.terminate()
        raise
    return pool


async def in_words(url: str, connecting: Callable[[], Awaitable[R]]) -> R:
    """The result of connecting.

    Raises:
        StorageDown: it failed; names the server, without the password, and the reason.
    """
    try:
        return await connecting()
    except asyncpg.PostgresError as error:
        state = str(error.sqlstate or "")
        if state in _LOST_STATEMENTS:
            raise pooled(url) from error
        raise _closed(url, _reason(error), Trouble.REFUSED if state.startswith(_REFUSED) else Trouble.OTHER) from error
    except OSError as error:  # a time-out too
        raise _closed(url, f"it does not answer ({_reason(error)})", Trouble.UNREACHABLE) from error
    except (asyncpg.InterfaceError, asyncpg.InternalClientError, ValueError) as error:
        raise _closed(url, _reason(error), Trouble.OTHER) from error


def _closed(url: str, why: str, trouble: Trouble) -> StorageDown:
    return StorageDown(f"cannot open the PostgreSQL database at {_server(url)}: {why}", trouble)


async def refuse_pooled_transactions(pool: Any, url: str, patience: float) -> None:
    """Two connections of ours are two sessions of the server, unless a pooler lends one to both.

    Raises:
        StorageDown: it does.
    """
    async with pool.acquire(timeout=patience) as one, pool.acquire(timeout=patience) as other:
        for _ in range(3):
            if await one.fetchval("SELECT pg_backend_pid()") == await other.fetchval("SELECT pg_backend_pid()"):
                raise pooled(url)


def pooled(url: str) -> StorageDown:
    return StorageDown(
        f"the pooler at {_server(url)} pools transactions; it must pool sessions (pool_mode = session)", Trouble.POOLED
    )


def _server(url: str) -> str:
    """host:port as a person would look for it; never the password."""
    try:
        parts = urlsplit(url)
        named = dict(parse_qsl(parts.query))
        return f"{parts.hostname or named.get('host') or 'localhost'}:{parts.port or named.get('port') or 5432}"
    except ValueError:
        return "an address that is none"


def _reason(error: BaseException) -> str:
    if isinstance(error, TimeoutError):
        return "no answer in time"
    if isinstance(error, OSError) and error.errno and error.errno > 0:
        return os.strerror(error.errno)
    return str(error) or type(error).__name__
