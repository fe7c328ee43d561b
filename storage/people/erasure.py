"""Erasure of a person on request: their identity is deleted, the shop's records stay without it."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from files.dataclass import dataclass
from programme.identity import person_key, phone_key
from programme.ids import PersonId
from storage.core.tx import Tx
from storage.people import people
from storage.photos.media import Media

LEAST_DIGITS = 7
"""Of a telephone; fewer are a number of ours."""


@dataclass(frozen=True, slots=True)
class Somebody:
    """Enough of a person to tell two of one name apart."""

    id: PersonId
    name: str
    phone: str
    roles: frozenset[str]
    shops: int


async def find(tx: Tx, words: str) -> list[Somebody]:
    """The people meant by an id, a telephone or a whole name, without those already erased."""
    number = int(words) if words.isdecimal() and len(words) < 10 else -1  # noqa: PLR2004 longer ones are telephones
    everybody = await tx.all(Somebody, "erasure_find")
    return [one for one in everybody if number == one.id or _is_called(one, words)]


def _is_called(one: Somebody, words: str) -> bool:
    """By name or telephone, in whatever spelling."""
    name, phone = person_key(words), phone_key(words)
    return (bool(name) and person_key(one.name) == name) or (
        len(phone) >= LEAST_DIGITS and phone_key(one.phone) == phone
    )


async def erase(tx: Tx, person_id: PersonId, now: datetime) -> list[Media]:
    """Forget a person in one transaction; the files that belong to nobody any more, to be deleted after the commit.

    Their words and voices go, their name, telephone and chats too, and every roster file, which may list them. Looks,
    self-checks and findings stay with the shop, photos of its door included; shops they answered for or looked after are
    free for somebody else.
    """
    files = await tx.all(Media, "erasure_files", person_id=person_id)
    for name in CHANGES:
        await tx.do(name, person_id=person_id)
    for name in ENDINGS:
        await tx.do(name, person_id=person_id, at=now)
    await tx.do("person_erase", id=person_id, at=now)
    await people.journal(tx, now, None, "erase", f"person {person_id}")
    return files


def delete_files(folder: Path, gone: list[Media], uploads: list[str]) -> int:
    """Delete what is left on the disk of erased people: voices, and their own uploads of the web chat."""
    paths = [folder / media.file for media in gone if media.sha256]
    for user in uploads:
        paths += sorted((folder / "web" / user).glob("*"))
    for path in paths:
        path.unlink(missing_ok=True)
    return len(paths)


async def erase_in_chat(tx: Tx, person_id: PersonId, now: datetime) -> None:
    """The same from within a turn, which may touch no file: what is to be deleted is written down with it."""
    uploads = await web_users(tx, person_id)
    paths = [media.file for media in await erase(tx, person_id, now) if media.sha256]
    for path in [*paths, *(f"web/{user}" for user in uploads)]:
        await tx.do("erased_file_add", path=path, at=now)


async def files(tx: Tx) -> list[str]:
    """Files and folders under the data folder that erased people have left."""
    return [row["path"] for row in await tx.rows("erased_files")]


async def is_gone(tx: Tx, path: str) -> None:
    await tx.do("erased_file_gone", path=path)


async def web_users(tx: Tx, person_id: PersonId) -> list[str]:
    """The web chat's names of a person: their folders of uploads."""
    return [row["user_id"] for row in await tx.rows("erasure_web_users", person_id=person_id)]


CHANGES = (
    "erase_web_letters",
    "erase_outbox",
    "erase_offers",
    "erase_message_effects",
    "erase_parked",
    "erase_wrong_codes",
    "erase_files",
    "erase_media",
    "erase_notes",
    "erase_study_choices",
    "erase_honours",
    "erase_honour_objections",
    "erase_tellers",
    "erase_branch_leaders",
    "erase_activity_news",
    "erase_parts_to_come",
    "erase_parts",
    "erase_hour_papers",
    "erase_calendar_secrets",
    "erase_look_notes",
    "erase_finding_notes",
    "erase_event_notes",
    "erase_help",
    "erase_help_words",
    "erase_help_answers",
    "erase_requests",
    "erase_request_words",
    "reporters_forget",
    "erase_permits",
    "erase_complaints",
    "complaint_readers_forget",
    "erase_leads",
    "erase_appeals",
    "erase_objections",
    "erase_hearings",
    "erase_invite_names",
    "erase_owners",
    "erase_rosters",
    "erase_case_sheets",
    "erase_desk_duties",
    "erase_follow_up_words",
    "erase_follow_up_answers",
    "erase_follow_up_owners",
    "erase_closures",
    "asked_drop",
    "erase_board_links",
    "erase_board_sessions",
    "erase_conversations",
)
"""What goes or loses its words, in this order: the chats last, by which others are found."""

ENDINGS = ("permits_end_of", "holdings_end_of", "erase_links", "invites_revoke_person")
