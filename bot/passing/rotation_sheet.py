"""The hand-over sheet of a rotation in words: what is promised to somebody first, then shops, sites and covers."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from files.dataclass import dataclass
from programme.duties import Duties
from programme.requests.promises import number
from programme.rules import Rules
from programme.services import Services
from programme.sites.site_kinds import kind_word
from storage.activities.activities import Activity
from storage.core.tx import Tx
from storage.requests.service_requests import ServiceRequest
from storage.rotation.in_hand import InHand
from storage.shops import shops
from storage.sites import sites
from texts import Say
from texts.days import Day, Hours, Until

SHORT = 30
"""Characters of somebody's words in one line."""
MOST = 10
"""Lines of a section in chat; the printed sheet has them all."""


@dataclass(frozen=True, slots=True)
class Section:
    """One kind of thing in hand: its heading, and a line for each."""

    head: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Known:
    """What is in hand, with the names of the shops and sites it is at."""

    hand: InHand
    shops: dict[int, str]
    sites: dict[int, str]


async def known(tx: Tx, hand: InHand) -> Known:
    asked = {one.shop_id for one in hand.helps} | {one.shop_id for one in hand.appeals}
    at_shops = asked | {one.shop_id for one in hand.findings} | {one.shop_id for one in hand.leads if one.shop_id}
    at_sites = {one.site_id for one in (*hand.requests, *hand.at_sites) if one.site_id is not None}
    return Known(
        hand,
        {shop: (await shops.shop(tx, shop)).name for shop in sorted(at_shops)},
        {site: (await sites.site(tx, site)).name for site in sorted(at_sites)},
    )


@dataclass(frozen=True, slots=True)
class Writer:
    """Puts what is in hand into lines of one language."""

    say: Say
    rules: Rules
    zone: ZoneInfo
    today: date

    def sections(self, known: Known) -> list[Section]:
        """Every kind there is any of, the most pressing first."""
        found = {**self._promised(known), **self._looked_after(known.hand)}
        return [
            Section(self.say(f"rotation.head_{kind}", many=len(lines)), tuple(lines))
            for kind, lines in found.items()
            if lines
        ]

    def _promised(self, known: Known) -> dict[str, list[str]]:
        """What somebody waits for."""
        say, hand = self.say, known.hand
        return {
            "helps": [
                say(
                    "rotation.line_help",
                    shop=known.shops[one.shop_id],
                    until=self._until(one.due_at),
                    text=one.text[:SHORT] or say("help_request.no_words"),
                )
                for one in hand.helps
            ],
            "requests": [self._request(one, known) for one in (*hand.requests, *hand.at_sites)],
            "findings": [
                say("rotation.line_finding", shop=known.shops[one.shop_id], duty=self._duty(one.duty), day=Day(one.day))
                for one in hand.findings
            ],
            "leads": [
                say("rotation.line_lead", shop=known.shops[one.shop_id], duty=self._duty(one.duty))
                for one in hand.leads
                if one.shop_id is not None
            ],
            "follow_ups": [one.words for one in hand.follow_ups],
            "appeals": [
                say("rotation.line_appeal", shop=known.shops[one.shop_id], until=self._until(one.due_at))
                for one in hand.appeals
            ],
        }

    def _looked_after(self, hand: InHand) -> dict[str, list[str]]:
        say = self.say
        return {
            "shops": [
                say("rotation.line_shop", number=at, shop=one.name, door=one.address)
                for at, one in zip(hand.numbers, hand.shops, strict=False)
            ],
            "sites": [
                say(
                    "rotation.line_site", site=one.name, kind=kind_word(one.kind), place=one.place or one.street
                ).strip()
                for one in hand.sites
            ],
            "covers": [
                say(
                    "rotation.line_cover",
                    name=one.name,
                    last=Day(one.cover.until) if one.cover.until else say("rotation.open_end"),
                )
                for one in hand.covers
            ],
            "pledges": [say("rotation.line_pledge", title=one.title, day=Day(one.due)) for one in hand.pledges],
            "activities": [
                say("rotation.line_activity", when=self._hours(one), title=one.title) for one in hand.activities
            ],
            "crosses": [say("rotation.line_cross", shop=one.name, door=one.address) for one in hand.crosses],
        }

    def _request(self, one: ServiceRequest, known: Known) -> str:
        service = Services(self.rules.services).by_key(one.service)
        what = service.name(self.say.language) if service else one.text[:SHORT]
        place = known.sites.get(one.site_id or 0, "") or one.place
        name = number(one.at.astimezone(self.zone).date(), one.id)
        until = self._until(one.promised_at)
        return self.say("rotation.line_request", number=name, what=f"{what} {place}".strip(), until=until)

    def _duty(self, key: str) -> object:
        return Duties(self.rules.duties).by_key(key) or key

    def _hours(self, one: Activity) -> Hours:
        return Hours(one.begins_at.astimezone(self.zone), one.ends_at.astimezone(self.zone))

    def _until(self, moment: datetime) -> Until:
        return Until(moment.astimezone(self.zone), self.today)


def in_words(say: Say, found: list[Section]) -> str:
    """The sections as one message of chat."""
    lines: list[str] = []
    for section in found:
        lines += [section.head, *(f"· {line}" for line in section.lines[:MOST])]
        if len(section.lines) > MOST:
            lines.append(say("rotation.more", many=len(section.lines) - MOST))
    return "\n".join(lines) or say("rotation.nothing")
