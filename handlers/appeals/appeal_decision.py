"""Deciding an appeal: only by somebody without a part in it; with nobody eligible it waits, unscored, and managers are told."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.flow import Flow, Turn
from documents.wording.star_words import stars
from handlers.appeals import grounds
from handlers.appeals.grounds import Ground
from handlers.findings import findings as casework
from handlers.shared import notify, preview, todo
from handlers.shared.notify import duty_called
from handlers.shared.photo_checks import kept_with
from handlers.shared.relations import to_appeal
from handlers.shared.todo import Due
from handlers.titles.veto import lift_line
from messages.attachment import Attachment
from messages.reply import Button, Pick, Reply
from messages.topics import Topic
from programme.appeals.appeal_state import AppealState
from programme.ids import AppealId, ObservationId, PersonId, VetoId
from programme.roles import Action, able, may
from storage.appeals import appeals
from storage.appeals.appeals import Appeal
from storage.operations import runs
from storage.people import people
from storage.ratings import ratings
from storage.reviews import evidence
from storage.shops import shops
from storage.titles import vetoes
from texts import Say
from texts.days import Day, Names, Until

flow = Flow("appeal_decision")


async def ask(turn: Turn, case: Appeal, words: str) -> list[PersonId]:
    """Send the appeal to everybody who may decide it and return them; if there is nobody, tell the managers."""
    able = [person for person in await appeals.deciders(turn.tx, case) if person != turn.me]
    place = await shops.shop(turn.tx, case.shop_id)
    photos = await kept_with(turn, "appeal", case.id)
    for person in able:
        await turn.tell(
            person,
            lambda say: Reply(
                say("appeal.came", shop=place.name, what=words, text=case.text or say("appeal.no_words")),
                ((Button(say("appeal.look_at_it"), show_appeal(case.id)),),),
                attachments=photos,
                topic=Topic.APPEAL.of(case.id),
                once=False,
            ),
        )
    if not able:
        for boss in await people.with_role(turn.tx, "manager"):
            await turn.tell(boss.id, lambda say: Reply(say("appeal.nobody_to_decide", shop=place.name)))
    return able


async def pass_on(
    turn: Turn, case: Appeal, text: str, photos: Sequence[Attachment], sentence: str = "appeal.more_came"
) -> None:
    place = await shops.shop(turn.tx, case.shop_id)
    for person in await appeals.deciders(turn.tx, case):
        await turn.tell(
            person,
            lambda say: Reply(say(sentence, shop=place.name, text=text), attachments=tuple(photos)),
        )


@todo.adds
async def to_do(turn: Turn) -> list[Due]:
    """To-do lines: the appeals this person may decide."""
    found = []
    for case in await appeals.open_ones(turn.tx) if able(turn.roles, Action.DECIDE_APPEAL) else []:
        if may(turn.roles, Action.DECIDE_APPEAL, await to_appeal(turn, case)):
            place = await shops.shop(turn.tx, case.shop_id)
            until = Until(case.due_at.astimezone(turn.zone), turn.day)
            line = turn.say("todo.appeal", shop=place.name, until=until)
            found.append(Due(line, show_appeal(case.id), 1, place, case.at))
    return found


@flow.step(Action.DECIDE_APPEAL, to=to_appeal, refused="appeal.not_yours")
async def show_appeal(turn: Turn, appeal_id: AppealId) -> None:
    """Show the appeal: what was recorded, the shop's reason, and the two possible decisions."""
    case = await _waiting(turn, appeal_id)
    if case is None:
        return
    place = await shops.shop(turn.tx, case.shop_id)
    turn.reply(
        turn.say(
            "appeal.case",
            shop=place.name,
            door=place.address,
            what=await _recorded(turn, turn.say, case),
            text=_told(turn, case),
            until=Until(case.due_at.astimezone(turn.zone), turn.day),
        ),
        buttons=[
            [Button(turn.say("appeal.is_right"), choose_outcome(appeal_id, True))],
            [Button(turn.say("appeal.is_not"), choose_outcome(appeal_id, False))],
        ],
        attachments=[*await kept_with(turn, "appeal", case.id), *await _photos_of_look(turn, case)],
        topic=Topic.APPEAL.of(appeal_id),
    )


def _told(turn: Turn, case: Appeal) -> str:
    """What the shop said first, and each addition on a line of its own."""
    first, *more = case.text.split("\n")
    lines = [first or turn.say("appeal.no_words"), *(turn.say("appeal.added_line", text=text) for text in more)]
    return "\n".join(lines)


async def _recorded(turn: Turn, say: Say, case: Appeal) -> str:
    if case.subject == "veto":
        line = await vetoes.veto(turn.tx, VetoId(case.subject_id))
        return say("appeal.recorded_veto", cause=say(f"veto.cause_{line.cause}"), reason=line.reason)
    if case.subject == "star":
        row = next(iter(await ratings.latest(turn.tx, case.shop_id)), None)
        return say("appeal.recorded_star", stars=stars(row.shown) if row else "")
    look = await evidence.observation(turn.tx, ObservationId(case.subject_id))
    if look is None:
        return ""
    failed = Names(tuple(duty_called(turn, key) for key in sorted(look.facts or look.left_out)))
    note = f"（{look.note}）" if look.note else ""
    return say("appeal.recorded_look", day=Day(look.day), who=say(f"stars.by_{look.source}"), duties=failed, note=note)


