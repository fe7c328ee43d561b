"""Finds the prompt a message speaks to: the one it quotes, or the preview that was shown last."""

from __future__ import annotations

from bot.flow import Turn
from messages.incoming import Kind
from messages.topics import Topic
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


async def shown(turn: Turn) -> Prompt | None:
    """The preview that waits for 发 or 取消, if that is what was said last."""
    if not turn.known or not turn.known.in_hand or not turn.known.asked.startswith(Topic.PREVIEW):
        return None
    prompt = await prompts.prompt(turn.tx, turn.known.in_hand, turn.incoming.sender)
    return prompt if prompt and prompt.is_open(turn.now) else None
