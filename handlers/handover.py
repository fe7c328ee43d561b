"""A member goes: their shops, and what shops have asked of them, pass on at once. Nothing is ever without an owner."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.flow import Turn
from bot.messages import Reply
from handlers import help_answers
from storage import covers, help_requests, linking, people, shops
from texts.days import Names


@dataclass(frozen=True, slots=True)
class Passed:
    """What became of a round: `taken` shops went to `cover`, `left` are the managers' until they are linked again."""

    cover: str
    taken: tuple[str, ...]
    left: tuple[str, ...]


async def pass_on(turn: Turn, member: int) -> None:
    """To whoever covers for them, up to ten; the rest to the managers, who hear all of it at once."""
    mine = await shops.links(turn.tx, member)
    name = (await people.person(turn.tx, member)).name
    waiting = [r for r in await help_requests.unanswered(turn.tx) if r.keeper_id == member]
    stand_in = await covers.acting(turn.tx, member, turn.day)
    cover = stand_in if stand_in not in (None, member) else None
    await turn.tx.do("erase_links", person_id=member, at=turn.now)
    room = turn.rules.shops_per_member - len(await shops.links(turn.tx, cover)) if cover else 0
    taken = [link.shop_id for link in mine if await _may_take(turn, cover, link.shop_id)][: max(room, 0)]
    if cover:
        await linking.link_all(turn.tx, dict.fromkeys(taken, cover), turn.rules.shops_per_member, turn.now)
    for request in waiting:
        asked = await covers.keepers(turn.tx, request.shop_id, turn.day, but=(member, request.person_id))
        passed = replace(request, keeper_id=asked[0] if len(asked) == 1 else None)
        await help_requests.save(turn.tx, passed, event="passed on", by=turn.person_id, at=turn.now)
        await help_answers.ask(turn, passed, asked)
    left = [link.shop_id for link in mine if link.shop_id not in taken]
    await _tell(turn, member, name, cover, taken, left)


async def free_own_shops(turn: Turn, person: int) -> None:
    """Nobody looks after a shop they answer for: its link ends, and the managers hear whose it is now."""
    mine = {place.id: place.name for place in await shops.held_by(turn.tx, person)}
    own = [link.shop_id for link in await shops.links(turn.tx, person) if link.shop_id in mine]
    for shop in own:
        await turn.tx.do("link_end", shop_id=shop, at=turn.now)
    named = Names(tuple(mine[shop] for shop in own))
    for manager in await people.with_role(turn.tx, "manager") if own else []:
        await turn.tell(manager.id, lambda say: Reply(say("people.left_to_you", shops=named)))


async def _may_take(turn: Turn, cover: int | None, shop: int) -> bool:
    return cover is not None and cover not in await shops.holders(turn.tx, shop)


async def _tell(turn: Turn, member: int, name: str, cover: int | None, taken: list[int], left: list[int]) -> None:
    named = {s: (await shops.shop(turn.tx, s)).name for s in (*taken, *left)}
    here = (await people.person(turn.tx, cover)).name if cover else ""
    if cover and taken:
        await turn.tell(
            cover,
            lambda say: Reply(say("people.yours_now", name=name, shops=Names(tuple(named[s] for s in taken)))),
        )
    for manager in await people.with_role(turn.tx, "manager"):
        if manager.id == member:
            continue
        await turn.tell(
            manager.id,
            lambda say: Reply(
                "\n".join(
                    line
                    for line in (
                        say("people.has_left", name=name),
                        say("people.taken_by", cover=here, many=len(taken)) if taken else "",
                        say("people.left_to_you", shops=Names(tuple(named[s] for s in left))) if left else "",
                    )
                    if line
                )
            ),
        )
