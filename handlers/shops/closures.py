"""Closures (歇业): a closed shop is not asked or scored, and its clocks stop; the latest statement about it counts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta

from bot.flow import Flow, Turn
from handlers.findings import deadlines
from handlers.shared.naming import shop_said
from handlers.shared.relations import holding, may_at
from handlers.shops.opening import is_closed, open_again, tell_others
from messages.reply import Button
from messages.topics import Topic
from programme.half_days import is_half_day
from programme.ids import ShopId
from programme.roles import Action
from programme.spans import Span, span
from storage.reviews import evidence
from storage.shops import shop_days, shops
from storage.shops.shops import Shop
from texts.days import Weekday

flow = Flow("closures")

TAKEN_BACK = re.compile(
    r"(?:取消|撤销|撤回|结束).*|(?:今天 ?)?(?:的事|已经?|都|就)?(?:取消|结束|作罢|算了|完)[了吧]?"
    r"|cancel.*|(?:is |was )?(?:over|cancell?ed)",
    re.IGNORECASE,
)
"""What stands beside “歇业” when a closure is taken back and not begun: “取消歇业”, “歇业的事算了”."""
NEVER = "never"
"""How an action says that the last day is unknown."""
_ONE = timedelta(days=1)


@flow.intent("close_shop", Action.CLOSE_SHOP)
async def said_closed(turn: Turn) -> None:
    """“歇业 3天”, “歇业到12月3日”, “歇业”: a closure recorded by the shop itself; “歇业取消” takes it back."""
    if TAKEN_BACK.fullmatch(turn.words.strip()):
        await said_open(turn)
        return
    meant = _days(turn, turn.words)
    mine = await turn.held()
    if _is_half(turn, turn.words):
        _offer_whole_day(turn, mine)
    elif meant is None:
        turn.reply(turn.say("closures.which_days"))
    elif len(mine) == 1:
        await _close(turn, mine, meant)
    else:
        await _which(turn, mine, meant)


def _offer_whole_day(turn: Turn, mine: Sequence[Shop]) -> None:
    """Half a day (“下午关门，老婆住院了”) is no closure: it is said so, and the whole of the day is offered for each shop."""
    days = span(turn.words, turn.day)
    first = days.first if days else turn.day
    whole = turn.say("closures.whole_day", day=Weekday(first))
    names = [f"{place.name} {whole}" if mine[1:] else whole for place in mine]
    rows = [[Button(name, close_shop(p.id, first, first.isoformat()))] for name, p in zip(names, mine, strict=True)]
    rows.append([Button(turn.say("closures.only_half"), keep_open())])
    turn.reply(turn.say("closures.half_day"), buttons=rows, topic=Topic.CLOSURES)


@flow.step(Action.CLOSE_SHOP)
async def keep_open(turn: Turn) -> None:
    """Only half a day: nothing is recorded."""
    turn.reply(turn.say("closures.half_kept"))


@flow.intent("open_shop", Action.CLOSE_SHOP)
async def said_open(turn: Turn) -> None:
    """开门了: reopen the holder's closed shop; with several, ask which one."""
    shut = [place for place in await turn.held() if await is_closed(turn, place)]
    if not shut:
        turn.reply(turn.say("closures.was_open"))
    elif len(shut) == 1:
        await open_again(turn, shut)
    else:
        rows = [[Button(turn.say("closures.every_shop"), open_every_shop())]]
        rows += [[Button(place.name, open_shop(place.id))] for place in shut]
        turn.reply(turn.say("closures.which_open"), buttons=rows, topic=Topic.CLOSURES)


@flow.intent("close_shop_there", Action.CLOSE_SHOP_THERE)
async def found_closed(turn: Turn) -> None:
    """“3 歇业 3天”: a shop found closed by its keeper, or known to them to be."""
    await _close_theirs(turn, await shops.shop(turn.tx, turn.meant[0].shop), turn.words)


