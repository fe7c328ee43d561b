"""What a volunteer hears of their hours and may say against it, and who vouches for what one person noted late."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.flow import Flow, Turn
from handlers.shared import relations
from messages.reply import Button, Reply
from messages.topics import Topic
from programme.activities.activity_state import HELD, PartState
from programme.activities.time_given import LATEST, SURE, Noting, hours, noting, read_minutes
from programme.ids import ActivityId, PartId, PersonId
from programme.roles import Action
from storage.activities import activities, parts
from storage.activities.activities import Activity
from storage.activities.parts import Part
from storage.people import people
from texts import Say

flow = Flow("claims")

SHOWN = 8
"""Activities of the list of one's own."""


async def tell_noted(turn: Turn, one: Activity, part: Part) -> None:
    """“记了 1.5 小时，不对点一下”: once for each figure."""
    if part.person_id is None or part.minutes is None:
        return
    said = hours(part.minutes)

    def told(say: Say) -> Reply:
        row = (Button(say("claims.wrong"), say_wrong(part.id)),)
        text = say("claims.noted", hours=said, number=one.id, title=one.title)
        return Reply(text, (row,), topic=Topic.ACTIVITY.of(one.id), best_before=turn.now + SURE)

    await turn.tell(part.person_id, told, key=f"hours:{part.id}:{part.minutes}:{part.person_id}")


async def ask_seconds(turn: Turn, one: Activity, came: Sequence[Part]) -> bool:
    """Ask those who may vouch for what was noted late; whether anything waits for them."""
    late = [part for part in came if not part.sure]
    if not late:
        return False
    involved = {turn.me, *(part.person_id for part in came), *(part.noted_by for part in late)}
    secretaries = [s for s in await people.with_role(turn.tx, "secretary") if s.branch_id == one.branch_id]
    seconds = [*secretaries, *await people.with_role(turn.tx, "manager")]
    values = {
        "number": one.id,
        "title": one.title,
        "many": len(late),
        "given": hours(sum(p.minutes or 0 for p in late)),
    }

    def asked(say: Say) -> Reply:
        row = (
            Button(say("claims.vouch"), confirm_late(one.id)),
            Button(say("claims.not_vouch"), refuse_late(one.id)),
        )
        return Reply(say("claims.late", **values), (row,), urgent=True, topic=Topic.ACTIVITY.of(one.id))

    for second in dict.fromkeys(s.id for s in seconds):
        if second not in involved:
            await turn.tell(second, asked)
    return True


@flow.step(Action.CONFIRM_HOURS, to=relations.to_activity)
async def confirm_late(turn: Turn, activity_id: ActivityId) -> None:
    """A second person vouches for it: now it counts."""
    many = await parts.confirm(turn.tx, activity_id, turn.me)
    turn.reply(turn.say("claims.vouched" if many else "findings.already_settled", many=many))


@flow.step(Action.CONFIRM_HOURS, to=relations.to_activity)
async def refuse_late(turn: Turn, activity_id: ActivityId) -> None:
    """It was not so: what waits is taken away, and whoever noted it hears so."""
    one = await activities.activity(turn.tx, activity_id)
    late = [part for part in await parts.of(turn.tx, one.id, PartState.CAME) if not part.sure]
    for part in late:
        await parts.leave(turn.tx, part.id)
    for by in dict.fromkeys(part.noted_by for part in late if part.noted_by is not None):
        await turn.tell(by, lambda say: Reply(say("claims.refused", number=one.id, title=one.title)))
    turn.reply(turn.say("claims.taken_away" if late else "findings.already_settled", many=len(late)))


@flow.step(Action.CORRECT_HOURS, to=relations.to_part)
async def say_wrong(turn: Turn, part_id: PartId) -> None:
    turn.reply(turn.say("claims.how_long"), then=change_hours(part_id))


@flow.step(Action.CORRECT_HOURS, to=relations.to_part, asks="words")
async def change_hours(turn: Turn, part_id: PartId) -> None:
    """Less is taken on the volunteer's word; more goes to the host."""
    part = await parts.part(turn.tx, part_id)
    one = await activities.activity(turn.tx, part.activity_id)
    minutes = read_minutes(turn.text, one.minutes)
    if minutes is None or not 0 <= minutes <= one.minutes or part.minutes is None:
        turn.reply(turn.say("claims.how_long_again", hours=hours(one.minutes)), then=change_hours(part_id))
        return
    if part.noted_at is not None and turn.now > part.noted_at + SURE:
        turn.reply(turn.say("claims.too_late"))
        return
    name = (await people.person(turn.tx, turn.me)).name
    values = {"name": name, "number": one.id, "was": hours(part.minutes), "now": hours(minutes)}
    if minutes <= part.minutes:
        if minutes == 0:
            await parts.leave(turn.tx, part.id)
        else:
            await parts.change(turn.tx, part, minutes, by=part.noted_by, now=turn.now, sure=part.sure)
        if one.host_id != turn.me:
            await turn.tell(one.host_id, lambda say: Reply(say("claims.less", **values)))
        rows = [[Button(turn.say("claims.wrong"), say_wrong(part.id))]] if minutes else []
        turn.reply(turn.say("claims.corrected", now=hours(minutes)), buttons=rows, topic=Topic.ACTIVITY.of(one.id))
        return
    await _ask_host(turn, one, "claims.more", values, confirm_more(part.id, minutes), refuse_claim(one.id, turn.me))
    turn.reply(turn.say("claims.asked"))


