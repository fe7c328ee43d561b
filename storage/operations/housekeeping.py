"""Deletion by retention: rows here, and the files that no row refers to any more."""

from __future__ import annotations

from datetime import datetime, timedelta

from files.dataclass import dataclass
from storage.activities import parts
from storage.board import board_access
from storage.checks import reminders
from storage.core.tx import Tx
from storage.delivery import file_ids, inbox, message_effects, outbox, prompts, web_messages
from storage.intake import case_sheets, intakes
from storage.operations import runs, unheard
from storage.people import erasure
from storage.photos import media
from storage.photos.media import Media
from storage.ratings import ratings, worlds
from storage.ratings.ratings import RatingRun
from storage.requests import service_requests
from storage.roster import rosters

PARKED = timedelta(days=7)
"""A message that could not be handled is kept so long, words and all."""
PHOTOS = timedelta(days=180)
"""Photos and voices, and the web chat's screens that show them; as the privacy lines promise."""
FIXES = timedelta(days=365)
"""Photos of what was put right."""
ROSTERS = timedelta(days=7)
"""Files of shops and telephone numbers that the office sent: what they say was read within the hour."""
CASE_SHEETS = timedelta(days=30)
"""Files of cases, which hold telephones: by then they have been given back with what was done."""
KEYS = timedelta(days=30)
"""Keys of what arrived: no channel delivers anything again after so long."""
OFFERS = timedelta(days=30)
EDITABLE = timedelta(days=3)
"""What a message made is known for longer than any channel lets the message be edited (Telegram: two days)."""
LETTERS = timedelta(days=60)
"""What was sent, for `fivestar export outbox`."""
HELD = timedelta(days=30)
"""What waits for a person's next word waits no longer than this."""
WRONG_CODES = timedelta(days=7)
UNHEARD = timedelta(days=28)
"""Sentences that were not understood."""
TICKS = timedelta(days=14)
"""Runs of jobs that look around every few minutes."""
RUNS = timedelta(days=400)
WORLDS = timedelta(days=400)
"""What a rating run had read: a year of titles and a quarter of appeals. Ratings with their explanations are never dropped."""
REPEATED_WORLDS = timedelta(days=35)
"""The same of a version that can be made again from what the first run of its week had read."""
ABANDONED = timedelta(days=2)
"""A rating run that was begun and never published is nobody's after so long."""


PAGES = 2000
"""Given back in one transaction: a few hundredths of a second in which turns wait."""


@dataclass(frozen=True, slots=True)
class Swept:
    """What one round dropped; `gone` are media whose files nobody else uses, `more` says there is another round to do."""

    gone: tuple[Media, ...]
    dropped: int
    more: bool


async def forget(tx: Tx, now: datetime) -> None:
    """Drop every row that is older than its retention, photos apart."""
    await inbox.forget(tx, keys_before=now - KEYS, parked_before=now - PARKED)
    await prompts.forget(tx, now - OFFERS)
    await message_effects.forget(tx, now - EDITABLE)
    await outbox.expire_held(tx, now, now - HELD)
    await outbox.forget(tx, now - LETTERS)
    await tx.do("wrong_codes_forget", before=now - WRONG_CODES)
    await reminders.forget(tx, (now - LETTERS).date())
    await board_access.forget(tx, now)
    await file_ids.forget(tx, now - PHOTOS)
    await web_messages.forget(tx, now - PHOTOS)
    await parts.forget_called_off(tx, now - OFFERS)
    await unheard.forget(tx, (now - UNHEARD).date())
    await runs.forget(tx, ticks_before=now - TICKS, before=now - RUNS)
    await service_requests.forget_phones(tx, now)
    await intakes.forget_phones(tx, now)
    await case_sheets.forget(tx, now - CASE_SHEETS)
    await rosters.forget(tx, now - ROSTERS)
    for resident in await service_requests.to_forget(tx, now):
        await erasure.erase_in_chat(tx, resident, now)
    for run in await tx.all(RatingRun, "rating_runs_unpublished", before=now - ABANDONED):
        await ratings.drop(tx, run.id)
    await worlds.forget(tx, before=now - WORLDS, repeated_before=now - REPEATED_WORLDS)


async def sweep_media(tx: Tx, now: datetime) -> Swept:
    """Drop some photos and voices older than their retention; their hashes stay, so that an old picture is still known."""
    old = await tx.all(
        Media,
        "media_old",
        before=now - PHOTOS,
        fixes_before=now - FIXES,
        rosters_before=now - ROSTERS,
        sheets_before=now - CASE_SHEETS,
    )
    for row in old:
        await tx.do("media_drop", id=row.id)
    unused = {row.sha256: row for row in old if not await media.is_used(tx, row.sha256)}
    return Swept(tuple(unused.values()), len(old), bool(old))


async def give_back_space(tx: Tx) -> int:
    """Let an SQLite file shrink by some of what lies empty in it; how many pages. PostgreSQL sees to it itself.

    One page a statement: the driver takes a single step of a statement that returns nothing.
    """
    free = int(await tx.value("free_pages"))
    pages = min(free, PAGES)
    for _ in range(pages):
        await tx.rows("give_back_page")
    return pages
