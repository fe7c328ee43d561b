"""The image is built and the bot runs in it as its own user: the Dockerfile had never been tried.

The first time it fetches a Debian root and the wheels (minutes); later it takes a copy of them (under a minute).
"""

from __future__ import annotations

import asyncio
import os
import re
import shutil
import signal
import tempfile
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.deploy.image import Image, why_not
from tests.ports import own_port

pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(900),
    pytest.mark.skipif(bool(why_not()), reason=why_not() or "it can be done"),
]


@pytest.fixture
def image() -> Iterator[Image]:
    folder = Path(tempfile.mkdtemp(prefix="fivestar-image-", dir="/var/tmp"))
    folder.chmod(0o755)
    try:
        yield Image(folder)
    finally:
        shutil.rmtree(folder)


async def test_the_steps_of_the_image_make_a_bot_that_runs_in_it(image: Image) -> None:
    await asyncio.to_thread(image.build)
    assert image.user == "fivestar"
    assert not list((image.root / "app").glob("tests")), "what lies about is not in it"
    port = own_port()
    image.environment |= {"FIVESTAR_PORT": str(port)}
    bot = await asyncio.create_subprocess_exec(
        *image.inside(*image.command), stdout=asyncio.subprocess.PIPE, start_new_session=True
    )
    assert bot.stdout
    try:
        said = (await asyncio.wait_for(bot.stdout.readline(), 60)).decode()
        assert re.search(r"ready: http://127\.0\.0\.1:", said)
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", follow_redirects=True) as http:
            assert (await http.get("/")).status_code == 200
        health = [word.replace(":8080", f":{port}") for word in image.health]
        checked = await asyncio.create_subprocess_exec(*image.inside(*health))
        assert await asyncio.wait_for(checked.wait(), 20) == 0, "the health check of the image"
        kept = image.root / "data" / "fivestar.db"
        assert kept.stat().st_uid == 10001, "it is its own user's file"
    finally:
        os.kill(bot.pid, signal.SIGTERM)
        stopped = await asyncio.wait_for(bot.wait(), 20)
    assert stopped == 0
