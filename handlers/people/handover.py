"""Handing over a leaving person's shops, help requests and covers at once, so that nothing is without a keeper."""

from __future__ import annotations

from bot.flow import Turn
from bot.post import Build
from handlers.people import leave
from handlers.requests import help_answers
from handlers.shared import notify
from messages.reply import Reply
from programme.ids import PersonId, ShopId
from storage.people import covers, linking, people
from storage.shops import shops
from texts.days import Names


async def pass_on(turn: Turn, member: PersonId) -> None:
    """Pass their shops to whoever covers for them, up to ten, and the rest to the managers, who are told in one message."""
    mine = await shops.links(turn.tx, member)
    name = (await people.person(turn.tx, member)).name
    stand_in = await covers.acting(turn.tx, member, turn.day)
    cover = stand_in if stand_in not in (None, member) else None
    await turn.tx.do("erase_links", person_id=member, at=turn.now)
    room = turn.rules.shops_per_member - len(await shops.links(turn.tx, cover)) if cover else 0
    taken = [link.shop_id for link in mine if await _may_take(turn, cover, link.shop_id)][: max(room, 0)]
    if cover:
        await linking.link_all(turn.tx, dict.fromkeys(taken, cover), turn.rules.shops_per_member, turn.now)
    left = [link.shop_id for link in mine if link.shop_id not in taken]
    await _tell(turn, member, name, cover, taken, left)
    await pass_covers(turn, member)


async def pass_covers(turn: Turn, gone: PersonId) -> None:
    """End their covers: those they stood in for get another cover, and their open help requests are passed on."""
    for named in await covers.of_stand_in(turn.tx, gone, turn.day):
        first = max(named.since, turn.day)
        here = await leave.next_best(turn, named.member_id, first, but=gone)
        if here is not None:
            await covers.name(turn.tx, named.member_id, here, first, named.until)
            await _tell_covers(turn, named.member_id, here, gone)
    await help_answers.pass_all(turn, gone, but=(gone,))


async def _tell_covers(turn: Turn, away: PersonId, here: PersonId, gone: PersonId) -> None:
    names = {"name": (await people.person(turn.tx, away)).name, "cover": (await people.person(turn.tx, here)).name}
    many = len(await shops.links(turn.tx, away))
    await turn.tell(here, _words("people.you_cover_now", many=many, **names))
    managers = [m.id for m in await people.with_role(turn.tx, "manager")]
    for person in dict.fromkeys((away, *managers)):
        if person not in (here, gone):
            await turn.tell(person, _words("people.covers_now", **names))


async def free_own_shops(turn: Turn, person: PersonId) -> None:
    """End the person's links to shops they answer for themselves, and tell the managers, who keep these shops now."""
    mine = {place.id: place.name for place in await shops.held_by(turn.tx, person)}
    own = [link.shop_id for link in await shops.links(turn.tx, person) if link.shop_id in mine]
    for shop in own:
        await turn.tx.do("link_end", shop_id=shop, at=turn.now)
    named = Names(tuple(mine[shop] for shop in own))
    for manager in await people.with_role(turn.tx, "manager") if own else []:
        await turn.tell(manager.id, _words("people.left_to_you", shops=named))


async def _may_take(turn: Turn, cover: PersonId | None, shop_id: ShopId) -> bool:
    return cover is not None and cover not in await shops.holders(turn.tx, shop_id)


async def _tell(
    turn: Turn, member: PersonId, name: str, cover: PersonId | None, taken: list[ShopId], left: list[ShopId]
) -> None:
    """Tell the cover, the managers, and every shop whom to ask from now on."""
    named = {s: (await shops.shop(turn.tx, s)).name for s in (*taken, *left)}
    here = (await people.person(turn.tx, cover)).name if cover else ""
    if cover and taken:
        await turn.tell(cover, _words("people.yours_now", name=name, shops=Names(tuple(named[s] for s in taken))))
    for manager in await people.with_role(turn.tx, "manager"):
        if manager.id != member:
            await turn.tell(manager.id, _news(name, here, len(taken), [named[s] for s in left]))
    for shop in taken:
        await notify.tell_shop(turn, shop, _words("links.your_member", shop=named[shop], name=here))
    for shop in left:
        await notify.tell_shop(turn, shop, _words("links.your_managers", shop=named[shop]))


def _news(name: str, here: str, taken: int, left: list[str]) -> Build:
    return lambda say: Reply(
        "\n".join(
            line
            for line in (
                say("people.has_left", name=name),
                say("people.taken_by", cover=here, many=taken) if taken else "",
                say("people.left_to_you", shops=Names(tuple(left))) if left else "",
            )
            if line
        )
    )


def _words(sentence: str, **values: object) -> Build:
    return lambda say: Reply(say(sentence, **values))
