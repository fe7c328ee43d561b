"""Rectification (整改): the shop sends a photo of the fix that shows a cue only known since today."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from hashlib import sha256
from typing import TYPE_CHECKING

from bot.flow import Flow, Turn
from files.lazily import lazy
from handlers.findings import deadlines, lost_proof, recheck
from handlers.shared import notify
from handlers.shared.notify import duty_of
from handlers.shared.relations import holding, to_finding
from handlers.shared.remarks import is_told_again
from messages.attachment import Attachment, Medium
from messages.reply import Button, Reply
from messages.topics import Topic
from programme.findings.finding_state import FindingState
from programme.ids import FindingId, ShopId
from programme.roles import Action
from storage.findings import findings
from storage.findings.findings import Finding
from storage.people import covers
from storage.shops import shops
from storage.shops.shops import Shop
from texts import Say
from texts.days import Names

if TYPE_CHECKING:
    from bot.language import answers
else:
    answers = lazy("bot.language.answers")

flow = Flow("rectify")

CUES = ("cup", "left", "right", "hand", "door", "shoe")
"""What a photo is asked to show; the sentences are in texts/."""
SEVERAL = ShopId(0)
"""Stands for no shop in particular, where an action names one."""
TO_FIX = (FindingState.OPEN, FindingState.REPAIR, FindingState.HANDED)


@flow.intent("fixed", Action.REPORT_FIX)
async def said_fixed(turn: Turn) -> None:
    """改好了, with or without the photo: ask for the shop, the finding and the photo, then have the fix re-checked.

    “箱子搬进来了” is of goods: only a finding of that duty is meant, and where none is open, it is asked which.
    """
    await _take_fix(turn, await _to_fix(turn), {duty for meaning in turn.meant for duty in meaning.fixed})


async def fix_told(turn: Turn, told: Collection[str] | None) -> bool:
    """Take a remark that something of these duties was put right for 改好了; False when nothing of them waits for it."""
    if told is None:
        return False
    every = await _to_fix(turn)
    is_open = any(not told or f.duty in told for f in every)
    if is_open:
        await _take_fix(turn, every, ())  # of several it is asked which: “弄清爽了” may be of boxes
    return is_open


async def ask_what_stands(turn: Turn, places: Collection[ShopId]) -> None:
    """Ask whoever calls all well which of the faults they reported themselves is put right; “1” stays “all met”."""
    every = [f for f in await _to_fix(turn) if f.shop_id in places]
    if own := [f for f in every if f.origin == "self" and f.state is FindingState.OPEN]:
        await _which(turn, own, is_sure=False, count_from=2)


async def _take_fix(turn: Turn, every: list[Finding], told: Collection[str]) -> None:
    waiting = [f for f in every if f.duty in told] or every
    is_other = bool(told) and not any(f.duty in told for f in every)
    places = list(dict.fromkeys(f.shop_id for f in waiting))
    if len(places) > 1:
        named = [await shops.shop(turn.tx, place) for place in places]
        rows = [[Button(turn.say("findings.all_fixed"), report_all_fixed(*_span(waiting)))]]
        rows += [[Button(place.name, report_fix_at_shop(place.id))] for place in named]
        turn.reply(turn.say("findings.which_shop"), buttons=rows, topic=Topic.FIX)
    elif waiting:
        await _which(turn, waiting, is_sure=not is_other)
    else:
        turn.reply(turn.say("findings.nothing_open"))


async def _which(turn: Turn, waiting: list[Finding], *, is_sure: bool = True, count_from: int = 1) -> None:
    """Ask which finding of one shop was fixed; with only one that must be meant, do not ask."""
    if len(waiting) == 1 and is_sure:
        await _ask_photo(turn, waiting)
        return
    rows = [[Button(await _named(turn, f), report_fix(f.id))] for f in waiting]
    if len(waiting) > 1 and len(await _those(turn, *_span(waiting))) == len(
        waiting
    ):  # with none that is not named here
        rows.insert(0, [Button(turn.say("findings.all_fixed"), report_all_fixed(*_span(waiting)))])
    turn.reply(turn.say("findings.which"), buttons=rows, topic=Topic.FIX, count_from=count_from)


@flow.step(Action.REPORT_FIX, to=to_finding, refused="self_check.not_mine")
async def report_fix(turn: Turn, finding_id: FindingId) -> None:
    finding = await findings.finding(turn.tx, finding_id)
    if finding.state in TO_FIX:
        await _ask_photo(turn, [finding])
    else:
        turn.reply(turn.say("findings.already_settled"))


@flow.step(Action.REPORT_FIX, to=holding, refused="self_check.not_mine")
async def report_fix_at_shop(turn: Turn, shop_id: ShopId) -> None:
    """Take the shop chosen from several, and go on with its findings."""
    waiting = [f for f in await _to_fix(turn) if f.shop_id == shop_id]
    if waiting:
        await _which(turn, waiting)
    else:
        turn.reply(turn.say("findings.already_settled"))


@flow.step(Action.REPORT_FIX)
async def report_all_fixed(turn: Turn, shop_id: ShopId, first: FindingId, last: FindingId) -> None:
    """Report fixed all findings named in one message, but none found since or elsewhere."""
    waiting = await _those(turn, shop_id, first, last)
    if waiting:
        await _ask_photo(turn, waiting)
    else:
        turn.reply(turn.say("findings.already_settled"))


@flow.step(Action.REPORT_FIX, asks="photo")
async def send_fix_photo(turn: Turn, shop_id: ShopId, first: FindingId, last: FindingId) -> None:
    """Take the photo of the fix; words instead of it are an answer, or mean what they say."""
    waiting = await _those(turn, shop_id, first, last)
    if turn.attachments or not waiting:
        await report_all_fixed.go(turn, [str(shop_id), str(first), str(last)])
    elif answers.has_no_photo(turn.text):
        await skip_fix_photo.go(turn, [str(shop_id), str(first), str(last)])
    elif is_told_again(turn.reading, {f.duty for f in waiting}):
        turn.reply(turn.say("findings.not_fixed_yet", duty=Names(tuple(duty_of(turn, f) for f in waiting))))
    elif not await turn.carry_out(turn, turn.reading):
        _await_photo(turn, waiting, turn.say("findings.photo_waits"))


@flow.when(lambda turn: any(a.kind is Medium.PHOTO for a in turn.attachments), Action.REPORT_FIX, rank=37)
async def take_proof_again(turn: Turn) -> bool:
    """Take an unrequested photo as the replacement for a lost fix photo; False when none is waited for."""
    waiting = await lost_proof.waiting(turn, await _to_fix(turn))
    if waiting:
        await _ask_photo(turn, waiting)
    return bool(waiting)


@flow.step(Action.REPORT_FIX)
async def skip_fix_photo(turn: Turn, shop_id: ShopId, first: FindingId, last: FindingId) -> None:
    """Accept a fix without a photo from somebody who cannot take one; it is re-checked on the spot."""
    waiting = await _those(turn, shop_id, first, last)
    for finding in waiting:
        await _fixed(turn, finding, ())
    turn.reply(turn.say("findings.will_come" if waiting else "findings.already_settled"))


async def _to_fix(turn: Turn) -> list[Finding]:
    mine = await turn.held()
    return [f for place in mine for f in await findings.open_at(turn.tx, place.id) if f.state in TO_FIX]


async def _those(turn: Turn, shop_id: ShopId, first: FindingId, last: FindingId) -> list[Finding]:
    """One's open findings from number `first` to `last`, of one shop or of SEVERAL of one's shops."""
    return [f for f in await _to_fix(turn) if shop_id in (SEVERAL, f.shop_id) and first <= f.id <= last]


def _span(waiting: list[Finding]) -> tuple[ShopId, FindingId, FindingId]:
    """The shop (or SEVERAL) and the first and last number, from which `_those` finds the same findings again."""
    places, numbers = {f.shop_id for f in waiting}, [f.id for f in waiting]
    return places.pop() if len(places) == 1 else SEVERAL, min(numbers), max(numbers)


async def _named(turn: Turn, finding: Finding) -> str:
    """A finding as shown: “秩序”, or “李记小吃 秩序” for somebody who answers for several shops."""
    duty = turn.say("findings.one", duty=duty_of(turn, finding))
    if len(await turn.held()) == 1:
        return duty
    return f"{(await shops.shop(turn.tx, finding.shop_id)).name} {duty}"


async def _ask_photo(turn: Turn, waiting: list[Finding]) -> None:
    """Report the fix if a photo is at hand; otherwise ask for one that shows the cue, one shop after the other."""
    here = [f for f in waiting if f.shop_id == waiting[0].shop_id]
    if not turn.attachments:
        await _please(turn, waiting, here)
        return
    for finding in here:
        await _fixed(turn, finding, await turn.keep("fix", finding.id))
    rest = [f for f in waiting if f not in here]
    if rest:
        await _please(turn, rest, [f for f in rest if f.shop_id == rest[0].shop_id], turn.say("findings.photo_taken"))
    else:
        turn.reply(turn.say("findings.fix_received"))


async def _please(turn: Turn, waiting: list[Finding], here: list[Finding], before: str = "") -> None:
    """Ask for the next photo, of the findings `here`; the others that wait follow."""
    cue = next((f.cue for f in here if f.cue), "") or _cue(turn.incoming.key)
    for finding in here:
        asked_for = replace(finding, cue=cue)
        await findings.save(turn.tx, finding, asked_for, event="photo asked", by=turn.me, at=turn.now, note=cue)
    asked = turn.say(
        "findings.photo_please",
        shop=(await shops.shop(turn.tx, here[0].shop_id)).name,
        duty=Names(tuple(duty_of(turn, f) for f in here)),
        cue=turn.say(f"findings.cue_{cue}"),
    )
    _await_photo(turn, waiting, f"{before}\n{asked}".strip())


def _await_photo(turn: Turn, waiting: list[Finding], text: str) -> None:
    cannot = Button(turn.say("findings.cannot"), skip_fix_photo(*_span(waiting)))
    turn.reply(text, buttons=[[cannot]], then=send_fix_photo(*_span(waiting)), topic=Topic.FIX)


def _cue(key: str) -> str:
    """A cue to show in the photo that nobody can know beforehand."""
    return CUES[sha256(key.encode()).digest()[0] % len(CUES)]


async def _fixed(turn: Turn, finding: Finding, photos: tuple[Attachment, ...]) -> None:
    """Record that the shop reports it fixed, and ask somebody else to re-check it."""
    finding = await deadlines.begin(turn, finding, turn.incoming.at)
    fixed = replace(finding, state=FindingState.FIXED, fixed_at=turn.incoming.at, fixed_by=turn.me)
    await findings.save(turn.tx, finding, fixed, event="fixed", by=turn.me, at=turn.now)
    await notify.settle(turn, finding)
    place = await shops.shop(turn.tx, finding.shop_id)
    for checker in await covers.keepers(turn.tx, place.id, turn.day, but=(turn.me,)):
        await turn.tell(checker, lambda say: _look_please(turn, say, place, fixed, photos))


def _look_please(turn: Turn, say: Say, place: Shop, finding: Finding, photos: tuple[Attachment, ...]) -> Reply:
    asked = say("findings.cue_asked", cue=say(f"findings.cue_{finding.cue}")) if finding.cue and photos else ""
    here = "" if photos else say("findings.no_photo")
    return Reply(
        say("findings.look_please", shop=place.name, door=place.door, duty=duty_of(turn, finding), cue=asked or here),
        buttons=recheck.answers(say, finding.id),
        attachments=photos,
        urgent=True,
        topic=Topic.CHECK.of(finding.id),
    )
