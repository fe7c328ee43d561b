"""“哪里停车”: the nearest car parks that are open now, and the one that opens next."""

from __future__ import annotations

from bot.flow import Flow, Turn
from handlers.sites import nearby
from messages.topics import Topic
from programme.articles.article import ArticleKind
from programme.identity import compact
from programme.roles import Action
from programme.sites.site_hours import is_open_at, opens_next
from programme.sites.site_kinds import SiteKind
from storage.articles import articles
from storage.sites import stalls
from storage.sites.sites import Site

flow = Flow("parking")

LOOKED_AT, NOTICES = 200, 2
"""Public articles that are looked through, and those about parking that are shown."""


@flow.intent("parking", Action.FIND_PLACE)
async def said_parking(turn: Turn) -> None:
    await _show_near(turn, turn.words, None)


@flow.step(Action.FIND_PLACE)
async def show_from_card(turn: Turn, code: str) -> None:
    """From a service card: the nearest to where it hangs."""
    await _show_near(turn, "", await nearby.point_of_card(turn, code))


@flow.step(Action.FIND_PLACE)
async def hear_place(turn: Turn) -> None:
    """A place that is sent, or a street, after the list: the same from there; anything else is a matter of its own."""
    if nearby.point_of(turn) or await _is_place(turn):
        await _show_near(turn, turn.text, None)
    else:
        await nearby.take_otherwise(turn)


async def _is_place(turn: Turn) -> bool:
    said = compact(turn.text)
    parts = [
        part
        for one in await stalls.of_kind(turn.tx, SiteKind.PARKING)
        for part in (one.name, one.street, one.community, one.place)
    ]
    return bool(said) and any(part and compact(part) in said for part in parts)


async def _show_near(turn: Turn, words: str, point: tuple[float, float] | None) -> None:
    """Those whose hours nobody knows count as open: it says so beside them."""
    found = await nearby.near(turn, await stalls.of_kind(turn.tx, SiteKind.PARKING), words, point)
    if not found:
        turn.reply("\n".join([turn.say("parking.none"), *await _notices(turn)]))
        return
    now = turn.local_now
    open_now = [one for one in found if is_open_at(one.hours, now) is not False][: nearby.NEAREST]
    lines = [turn.say("parking.head" if open_now else "parking.none_now"), *[_told(turn, one) for one in open_now]]
    later = [(at, one) for one in found if (at := opens_next(one.hours, now)) is not None]
    if later:
        at, one = min(later, key=lambda entry: entry[0])
        lines.append(turn.say("parking.next", at=f"{at:%H:%M}", site=_told(turn, one).removeprefix("· ")))
    lines += await _notices(turn)
    lines.append(turn.say("parking.how"))
    turn.reply("\n".join(lines), then=hear_place(), topic=Topic.PARKING)


async def _notices(turn: Turn) -> list[str]:
    """What the office says of parking these days, the newest first."""
    known = await articles.newest(turn.tx, ArticleKind.PARKING, LOOKED_AT, turn.day)
    found = [one for one in known if one.kind is ArticleKind.PARKING][:NOTICES]
    return ["· " + " ".join(filter(None, (one.title, one.summary, one.link))) for one in found]


def _told(turn: Turn, one: Site) -> str:
    """One line: name, where it lies, its hours, what it costs, how many spaces it has; how many are free nobody knows."""
    spaces = turn.say("parking.spaces", many=one.spaces) if one.spaces else ""
    parts = (one.name, one.place or one.street, one.hours or turn.say("parking.hours_unknown"), one.fee, spaces)
    return "· " + " ".join(part for part in parts if part)
