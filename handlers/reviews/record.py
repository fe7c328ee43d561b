"""Recording an observation with its findings, and confirming to the observer what was understood."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from bot.flow import Turn
from handlers.checks.self_check import duties_of
from handlers.findings import findings as casework
from handlers.reviews.day_look import Seen, added, before_now, replaced
from handlers.shared import relations
from programme.duties import Duty
from programme.roles import Role, Tie
from storage.reviews import evidence
from storage.reviews.evidence import Observation
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
    turn: Turn,
    place: Shop,
    facts: Mapping[str, float],
    note: str,
    *,
    apart: Collection[str] = frozenset(),
    adds: bool = False,
) -> str:
    """Record the observation with its findings, tell the shop, and confirm to the observer what was understood.

    Duties in `apart` are somebody else's that day, such as a legal stall's: nothing is said of them either way. What `adds`
    names some duties: the others keep what the observer saw of them earlier that day.
    """
    before, is_edit = await before_now(turn, place)
    applies = [d for d in duties_of(turn, place) if d.key not in apart]
    named = {d.key: facts[d.key] for d in applies if d.key in facts}
    seen = await _seen(turn, place, [d.key for d in applies], named, note)
    if before and adds:
        seen = added(seen, before)
    look = await _keep(turn, place, seen)
    waits = seen.left_out - named.keys() if adds and not is_edit else frozenset()  # what is between two shops
    stands = {key for key, worth in seen.facts.items() if worth == 0} | waits
    await casework.withdraw(turn, look, unless=stands, fixed=seen.facts.keys() - stands)
    told = await _open(turn, place, look, [d for d in applies if named.get(d.key) == 0], note)
    of_day = [d for d in duties_of(turn, place) if d.key in seen.duties]
    answer = _spoken(turn, place, of_day, seen.facts, told, is_whole=not apart)
    return answer + (replaced(turn, before, seen) if before else "")


async def _seen(turn: Turn, place: Shop, duties: Sequence[str], facts: Mapping[str, float], note: str) -> Seen:
    said = await evidence.self_check(turn.tx, place.id, turn.day)
    reported = await casework.reported_before(turn, place)
    return Seen(tuple(duties), facts, reported, said.id if said else None, note)


async def _open(turn: Turn, place: Shop, look: Observation, failed: Sequence[Duty], note: str) -> str:
    """Open the findings of what was just said; how far the shop knows, empty where nothing was said to fail."""
    if not failed:
        return ""
    if not await counts_today(turn, place):
        return "told_nothing"
    return await casework.open_from_observation(turn, place, look.id, failed, note)


async def _keep(turn: Turn, place: Shop, seen: Seen) -> Observation:
    held = await shops.tenure(turn.tx, place.id, turn.now)
    number = await evidence.add_observation(
        turn.tx,
        shop_id=place.id,
        tenure_id=held.id,
        day=turn.day,
        observer_id=turn.me,
        at=turn.incoming.at,
        source=await source_of(turn, place),
        duties=seen.duties,
        facts=seen.facts,
        left_out=seen.left_out,
        self_check_id=seen.self_check_id,
        note=seen.note,
    )
    turn.made("observation", number)
    if turn.attachments:
        await turn.keep("observation", number)
    if look := await evidence.observation(turn.tx, number):
        return look
    raise LookupError(f"there is no observation {number}")


def _spoken(
    turn: Turn, place: Shop, applies: Sequence[Duty], facts: Mapping[str, float], told: str, *, is_whole: bool
) -> str:
    if not facts:
        return turn.say("review.recorded_met" if is_whole else "review.recorded_rest", shop=place.name)
    half = Names(tuple(d for d in applies if facts.get(d.key) == 0.5))  # noqa: PLR2004 the fact “minor, fixed on the spot”
    bad = Names(tuple(d for d in applies if facts.get(d.key) == 0))
    key = "recorded_both" if half.things and bad.things else "recorded_half" if half.things else "recorded_failed"
    news = turn.say(f"review.{told}") if bad.things and told else ""
    return turn.say(f"review.{key}", shop=place.name, half=half, bad=bad, told=news)
