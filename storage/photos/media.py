"""Media: photos, voices and places. The row comes first, the file later, stored under its SHA-256 in the data folder."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from files.dataclass import dataclass
from messages.address import Address
from messages.attachment import Attachment, Medium
from programme.ids import PersonId
from storage.core.tx import Tx

PREFIX = "media:"
"""How an outgoing attachment names something kept here: `media:<id>`."""


@dataclass(frozen=True, slots=True)
class Media:
    """One attachment. `phash` 16 hex digits.

    `state`: to fetch; stored; failed (it never came, or is no picture); set aside (opening it broke its worker twice);
    place (nothing to fetch); dropped. `attempts` and `opened` are the tries to fetch and to open it,
    each counted before it is made.
    """

    id: int
    subject: str
    subject_id: int
    person_id: PersonId | None
    channel: str
    user_id: str
    kind: Medium
    ref: str
    name: str
    at: datetime
    state: str
    attempts: int
    opened: int
    sha256: str
    phash: str
    taken_at: str | None
    bytes: int
    error: str

    @property
    def file(self) -> str:
        """Where the file is under the data folder."""
        suffix = {Medium.PHOTO: "jpg", Medium.VOICE: "ogg"}.get(self.kind, "bin")
        return f"media/{self.sha256[:2]}/{self.sha256}.{suffix}"


@dataclass(frozen=True, slots=True)
class SetAside:
    """Something that could not be opened within the limits; `kind` is that of a file, or `roster`."""

    kind: str
    id: int
    channel: str
    at: datetime
    error: str


async def keep(
    tx: Tx,
    *,
    subject: str,
    subject_id: int,
    person_id: PersonId | None,
    sender: Address,
    attachments: Sequence[Attachment],
    at: datetime,
) -> tuple[Attachment, ...]:
    """Keep attachments with a subject (`self_check`, `observation`, `fix`, …); they come back ready to be sent on."""
    kept = []
    for attachment in attachments:
        number = await tx.value(
            "media_add",
            subject=subject,
            subject_id=subject_id,
            person_id=person_id,
            channel=sender.channel,
            user_id=sender.user,
            kind=attachment.kind,
            ref=attachment.ref,
            name=attachment.name,
            at=at,
            state="place" if attachment.kind is Medium.PLACE else "to fetch",
        )
        kept.append(Attachment(attachment.kind, f"{PREFIX}{number}", attachment.name))
    return tuple(kept)


async def find(tx: Tx, number: int) -> Media | None:
    return await tx.one(Media, "media_one", id=number)


async def of(tx: Tx, subject: str, subject_id: int) -> list[Media]:
    """Everything kept with a subject, in the order of arrival."""
    return await tx.all(Media, "media_of", subject=subject, subject_id=subject_id)


async def move(tx: Tx, kept_with: tuple[str, int], to: tuple[str, int]) -> None:
    """What was kept with one subject belongs to another: what was reported turned out to be something else."""
    await tx.do("media_move", subject=kept_with[0], subject_id=kept_with[1], to=to[0], to_id=to[1])


async def any_due(tx: Tx, channel: str, now: datetime) -> bool:
    """Whether there is anything to fetch; read without the writer."""
    return bool(await tx.rows("media_due", channel=channel, now=now, most=1))


async def claim(tx: Tx, channel: str, now: datetime, until: datetime, most: int) -> list[Media]:
    """Take up to `most` due files for this process until `until`, each counted as tried; one process claims (`alone`)."""
    return await tx.all(Media, "media_claim", channel=channel, now=now, until=until, most=most)


async def release_claims(tx: Tx) -> None:
    """At the start of the only process: claims left by one that died mean nothing any more."""
    await tx.do("media_unclaim")


async def stored(tx: Tx, number: int, *, sha256: str, phash: str, taken_at: str | None, size: int) -> bool:
    """False when nobody wants it any more: whoever sent it was forgotten while it was on its way."""
    return await tx.do("media_stored", id=number, sha256=sha256, phash=phash, taken_at=taken_at, bytes=size) > 0


async def again(tx: Tx, number: int, *, attempts: int, next_at: datetime, error: str) -> None:
    await tx.do("media_again", id=number, attempts=attempts, next_at=next_at, error=error)


async def failed(tx: Tx, number: int, *, attempts: int, error: str, set_aside: bool = False) -> None:
    """Record that the file will never come; or, `set_aside`, that it came and cannot be opened here."""
    state = "set aside" if set_aside else "failed"
    await tx.do("media_failed", id=number, attempts=attempts, error=error, state=state)


async def opening(tx: Tx, number: int, until: datetime) -> None:
    """Count an attempt to open the file before it is made, so that one that kills the process is not tried for ever."""
    await tx.do("media_opening", id=number, until=until)


async def not_opened(tx: Tx, number: int) -> None:
    """Take an attempt back that was stopped for a reason of ours."""
    await tx.do("media_not_opened", id=number)


async def fetch_again(tx: Tx, number: int, now: datetime) -> None:
    """Ask the channel for a file once more that was lost or damaged."""
    await tx.do("media_fetch_again", id=number, now=now)


async def sent_by(tx: Tx, person_id: PersonId, since: datetime) -> list[Media]:
    """Everything a person sent since an instant, in the order of arrival."""
    return await tx.all(Media, "media_sent_by", person_id=person_id, since=since)


async def last_lost(tx: Tx, person_id: PersonId, since: datetime) -> Media | None:
    """The newest photo of a person's looks, self-checks and reports that was lost and has not been sent again."""
    return await tx.one(Media, "media_last_lost", person_id=person_id, since=since)


async def is_replaced(tx: Tx, number: int) -> None:
    """It was sent again: nobody waits for this one any more."""
    await tx.do("media_drop", id=number)


async def stored_since(tx: Tx, since: datetime) -> list[Media]:
    """Those whose file was written not long ago."""
    return await tx.all(Media, "media_stored_since", since=since)


async def set_aside(tx: Tx, since: datetime) -> list[SetAside]:
    """Photos and rosters that broke their worker twice, the oldest first."""
    return await tx.all(SetAside, "media_set_aside", since=since)


async def is_used(tx: Tx, sha256: str) -> bool:
    """Whether any row still stands for a file."""
    return bool(await tx.value("media_still_used", sha256=sha256))


async def same_picture(tx: Tx, number: int, sha256: str) -> list[Media]:
    """Other rows with the very same bytes."""
    return await tx.all(Media, "media_same", id=number, sha256=sha256)


def enclosed(kept: Iterable[Media], most: int = 4) -> tuple[Attachment, ...]:
    """Stored photos and voices as attachments of a message."""
    return tuple(Attachment(m.kind, f"{PREFIX}{m.id}", m.name) for m in kept if m.state != "dropped")[:most]
