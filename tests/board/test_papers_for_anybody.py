"""What a stranger reads of the papers people hold: a permit, a certificate of hours, an honour; a surname at most."""

from __future__ import annotations

import re
from datetime import date, timedelta

import httpx
import pytest

from storage.operations import person_data
from storage.people import erasure
from tests.stories.activities.test_volunteer_day import SATURDAY, named, plan
from tests.stories.honours.test_honours import nominated
from tests.stories.sites.test_permits import melons, permit_of
from tests.town import ZONE, Town, on_day

pytestmark = pytest.mark.parametrize("shape", ["web"])
SECRET = ("李大山", "大山", "山门村", "孙大姐", "王芳", "疏通了", "孙队员", "赵队长")
"""A farmer and their village, a volunteer, a nominee and the deed, a keeper and a host."""


async def papers(town: Town) -> str:
    """One of each kind; the number of the certificate."""
    sun, farmer, host = await town.staff("孙队员", "squad"), town.player("瓜农"), await town.staff("赵队长", "squad")
    await melons(town, sun)
    await permit_of(town, farmer)
    await sun.taps("给证")
    chen, wang = await nominated(town)
    await wang.taps("同意")
    await chen.says("荣誉")
    await chen.taps("看 1")
    await chen.taps("公示五个工作日")
    await plan(town, host)
    volunteer = await named(town, "孙大姐")
    town.clock.at(SATURDAY + timedelta(hours=2))
    await host.says("记时长 1")
    await host.picks("孙大姐")
    await host.taps("都对，办结")
    await volunteer.says("时长证明")
    await town.hours.run_asked()
    town.clock.at(on_day(date(2026, 12, 1)))
    await chen.says("待办")
    await chen.taps("公示期满")
    await chen.taps("公示期满，授")
    chen.sees("RY-2026-001")
    return await number_of(town, "孙大姐")


async def number_of(town: Town, name: str) -> str:
    """The number of the certificate of whoever is called so."""
    [one] = await town.database.read(lambda tx: erasure.find(tx, name))
    found = await town.database.read(lambda tx: person_data.of(tx, one.id, ZONE))
    rows = found["hour_papers"] if found else []
    assert isinstance(rows, list)
    return str(rows[0]["number"])


async def test_papers_that_are_genuine_tell_nobodys_name(town: Town, browser: httpx.AsyncClient) -> None:
    number = await papers(town)
    shown = {path: (await browser.get(path)).text for path in ("/permit/S26-0001", f"/hours/{number}", "/city/honours")}
    assert "李老乡" in shown["/permit/S26-0001"]
    assert "这张时长证明是真的" in shown[f"/hours/{number}"]
    seen, wanted = set[str](), [*shown, "/city", "/city/stalls", "/city/activities", "/city/pledges"]
    while wanted and len(seen) < 50:
        path = wanted.pop()
        if path in seen:
            continue
        seen.add(path)
        page = await browser.get(path)
        assert not [word for word in SECRET if word in page.text], path
        links = re.findall(r'href="(/[^"#]*)"', page.text)
        wanted += [link for link in links if not link.startswith(("/chat", "/board/style"))]
    assert len(seen) > 6
