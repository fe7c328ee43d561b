"""停止提醒 and 恢复提醒: a merchant stops or resumes the daily question; the reply to stopping says how to resume."""

from __future__ import annotations

from bot.flow import Flow, Turn
from programme.roles import Action
from storage.checks import reminders
from storage.people import people

flow = Flow("reminders")


@flow.intent("quiet", Action.SET_REMINDERS)
async def said_stop(turn: Turn) -> None:
    await people.remind(turn.tx, turn.me, on=False)
    turn.reply(turn.say("reminders.stopped"))


@flow.intent("remind", Action.SET_REMINDERS)
async def said_resume(turn: Turn) -> None:
    await reminders.resume(turn.tx, turn.me)
    turn.reply(turn.say("reminders.resumed"))