async def _ask_host(turn: Turn, one: Activity, sentence: str, values: dict[str, object], yes: str, no: str) -> None:
    """Ask the host; of the host's own hours a manager."""

    def asked(say: Say) -> Reply:
        row = (Button(say("claims.allow"), yes), Button(say("claims.deny"), no))
        return Reply(say(sentence, **values), (row,), urgent=True, topic=Topic.ACTIVITY.of(one.id))

    managers = [m.id for m in await people.with_role(turn.tx, "manager") if m.id != turn.me]
    for person in [one.host_id] if one.host_id != turn.me else managers:
        await turn.tell(person, asked)


@flow.step(Action.CHANGE_ACTIVITY, to=relations.to_part)
async def confirm_more(turn: Turn, part_id: PartId, minutes: int) -> None:
    """Two people say so now: it is sure."""
    part = await parts.part(turn.tx, part_id)
    one = await activities.activity(turn.tx, part.activity_id)
    if part.person_id == turn.me:
        turn.reply(turn.say("engine.not_yours"))
        return
    await parts.change(turn.tx, part, min(minutes, one.minutes), by=turn.me, now=turn.now, sure=True)
    await tell_noted(turn, one, await parts.part(turn.tx, part_id))
    turn.reply(turn.say("claims.changed", now=hours(minutes)))


@flow.step(Action.CHANGE_ACTIVITY, to=relations.to_activity)
async def refuse_claim(turn: Turn, activity_id: ActivityId, person_id: PersonId) -> None:
    """It stays as it was; the volunteer hears with whom to speak."""
    one = await activities.activity(turn.tx, activity_id)
    host = (await people.person(turn.tx, one.host_id)).name
    await turn.tell(person_id, lambda say: Reply(say("claims.denied", number=one.id, host=host)))
    turn.reply(turn.say("claims.stays"))


@flow.intent("i_came", Action.SIGN_UP)
async def said_i_came(turn: Turn) -> None:
    """“补时长 3”: whoever was not ticked; the host says whether it was so."""
    number = re.search(r"\d{1,9}", turn.words)
    one = await activities.find(turn.tx, int(number[0])) if number else None
    if one is None or turn.person_id is None:
        turn.reply(turn.say("claims.came_how"))
        return
    part = await parts.mine(turn.tx, one.id, turn.me)
    if part is not None and part.state is PartState.CAME:
        turn.reply(turn.say("claims.is_noted", hours=hours(part.minutes or 0)))
    elif one.state not in HELD or turn.now > one.ends_at + LATEST:
        turn.reply(turn.say("claims.not_now"))
    else:
        name = (await people.person(turn.tx, turn.me)).name or turn.say("claims.somebody")
        values = {"name": name, "number": one.id, "title": one.title}
        await _ask_host(turn, one, "claims.came", values, confirm_came(one.id, turn.me), refuse_claim(one.id, turn.me))
        turn.reply(turn.say("claims.asked"))


@flow.step(Action.CHANGE_ACTIVITY, to=relations.to_activity)
async def confirm_came(turn: Turn, activity_id: ActivityId, person_id: PersonId) -> None:
    """The host saw them too; after a week somebody else has to vouch for it."""
    one = await activities.activity(turn.tx, activity_id)
    if person_id == turn.me or turn.now > one.ends_at + LATEST:
        turn.reply(turn.say("engine.not_yours" if person_id == turn.me else f"noting.{Noting.TOO_LATE}"))
        return
    sure = noting(one.ends_at, turn.now) is Noting.ALONE
    await parts.note(turn.tx, one, person_id, one.minutes, by=turn.me, now=turn.now, sure=sure)
    part = await parts.mine(turn.tx, one.id, person_id)
    if part is not None:
        await tell_noted(turn, one, part)
        await ask_seconds(turn, one, [part])
    turn.reply(turn.say("claims.changed", now=hours(one.minutes)))


@flow.intent("my_hours", Action.SIGN_UP)
async def said_my_hours(turn: Turn) -> None:
    """我的时长: all of it and the last few; nobody else's, and no order of people."""
    found = await parts.stays(turn.tx, turn.me) if turn.person_id is not None else []
    if not found:
        turn.reply(turn.say("claims.none"))
        return
    total = hours(sum(stay.minutes for stay in found if stay.sure))
    lines = [turn.say("claims.total", total=total, many=len(found))]
    for stay in found[:SHOWN]:
        begins = stay.begins_at.astimezone(turn.zone)
        key = "claims.line" if stay.sure else "claims.line_waits"
        lines.append(
            turn.say(key, day=f"{begins:%Y-%m-%d}", title=stay.title, place=stay.place, hours=hours(stay.minutes))
        )
    turn.reply("\n".join(lines))
