"""Checks of fix photos that resemble an earlier picture: nothing is decided by them, a person compares both."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from bot.flow import Turn
from messages.attachment import Attachment, Medium
from programme.findings.rectification import Doubt, doubts
from storage.findings.findings import Finding
from storage.photos import media, pictures
from storage.photos.media import PREFIX, Media

REMEMBERED = timedelta(days=180)


async def about(turn: Turn, finding: Finding) -> tuple[list[Doubt], tuple[Attachment, ...]]:
    """Why this fix is doubtful, with the pictures to compare; empty while its photo is still being fetched."""
    fixes = [kept for kept in await pictures.of_fix(turn.tx, finding) if kept.phash]
    if not fixes:
        return [], ()
    problem = await pictures.of_problem(turn.tx, finding)
    known = await pictures.nearby(turn.tx, finding.shop_id, turn.now - REMEMBERED)
    for fix in fixes:
        mine = pictures.picture(fix, finding.shop_id)
        shown = [pictures.picture(m, finding.shop_id) for m in problem]
        others = [p for p in known if p.at != fix.at and p.id not in {m.id for m in problem}]
        found = doubts(mine, finding.opened_at, shown, others, _taken(turn, fix))
        if found:
            return found, _photos([mine.id, *(d.like.id for d in found if d.like)])
    return [], ()


def _taken(turn: Turn, photo: Media) -> datetime | None:
    """The capture time in the picture; cameras rarely record their zone, so ours is assumed."""
    if not photo.taken_at:
        return None
    taken = datetime.fromisoformat(photo.taken_at)
    return taken if taken.tzinfo else taken.replace(tzinfo=turn.zone)


def _photos(numbers: Iterable[int]) -> tuple[Attachment, ...]:
    return tuple(Attachment(Medium.PHOTO, f"{PREFIX}{number}") for number in numbers)


async def kept_with(turn: Turn, subject: str, number: int) -> tuple[Attachment, ...]:
    """All attachments sent with something, for whoever decides about it."""
    return media.enclosed(await media.of(turn.tx, subject, number), most=10)
