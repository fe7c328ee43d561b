"""Sheets of cases sent in chat: from the file through the preview to what was taken, and the wish to have it back."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from files.dataclass import dataclass
from programme.ids import PersonId
from programme.intake.case_sheet_state import CASE_SHEET, CaseSheetState
from storage.core.states import save_state
from storage.core.tx import Tx
from storage.photos import media
from storage.photos.media import Media

SUBJECT = "case_sheet"
"""What the files of case sheets are kept with."""


@dataclass(frozen=True, slots=True)
class SentSheet:
    """`cases` is JSON between preview and end; with `wants_results` it goes back to whoever sent it with what was done."""

    id: int
    person_id: PersonId
    at: datetime
    file: str
    state: CaseSheetState
    cases: str
    wants_results: bool
    opened: int


async def receive(tx: Tx, person_id: PersonId, file: str, now: datetime, *, wants_results: bool = False) -> int:
    """Record a sheet whose file is being fetched."""
    CASE_SHEET.check_first(CaseSheetState.WAITING)
    return int(
        await tx.value(
            "case_sheet_add",
            person_id=person_id,
            at=now,
            file=file,
            state=CaseSheetState.WAITING,
            wants_results=wants_results,
        )
    )


async def find(tx: Tx, number: int) -> SentSheet | None:
    return await tx.one(SentSheet, "case_sheet_one", id=number)


async def file_of(tx: Tx, number: int) -> Media | None:
    """Its file, once it is there."""
    return next((m for m in await media.of(tx, SUBJECT, number) if m.state == "stored"), None)


async def to_read(tx: Tx) -> list[SentSheet]:
    """Those whose file is there and that nobody has looked at yet."""
    return await tx.all(SentSheet, "case_sheets_to_read")


async def agreed(tx: Tx) -> list[SentSheet]:
    return await tx.all(SentSheet, "case_sheets_agreed")


async def wanted(tx: Tx) -> list[SentSheet]:
    """Those somebody wants back with results."""
    return await tx.all(SentSheet, "case_sheets_wanted")


async def last_of(tx: Tx, person_id: PersonId) -> SentSheet | None:
    """The last sheet of theirs that was taken."""
    return await tx.one(SentSheet, "case_sheet_last", person_id=person_id)


async def save(tx: Tx, before: SentSheet, after: SentSheet) -> None:
    """Raises ForbiddenTransition, or Overtaken when it is not in the state of `before` any more."""
    await save_state(tx, CASE_SHEET, "case_sheet_save", before, after)


async def move(tx: Tx, sheet: SentSheet, state: CaseSheetState, cases: str = "") -> None:
    """To another state; what it says is kept only where it is given."""
    await save(tx, sheet, replace(sheet, state=state, cases=cases))


async def forget(tx: Tx, before: datetime) -> None:
    """Drop what sheets say that were shown before then and never agreed to: there are telephones in them."""
    CASE_SHEET.check(CaseSheetState.READY, CaseSheetState.REFUSED)
    await tx.do("case_sheets_forget", before=before, ready=CaseSheetState.READY, refused=CaseSheetState.REFUSED)


async def want_results(tx: Tx, sheet: SentSheet, *, wanted: bool) -> None:
    await save(tx, sheet, replace(sheet, wants_results=wanted))


async def opening(tx: Tx, number: int) -> int:
    """Count an attempt to read the file, before it is made."""
    return int(await tx.value("case_sheet_opening", id=number))


async def not_opened(tx: Tx, number: int) -> None:
    """Take an attempt back that was stopped for a reason of ours."""
    await tx.do("case_sheet_not_opened", id=number)
