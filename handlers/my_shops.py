"""我的商户: a member's ten shops in walking order, each with today's state and its fixed number."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.flow import Flow, Turn
from bot.messages import Button
from handlers import review
from storage import evidence, findings, shops
from storage.shops import Shop

flow = Flow("my_shops")


@dataclass(frozen=True, slots=True)
class Linked:
    """One of a member's shops with what today says of it."""

    number: int
    place: Shop
    checked: str
    looked: bool
    open_findings: int


@flow.on(r"(我的商户|商户|/shops|my shops|shops)", "member", rank=40)
async def said_my_shops(turn: Turn) -> None:
    linked = await linked_shops(turn, turn.me, turn.day)
    if not linked:
        turn.reply(turn.say("my_shops.none"))
        return
    lines = [turn.say("my_shops.head", done=sum(shop.looked for shop in linked), all=len(linked))]
    lines += [line(turn, shop) for shop in linked]
    lines.append(turn.say("my_shops.how"))
    buttons = [Button(f"{shop.number} {shop.place.name}", review.look(shop.place.id)) for shop in linked]
    rows = [buttons[n : n + 2] for n in range(0, len(buttons), 2)]
    turn.reply("\n".join(lines), buttons=rows, once=False, topic="my_shops")


def line(turn: Turn, shop: Linked) -> str:
    """“3 李记面馆 12号 ✅ 自查 · 还没看”."""
    marks = [turn.say(f"my_shops.{shop.checked}")]
    marks.append(turn.say("my_shops.looked" if shop.looked else "my_shops.not_looked"))
    if shop.open_findings:
        marks.append(turn.say("my_shops.open", many=shop.open_findings))
    return turn.say("my_shops.line", number=shop.number, shop=shop.place.name, state=" · ".join(marks))


async def linked_shops(turn: Turn, member: int, day: date) -> list[Linked]:
    """A member's shops as one walks past them."""
    found = []
    for link in await shops.links(turn.tx, member):
        place = await shops.shop(turn.tx, link.shop_id)
        said = await evidence.self_check(turn.tx, place.id, day)
        seen = await evidence.observation_of_day(turn.tx, place.id, day, member)
        checked = "unsaid" if said is None else "problem" if said.problems else "met"
        many = len(await findings.open_at(turn.tx, place.id))
        found.append(Linked(link.number, place, checked, seen is not None, many))
    return sorted(found, key=lambda linked: (linked.place.street, linked.place.walk, linked.number))
