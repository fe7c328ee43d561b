"""`fivestar keys add|list|revoke`: keys of platforms and applications, each shown once."""

from __future__ import annotations

import argparse
import re

from app.app import App
from app.cli.opened import opened_app
from messages.errors import RefusedByRule
from storage.intake import api_keys
from storage.intake.api_keys import ALERTS, SCOPES, ApiKey
from texts import Say

_NAME = re.compile(r"[^\s:]{1,60}")


def arguments(parser: argparse.ArgumentParser, say: Say) -> None:
    parser.add_argument("what", choices=("add", "list", "revoke"), help=say("intake.keys_what"))
    parser.add_argument("name", nargs="?", default="", metavar="NAME", help=say("intake.keys_name"))
    parser.add_argument("--for", dest="scope", choices=SCOPES, default="", help=say("intake.keys_for"))
    parser.add_argument("--per-minute", type=int, default=0, metavar="N", help=say("intake.keys_per_minute"))
    parser.set_defaults(run=run)


async def run(chosen: argparse.Namespace) -> int:
    """Do one of the three.

    Raises:
        RefusedByRule: there is no such source or key.
    """
    async with opened_app() as app:
        if chosen.what == "add":
            await _add(app, chosen.name, chosen.scope, chosen.per_minute)
        elif chosen.what == "revoke":
            await _revoke(app, chosen.name)
        else:
            await _list(app)
    return 0


async def _add(app: App, name: str, scope: str, per_minute: int) -> None:
    if not _NAME.fullmatch(name) or not scope:
        raise RefusedByRule(app.say("intake.keys_no_name"))
    if scope == ALERTS and app.rules.intake.source(name) is None:
        raise RefusedByRule(app.say("intake.keys_no_source", name=name))
    key = await app.database.write(lambda tx: api_keys.make(tx, name, scope, app.clock(), max(0, per_minute)))
    print(app.say("intake.keys_made", name=name, key=key))
    print(app.say(f"intake.keys_made_{scope}", name=name, address=app.settings.address))


async def _revoke(app: App, name: str) -> None:
    done = name.isdecimal() and await app.database.write(lambda tx: api_keys.revoke(tx, int(name), app.clock()))
    if not done:
        raise RefusedByRule(app.say("intake.keys_unknown", number=name))
    print(app.say("intake.keys_gone", number=name))


async def _list(app: App) -> None:
    found = await app.database.read(api_keys.every)
    print("\n".join(_line(app, key) for key in found) or app.say("intake.keys_none"))


def _line(app: App, key: ApiKey) -> str:
    zone = app.settings.zone
    revoked = ""
    if key.revoked_at:
        revoked = app.say("intake.keys_revoked_on", day=f"{key.revoked_at.astimezone(zone):%Y-%m-%d}")
    return app.say(
        "intake.keys_line",
        number=key.id,
        name=key.name,
        scope=key.scope,
        per_minute=key.per_minute,
        made=f"{key.made_at.astimezone(zone):%Y-%m-%d}",
        revoked=revoked,
    )
