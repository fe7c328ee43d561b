"""A fix photo that cannot be fetched or opened: the finding waits for a photo again, and the next one sent is taken as it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.flow import Turn, World
from bot.lost_media import Lost
from bot.post import Build, Post
from messages.reply import Reply
from messages.topics import Topic
from programme.calendar import out_of_night
from programme.duties import Duties
from programme.findings.rectification import after_look
from programme.ids import FindingId
from storage.core.tx import Tx
from storage.findings import findings
from storage.findings.findings import Finding
from storage.people import covers
from storage.photos import media
from storage.photos.media import Media
from storage.shops import shops
from storage.shops.shops import Shop
from texts import Say
from texts.days import Until

EVENT = "photo lost"
"""What stands in a finding's history while it waits for the photo to be taken again."""


def proof_lost(world: World, zone: ZoneInfo) -> Lost:
    """Reopen the fix when all its photos are lost; the time until then counts against nobody."""

    async def lost(post: Post, row: Media, now: datetime) -> Build | None:
        if row.subject != "fix":
            return None
        try:
            finding = await findings.finding(post.tx, FindingId(row.subject_id))
        except LookupError:
            return None
        if not await _was_all_there_was(post.tx, finding, row):
            return None
        heard = out_of_night(now.astimezone(zone), world.rules)
        due = finding.due_at
        if due and finding.fixed_at:
            due = after_look(due, finding.fixed_at, heard)
        state = await findings.state_again(post.tx, finding.id)
        again = replace(finding, state=state, due_at=due, fixed_at=None, fixed_by=None)
        await findings.save(post.tx, finding, again, event=EVENT, by=None, at=now, note=row.error)
        place = await shops.shop(post.tx, finding.shop_id)
        duty = Duties(world.rules.duties).by_key(finding.duty) or finding.duty
        for keeper in await covers.keepers(post.tx, place.id, heard.date(), but=(row.person_id or 0,)):
            await post.tell(keeper, _to_keeper(place, duty, finding.id))
        until = Until(due.astimezone(zone), heard.date()) if due and due > heard else None
        return _to_shop(place, duty, finding.cue, until)

    return lost


async def waiting(turn: Turn, open_ones: Sequence[Finding]) -> list[Finding]:
    """The findings whose fix photo was lost and has not been sent again."""
    return [f for f in open_ones if (await findings.events(turn.tx, f.id))[-1].event == EVENT]


async def _was_all_there_was(tx: Tx, finding: Finding, row: Media) -> bool:
    """Whether the fix has only this photo: no other of the same fix is kept or still expected."""
    if finding.state != "fixed" or finding.fixed_at is None or row.at < finding.fixed_at:
        return False
    others = [other for other in await media.of(tx, "fix", finding.id) if other.id != row.id]
    return not any(o.at >= finding.fixed_at and o.state in ("to fetch", "stored") for o in others)


def _to_keeper(place: Shop, duty: object, finding_id: FindingId) -> Build:
    def build(say: Say) -> Reply:
        text = say("findings.photo_lost_look", shop=place.name, door=place.door, duty=duty)
        return Reply(text, urgent=True, topic=Topic.CHECK.of(finding_id))

    return build


def _to_shop(place: Shop, duty: object, cue: str, until: Until | None) -> Build:
    def build(say: Say) -> Reply:
        lines = [say("findings.photo_lost", shop=place.name, duty=duty)]
        lines += [say("findings.photo_lost_cue", cue=say(f"findings.cue_{cue}"))] if cue else []
        lines += [say("findings.until_now", until=until)] if until else []
        return Reply("\n".join(lines), urgent=True)

    return build
