"""Self-checks and observations. Every record is kept; one per day and author is marked as current, and none is edited."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime

from files.dataclass import dataclass
from programme.ids import ObservationId, PersonId, SelfCheckId, ShopId, TenureId
from storage.core.tx import Tx
from storage.ratings import day_sums


@dataclass(frozen=True, slots=True)
class SelfCheck:
    """What a merchant said of one day: `duties` asked about, `problems` those that failed. The others were met."""

    id: SelfCheckId
    shop_id: ShopId
    day: date
    person_id: PersonId
    at: datetime
    duties: tuple[str, ...]
    problems: tuple[str, ...]
    note: str


@dataclass(frozen=True, slots=True)
class Observation:
    """What one observer saw at one shop on one day.

    `facts` holds only what was not met: 0 failed, 0.5 minor and fixed on the spot. `left_out` are duties the shop had
    reported itself before the look. `self_check_id` is the self-check that stood when this was recorded.
    """

    id: ObservationId
    shop_id: ShopId
    tenure_id: TenureId
    day: date
    observer_id: PersonId
    at: datetime
    source: str
    duties: tuple[str, ...]
    facts: dict[str, float]
    left_out: frozenset[str]
    self_check_id: SelfCheckId | None
    note: str
    standing: bool
    undone_at: datetime | None


async def self_check(tx: Tx, shop_id: ShopId, day: date) -> SelfCheck | None:
    """The current self-check."""
    return await tx.one(SelfCheck, "self_check_standing", shop_id=shop_id, day=day)


async def add_self_check(
    tx: Tx,
    *,
    shop_id: ShopId,
    day: date,
    person_id: PersonId,
    at: datetime,
    duties: Collection[str],
    problems: Collection[str],
    note: str = "",
) -> SelfCheckId:
    """Record a self-check; it stands from now on, the earlier ones of the day are kept."""
    replaced = await tx.rows("self_check_unstand", shop_id=shop_id, day=day)
    await day_sums.keep_self_check(tx, shop_id, day, clean=not problems)
    number = SelfCheckId(
        await tx.value(
            "self_check_add",
            shop_id=shop_id,
            day=day,
            person_id=person_id,
            at=at,
            duties=tuple(duties),
            problems=tuple(problems),
            note=note,
        )
    )
    if problems or any(row["problems"] for row in replaced):
        await day_sums.keep_reported(tx, shop_id)
    return number


async def kept_self_check(tx: Tx, check_id: SelfCheckId) -> SelfCheck | None:
    """A self-check, whether it stands or not."""
    return await tx.one(SelfCheck, "self_check_kept", id=check_id)


async def take_back_self_check(tx: Tx, said: SelfCheck) -> bool:
    """Its message says something else now: nothing stands for the day until it is said again. False when it stood no more."""
    if await tx.do("self_check_take_back", id=said.id) != 1:
        return False
    await day_sums.keep_self_check(tx, said.shop_id, said.day, clean=False)
    return True


def _corrected(note: str, old: str, new: str) -> str:
    return note.replace(old, new, 1) if old and old in note else "\n".join(filter(None, (note, new)))


async def correct_note(tx: Tx, said: SelfCheck, old: str, new: str) -> None:
    """Put corrected words of a self-check in place of those that were said before."""
    await tx.do("self_check_correct", id=said.id, note=_corrected(said.note, old, new))


async def correct_observation_note(tx: Tx, seen: Observation, old: str, new: str) -> None:
    """Put corrected words of an observation in place of those that were said before."""
    await tx.do("observation_correct", id=seen.id, note=_corrected(seen.note, old, new))


JOTTING = "jotting"
"""What a photo is kept with until it is said which shop it shows."""


async def jot(tx: Tx, *, shop_id: ShopId, day: date, person_id: PersonId, at: datetime, note: str) -> SelfCheckId:
    """Keep words whose shop is not clear yet; they are no self-check and say nothing of the shop they are kept with."""
    return SelfCheckId(await tx.value("jotting_add", shop_id=shop_id, day=day, person_id=person_id, at=at, note=note))


async def jotted(tx: Tx, check_id: SelfCheckId, person_id: PersonId) -> SelfCheck | None:
    """One of this person's jottings."""
    return await tx.one(SelfCheck, "jotting", id=check_id, person_id=person_id)


async def place_jotting(tx: Tx, check_id: SelfCheckId, shop_id: ShopId) -> None:
    await tx.do("jotting_place", id=check_id, shop_id=shop_id)


