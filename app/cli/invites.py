"""`fivestar invites FILE.pdf`: door signs with enrolment codes, to be printed and handed out; codes revoked and made anew."""

from __future__ import annotations

import argparse
import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Literal

from app.app import App
from app.channels import lent
from app.cli.opened import opened_app
from app.cli.service_cards import print_cards
from app.setups import setups
from documents.papers.door_sheets import Sign, Way, door_sheets, spaced
from files import durable
from messages.errors import RefusedByRule
from programme.identity import is_shop_called, person_key
from programme.shops.doors import address
from storage.core.tx import Tx
from storage.people import invites
from storage.people.invites import Bearer, Printable
from texts import Say
from texts.days import Day

Link = Callable[[str], str]
"""Makes the address a code is printed with."""


def arguments(parser: argparse.ArgumentParser, say: Say) -> None:
    parser.add_argument("file", metavar="FILE.pdf", type=Path, nargs="?", help=say("invites.file"))
    parser.add_argument("--per-sheet", type=int, choices=(1, 4), default=1, help=say("invites.per_sheet"))
    parser.add_argument("--only", metavar="NAME", default="", help=say("invites.only"))
    parser.add_argument("--bot", metavar="USERNAME", default="", help=say("invites.bot"))
    parser.add_argument("--way", metavar="WAY", default="", help=say("invites.way"))
    parser.add_argument("--cards", action="store_true", help=say("cards.option"))
    change = parser.add_mutually_exclusive_group()
    change.add_argument("--revoke", metavar="NAME", default="", help=say("invites.revoke"))
    change.add_argument("--reissue", metavar="NAME", default="", help=say("invites.reissue"))
    parser.set_defaults(run=run)


async def run(chosen: argparse.Namespace) -> int:
    """Revoke or reissue when asked to, then print when a file is named.

    Raises:
        RefusedByRule: nobody is meant, or several are; there is nothing to print.
    """
    only = chosen.only
    async with opened_app() as app:
        if chosen.revoke:
            await _revoke(app, await _bearer(app, chosen.revoke))
        if chosen.reissue:
            bearer = await _bearer(app, chosen.reissue)
            await _reissue(app, bearer)
            only = only or bearer.name
        if chosen.file is not None and chosen.cards:
            _, link = await _way(app, chosen.way, chosen.bot.lstrip("@"))
            await print_cards(app, chosen.file, only, link if chosen.way or chosen.bot else None)
        elif chosen.file is not None:
            opens = await _way(app, chosen.way, chosen.bot.lstrip("@"))
            await _print(app, chosen.file, 4 if chosen.per_sheet > 1 else 1, only, opens)
        elif not (chosen.revoke or chosen.reissue):
            raise RefusedByRule(app.say("invites.no_file"))
    return 0


async def _bearer(app: App, name: str) -> Bearer:
    """The one shop or member a name means."""
    found = await app.database.read(lambda tx: invites.bearers(tx, name))
    if not found:
        raise RefusedByRule(app.say("invites.nobody", name=name))
    if len(found) > 1:
        lines = [app.say(f"invites.which_{b.kind}", id=b.id, name=b.name, place=b.place) for b in found]
        raise RefusedByRule("\n".join([app.say("invites.which", name=name), *lines]))
    return found[0]


async def _revoke(app: App, bearer: Bearer) -> None:
    now = app.clock()
    many = await app.database.write(lambda tx: invites.revoke(tx, bearer, now))
    print(app.say("invites.revoked", name=bearer.name, many=many))


async def _reissue(app: App, bearer: Bearer) -> None:
    now, days = app.clock(), app.rules.deadlines.invite_days
    code = await app.database.write(lambda tx: invites.reissue(tx, bearer, now, days))
    last = (now + timedelta(days=days)).astimezone(app.settings.zone).date()
    print(app.say("invites.reissued", name=bearer.name, code=spaced(code), day=Day(last)))


async def _way(app: App, way: str, bot: str) -> tuple[Way, Link]:
    """The channel that a scanned code opens, and the function that makes the address from a code.

    Raises:
        RefusedByRule: there is no such way, or it is not switched on.
    """
    if bot:
        return "telegram", lambda code: f"https://t.me/{bot}?start={code}"
    if way in ("", "web"):
        if not app.settings.public_url:
            return "code", lambda code: code
        return "web", lambda code: f"{app.settings.address}/chat#code={code}"
    setup = next((s for s in setups() if s.name == way and s.link), None)
    link = None
    if setup and setup.link:
        link = await setup.link(app.settings.of(way), lent(setup, app.settings, app.database, app.clock))
    if link is None:
        raise RefusedByRule(app.say("invites.no_way", way=way))
    return way, link


async def _with_tokens(tx: Tx, now: datetime) -> list[Printable]:
    """The open codes, each with what its QR code says: nobody can guess that, so scanning it is never counted."""
    await invites.give_tokens(tx, now)
    return await invites.printable(tx, now)


async def _print(app: App, file: Path, per_sheet: Literal[1, 4], only: str, opens: tuple[Way, Link]) -> None:
    now = app.clock()
    found = await app.database.write(lambda tx: _with_tokens(tx, now))
    found = [one for one in found if not only or _is_called(one, only)]
    if not found:
        raise RefusedByRule(app.say("invites.none_of", name=only) if only else app.say("invites.none"))
    way, link = opens
    signs = [_sign(app, one, link(one.token)) for one in found]
    bureau, say = app.rules.bureau, app.say
    content = await asyncio.to_thread(lambda: door_sheets(signs, bureau, way, say, per_sheet=per_sheet))
    await asyncio.to_thread(durable.write, file, content)
    kinds = [sign.kind for sign in signs]
    counts = {"shops": kinds.count("shop"), "members": kinds.count("member")}
    print(say("invites.done", file=str(file), pages=-(-len(signs) // per_sheet), **counts))
    if way == "code":
        print(say("invites.no_address"))


def _is_called(one: Printable, words: str) -> bool:
    """A shop by its name or door, a member by their name, however these are spaced and written."""
    if one.kind == "shop":
        return is_shop_called(words, one.name, one.door, one.street)
    return person_key(words) == person_key(one.name)


def _sign(app: App, one: Printable, scan: str) -> Sign:
    until = one.expires_at.astimezone(app.settings.zone).date()
    if one.kind == "shop":
        return Sign("shop", one.name, address(one.street, one.door), one.code, scan, one.member, until)
    return Sign("member", one.name, one.branch, one.code, scan, "", until)
