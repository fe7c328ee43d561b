"""通知: words of a manager to all shops, one street's or the members; shown once before they go."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeVar

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
from texts.days import Names

flow = Flow("notices")

_GROUPS = Vocabulary("office")
ALL = "-"
"""How an action says that no street is meant."""
AND = "+"
"""What stands in an action between streets, or between the numbers of shops and people, which stand in their place."""
SHOPS, MEMBERS, BOTH, ONE, PERSON = "shops", "members", "both", "shop", "person"
"""Whom it is for."""
_KINDS = {SHOPS: ("shop",), MEMBERS: ("member",), BOTH: ("shop", "member")}
Id = TypeVar("Id", PersonId, ShopId)
_MEMBERS = re.compile(_GROUPS.pattern("members"), re.IGNORECASE)
_SHOPS = re.compile(_GROUPS.pattern("shops"), re.IGNORECASE)
_SOMEBODY = re.compile(
    rf"{_GROUPS.pattern('members')}|{_GROUPS.pattern('shops')}|{_GROUPS.pattern('made', 'zh')}", re.IGNORECASE
)
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
    whom, where, called = _for(turn.text, await named_in(turn, turn.text))
    if words := _words(turn.text, called):
        await _show(turn, words, whom, where)
    else:
        await _ask(turn, whom, where)


def _for(text: str, named: Named) -> tuple[str, str, list[str]]:
    """Whom it is for, where or which ones, and the names that say so."""
    beside = _without(text, named.streets)
    for kind, every in ((ONE, named.shops), (PERSON, named.members)):
        said = {one.id: _as_said(one.name, beside) for one in every}
        if called := _addressed(beside, [words for words in said.values() if words]):
            ids = AND.join(str(number) for number, words in said.items() if words in called)
            first = text.find(called[0])
            return kind, ids, [*(street for street in named.streets if text.find(street) < first), *called]
    streets = _addressed(text, named.streets)
    where = AND.join(street.replace(" ", "_") for street in streets) or ALL
    return _whom(_without(text, streets)), where, streets


def _as_said(name: str, text: str) -> str:
    """As much of the beginning of a name as stands in the text, two characters at least: “给李记发个通知”."""
    return next((name[:end] for end in range(len(name), 1, -1) if name[:end] in text), "")


def _addressed(text: str, names: Sequence[str]) -> list[str]:
    """The names of whom a notice is for, which stand before its words; what stands among them is told in it."""
    if mark := _AFTER_MARK.search(text):
        return [name for name in names if text.find(name) < mark.start()]
    found: list[str] = []
    last = 0
    for name in sorted(names, key=text.find):
        at, text = text.find(name), text.replace(name, "", 1)
        end = _head(text)
        is_next = at == end and (end > last if found else not _SOMEBODY.search(text[:end]))
        if at >= end and not is_next:
            break
        found.append(name)
        last = at
    return found


def _head(text: str) -> int:
    """Where the words that ask for a notice, and say whom it is for, end."""
    found = _ZH.match(text) or _EN.match(text)
    return found.end() if found else 0


def _without(text: str, names: Sequence[str]) -> str:
    for name in names:
        text = text.replace(name, "", 1)
    return text


def _whom(text: str) -> str:
    """Whom it is for by what stands before its words; shops where nobody is named."""
    mark = _AFTER_MARK.search(text)
    head = text[: mark.start() if mark else _head(text) or None]
    if not _MEMBERS.search(head):
        return SHOPS
    return BOTH if _SHOPS.search(_MEMBERS.sub("", head)) else MEMBERS


def _words(text: str, called: Sequence[str]) -> str:
    """What is to be said: behind the first colon, or without the words that ask for it."""
    if mark := _AFTER_MARK.search(text):
        return mark[1].strip()
    text = _without(text, called)
    return text[_head(text) :].strip(" ,，。")


async def _to(turn: Turn, whom: str, where: str) -> str:
    told = await _told(turn, whom, where)
    if whom == PERSON:
        return "、".join([(await people.person(turn.tx, person)).name for person in told])
    if whom == ONE:
        names = Names(tuple([(await shops.shop(turn.tx, shop)).name for shop in _ids(where, ShopId)]))
        return turn.say("notices.to_shop", shop=names, many=len(told))
    streets = Names(_streets(where)) if where != ALL else turn.say("pauses.everywhere")
    return turn.say(f"notices.to_{whom}", where=streets, many=len(told))


def _ids(where: str, kind: Callable[[int], Id]) -> list[Id]:
    return [kind(int(number)) for number in where.split(AND)]


def _streets(where: str) -> tuple[str, ...]:
    """The streets as they are called; an action holds each in one word."""
    return ("",) if where == ALL else tuple(street.replace("_", " ") for street in where.split(AND))


async def _told(turn: Turn, whom: str, where: str) -> dict[PersonId, Whom]:
    """Everybody it reaches, each once."""
    every: dict[PersonId, Whom] = {}
    if whom == PERSON:
        every = dict.fromkeys(_ids(where, PersonId), "member")
    elif whom == ONE:
        for shop in _ids(where, ShopId):
            every |= dict.fromkeys(await shops.holders(turn.tx, shop), "shop")
    else:
        for street in _streets(where):
            every |= await concerned(turn.tx, (None, street))
        if where == ALL:
            every |= {one.id: "member" for one in await people.with_role(turn.tx, "member")}
        every = {person: kind for person, kind in every.items() if kind in _KINDS[whom]}
    every.pop(turn.me, None)
    return every


async def _ask(turn: Turn, whom: str, where: str) -> None:
    turn.reply(turn.say("notices.what", to=await _to(turn, whom, where)), then=show_notice(whom, where))


@flow.step(Action.SEND_NOTICE, asks="words")
async def show_notice(turn: Turn, whom: str, where: str) -> None:
    """The words that were asked for."""
    if turn.text:
        await _show(turn, turn.text, whom, where)
    else:
        await _ask(turn, whom, where)


async def _show(turn: Turn, words: str, whom: str, where: str) -> None:
    if not await _told(turn, whom, where):
        turn.reply(turn.say("notices.nobody"))
        return
    turn.incoming = replace(turn.incoming, text=words[:WORDS_MOST])
    preview.show_first(turn, await _to(turn, whom, where), send_notice(whom, where), change_notice(whom, where))


@flow.step(Action.SEND_NOTICE)
async def change_notice(turn: Turn, whom: str, where: str) -> None:
    await _ask(turn, whom, where)


@flow.step(Action.SEND_NOTICE)
async def send_notice(turn: Turn, whom: str, where: str) -> None:
    """Send it: members at once, shops as their one unasked message of a day."""
    if not preview.agreed(turn):
        return
    words, told = turn.text, await _told(turn, whom, where)
    reached = await spreading.spread(
        turn, "notice", told, lambda _: lambda say: Reply(say("notices.told", words=words))
    )
    said_of = whom if whom in (ONE, PERSON) else "、".join(_streets(where))
    await people.journal(turn.tx, turn.now, turn.me, "notice", f"{reached} people", said_of)
    sent = "sent_members" if whom in (MEMBERS, PERSON) else "sent"
    turn.reply(turn.say(f"notices.{sent}", many=reached))
