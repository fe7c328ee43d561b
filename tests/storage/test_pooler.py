"""PgBouncer between us and PostgreSQL: pooling sessions it works whole, pooling transactions it is recognised and refused."""

from __future__ import annotations

import asyncio
import os
import shutil
import socket
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from messages.errors import StorageDown, Trouble
from storage.core.postgres import open_postgres
from storage.people import people
from tests.databases import Server
from tests.ports import own_port
from tests.town import MONDAY
from tests.waiting import until_here

PROGRAM = shutil.which("pgbouncer") or shutil.which("pgbouncer", path="/usr/sbin")
pytestmark = pytest.mark.skipif(PROGRAM is None, reason="PgBouncer is not installed")

Pooled = Callable[[str], str]


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@pytest.fixture
def pooled(postgres_server: Server, postgres_url: str) -> Iterator[Pooled]:
    """Start a pooler in a mode before a fresh database; the address through it."""
    folder = Path(postgres_server.folder) / f"pooler-{os.getpid()}"
    folder.mkdir(exist_ok=True)
    running: list[subprocess.Popen[bytes]] = []
    name = urlsplit(postgres_url).path.strip("/")
    host = parse_qs(urlsplit(postgres_url).query)["host"][0]

    def start(mode: str) -> str:
        port = own_port()
        settings = folder / f"{mode}.ini"
        settings.write_text(
            f"[databases]\n{name} = host={host} user=postgres\n[pgbouncer]\nlisten_addr = 127.0.0.1\nlisten_port = {port}\n"
            f"unix_socket_dir =\nauth_type = any\npool_mode = {mode}\nmax_client_conn = 100\ndefault_pool_size = 20\n"
        )
        user = "nobody" if os.geteuid() == 0 else None  # it refuses to run as root
        running.append(subprocess.Popen([str(PROGRAM), "-q", str(settings)], user=user, cwd=folder))
        until_here(lambda: _answers(port), "PgBouncer does not start")
        return f"postgresql://postgres@127.0.0.1:{port}/{name}"

    yield start
    for process in running:
        process.kill()
        process.wait()
    shutil.rmtree(folder, ignore_errors=True)


async def test_sessions_are_pooled_and_everything_works(pooled: Pooled) -> None:
    """It was refused for a startup parameter the pooler did not know."""
    database = await open_postgres(pooled("session"))

    async def joins(number: int) -> int:
        return await database.write(lambda tx: people.add(tx, name=f"党员{number}", now=MONDAY), alone=["same"])

    try:
        ids = await asyncio.gather(*(joins(n) for n in range(20)))
        assert len(set(ids)) == 20
        done = asyncio.Event()

        async def work() -> None:
            done.set()

        await database.run_alone("receive", work)
        assert done.is_set()
    finally:
        await database.close()


async def test_pooled_transactions_are_said(pooled: Pooled) -> None:
    with pytest.raises(StorageDown, match="pool_mode = session") as refused:
        await open_postgres(pooled("transaction"))
    assert refused.value.trouble is Trouble.POOLED
