"""Stores what a person said with the prompt about it, so that one tap completes it and nobody types twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

import orjson

from messages.attachment import Attachment, Medium
from messages.incoming import Kind

if TYPE_CHECKING:
    from bot.flow import Turn


def pack(turn: Turn, **more: object) -> str:
    """The words, photos and time of the message of a turn, with whatever else the question needs."""
    said = {
        "text": turn.incoming.text,
        "at": turn.incoming.at.isoformat(),
        "files": [(a.kind, a.ref, a.name) for a in turn.attachments],
    }
    return orjson.dumps(said | more).decode()


def restore(turn: Turn) -> dict[str, Any]:
    """Make the turn one about the message that was kept; whatever else was kept with it, nothing when there is none."""
    if not turn.kept:
        return {}
    kept: dict[str, Any] = orjson.loads(turn.kept)
    files = tuple(Attachment(Medium(kind), ref, name) for kind, ref, name in kept["files"])
    said_at = min(datetime.fromisoformat(kept["at"]), turn.incoming.at)
    turn.incoming = replace(turn.incoming, text=kept["text"], attachments=files, at=said_at, kind=Kind.MESSAGE)
    return kept
