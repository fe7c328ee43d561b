"""中文 or English: one word changes the language of every later message."""

from __future__ import annotations

from bot.flow import Flow, Turn
from bot.hearing import say_again
from messages.reply import Button
from messages.topics import Topic
from programme.roles import Action
from storage.people import people
from texts import speaker

flow = Flow("language")


@flow.intent("language", Action.CHOOSE_LANGUAGE)
async def said_language(turn: Turn) -> None:
    rows = [[Button("中文", choose_language("zh")), Button("English", choose_language("en"))]]
    turn.reply(turn.say("language.which"), buttons=rows, topic=Topic.LANGUAGE)


@flow.intent("chinese", Action.CHOOSE_LANGUAGE)
async def said_chinese(turn: Turn) -> None:
    await _speak(turn, "zh")


@flow.intent("english", Action.CHOOSE_LANGUAGE)
async def said_english(turn: Turn) -> None:
    await _speak(turn, "en")


@flow.step(Action.CHOOSE_LANGUAGE)
async def choose_language(turn: Turn, language: str) -> None:
    await _speak(turn, language)


async def _speak(turn: Turn, language: str) -> None:
    if turn.person_id is not None:
        await people.speak(turn.tx, turn.person_id, language)
    turn.say = speaker(language)
    turn.reply(turn.say("language.done"))
    if language == "en":
        await say_again(turn)
