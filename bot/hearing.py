"""The language of the answers to whoever has chosen none: that of their first sentence; another one is offered."""

from __future__ import annotations

from dataclasses import replace

from bot.flow import Turn
from bot.language.words.languages import language_heard
from bot.post import Outgoing
from bot.steps import action
from messages.incoming import Kind
from messages.reply import Button, Reply
from messages.topics import Topic
from storage.delivery import prompts
from storage.people import people
from texts import speaker


async def hear_language(turn: Turn) -> None:
    """Their first sentence says more than the telephone they write it on; a code or a tap says nothing."""
    if turn.incoming.kind is not Kind.MESSAGE:
        return
    heard = language_heard(turn.text)
    if turn.known and turn.known.language:
        if heard == "en" != turn.known.language:
            await _offer_english(turn)
        return
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


async def _offer_english(turn: Turn) -> None:
    """Whoever is answered in Chinese and writes English is shown how to switch, once while the offer stands."""
    if turn.person_id is None or await prompts.is_asked(turn.tx, turn.person_id, Topic.LANGUAGE, turn.now):
        return
    rows = ((Button("English", action("language.choose_language", "en")),),)
    reply = Reply(turn.say("language.offer"), rows, once=False, topic=Topic.LANGUAGE.of(0), urgent=True)
    key = f"{turn.key}/language"
    turn.outgoing.append(Outgoing(turn.incoming.sender, reply, key, turn.person_id, turn.incoming.thread, answers=True))
