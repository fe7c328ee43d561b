"""带回的事: in 待办 until answered; whoever asked hears the answer."""

from __future__ import annotations

from bot.flow import Flow, Turn
from handlers.shared import preview, relations, todo
from handlers.shared.todo import Due
from messages.reply import Button, Reply
from messages.topics import Topic
from programme.activities.follow_up_state import FollowUpState
from programme.activities.lines import LONGEST
from programme.ids import ActivityId, FollowUpId, PersonId
from programme.roles import Action, may
from storage.activities import follow_ups
from storage.people import people
from texts import Say

flow = Flow("follow_ups")


async def ask(
    turn: Turn, activity_id: ActivityId, words: str, owners: list[PersonId], *, by: PersonId | None = None
) -> bool:
    """Put it on the list of the first owner, who hears of it; whether that list is another's than the speaker's.

    Without an owner it is the other managers', and where there are none the speaker's own. `by` hears the answer, where
    that is not the speaker.
    """
    managers = [m.id for m in await people.with_role(turn.tx, "manager") if m.id != turn.me]
    owner = next(iter(owners), None if managers else turn.me)
    number = await follow_ups.ask(turn.tx, activity_id, words, owner=owner, by=by or turn.me, now=turn.now)
    if owner == turn.me:
        return False
    name = (await people.person(turn.tx, turn.me)).name

    def came(say: Say) -> Reply:
        row = (Button(say("follow_ups.reply"), open_one(number)),)
        return Reply(say("follow_ups.came", name=name, words=words), (row,), topic=Topic.ACTIVITY.of(activity_id))

    for person in [owner] if owner is not None else managers:
        await turn.tell(person, came)
    return True


@todo.adds
async def to_do(turn: Turn) -> list[Due]:
    """What waits for an answer of whoever is speaking."""
    return [
        Due(turn.say("follow_ups.line", words=one.words[:40]), open_one(one.id), 4, since=one.asked_at)
        for one in await follow_ups.open_ones(turn.tx)
        if may(turn.roles, Action.ANSWER_FOLLOW_UP, await relations.to_follow_up(turn, one))
    ]


@flow.step(Action.ANSWER_FOLLOW_UP, to=relations.to_follow_up)
async def open_one(turn: Turn, number: FollowUpId) -> None:
    one = await follow_ups.follow_up(turn.tx, number)
    if one.state is FollowUpState.ANSWERED:
        turn.reply(turn.say("findings.already_settled"))
        return
    name = (await people.person(turn.tx, one.asked_by)).name
    turn.reply(turn.say("follow_ups.shown", name=name, words=one.words), then=send_answer(number))


@flow.step(Action.ANSWER_FOLLOW_UP, to=relations.to_follow_up, asks="words")
async def send_answer(turn: Turn, number: FollowUpId) -> None:
    """What came of it, in a sentence."""
    one = await follow_ups.follow_up(turn.tx, number)
    if one.state is FollowUpState.ANSWERED or not (turn.text or turn.kept):
        turn.reply(turn.say("findings.already_settled" if turn.text else "follow_ups.how"))
        return
    name = (await people.person(turn.tx, one.asked_by)).name
    if one.asked_by != turn.me and not preview.was_shown(turn, name, send_answer(number), open_one(number)):
        return
    words = turn.text[:LONGEST]
    await follow_ups.answer(turn.tx, one, words, by=turn.me, now=turn.now)
    if one.asked_by != turn.me:
        await turn.tell(one.asked_by, lambda say: Reply(say("follow_ups.answered", words=one.words, answer=words)))
    turn.reply(turn.say("follow_ups.done" if one.asked_by == turn.me else "follow_ups.thanks"))
