"""A reply as JSON and back: how it lies in the outbox."""

from __future__ import annotations

from datetime import datetime

import orjson

from messages.attachment import Attachment, Medium
from messages.reply import Button, Pick, Reply
from storage.core.rows import plain


def packed(reply: Reply) -> str:
    """A reply as JSON, leaving out what is empty."""
    body: dict[str, object] = {"text": reply.text}
    if reply.buttons:
        body["buttons"] = [[(b.label, b.data, b.number) for b in row] for row in reply.buttons]
    if reply.pick:
        pick = reply.pick
        body["pick"] = {"options": pick.options, "submit": pick.submit, "data": pick.data, "chosen": pick.chosen}
    if reply.attachments:
        body["attachments"] = [(a.kind, a.ref, a.name) for a in reply.attachments]
    rest = {
        "replace": reply.replace,
        "stays": not reply.once,
        "topic": reply.topic,
        "listed": reply.listed,
        "count_from": reply.count_from if reply.count_from != 1 else 0,
        "quick": reply.quick,
    }
    body |= {name: value for name, value in rest.items() if value}
    return str(plain(body))


def unpacked(body: str, *, urgent: bool, best_before: datetime | None) -> Reply:
    """The reply again from its JSON."""
    found = orjson.loads(body)
    pick = found.get("pick")
    return Reply(
        text=found["text"],
        buttons=tuple(tuple(Button(*b) for b in row) for row in found.get("buttons", ())),
        pick=Pick(tuple(pick["options"]), pick["submit"], pick["data"], tuple(pick["chosen"])) if pick else None,
        attachments=tuple(Attachment(Medium(kind), ref, name) for kind, ref, name in found.get("attachments", ())),
        replace=found.get("replace", ""),
        urgent=urgent,
        best_before=best_before,
        once=not found.get("stays", False),
        topic=found.get("topic", ""),
        listed=found.get("listed", False),
        count_from=found.get("count_from", 1),
        quick=tuple(found.get("quick", ())),
    )
