"""“销售点 开 · 关 · 延”: a manager opens a sale site, closes it before its day, or lets its season last longer."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

from bot.flow import Flow, Turn
from bot.kept import pack, restore
from files.dataclass import dataclass
from handlers.shared import notify
from handlers.shared.stall_question import called
from messages.reply import CANCEL, Button, Reply
from messages.topics import Topic
from programme.ids import SiteId
from programme.roles import Action, able
from programme.sites.permit_state import PermitState
from programme.sites.season_days import days_in, without_days
from programme.sites.site_kinds import SiteKind
from programme.sites.stalls import is_open
from storage.operations import runs
from storage.people import people
from storage.shops import shops
from storage.sites import permits, sites, stalls
from storage.sites.sites import Site
from texts.days import Day

flow = Flow("seasons")

_VERBS = {"开": "open", "关": "close", "延": "extend", "open": "open", "close": "close", "extend": "extend"}
_VERB = re.compile(rf"({'|'.join(_VERBS)})\s*[:：]?\s*(.*)", re.DOTALL | re.IGNORECASE)
_PITCHES = re.compile(r"(\d{1,3})\s*(?:个?摊位|个?位|pitches|pitch)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Wish:
    """What a site shall be from now on."""

    name: str
    goods: str
    since: date
    until: date | None
    pitches: int | None


async def is_set(turn: Turn, words: str) -> bool:
    """Whether these words set a season, by somebody who may; it is read back before anything changes."""
    said = _VERB.fullmatch(words.strip())
    if said is None or not able(turn.roles, Action.SET_SEASON):
        return False
    verb, rest = _VERBS[said[1].lower()], said[2].strip()
    named = [one for one in await sites.named_in(turn.tx, rest) if one.kind is SiteKind.STALL]
    site = named[0] if len(named) == 1 else None
    if verb == "open":
        _read_back(turn, rest, site)
    elif site is None:
        turn.reply(turn.say("seasons.which"))
    elif verb == "close":
        _ask(turn, turn.say("seasons.close_sure", site=called(turn.say, site)), close_season(site.id))
    else:
        _ask_longer(turn, site, rest)
    return True


def _ask(turn: Turn, words: str, action: str, kept: str = "") -> None:
    rows = [[Button(turn.say("seasons.yes"), action), Button(turn.say("engine.cancel"), CANCEL)]]
    turn.reply(words, buttons=rows, topic=Topic.SEASON, kept=kept)


def _ask_longer(turn: Turn, site: Site, rest: str) -> None:
    days = days_in(rest.replace(site.name, ""), turn.day)
    if not days or days[-1] < turn.day:
        turn.reply(turn.say("seasons.until_when"))
        return
    _ask(turn, turn.say("seasons.extend_sure", site=site.name, day=Day(days[-1])), set_last_day(site.id, days[-1]))


def _read_back(turn: Turn, rest: str, site: Site | None) -> None:
    wish = _wish(rest, site, turn.day)
    if wish is None:
        turn.reply(turn.say("seasons.open_how"))
        return
    shown = turn.say(
        "seasons.open_sure",
        site=wish.name,
        goods=wish.goods or turn.say("seasons.any_goods"),
        since=Day(wish.since),
        until=Day(wish.until) if wish.until else turn.say("seasons.no_end"),
        pitches=wish.pitches if wish.pitches is not None else turn.say("seasons.any_pitches"),
    )
    values = {"name": wish.name, "goods": wish.goods, "pitches": wish.pitches}
    days = {"since": wish.since.isoformat(), "until": wish.until.isoformat() if wish.until else ""}
    _ask(turn, shown, open_season(), pack(turn, **values, **days))


def _wish(rest: str, site: Site | None, today: date) -> Wish | None:
    """“西津路瓜点 西瓜 6个摊位 6月6日到9月20日”: the name first, then in whatever order; None without a name."""
    many, days = _PITCHES.search(rest), days_in(_PITCHES.sub(" ", rest), today)
    left = without_days(_PITCHES.sub(" ", rest))
    name = site.name if site else left.split(" ", 1)[0]
    if not name or days is None or (days and days[-1] < today):
        return None
    goods = left.replace(name, "", 1).strip(" ，,")
    runs_on = site.until if site and site.until and site.until >= today else None
    return Wish(
        name,
        goods or (site.goods if site else ""),
        days[0] if len(days) > 1 else today,
        days[-1] if days else runs_on,
        int(many[1]) if many else (site.pitches if site else None),
    )


@flow.step(Action.SET_SEASON)
async def open_season(turn: Turn) -> None:
    """The site is there with its season; whoever opens a new one looks after it until somebody else is named."""
    said = restore(turn)
    if not said:
        turn.reply(turn.say("engine.answered"))
        return
    named = [one for one in await sites.named_in(turn.tx, said["name"]) if one.kind is SiteKind.STALL]
    before = named[0] if named else replace(sites.blank(SiteKind.STALL, said["name"], turn.now), keeper_id=turn.me)
    until = date.fromisoformat(said["until"]) if said["until"] else None
    since = date.fromisoformat(said["since"])
    site = replace(before, goods=said["goods"], pitches=said["pitches"], since=since, until=until)
    if named:
        await sites.save(turn.tx, site)
        if until != before.until:
            await _lasts_until(turn, site, before.until)
    else:
        site = await sites.site(turn.tx, await sites.add(turn.tx, site))
    await people.journal(turn.tx, turn.now, turn.me, "season", f"site {site.id}", f"{since} {until or ''}".strip())
    if is_open(since, until, turn.day):
        await _begin(turn, site)
    turn.reply(turn.say("seasons.opened", site=called(turn.say, site)))


async def _begin(turn: Turn, site: Site) -> None:
    if not await stalls.begin_season(turn.tx, site, turn.day):
        return
    for shop_id in await sites.shops_of(turn.tx, site.id):
        shop = (await shops.shop(turn.tx, shop_id)).name
        await notify.tell_shop(
            turn,
            shop_id,
            lambda say, shop=shop: Reply(say("seasons.shop_opens", shop=shop, site=called(say, site))),  # type: ignore[misc]
            key=f"season:{site.id}:{site.since}:{shop_id}",
        )


@flow.step(Action.SET_SEASON)
async def set_last_day(turn: Turn, site_id: SiteId, last: date) -> None:
    """Every permit that ran to the old end runs to the new one, and is drawn again."""
    site = await sites.site(turn.tx, site_id)
    await sites.save(turn.tx, replace(site, until=last))
    await _lasts_until(turn, replace(site, until=last), site.until)
    await people.journal(turn.tx, turn.now, turn.me, "season", f"site {site_id}", f"until {last}")
    turn.reply(turn.say("seasons.extended", site=site.name, day=Day(last)))


async def _lasts_until(turn: Turn, site: Site, before: date | None) -> None:
    """What ran to the end before runs to the new one: whoever holds it hears so, and a new paper is drawn at once."""
    await permits.extend(turn.tx, site.id, before, site.until)
    await runs.ask(turn.tx, "site-season", "", turn.me, turn.now)
    last = site.until
    if last is None:
        return
    for one in await permits.at_site(turn.tx, site.id, PermitState.GIVEN):
        if one.until == last:
            await turn.tell(one.person_id, lambda say: Reply(say("seasons.longer", site=site.name, day=Day(last))))


@flow.step(Action.SET_SEASON)
async def close_season(turn: Turn, site_id: SiteId) -> None:
    """Closed from now on: sellers and the shops before it hear so, and its permits end."""
    site = await sites.site(turn.tx, site_id)
    yesterday = turn.day - timedelta(days=1)
    if not is_open(site.since, site.until, turn.day):
        turn.reply(turn.say("permits.site_closed", site=site.name))
        return
    since = min(site.since, yesterday) if site.since else None
    await sites.save(turn.tx, replace(site, since=since, until=yesterday))
    await stalls.end_season(turn.tx, site_id, turn.day)
    await people.journal(turn.tx, turn.now, turn.me, "season", f"site {site_id}", "closed")
    for seller in await permits.end_at(turn.tx, site_id, turn.now):
        await turn.tell(seller, lambda say: Reply(say("seasons.closed_seller", site=site.name)))
    for shop_id in await sites.shops_of(turn.tx, site_id):
        shop = (await shops.shop(turn.tx, shop_id)).name
        await notify.tell_shop(
            turn,
            shop_id,
            lambda say, shop=shop: Reply(say("seasons.shop_ends", shop=shop, site=site.name)),  # type: ignore[misc]
            key=f"season:{site_id}:{turn.day}:ends:{shop_id}",
        )
    turn.reply(turn.say("seasons.closed", site=site.name))
