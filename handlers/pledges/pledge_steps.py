"""What happens to a pledge: begun, done, answered for by those it is for, or dropped with a reason."""

from __future__ import annotations

from dataclasses import replace

from bot.flow import Flow, Turn
from bot.post import Build
from handlers.shared import notify, preview, relations, todo
from handlers.shared.todo import Due
from messages.reply import Button, Reply
from messages.topics import Topic
from programme.ids import PersonId, PledgeId
from programme.pledges.pledge_state import TO_DO, PledgeState
from programme.roles import Action, may
from storage.people import people
from storage.photos import media
from storage.pledges import pledges
from storage.pledges.pledges import Pledge
from texts import Say
from texts.days import Day

flow = Flow("pledge_steps")

GOOD, NOT_YET = 1, 0


@flow.step(Action.SEE_PLEDGES, to=relations.to_pledge)
async def show_pledge(turn: Turn, pledge_id: PledgeId) -> None:
    """One pledge, with what whoever asks may do about it now."""
    one = await pledges.pledge(turn.tx, pledge_id)
    tie = await relations.to_pledge(turn, pledge_id)
    names = [(await people.person(turn.tx, owner)).name for owner in await pledges.owners(turn.tx, one)]
    branch = (await people.branches(turn.tx)).get(one.branch_id or 0, "")
    asked = len(await pledges.meant_for(turn.tx, one))
    lines = [
        turn.say(
            "pledges.line",
            number=one.id,
            title=one.title,
            due=Day(one.due),
            state=turn.say(f"pledges.state_{one.state}"),
        ),
        turn.say("pledges.owner", names=" ".join([branch, *names]).strip()),
        turn.say("pledges.for_many", many=asked) if asked else turn.say("pledges.for_nobody"),
    ]
    rows = []
    if may(turn.roles, Action.WORK_ON_PLEDGE, tie):
        rows += [[Button(turn.say("pledges.start"), begin_pledge(one.id))]] if one.state is PledgeState.PROMISED else []
        rows += [[Button(turn.say("pledges.finish"), complete_pledge(one.id))]] if one.state in TO_DO else []
    if may(turn.roles, Action.CONFIRM_PLEDGE, tie) and one.state is PledgeState.DONE and not asked:
        rows.append([Button(turn.say("pledges.seen"), begin_seeing(one.id))])
    photos = media.enclosed(await media.of(turn.tx, "pledge", one.id))
    turn.reply("\n".join(lines), buttons=rows, attachments=photos, topic=Topic.PLEDGE.of(one.id))


@flow.step(Action.WORK_ON_PLEDGE, to=relations.to_pledge)
async def begin_pledge(turn: Turn, pledge_id: PledgeId) -> None:
    """开工: those it is for hear that it has begun."""
    one = await pledges.pledge(turn.tx, pledge_id)
    if one.state is not PledgeState.PROMISED:
        turn.reply(turn.say("findings.already_settled"))
        return
    await pledges.save(turn.tx, one, replace(one, state=PledgeState.DOING))
    asked = await pledges.meant_for(turn.tx, one)
    for person in asked:
        await turn.tell(person, _words("pledges.begun", one))
    turn.reply(turn.say("pledges.noted", title=one.title, many=len(asked)))


@flow.step(Action.WORK_ON_PLEDGE, to=relations.to_pledge)
async def complete_pledge(turn: Turn, pledge_id: PledgeId) -> None:
    """办好了: those it is for are asked; where nobody can be, the other managers are asked to go and see."""
    one = await pledges.pledge(turn.tx, pledge_id)
    if one.state not in TO_DO:
        turn.reply(turn.say("findings.already_settled"))
        return
    done = replace(one, state=PledgeState.DONE, done_at=turn.now, done_by=turn.me)
    await pledges.save(turn.tx, one, done)
    photos = await turn.keep("pledge", one.id) if turn.attachments else ()
    asked = await pledges.meant_for(turn.tx, done)

    def question(say: Say) -> Reply:
        row = (
            Button(say("pledges.good"), rate_pledge(one.id, GOOD)),
            Button(say("pledges.not_yet"), rate_pledge(one.id, NOT_YET)),
        )
        words = say("pledges.is_it_good", title=one.title)
        return Reply(words, (row,), attachments=photos, topic=Topic.PLEDGE.of(one.id))

    reached = [await turn.tell(person, question) for person in asked]
    if any(reached):
        turn.reply(turn.say("pledges.done_asked", title=one.title, many=sum(reached)))
        return
    out = {turn.me, *await pledges.owners(turn.tx, done)}
    others = [m.id for m in await people.with_role(turn.tx, "manager") if m.id not in out]
    await notify.tell_all(turn, others, lambda say: _please_see(say, done))
    turn.reply(turn.say("pledges.done_seen" if others else "pledges.done_nobody", title=one.title))


def _please_see(say: Say, one: Pledge) -> Reply:
    row = (Button(say("pledges.seen"), begin_seeing(one.id)),)
    return Reply(say("pledges.please_see", title=one.title), (row,), topic=Topic.PLEDGE.of(one.id))


