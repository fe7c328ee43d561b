"""Answers a tap on an old keyboard: its prompt is answered already, or from before a restore of the database."""

from __future__ import annotations

from bot.flow import Turn
from messages.incoming import Kind
from storage.core import incarnation
from storage.delivery import prompts


async def stale(turn: Turn) -> None:
    """Say that the keyboard is old, and repeat the prompt that is open.

    A keyboard from before a restore of the database is called that, and the prompt that was open then is asked again.
    """
    turn.stay()
    turn.edits = False
    current = None
    if turn.known and turn.known.in_hand:
        current = await prompts.prompt(turn.tx, turn.known.in_hand, turn.incoming.sender)
    name = prompts.referred(turn.incoming.choice) if turn.incoming.kind is Kind.TAP else None
    of_before = name is not None and name.life != await incarnation.token(turn.tx)
    if current is None or not (of_before or current.is_open(turn.now)):
        turn.reply(turn.say("engine.of_before" if of_before else "engine.answered"))
        return
    again = current.reply()
    text = f"{turn.say('engine.of_before_now' if of_before else 'engine.answered_now')}\n{again.text}"
    await prompts.close(turn.tx, current.id, turn.now)
    turn.reply(text, buttons=again.buttons, pick=again.pick, once=again.once, topic=again.topic)
