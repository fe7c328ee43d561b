"""`fivestar explain SHOP`: the whole calculation behind a shop's star, repeated from the evidence its rating run had read."""

from __future__ import annotations

import argparse
from pathlib import Path

from app.cli.opened import opened_app
from documents.papers.exports import as_csv, as_xlsx
from documents.wording.account_words import account_rows, as_text
from documents.wording.star_words import stars
from files import durable
from messages.errors import RefusedByRule
from programme.identity import shop_key
from programme.ids import ShopId
from storage.core.tx import Tx
from storage.ratings import accounts
from storage.ratings.accounts import Account
from storage.shops import shops
from storage.shops.shops import Shop
from texts import Say


def arguments(parser: argparse.ArgumentParser, say: Say) -> None:
    parser.add_argument("shop", metavar="SHOP", help=say("command.explain_shop"))
    parser.add_argument("--period", default="", help=say("command.explain_period"))
    parser.add_argument("--out", type=Path, help=say("command.explain_out"))
    parser.set_defaults(run=run)


async def run(chosen: argparse.Namespace) -> int:
    """Print it, or write it to a CSV or Excel file.

    Raises:
        RefusedByRule: there is no such shop, or several.
    """
    async with opened_app() as app:
        say = app.say

        async def read(tx: Tx) -> tuple[Shop, Account | None]:
            place = await _shop(tx, chosen.shop, say)
            zone = app.settings.zone
            return place, await accounts.of_shop(tx, place.id, chosen.period, zone, app.rules)

        place, found = await app.database.read(read)
        told, rows = _told(place, found, chosen.period, say)
        print(told)
        if rows and chosen.out:
            is_sheet = chosen.out.suffix == ".xlsx"
            durable.write(chosen.out, as_xlsx(rows, place.name) if is_sheet else as_csv(rows, for_excel=True))
            print(say("export.done", file=chosen.out, many=len(rows)))
        elif rows:
            print(as_text(rows))
    return 0


def _told(place: Shop, found: Account | None, period: str, say: Say) -> tuple[str, list[dict[str, object]]]:
    """The sentences about the rating, and its calculation if there is one."""
    if found is None:
        key = "account.no_period" if period else "account.none"
        return say(key, shop=place.name, period=period), []
    published = found.published
    words = {"shop": place.name, "period": published.period, "score": _score(published.score)}
    if published.state != "rated":
        return say("account.unrated", **words), []
    if found.judged is None:
        return say("account.old", **words), []
    head = say("account.head", **words, version=published.version, stars=stars(published.shown))
    check = say("account.same" if found.is_same else "account.differs")
    return f"{head}\n{check}", account_rows(found.judged.rating, found.rules, say)


def _score(score: float | None) -> str:
    return "—" if score is None else f"{score:.2f}"


async def _shop(tx: Tx, words: str, say: Say) -> Shop:
    """By number, or by a name that means one shop."""
    if words.isdecimal():
        try:
            return await shops.shop(tx, ShopId(int(words)))
        except LookupError as error:
            raise RefusedByRule(say("account.nobody", words=words)) from error
    found = await shops.named(tx, words)
    exact = [place for place in found if shop_key(place.name) == shop_key(words)]
    if len(exact or found) != 1:
        key = "account.which" if found else "account.nobody"
        raise RefusedByRule(say(key, words=words, shops="、".join(f"{p.name}（{p.id}）" for p in found[:8])))
    return (exact or found)[0]
