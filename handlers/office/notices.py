"""通知: words of a manager to all shops, one street's or the members; shown once before they go."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.flow import Flow, Turn
from bot.language.words.vocabulary import Vocabulary
from handlers.shared import preview, spreading
from handlers.shared.naming import Named, named_in
from messages.reply import Reply
from programme.ids import PersonId, ShopId
from programme.requests.promises import WORDS_MOST
from programme.roles import Action
from storage.people import people
from storage.shops import shops
from storage.shops.pause_news import Whom, concerned

flow = Flow("notices")

_GROUPS = Vocabulary("office")
ALL = "-"
"""How an action says that no street is meant."""
SHOPS, MEMBERS, BOTH, ONE, PERSON = "shops", "members", "both", "shop", "person"
"""Whom it is for; of one shop or person the number stands in place of the street."""
_MEMBERS = re.compile(_GROUPS.pattern("members"), re.IGNORECASE)
_SHOPS = re.compile(_GROUPS.pattern("shops"), re.IGNORECASE)
_MARK = re.compile(r"[:：,，。\s]")
_EARLY = 6
"""Where a name begins at the latest that whoever writes without marks means as whom it is for."""
_AFTER_MARK = re.compile(r"[:：]\s*(.+)$", re.DOTALL)
_BESIDE = rf"(?:下(?![周午个星礼月])|个(?!人)|{_GROUPS.pattern('whom', 'zh')}|、|,|，|。|\s)*"
_TO = rf"{_GROUPS.pattern('towards', 'zh')}?{_BESIDE}"
_SENT = rf"{_GROUPS.pattern('sends', 'zh')}{_GROUPS.pattern('sent_once', 'zh')}?{_BESIDE}{_GROUPS.pattern('notices', 'zh')}?"
_TOLD = rf"{_GROUPS.pattern('tells', 'zh')}{_GROUPS.pattern('told_once', 'zh')}?"
_WARNED = rf"(?={_GROUPS.pattern('everyone', 'zh')}){_BESIDE}{_GROUPS.pattern('warns', 'zh')}"
_MADE = rf"{_GROUPS.pattern('makes', 'zh')}(?={_GROUPS.pattern('made', 'zh')})"
_ASKED = rf"^(?:{_GROUPS.pattern('asks', 'zh')}|\s)*"
_ZH = re.compile(
    rf"{_ASKED}(?:{_TO}(?:{_SENT}|{_TOLD})|{_WARNED}|{_MADE}|{_GROUPS.pattern('announces', 'zh')})"
    rf"{_TO}{_GROUPS.pattern('contents', 'zh')}?\s*"
)
_EN = re.compile(
    rf"^{_GROUPS.pattern('asks', 'en')}?{_GROUPS.pattern('sends', 'en')}\s*{_GROUPS.pattern('whom', 'en')}*",
    re.IGNORECASE,
)


@flow.intent("notice", Action.SEND_NOTICE)
async def said_notice(turn: Turn) -> None:
    """“给所有店发个通知：明天下午检查”, “通知津河路的商户明天停水”: whom and what; what is missing is asked."""
    named = await named_in(turn, turn.text)
    whom, street, called = _for(turn.text, named)
    words = _words(turn.text, [*named.streets, *called])
    if words:
        await _show(turn, words, whom, street)
    else:
        turn.reply(turn.say("notices.what", to=await _to(turn, whom, street)), then=show_notice(whom, street))


def _for(text: str, named: Named) -> tuple[str, str, list[str]]:
    """Whom it is for, where or which one, and the name that says so."""
    for shop in (one for one in named.shops if _is_before(text, one.name)):
        return ONE, str(shop.id), [shop.name]
    for person in (one for one in named.members if _is_before(text, one.name)):
        return PERSON, str(person.id), [person.name]
    return _whom(text), named.streets[0].replace(" ", "_") if named.streets else ALL, []


def _is_before(text: str, name: str) -> bool:
    """Whether a name stands among whom a notice is for, and not in what it says."""
    mark, opening = _AFTER_MARK.search(text) or _MARK.search(text), _EN.match(text)
    end = opening.end() + 1 if opening and opening[0].strip() else 0
    return -1 < text.find(name) < max(mark.start() if mark else _EARLY, end)


def _whom(text: str) -> str:
    """Whom it is for by what stands before its words; shops where nobody is named."""
    head = text[: found.end()] if (found := _ZH.match(text) or _EN.match(text)) else text
    head = text[: mark.start()] if (mark := _AFTER_MARK.search(text)) else head
    if not _MEMBERS.search(head):
        return SHOPS
    return BOTH if _SHOPS.search(_MEMBERS.sub("", head)) else MEMBERS


def _words(text: str, streets: list[str]) -> str:
    """What is to be said: behind the first colon, or without the words that ask for it."""
    if mark := _AFTER_MARK.search(text):
        return mark[1].strip()
    for street in streets:
        text = text.replace(street, "", 1)
    found = (_EN if text.isascii() else _ZH).match(text)
    return text[found.end() :].strip(" ,，。") if found else text


async def _to(turn: Turn, whom: str, street: str) -> str:
    if whom == ONE:
        place = await shops.shop(turn.tx, ShopId(int(street)))
        return turn.say("notices.to_shop", shop=place.name, many=len(await _told(turn, whom, street)))
    if whom == PERSON:
        return (await people.person(turn.tx, PersonId(int(street)))).name
    where = _spaced(street) or turn.say("pauses.everywhere")
    return turn.say(f"notices.to_{whom}", where=where, many=len(await _told(turn, whom, street)))


def _spaced(street: str) -> str:
    """A street as it is called; an action holds it in one word."""
    return "" if street == ALL else street.replace("_", " ")


async def _told(turn: Turn, whom: str, street: str) -> dict[PersonId, Whom]:
    """Everybody it reaches, each once."""
    if whom == PERSON:
        return {PersonId(int(street)): "member"}
    if whom == ONE:
        return {holder: "shop" for holder in await shops.holders(turn.tx, ShopId(int(street))) if holder != turn.me}
    every = await concerned(turn.tx, (None, _spaced(street)))
    if street == ALL:
        every |= {one.id: "member" for one in await people.with_role(turn.tx, "member")}
    wanted = {SHOPS: ("shop",), MEMBERS: ("member",), BOTH: ("shop", "member")}[whom]
    every.pop(turn.me, None)
    return {person: kind for person, kind in every.items() if kind in wanted}


@flow.step(Action.SEND_NOTICE, asks="words")
async def show_notice(turn: Turn, whom: str, street: str) -> None:
    """The words that were asked for."""
    if not turn.text:
        turn.reply(turn.say("notices.what", to=await _to(turn, whom, street)), then=show_notice(whom, street))
        return
    await _show(turn, turn.text, whom, street)


async def _show(turn: Turn, words: str, whom: str, street: str) -> None:
    if not await _told(turn, whom, street):
        turn.reply(turn.say("notices.nobody"))
        return
    turn.incoming = replace(turn.incoming, text=words[:WORDS_MOST])
    preview.show_first(turn, await _to(turn, whom, street), send_notice(whom, street), change_notice(whom, street))


@flow.step(Action.SEND_NOTICE)
async def change_notice(turn: Turn, whom: str, street: str) -> None:
    turn.reply(turn.say("notices.what", to=await _to(turn, whom, street)), then=show_notice(whom, street))


@flow.step(Action.SEND_NOTICE)
async def send_notice(turn: Turn, whom: str, street: str) -> None:
    """Send it: members at once, shops as their one unasked message of a day."""
    if not preview.agreed(turn):
        return
    words, told = turn.text, await _told(turn, whom, street)
    reached = await spreading.spread(
        turn, "notice", told, lambda _: lambda say: Reply(say("notices.told", words=words))
    )
    await people.journal(
        turn.tx, turn.now, turn.me, "notice", f"{reached} people", whom if whom in (ONE, PERSON) else _spaced(street)
    )
    turn.reply(turn.say("notices.sent", many=reached))
