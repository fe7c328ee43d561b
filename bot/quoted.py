"""Finds the prompt a message quotes: a reply to one of our messages answers that one, whichever prompt is open."""

from __future__ import annotations

from bot.flow import Turn
from messages.incoming import Kind
from storage.delivery import outbox, prompts
from storage.delivery.prompts import Prompt


async def quoted(turn: Turn) -> Prompt | None:
    """The prompt of the message that is quoted; None when nothing is, or it asked nothing."""
    incoming = turn.incoming
    if not incoming.quotes or incoming.kind is not Kind.MESSAGE:
        return None
    said = await outbox.sent_as(turn.tx, incoming.sender, incoming.quotes)
    button = next((button for button in said.reply.choices), None) if said else None
    name = prompts.referred(button.data) if button else None
    return await prompts.named(turn.tx, name, incoming.sender) if name else None
