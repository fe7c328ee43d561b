"""Prints the service cards that hang at the sites: those of one site, or all of them, in the sites' order."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

from app.app import App
from documents.papers.service_cards import PER_PAGE, PrintedCard, service_cards
from files import durable
from messages.errors import RefusedByRule
from storage.core.tx import Tx
from storage.people import people
from storage.sites import cards, sites


async def print_cards(app: App, file: Path, only: str, link: Callable[[str], str] | None) -> None:
    """Print them; each says `link(code)`, or the address of its page.

    Raises:
        RefusedByRule: there is nothing to print, or nothing to scan.
    """
    if link is None and not app.settings.public_url:
        raise RefusedByRule(app.say("cards.no_address"))
    opens = link or (lambda code: f"{app.settings.address}/c/{code}")
    printed = await app.database.read(lambda tx: _cards(tx, app, only, opens))
    if not printed:
        raise RefusedByRule(app.say("cards.none_of", name=only) if only else app.say("cards.none"))
    content = await asyncio.to_thread(service_cards, printed, app.rules.bureau, app.say)
    await asyncio.to_thread(durable.write, file, content)
    now = app.clock()
    await app.database.write(lambda tx: cards.printed(tx, [card.code for card in printed], now))
    print(app.say("cards.done", file=str(file), many=len(printed), pages=-(-len(printed) // PER_PAGE)))


async def _cards(tx: Tx, app: App, only: str, opens: Callable[[str], str]) -> list[PrintedCard]:
    host = app.settings.address.partition("://")[2]
    printed = []
    for site in await sites.every(tx):
        if only and site.name != only:
            continue
        keeper = (await people.person(tx, site.keeper_id)).name if site.keeper_id else ""
        printed += [
            PrintedCard(
                site.name, card.label, card.code, opens(card.code), f"{host}/c/{card.code}" if host else "", keeper
            )
            for card in await cards.of_site(tx, site.id)
            if card.retired_at is None
        ]
    return printed
