"""A closed shop opens again, today or on the day that was told; keeper and shop hear of what the other recorded."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from bot.flow import Turn
from handlers.findings import deadlines
from handlers.shared import notify
from messages.reply import Reply
from programme.spans import Span, span
from storage.people import covers
from storage.shops import shops
from storage.shops.shops import Shop
from texts import Say
from texts.days import Names, Weekday

_ONE = timedelta(days=1)


async def is_closed(turn: Turn, place: Shop) -> bool:
    """Whether the shop is closed, or is going to be."""
    return any(
        c.until is None or c.until >= turn.day for c in await shops.closures(turn.tx, place.id, turn.day, date.max)
    )


async def open_again(turn: Turn, places: Sequence[Shop]) -> None:
    """End the closures of these shops and say so; days before the one that was told stay closed."""
    opened: list[str] = []
    called_off: list[str] = []
    first = _opens_on(turn)
    for place in places:
        before = await deadlines.days_around(turn, place)
        if first > turn.day and await shops.closures(turn.tx, place.id, turn.day, first - _ONE):
            await _open_later(turn, place, first)
            await deadlines.move(turn, place, before)
            continue
        is_shut_now = bool(await shops.closures(turn.tx, place.id, turn.day, turn.day))
        is_off = not is_shut_now and await is_closed(turn, place)
        await shops.reopen(turn.tx, place.id, day=turn.day, yesterday=turn.day - _ONE, now=turn.now)
        await deadlines.move(turn, place, before)
        (called_off if is_off else opened).append(place.name)
        await tell_others(turn, place, "closures.off" if is_off else "closures.open", Span(turn.day, None))
    told = [turn.say("closures.opened", shop=Names(tuple(opened)))] if opened else []
    told += [turn.say("closures.called_off", shop=Names(tuple(called_off)))] if called_off else []
    if told:
        turn.reply("\n".join(told))


def _opens_on(turn: Turn) -> date:
    """The day the words tell of, “后天照常开门”; today where they tell of none."""
    days = span(turn.text, turn.day) if turn.text else None
    return max(days.first, turn.day) if days and days.first == days.last else turn.day


async def _open_later(turn: Turn, place: Shop, first: date) -> None:
    """Open again from a later day on; the days before it stay closed."""
    await shops.reopen(turn.tx, place.id, day=first, yesterday=first - _ONE, now=turn.now)
    turn.reply(turn.say("closures.opens_on", shop=place.name, day=Weekday(first)))
    await tell_others(turn, place, "closures.open_from", Span(first, None))


async def tell_others(turn: Turn, place: Shop, sentence: str, days: Span) -> None:
    """Tell the keeper when the shop recorded it, and the shop when the keeper did."""
    keepers = await covers.keepers(turn.tx, place.id, turn.day, but=(turn.me,))
    holders = await shops.holders(turn.tx, place.id)
    linked = await shops.link(turn.tx, place.id)
    others = [*holders, *(keepers if linked else ())]
    last = Weekday(days.last) if days.last else None

    def words(say: Say) -> Reply:
        until = last or say("closures.open_end")
        return Reply(say(sentence, shop=place.name, first=Weekday(days.first), last=until))

    await notify.tell_all(turn, others, words)
