"""“哪里可以卖西瓜”, “哪里能摆摊”, “西瓜”: the nearest sale sites that are open, for who sells and for who buys."""

from __future__ import annotations

from bot.flow import Flow, Turn
from handlers.shared.stall_question import called
from handlers.sites import nearby
from handlers.sites.permits import begin_permit
from handlers.sites.seasons import is_set
from messages.reply import Button
from messages.topics import Topic
from programme.identity import compact
from programme.roles import Action
from storage.sites import permits, stalls
from storage.sites.sites import Site

flow = Flow("sale_sites")


@flow.intent("stalls", Action.FIND_PLACE)
async def said_stalls(turn: Turn) -> None:
    """销售点 with 开, 关 or 延 behind it is the office's; everything else asks where."""
    if not await is_set(turn, turn.words):
        await show_near(turn, turn.words, None)


@flow.step(Action.FIND_PLACE)
async def show_from_card(turn: Turn, code: str) -> None:
    """From a service card: the nearest to where it hangs."""
    await show_near(turn, "", await nearby.point_of_card(turn, code))


@flow.step(Action.FIND_PLACE)
async def hear_place(turn: Turn) -> None:
    """A place that is sent, or a street, after the list: the same from there; anything else is a matter of its own."""
    if nearby.point_of(turn) or await _is_place(turn):
        await show_near(turn, turn.text, None)
    else:
        await nearby.take_otherwise(turn)


async def _is_place(turn: Turn) -> bool:
    said = compact(turn.text)
    lie = [
        part
        for one in await stalls.open_on(turn.tx, turn.day)
        for part in (one.name, one.street, one.community, one.place)
    ]
    return bool(said) and any(part and compact(part) in said for part in lie)


async def show_near(turn: Turn, words: str, point: tuple[float, float] | None) -> None:
    """The nearest three with their hours, goods and free pitches, and a button to ask for one."""
    there = await stalls.open_on(turn.tx, turn.day)
    wanted = [one for one in there if one.goods and compact(one.goods) in compact(words)]
    shown = (await nearby.near(turn, wanted or there, words, point))[: nearby.NEAREST]
    if not shown:
        turn.reply(turn.say("stalls.none_open"))
        return
    lines = [turn.say("stalls.open_head"), *[await told(turn, one) for one in shown], turn.say("stalls.open_how")]
    rows = [[Button(turn.say("permits.sell_at", site=one.name), begin_permit(one.id, False))] for one in shown]
    turn.reply("\n".join(lines), buttons=rows, then=hear_place(), once=False, topic=Topic.SEASON)


async def told(turn: Turn, site: Site) -> str:
    """One line: name, goods and season, where it lies, its hours, the pitches that are free."""
    free = await permits.free(turn.tx, site, turn.day)
    where = " ".join(part for part in (site.place or site.street, site.hours) if part)
    left = (
        ""
        if free.season is None
        else turn.say("stalls.pitches", many=free.season)
        if free.season
        else turn.say("stalls.full")
    )
    return "· " + " ".join(part for part in (called(turn.say, site), where, left) if part)
