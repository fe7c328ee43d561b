"""Questions of the office: a shop, a member, a street or the whole programme, answered with how it stands now."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta

from bot.dialogue import meant_now
from bot.flow import Flow, Turn
from bot.language.meanings import Meaning, Reading
from bot.language.words.vocabulary import Vocabulary
from bot.steps import action
from documents.wording.star_words import stars
from handlers.findings import cases
from handlers.people import links
from handlers.requests.help_answers import until
from handlers.shared import relations
from handlers.shared.naming import named_in
from handlers.shared.notify import duty_called
from handlers.shared.scope import branch_called, branch_of
from handlers.shared.seen import facts_said
from messages.reply import Button
from messages.topics import Topic
from programme.findings.finding_state import FindingState
from programme.ids import FindingId, PersonId, ShopId
from programme.roles import Action, able, may
from storage.board import board
from storage.board.standing import standing
from storage.people import covers, people
from storage.people.people import Person
from storage.ratings import ratings
from storage.requests import help_requests
from storage.reviews import cross_duties, rounds
from storage.shops import shops
from storage.shops.pause_news import meet, name_of, place_of
from storage.shops.shops import Pause, Shop
from texts.days import Day, Names, Weekday

flow = Flow("about")

_GROUPS = Vocabulary("office")
MOST = 5
"""Findings of a shop that are told."""
LAST_WEEK = re.compile(_GROUPS.pattern("last_week"), re.IGNORECASE)
_EVER = re.compile(_GROUPS.pattern("ever"), re.IGNORECASE)
_A_YEAR = 52
"""Weekly ratings."""
_WEEK = timedelta(days=6)
_LATELY = timedelta(days=7)
SHOWN = 20
"""Characters of a request for help that are shown."""


@flow.intent("about", Action.SEE_BOARD)
async def said_about(turn: Turn) -> None:
    """“李记面馆归谁管”, “王芳这周看了几家”, “津河路有多少家店”, “今天多少家自查了”."""
    if not await _named(turn):
        await _tell_all(turn, "")


@flow.when(lambda turn: bool(turn.text), Action.SEE_TODO, rank=95)
async def named_only(turn: Turn) -> bool:
    """What is not understood, but names a shop, a member or a street: it is about them."""
    if turn.is_awaited or not able(turn.roles, Action.SEE_BOARD) or not await named_in(turn, turn.text):
        return False
    return await turn.carry_out(turn, Reading("", (Meaning("about"),)))


async def _named(turn: Turn) -> bool:
    named = await named_in(turn, turn.text)
    if named.shops and named.members and links.GIVES.search(named.rest) and able(turn.roles, Action.LINK_SHOPS):
        await turn.carry_out(turn, Reading("", (Meaning("link", turn.text),)))
    elif len(named.shops) > 1:
        rows = [[Button(f"{place.name} {place.address}", show_shop(place.id))] for place in named.shops]
        turn.reply(turn.say("about.which"), buttons=rows, topic=Topic.ABOUT)
    elif named.shops:
        await show_shop.go(turn, [str(named.shops[0].id)])
    elif named.members:
        await _tell_member(turn, named.members[0])
    elif named.streets:
        await _tell_all(turn, named.streets[0])
    return bool(named)


def week_of(turn: Turn) -> tuple[date, date]:
    """This week, or the one before it where that is asked about."""
    monday = turn.day - timedelta(days=turn.day.weekday())
    monday -= timedelta(days=7) if LAST_WEEK.search(turn.text) else timedelta()
    return monday, monday + _WEEK


@flow.step(Action.SEE_BOARD, to=relations.to_shop)
async def show_shop(turn: Turn, shop_id: ShopId) -> None:
    """Everything there is to know of a shop in a few lines, and what can be done about it."""
    place = await shops.shop(turn.tx, shop_id)
    lines = [turn.say("about.shop", shop=place.name, door=place.address), *await _holder(turn, place)]
    lines.append(await _keeper(turn, place))
    lines += [
        await _star(turn, place),
        *await _best(turn, place),
        *await _looked(turn, place),
        *await _away(turn, place),
    ]
    running = [case for case in await board.cases(turn.tx, shop_id, 100) if case.closed_at is None]
    lines.append(turn.say("about.findings" if running else "about.no_findings", many=len(running)))
    lines += await _helped(turn, shop_id)
    rows = [[Button(case_line(turn, case), cases.show_case(FindingId(case.id)))] for case in running[:MOST]]
    rows += _ways_on(turn, place)
    turn.reply("\n".join(lines), buttons=rows, once=False)


async def _helped(turn: Turn, shop_id: ShopId) -> list[str]:
    """The requests for help that wait, else the one answered last: “那个下水道的事回了没有”."""
    if waiting := await help_requests.waiting_at(turn.tx, shop_id):
        return [
            turn.say("about.help_waits", words=one.text[:SHOWN], due=until(turn, one.due_at)) for one in waiting[:MOST]
        ]
    last = await help_requests.answered_last(turn.tx, shop_id, turn.now - _LATELY)
    if last is None or last.answered_at is None:
        return []
    return [turn.say("about.help_answered", words=last.text[:SHOWN], at=until(turn, last.answered_at))]


def _ways_on(turn: Turn, place: Shop) -> list[list[Button]]:
    buttons = []
    if able(turn.roles, Action.SPOT_CHECK):
        buttons.append(Button(turn.say("meant.label_spot_check"), action("review.open_review", place.id)))
    if may(turn.roles, Action.LINK_SHOPS):
        buttons.append(Button(turn.say("links.another"), links.choose_member(place.id)))
    return [buttons]


def case_line(turn: Turn, case: board.Case, *, shop: str = "") -> str:
    """“秩序 · 待整改，11月26日 周四 到期”."""
    key = "late" if is_late(turn, case) else "due" if case.due_at and case.state == FindingState.OPEN else "plain"
    due = Weekday(case.due_at.astimezone(turn.zone).date()) if case.due_at else ""
    duty, state = duty_called(turn, case.duty), turn.say(f"board.state_{case.state}")
    return f"{shop} {turn.say(f'about.case_{key}', duty=duty, state=state, due=due)}".strip()


def is_late(turn: Turn, case: board.Case) -> bool:
    """Past its time and not put right; a clock that stands is not past."""
    is_past = case.state == FindingState.OPEN and case.due_at is not None and case.due_at < turn.now
    return case.fixed_at is None and (case.overdue_at is not None or is_past)


def how_many_late(turn: Turn, found: Sequence[board.Case]) -> int:
    return sum(is_late(turn, case) for case in found)


async def _holder(turn: Turn, place: Shop) -> list[str]:
    """Who runs the shop, for those who keep the roster; the telephone stands in the roster alone."""
    if not may(turn.roles, Action.CHANGE_HOLDER):
        return []
    now = await shops.tenure(turn.tx, place.id, turn.now)
    return [turn.say("about.holder", name=now.owner) if now.owner else turn.say("about.no_holder")]


async def _keeper(turn: Turn, place: Shop) -> str:
    link = await shops.link(turn.tx, place.id)
    if link is None:
        return turn.say("about.nobody")
    name = (await people.person(turn.tx, link.member_id)).name
    cover = await covers.cover_of(turn.tx, link.member_id, turn.day)
    if cover is None:
        return turn.say("about.keeper", name=name)
    return turn.say("about.covered", name=name, cover=(await people.person(turn.tx, cover.cover_id)).name)


async def _star(turn: Turn, place: Shop) -> str:
    newest = await ratings.latest(turn.tx, place.id)
    if not newest or newest[0].shown is None:
        return turn.say("about.unrated")
    through = Day(newest[0].through.astimezone(turn.zone).date())
    return turn.say("about.star", stars=stars(newest[0].shown), day=through)


async def _best(turn: Turn, place: Shop) -> list[str]:
    """The most stars of the last year, where that is asked: “今年得过五星没有”."""
    if not _EVER.search(turn.text):
        return []
    rated = [one for one in await ratings.latest(turn.tx, place.id, _A_YEAR) if one.shown is not None]
    if not rated:
        return [turn.say("about.never_rated")]
    most = max(one.shown or 0 for one in rated)
    when = next(one.through for one in rated if one.shown == most)
    return [turn.say("about.best", stars=stars(most), day=Day(when.astimezone(turn.zone).date()))]


async def _looked(turn: Turn, place: Shop) -> list[str]:
    """The last look, or those of last week where they are asked for: who by their office, and what was seen."""
    looks = [look for look in await board.looks(turn.tx, place.id, 20) if look.undone_at is None]
    if LAST_WEEK.search(turn.text):
        first, last = week_of(turn)
        looks = [look for look in looks if first <= look.day <= last]
        if not looks:
            return [turn.say("about.not_looked_then", first=Day(first), last=Day(last))]
    else:
        looks = looks[:1]
    if not looks:
        return [turn.say("about.never_looked")]
    return [
        turn.say(
            "about.looked",
            day=Weekday(look.day),
            who=turn.say(f"stars.by_{look.source}"),
            seen=facts_said(turn, look.facts) or turn.say("questions.all_fine"),
        )
        for look in looks[:MOST]
    ]


async def _away(turn: Turn, place: Shop) -> list[str]:
    """That it is closed, or its street paused."""
    shut = await shops.closures(turn.tx, place.id, turn.day, turn.day)
    stopped = [one for one in await shops.pauses(turn.tx, turn.day, turn.day) if one.covers(place)]
    return [
        *(turn.say("about.closed", last=_until(turn, one.until)) for one in shut[-1:]),
        *(turn.say("about.paused", last=_until(turn, one.until)) for one in stopped[-1:]),
    ]


def _until(turn: Turn, last: date | None) -> object:
    return Weekday(last) if last else turn.say("closures.open_end")


async def _tell_member(turn: Turn, member: Person) -> None:
    """Whom a member looks after and what of it was looked at: of this one alone, beside nobody else."""
    if not may(turn.roles, Action.SEE_BOARD, await relations.to_person(turn, member.id)):
        turn.reply(turn.say("engine.not_yours"))
        return
    first, last = week_of(turn)
    mine = [await shops.shop(turn.tx, link.shop_id) for link in await shops.links(turn.tx, member.id)]
    seen = set(await rounds.seen_by(turn.tx, member.id, first, last))
    left = [place.name for place in mine if place.id not in seen]
    days = {"first": Day(first), "last": Day(last)}
    lines = [turn.say("about.member", name=member.name, many=len(mine), shops=_names(turn, [p.name for p in mine]))]
    lines.append(turn.say("about.member_seen", seen=len(mine) - len(left), many=len(mine), **days))
    lines += [turn.say("about.member_left", shops=_names(turn, left))] if left and mine else []
    others = len(seen - {place.id for place in mine})
    lines += [turn.say("about.member_others", many=others)] if others else []
    running = await board.open_cases(turn.tx, 0, 200, board.Sifted(member_id=member.id))
    lines += [turn.say("about.running", many=len(running), late=how_many_late(turn, running))]
    lines += await _leave(turn, member.id)
    turn.reply("\n".join(lines))


def _names(turn: Turn, names: Sequence[str]) -> str:
    return Names(tuple(names)).name(turn.say.language) or turn.say("about.none")


async def _leave(turn: Turn, member: PersonId) -> list[str]:
    cover = await covers.cover_of(turn.tx, member, turn.day)
    if cover is None:
        return []
    name = (await people.person(turn.tx, cover.cover_id)).name
    return [turn.say("about.member_away", last=_until(turn, cover.until), cover=name)]


async def _name_of(turn: Turn, pause: Pause) -> str:
    return await name_of(turn.tx, pause) or turn.say("pauses.everywhere")


async def _cross(turn: Turn) -> list[str]:
    """How many of this month's cross reviews are done."""
    month = cross_duties.month_of(turn.day)
    drawn = await cross_duties.in_month(turn.tx, month)
    done = sum([len(await cross_duties.seen(turn.tx, one, month)) for one in {duty.member_id for duty in drawn}])
    return [turn.say("about.cross", seen=done, many=len(drawn))] if drawn else []


