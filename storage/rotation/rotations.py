"""Rotations (岗位轮岗): the plan, the two signatures, and a list of what passed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from enum import StrEnum

from files.dataclass import dataclass
from programme.ids import PersonId, RotationId
from programme.rotation.rotation_state import COMING, ROTATION, RotationState
from storage.core.states import save_state
from storage.core.tx import Tx


class ItemKind(StrEnum):
    """What passes one by one; findings, leads, help requests and appeals go with their shop."""

    SHOP = "shop"
    SITE = "site"
    REQUEST = "request"
    COVER = "cover"  # the member they stand in for
    PLEDGE = "pledge"
    ACTIVITY = "activity"  # that they host
    FOLLOW_UP = "follow-up"
    CROSS = "cross"  # the shop of a cross review


@dataclass(frozen=True, slots=True)
class Item:
    kind: ItemKind
    subject_id: int


@dataclass(frozen=True, slots=True)
class Rotation:
    """`given_at` is 交清, by the leaver or, where nobody reaches them, by who planned it; `taken_at` is 接到."""

    id: RotationId
    leaver_id: PersonId
    successor_id: PersonId
    day: date
    planned_by: PersonId
    planned_at: datetime
    state: RotationState
    given_at: datetime | None
    given_by: PersonId | None
    taken_at: datetime | None
    drawn_at: datetime | None
    passed_at: datetime | None
    ended_at: datetime | None
    ended_by: PersonId | None


async def plan(
    tx: Tx, leaver: PersonId, successor: PersonId, day: date, *, by: PersonId, at: datetime, is_given: bool
) -> Rotation:
    """A new plan; `is_given` where the leaver cannot be asked to sign."""
    ROTATION.check_first(RotationState.PLANNED)
    made = await tx.value(
        "rotation_add",
        leaver_id=leaver,
        successor_id=successor,
        day=day,
        planned_by=by,
        planned_at=at,
        state=RotationState.PLANNED,
        given_at=at if is_given else None,
        given_by=by if is_given else None,
    )
    return await rotation(tx, RotationId(made))


async def rotation(tx: Tx, rotation_id: RotationId) -> Rotation:
    """Raises LookupError when there is no such rotation."""
    found = await tx.one(Rotation, "rotation_one", id=rotation_id)
    if found is None:
        raise LookupError(f"there is no rotation {rotation_id}")
    return found


async def save(tx: Tx, before: Rotation, after: Rotation) -> None:
    """Save the new state.

    Raises:
        ForbiddenTransition: it cannot go there from where it is.
        Overtaken: it is not in the state of `before` any more.
    """
    await save_state(tx, ROTATION, "rotation_save", before, after)


async def coming(tx: Tx) -> list[Rotation]:
    """Every rotation of which nothing has passed yet."""
    return [one for state in COMING for one in await tx.all(Rotation, "rotations_in", state=state)]


async def newest(tx: Tx, most: int) -> list[Rotation]:
    return await tx.all(Rotation, "rotations_newest", most=most)


async def note_items(tx: Tx, rotation_id: RotationId, items: Iterable[Item]) -> None:
    """Write down what passed."""
    await tx.many(
        "rotation_item_add",
        [{"rotation_id": rotation_id, "kind": one.kind, "subject_id": one.subject_id} for one in items],
    )


async def items(tx: Tx, rotation_id: RotationId) -> frozenset[Item]:
    return frozenset(await tx.all(Item, "rotation_items_of", rotation_id=rotation_id))
