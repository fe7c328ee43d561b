"""发错了: correct today's self-check by answering it again; the answer on record is shown first."""

from __future__ import annotations

from dataclasses import replace

from bot.flow import Flow, Turn
from documents.wording import question
from handlers.checks import self_check
from messages.topics import Topic
from programme.roles import Action
from storage.reviews import evidence
from texts.days import Names

flow = Flow("check_undo")


@flow.intent("undo", Action.SELF_CHECK)
async def said_undo(turn: Turn) -> None:
    """发错了: show today's recorded answer and ask again; the last answer counts."""
    mine = await turn.held()
    if len(mine) > 1:
        self_check.which(turn, mine, turn.day)
        return
    standing = await evidence.self_check(turn.tx, mine[0].id, turn.day)
    if standing is None:
        turn.reply(turn.say("self_check.nothing_to_undo"))
        return
    names = Names(tuple(d for d in self_check.duties_of(turn, mine[0]) if d.key in standing.problems))
    key = "self_check.stands_problem" if standing.problems else "self_check.stands_met"
    asked = question.self_check(mine[0].id, mine[0].name, turn.day, turn.say)
    if standing.problems:
        asked = replace(asked, topic=Topic.SELF_CHECK)  # 对 to what stands is no answer to the day's question
    self_check.put(turn, asked, turn.day, turn.say(key, duties=names))
