"""A shop's file: its stars and why, twelve weeks as a line, photo pairs, one timeline, and what waits there for the viewer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from markupsafe import Markup

from documents.street.star_line import Seen, WeekScore, star_line
from documents.wording.account_words import account_rows
from documents.wording.star_words import StarWords, star_message
from programme.calendar import week_days, week_of
from programme.ratings.scale import scale
from storage.board import shop_history
from storage.board.board import Look
from storage.core.tx import Tx
from storage.people import people
from storage.ratings import accounts, ratings
from storage.ratings.ratings import Published
from storage.reviews import evidence
from storage.shops import shops
from storage.shops.shops import Shop
from texts import Say
from web.board.looks import Looks
from web.board.photo_pairs import Album, look_words
from web.board.timeline import Timeline, start_of

RUNS = 26
BACK = timedelta(weeks=RUNS)
"""Half a year: a quarter's title and the looks a star may rest on lie within it."""


async def shop_file(tx: Tx, place: Shop, today: date, looks: Looks, say: Say) -> dict[str, object]:
    """All values of the template `shop.html` that are the same for every viewer."""
    link = await shops.link(tx, place.id)
    told = await timeline_of(tx, place, today, looks, say)
    return {
        "place": place,
        "member": (await people.person(tx, link.member_id)).name if link else "",
        "runs": told.runs,
        "why": _why(place, told.runs[0], looks, say) if told.runs else [],
        "account": await _account(tx, place, looks, say),
        "line": line_of(told, today),
        "pairs": told.album.pairs(),
        "others": told.album.others(),
        "cases": [case for case in told.history.cases if case.closed_at is None],
        "entries": told.entries(),
        "last_self_check": await evidence.last_self_check_day(tx, place.id),
    }


async def timeline_of(tx: Tx, place: Shop, today: date, looks: Looks, say: Say) -> Timeline:
    """The shop's last half year."""
    history = await shop_history.of_shop(tx, place.id, start_of(today - BACK, looks), today)
    runs = await ratings.latest(tx, place.id, RUNS)
    return Timeline(history, runs, Album(place.name, history, looks, say), looks, say)


def line_of(told: Timeline, today: date) -> Markup:
    """Twelve weeks up to the end of this one; nothing where nothing has been seen or rated yet."""
    if not told.runs and not told.history.looks:
        return Markup("")
    weeks = [WeekScore(run.period, week_days(run.period)[1], run.score, run.shown) for run in told.runs]
    seen = [_seen(look, told.looks, told.say) for look in told.history.looks]
    last = week_days(week_of(today))[1]
    return Markup(star_line(weeks, seen, last, told.looks.rules, told.say).svg)  # noqa: S704 ours


def _seen(look: Look, looks: Looks, say: Say) -> Seen:
    share = scale(looks.rules).score(look.duties, look.facts)
    words = f"{looks.day(say, look.day)} {say(f'stars.by_{look.source}')}：{look_words(look, looks, say)}"
    return Seen(look.day, 100.0 if share is None else share, not (look.undone_at or look.contested), words)


async def _account(tx: Tx, place: Shop, looks: Looks, say: Say) -> Sequence[dict[str, object]]:
    """The whole sum behind the newest star, a row a line; nothing where the run kept no working papers."""
    found = await accounts.of_shop(tx, place.id, "", looks.zone, looks.rules)
    return account_rows(found.judged.rating, found.rules, say) if found and found.judged else []


def _why(place: Shop, newest: Published, looks: Looks, say: Say) -> list[str]:
    """The explanation as the merchant reads it."""
    through = newest.through.astimezone(looks.zone).date()
    known = StarWords(place.name, newest.state, newest.shown, newest.stars, newest.previous, through, newest.figures)
    return star_message(known, looks.rules, say).splitlines()
