"""销售证: somebody asks for a pitch in one message, the keeper of the site gives it by one tap, and the permit is drawn."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.flow import Flow, Turn
from bot.kept import pack, restore
from handlers.shared import notify, preview, relations, todo
from handlers.shared.stall_question import called
from handlers.shared.todo import Due
from handlers.sites import my_permit, nearby
from messages.attachment import Attachment
from messages.reply import CANCEL, Button, Reply
from messages.topics import Topic
from programme.ids import PermitId, SiteId
from programme.roles import Action, may
from programme.sites.permit_state import LIVING, PermitState
from programme.sites.stalls import is_open
from storage.operations import runs
from storage.people import covers, people
from storage.photos import media
from storage.sites import permits, sites, stalls
from storage.sites.permits import PitchPermit
from storage.sites.sites import Site
from texts import Say

flow = Flow("permits")

LONGEST_NAME, LONGEST_VILLAGE = 12, 40
"""Characters."""
_BETWEEN = re.compile(r"[\s,，。;；、:：]+")
_OPENING = re.compile(r"^(我?叫|我是|姓名|名字)[:：\s]*")
PAPERS = "site-season"
"""The job that draws permits as well."""


@flow.intent("sell", Action.ASK_PERMIT)
async def said_sell(turn: Turn) -> None:
    """“摆摊 西津路瓜点 李大山 山门村”: everything in one message; without a site, which."""
    there = await stalls.open_on(turn.tx, turn.day)
    named = [one for one in await sites.named_in(turn.tx, turn.words) if one in there] if turn.words else []
    if len(named) == 1:
        turn.incoming = replace(turn.incoming, text=turn.words.replace(named[0].name, " "))
        await _take(turn, named[0], only_today=False)
        return
    shown = (await nearby.near(turn, there, turn.words))[: nearby.NEAREST]
    if not shown:
        turn.reply(turn.say("stalls.none_open"))
        return
    rows = [[Button(called(turn.say, one), begin_permit(one.id, False))] for one in shown]
    turn.reply(turn.say("permits.which_site"), buttons=rows, topic=Topic.PERMIT)


@flow.step(Action.ASK_PERMIT)
async def begin_permit(turn: Turn, site_id: SiteId, only_today: bool) -> None:
    """Ask for name and village, where there is a pitch to be had."""
    site = await sites.site(turn.tx, site_id)
    if await _may_ask(turn, site, only_today=only_today):
        words = turn.say("permits.who", site=called(turn.say, site))
        turn.reply(words, then=name_seller(site_id, only_today))


@flow.step(Action.ASK_PERMIT, asks="words")
async def name_seller(turn: Turn, site_id: SiteId, only_today: bool) -> None:
    """The name and the village, with a photo of the village's paper or without."""
    await _take(turn, await sites.site(turn.tx, site_id), only_today=only_today)


async def _take(turn: Turn, site: Site, *, only_today: bool) -> None:
    """Read back what was understood, with what a seller promises; who has said too little is asked again."""
    if not await _may_ask(turn, site, only_today=only_today):
        return
    name, _, village = _OPENING.sub("", _BETWEEN.sub(" ", turn.text).strip()).partition(" ")
    if not name or not village or len(name) > LONGEST_NAME or len(village) > LONGEST_VILLAGE:
        turn.reply(turn.say("permits.who_again"), then=name_seller(site.id, only_today))
        return
    rows = [
        [Button(turn.say("permits.agree"), file_permit(site.id, only_today))],
        [
            Button(turn.say("preview.change"), begin_permit(site.id, only_today)),
            Button(turn.say("engine.cancel"), CANCEL),
        ],
    ]
    key = "permits.read_back_today" if only_today else "permits.read_back"
    words = turn.say(key, name=name, village=village, site=called(turn.say, site))
    turn.reply(words, buttons=rows, topic=Topic.PERMIT, kept=pack(turn, name=name, village=village))


async def _may_ask(turn: Turn, site: Site, *, only_today: bool) -> bool:
    """Whether there is a pitch for them; if not they are told what there is."""
    if not is_open(site.since, site.until, turn.day):
        turn.reply(turn.say("permits.site_closed", site=site.name))
        return False
    mine = await permits.of_person(turn.tx, turn.person_id) if turn.person_id is not None else []
    here = [one for one in mine if one.site_id == site.id]
    if any(one.state in LIVING for one in here):
        my_permit.show(turn, next(one for one in here if one.state in LIVING), site)
        return False
    if any(one.state is PermitState.WITHDRAWN for one in here):
        turn.reply(turn.say("permits.not_this_season", site=site.name))
        return False
    free = await permits.free(turn.tx, site, turn.day)
    if free.any_today if only_today else free.any_for_season:
        return True
    if free.any_today:
        rows = [[Button(turn.say("permits.only_today"), begin_permit(site.id, True))]]
        turn.reply(turn.say("permits.full_but_today", site=site.name), buttons=rows, topic=Topic.PERMIT)
        return False
    turn.reply(turn.say("permits.full", site=site.name))
    return False