async def hand_photos(tx: Tx, check_id: SelfCheckId, subject: str, subject_id: int) -> int:
    """The photos of a jotting belong to something else now; how many there are."""
    return await tx.do("jotting_hand", id=check_id, jotting=JOTTING, subject=subject, subject_id=subject_id)


async def add_note(tx: Tx, check_id: SelfCheckId, note: str) -> None:
    """More words to a self-check."""
    await tx.do("self_check_note", id=check_id, note=note, gap="\n")


async def add_observation_note(tx: Tx, look_id: ObservationId, note: str) -> None:
    """More words to a look."""
    await tx.do("observation_note", id=look_id, note=note, gap="\n")


async def last_self_check_day(tx: Tx, shop_id: ShopId) -> date | None:
    found = await tx.value("self_checks_last_day", shop_id=shop_id)
    return date.fromisoformat(found) if found else None


async def self_checks(tx: Tx, shop_id: ShopId, first: date, last: date) -> list[SelfCheck]:
    return await tx.all(SelfCheck, "self_checks_of_shop", shop_id=shop_id, first=first, last=last)


async def observation(tx: Tx, look_id: ObservationId) -> Observation | None:
    return await tx.one(Observation, "observation", id=look_id)


async def observation_of_day(tx: Tx, shop_id: ShopId, day: date, observer_id: PersonId) -> Observation | None:
    """This observer's current observation of that day."""
    return await tx.one(Observation, "observation_standing", shop_id=shop_id, day=day, observer_id=observer_id)


async def add_observation(
    tx: Tx,
    *,
    shop_id: ShopId,
    tenure_id: TenureId,
    day: date,
    observer_id: PersonId,
    at: datetime,
    source: str,
    duties: Collection[str],
    facts: Mapping[str, float],
    left_out: Collection[str] = (),
    self_check_id: SelfCheckId | None = None,
    note: str = "",
) -> ObservationId:
    """Record an observation; it replaces the same observer's earlier one of the day."""
    await tx.do("observation_unstand", shop_id=shop_id, day=day, observer_id=observer_id)
    number = ObservationId(
        await tx.value(
            "observation_add",
            shop_id=shop_id,
            tenure_id=tenure_id,
            day=day,
            observer_id=observer_id,
            at=at,
            source=source,
            duties=tuple(duties),
            facts=dict(facts),
            left_out=frozenset(left_out),
            self_check_id=self_check_id,
            note=note,
        )
    )
    await day_sums.keep_looks(tx, shop_id)
    return number


async def undo_observation(tx: Tx, seen: Observation, now: datetime) -> None:
    """Take an observation back; the same observer's earlier one of the day counts again."""
    await tx.do("observation_undo", id=seen.id, at=now)
    before = await tx.value(
        "observation_restore", shop_id=seen.shop_id, day=seen.day, observer_id=seen.observer_id, id=seen.id
    )
    if before is not None:
        await tx.do("observation_stand", id=before)
    await day_sums.keep_looks(tx, seen.shop_id)


_HANGS_ON_A_LOOK = ("look_findings_move", "look_appeals_move", "look_photos_move")


async def hand_on(tx: Tx, before: ObservationId, after: ObservationId) -> None:
    """Pass the findings, appeals and photos of a replaced observation to the one that replaces it."""
    for name in _HANGS_ON_A_LOOK:
        await tx.do(name, before=before, after=after)
    if look := await observation(tx, after):
        await day_sums.keep_cases(tx, look.shop_id)


async def latest_by(tx: Tx, observer_id: PersonId) -> Observation | None:
    """The observer's last observation that still counts."""
    return await tx.one(Observation, "observation_latest_by", observer_id=observer_id)


async def said_at(tx: Tx, observer_id: PersonId, at: datetime) -> list[Observation]:
    """The looks an observer recorded with one message, by its time; those that still stand."""
    return await tx.all(Observation, "observations_said_at", observer_id=observer_id, at=at)


async def observations(tx: Tx, shop_id: ShopId, first: date, last: date) -> list[Observation]:
    return await tx.all(Observation, "observations_of_shop", shop_id=shop_id, first=first, last=last)


async def last_looks(tx: Tx, member_id: PersonId) -> dict[ShopId, date]:
    """For each of a member's shops, the day anybody looked last."""
    rows = await tx.rows("observations_last_days", member_id=member_id)
    return {row["shop_id"]: date.fromisoformat(row["day"]) for row in rows}
