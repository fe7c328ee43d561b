"""A new holder of a shop: who it is and their telephone as they were told, read back, and put right by one more sentence."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.flow import Flow, Turn
from bot.language.words.vocabulary import Vocabulary
from files.dataclass import dataclass
from handlers.roster import holder_changes
from handlers.shared.naming import named_in, shop_said
from messages.reply import CANCEL, Button, Reply
from messages.topics import Topic
from programme.ids import ShopId, TenureId
from programme.roles import Action
from storage.people import invites, people
from storage.shops import shops, tenures
from storage.shops.shops import Shop

flow = Flow("new_holder")

_GROUPS = Vocabulary("holders")
_KIN = rf"(?:{_GROUPS.pattern('whose')}?{_GROUPS.pattern('kin')})"
CALLED = re.compile(
    rf"(?<!不)(?:{_GROUPS.pattern('called')}|(?<=姓)|(?<=是))\s*[:：]?\s*{_KIN}?\s*"
    r"((?<=姓)[\u4e00-\u9fff]{1,2}?(?=的)|[\u4e00-\u9fff·]{2,6}?|(?<=姓)[\u4e00-\u9fff]{1,2}|[A-Z][a-z]+(?: [A-Z][a-z]+)*)"
    rf"(?=[\s,，。.!！、;；了\d]|(?<=姓.)的|{_GROUPS.pattern('runs')}|$)"
)
_NAME = re.compile(r"[\u4e00-\u9fff·]{2,4}|[A-Z][a-z]+(?: [A-Z][a-z]+)+")
_PHONE = re.compile(r"(?<!\d)(?:1\d{2}[ -]?\d{4}[ -]?\d{4}|0\d{2,3}[ -]?\d{7,8}|\d{7,8})(?!\d)")
_PHONES = re.compile(_GROUPS.pattern("telephone"), re.IGNORECASE)
_BESIDE = re.compile(rf"{_GROUPS.pattern('beside')}|[,，。.!！、;；:：]")
UNSAID = "-"


@dataclass(frozen=True, slots=True)
class Told:
    """What was told of a new holder; empty what was not."""

    owner: str = ""
    phone: str = ""

    @property
    def values(self) -> tuple[str, str]:
        """As an action holds them, each in one word."""
        return self.owner.replace(" ", "_") or UNSAID, self.phone or UNSAID

    @property
    def spoken(self) -> str:
        return f"{self.owner} {self.phone}".strip()


def told_in(text: str, beside: Sequence[str] = ()) -> Told:
    """The name and the telephone in a sentence; a name alone only where little but names of shops stands `beside` it.

    >>> told_in("小方水果老板换人了，现在是他妹妹方小琴，电话13900007777")
    Told(owner='方小琴', phone='13900007777')
    >>> told_in("换店主 小方水果 方小琴 13900007777", ["小方水果"])
    Told(owner='方小琴', phone='13900007777')
    """
    found = _PHONE.search(text)
    phone = re.sub(r"[ -]", "", found[0]) if found else ""
    words = _PHONES.sub(" ", _PHONE.sub(" ", text))
    for name in beside:
        words = words.replace(name, " ")
    called = [one[1] for one in CALLED.finditer(words) if not re.fullmatch(_KIN, one[1])]
    if called:
        return Told(called[-1], phone)
    left = _BESIDE.sub(" ", words).split()
    return Told(left[0] if len(left) == 1 and _NAME.fullmatch(left[0]) else "", phone)


def _kept(owner: str, phone: str) -> Told:
    return Told("" if owner == UNSAID else owner.replace("_", " "), "" if phone == UNSAID else phone)


@flow.intent("new_holder", Action.CHANGE_HOLDER)
async def said_new_holder(turn: Turn) -> None:
    """“换店主 李记面馆”, “李记面馆的新老板叫何大姐”: the shop stays, and its new holder starts at 待评."""
    found = list((await named_in(turn, turn.text)).shops) or (await shop_said(turn, turn.words))[0]
    told = told_in(turn.text, [place.name for place in found])
    if found:
        await _ask_sure(turn, found, told)
    elif CALLED.search(turn.text):
        turn.reply(turn.say("links.whose_new_holder"), then=name_shop(*told.values))
    else:
        turn.reply(turn.say("links.no_shop" if turn.words else "links.how", words=turn.words))


@flow.step(Action.CHANGE_HOLDER, asks="shop")
async def name_shop(turn: Turn, owner: str, phone: str) -> bool:
    """The shop that has the new holder who was told before it."""
    found = list((await named_in(turn, turn.text)).shops) or (await shop_said(turn, turn.text))[0]
    if found:
        await _ask_sure(turn, found, _kept(owner, phone))
    return bool(found)


@flow.step(Action.CHANGE_HOLDER)
async def ask_holder(turn: Turn, shop_id: ShopId) -> None:
    await _ask_sure(turn, [await shops.shop(turn.tx, shop_id)], Told())


async def _ask_sure(turn: Turn, found: Sequence[Shop], told: Told) -> None:
    held = [(place, await shops.tenure(turn.tx, place.id, turn.now)) for place in found]
    rows = [
        [Button(f"{place.name} {place.address}", change_holder(place.id, now.id, *told.values))] for place, now in held
    ]
    rows += [[Button(turn.say("engine.cancel"), CANCEL)]]
    lines = [
        turn.say("links.new_holder_sure"),
        turn.say("links.holder_called", name=told.spoken) if told.spoken else "",
    ]
    turn.reply("\n".join(filter(None, lines)), buttons=rows, topic=Topic.NEW_HOLDER)


@flow.step(Action.CHANGE_HOLDER)
async def change_holder(turn: Turn, shop_id: ShopId, tenure: TenureId, owner: str, phone: str) -> None:
    """End that tenure: what ran against the former holder, or was asked by them, ends with it."""
    place, told = await shops.shop(turn.tx, shop_id), _kept(owner, phone)
    if (await shops.tenure(turn.tx, shop_id, turn.now)).id != tenure:
        turn.reply(turn.say("links.holder_changed", shop=place.name))
        return
    await holder_changes.tell(turn, await tenures.leaving(turn.tx, [shop_id]), turn.now)
    await shops.change_holder(turn.tx, shop_id, owner=told.owner, phone=told.phone, now=turn.now)
    days = turn.rules.deadlines.invite_days
    code = await invites.make(turn.tx, kind="shop", name=place.name, now=turn.now, days=days, shop_id=shop_id)
    await people.journal(turn.tx, turn.now, turn.me, "new holder", f"shop {shop_id}")
    known = await shops.link(turn.tx, shop_id)
    if known:
        await turn.tell(known.member_id, lambda say: Reply(say("links.has_new_holder", shop=place.name, code=code)))
    done = turn.say("links.new_holder_done", shop=place.name, code=code, days=days)
    turn.reply(f"{done}\n{_noted(turn, told)}", then=name_holder(shop_id))


def _noted(turn: Turn, told: Told) -> str:
    """What is noted of the new holder, and how to tell what is not."""
    noted = turn.say("links.holder_noted", name=told.spoken) if told.spoken else ""
    lacks = "" if told.owner and told.phone else "phone" if told.owner else "owner" if told.phone else "both"
    return "\n".join(filter(None, [noted, turn.say(f"links.holder_lacks_{lacks}") if lacks else ""]))


@flow.intent("holder_told", Action.CHANGE_HOLDER)
async def said_holder_told(turn: Turn) -> None:
    """“老丁理发的电话换了，13866668888”: of the holder who stays; shown first, for the roster is read by others."""
    found = (await named_in(turn, turn.text)).shops
    told = Told("", told_in(turn.text).phone)
    if not found or not told.phone:
        turn.reply(turn.say("links.phone_how"))
        return
    rows = [[Button(f"{place.name} {place.address}", keep_phone(place.id, told.phone))] for place in found]
    rows += [[Button(turn.say("engine.cancel"), CANCEL)]]
    turn.reply(turn.say("links.phone_sure", phone=told.phone), buttons=rows, topic=Topic.NEW_HOLDER)


@flow.step(Action.CHANGE_HOLDER)
async def keep_phone(turn: Turn, shop_id: ShopId, phone: str) -> None:
    await _keep(turn, await shops.shop(turn.tx, shop_id), Told("", phone))


@flow.step(Action.CHANGE_HOLDER)
async def name_holder(turn: Turn, shop_id: ShopId) -> bool:
    """“名字写错了，就叫方小琴”, “13900007777”: what was not told of the new holder, or not rightly."""
    place = await shops.shop(turn.tx, shop_id)
    told, known = told_in(turn.text, [place.name]), await shops.tenure(turn.tx, shop_id, turn.now)
    is_plain = bool(told.phone or CALLED.search(turn.text)) or not known.owner
    if not told.spoken or not is_plain:
        return False
    await _keep(turn, place, told)
    return True


async def _keep(turn: Turn, place: Shop, told: Told) -> None:
    """Note it of the present holder, and say what is noted now."""
    await tenures.name_holder(turn.tx, place.id, owner=told.owner, phone=told.phone)
    await people.journal(turn.tx, turn.now, turn.me, "holder named", f"shop {place.id}")
    now = await shops.tenure(turn.tx, place.id, turn.now)
    turn.reply(f"{place.name}\n{_noted(turn, Told(now.owner, now.phone))}", then=name_holder(place.id))
