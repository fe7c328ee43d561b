"""A rotation carried out or taken back: everything passes in one transaction, and everybody concerned hears it once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.passing import activity_passing, help_passing
from bot.passing.rotation_sheet import Writer, in_words, known
from bot.post import Build, Post
from files.dataclass import dataclass
from messages.reply import Reply
from programme.ids import PersonId, ShopId
from programme.requests.promises import number
from programme.rotation.rotation_state import RotationState
from programme.rules import Rules
from storage.people import covers, linking, people
from storage.pledges import pledges
from storage.requests import service_requests
from storage.reviews import cross_duties
from storage.rotation import in_hand, rotations
from storage.rotation.in_hand import InHand
from storage.rotation.rotations import Item, ItemKind, Rotation
from storage.shops import shops
from storage.sites import sites
from texts import Say, days


@dataclass(frozen=True, slots=True)
class Way:
    """From whom to whom it passes, when (in the programme's zone), by whose word; `key` begins the keys of the messages."""

    source: PersonId
    target: PersonId
    now: datetime
    by: PersonId | None
    key: str

    @property
    def zone(self) -> ZoneInfo:
        if not isinstance(self.now.tzinfo, ZoneInfo):
            raise TypeError("a rotation is carried out at a moment of the programme's zone")
        return self.now.tzinfo


async def carry_out(post: Post, due: Sequence[Rotation], rules: Rules, now: datetime) -> None:
    """Pass on everything of all of them, read before anything moves: two may simply change places."""
    hands = {one.id: await in_hand.of(post.tx, one.leaver_id, now.date()) for one in due}
    for one in due:
        await post.tx.do("erase_links", person_id=one.leaver_id, at=now)
    for one in due:
        way = Way(one.leaver_id, one.successor_id, now, one.planned_by, f"rotation:{one.id}")
        left = await _move(post, hands[one.id], way, rules)
        gone = {Item(ItemKind.SHOP, shop) for shop in left}
        await rotations.note_items(post.tx, one.id, [item for item in hands[one.id].items if item not in gone])
        await rotations.save(post.tx, one, replace(one, state=RotationState.PASSED, passed_at=now))
    for one in due:
        way = Way(one.leaver_id, one.successor_id, now, one.planned_by, f"rotation:{one.id}")
        await _pass_helps(post, hands[one.id], way)
        await _tell(post, hands[one.id], way)
        await _tell_successor(post, hands[one.id], way, rules)


async def take_back(post: Post, one: Rotation, rules: Rules, now: datetime, by: PersonId) -> None:
    """What passed and is still the successor's is the other's again."""
    hand = (await in_hand.of(post.tx, one.successor_id, now.date())).only(await rotations.items(post.tx, one.id))
    way = Way(one.successor_id, one.leaver_id, now, by, f"rotation:{one.id}:back")
    await _move(post, hand, way, rules)
    ended = replace(one, state=RotationState.TAKEN_BACK, ended_at=now, ended_by=by)
    await rotations.save(post.tx, one, ended)
    await _pass_helps(post, hand, way)
    await _tell(post, hand, way)


async def _move(post: Post, hand: InHand, way: Way, rules: Rules) -> list[ShopId]:
    """Pass it all on; the shops that could not pass, which are any manager's now."""
    left = await _move_shops(post, hand, way, rules)
    for site in hand.sites:
        await sites.give_keeper(post.tx, site.id, way.target)
    for request in hand.requests:
        is_theirs = way.target in await service_requests.reporters(post.tx, request.id)
        passed = replace(request, keeper_id=None if is_theirs else way.target)
        await service_requests.save(post.tx, request, passed, event="passed", by=way.by, at=way.now)
    for pledge in hand.pledges:
        await pledges.give(post.tx, pledge.id, way.target)
    await activity_passing.move(post, hand, way.target, way.key)
    for one in hand.covers:
        if one.cover.member_id != way.target:
            first = max(one.cover.since, way.now.date())
            await covers.name(post.tx, one.cover.member_id, way.target, first, one.cover.until)
    own = {link.shop_id for link in await shops.links(post.tx, way.target)}
    drawn = {shop.id: way.target for shop in hand.crosses if shop.id not in own}
    await cross_duties.draw(post.tx, cross_duties.month_of(way.now.date()), drawn)
    names = f"person {way.source}", f"person {way.target}"
    await people.journal(post.tx, way.now, way.by, "rotate", *names)
    return left


async def _move_shops(post: Post, hand: InHand, way: Way, rules: Rules) -> list[ShopId]:
    """Up to ten pass, but none that the target answers for; the managers hear which are left to them."""
    free = [one for one in hand.shops if way.target not in await shops.holders(post.tx, one.id)]
    room = max(rules.shops_per_member - len(await shops.links(post.tx, way.target)), 0)
    taken = [one.id for one in free[:room]]
    await linking.link_all(post.tx, dict.fromkeys(taken, way.target), rules.shops_per_member, way.now)
    left = [one for one in hand.shops if one.id not in taken]
    for one in left:
        await post.tx.do("link_end", shop_id=one.id, at=way.now)
    named = days.Names(tuple(one.name for one in left))
    for manager in await people.with_role(post.tx, "manager") if left else []:
        key = f"{way.key}:left:{manager.id}"
        await post.tell(manager.id, lambda say: Reply(say("people.left_to_you", shops=named)), key=key)
    return [one.id for one in left]


async def _pass_helps(post: Post, hand: InHand, way: Way) -> None:
    """Open help requests go to whoever keeps their shop now, as when a link changes."""
    concerned = [*(one.id for one in hand.shops), *(one.shop_id for one in hand.helps)]
    for shop in dict.fromkeys(concerned):
        await help_passing.put_right(post, shop, way.now, by=way.by, key=f"{way.key}:help")


async def _tell(post: Post, hand: InHand, way: Way) -> None:
    """Every shop and everybody with an open request hears the new name once, whoever they are to us."""
    name = (await people.person(post.tx, way.target)).name
    linked = {link.shop_id for link in await shops.links(post.tx, way.target)}
    at: dict[PersonId, list[str]] = defaultdict(list)
    for shop in hand.shops:
        for holder in await shops.holders(post.tx, shop.id) if shop.id in linked else []:
            at[holder].append(shop.name)
    asked: dict[PersonId, list[str]] = defaultdict(list)
    for request in hand.requests:
        for reporter in await service_requests.reporters(post.tx, request.id):
            asked[reporter].append(number(request.at.astimezone(way.zone).date(), request.id))
    for person in dict.fromkeys((*at, *asked)):
        if person not in (way.source, way.target):
            told = _new_name(name, tuple(at[person]), tuple(asked[person]))
            await post.tell(person, told, key=f"{way.key}:name:{person}")


def _new_name(name: str, at: tuple[str, ...], asked: tuple[str, ...]) -> Build:
    def build(say: Say) -> Reply:
        lines = [
            say("rotation.shop_told", shops=days.Names(at), name=name) if at else "",
            say("rotation.reporter_told", numbers=days.Names(asked), name=name) if asked else "",
        ]
        return Reply("\n".join(filter(None, lines)))

    return build


async def _tell_successor(post: Post, hand: InHand, way: Way, rules: Rules) -> None:
    """The first thing they read: what somebody waits for, then what they look after; the other two hear that it is done."""
    names = {"leaver": (await people.person(post.tx, way.source)).name}
    names["name"] = (await people.person(post.tx, way.target)).name
    shown = await known(post.tx, hand)

    def first(say: Say) -> Reply:
        found = Writer(say, rules, way.zone, way.now.date()).sections(shown)
        return Reply("\n".join([say("rotation.yours_now", **names), in_words(say, found), say("rotation.then_todo")]))

    await post.tell(way.target, first, key=f"{way.key}:first")
    await post.tell(way.source, lambda say: Reply(say("rotation.all_passed", **names)), key=f"{way.key}:gone")
