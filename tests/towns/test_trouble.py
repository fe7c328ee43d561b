"""One town's trouble is never another's: it is said where it is, the others run on, and what is put right is taken up."""

from __future__ import annotations

import asyncio
import os

import pytest

from messages.address import Address
from messages.incoming import Incoming
from tests.databases import Server
from tests.towns.province import Province
from tests.waiting import until
from texts import LANGUAGES

NOODLES = "李记面馆"


async def works(province: Province, name: str) -> None:
    li, _ = await province.settle(name, NOODLES)
    await li.says("自查")
    await li.sees("门前五包")


async def told(province: Province, name: str) -> tuple[int, str]:
    async with province.browser("") as operator:
        found = await operator.get(f"/healthz/{name}")
        return found.status_code, str(found.json()["parts"])


async def test_a_wrong_token(province: Province) -> None:
    await province.add("jixi", token="1:wrong")
    await province.add("ningguo")
    await province.start()
    await works(province, "ningguo")
    await until(lambda: not province.app("jixi").channels["telegram"].health.ok)
    status, words = await told(province, "jixi")
    assert status == 503
    assert "channel telegram" in words
    assert (await told(province, "ningguo"))[0] == 200
    async with province.browser("") as operator, province.browser("jixi") as people:
        whole = await operator.get("/healthz")
        assert whole.status_code == 200, "to start the process again would stop the others and help nobody"
        assert whole.json()["parts"]["ningguo"] == "ok"
        assert "telegram" in whole.json()["parts"]["jixi"]
        assert (await people.get("/chat")).status_code == 200, "its pages go on"
    assert province.apis["jixi"].asked("sendMessage") == []


async def test_rules_that_cannot_be_read_and_are_mended(province: Province) -> None:
    await province.add("jixi", rules="[rating]\nnonsense = 1\n")
    await province.add("ningguo")
    await province.start()
    status, words = await told(province, "jixi")
    assert status == 503
    assert "jixi.toml line 2" in words
    async with province.browser("") as operator, province.browser("jixi") as people:
        assert 'fivestar_town_ok{town="jixi"} 0.0' in (await operator.get("/metrics")).text
        for path in ("/", "/chat", "/board", "/telegram/webhook"):
            page = await people.get(path, headers={"accept": "text/html"})
            assert (page.status_code, "ningguo" in page.text) == (503, False), "it says nothing of the others"
            assert "retry-after" in page.headers
            for language in LANGUAGES:
                assert f'lang="{language}"' in page.text, "nobody knows yet which one the town speaks"
            assert page.text.count("fivestar doctor") == len(LANGUAGES), "what to do is said"
        assert (await operator.get("/chat")).status_code == 404, "no town is meant"
    await works(province, "ningguo")
    async with province.browser("ningguo") as people:
        assert (await people.get("/chat")).status_code == 200
    (province.folder / "jixi.toml").write_text("", "utf-8")
    await until(lambda: province.is_open("jixi"))
    await works(province, "jixi")


async def test_a_file_with_the_host_name_of_a_town_that_is_open(province: Province) -> None:
    """A town whose rules cannot be read answers at no other's host name, even where its file says so."""
    await province.add("anqing", rules="[rating]\nnonsense = 1\n", PUBLIC_URL="http://ningguo.localhost:8080")
    await province.add("ningguo")
    await province.start()
    async with province.browser("ningguo") as people, province.browser("anqing") as others:
        assert (await people.get("/chat")).status_code == 200
        assert (await others.get("/chat")).status_code == 404


SPOILT = {
    "newer": "CREATE TABLE migrations (number BIGINT UNIQUE, name TEXT, applied_at BIGINT); "
    "INSERT INTO migrations VALUES (9999, 'later', 0)",
    "shops": "CREATE TABLE shops (whatever TEXT)",
}
"""What is in a schema that cannot be brought up to date, by what is said about it."""


@pytest.mark.parametrize("said", SPOILT)
async def test_a_schema_that_cannot_be_brought_up_to_date(
    province: Province, postgres_server: Server, said: str
) -> None:
    await province.add("jixi")
    await province.add("ningguo")
    url = os.environ["FIVESTAR_DATABASE_URL"]
    await postgres_server.admin(f"CREATE SCHEMA jixi; SET search_path TO jixi; {SPOILT[said]}", url)
    await province.start()
    status, words = await told(province, "jixi")
    assert status == 503
    assert said in words
    await works(province, "ningguo")


async def test_two_files_with_one_token_answer_for_nobody(province: Province) -> None:
    """A file copied for a new town: neither is right to guess, and the people of one must not speak to the other."""
    await province.add("jixi")
    await province.add("ningguo")
    copied = (province.folder / "ningguo.env").read_text("utf-8")
    (province.folder / "langxi.env").write_text(copied, "utf-8")
    await province.start()
    for name, other in (("ningguo", "langxi"), ("langxi", "ningguo")):
        status, words = await told(province, name)
        assert status == 503
        assert "FIVESTAR_TELEGRAM__…" in words
        assert other in words
    await works(province, "jixi")
    assert province.apis["ningguo"].calls == []


async def test_a_flood_in_one_town_holds_up_no_other(province: Province) -> None:
    await province.add("jixi")
    await province.add("ningguo")
    await province.start()
    flooded = province.app("jixi")
    li, _ = await province.settle("ningguo", NOODLES)
    busy, _ = await province.settle("jixi", NOODLES)
    crowd = [Address("telegram", str(busy.number + n % 40)) for n in range(1200)]
    many = [Incoming(f"telegram:flood:{n}", who, flooded.clock(), text="自查") for n, who in enumerate(crowd)]
    flood = asyncio.gather(*[flooded.receive(message) for message in many])
    await asyncio.sleep(0.05)
    await li.says("自查")
    await li.sees("门前五包")
    assert not flood.done(), "the flood was over before: it proves nothing"
    await flood
