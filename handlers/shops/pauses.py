"""Pauses (停评): a street or grid is not scored for some days, such as roadworks; independent of the shops' own closures."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import partial

from bot.flow import Flow, Turn
from bot.language.words.vocabulary import Vocabulary
from bot.post import Build
from handlers.findings import deadlines
from handlers.shared import preview, spreading
from handlers.shared.naming import named_in
from messages.reply import Button, Reply
from messages.topics import Topic
from programme.calendar import OpenDays
from programme.identity import compact, street_key
from programme.roles import Action
from programme.spans import Span, span
from storage.findings import findings
from storage.shops import shops
from storage.shops.pause_news import Place, concerned, lies_in, meet, name_of, place_of
from storage.shops.shops import Pause, Shop
from texts.days import Names, Weekday

flow = Flow("pauses")

_GROUPS = Vocabulary("pauses")
EVERYWHERE = _GROUPS.words("everywhere")
_PAUSE, _END = _GROUPS.pattern("pauses", "zh"), _GROUPS.pattern("ends", "zh")
ENDS = re.compile(rf"{_PAUSE}.*{_END}|{_END}[^,，。]{{0,6}}{_PAUSE}")
"""Said of a pause that is to end: “停评都恢复吧”; beside days it is the reason of one that begins, “停评 西津路 3天 撤站台”."""
_ENDING = re.compile(rf"(?:{_END}|[回销掉的吧了把])+|\s+$")
ALL = re.compile(rf"{_GROUPS.pattern('each', 'zh')}|\b{_GROUPS.pattern('each', 'en')}\b", re.IGNORECASE)
_ONE = timedelta(days=1)


@flow.intent("pause", Action.PAUSE)
async def said_pause(turn: Turn) -> None:
    """“停评 西津路 3天 修路”: where, how long, why; shown as a preview, since a whole street reads it."""
    words = await _apart(turn, turn.words)
    where, _, rest = words.partition(" ")
    place = await _where(turn, where)
    meant = span(rest, turn.day)
    if ENDS.search(turn.text) and not (meant and meant.last):
        await said_resume(turn)
        return
    if place is None or meant is None:
        known = "、".join(await shops.streets(turn.tx))
        turn.reply(turn.say("pauses.which_days" if place else "pauses.where", known=known))
        return
    said, turn.incoming = turn.text, replace(turn.incoming, text=words)
    days = _days(meant)
    shown = turn.say(f"pauses.shown_{'until' if meant.last else 'open'}", where=where, **days)
    preview.show_first(turn, f"{shown}\n{turn.say('pauses.shown_to')}", begin_pause(), rewrite_pause(), said=said)


@flow.step(Action.PAUSE)
async def rewrite_pause(turn: Turn) -> None:
    """改: ask for the pause again, with its place and days."""
    turn.reply(turn.say("pauses.where", known="、".join(await shops.streets(turn.tx))))


@flow.step(Action.PAUSE)
async def begin_pause(turn: Turn) -> None:
    """Begin the pause that was previewed."""
    if not preview.agreed(turn):
        return
    where, _, rest = turn.text.partition(" ")
    place, meant = await _where(turn, where), span(rest, turn.day)
    if place is None or meant is None:
        turn.reply(turn.say("engine.answered"))
        return
    grid, street = place
    before = await _clocks(turn, lambda shop: lies_in(place, shop.grid_id, shop.street))
    changed = [p for p in await shops.pauses(turn.tx, meant.first, date.max) if place_of(p) == place]
    for earlier in changed:
        await shops.end_pause(turn.tx, earlier, last=meant.first - _ONE, now=turn.now)
    await shops.pause(
        turn.tx,
        grid_id=grid,
        street=street,
        since=meant.first,
        until=meant.last,
        person_id=turn.me,
        reason=meant.rest,
        now=turn.now,
    )
    await _move(turn, before)
    days, until = _days(meant), "until" if meant.last else "open"
    first = _words(f"pauses.told_{until}_shop", where, where=where, **days)
    await _tell(turn, f"{'changed' if changed else 'told'}_{until}", where, place, instead=first, **days)
    turn.reply(turn.say(f"pauses.noted_{until}", where=where, **days))


@flow.intent("resume", Action.PAUSE)
async def said_resume(turn: Turn) -> None:
    """“恢复评星 西津路”: end the pause; with only one running, no name is needed."""
    where = _ENDING.sub("", turn.words)
    running = await shops.pauses(turn.tx, turn.day, date.max)
    named = (await named_in(turn, turn.text)).streets
    place = await _where(turn, named[0] if named else where) if named or where else None
    meant = [p for p in running if place is not None and (p.grid_id, p.street) == place]
    meant = meant or (running if (len(running) == 1 and not where) or (not named and ALL.search(turn.text)) else [])
    if meant:
        await _resume(turn, meant)
    elif running:
        rows = [[Button(await _name(turn, p), end_pause(p.id))] for p in running]
        turn.reply(turn.say("pauses.which"), buttons=rows, topic=Topic.PAUSES)
    else:
        turn.reply(turn.say("pauses.none"))


@flow.step(Action.PAUSE)
async def end_pause(turn: Turn, number: int) -> None:
    running = [p for p in await shops.pauses(turn.tx, turn.day, date.max) if p.id == number]
    if running:
        await _resume(turn, running)
    else:
        turn.reply(turn.say("pauses.none"))


async def _resume(turn: Turn, ended: list[Pause]) -> None:
    before = await _clocks(turn, lambda shop: any(p.covers(shop) for p in ended))
    for pause in ended:
        await shops.end_pause(turn.tx, pause, last=turn.day - _ONE, now=turn.now)
    await _move(turn, before)
    places = list(dict.fromkeys(map(place_of, ended)))
    turn.reply("\n".join([await _resumed(turn, [p for p in ended if place_of(p) == place]) for place in places]))


async def _resumed(turn: Turn, ended: Sequence[Pause]) -> str:
    """Tell whom the pauses of one place concerned that they are over, or do not begin; the sentence that says so."""
    where, place, first = await _name(turn, ended[0]), place_of(ended[0]), min(p.since for p in ended)
    if first > turn.day:
        day = Weekday(first)
        await _tell(turn, "off", where, place, first=day)
        return turn.say("pauses.off", where=where, first=day)
    running = await shops.pauses(turn.tx, turn.day, turn.day)
    still = [p for p in running if meet(place_of(p), place)]
    others = Names(tuple(dict.fromkeys([await _name(turn, p) for p in still])))
    sentence = "over_but" if still else "over"
    await _tell(turn, sentence, where, place, still, day=Weekday(turn.day), others=others)
    return turn.say(f"pauses.{sentence}", where=where, others=others)


async def _apart(turn: Turn, words: str) -> str:
    """The words with the street or grid first and a blank after it: “西津路修路 三天”, “这周全部先不评”."""
    known = [*await shops.streets(turn.tx), *(grid.name for grid in await shops.grids(turn.tx))]
    if not any(name and _is_in(name, words) for name in known):
        heard = (await named_in(turn, words)).streets if words.isascii() else ()  # “all ratings in jinhe road”
        if heard:
            return f"{heard[0]} {words}"
        known += EVERYWHERE
    name = max((name for name in known if name and _is_in(name, words)), key=len, default="")
    rest = re.sub(r"^[\s,，。]+|[\s,，。]+(?=[,，。])", "", words.replace(name, " ", 1))
    return " ".join(f"{name} {rest}".split()) if name else words


def _is_in(name: str, words: str) -> bool:
    """A name in letters is a word of its own: not “all” in “rainfall”."""
    return bool(re.search(rf"(?<![a-z]){re.escape(name)}(?![a-z])", words, re.IGNORECASE))


async def _where(turn: Turn, words: str) -> Place | None:
    """The (grid, street) a word means; a street is preferred to a grid with the same name. None if unknown."""
    if words in EVERYWHERE:
        return None, ""
    street = next((s for s in await shops.streets(turn.tx) if street_key(s) == street_key(words)), "")
    if street:
        return None, street
    grid = next((g.id for g in await shops.grids(turn.tx) if compact(g.name) == compact(words)), None)
    return (grid, "") if grid is not None else None


async def _name(turn: Turn, pause: Pause) -> str:
    return await name_of(turn.tx, pause) or turn.say("pauses.everywhere")


async def _clocks(turn: Turn, inside: Callable[[Shop], bool]) -> list[tuple[Shop, OpenDays]]:
    """The shops there with a running clock, and their open days before the change."""
    waiting = dict.fromkeys(f.shop_id for f in await findings.all_open(turn.tx) if f.due_at)
    places = [await shops.shop(turn.tx, number) for number in waiting]
    return [(place, await deadlines.days_around(turn, place)) for place in places if inside(place)]


async def _move(turn: Turn, before: list[tuple[Shop, OpenDays]]) -> None:
    for place, days in before:
        await deadlines.move(turn, place, days)


def _days(meant: Span) -> dict[str, Weekday]:
    return {"first": Weekday(meant.first)} | ({"last": Weekday(meant.last)} if meant.last else {})


async def _tell(
    turn: Turn,
    sentence: str,
    where: str,
    place: Place,
    still: Sequence[Pause] = (),
    /,
    instead: Build | None = None,
    **words: object,
) -> None:
    """Tell the members at once, and the shops as their one unasked message of a day.

    Nobody is told twice, and nobody whose shops are all `still` paused. A shop that has not heard of the pause yet hears
    `instead` what holds now, or nothing of a pause that is over.
    """
    told = await concerned(turn.tx, place, still)
    overtaken = spreading.Overtaken(_topic(where), instead)
    build = partial(_to_whom, sentence, where, words)
    await spreading.spread(turn, f"{sentence} {compact(where)}", told, build, overtaken)


def _to_whom(sentence: str, where: str, words: Mapping[str, object], whom: str) -> Build:
    return _words(f"pauses.{sentence}_{whom}", where, where=where, **words)


def _words(sentence: str, place: str, **values: object) -> Build:
    return lambda say: Reply(say(sentence, **values), topic=_topic(place))


def _topic(where: str) -> str:
    """What news of a pause of this street is found by while it has not gone out."""
    return f"{Topic.PAUSES} {compact(where)}"
