"""Recording an observation with its findings, and confirming to the observer what was understood."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from bot.flow import Turn
from handlers.checks.self_check import duties_of
from handlers.findings import findings as casework
from handlers.shared import relations
from programme.duties import Duty
from programme.roles import Role, Tie
from storage.reviews import evidence
from storage.shops import shops
from storage.shops.shop_days import open_days
from storage.shops.shops import Shop
from texts.days import Names


async def counts_today(turn: Turn, place: Shop) -> bool:
    """Whether today counts for this shop; an observation on any other day opens no finding either."""
    return not (await open_days(turn.tx, place, turn.day, turn.day)).is_shut(turn.day)


async def source_of(turn: Turn, place: Shop) -> str:
    """The kind of observation: linked (or by the cover of the linked member), cross or spot."""
    tie = await relations.to_shop(turn, place.id)
    if tie & (Tie.LINKED | Tie.COVERS):
        return "linked"
    return "spot" if Role.SQUAD in turn.roles and Tie.CROSS not in tie else "cross"


async def record(
    turn: Turn, place: Shop, facts: dict[str, float], note: str, *, apart: Collection[str] = frozenset()
) -> str:
    """Record the observation with its findings, tell the shop, and confirm to the observer what was understood.

    Duties in `apart` are somebody else's that day, such as a legal stall's: nothing is said of them either way.
    """
    before = await evidence.observation_of_day(turn.tx, place.id, turn.day, turn.me)
    applies = [d for d in duties_of(turn, place) if d.key not in apart]
    facts = {d.key: facts[d.key] for d in applies if d.key in facts}
    said = await evidence.self_check(turn.tx, place.id, turn.day)
    held = await shops.tenure(turn.tx, place.id, turn.now)
    number = await evidence.add_observation(
        turn.tx,
        shop_id=place.id,
        tenure_id=held.id,
        day=turn.day,
        observer_id=turn.me,
        at=turn.incoming.at,
        source=await source_of(turn, place),
        duties=[d.key for d in applies],
        facts=facts,
        left_out=await casework.reported_before(turn, place),
        self_check_id=said.id if said else None,
        note=note,
    )
    turn.made("observation", number)
    if turn.attachments:
        await turn.keep("observation", number)
    if before:
        left = frozenset(k for k, x in facts.items() if x == 0)
        await casework.withdraw(turn, before, unless=left, fixed=facts.keys() - left)
    failed = [d for d in applies if facts.get(d.key) == 0]
    told = "told_nothing"
    if await counts_today(turn, place):
        told = await casework.open_from_observation(turn, place, number, failed, note)
    return _spoken(turn, place, applies, facts, told, is_whole=not apart)


def _spoken(
    turn: Turn, place: Shop, applies: Sequence[Duty], facts: dict[str, float], told: str, *, is_whole: bool
) -> str:
    if not facts:
        return turn.say("review.recorded_met" if is_whole else "review.recorded_rest", shop=place.name)
    half = Names(tuple(d for d in applies if facts.get(d.key) == 0.5))  # noqa: PLR2004 the fact “minor, fixed on the spot”
    bad = Names(tuple(d for d in applies if facts.get(d.key) == 0))
    key = "recorded_both" if half.things and bad.things else "recorded_half" if half.things else "recorded_failed"
    news = turn.say(f"review.{told}") if bad.things else ""
    return turn.say(f"review.{key}", shop=place.name, half=half, bad=bad, told=news)
