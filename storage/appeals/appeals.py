"""Appeals (申诉): a reason against an observation, a red line or a star, decided by somebody without a part in it."""

from __future__ import annotations

from datetime import datetime, timedelta

from files.dataclass import dataclass
from programme.appeals.appeal_state import APPEAL, AppealState
from programme.ids import AppealId, PersonId, ShopId, VetoId
from programme.roles import Action, Role, Tie, may
from storage.core.tx import Tx
from storage.titles import vetoes

QUARTER = timedelta(days=126)
"""Whose looks a star may rest on: 84 open days, with closures in between."""


@dataclass(frozen=True, slots=True)
class Appeal:
    """`subject` is `observation`, `veto` or `star` (`subject_id`: its rating run).

    A star is granted by setting aside what it rested on: each such look is then a granted appeal of its own.
    """

    id: AppealId
    shop_id: ShopId
    person_id: PersonId
    at: datetime
    subject: str
    subject_id: int
    text: str
    state: AppealState
    due_at: datetime
    decided_at: datetime | None
    decided_by: PersonId | None
    reason: str


@dataclass(frozen=True, slots=True)
class _Judge:
    id: PersonId
    roles: frozenset[str]
    is_branch: bool
    holds: bool


async def open_one(
    tx: Tx,
    *,
    shop_id: ShopId,
    person_id: PersonId,
    subject: str,
    subject_id: int,
    text: str,
    at: datetime,
    due_at: datetime,
) -> AppealId:
    return AppealId(
        await tx.value(
            "appeal_add",
            shop_id=shop_id,
            person_id=person_id,
            subject=subject,
            subject_id=subject_id,
            text=text,
            at=at,
            due_at=due_at,
        )
    )


async def appeal(tx: Tx, appeal_id: AppealId) -> Appeal:
    """One appeal by its id. Raises LookupError when there is no such appeal."""
    found = await tx.one(Appeal, "appeal", id=appeal_id)
    if found is None:
        raise LookupError(f"there is no appeal {appeal_id}")
    return found


async def of_shop(tx: Tx, shop_id: ShopId) -> list[Appeal]:
    """All appeals of a shop, the newest first."""
    return await tx.all(Appeal, "appeals_of_shop", shop_id=shop_id)


async def open_ones(tx: Tx) -> list[Appeal]:
    """The open appeals, the most pressing first."""
    return await tx.all(Appeal, "appeals_open")


async def say_more(tx: Tx, appeal_id: AppealId, text: str) -> None:
    await tx.do("appeal_say", id=appeal_id, text=text, gap="\n")


async def correct(tx: Tx, case: Appeal, old: str, new: str) -> None:
    """Put corrected words in place of those that were said before; none where they are taken out."""
    text = case.text.replace(old, new, 1) if old and old in case.text else f"{case.text}\n{new}"
    text = "\n".join(filter(None, text.split("\n")))
    await tx.do("appeal_correct", id=case.id, text=text)


async def decide(tx: Tx, appeal_id: AppealId, *, granted: bool, by: PersonId, reason: str, at: datetime) -> bool:
    """Record the decision; False when somebody else decided first."""
    before, after = AppealState.OPEN, AppealState.GRANTED if granted else AppealState.REFUSED
    APPEAL.check(before, after)
    values = {"person_id": by, "reason": reason, "at": at}
    return await tx.do("appeal_decide", id=appeal_id, before=before, after=after, **values) == 1


async def end_of_look(tx: Tx, look: int, at: datetime) -> None:
    """End the appeal against an observation of which nothing is left to contest."""
    before, after = AppealState.OPEN, AppealState.ENDED
    APPEAL.check(before, after)
    await tx.do("appeals_end_of_look", look=look, at=at, before=before, after=after)


async def set_aside(tx: Tx, case: Appeal, look: int, *, by: PersonId, reason: str, at: datetime) -> None:
    """Stop counting an observation behind a granted star appeal: recorded as an appeal against it that was granted."""
    APPEAL.check_first(AppealState.GRANTED)
    await tx.do(
        "appeal_set_aside",
        state=AppealState.GRANTED,
        shop_id=case.shop_id,
        person_id=case.person_id,
        subject_id=look,
        due_at=case.due_at,
        decided_by=by,
        reason=reason,
        at=at,
    )


async def deciders(tx: Tx, case: Appeal) -> list[PersonId]:
    """Who may decide and can be reached: nobody who scored, proposed, confirmed or answers for the shop. May be empty."""
    ties = await _involved(tx, case)
    judges = await tx.all(_Judge, "appeal_judges", shop_id=case.shop_id)
    return [j.id for j in judges if may(_roles(j), Action.DECIDE_APPEAL, _tie(j) | ties.get(j.id, Tie.NONE))]


async def part_in(tx: Tx, case: Appeal, person_id: PersonId) -> Tie:
    """The part a person had in what is contested: scored, proposed or confirmed it."""
    return (await _involved(tx, case)).get(person_id, Tie.NONE)


async def runs_since(tx: Tx, at: datetime) -> list[str]:
    """The periods whose ratings used the contested record, oldest first; a granted appeal has them rated again."""
    return [row["period"] for row in await tx.rows("appeal_runs_since", at=at)]


async def is_granted_since(tx: Tx, at: datetime) -> bool:
    return bool(await tx.value("appeals_granted_since", at=at))


async def _involved(tx: Tx, case: Appeal) -> dict[PersonId, Tie]:
    if case.subject == "veto":
        line = await vetoes.veto(tx, VetoId(case.subject_id))
        ties = {line.proposed_by: Tie.PROPOSED}
        if line.confirmed_by is not None:
            ties[line.confirmed_by] = ties.get(line.confirmed_by, Tie.NONE) | Tie.CONFIRMED
        return ties
    if case.subject == "observation":
        rows = await tx.rows("appeal_observers", id=case.subject_id)
    else:
        first = (case.at - QUARTER).date()
        rows = await tx.rows("appeal_star_observers", shop_id=case.shop_id, first=first)
    return {row["person_id"]: Tie.SCORED for row in rows}


def _roles(judge: _Judge) -> frozenset[str]:
    return judge.roles | ({Role.MERCHANT} if judge.holds else set())


def _tie(judge: _Judge) -> Tie:
    return (Tie.BRANCH if judge.is_branch else Tie.NONE) | (Tie.HOLDS if judge.holds else Tie.NONE)
