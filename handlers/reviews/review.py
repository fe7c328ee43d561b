"""Reviews: what an observer saw at a shop, duty by duty, in one line or a few taps; observers record facts, never a score."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time, timedelta

from bot.flow import Flow, Turn
from bot.kept import pack, restore
from bot.language.meanings import FAULTS, Meaning
from handlers.checks.self_check import duties_of
from handlers.findings import ownership
from handlers.reviews import open_door, put_right, stall_before
from handlers.reviews.next_shop import next_shop
from handlers.reviews.record import counts_today, record
from handlers.shared import relations
from handlers.shared.remarks import beside_look
from messages.reply import Button, Pick
from messages.topics import Topic
from programme.ids import ShopId
from programme.roles import Action, Tie
from storage.reviews import evidence
from storage.shops import shops
from storage.shops.shops import Shop

flow = Flow("review")

NOT_LOOKED = "not_looked"
AT_ONCE = 3
"""“Met” of more shops at once is read back, and each is confirmed by itself."""


async def refusal(turn: Turn, shop_id: ShopId) -> str:
    """Why this person may not review this shop: it is their own, or they were not sent there."""
    own = Tie.HOLDS in await relations.holding(turn, shop_id)
    return turn.say("review.own_shop" if own else "review.not_sent", shop=(await shops.shop(turn.tx, shop_id)).name)


@flow.intent("looks", Action.LOOK_BY_NUMBER)
async def said_looks(turn: Turn) -> None:
    """“3 好”, “3 秩序 货出店”, “3 秩序 当场改好”; several at once for several shops."""
    numbers = {link.shop_id: link.number for link in await shops.links(turn.tx, turn.me)}
    told, failed_at = [], 0
    now, later = _apart(turn.meant)
    for meaning in now:
        place = await shops.shop(turn.tx, meaning.shop)
        answer, is_recorded = await _take_look(turn, place, meaning)
        told += [answer] if answer else []
        failed_at = failed_at or (numbers.get(place.id, 0) if is_recorded and meaning.failed else 0)
    if later:
        await _read_back(turn, [m.shop for m in later])
    if not told:
        return
    await _tell(turn, told, failed_at, is_seen=any(meaning.intent != NOT_LOOKED for meaning in now))


async def _tell(turn: Turn, told: Sequence[str], failed_at: int, *, is_seen: bool) -> None:
    """What was recorded, how to take it back, and where to go next."""
    lines = [*told, turn.say("review.undo_hint")] if is_seen else [*told]
    if failed_at:
        lines.append(turn.say("review.unclear_hint", number=failed_at))
    words, rows = await next_shop(turn, open_review.name) if is_seen else ("", ())
    turn.reply("\n".join(filter(None, [*lines, words])), buttons=rows, once=not rows, topic=Topic.NEXT_LOOK)


async def _take_look(turn: Turn, place: Shop, meaning: Meaning) -> tuple[str, bool]:
    """Record what was said of one shop; the answer (empty when a question is asked instead), and whether it is recorded."""
    if meaning.intent == NOT_LOOKED:
        return turn.say("review.not_looked", shop=place.name), False
    if not await relations.may_at(turn, Action.LOOK, place.id):
        return await refusal(turn, place.id), False
    facts = _facts(meaning)
    if await open_door.is_closed_today(turn, place):
        _ask_open(turn, place, record_open(place.id, _packed(facts)), meaning.rest)
        return "", False
    if await stall_before.asks_whose(turn, place, facts, meaning.rest):
        return "", False
    note, is_part = meaning.rest if facts else "", bool(facts or meaning.things)
    facts, is_closed = await put_right.seen_right(turn, place, meaning, facts)
    if is_closed and not facts and meaning.intent == FAULTS:
        return "", False  # that a fix is right says nothing of the other duties
    return await record(turn, place, facts, note, adds=is_part or is_closed), True


@flow.intent("look_there", Action.LOOK_BY_NUMBER)
async def said_number(turn: Turn) -> None:
    """A number or name alone names one of the member's shops: ask its question."""
    await ask(turn, await shops.shop(turn.tx, turn.meant[0].shop))


@flow.intent("wrong_there", Action.LOOK_BY_NUMBER)
async def said_something_wrong(turn: Turn) -> None:
    """有没做到的: ask which duties, at the shop that was named."""
    _choose(turn, await shops.shop(turn.tx, turn.meant[0].shop))


@flow.step(Action.LOOK, to=relations.to_shop, refused=refusal)
async def open_review(turn: Turn, shop_id: ShopId) -> None:
    await ask(turn, await shops.shop(turn.tx, shop_id))


