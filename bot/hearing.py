"""The language of the answers to whoever has chosen none: that of their first sentence."""

from __future__ import annotations

from dataclasses import replace

from bot.flow import Turn
from bot.language.words.languages import language_heard
from messages.incoming import Kind
from storage.people import people
from texts import speaker


async def hear_language(turn: Turn) -> None:
    """Their first sentence says more than the telephone they write it on; a code or a tap says nothing."""
    if turn.incoming.kind is not Kind.MESSAGE or (turn.known and turn.known.language):
        return
    heard = language_heard(turn.text)
    if not heard:
        return
    turn.incoming = replace(turn.incoming, language=heard)
    if turn.person_id is not None:
        await people.speak(turn.tx, turn.person_id, heard)
    if heard == turn.say.language:
        return
    turn.say = speaker(heard)
    if turn.person_id is not None:
        turn.remind("language.heard")
