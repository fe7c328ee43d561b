"""A service card (服务卡) is scanned or its code typed: its site is known, so one sentence or one tap is enough."""

from __future__ import annotations

from bot.flow import Flow, Turn
from bot.steps import action
from handlers.requests import door_reports, filing
from messages.reply import Button
from messages.topics import Topic
from programme.roles import Action
from programme.services import ASK, Service, Services
from programme.sites.card_codes import is_like, normal
from programme.sites.site_kinds import SiteKind
from storage.delivery import prompts
from storage.requests.service_requests import About
from storage.sites import cards, sites
from storage.sites.cards import Card

flow = Flow("card_reports")

NONE = "-"
"""In a step's values: no service was chosen."""
_CODE = r"(/start[\s=]+)?([0-9a-z]{3}[ -]?[0-9a-z]{3})(?:[ _-]([a-z_]{2,12}))?"


@flow.on(_CODE, Action.FILE_REQUEST, rank=4)
async def said_card(turn: Turn) -> bool:
    """Answer the code of a card. It is looked up before enrolment codes; a wrong one does not count as a guess."""
    if turn.match is None:
        return False
    card = await cards.find(turn.tx, turn.match[2])
    if card is None:
        if not is_like(normal(turn.match[2])) or (turn.match[1] is None and (turn.roles or turn.is_awaited)):
            return False
        turn.reply(turn.say("requests.card_unclear"))
        return True
    service = Services(turn.rules.services).by_key((turn.match[3] or "").lower())
    if turn.match[3] and service is None:
        return False
    if turn.incoming.sender.channel != "web":  # the page of the card has counted those
        await cards.opened(turn.tx, card.code, turn.day)
    await (_ask(turn, card.code, service) if service else _greet(turn, card))
    return True


async def _greet(turn: Turn, card: Card) -> None:
    site = await sites.site(turn.tx, card.site_id)
    services = turn.rules.services
    rows = [
        [Button(s.name(turn.say.language), choose_service(card.code, s.key)) for s in services[n : n + 2]]
        for n in range(0, len(services), 2)
    ]
    if site.kind is SiteKind.STALL:
        rows.insert(0, [Button(turn.say("permits.sell_here"), action("permits.begin_permit", site.id, False))])
    rows.append(
        [
            Button(turn.say("parking.where"), action("parking.show_from_card", card.code)),
            Button(turn.say("stalls.where"), action("sale_sites.show_from_card", card.code)),
        ]
    )
    rows.append([Button(turn.say("activities.coming"), action("activities.show_from_card", card.code))])
    text = turn.say("requests.card_hello", site=site.name, label=f" {card.label}" if card.label else "")
    turn.reply(text, buttons=rows, then=report_at_card(card.code, NONE), topic=Topic.CARD)


@flow.step(Action.FILE_REQUEST)
async def choose_service(turn: Turn, code: str, service: str) -> None:
    chosen = Services(turn.rules.services).by_key(service)
    if chosen is None:
        turn.reply(turn.say("engine.answered"))
    else:
        await _ask(turn, code, chosen)


async def _ask(turn: Turn, code: str, service: Service) -> None:
    key = "card_shop" if service.of_shops else "card_ask" if service.key == ASK else "card_say"
    text = turn.say(f"requests.{key}", service=service) if key == "card_say" else turn.say(f"requests.{key}")
    turn.reply(text, then=report_at_card(code, service.key))


@flow.step(Action.FILE_REQUEST, asks="words")
async def report_at_card(turn: Turn, code: str, service: str) -> None:
    """File what they say, or their photo, as a request at the card's site."""
    await prompts.close_topic(turn.tx, turn.incoming.sender, Topic.CARD, turn.now)
    chosen = Services(turn.rules.services).by_key(service)
    if chosen and chosen.of_shops and await door_reports.report(turn, turn.text, of_shops=True):
        return
    card = await cards.find(turn.tx, code)
    about = About(
        service="" if service == NONE else service,
        site_id=card.site_id if card else None,
        card=card.code if card else None,
        place=card.label if card else "",
    )
    await filing.file(turn, turn.text, about)