@flow.step(Action.LOOK, to=relations.to_shop, refused=refusal)
async def record_all_met(turn: Turn, shop_id: ShopId) -> None:
    told = await record(turn, await shops.shop(turn.tx, shop_id), {}, "")
    words, rows = await next_shop(turn, open_review.name)
    lines = "\n".join(filter(None, (told, turn.say("review.photo_hint"), words)))
    turn.reply(lines, buttons=rows, then=add_remark(shop_id), once=False, topic=Topic.NEXT_LOOK)


@flow.step(Action.LOOK, to=relations.to_shop, refused=refusal)
async def choose_failed(turn: Turn, shop_id: ShopId) -> None:
    _choose(turn, await shops.shop(turn.tx, shop_id))


def _choose(turn: Turn, place: Shop) -> None:
    """Ask which duties failed, as one checklist."""
    language = turn.say.language
    options = tuple(f"{d.name(language)} · {d.hint(language)}" for d in duties_of(turn, place))
    pick = Pick(options, turn.say("review.submit"), record_failed(place.id))
    turn.reply(
        turn.say("review.which_duties", shop=place.name),
        pick=pick,
        topic=Topic.REVIEW.of(place.id),
        until=_day_ends(turn),
    )


@flow.step(Action.LOOK, to=relations.to_shop, refused=refusal)
async def record_failed(turn: Turn, shop_id: ShopId) -> None:
    place = await shops.shop(turn.tx, shop_id)
    duties = duties_of(turn, place)
    facts = {duties[n].key: 0.0 for n in turn.picked if n < len(duties)}
    if not facts:
        await ask(turn, place)
    elif not await stall_before.asks_whose(turn, place, facts, "", ticked=True):
        say_recorded(turn, shop_id, await record(turn, place, facts, ""), is_failed=True)


def say_recorded(turn: Turn, shop_id: ShopId, told: str, *, is_failed: bool) -> None:
    """What was recorded, with what may still be said of it."""
    rows = [[Button(turn.say("review.fixed_on_the_spot"), record_fixed(shop_id))], [_unclear_button(turn, shop_id)]]
    text = f"{told}\n{turn.say('review.photo_hint')}"
    turn.reply(text, buttons=rows if is_failed else (), then=add_remark(shop_id))


@flow.step(Action.LOOK, to=relations.to_shop, refused=refusal)
async def record_fixed(turn: Turn, shop_id: ShopId) -> None:
    """当场改好: a failed duty that was fixed on the spot counts half, and no finding stays open."""
    seen = await evidence.observation_of_day(turn.tx, shop_id, turn.day, turn.me)
    if seen is None:
        turn.reply(turn.say("review.nothing_to_undo"))
        return
    place = await shops.shop(turn.tx, shop_id)
    apart = {d.key for d in duties_of(turn, place)}.difference(seen.duties)
    told = await record(turn, place, dict.fromkeys(seen.facts, 0.5), seen.note, apart=apart)
    turn.reply(told, then=add_remark(shop_id))


@flow.step(Action.LOOK, to=relations.to_shop, refused=refusal)
async def add_remark(turn: Turn, shop_id: ShopId) -> None:
    """Add a photo or words to the observation just recorded."""
    seen = await evidence.observation_of_day(turn.tx, shop_id, turn.day, turn.me)
    if seen is None:
        turn.reply(turn.say("review.nothing_to_undo"))
        return
    if turn.attachments:
        await turn.keep("observation", seen.id)
    turn.made("look_remark", seen.id, turn.text)
    if turn.text:
        await evidence.add_observation_note(turn.tx, seen.id, turn.text)
    place = await shops.shop(turn.tx, shop_id)
    turn.reply(turn.say("review.noted", shop=place.name), then=add_remark(shop_id))
    if asked := beside_look(turn.reading, seen, shop_id):
        await turn.ask(turn, asked)


def _apart(meant: Sequence[Meaning]) -> tuple[list[Meaning], list[Meaning]]:
    """The observations that can be recorded at once, and those “met” at so many shops that each has to be confirmed."""
    met = [m for m in meant if m.intent != NOT_LOOKED and not _facts(m)]
    later = met if len(met) > AT_ONCE else []
    return [m for m in meant if m not in later], later


async def _read_back(turn: Turn, places: Sequence[ShopId]) -> None:
    """Ask for confirmation of “all met” at many shops: the observer ticks each shop they stood before."""
    names = tuple([(await shops.shop(turn.tx, place)).name for place in places])
    pick = Pick(names, turn.say("review.submit"), record_met(",".join(map(str, places))))
    turn.reply(
        turn.say("review.read_back", many=len(names)), pick=pick, topic=Topic.REVIEW.of(0), until=_day_ends(turn)
    )


