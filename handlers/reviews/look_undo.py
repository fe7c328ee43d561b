"""撤销: take the last observation back within ten minutes, and tell those who were told of it what counts instead."""

from __future__ import annotations

from datetime import timedelta

from bot.flow import Flow, Turn
from handlers.checks.self_check import duties_of
from handlers.findings import findings as casework
from handlers.shared import relations
from handlers.shared.seen import facts_said
from messages.reply import Button
from messages.topics import Topic
from programme.ids import ObservationId
from programme.roles import Action, Tie, may
from storage.reviews import evidence
from storage.reviews.evidence import Observation
from storage.shops import shops

flow = Flow("look_undo")

UNDO = timedelta(minutes=10)
"""How long 撤销 takes the last look back."""


@flow.intent("undo", Action.UNDO_LOOK)
async def said_undo(turn: Turn) -> None:
    """Take one observation back at once; of several in one message, ask which one."""
    last = await evidence.latest_by(turn.tx, turn.me)
    if last is None or not await _may_undo(turn, last):
        turn.reply(turn.say("review.nothing_to_undo"))
        return
    together = await evidence.said_at(turn.tx, turn.me, last.at)
    if len(together) == 1:
        turn.reply(await _undo(turn, last))
        return
    rows = [[Button(turn.say("review.every_one"), undo_all(last.id))]]
    for look in together:
        place = await shops.shop(turn.tx, look.shop_id)
        rows.append([Button(await _said(turn, look, "review.undo_this", shop=place.name), undo_look(look.id))])
    turn.reply(turn.say("review.undo_which"), buttons=rows, topic=Topic.REVIEW_UNDO)


@flow.intent("undo_there", Action.UNDO_LOOK)
async def said_undo_there(turn: Turn) -> None:
    """Take back what was recorded of the shop that was named, be it the last or not; of no other shop."""
    place = await shops.shop(turn.tx, turn.meant[0].shop)
    for day in sorted({turn.day, (turn.local_now - UNDO).date()}, reverse=True):
        look = await evidence.observation_of_day(turn.tx, place.id, day, turn.me)
        if look and await _may_undo(turn, look):
            turn.reply(await _undo(turn, look))
            return
    turn.reply(turn.say("review.nothing_to_undo_there", shop=place.name))


@flow.step(Action.UNDO_LOOK)
async def undo_look(turn: Turn, look_id: ObservationId) -> None:
    look = await evidence.observation(turn.tx, look_id)
    if look is None or not look.standing or not await _may_undo(turn, look):
        turn.reply(turn.say("review.nothing_to_undo"))
        return
    turn.reply(await _undo(turn, look))


@flow.step(Action.UNDO_LOOK)
async def undo_all(turn: Turn, look_id: ObservationId) -> None:
    """Take back every observation of that message that still counts."""
    last = await evidence.observation(turn.tx, look_id)
    together = await evidence.said_at(turn.tx, turn.me, last.at) if last else []
    told = [await _undo(turn, look) for look in together if await _may_undo(turn, look)]
    turn.reply("\n".join(told) or turn.say("review.nothing_to_undo"))


@flow.edits.after("observation")
async def undo_edited(turn: Turn, number: int) -> None:
    """Take back an observation at a shop that its edited message no longer names."""
    look = await evidence.observation(turn.tx, ObservationId(number))
    if look is not None and look.standing:
        turn.reply(await _undo(turn, look))


async def _may_undo(turn: Turn, look: Observation) -> bool:
    tie = await relations.to_shop(turn, look.shop_id) | Tie.SCORED
    return look.observer_id == turn.me and turn.now - look.at <= UNDO and may(turn.roles, Action.UNDO_LOOK, tie)


async def _undo(turn: Turn, look: Observation) -> str:
    """Take it back; an earlier observation of the day counts again, and the shop is told."""
    place = await shops.shop(turn.tx, look.shop_id)
    await evidence.undo_observation(turn.tx, look, turn.now)
    stands = await evidence.observation_of_day(turn.tx, look.shop_id, look.day, turn.me)
    failed = [d for d in duties_of(turn, place) if stands and stands.facts.get(d.key) == 0]
    between = stands.left_out if stands else frozenset()  # what the managers decide on still is of the earlier look
    await casework.withdraw(turn, look, unless={d.key for d in failed} | between)
    if stands is None:
        return turn.say("review.undone", shop=place.name)
    if again := [d for d in failed if look.facts.get(d.key) != 0]:
        await casework.open_from_observation(turn, place, stands.id, again, stands.note)
    return await _said(turn, stands, "review.undone_stands", shop=place.name)


async def _said(turn: Turn, look: Observation, sentence: str, *, shop: str) -> str:
    """A sentence about an observation, with its result for each duty."""
    place = await shops.shop(turn.tx, look.shop_id)
    duties = {d.key for d in duties_of(turn, place)}
    met = turn.say("review.all_met" if duties <= {*look.duties} else "review.rest_met")
    return turn.say(sentence, shop=shop, facts=facts_said(turn, look.facts) or met)
