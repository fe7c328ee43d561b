"""The language of the answers to whoever has chosen none: that of their first sentence; another one is offered."""

from __future__ import annotations

from dataclasses import asdict, replace

from bot.flow import Turn
from bot.kept import pack, restore
from bot.language.meanings import Reading
from bot.language.words.languages import language_heard
from bot.offered import kept_meaning, kept_question
from bot.post import Outgoing
from bot.steps import action, only_shows
from messages.incoming import Incoming, Kind
from messages.reply import Button, Reply
from messages.topics import Topic
from storage.delivery import prompts
from storage.people import people
from texts import speaker

_ASKED = (Topic.MEANT, Topic.PREVIEW)


async def hear_language(turn: Turn) -> None:
    """Their first sentence says more than the telephone they write it on; a code or a tap says nothing."""
    if turn.incoming.kind is not Kind.MESSAGE:
        return
    heard = language_heard(turn.text)
    if turn.known and turn.known.language:
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


async def english_offered(turn: Turn, incoming: Incoming) -> list[Outgoing]:
    """Whoever is answered in Chinese and writes English is shown how to switch, after the answer and once while it stands."""
    chosen = turn.known.language if turn.known else ""
    is_for = turn.person_id is not None and incoming.kind is Kind.MESSAGE and chosen not in ("", "en")
    if not is_for or turn.say.language == "en" or language_heard(incoming.text.strip()) != "en":
        return []
    if turn.person_id is None or await prompts.is_asked(turn.tx, turn.person_id, Topic.LANGUAGE, turn.now):
        return []
    rows = ((Button("English", action("language.choose_language", "en")),),)
    topic, kept = Topic.LANGUAGE.of(0), _to_say_again(turn, incoming)
    reply = Reply(turn.say("language.offer"), rows, once=False, topic=topic, urgent=True, kept=kept)
    return [Outgoing(incoming.sender, reply, f"{turn.key}/language", turn.person_id, incoming.thread, answers=True)]


def _to_say_again(turn: Turn, incoming: Incoming) -> str:
    """What is answered once more in the other language: what was only shown, and what is asked or shown before it is sent."""
    asked = next((out.reply.topic for out in turn.outgoing if out.in_hand and out.reply.topic in _ASKED), "")
    certain, others = turn.reading.certain or turn.meant, turn.reading.asked
    if asked == Topic.MEANT:
        certain = ()
    elif (asked and len(certain) > 1) or not (asked or all(only_shows(one.intent) for one in certain)):
        return ""
    if not certain and not others:
        return ""
    meanings, questions = [asdict(one) for one in certain], [asdict(one) for one in others]
    return pack(turn, text=incoming.text, certain=meanings, asked=questions, is_open=bool(asked))


async def say_again(turn: Turn) -> None:
    """After the switch, answer what was said before it; a question that was answered since is not asked anew."""
    if not turn.kept:
        waiting = await prompts.open_offers(turn.tx, turn.incoming.sender, turn.now)
        turn.kept = next((one.kept for one in waiting if one.topic == Topic.LANGUAGE.of(0)), "")
    await prompts.close_topic(turn.tx, turn.incoming.sender, Topic.LANGUAGE.of(0), turn.now)
    number = turn.known.in_hand if turn.known else None
    asked = await prompts.prompt(turn.tx, number, turn.incoming.sender) if number else None
    before = turn.incoming
    kept = restore(turn)
    if not kept or (kept["is_open"] and not (asked and asked.is_open(turn.now) and asked.topic in _ASKED)):
        turn.incoming = before
        return
    certain, questions = tuple(map(kept_meaning, kept["certain"])), tuple(map(kept_question, kept["asked"]))
    await turn.carry_out(turn, Reading("", certain, questions))
