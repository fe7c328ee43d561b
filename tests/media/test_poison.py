"""What is made to hurt whoever opens it hurts a worker at the most: refused by its header, or ended by its limits."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from documents.drawing.picture_header import MEMORY, SCANS, read_header
from documents.isolation.desk import Budget, Overrun
from documents.isolation.limits import Limits
from documents.isolation.workers import Workers
from documents.roster.roster_cells import Unreadable
from programme.duties import DEFAULT_DUTIES
from tests.media import poison
from tests.media.pictures import from_a_telephone, opened, saved, scene
from tests.roster.books import HEAD, LI, csv, xlsb
from tests.waiting import until


@pytest.fixture
def workers() -> Iterator[Workers]:
    made = Workers(most=2)
    yield made
    made.close()


TOO_MUCH = {
    "a WebP of 34 bytes": poison.webp_of_34_bytes,
    "a PNG of 64 million pixels": lambda: poison.png(1, 1).replace(b"\0\0\0\1\0\0\0\1", b"\0\0\x1f\x40\0\0\x1f\x40"),
    "a PNG that claims two thousand million": lambda: poison.png(1, 1).replace(
        b"\0\0\0\1\0\0\0\1", b"\0\0\xff\0\0\0\xff\0"
    ),
    "a progressive JPEG": lambda: poison.claiming(poison.jpeg(64, 64), 12_000, 9_000),
    "a CMYK JPEG": lambda: poison.claiming(poison.jpeg(64, 64, "CMYK"), 10_000, 9_000),
    "12,000 empty scans": lambda: poison.scans(12_000, 400, 300),
    "a PDF": lambda: b"%PDF-1.7\n" + bytes(400),
    "nothing of a header": lambda: b"\xff\xd8\xff\xe0",
    "a header without end": lambda: b"\xff\xd8\xff" + b"\xff" * 9_000,
}


@pytest.mark.parametrize("what", TOO_MUCH)
async def test_what_would_take_too_much_is_refused_before_it_is_decoded(workers: Workers, what: str) -> None:
    """Four such pictures once took 4.3 GB together."""
    content = TOO_MUCH[what]()
    began = time.process_time()
    with pytest.raises(ValueError, match=r"."):
        read_header(content)
    assert time.process_time() - began < 0.5
    with pytest.raises(ValueError, match=r"."):
        await workers.photo(content)
    assert workers.resting == 1, "its worker lives: nothing was decoded"
    assert opened((await workers.photo(poison.photo())).content).format == "JPEG"


@pytest.mark.parametrize(
    "make",
    [
        lambda: from_a_telephone(scene(1, 4000, 3000)),
        lambda: saved(scene(2, 3000, 4000), "JPEG", progressive=True),
        lambda: saved(scene(3, 1440, 2000), "PNG"),
        lambda: saved(scene(4, 2000, 1500), "WEBP"),
        lambda: saved(scene(5, 2000, 1500), "WEBP", lossless=True),
        lambda: saved(scene(6).convert("CMYK")),
    ],
    ids=["telephone", "progressive", "screenshot", "webp", "lossless", "for print"],
)
async def test_the_usual_pictures_are_opened(workers: Workers, make: Callable[[], bytes]) -> None:
    content = make()
    kept = await workers.photo(content)
    assert len(kept.phash) == 16
    assert read_header(content).memory <= MEMORY / 2


def test_the_header_says_what_the_decoder_finds() -> None:
    for form, options in (
        ("JPEG", {}),
        ("JPEG", {"progressive": True}),
        ("PNG", {}),
        ("WEBP", {}),
        ("WEBP", {"lossless": True}),
    ):
        content = saved(scene(7, 613, 407), form, **options)
        header = read_header(content)
        assert (header.width, header.height) == opened(content).size, (form, options)


async def test_a_picture_that_takes_too_long_ends_its_worker_and_nobody_elses(workers: Workers) -> None:
    slow = poison.scans(SCANS - 10, 14_000, 10_000)
    short = Workers(most=1, photo=Limits(cpu=1, wall=0.5, memory=MEMORY))
    try:
        with pytest.raises(Overrun, match="too long"):
            await short.photo(slow)
        assert short.resting == 0
        assert await workers.photo(poison.photo())
    finally:
        short.close()


async def test_processor_time_is_limited_too() -> None:
    """The kernel counts whole seconds: the picture takes nearly three of a fast processor, its worker may take one at most."""
    short = Workers(most=1, photo=Limits(cpu=0, wall=60, memory=MEMORY))
    try:
        with pytest.raises(Overrun, match="processor"):
            await short.photo(poison.scans(SCANS - 10, 14_000, 10_000))
    finally:
        short.close()


async def test_whoever_is_told_to_stop_waits_for_no_decoder(workers: Workers) -> None:
    """SIGTERM once went unheard until a picture was done."""
    slow = [asyncio.create_task(workers.photo(poison.scans(SCANS - 10, 7_000, 6_000))) for _ in range(4)]
    await asyncio.sleep(0.5)
    began = time.monotonic()
    for task in slow:
        task.cancel()
    assert all(isinstance(e, asyncio.CancelledError) for e in await asyncio.gather(*slow, return_exceptions=True))
    assert time.monotonic() - began < 5
    assert await workers.photo(poison.photo()), "and others go on"


async def test_a_killed_worker_is_known_and_replaced(workers: Workers) -> None:
    await workers.photo(poison.photo())
    [(_, desk)] = workers._resting
    os.kill(desk.pid, signal.SIGKILL)
    await asyncio.to_thread(os.waitid, os.P_PID, desk.pid, os.WEXITED | os.WNOWAIT)
    assert await workers.photo(poison.photo())


async def test_nobody_needs_a_worker_no_worker_runs() -> None:
    workers = Workers(most=1, idle=0.1)
    assert workers.resting == 0, "none before the first photo"
    await workers.photo(poison.photo())
    assert workers.resting == 1
    await until(lambda: not workers.resting)
    workers.close()


@pytest.mark.skipif(sys.platform != "linux", reason="/proc tells it")
async def test_a_worker_knows_no_secret_and_may_write_nothing(
    workers: Workers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FIVESTAR_TELEGRAM__TOKEN", "777:secret")
    await workers.photo(poison.photo())
    [(_, desk)] = workers._resting
    assert b"secret" not in Path(f"/proc/{desk.pid}/environ").read_bytes()
    limits = Path(f"/proc/{desk.pid}/limits").read_text("utf-8")
    assert "Max file size             0                    0" in limits
    assert "Max address space         1200000000" in limits


def test_what_all_decode_at_once_stays_below_one_budget() -> None:
    budget, held, most, lock = Budget(100), 0, 0, threading.Lock()

    def one(many: int) -> None:
        nonlocal held, most
        mine = budget.take(many)
        with lock:
            held += mine
            most = max(most, held)
        time.sleep(0.001)
        with lock:
            held -= mine
        budget.give(mine)

    threads = [threading.Thread(target=one, args=(many,)) for many in (60, 30, 100, 45, 20, 500, 70) * 5]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert 0 < most <= 100


@pytest.mark.parametrize("far", ["XFD1048576", "A1048576", "ZZ20000"])
async def test_a_stray_cell_is_named_and_not_read_up_to(workers: Workers, far: str) -> None:
    """One cell far out once asked for 512 GB and ended the bot, fourteen times a minute."""
    with pytest.raises(Unreadable) as refused:
        await workers.roster(poison.stray_cell(far), "名册.xlsx", DEFAULT_DUTIES)
    assert (refused.value.sentence, refused.value.values) == ("cell_far", {"cell": far})


async def test_a_stray_cell_of_a_binary_workbook_is_named_too(workers: Workers) -> None:
    with pytest.raises(Unreadable) as refused:
        await workers.roster(
            xlsb(["店名", "门牌"], ["李记面馆", "1号"], far=(1_048_575, 16_383)), "名册.xlsb", DEFAULT_DUTIES
        )
    assert (refused.value.sentence, refused.value.values) == ("cell_far", {"cell": "XFD1048576"})


async def test_a_table_that_repeats_one_cell_sixteen_million_times_ends_its_worker_alone(workers: Workers) -> None:
    """OpenDocument says a cell and how often: a few hundred bytes are more than there is memory."""
    with pytest.raises(Overrun, match="memory"):
        await workers.roster(poison.repeated(1_000, 16_384), "名册.ods", DEFAULT_DUTIES)
    assert [e.name for e in (await workers.roster(poison.repeated(1, 2), "名册.ods", DEFAULT_DUTIES)).entries] == ["x"]


async def test_a_cell_that_is_only_coloured_harms_nothing(workers: Workers) -> None:
    sheet = await workers.roster(poison.stray_cell(only_coloured=True), "名册.xlsx", DEFAULT_DUTIES)
    assert [entry.name for entry in sheet.entries] == ["李记面馆"]


async def test_a_roster_comes_back_from_its_worker_as_it_was_read(workers: Workers) -> None:
    sheet = await workers.roster(csv(HEAD, LI, ",2号,,,,,"), "名册.csv", DEFAULT_DUTIES)
    assert [entry.phone for entry in sheet.entries] == ["13800001000"]
    assert [(p.sentence, p.row) for p in sheet.problems] == [("nameless", 3)]
