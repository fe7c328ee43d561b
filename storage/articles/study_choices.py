"""A member's choice about the weekly article; without a row it comes, as for everybody at first."""

from __future__ import annotations

from datetime import date

from files.dataclass import dataclass
from programme.articles.study_state import STUDY, StudyState
from programme.ids import PersonId
from storage.core.tx import Tx


@dataclass(frozen=True, slots=True)
class StudyChoice:
    state: StudyState
    since: date


async def choice(tx: Tx, person_id: PersonId) -> StudyChoice | None:
    return await tx.one(StudyChoice, "study_choice", person_id=person_id)


async def choose(tx: Tx, person_id: PersonId, state: StudyState, day: date) -> None:
    """Write down a choice, or that the question was asked."""
    before = await choice(tx, person_id)
    if before is None:
        STUDY.check_first(state)
    else:
        STUDY.check(before.state, state)
    await tx.do("study_choose", person_id=person_id, state=state, since=day)