@flow.intent("close_shop_named", Action.CLOSE_SHOP_THERE)
async def said_closed_there(turn: Turn) -> None:
    """“李记面馆 歇业 3天”: a closure recorded by the shop's keeper, of a shop that has no number with them."""
    place, words = await _theirs(turn)
    if place:
        await _close_theirs(turn, place, words)


@flow.intent("open_shop_there", Action.CLOSE_SHOP_THERE)
async def found_open(turn: Turn) -> None:
    """“3 开门了”: the keeper saw it open."""
    await open_again(turn, [await shops.shop(turn.tx, turn.meant[0].shop)])


@flow.intent("open_shop_named", Action.CLOSE_SHOP_THERE)
async def said_open_there(turn: Turn) -> None:
    """“李记面馆 开门了”, of a shop that has no number with them."""
    place, _ = await _theirs(turn)
    if place:
        await open_again(turn, [place])


async def _close_theirs(turn: Turn, place: Shop, words: str) -> None:
    """Close a shop that is looked after; “歇业取消” takes the closure back."""
    if TAKEN_BACK.fullmatch(words.strip()):
        await open_again(turn, [place])
    elif meant := _days(turn, words):
        await _close(turn, [place], meant)
    elif _is_half(turn, words):
        turn.reply(turn.say("closures.half_there", which=await _number_or_name(turn, place)))
    else:
        turn.reply(turn.say("closures.which_days"))


def _is_half(turn: Turn, words: str) -> bool:
    """Whether the closure is of half a day only."""
    return is_half_day((turn.meant[0].said if turn.meant else "") or words)


def _days(turn: Turn, words: str) -> Span | None:
    """The whole days that are told; where the closure was told within a sentence, all of it is the reason."""
    said = turn.meant[0].said if turn.meant else ""
    days = None if _is_half(turn, words) else span(words, turn.day)
    return replace(days, rest=said) if days and said else days


@flow.step(Action.CLOSE_SHOP, to=holding, refused="self_check.not_mine")
async def close_shop(turn: Turn, shop_id: ShopId, first: date, last: str) -> None:
    await _close(turn, [await shops.shop(turn.tx, shop_id)], _span(turn, first, last))


@flow.step(Action.CLOSE_SHOP)
async def close_every_shop(turn: Turn, first: date, last: str) -> None:
    await _close(turn, await turn.held(), _span(turn, first, last))


@flow.step(Action.CLOSE_SHOP, to=holding, refused="self_check.not_mine")
async def open_shop(turn: Turn, shop_id: ShopId) -> None:
    await open_again(turn, [await shops.shop(turn.tx, shop_id)])


@flow.step(Action.CLOSE_SHOP)
async def open_every_shop(turn: Turn) -> None:
    mine = await turn.held()
    await open_again(turn, [place for place in mine if await is_closed(turn, place)])


def _span(turn: Turn, first: date, last: str) -> Span:
    """The days of the closure; one from an old button begins today at the earliest."""
    first = max(first, turn.day)
    end = None if last == NEVER else date.fromisoformat(last)
    return Span(first, end if end is None else max(end, first))


async def _which(turn: Turn, mine: Sequence[Shop], meant: Span) -> None:
    last = meant.last.isoformat() if meant.last else NEVER
    rows = [[Button(turn.say("closures.every_shop"), close_every_shop(meant.first, last))]]
    rows += [[Button(place.name, close_shop(place.id, meant.first, last))] for place in mine]
    turn.reply(turn.say("closures.which_shop"), buttons=rows, topic=Topic.CLOSURES)


async def _theirs(turn: Turn) -> tuple[Shop | None, str]:
    """The one shop that the words name, if this person is its holder or its keeper, and what they say of it."""
    if number := re.match(r"\d{1,2}(?=号|\s|$)", turn.words):
        turn.reply(turn.say("meant.no_such_number", number=number[0]))
        return None, ""
    found, words = await shop_said(turn, turn.words)
    if len(found) != 1:
        turn.reply(turn.say("closures.several" if found else "spot_check.none", words=turn.words))
        return None, words
    place = found[0]
    if any([await may_at(turn, action, place.id) for action in (Action.CLOSE_SHOP, Action.CLOSE_SHOP_THERE)]):
        return place, words
    turn.reply(turn.say("closures.not_yours", shop=place.name))
    return None, words


