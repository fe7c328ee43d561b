"""Finds the prompt a message speaks to: the one it quotes, the preview that was shown last, or the day's question."""

from __future__ import annotations

from bot.flow import Turn
from messages.incoming import Kind
from messages.topics import Topic
from storage.delivery import outbox, prompts
from storage.delivery.outbox import OutboxMessage
from storage.delivery.prompts import Prompt


async def quoted(turn: Turn) -> Prompt | None:
    """The prompt of the message that is quoted; None when nothing is, or it asked nothing."""
    incoming = turn.incoming
    if not incoming.quotes or incoming.kind is not Kind.MESSAGE:
        return None
    return await _asked_in(turn, await outbox.sent_as(turn.tx, incoming.sender, incoming.quotes))


async def days_question(turn: Turn) -> Prompt | None:
    """The question of the self-check, if it is the last thing that was said to whoever is speaking, and of this day."""
    prompt = await _asked_in(turn, await outbox.last_sent(turn.tx, turn.incoming.sender))
    if prompt is None or not prompt.topic.startswith(f"{Topic.SELF_CHECK} ") or not prompt.is_open(turn.now):
        return None
    is_of_today = prompt.made_at.astimezone(turn.zone).date() == turn.day
    return prompt if is_of_today and prompt.choices and not prompt.options else None


async def _asked_in(turn: Turn, said: OutboxMessage | None) -> Prompt | None:
    """What a message of ours asks; None where it asks nothing."""
    button = next((button for button in said.reply.choices), None) if said else None
    name = prompts.referred(button.data) if button else None
    return await prompts.named(turn.tx, name, turn.incoming.sender) if name else None


async def shown(turn: Turn) -> Prompt | None:
    """The preview that waits for 发 or 取消, if that is what was said last."""
    if not turn.known or not turn.known.in_hand or not turn.known.asked.startswith(Topic.PREVIEW):
        return None
    prompt = await prompts.prompt(turn.tx, turn.known.in_hand, turn.incoming.sender)
    return prompt if prompt and prompt.is_open(turn.now) else None