async def _photos_of_look(turn: Turn, case: Appeal) -> tuple[Attachment, ...]:
    if case.subject != "observation":
        return ()
    return await kept_with(turn, "observation", case.subject_id)


@flow.step(Action.DECIDE_APPEAL, to=to_appeal, refused="appeal.not_yours")
async def choose_outcome(turn: Turn, appeal_id: AppealId, granted: bool) -> None:
    """Ask for the reason of the decision; when a star is to be changed, first ask which evidence to set aside."""
    case = await _waiting(turn, appeal_id)
    if case is None:
        return
    found = await grounds.of(turn, case) if granted and case.subject == "star" else []
    if not found:
        turn.reply(turn.say("appeal.say_why"), then=decide_appeal(appeal_id, granted))
        return
    options = tuple(grounds.words(turn, turn.say, ground) for ground in found)
    pick = Pick(options, turn.say("appeal.set_aside"), choose_grounds(appeal_id, ",".join(map(grounds.key, found))))
    turn.reply(turn.say("appeal.which_aside"), pick=pick, topic=Topic.APPEAL.of(appeal_id))


@flow.step(Action.DECIDE_APPEAL, to=to_appeal, refused="appeal.not_yours")
async def choose_grounds(turn: Turn, appeal_id: AppealId, keys: str) -> None:
    """Take the evidence ticked as no longer counting for the star; with nothing ticked, offer the decisions again."""
    chosen = [key for n, key in enumerate(keys.split(",")) if n in turn.picked]
    if not chosen:
        await show_appeal.go(turn, [str(appeal_id)])
    elif await _waiting(turn, appeal_id):
        turn.reply(turn.say("appeal.say_why"), then=decide_star_appeal(appeal_id, ",".join(chosen)))


@flow.step(Action.DECIDE_APPEAL, to=to_appeal, refused="appeal.not_yours", asks="reason")
async def decide_appeal(turn: Turn, appeal_id: AppealId, granted: bool) -> None:
    """Decide an appeal once a reason is given; without a reason nothing is decided."""
    await _decide(turn, appeal_id, decide_appeal(appeal_id, granted), granted=granted)


@flow.step(Action.DECIDE_APPEAL, to=to_appeal, refused="appeal.not_yours", asks="reason")
async def decide_star_appeal(turn: Turn, appeal_id: AppealId, keys: str) -> None:
    """Decide an appeal against a star, setting aside the evidence that was ticked."""
    await _decide(turn, appeal_id, decide_star_appeal(appeal_id, keys), granted=True, keys=keys)


async def _decide(turn: Turn, appeal_id: AppealId, again: str, *, granted: bool, keys: str = "") -> None:
    case = await _waiting(turn, appeal_id)
    if case is None:
        return
    if not turn.text and not turn.kept:
        turn.reply(turn.say("appeal.say_why"), then=again)
        return
    place = await shops.shop(turn.tx, case.shop_id)
    if not preview.was_shown(turn, place.name, again, choose_outcome(appeal_id, granted)):
        return
    chosen = [g for g in await grounds.of(turn, case) if grounds.key(g) in keys.split(",")]
    await appeals.decide(turn.tx, appeal_id, granted=granted, by=turn.me, reason=turn.text, at=turn.now)
    await people.journal(
        turn.tx, turn.now, turn.me, "appeal", f"appeal {appeal_id}", "granted" if granted else "refused"
    )
    if granted:
        await _make_good(turn, case, chosen)
    await _tell_shop(turn, case, f"granted_{case.subject}" if granted else "refused", chosen)
    turn.reply(turn.say("appeal.decided"))


async def _tell_shop(turn: Turn, case: Appeal, outcome: str, chosen: Sequence[Ground]) -> None:
    """Tell the shop the decision; when no evidence was set aside, the message says that the star stays."""
    sentence = "appeal.star_stands" if outcome == "granted_star" and not chosen else f"appeal.{outcome}"
    place = await shops.shop(turn.tx, case.shop_id)

    def words(say: Say) -> Reply:
        things = Names(tuple(grounds.words(turn, say, ground) for ground in chosen))
        return Reply(say(sentence, shop=place.name, reason=turn.text, things=things), urgent=True)

    await notify.tell_shop(turn, case.shop_id, words)


async def _make_good(turn: Turn, case: Appeal, chosen: Sequence[Ground]) -> None:
    """Withdraw what was contested and everything that came of it, and ask for new versions of the rating runs since."""
    since: datetime | None = case.at
    if case.subject == "observation":
        look = await evidence.observation(turn.tx, ObservationId(case.subject_id))
        if look:
            since = look.at
            await casework.withdraw(turn, look)
    elif case.subject == "veto":
        line = await vetoes.veto(turn.tx, VetoId(case.subject_id))
        since = line.confirmed_at or case.at
        await lift_line(turn, line)
    else:
        since = await grounds.set_aside(turn, case, chosen)
    for period in await appeals.runs_since(turn.tx, since) if since else []:
        await runs.ask(turn.tx, "ratings", period, turn.me, turn.now)


async def _waiting(turn: Turn, appeal_id: AppealId) -> Appeal | None:
    """The appeal if it is still open; otherwise say that it is already decided."""
    case = await appeals.appeal(turn.tx, appeal_id)
    if case.state is not AppealState.OPEN:
        turn.reply(turn.say("appeal.settled"))
        return None
    return case
