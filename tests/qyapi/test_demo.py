"""`fivestar demo --wecom`: two telephones on a page, the real channels behind them."""

from __future__ import annotations

import asyncio
from pathlib import Path

import httpx

from app.app import App
from app.channels import switched_on
from app.demo.wecom_stage import MEMBER, MERCHANT, set_up
from app.settings import Settings
from bot.clock import wall_clock
from programme.rules import Rules
from storage.core.sqlite import open_sqlite
from storage.core.tx import Tx
from storage.people import invites
from tests.waiting import until
from web.server import serve, site


async def test_a_visitor_taps_a_card_and_a_menu(tmp_path: Path) -> None:
    stage, settings = set_up(Settings(_env_file=None, data_dir=tmp_path, port=0))
    database = await open_sqlite(tmp_path / "a.db")

    async def code(tx: Tx) -> str:
        return await invites.make(tx, kind="role", name="王芳", now=wall_clock(), days=1, role="member")

    invite = await database.write(code)
    phones = [c for c in switched_on(settings, database, wall_clock) if c.name != "web"]
    app = App(settings, Rules(), database, channels=phones, parts=("web", "sender"))
    await app.prepare()
    app.start()
    ready = asyncio.Event()
    pages = site([*stage.routes(), *(r for c in phones for r in c.routes())], health=app.health, metrics=bytes)
    app.supervisor.keep("site", lambda: serve(pages, settings.host, settings.port, ready))
    await ready.wait()
    async with httpx.AsyncClient(base_url=stage.address) as http:
        assert "三部手机" in (await http.get("/stage")).text
        assert "adoptedStyleSheets" in (await http.get("/stage/phones.js")).text
        await http.post("/stage/act", json={"who": MEMBER, "text": invite})
        await until(lambda: any("您好" in s.get("text", "") for s in stage.screens[MEMBER]))
        await http.post("/stage/act", json={"who": MEMBER, "text": "语言"})
        await until(lambda: any(s.get("buttons") for s in stage.screens[MEMBER]))
        card = next(s for s in stage.screens[MEMBER] if s.get("buttons"))
        english = next(b for b in card["buttons"] if b["text"] == "English")
        await http.post(
            "/stage/act", json={"who": MEMBER, "text": "English", "key": english["key"], "task": card["task"]}
        )
        await until(lambda: card.get("done") == "English")
        await http.post("/stage/act", json={"who": MERCHANT, "text": "语言"})
        await until(lambda: any(s.get("menu") for s in stage.screens[MERCHANT]))
        assert (await http.get("/stage/screens")).json()["screens"][MERCHANT][0] == {"from": "me", "text": "语言"}
    await app.stop()
    await database.close()