@flow.step(Action.ANSWER_PLEDGE, to=relations.to_pledge, refused="engine.answered")
async def rate_pledge(turn: Turn, pledge_id: PledgeId, mark: int) -> None:
    """好用了: counted from now on. 还没好: its owner has it again."""
    one = await pledges.pledge(turn.tx, pledge_id)
    if one.state not in (PledgeState.DONE, PledgeState.ANSWERED):
        turn.reply(turn.say("engine.answered"))
    elif mark == NOT_YET:
        again = replace(one, state=PledgeState.DOING, done_at=None, done_by=None, answered_at=None, answered_by=None)
        await pledges.save(turn.tx, one, again)
        await tell_owners(turn, one, "pledges.was_not_good")
        turn.reply(turn.say("pledges.again", title=one.title))
    else:
        if one.state is PledgeState.DONE:
            await _answer(turn, one)
            await tell_owners(turn, one, "pledges.was_good")
        rows = [[Button(turn.say("pledges.no_longer"), rate_pledge(one.id, NOT_YET))]]
        turn.reply(turn.say("pledges.thanks"), buttons=rows, topic=Topic.PLEDGE.of(one.id))


@flow.step(Action.CONFIRM_PLEDGE, to=relations.to_pledge)
async def begin_seeing(turn: Turn, pledge_id: PledgeId) -> None:
    """A manager who is not its owner has been there: asked for the photo."""
    turn.edits = False
    turn.reply(turn.say("pledges.photo_please"), then=confirm_pledge(pledge_id))


@flow.step(Action.CONFIRM_PLEDGE, to=relations.to_pledge, asks="photo")
async def confirm_pledge(turn: Turn, pledge_id: PledgeId) -> None:
    """Counted by a photo, only where nobody it is for can be asked."""
    one = await pledges.pledge(turn.tx, pledge_id)
    if not turn.attachments:
        turn.stay()
        turn.reply(turn.say("pledges.photo_please"), then=confirm_pledge(pledge_id))
    elif one.state is not PledgeState.DONE or await pledges.meant_for(turn.tx, one):
        turn.reply(turn.say("findings.already_settled"))
    else:
        await turn.keep("pledge", one.id)
        await _answer(turn, one)
        await tell_owners(turn, one, "pledges.was_seen")
        turn.reply(turn.say("pledges.counted_now", title=one.title))


async def _answer(turn: Turn, one: Pledge) -> None:
    answered = replace(one, state=PledgeState.ANSWERED, answered_at=turn.now, answered_by=turn.me)
    await pledges.save(turn.tx, one, answered)


@flow.step(Action.PLAN_PLEDGE, to=relations.to_pledge)
async def begin_drop(turn: Turn, pledge_id: PledgeId) -> None:
    """“实事 3 不办了” without a reason: asked for it."""
    turn.edits = False
    turn.reply(turn.say("pledges.why_dropped"), then=drop_pledge(pledge_id))


@flow.step(Action.PLAN_PLEDGE, to=relations.to_pledge, asks="reason")
async def drop_pledge(turn: Turn, pledge_id: PledgeId) -> None:
    """不办了: only with a reason, which those it was for are told."""
    if not turn.text and not turn.kept:
        turn.stay()
        return
    if preview.was_shown(turn, turn.say("pledges.those_meant"), drop_pledge(pledge_id), begin_drop(pledge_id)):
        await drop_for(turn, await pledges.pledge(turn.tx, pledge_id), turn.text)


async def drop_for(turn: Turn, one: Pledge, reason: str) -> None:
    if not may(turn.roles, Action.PLAN_PLEDGE) or one.state not in TO_DO:
        turn.reply(turn.say("engine.not_yours" if one.state in TO_DO else "findings.already_settled"))
        return
    await pledges.save(turn.tx, one, replace(one, state=PledgeState.DROPPED, reason=reason))
    for person in [*await pledges.meant_for(turn.tx, one), *await pledges.owners(turn.tx, one)]:
        if person != turn.me:
            await turn.tell(person, _words("pledges.dropped", one, reason))
    turn.reply(turn.say("pledges.dropped", title=one.title, due=Day(one.due), reason=reason))


async def tell_owners(turn: Turn, one: Pledge, sentence: str) -> None:
    owners: list[PersonId] = await pledges.owners(turn.tx, one)
    for owner in owners:
        if owner != turn.me:
            await turn.tell(owner, _of_owner(sentence, one))


def _of_owner(sentence: str, one: Pledge) -> Build:
    def build(say: Say) -> Reply:
        row = (Button(say("pledges.open", number=one.id), show_pledge(one.id)),)
        return Reply(say(sentence, title=one.title, due=Day(one.due)), (row,), topic=Topic.PLEDGE.of(one.id))

    return build


def _words(sentence: str, one: Pledge, reason: str = "") -> Build:
    return lambda say: Reply(say(sentence, title=one.title, due=Day(one.due), reason=reason))


@todo.adds
async def to_do(turn: Turn) -> list[Due]:
    """Pledges of one's own that are due; those done that only a manager's look can count."""
    found = [
        Due(turn.say("todo.pledge", title=one.title, due=Day(one.due)), show_pledge(one.id), 3)
        for one in await pledges.in_states(turn.tx, *TO_DO)
        if one.due <= turn.day and turn.me in await pledges.owners(turn.tx, one)
    ]
    for one in await pledges.in_states(turn.tx, PledgeState.DONE):
        tie = await relations.to_pledge(turn, one.id)
        if may(turn.roles, Action.CONFIRM_PLEDGE, tie) and not await pledges.meant_for(turn.tx, one):
            found.append(Due(turn.say("todo.pledge_seen", title=one.title), show_pledge(one.id), 4))
    return found
