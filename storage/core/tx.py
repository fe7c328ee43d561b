"""Transactions and databases: what storage offers the rest of the programme. A turn awaits nothing else.

The statements are named (see `statements`), the rows typed (see `rows`); both databases look the same from here.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Protocol, TypeVar

from storage.core.rows import Plain, Row, make_all, plain_copy, plain_values
from storage.core.statements import Statement

T = TypeVar("T")
R = TypeVar("R")


class Tx(ABC):
    """One open transaction. `dialect` is `sqlite` or `postgres`."""

    dialect: str
    _statements: Mapping[str, Statement]

    @abstractmethod
    async def _fetch(self, statement: Statement, values: dict[str, Plain]) -> Sequence[Row]: ...

    @abstractmethod
    async def _execute(self, statement: Statement, values: dict[str, Plain]) -> int: ...

    @abstractmethod
    async def _execute_many(self, statement: Statement, values: Sequence[dict[str, Plain]]) -> None: ...

    @abstractmethod
    async def _execute_rows(self, statement: Statement, rows: Sequence[Sequence[Plain]]) -> None: ...

    @abstractmethod
    async def raw(self, sql: str) -> None:
        """Run one statement as it stands: savepoints, migrations and statistics only."""

    async def rows(self, name: str, /, **values: object) -> Sequence[Row]:
        """All rows of a named query, untyped: for exports and figures."""
        return await self._fetch(self._statements[name], plain_values(values))

    async def all(self, kind: type[T], name: str, /, **values: object) -> list[T]:
        """All rows of a named query as `kind`."""
        statement = self._statements[name]
        return make_all(kind, statement.sql, await self._fetch(statement, plain_values(values)))

    async def one(self, kind: type[T], name: str, /, **values: object) -> T | None:
        """The first row as `kind`, or None."""
        statement = self._statements[name]
        found = make_all(kind, statement.sql, (await self._fetch(statement, plain_values(values)))[:1])
        return found[0] if found else None

    async def value(self, name: str, /, **values: object) -> Any:
        """The first column of the first row, or None; `INSERT … RETURNING id` gives the new id."""
        found = await self.rows(name, **values)
        return found[0][0] if found else None

    async def do(self, name: str, /, **values: object) -> int:
        """Run a named change; how many rows it touched."""
        return await self._execute(self._statements[name], plain_values(values))

    async def many(self, name: str, /, values: Sequence[Mapping[str, object]]) -> None:
        """Run a named change once for each set of values, in one go."""
        if values:
            await self._execute_many(self._statements[name], [plain_copy(v) for v in values])

    async def many_rows(self, name: str, /, rows: Sequence[Sequence[Plain]]) -> None:
        """The same for thousands of rows of plain values, each in the order in which the statement names them."""
        if rows:
            await self._execute_rows(self._statements[name], rows)

    @asynccontextmanager
    async def savepoint(self) -> AsyncIterator[None]:
        """What fails inside is undone; what came before in the transaction stays."""
        await self.raw("SAVEPOINT turn")
        try:
            yield
        except BaseException:
            await self.raw("ROLLBACK TO SAVEPOINT turn")
            await self.raw("RELEASE SAVEPOINT turn")
            raise
        await self.raw("RELEASE SAVEPOINT turn")


Work = Callable[[Tx], Awaitable[R]]
"""What to do inside one transaction. It may await nothing but its `Tx`.

It may be run again from the start, on PostgreSQL when somebody else changed the same rows first, on SQLite when a piece of
writing that was to be committed with it failed: what it keeps outside the database it must begin afresh each time.
"""


class Database(Protocol):
    """Where the programme is kept. Two kinds: an embedded file, or a PostgreSQL server."""

    dialect: str
    lanes: int
    """How many transactions may write beside each other with profit."""

    async def write(self, work: Work[R], *, alone: Iterable[str] = ()) -> R:
        """Run `work` in one transaction and return after its commit.

        `alone` names what no other process may be about at the same time (a sender, an outbox): it waits for its turn and
        then sees what the one before has done. The embedded database has one writer anyway.

        Raises:
            messages.errors.StorageDown: the database or its disk cannot take it; nothing was changed.
        """
        ...

    async def read(self, work: Work[R]) -> R:
        """Run `work` on a connection that can only read, beside the writer."""
        ...

    async def version(self) -> str:
        """What differs after anything was committed, by whatever process: asked in a moment, so that whoever keeps what
        they read knows whether it still stands. It may differ without a change."""
        ...

    async def backup(self, target: Path) -> None:
        """Write everything, as it is at one moment, into the new SQLite file `target`, while the bot goes on."""
        ...

    async def run_alone(self, name: str, work: Callable[[], Awaitable[None]]) -> None:
        """Do something without end that only one process may be about, such as polling; the others wait their turn here.

        Raises:
            messages.errors.StorageDown: the claim to it was lost, and `work` was stopped.
        """
        ...

    async def try_alone(self, name: str, work: Callable[[], Awaitable[None]]) -> bool:
        """Do something that ends, unless another process is about it just now; whether we did.

        Raises:
            messages.errors.StorageDown: the claim to it was lost, and `work` was stopped.
        """
        ...

    async def close(self) -> None: ...
