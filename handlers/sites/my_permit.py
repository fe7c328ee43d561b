"""我的销售证: what its holder may do with a permit: leave the pitch to others for today, or give it back."""

from __future__ import annotations

from datetime import timedelta

from bot.flow import Flow, Turn
from handlers.shared import relations
from messages.reply import CANCEL, Button, Reply
from messages.topics import Topic
from programme.ids import PermitId
from programme.roles import Action
from programme.sites.permit_state import LIVING, PermitState
from storage.sites import permits, sites
from storage.sites.permits import PitchPermit
from storage.sites.sites import Site
from texts import Say
from texts.days import Day

flow = Flow("my_permit")


def mine(say: Say, given: PitchPermit, site: Site, sentence: str) -> Reply:
    """A permit as its holder sees it, with what they may do about it."""
    until = say("stalls.until", day=Day(given.until)) if given.until else say("permits.while_open")
    words = say(sentence, number=given.number, site=site.name, until=until)
    rows = (
        (
            Button(say("permits.not_today"), release_pitch(given.id)),
            Button(say("permits.give_back"), ask_return(given.id)),
        ),
    )
    return Reply(words, rows, urgent=True, once=False, topic=Topic.PERMIT.of(given.id))


@flow.intent("my_permit", Action.ASK_PERMIT)
async def said_my_permit(turn: Turn) -> None:
    """我的销售证: what holds now."""
    if (one := await _living(turn)) is not None:
        show(turn, one, await sites.site(turn.tx, one.site_id))


@flow.intent("not_today", Action.ASK_PERMIT)
async def said_not_today(turn: Turn) -> None:
    """今天不出摊."""
    if (one := await _living(turn)) is not None:
        await release_pitch.go(turn, [str(one.id)])


@flow.intent("return_permit", Action.ASK_PERMIT)
async def said_return(turn: Turn) -> None:
    if (one := await _living(turn)) is not None:
        await ask_return.go(turn, [str(one.id)])


async def _living(turn: Turn) -> PitchPermit | None:
    """Their newest permit that was given, else asked for; without any, they are told how to get one."""
    known = await permits.of_person(turn.tx, turn.person_id) if turn.person_id is not None else []
    found = [one for one in known if one.state is PermitState.GIVEN] or [one for one in known if one.state in LIVING]
    if found:
        return found[0]
    turn.reply(turn.say("permits.none"))
    return None


def show(turn: Turn, one: PitchPermit, site: Site) -> None:
    """Their permit, or that it is not decided yet, with what may be done."""
    if one.state is PermitState.ASKED:
        rows = [[Button(turn.say("permits.drop"), end_permit(one.id))]]
        turn.reply(turn.say("permits.waits", site=site.name), buttons=rows, topic=Topic.PERMIT.of(one.id))
        return
    shown = mine(turn.say, one, site, "permits.holds")
    turn.reply(shown.text, buttons=shown.buttons, once=False, topic=shown.topic)


@flow.step(Action.FOLLOW_PERMIT, to=relations.to_permit, refused="engine.answered")
async def release_pitch(turn: Turn, permit_id: PermitId) -> None:
    """今天不来了: somebody else may have the pitch today; tomorrow nobody knows of it."""
    one = await permits.permit(turn.tx, permit_id)
    if one.state is not PermitState.GIVEN:
        turn.reply(turn.say("engine.answered"))
        return
    await permits.free_for_a_day(turn.tx, permit_id, turn.day)
    turn.reply(turn.say("permits.freed", day=Day(turn.day + timedelta(days=1))))


@flow.step(Action.FOLLOW_PERMIT, to=relations.to_permit, refused="engine.answered")
async def ask_return(turn: Turn, permit_id: PermitId) -> None:
    """Asked once more: a pitch given back may be gone within the minute."""
    rows = [
        [
            Button(turn.say("permits.give_back_sure"), end_permit(permit_id)),
            Button(turn.say("engine.cancel"), CANCEL),
        ]
    ]
    turn.reply(turn.say("permits.give_back_ask"), buttons=rows, topic=Topic.PERMIT)


@flow.step(Action.FOLLOW_PERMIT, to=relations.to_permit, refused="engine.answered")
async def end_permit(turn: Turn, permit_id: PermitId) -> None:
    """Its holder does not come any more, or does not want it any more."""
    one = await permits.permit(turn.tx, permit_id)
    if one.state not in LIVING:
        turn.reply(turn.say("engine.answered"))
        return
    await permits.end(turn.tx, one, turn.now, PermitState.GIVEN_BACK)
    turn.reply(turn.say("permits.returned"))
