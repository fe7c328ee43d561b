"""我的商户: a member's shops in walking order, with today's state and fixed number; then those they cover."""

from __future__ import annotations

from datetime import date
from itertools import count

from bot.flow import Flow, Turn
from files.dataclass import dataclass
from handlers.reviews import review
from messages.reply import Button
from messages.topics import Topic
from programme.ids import PersonId
from programme.roles import Action
from storage.findings import findings
from storage.people import covers, people
from storage.requests import help_requests
from storage.reviews import evidence
from storage.shops import shops
from storage.shops.shop_days import open_days
from storage.shops.shops import Shop

flow = Flow("my_shops")


@dataclass(frozen=True, slots=True)
class Linked:
    """One of a member's shops with today's state. `number` is 0 for a shop only covered: numbers belong to one's own shops."""

    number: int
    place: Shop
    checked: str
    looked: bool
    open_findings: int
    help_asked: bool = False
    shut: bool = False


@flow.intent("my_shops", Action.SEE_MY_SHOPS)
async def said_my_shops(turn: Turn) -> None:
    linked = await linked_shops(turn, turn.me, turn.day)
    mine = await covers.covered_by(turn.tx, turn.me, turn.day)
    covered = [(m, await linked_shops(turn, m, turn.day)) for m in mine]
    others = count(turn.rules.shops_per_member + 1)  # what is only covered has no number that means a shop of one's own
    if not linked and not covered:
        turn.reply(turn.say("my_shops.none"))
        return
    lines = [turn.say("my_shops.head", done=sum(s.looked for s in linked), all=len(linked))] if linked else []
    lines += [line(turn, shop) for shop in linked]
    buttons = [Button(shop.place.name, review.open_review(shop.place.id), shop.number) for shop in linked]
    rows = [buttons[n : n + 2] for n in range(0, len(buttons), 2)]
    for member, theirs in covered:
        name = (await people.person(turn.tx, member)).name
        lines.append(turn.say("my_shops.covering", name=name, many=len(theirs)))
        for shop in theirs:
            number = next(others)
            lines.append(turn.say("my_shops.line", number=number, shop=shop.place.name, state=_marks(turn, shop)))
            label = turn.say("my_shops.for_whom", shop=shop.place.name, name=name)
            rows.append([Button(label, review.open_review(shop.place.id), number)])
    lines.append(turn.say("my_shops.how"))
    turn.reply("\n".join(lines), buttons=rows, once=False, topic=Topic.MY_SHOPS, listed=True)


@flow.intent("rest_of_them", Action.SEE_MY_SHOPS)
async def said_rest(turn: Turn) -> None:
    """“其余都好” does not record the rest at once: shops not observed today are listed and asked one by one."""
    left = [shop for shop in await linked_shops(turn, turn.me, turn.day) if not shop.looked and not shop.shut]
    if not left:
        turn.reply(turn.say("my_shops.all_looked"))
        return
    names = "、".join(f"{shop.number} {shop.place.name}" for shop in left)
    await review.ask(turn, left[0].place, turn.say("my_shops.one_by_one", names=names))


def line(turn: Turn, shop: Linked) -> str:
    """“3. 李记面馆 ✅ · 还没看”."""
    return turn.say("my_shops.line", number=shop.number, shop=shop.place.name, state=_marks(turn, shop))


def _marks(turn: Turn, shop: Linked) -> str:
    marks = [turn.say("my_shops.shut" if shop.shut else f"my_shops.{shop.checked}")]
    marks.append(turn.say("my_shops.looked" if shop.looked else "my_shops.not_looked"))
    if shop.open_findings:
        marks.append(turn.say("my_shops.open", many=shop.open_findings))
    if shop.help_asked:
        marks.append(turn.say("my_shops.help"))
    return " · ".join(marks)


async def linked_shops(turn: Turn, member: PersonId, day: date) -> list[Linked]:
    """A member's shops in walking order, with what this person has observed there that day."""
    found = []
    for link in await shops.links(turn.tx, member):
        place = await shops.shop(turn.tx, link.shop_id)
        said = await evidence.self_check(turn.tx, place.id, day)
        seen = await evidence.observation_of_day(turn.tx, place.id, day, turn.me)
        checked = "unsaid" if said is None else "problem" if said.problems else "met"
        many = len(await findings.open_at(turn.tx, place.id))
        asked = bool(await help_requests.waiting_at(turn.tx, place.id))
        shut = (await open_days(turn.tx, place, day, day)).is_shut(day)
        number = link.number if member == turn.me else 0
        found.append(Linked(number, place, checked, seen is not None, many, asked, shut))
    return sorted(found, key=lambda linked: (linked.place.street, linked.place.walk, linked.number))