@flow.step(Action.ASK_PERMIT)
async def file_permit(turn: Turn, site_id: SiteId, only_today: bool) -> None:
    """Keep it, and ask whoever looks after the site."""
    said, site = restore(turn), await sites.site(turn.tx, site_id)
    if not said:
        turn.reply(turn.say("engine.answered"))
        return
    if not await _may_ask(turn, site, only_today=only_today):
        return
    if turn.person_id is None:
        turn.person_id = await people.add(turn.tx, name="", now=turn.now, language=turn.incoming.language[:2])
    day = turn.day
    asked = await permits.ask(
        turn.tx,
        site,
        turn.me,
        name=said["name"],
        village=said["village"],
        at=turn.incoming.at,
        since=day,
        until=day if only_today else site.until,
    )
    if turn.attachments:
        await turn.keep("permit", asked.id)
    keepers = await covers.keepers_at(turn.tx, site, day, but=[turn.me])
    photos = media.enclosed(await media.of(turn.tx, "permit", asked.id))
    await notify.tell_all(turn, keepers, lambda say: _question(say, asked, site, photos))
    turn.reply(turn.say("permits.asked" if keepers else "permits.asked_nobody", site=site.name))


def _question(say: Say, asked: PitchPermit, site: Site, photos: tuple[Attachment, ...]) -> Reply:
    values = {"name": asked.name, "village": asked.village, "site": called(say, site)}
    words = say("permits.came_today", **values) if _is_for_a_day(asked) else say("permits.came", **values)
    rows = (
        (Button(say("permits.give"), give_permit(asked.id)), Button(say("permits.refuse"), begin_refusal(asked.id))),
    )
    return Reply(words, rows, attachments=photos, urgent=True, topic=Topic.PERMIT.of(asked.id))


def _is_for_a_day(one: PitchPermit) -> bool:
    return one.until == one.since


@flow.step(Action.DECIDE_PERMIT, to=relations.to_permit)
async def show_permit(turn: Turn, permit_id: PermitId) -> None:
    """Ask the keeper once more, from the to-do list."""
    asked = await permits.permit(turn.tx, permit_id)
    if not _waits(turn, asked):
        return
    photos = media.enclosed(await media.of(turn.tx, "permit", asked.id))
    shown = _question(turn.say, asked, await sites.site(turn.tx, asked.site_id), photos)
    turn.reply(shown.text, buttons=shown.buttons, attachments=shown.attachments, topic=shown.topic)


@flow.step(Action.DECIDE_PERMIT, to=relations.to_permit)
async def give_permit(turn: Turn, permit_id: PermitId) -> None:
    """Given, where a pitch is still free; the paper follows as soon as it is drawn."""
    asked = await permits.permit(turn.tx, permit_id)
    if not _waits(turn, asked):
        return
    site, today = await sites.site(turn.tx, asked.site_id), turn.local_now.date()
    free = await permits.pitches(turn.tx, site, today)
    is_over = not is_open(asked.since, asked.until, today) or not is_open(site.since, site.until, today)
    if is_over or not (free.any_today if _is_for_a_day(asked) else free.any_for_season):
        turn.reply(turn.say("permits.give_over" if is_over else "permits.give_full", site=site.name))
        return
    given = await permits.give(turn.tx, asked, by=turn.me, at=turn.now, day=today)
    await runs.ask(turn.tx, PAPERS, "", turn.me, turn.now)
    await turn.tell(given.person_id, lambda say: my_permit.mine(say, given, site, "permits.given"))
    turn.reply(turn.say("permits.given_noted", number=given.number, name=given.name))


@flow.step(Action.DECIDE_PERMIT, to=relations.to_permit)
async def begin_refusal(turn: Turn, permit_id: PermitId) -> None:
    turn.edits = False
    turn.reply(turn.say("permits.why_not"), then=refuse_permit(permit_id))


@flow.step(Action.DECIDE_PERMIT, to=relations.to_permit, asks="reason")
async def refuse_permit(turn: Turn, permit_id: PermitId) -> None:
    """Not given, with the reason in the keeper's own words; nothing of it is kept against anybody."""
    asked = await permits.permit(turn.tx, permit_id)
    if not _waits(turn, asked):
        return
    if not preview.was_shown(turn, asked.name, refuse_permit(permit_id), begin_refusal(permit_id)):
        return
    refused = replace(asked, state=PermitState.REFUSED, decided_at=turn.now, decided_by=turn.me, ended_at=turn.now)
    await permits.save(turn.tx, asked, refused)
    site, why = await sites.site(turn.tx, asked.site_id), turn.text
    await turn.tell(asked.person_id, lambda say: Reply(say("permits.refused", site=site.name, why=why)))
    turn.reply(turn.say("permits.refused_noted"))


def _waits(turn: Turn, asked: PitchPermit) -> bool:
    if asked.state is PermitState.ASKED:
        return True
    turn.reply(turn.say("findings.already_settled"))
    return False


@todo.adds
async def to_do(turn: Turn) -> list[Due]:
    """To-do lines: permits that were asked for, for whoever may give them."""
    found = []
    for one in await permits.in_state(turn.tx, PermitState.ASKED):
        if may(turn.roles, Action.DECIDE_PERMIT, await relations.to_permit(turn, one)):
            site = await sites.site(turn.tx, one.site_id)
            line = turn.say("todo.permit", site=site.name, village=one.village)
            found.append(Due(line, show_permit(one.id), 3, since=one.asked_at))
    return found
