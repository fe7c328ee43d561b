"""Saves a conversation's step after a turn, and how its person uses choices (typed or tapped)."""

from __future__ import annotations

from datetime import datetime

from bot.fitting import Form
from bot.flow import Turn
from messages.incoming import Kind
from storage.delivery import conversations, outbox

TYPED_ALWAYS = 3
"""Choices typed and none ever tapped: whoever reads this sees no buttons, and is not shown them any more."""


async def keep_step(turn: Turn, spoke_at: datetime | None) -> None:
    """Save them. A word that reaches us late leaves the window less room: what went out since it was said counts."""
    if turn.limits.form and turn.incoming.kind is Kind.TAP:
        turn.form, turn.typed = Form.CARD, 0
    elif turn.limits.form and turn.form == Form.UNKNOWN and turn.typed >= TYPED_ALWAYS:
        turn.form = Form.TEXT
    said = 0
    if spoke_at and turn.limits.window:
        said = await outbox.said_after(turn.tx, turn.incoming.sender, spoke_at)
    await conversations.save(
        turn.tx,
        turn.incoming.sender,
        person_id=turn.person_id,
        step=turn.step,
        in_hand=turn.in_hand,
        thread=turn.incoming.thread or (turn.known.thread if turn.known else ""),
        seen_at=turn.now,
        spoke_at=spoke_at,
        said=said,
        form=turn.form,
        typed=turn.typed,
    )