@flow.step(Action.LOOK_BY_NUMBER)
async def record_met(turn: Turn, places: str) -> None:
    """Record “all met” at the shops that were ticked."""
    numbers = [ShopId(int(number)) for number in places.split(",")]
    told = []
    for number in [numbers[n] for n in turn.picked if n < len(numbers)]:
        if not await relations.may_at(turn, Action.LOOK, number):
            told.append(await refusal(turn, number))
        elif await open_door.is_closed_today(turn, place := await shops.shop(turn.tx, number)):
            _ask_open(turn, place, record_open(number, _packed({})))
        else:
            told.append(await record(turn, place, {}, ""))
    told.append(turn.say("review.undo_hint") if told else turn.say("review.none_ticked"))
    turn.reply("\n".join(told))


@flow.step(Action.LOOK, to=relations.to_shop, refused=refusal)
async def say_open(turn: Turn, shop: ShopId) -> None:
    """开着: end the closure for today, and ask what was seen."""
    place = await shops.shop(turn.tx, shop)
    await open_door.open_today(turn, place)
    await ask(turn, place)


@flow.step(Action.LOOK, to=relations.to_shop, refused=refusal)
async def record_open(turn: Turn, shop: ShopId, facts: str) -> None:
    """开着, for an observation that was given in one line."""
    note = restore(turn).get("note", "")
    place = await shops.shop(turn.tx, shop)
    await open_door.open_today(turn, place)
    seen = _unpacked(facts)
    if not await stall_before.asks_whose(turn, place, seen, note):
        say_taken(turn, shop, await record(turn, place, seen, note, adds=bool(seen)))


def say_taken(turn: Turn, shop_id: ShopId, told: str) -> None:
    """What was recorded of a look that was said in one line, once a question about it is answered."""
    turn.reply(f"{told}\n{turn.say('review.undo_hint')}", then=add_remark(shop_id))


@flow.step(Action.LOOK, to=relations.to_shop, refused=refusal)
async def say_shut(turn: Turn, shop: ShopId) -> None:
    """没开: nothing can be observed, and nothing is recorded."""
    turn.reply(turn.say("review.nothing_recorded", shop=(await shops.shop(turn.tx, shop)).name))


def _ask_open(turn: Turn, place: Shop, is_open: str, note: str = "") -> None:
    """Ask whether a shop that said it is closed is open after all; the words of the look are kept with the question."""
    rows = [
        [Button(turn.say("review.it_is_open"), is_open)],
        [Button(turn.say("review.it_is_shut"), say_shut(place.id))],
    ]
    words = turn.say("review.is_it_open", shop=place.name)
    turn.reply(words, buttons=rows, topic=Topic.REVIEW.of(place.id), until=_day_ends(turn), kept=pack(turn, note=note))


def _facts(meaning: Meaning) -> dict[str, float]:
    """The failed duties as the observer meant them."""
    return dict.fromkeys(meaning.failed, 0.0) | dict.fromkeys(meaning.fixed, 0.5)


def _packed(facts: dict[str, float]) -> str:
    """The observed facts packed into one word of an action."""
    return ",".join(f"{duty}:{x:g}" for duty, x in facts.items()) or "-"


def _unpacked(facts: str) -> dict[str, float]:
    return {duty: float(x) for duty, _, x in (part.partition(":") for part in facts.split(",") if ":" in part)}


async def ask(turn: Turn, place: Shop, before: str = "") -> None:
    """Ask the question about one shop, after the sentences in `before`."""
    if await open_door.is_closed_today(turn, place):
        _ask_open(turn, place, say_open(place.id))
        return
    words = (f"{before}\n" if before else "") + turn.say("review.question", shop=place.name, door=place.door)
    if not await counts_today(turn, place):
        words += "\n" + turn.say("review.shut_today")
    turn.reply(
        words,
        buttons=[
            [Button(turn.say("review.all_met"), record_all_met(place.id))],
            [Button(turn.say("review.something_wrong"), choose_failed(place.id))],
        ],
        topic=Topic.REVIEW.of(place.id),
        until=_day_ends(turn),
    )


def _day_ends(turn: Turn) -> datetime:
    """The end of the day, when a question about today expires: “1” means something else tomorrow."""
    return datetime.combine(turn.day + timedelta(days=1), time(), turn.zone)


def _unclear_button(turn: Turn, shop_id: ShopId) -> Button:
    return Button(turn.say("review.unclear_whose"), ownership.say_unclear(shop_id))
