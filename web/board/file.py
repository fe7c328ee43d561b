"""A shop's file: its stars and why, what was seen, what was found and put right, and the pictures."""

from __future__ import annotations

from documents.wording.account_words import account_rows
from documents.wording.star_words import StarWords, star_message
from storage.board import board
from storage.core.tx import Tx
from storage.people import people
from storage.ratings import accounts, ratings
from storage.ratings.ratings import Published
from storage.reviews import evidence
from storage.shops import shops
from storage.shops.shops import Shop
from texts import Say
from web.board.looks import Looks

RUNS, LOOKS, CASES, PICTURES = 26, 40, 40, 24
"""How much of the history a page shows: half a year of runs, the rest by the newest."""


async def shop_file(tx: Tx, place: Shop, looks: Looks, say: Say) -> dict[str, object]:
    """All values of the template `shop.html`."""
    link = await shops.link(tx, place.id)
    runs = await ratings.latest(tx, place.id, RUNS)
    return {
        "place": place,
        "member": (await people.person(tx, link.member_id)).name if link else "",
        "runs": runs,
        "why": _why(place, runs[0], looks, say) if runs else [],
        "account": await _account(tx, place, looks, say),
        "observed": await board.looks(tx, place.id, LOOKS),
        "cases": await board.cases(tx, place.id, CASES),
        "pictures": await board.pictures(tx, place.id, PICTURES),
        "last_self_check": await evidence.last_self_check_day(tx, place.id),
    }


async def _account(tx: Tx, place: Shop, looks: Looks, say: Say) -> list[dict[str, object]]:
    """The whole sum behind the newest star, a row a line; nothing where the run kept no working papers."""
    found = await accounts.of_shop(tx, place.id, "", looks.zone, looks.rules)
    return account_rows(found.judged.rating, found.rules, say) if found and found.judged else []


def _why(place: Shop, newest: Published, looks: Looks, say: Say) -> list[str]:
    """The explanation as the merchant reads it."""
    through = newest.through.astimezone(looks.zone).date()
    known = StarWords(place.name, newest.state, newest.shown, newest.stars, newest.previous, through, newest.figures)
    return star_message(known, looks.rules, say).splitlines()
