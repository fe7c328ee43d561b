"""节假日 in chat: the office pastes the State Council's list, sees how it was read, and can take it back."""

from __future__ import annotations

import re

from bot.flow import Flow, Turn
from messages.reply import Button
from messages.topics import Topic
from programme import calendar
from programme.holidays import WrongList, read_holidays, spoken
from programme.roles import Action
from storage.operations import holidays

flow = Flow("holidays")

YEAR = re.compile(r"20\d\d")
"""A list says of which year it is; whoever names none asks."""
DATED = re.compile(r"20\d\d|(?=.*(?:放假|调休|holiday)).*\d", re.IGNORECASE | re.DOTALL)
"""What may be a list: a year, or days off with a figure; anything else said meanwhile is none."""


@flow.intent("holidays", Action.ENTER_HOLIDAYS)
async def said_holidays(turn: Turn) -> None:
    """Show the years that are entered and how to enter the next; a list in the same message is read at once."""
    if YEAR.search(turn.words):
        await _enter(turn, turn.words)
        return
    this = turn.local_now.year
    known = [turn.say("calendar.known" if calendar.knows(y) else "calendar.unknown", year=y) for y in (this, this + 1)]
    turn.reply("\n".join([*known, turn.say("calendar.how")]), then=record_list())


@flow.step(Action.ENTER_HOLIDAYS, asks="form")
async def record_list(turn: Turn) -> bool:
    """The notice that was asked for; what holds no year and no day is none."""
    if not DATED.search(turn.text):
        return False
    await _enter(turn, turn.text)
    return True


async def _enter(turn: Turn, text: str) -> None:
    """Save the list at once and show it as it was read, with a button that takes it back."""
    try:
        found = read_holidays(text)
    except WrongList as wrong:
        turn.reply(turn.say(f"calendar.{wrong.sentence}", **wrong.values), then=record_list())
        return
    if found.year < turn.local_now.year:
        turn.reply(turn.say("calendar.past", year=found.year), then=record_list())
        return
    await holidays.enter(turn.tx, found.year, text, turn.now, turn.me)
    await _learn(turn)
    buttons = [[Button(turn.say("calendar.undo"), undo_list(found.year))]]
    words = turn.say("calendar.entered", year=found.year, off=spoken(found.off), work=spoken(found.work) or "—")
    more = [turn.say("calendar.in_the_file", year=found.year)] if str(found.year) in turn.rules.holidays else []
    turn.reply("\n".join([words, *more]), buttons=buttons, topic=Topic.HOLIDAYS)


@flow.step(Action.ENTER_HOLIDAYS)
async def undo_list(turn: Turn, year: int) -> None:
    done = await holidays.take_back(turn.tx, year, turn.now, turn.me)
    await _learn(turn)
    turn.reply(turn.say("calendar.taken_back" if done else "calendar.nothing", year=year))


async def _learn(turn: Turn) -> None:
    """Apply the entered list in this process at once; the other processes read it within a minute."""
    calendar.enter([*await holidays.lists(turn.tx), *turn.rules.holiday_lists()])
