"""Red lines (红线, veto): proposed by one person, confirmed by another, lifted after a granted appeal; never deleted."""

from __future__ import annotations

from datetime import date, datetime

from files.dataclass import dataclass
from programme.ids import PersonId, ShopId, VetoId
from programme.rules import Rules
from programme.titles.veto import is_open
from programme.titles.veto_state import VETO, VetoState
from storage.core.tx import Tx
from storage.shops.shop_days import open_days
from storage.shops.shops import Shop


@dataclass(frozen=True, slots=True)
class Veto:
    """`cause` is one of `veto.CAUSES`; `since`: it counts from then."""

    id: VetoId
    shop_id: ShopId
    cause: str
    reason: str
    proposed_at: datetime
    proposed_by: PersonId
    confirmed_at: datetime | None
    confirmed_by: PersonId | None
    since: date | None
    lifted_at: datetime | None
    lifted_by: PersonId | None
    state: VetoState


async def propose(tx: Tx, *, shop_id: ShopId, cause: str, reason: str, by: PersonId, at: datetime) -> VetoId:
    return VetoId(await tx.value("veto_add", shop_id=shop_id, cause=cause, reason=reason, person_id=by, at=at))


async def veto(tx: Tx, veto_id: VetoId) -> Veto:
    """One red line by its id. Raises LookupError when there is no such red line."""
    found = await tx.one(Veto, "veto", id=veto_id)
    if found is None:
        raise LookupError(f"there is no veto {veto_id}")
    return found


async def of_shop(tx: Tx, shop_id: ShopId) -> list[Veto]:
    """All red lines of a shop, the newest first."""
    return await tx.all(Veto, "vetoes_of_shop", shop_id=shop_id)


async def in_state(tx: Tx, state: VetoState) -> list[Veto]:
    return await tx.all(Veto, "vetoes_in_state", state=state)


async def is_under(tx: Tx, place: Shop, day: date, rules: Rules, *, after: datetime | None = None) -> bool:
    """Whether a shop is under a red line on a day; with `after`, only red lines confirmed later than that count."""
    lines = [v for v in await of_shop(tx, place.id) if v.state is VetoState.CONFIRMED and v.since]
    lines = [v for v in lines if after is None or v.confirmed_at is None or v.confirmed_at > after]
    if not lines:
        return False
    days = await open_days(tx, place, min(v.since for v in lines if v.since), day)
    return any(is_open(v.since, days, day, rules) for v in lines)


async def confirm(tx: Tx, veto_id: VetoId, *, by: PersonId, day: date, at: datetime) -> bool:
    """Confirm it, counting from `day` on; False when it was decided before."""
    before, after = VetoState.PROPOSED, VetoState.CONFIRMED
    VETO.check(before, after)
    return await tx.do("veto_confirm", id=veto_id, before=before, after=after, person_id=by, day=day, at=at) == 1


async def refuse(tx: Tx, veto_id: VetoId, *, by: PersonId, at: datetime) -> bool:
    return await _settle(tx, veto_id, VetoState.PROPOSED, VetoState.REFUSED, by, at)


async def lift(tx: Tx, veto_id: VetoId, *, by: PersonId, at: datetime) -> bool:
    return await _settle(tx, veto_id, VetoState.CONFIRMED, VetoState.LIFTED, by, at)


async def _settle(tx: Tx, veto_id: VetoId, before: VetoState, after: VetoState, by: PersonId, at: datetime) -> bool:
    VETO.check(before, after)
    return await tx.do("veto_settle", id=veto_id, before=before, after=after, person_id=by, at=at) == 1