async def _close(turn: Turn, places: Iterable[Shop], meant: Span) -> None:
    """Record the closure in place of what was said before about the same days."""
    told = []
    for place in places:
        days = await _days_that_hold(turn, place, meant)
        if days is None:
            told.append(turn.say("closures.today_counts", shop=place.name))
            continue
        before = await deadlines.days_around(turn, place)
        await shops.reopen(turn.tx, place.id, day=days.first, yesterday=days.first - _ONE, now=turn.now)
        made = await shops.close(
            turn.tx, place.id, since=days.first, until=days.last, person_id=turn.me, reason=days.rest, now=turn.now
        )
        turn.made("closure", made)
        await deadlines.move(turn, place, before)
        told.append(_noted(turn, place, days, await _open_words(turn, place), is_late=days.first > meant.first))
        await tell_others(turn, place, "closures.closed_day" if days.first == days.last else "closures.closed", days)
    turn.reply("\n".join(told))


async def _days_that_hold(turn: Turn, place: Shop, meant: Span) -> Span | None:
    """The days that count as closed; None when only today was meant and today does not count.

    Today counts only if the shop said so before its opening time or its keeper found it closed; what was already observed today
    stays. Otherwise the closure begins tomorrow.
    """
    is_late = place.id in {mine.id for mine in await turn.held()} and _has_opened(turn, place)
    if meant.first > turn.day or not (is_late or await evidence.observations(turn.tx, place.id, turn.day, turn.day)):
        return meant
    first = turn.day + _ONE
    return Span(first, meant.last, meant.rest) if meant.last is None or meant.last >= first else None


def _has_opened(turn: Turn, place: Shop) -> bool:
    return turn.said_at.astimezone(turn.zone).time() >= (place.opens or turn.rules.hours.reminder_unknown)


async def _open_words(turn: Turn, place: Shop) -> str:
    """The words with which the person speaking reopens it: a member names the shop, a holder need not."""
    if place.id in {mine.id for mine in await turn.held()}:
        return turn.say("closures.open_words")
    return turn.say("closures.open_words_there", which=await _number_or_name(turn, place))


async def _number_or_name(turn: Turn, place: Shop) -> str:
    """What a member calls a shop by: its number with them, if it has one."""
    numbers = {link.shop_id: str(link.number) for link in await shops.links(turn.tx, turn.me)}
    return numbers.get(place.id, place.name)


def _noted(turn: Turn, place: Shop, days: Span, say_open: str, *, is_late: bool) -> str:
    late = turn.say("closures.from_tomorrow") if is_late else ""
    if days.last is None:
        return turn.say(
            "closures.noted_open_end", shop=place.name, first=Weekday(days.first), late=late, say_open=say_open
        )
    return turn.say(
        "closures.noted_day" if days.first == days.last else "closures.noted",
        shop=place.name,
        first=Weekday(days.first),
        last=Weekday(days.last),
        opens=Weekday(days.last + _ONE),
        late=late,
        say_open=say_open,
    )


@flow.edits.after("closure")
async def take_back_closure(turn: Turn, closure_id: int) -> None:
    """The edited message no longer says these days; unless it closes the shop for others, it is open again."""
    said = await shop_days.closure(turn.tx, closure_id)
    if said is None:
        return
    place = await shops.shop(turn.tx, said.shop_id)
    before = await deadlines.days_around(turn, place)
    await shop_days.take_back_closure(turn.tx, closure_id, turn.now)
    await deadlines.move(turn, place, before)
    if not await is_closed(turn, place):
        await tell_others(turn, place, "closures.open", Span(turn.day, None))
        turn.reply(turn.say("closures.taken_back", shop=place.name))
