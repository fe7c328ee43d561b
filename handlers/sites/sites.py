"""点位 and 换责任人: a site with its keeper, cards and open requests; another keeper for it, who is told."""

from __future__ import annotations

from datetime import timedelta

from bot.flow import Flow, Turn
from handlers.requests.request_desk import reference, service_of
from handlers.requests.request_passing import colleagues
from messages.reply import Button, Reply
from messages.topics import Topic
from programme.ids import PersonId, SiteId
from programme.requests.request_state import WAITING
from programme.roles import Action
from programme.sites.site_kinds import kind_word
from storage.activities import activities
from storage.people import covers, people
from storage.requests import service_requests
from storage.sites import cards, sites
from storage.sites.sites import Site
from texts import Say
from texts.days import Hours

flow = Flow("sites")

MOST = 6


@flow.intent("sites", Action.SEE_SITES)
async def said_site(turn: Turn) -> None:
    """“点位 翠竹苑”: what is known of it; the word alone says how many there are."""
    if not turn.words:
        found = await sites.every(turn.tx)
        turn.reply(turn.say("sites.count", many=len(found)))
        return
    named = await sites.named_in(turn.tx, turn.words)
    if not named:
        turn.reply(turn.say("sites.none", words=turn.words[:20]))
        return
    turn.reply("\n\n".join([await _told(turn, one) for one in named[:MOST]]))


async def _told(turn: Turn, site: Site) -> str:
    hung = [one for one in await cards.of_site(turn.tx, site.id) if one.retired_at is None]
    keepers = [(await people.person(turn.tx, one)).name for one in await covers.keepers_at(turn.tx, site, turn.day)]
    lines = [
        turn.say("sites.head", name=site.name, kind=kind_word(site.kind), place=site.place or site.street),
        turn.say("sites.keeper", names="、".join(keepers) or turn.say("sites.nobody")),
        turn.say("sites.cards", many=len(hung), labels="、".join(one.label for one in hung[:MOST])),
    ]
    for one in await service_requests.at_site(turn.tx, site.id, turn.now + timedelta(days=1)):
        if one.state in WAITING:
            service = service_of(one, turn.rules)
            what = service.name(turn.say.language) if service else one.text[:20]
            state = turn.say(f"requests.state_{one.state}")
            lines.append(turn.say("sites.request", number=reference(one, turn.zone), what=what, state=state))
    for day in await activities.at_site(turn.tx, site.id, turn.now):
        when = Hours(day.begins_at.astimezone(turn.zone), day.ends_at.astimezone(turn.zone))
        kind = turn.say(f"branch_checks.kind_{day.kind}")
        lines.append(turn.say("sites.activity", number=day.id, kind=kind, when=when, title=day.title))
    return "\n".join(lines)


@flow.intent("keeper", Action.CHANGE_KEEPER)
async def said_keeper(turn: Turn) -> None:
    """“换责任人 翠竹苑 李强”: asked once, since several sites or people may be called so."""
    words, _, name = turn.words.rpartition(" ")
    named, found = await sites.named_in(turn.tx, words), await colleagues(turn, name)
    if not words or not named or not found:
        key = "keeper_how" if not words or not name else "none" if not named else "no_colleague"
        turn.reply(turn.say(f"sites.{key}", words=(name if named else words)[:20]))
        return
    rows = [
        [Button(turn.say("sites.give", site=site.name, name=one.name), give_keeper(site.id, one.id))]
        for site in named[:MOST]
        for one in found
    ]
    turn.reply(turn.say("sites.sure"), buttons=rows, topic=Topic.SITE)


@flow.step(Action.CHANGE_KEEPER)
async def give_keeper(turn: Turn, site_id: SiteId, person_id: PersonId) -> None:
    """The new keeper hears of it, and so does who looked after it before."""
    site, person = await sites.site(turn.tx, site_id), await people.person(turn.tx, person_id)
    await sites.give_keeper(turn.tx, site_id, person_id)
    await people.journal(turn.tx, turn.now, turn.me, "keeper", f"site {site_id}", f"person {person_id}")
    await turn.tell(person_id, lambda say: _yours(say, site))
    if site.keeper_id is not None and site.keeper_id != person_id:
        await turn.tell(site.keeper_id, lambda say: Reply(say("sites.not_yours", site=site.name, name=person.name)))
    turn.reply(turn.say("sites.given", site=site.name, name=person.name))


def _yours(say: Say, site: Site) -> Reply:
    return Reply(say("sites.yours", site=site.name))
