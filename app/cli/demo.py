"""`fivestar demo`: a sample street in a folder that is thrown away, played by whoever opens the page."""

from __future__ import annotations

import argparse
import logging
import tempfile
from dataclasses import replace
from datetime import time
from pathlib import Path

from app import logs
from app.app import PARTS, App, open_database
from app.channels import switched_on, web_chat
from app.cli.numbers import at_least_one
from app.cli.open_board import open_board
from app.demo.sample_town import open_street
from app.demo.wecom_stage import enrol, set_up
from app.serving import free_for, run_until_told
from app.settings import Settings
from app.towns.chosen import load
from bot.clock import wall_clock
from programme.rules import Rules
from texts import Say, speaker

HERE = "127.0.0.1"
"""Where the demonstration listens, whatever FIVESTAR_HOST says: there everybody is the manager, so nobody else may come in."""


def arguments(parser: argparse.ArgumentParser, say: Say) -> None:
    parser.add_argument("--host", default=HERE, help=say("command.demo_host"))
    parser.add_argument("--weeks", type=at_least_one, default=0, help=say("command.demo_weeks"))
    parser.add_argument("--wecom", action="store_true", help=say("command.demo_wecom"))
    parser.set_defaults(run=run)


async def run(chosen: argparse.Namespace) -> int:
    """Make the street, play its last weeks, and serve it until SIGTERM or SIGINT; with --weeks the board is opened too."""
    with tempfile.TemporaryDirectory(prefix="fivestar-demo-") as folder:
        settings, rules = load()
        logs.set_up(settings.log_format)
        logging.getLogger().setLevel(logging.WARNING)
        await _show(
            _for_demo(settings, Path(folder), chosen.host), _awake(rules), wecom=chosen.wecom, weeks=chosen.weeks
        )
    return 0


def _for_demo(settings: Settings, folder: Path, host: str) -> Settings:
    """The same settings with a database, folder, host and port of its own; no real data or channel is used."""
    port = free_for(host, settings.port)
    if settings.port and port != settings.port:
        print(speaker(settings.language)("command.demo_port", taken=settings.port, port=port))
    own = {
        "database_url": f"sqlite:///{folder / 'demo.db'}",
        "data_dir": folder / "data",
        "host": host,
        "port": port,
        "public_url": "",
        "admin_code": None,
    }
    return settings.model_copy(update=own)


def _awake(rules: Rules) -> Rules:
    """The same rules without quiet hours: a visitor at night gets every message at once."""
    noon = rules.hours.nap_from
    hours = replace(rules.hours, quiet_from=time.max, quiet_to=time.min, nap_from=noon, nap_to=noon)
    return replace(rules, hours=hours)


async def _show(settings: Settings, rules: Rules, *, wecom: bool, weeks: int) -> None:
    database, ready = await open_database(settings), open_board if weeks else None
    try:
        personas = await open_street(settings, rules, database, weeks)
        chat = web_chat(settings, database, wall_clock, personas)
        if not wecom:
            await run_until_told(App(settings, rules, database, channels=[chat], parts=PARTS), ready=ready)
            return
        stage, settings = set_up(settings)
        await enrol(database, personas)
        phones = [
            channel for channel in switched_on(settings, database, wall_clock) if channel.name in ("wecom", "kefu")
        ]
        app = App(settings, rules, database, channels=[chat, *phones], parts=PARTS)
        print(speaker(settings.language)("command.demo_phones", address=f"{stage.address}/stage"))
        await run_until_told(app, stage.routes(), ready)
    finally:
        await database.close()
