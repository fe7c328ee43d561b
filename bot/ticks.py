"""Ticks of a checklist, and the question which of several open questions was answered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.choices import Meant, for_later, which
from bot.flow import Turn
from bot.post import Outgoing
from messages.reply import Button
from messages.topics import Topic
from storage.delivery import prompts
from storage.delivery.prompts import Prompt


async def tick(turn: Turn, prompt: Prompt, ticks: tuple[int, ...]) -> None:
    """Tick one option: the message is edited and nothing else changes."""
    turn.stay()
    await prompts.choose(turn.tx, prompt.id, ticks)
    if turn.incoming.on:
        edit = replace(prompt.reply(chosen=ticks), replace=turn.incoming.on)
        sender, thread = turn.incoming.sender, turn.incoming.thread
        turn.outgoing.append(
            Outgoing(sender, edit, f"{turn.key}/tick", turn.person_id, thread, prompt=str(prompt.reference))
        )


def ask_which(turn: Turn, found: Sequence[Meant]) -> None:
    """Ask which of several open questions a typed answer was for."""
    turn.stay()
    rows = [[Button(which(m), for_later(m))] for m in found]
    turn.reply(turn.say("engine.which"), buttons=rows, topic=Topic.WHICH)
