"""All data kept about one person, to be shown on request."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from programme.ids import PersonId
from storage.core.tx import Tx
from storage.operations.exports import Flat, flat

PARTS = (
    "chats",
    "shops",
    "links",
    "self_checks",
    "reviews",
    "findings",
    "help_requests",
    "requests",
    "request_words",
    "permits",
    "complaints",
    "appeals",
    "leads",
    "intakes",
    "case_sheets",
    "study_choices",
    "rotations",
    "activity_parts",
    "pledges",
    "hour_papers",
    "honours",
    "honour_objections",
    "ballots",
    "follow_ups",
    "activities",
    "activity_openings",
    "branch_leaders",
    "activity_news",
    "calendar_secrets",
    "articles",
    "covers",
    "cross_duties",
    "finding_words",
    "help_words",
    "objections",
    "closures",
    "pauses",
    "vetoes",
    "invites",
    "sites",
    "rosters",
    "desk_duties",
    "camera_rests",
    "tellers",
    "board_sessions",
    "jobs_asked",
    "journal",
    "files",
    "messages_to",
)
"""Each a statement `person_<part>`; the shops' history that names nobody is not a person's data."""


async def of(tx: Tx, person_id: PersonId, zone: ZoneInfo) -> dict[str, object] | None:
    """The person, and a list of rows under the name of each part; None when there is no such person."""
    known = await tx.rows("person_itself", person_id=person_id)
    if not known:
        return None
    found: dict[str, object] = {"person": flat(known[0], zone)}
    for part in PARTS:
        rows: list[Flat] = [flat(row, zone) for row in await tx.rows(f"person_{part}", person_id=person_id)]
        found[part] = rows
    return found
