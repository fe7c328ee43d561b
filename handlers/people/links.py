"""Links: pass shops to a member, apply a proposal for a whole street, show a shop's history."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from bot.flow import Flow, Turn
from bot.language.words.vocabulary import Vocabulary
from bot.post import Build
from bot.steps import action
from handlers.people import invitations
from handlers.people.new_holder import ask_holder
from handlers.requests import help_answers
from handlers.shared import notify
from handlers.shared.naming import named_in, shop_said
from messages.reply import CANCEL, Button, Reply
from messages.topics import Topic
from programme.ids import PersonId, ShopId
from programme.roles import Action, Role, may
from storage.people import covers, linking, people
from storage.people.people import Person
from storage.shops import shop_names, shops
from storage.shops.shops import Shop
from texts.days import Day

flow = Flow("links")

_GROUPS = Vocabulary("office")
MOST_OFFERED = 8
OTHERS = re.compile(_GROUPS.pattern("anybody"), re.IGNORECASE)
GIVES = re.compile(_GROUPS.pattern("gives"), re.IGNORECASE)
"""Said between a shop and a member it goes to: “把阿香包子铺给李明”."""
_GOES_TO = re.compile(_GROUPS.pattern("goes_to"), re.IGNORECASE)
_KEEPS = re.compile(rf"{_GROUPS.pattern('keeps')}[,，。.!！]*$", re.IGNORECASE)
TO_THEM = re.compile(
    rf"{_GROUPS.pattern('gives_to', 'zh')}(?!{_GROUPS.pattern('anybodys', 'zh')})|{_GROUPS.pattern('more')}",
    re.IGNORECASE,
)
"""Shops that come to a member, not from them."""


@flow.intent("link", Action.LINK_SHOPS)
async def said_link(turn: Turn) -> None:
    """“联系 李记面馆 王芳”, “把李记面馆换给王芳”; without a member who is here it is asked who, without a shop which."""
    named = await named_in(turn, turn.text)
    words, _, name = turn.words.rpartition(" ")
    places = list(named.shops) or (await shops.named(turn.tx, words) if words else [])
    has_nobody = not words or bool(OTHERS.search(turn.text))
    taker = taker_in(turn.text, places[0].name) if places and not OTHERS.search(turn.text) else ""
    taker = taker or ("" if has_nobody else name)
    if not places:
        await _without_shop(turn, named.members, "" if has_nobody else words)
    elif named.members:
        turn.reply(turn.say("links.sure"), buttons=_rows_to(turn, places, named.members), topic=Topic.LINK)
    elif taker:
        _say_nobody(turn, places[0], taker)
    elif places[1:]:
        await _ask_which(turn, places, turn.say("links.which_to_change"))
    else:
        await _ask_member(turn, places[0])


def taker_in(text: str, shop: str) -> str:
    """The name of whoever a shop goes to: “把便民五金划给新来的党员赵磊” → “赵磊”; empty where it goes to nobody named."""
    _, _, behind = text.partition(shop)
    goes = _GOES_TO.search(behind)
    if goes is None:
        return ""
    who = _KEEPS.sub("", behind[goes.end() :])
    wanted = invitations.wanted(who) or invitations.wanted(f"党员 {who}")
    return wanted.name if wanted else ""


def _say_nobody(turn: Turn, place: Shop, name: str) -> None:
    """Nobody is called so: whoever is new may be invited at one tap."""
    rows = []
    if invitations.is_name(name) and may(turn.roles, Action.GRANT_ROLE):
        label = turn.say("links.invite", name=name)
        rows = [
            [Button(label, action("people.invite_member", name.replace(" ", "_")))],
            [Button(turn.say("engine.cancel"), CANCEL)],
        ]
    words = turn.say("links.no_member_yet" if rows else "links.no_member", words=name, shop=place.name)
    turn.reply(words, buttons=rows, topic=Topic.LINK)


async def _without_shop(turn: Turn, members: Sequence[Person], words: str) -> None:
    """Which shop: of the first member's, where two are named; of one's or for one; else the words name none."""
    if len(members) > 1:
        await _ask_shop(turn, members[0], members[-1])
    elif members:
        await _ask_what(turn, members[0])
    else:
        turn.reply(turn.say("links.no_shop" if words else "links.how", words=words))


async def _ask_what(turn: Turn, member: Person) -> None:
    """“给李明再分两家店”: of those nobody has; “王芳忙不过来，分两家出来”: of hers, and to whom is asked next."""
    if TO_THEM.search(turn.text):
        linked = {link.shop_id for link in await linking.current(turn.tx)}
        free = [place for place in await shop_names.every(turn.tx) if place.id not in linked][:MOST_OFFERED]
        rows = [[_to(turn, place, member)] for place in free]
        words = turn.say("links.free" if free else "links.none_free", name=member.name)
        turn.reply(words, buttons=rows, once=False, topic=Topic.LINK)
    else:
        await _ask_which(turn, await _theirs(turn, member), turn.say("links.which_to_pass", name=member.name))


async def _theirs(turn: Turn, member: Person) -> list[Shop]:
    """The shops a member looks after; says so where there are none."""
    found = [await shops.shop(turn.tx, link.shop_id) for link in await shops.links(turn.tx, member.id)]
    if not found:
        turn.reply(turn.say("links.has_none", name=member.name))
    return found


async def _ask_which(turn: Turn, places: Sequence[Shop], words: str) -> None:
    """Which of several shops goes to somebody else; to whom is asked next."""
    if places:
        rows = [[Button(f"{place.name} {place.door}", choose_member(place.id))] for place in places]
        turn.reply(words, buttons=rows, once=False, topic=Topic.LINK)


def _last_named(members: Sequence[Person]) -> list[Person]:
    """Whoever is named last takes it over: “王芳的便民五金给李明”; two of the same name are both offered."""
    return [one for one in members if one.name == members[-1].name]


def _rows_to(turn: Turn, places: Sequence[Shop], members: Sequence[Person]) -> list[list[Button]]:
    """All the named shops at one tap where they are several, and each alone."""
    takers = _last_named(members)
    ids = "+".join(str(place.id) for place in places)
    every = [
        [Button(turn.say("links.link_all", many=len(places), name=one.name), link_shops(ids, one.id))] for one in takers
    ]
    return (every if len(places) > 1 else []) + [[_to(turn, place, one)] for place in places for one in takers]


@flow.step(Action.LINK_SHOPS)
async def link_shops(turn: Turn, ids: str, member: PersonId) -> None:
    for number in ids.split("+"):
        await link_shop.go(turn, [number, str(member)])


def _to(turn: Turn, place: Shop, member: Person) -> Button:
    label = turn.say("links.link", shop=place.name, door=place.door, name=member.name)
    return Button(label, link_shop(place.id, member.id))


@flow.step(Action.LINK_SHOPS)
async def choose_member(turn: Turn, shop_id: ShopId) -> None:
    await _ask_member(turn, await shops.shop(turn.tx, shop_id))


async def _ask_member(turn: Turn, place: Shop) -> None:
    """Offer the members who have room for one more, those with the fewest shops first."""
    team = await covers.team(turn.tx, turn.day)
    link = await shops.link(turn.tx, place.id)
    loads = {one.id: team.loads.get(one.id, 0) for one in await people.with_role(turn.tx, "member")}
    most, now = turn.rules.shops_per_member, link.member_id if link else None
    room = sorted((load, who) for who, load in loads.items() if load < most and who != now)
    found = [await people.person(turn.tx, who) for _, who in room[:MOST_OFFERED]]
    rows = [[Button(member.name, link_shop(place.id, member.id))] for member in found]
    if may(turn.roles, Action.CHANGE_HOLDER):
        rows += [[Button(turn.say("links.is_new_holder"), ask_holder(place.id))]]
    rows += [[Button(turn.say("engine.cancel"), CANCEL)]]
    turn.reply(turn.say("links.which_member", shop=place.name), buttons=rows, topic=Topic.LINK)


async def _ask_shop(turn: Turn, giver: Person, taker: Person) -> None:
    """“王芳的店分两家给李明”: which of them."""
    if rows := [[_to(turn, place, taker)] for place in await _theirs(turn, giver)]:
        words = turn.say("links.which_of_theirs", giver=giver.name, taker=taker.name)
        turn.reply(words, buttons=rows, once=False, topic=Topic.LINK)


@flow.step(Action.LINK_SHOPS)
async def link_shop(turn: Turn, shop_id: ShopId, member: PersonId) -> None:
    place, person = await shops.shop(turn.tx, shop_id), await people.person(turn.tx, member)
    if hinders := await _hinders(turn, place, person):
        turn.reply(turn.say(f"links.hinders_{hinders}", name=person.name, shop=place.name))
        return
    before = await shops.link(turn.tx, shop_id)
    await linking.link_all(turn.tx, {shop_id: member}, turn.rules.shops_per_member, turn.now)
    await people.journal(turn.tx, turn.now, turn.me, "link", f"shop {shop_id}", f"person {member}")
    await _tell(turn, place, person)
    await help_answers.pass_help(turn, shop_id)
    if before:
        await turn.tell(before.member_id, lambda say: Reply(say("links.not_yours", shop=place.name)))
    turn.reply(turn.say("links.linked", shop=place.name, name=person.name))


async def _hinders(turn: Turn, place: Shop, person: Person) -> str:
    """Why a link is refused: `left`, `own` (the member answers for the shop), `same`, `full`; empty when it is possible."""
    mine = await shops.links(turn.tx, person.id)
    holds = {
        "left": Role.MEMBER not in person.roles,
        "own": person.id in await shops.holders(turn.tx, place.id),
        "same": place.id in {one.shop_id for one in mine},
        "full": len(mine) >= turn.rules.shops_per_member,
    }
    return next((why for why, is_so in holds.items() if is_so), "")


async def _tell(turn: Turn, place: Shop, person: Person) -> None:
    await turn.tell(person.id, lambda say: Reply(say("links.yours", shop=place.name, door=place.address)))
    await notify.tell_shop(
        turn, place.id, lambda say: Reply(say("links.your_member", shop=place.name, name=person.name))
    )


@flow.intent("propose", Action.LINK_SHOPS)
async def said_propose(turn: Turn) -> None:
    """Preview which member would get which unlinked shop, in walking order; one tap applies it."""
    proposed = await linking.proposal(turn.tx, turn.day, turn.rules.shops_per_member)
    if not proposed.new:
        turn.reply(turn.say("links.left" if proposed.left else "links.all_linked", many=len(proposed.left)))
        return
    takes = Counter(proposed.new.values())
    lines = [turn.say("links.proposal", many=len(proposed.new))]
    for member, many in takes.items():
        mine = [shop for shop, who in proposed.new.items() if who == member]
        lines.append(
            turn.say(
                "links.takes",
                name=(await people.person(turn.tx, member)).name,
                many=many,
                first=(await shops.shop(turn.tx, mine[0])).name,
                last=(await shops.shop(turn.tx, mine[-1])).name,
            )
        )
    if proposed.left:
        lines.append(turn.say("links.left", many=len(proposed.left)))
    rows = [[Button(turn.say("links.make_so"), apply_proposal())], [Button(turn.say("links.not_so"), drop_proposal())]]
    turn.reply("\n".join(lines), buttons=rows, topic=Topic.PROPOSE)


@flow.step(Action.LINK_SHOPS)
async def apply_proposal(turn: Turn) -> None:
    """Apply the proposal as it is now; shops linked meanwhile keep their link."""
    proposed = await linking.proposal(turn.tx, turn.day, turn.rules.shops_per_member)
    await linking.link_all(turn.tx, proposed.new, turn.rules.shops_per_member, turn.now)
    await people.journal(turn.tx, turn.now, turn.me, "link", f"{len(proposed.new)} shops")
    for member, many in Counter(proposed.new.values()).items():
        await turn.tell(member, _words("links.many_yours", many=many))
    for shop, member in proposed.new.items():
        place, name = await shops.shop(turn.tx, shop), (await people.person(turn.tx, member)).name
        await notify.tell_shop(turn, shop, _words("links.your_member", shop=place.name, name=name))
        await help_answers.pass_help(turn, shop)
    turn.reply(turn.say("links.made_so", many=len(proposed.new)))


def _words(sentence: str, **values: object) -> Build:
    return lambda say: Reply(say(sentence, **values))


@flow.step(Action.LINK_SHOPS)
async def drop_proposal(turn: Turn) -> None:
    turn.reply(turn.say("links.as_it_was"))


@flow.intent("history", Action.SEE_HISTORY)
async def said_history(turn: Turn) -> None:
    """Who looked after a shop and since when it has its holder; no holder is named."""
    found, _ = await shop_said(turn, turn.words)
    if not found:
        turn.reply(turn.say("links.no_shop" if turn.words else "links.how", words=turn.words))
        return
    place = found[0]
    lines = [turn.say("links.history", shop=place.name, door=place.address)]
    for held in await linking.holders(turn.tx, place.id):
        until = Day(held.until.astimezone(turn.zone).date()) if held.until else turn.say("links.till_now")
        lines.append(turn.say("links.held", since=Day(held.since.astimezone(turn.zone).date()), until=until))
    for one in await linking.history(turn.tx, place.id):
        until = Day(one.until.astimezone(turn.zone).date()) if one.until else turn.say("links.till_now")
        since = Day(one.since.astimezone(turn.zone).date())
        lines.append(turn.say("links.was_linked", name=one.name or turn.say("links.gone"), since=since, until=until))
    turn.reply("\n".join(lines))
