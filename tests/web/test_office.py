"""What the office adds to the page: a code behind a door sign's address, and tables beside photos."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.async_api import expect

from messages.attachment import Medium
from tests.roster.books import HEAD, LI, csv, xlsx
from tests.web.browser import CHROMIUM, Opens, bubble, seen
from tests.web.conftest import served, visitor
from tests.web.echo import Echo

BOOK = xlsx(HEAD.split(","), LI.split(","))

TABLES = [
    (BOOK, "xlsx"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 100, "xls"),
    (csv(HEAD, LI), "csv"),
    (csv(HEAD, LI, encoding="gbk"), "csv"),
]


@pytest.mark.parametrize(("content", "ending"), TABLES)
async def test_a_table_is_taken_as_a_file(echo: Echo, content: bytes, ending: str) -> None:
    async with visitor(echo) as chen:
        answer = (await chen.uploads(content)).json()
        assert (answer["kind"], answer["name"].rpartition(".")[2]) == ("file", ending)
        assert (await chen.posts("roster-0001", files=[answer["name"]])).status_code == 200
        (kept,) = echo.heard[-1].attachments
        assert kept.kind is Medium.FILE
        assert await echo.chat.fetch(kept) == content


@pytest.mark.parametrize(
    "content", [b"<html>\n<a>1,2</a>", b"hello, no line", b"PK\x03\x04word/document.xml", b"%PDF\n1,2"]
)
async def test_what_is_no_table_is_refused(echo: Echo, content: bytes) -> None:
    async with visitor(echo) as chen:
        assert (await chen.uploads(content)).status_code == 422


@pytest.mark.browser
@pytest.mark.skipif(not CHROMIUM, reason="Chromium is not installed")
async def test_a_scanned_door_sign_says_its_code_once(tmp_path: Path, opens: Opens) -> None:
    echo = Echo(tmp_path)
    async with served(echo) as address:
        page = await opens(f"{address}/chat#code=8VQH2UNE")
        await expect(bubble(page, "8VQH2UNE").first).to_be_visible()
        assert page.url == f"{address}/chat", "the code does not stay in the address"
        await page.reload()
        await page.wait_for_timeout(500)
        assert [i.text for i in echo.heard] == ["8VQH2UNE"], "and there is no greeting beside it"


@pytest.mark.browser
@pytest.mark.skipif(not CHROMIUM, reason="Chromium is not installed")
async def test_a_roster_is_sent_like_a_photo(tmp_path: Path, opens: Opens) -> None:
    echo = Echo(tmp_path)
    async with served(echo) as address:
        page = await opens(f"{address}/chat")
        file = {"name": "名册.xlsx", "mimeType": "application/vnd.ms-excel", "buffer": BOOK}
        await page.set_input_files("input[type=file]", [file])  # type: ignore[list-item]
        await expect(seen(page).locator("a.download", has_text=".xlsx")).to_be_visible()
        await expect(page.locator(".going")).to_have_count(0)
        assert [a.kind for i in echo.heard for a in i.attachments] == [Medium.FILE]