async def _tell_all(turn: Turn, street: str) -> None:
    """The totals of a street, or of all that whoever asks may see."""
    first, last = week_of(turn)
    now = await standing(turn.tx, branch_of(turn), street, first=first, last=last, day=turn.day, now=turn.now)
    branch = await branch_called(turn)
    where = Names(tuple(name for name in (branch, street) if name)) if branch or street else turn.rules.bureau.street
    lines = [turn.say("about.whole", where=where, many=now.shops)]
    lines.append(turn.say("about.seen", first=Day(first), last=Day(last), seen=now.seen, left=now.shops - now.seen))
    lines.append(turn.say("about.checked", many=now.checked))
    lines.append(turn.say("about.running", many=now.running, late=now.late))
    lines.append(turn.say("about.helps", many=now.helps))
    lines += await _cross(turn) if not street and not branch else []
    lines += [turn.say("about.unlinked", many=now.unlinked)] if now.unlinked else []
    lines += [turn.say("about.absent", many=now.absent)] if now.absent else []
    stopped = [one for one in await shops.pauses(turn.tx, turn.day, turn.day) if meet(place_of(one), (None, street))]
    lines += [
        turn.say("about.paused_where", where=await _name_of(turn, one), last=_until(turn, one.until)) for one in stopped
    ]
    names = ["unseen", "open_fixes", "star_list"]
    names += ["propose"] if now.unlinked and may(turn.roles, Action.LINK_SHOPS) else []
    buttons = [Button(turn.say(f"meant.label_{name}"), meant_now(name)) for name in names]
    turn.reply("\n".join(lines), buttons=[buttons[:2], buttons[2:]], once=False)
