"""停评: a street or a grid is dug up, and nobody there is scored meanwhile; independent of what a shop says of itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta

from bot.flow import Flow, Turn
from bot.messages import Button, Reply
from bot.post import Build, Post
from handlers import clocks
from programme.calendar import OpenDays, Rest
from programme.roles import Action, may
from programme.spans import span
from storage import findings, shops
from storage.shops import Pause, Shop
from texts.days import Weekday

flow = Flow("pauses")

EVERYWHERE = ("全部", "全街", "所有", "everywhere", "all")
_ONE = timedelta(days=1)

Place = tuple[int | None, str]
"""A grid or a street; neither is everywhere."""


@flow.on(r"(?:停评|暂停评星|pause)[\s:：,，]*(.*)", "manager", "admin", rank=36)
async def said_pause(turn: Turn) -> None:
    """“停评 西津路 3天 修路”: where, how long, why."""
    where, _, rest = (turn.match[1] if turn.match else "").strip().partition(" ")
    place = await _where(turn, where)
    meant = span(rest, turn.day)
    if place is None or meant is None or not may(turn.roles, Action.PAUSE):
        known = "、".join(await shops.streets(turn.tx))
        turn.reply(turn.say("pauses.which_days" if place else "pauses.where", known=known))
        return
    grid, street = place
    before = await _clocks(turn, lambda shop: _in(shop, grid, street))
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
    days = {"first": Weekday(meant.first), **({"last": Weekday(meant.last)} if meant.last else {})}
    until = "until" if meant.last else "open"
    await _tell(turn, f"told_{until}", where, [place], **days)
    turn.reply(turn.say(f"pauses.noted_{until}", where=where, **days))


@flow.on(r"(?:恢复评星|恢复评|停评结束|resume)[\s:：,，]*(.*)", "manager", "admin", rank=36)
async def said_resume(turn: Turn) -> None:
    """“恢复评星 西津路”; with one pause running no word is needed."""
    where = (turn.match[1] if turn.match else "").strip()
    running = [p for p in await shops.pauses(turn.tx, turn.day, date.max) if may(turn.roles, Action.PAUSE)]
    place = await _where(turn, where) if where else None
    meant = [p for p in running if place is not None and (p.grid_id, p.street) == place]
    meant = meant or (running if len(running) == 1 and not where else [])
    if meant:
        await _resume(turn, meant)
    elif running:
        rows = [[Button(await _name(turn, p), resume(p.id))] for p in running]
        turn.reply(turn.say("pauses.which"), buttons=rows, topic="pauses")
    else:
        turn.reply(turn.say("pauses.none"))


@flow.step("manager", "admin")
async def resume(turn: Turn, number: int) -> None:
    running = [p for p in await shops.pauses(turn.tx, turn.day, date.max) if p.id == number]
    if running and may(turn.roles, Action.PAUSE):
        await _resume(turn, running)
    else:
        turn.reply(turn.say("pauses.none"))


async def _resume(turn: Turn, ended: list[Pause]) -> None:
    before = await _clocks(turn, lambda shop: any(p.covers(shop) for p in ended))
    for pause in ended:
        await shops.end_pause(turn.tx, pause, last=turn.day - _ONE, now=turn.now)
    await _move(turn, before)
    where = await _name(turn, ended[0])
    await _tell(turn, "over", where, [(p.grid_id, p.street) for p in ended])
    turn.reply(turn.say("pauses.over", where=where))


async def _where(turn: Turn, words: str) -> Place | None:
    """(grid, street) a word means; a street before a grid of the same name. None for an unknown one."""
    if words in EVERYWHERE:
        return None, ""
    if words in await shops.streets(turn.tx):
        return None, words
    grid = next((g.id for g in await shops.grids(turn.tx) if g.name == words), None)
    return (grid, "") if grid is not None else None


async def _name(turn: Turn, pause: Pause) -> str:
    grid = next((g.name for g in await shops.grids(turn.tx) if g.id == pause.grid_id), "")
    return pause.street or grid or turn.say("pauses.everywhere")


def _in(shop: Shop, grid: int | None, street: str) -> bool:
    return grid in (None, shop.grid_id) and street in ("", shop.street)


async def _clocks(turn: Turn, inside: Callable[[Shop], bool]) -> list[tuple[Shop, OpenDays]]:
    """The shops with a running clock there, and their open days as they are before the change."""
    waiting = dict.fromkeys(f.shop_id for f in await findings.all_open(turn.tx) if f.due_at)
    places = [await shops.shop(turn.tx, number) for number in waiting]
    return [(place, await clocks.days_around(turn, place)) for place in places if inside(place)]


async def _move(turn: Turn, before: list[tuple[Shop, OpenDays]]) -> None:
    for place, days in before:
        await clocks.move(turn, place, days)


async def _tell(turn: Turn, sentence: str, where: str, places: Sequence[Place], **days: object) -> None:
    """Members, who need not hurry or may look again, and shops, who need do nothing; nobody twice, and not at midday."""
    told: dict[int, str] = {}
    for name, key in (("pause_members", f"{sentence}_member"), ("pause_holders", f"{sentence}_shop")):
        for grid, street in places:
            for row in await turn.tx.rows(name, grid_id=grid, street=street):
                told.setdefault(row["person_id"], key)
    news = Post(turn.tx, f"{turn.key}/{sentence}", turn.default_language, Rest.QUIET)
    for person, key in told.items():
        if person != turn.me:
            await news.tell(person, _words(f"pauses.{key}", where=where, **days))
    turn.outgoing += news.outgoing


def _words(sentence: str, **values: object) -> Build:
    return lambda say: Reply(say(sentence, **values))
