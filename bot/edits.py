"""Edits: what the corrected message made is replaced, taken back, or, once somebody has acted on it, said to stand.

Handlers say with `turn.made` what a message made, and declare in `flow.edits` what an edit does to it: before the new words
are handled, or after them, for what the new words have not replaced by themselves.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace

from bot.book import Book
from bot.dialogue import Dialogue
from bot.edit_rules import Edited
from bot.flow import Turn
from messages.incoming import Incoming, Kind
from storage.delivery import message_effects
from storage.delivery.message_effects import Effect

CHOICE = "@choice"
"""The step of a message that typed one of the choices offered."""
Anew = Callable[[Turn, str], Awaitable[None]]
"""Handles the words of a turn as if they had been said when the message was sent, at the step it answered."""


class Edits:
    """Answers edited messages, and keeps what every other message made."""

    def __init__(self, book: Book, dialogue: Dialogue) -> None:
        self._rules = book.edits
        self._dialogue = dialogue

    async def answer(self, turn: Turn, anew: Anew) -> bool:
        """Answer an edit; False when the message made nothing that is known, and its words are simply said now."""
        effects = await message_effects.of(turn.tx, turn.incoming)
        turn.stay()
        if _is_the_same(effects, turn.incoming):
            turn.effects = None
            return True
        turn.meant = tuple((await self._dialogue.read(turn)).certain)
        if told := self._refusal(turn, effects):
            turn.effects = None
            turn.reply(turn.say(told))
            return True
        if not effects:
            return False
        await self._replace(turn, effects, anew)
        return True

    def _refusal(self, turn: Turn, effects: Sequence[Effect]) -> str:
        """Why the edit cannot change anything: its day is over, or it answered a question and was passed on at once."""
        if any(effect.subject in self._rules.in_place for effect in effects):
            return ""
        if turn.local_now.date() > turn.day:
            return "engine.edit_day_over"
        is_done = bool(effects) and all(effect.step and not effect.subject for effect in effects)
        is_choice = bool(effects) and effects[0].step == CHOICE and not turn.meant
        return "engine.edit_done" if is_done or is_choice else ""

    async def _replace(self, turn: Turn, effects: Sequence[Effect], anew: Anew) -> None:
        """Ask the rule of each thing that was made, and handle the words anew unless one of them has done so."""
        said = turn.incoming
        if effects[0].files == message_effects.files_of(said):
            turn.incoming = replace(said, attachments=())  # kept with what was made
        done = [await self._rule(turn, effect) for effect in effects]
        if Edited.STAYS in done or Edited.REPLACED in done:
            if Edited.STAYS not in done:
                await message_effects.say(turn.tx, said)
            turn.effects = None
            return
        turn.incoming, turn.answered = said, effects[0].step
        await message_effects.drop(turn.tx, said)
        await anew(turn, turn.answered)
        for effect in effects:
            if take_back := self._rules.take_backs.get(effect.subject):
                await take_back(turn, effect.subject_id)

    async def _rule(self, turn: Turn, effect: Effect) -> Edited:
        rule = self._rules.rules.get(effect.subject)
        return await rule(turn, effect) if rule else Edited.ANEW


def _is_the_same(effects: Sequence[Effect], incoming: Incoming) -> bool:
    """Whether nothing was changed: a channel reports an edit also when a link got its preview."""
    now = message_effects.print_of(incoming), message_effects.files_of(incoming)
    return bool(effects) and (effects[0].print, effects[0].files) == now


async def keep_effects(turn: Turn, incoming: Incoming) -> None:
    """Record what the message of a turn made, where its sender may edit it later."""
    if turn.effects is None or not incoming.on or incoming.kind not in (Kind.MESSAGE, Kind.EDIT):
        return
    await message_effects.keep(turn.tx, incoming, turn.answered, turn.effects)
