"""劝导 and 收回: the first fault of a seller is only talked about; after the second a manager decides, and hears them first."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.flow import Flow, Turn
from handlers.shared import notify, preview, relations, todo
from handlers.shared.todo import Due
from messages.reply import Button, Reply
from messages.topics import Topic
from programme.ids import PermitId
from programme.roles import Action, may
from programme.sites.permit_state import TALKS, PermitState
from storage.people import people
from storage.sites import permits, sites
from storage.sites.permits import PitchPermit
from texts import Say

flow = Flow("permit_talks")

PATIENCE = timedelta(days=2)
"""How long their words are waited for before a manager may decide without them."""
LONGEST = 400
"""Characters of what somebody says for themselves."""


@flow.on(r"(?:劝导|talk)[\s:：]*(S\d\d-\d{4,9})[\s:：]+(\S.*)", Action.DECIDE_PERMIT, rank=29)
async def said_talk(turn: Turn) -> bool:
    """“劝导 S26-0007 摊子压了盲道”: said to the holder in a friendly way; the second time a manager is asked."""
    one = await permits.of_number(turn.tx, turn.match[1]) if turn.match else None
    if one is None or turn.match is None:
        turn.reply(turn.say("permits.no_number"))
        return True
    if not may(turn.roles, Action.DECIDE_PERMIT, await relations.to_permit(turn, one)):
        return False
    if one.state is not PermitState.GIVEN:
        turn.reply(turn.say("permits.holds_no_more", number=one.number))
        return True
    words = turn.match[2].strip()
    talked = replace(one, talks=one.talks + 1, talked_at=turn.now, talked_by=turn.me)
    await permits.save(turn.tx, one, talked)
    if talked.talks < TALKS:
        await turn.tell(one.person_id, lambda say: Reply(say("permits.talk", words=words), urgent=True))
        turn.reply(turn.say("permits.talk_noted", number=one.number))
        return True
    await turn.tell(one.person_id, lambda say: _hearing(say, talked, words))
    managers = [m.id for m in await people.with_role(turn.tx, "manager") if m.id != turn.me]
    await notify.tell_all(turn, managers, lambda say: _decision(say, talked, words))
    turn.reply(turn.say("permits.talk_passed", number=one.number))
    return True


def _hearing(say: Say, one: PitchPermit, words: str) -> Reply:
    rows = ((Button(say("permits.say_something"), begin_hearing(one.id)),),)
    return Reply(say("permits.talk_again", words=words), rows, urgent=True, topic=Topic.PERMIT.of(one.id))


def _decision(say: Say, one: PitchPermit, words: str) -> Reply:
    text = say("permits.decide", number=one.number, name=one.name, words=words)
    rows = (
        (Button(say("permits.withdraw"), withdraw_permit(one.id)), Button(say("permits.keep"), keep_permit(one.id))),
    )
    return Reply(text, rows, topic=Topic.PERMIT.of(one.id))


@flow.step(Action.FOLLOW_PERMIT, to=relations.to_permit, refused="engine.answered")
async def begin_hearing(turn: Turn, permit_id: PermitId) -> None:
    turn.edits = False
    turn.reply(turn.say("permits.say_it"), then=hear_seller(permit_id))


@flow.step(Action.FOLLOW_PERMIT, to=relations.to_permit, refused="engine.answered", asks="words")
async def hear_seller(turn: Turn, permit_id: PermitId) -> None:
    """What they say for themselves goes to whoever decides."""
    one = await permits.permit(turn.tx, permit_id)
    if one.state is not PermitState.GIVEN or one.talks < TALKS:
        turn.reply(turn.say("engine.answered"))
        return
    if not preview.was_shown(turn, turn.say("preview.all_managers"), hear_seller(permit_id), begin_hearing(permit_id)):
        return
    heard = replace(one, heard="\n".join(filter(None, (one.heard, turn.text[:LONGEST]))))
    await permits.save(turn.tx, one, heard)
    managers = [m.id for m in await people.with_role(turn.tx, "manager") if m.id != one.talked_by]
    words = turn.say("permits.heard_words", words=turn.text[:LONGEST])
    await notify.tell_all(turn, managers, lambda say: _decision(say, heard, words))
    turn.reply(turn.say("permits.heard"))


@flow.step(Action.WITHDRAW_PERMIT, to=relations.to_permit, refused="permits.another_decides")
async def withdraw_permit(turn: Turn, permit_id: PermitId) -> None:
    """Taken back until the season ends; not before its holder has spoken, or has had two days to."""
    one = await permits.permit(turn.tx, permit_id)
    if not _is_to_decide(turn, one):
        return
    if not one.heard and one.talked_at is not None and turn.now - one.talked_at < PATIENCE:
        turn.reply(turn.say("permits.hear_first"))
        return
    await permits.save(turn.tx, one, replace(one, state=PermitState.WITHDRAWN))
    site = await sites.site(turn.tx, one.site_id)
    await turn.tell(one.person_id, lambda say: Reply(say("permits.withdrawn", site=site.name, number=one.number)))
    turn.reply(turn.say("permits.withdrawn_noted", number=one.number))


@flow.step(Action.WITHDRAW_PERMIT, to=relations.to_permit, refused="permits.another_decides")
async def keep_permit(turn: Turn, permit_id: PermitId) -> None:
    """It stays with its holder; the next fault is a second one again."""
    one = await permits.permit(turn.tx, permit_id)
    if not _is_to_decide(turn, one):
        return
    await permits.save(turn.tx, one, replace(one, talks=TALKS - 1, heard=""))
    await turn.tell(one.person_id, lambda say: Reply(say("permits.kept", number=one.number)))
    turn.reply(turn.say("permits.kept_noted", number=one.number))


def _is_to_decide(turn: Turn, one: PitchPermit) -> bool:
    if one.state is PermitState.GIVEN and one.talks >= TALKS:
        return True
    turn.reply(turn.say("findings.already_settled"))
    return False


@todo.adds
async def to_do(turn: Turn) -> list[Due]:
    """To-do lines: permits on which a manager has to decide."""
    found = []
    for one in await permits.in_state(turn.tx, PermitState.GIVEN):
        if one.talks >= TALKS and may(turn.roles, Action.WITHDRAW_PERMIT, await relations.to_permit(turn, one)):
            line = turn.say("todo.permit_talks", number=one.number)
            found.append(Due(line, show_talks(one.id), 3, since=one.talked_at))
    return found


@flow.step(Action.WITHDRAW_PERMIT, to=relations.to_permit, refused="permits.another_decides")
async def show_talks(turn: Turn, permit_id: PermitId) -> None:
    """The decision once more, with what was heard."""
    one = await permits.permit(turn.tx, permit_id)
    if _is_to_decide(turn, one):
        words = turn.say("permits.heard_words", words=one.heard) if one.heard else turn.say("permits.not_heard")
        shown = _decision(turn.say, one, words)
        turn.reply(shown.text, buttons=shown.buttons, topic=shown.topic)
