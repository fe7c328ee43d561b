"""Putting it right: the shop sends a photo when it is fixed, with something in it that only today's photo can have."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256

from bot.flow import Flow, Turn
from bot.messages import Attachment, Button, Reply
from handlers import recheck, telling
from handlers.telling import duty_of
from handlers.ties import may_about
from programme.roles import Action
from storage import covers, findings, shops
from storage.findings import Finding
from storage.shops import Shop
from texts import Say
from texts.days import Names

flow = Flow("rectify")

CUES = ("cup", "left", "right", "hand", "door", "shoe")
"""What a photo is asked to show; the sentences are in texts/."""
TO_FIX = ("open", "handed")
CANNOT = r"(拍不了|没法拍|不会拍|手机拍不了|no photo|cannot)[。.!！]*"


@flow.on(r"(改好了|整改好了|弄好了|已整改|fixed|done)[。.!！]*", "merchant", rank=35)
async def said_fixed(turn: Turn) -> None:
    """改好了, with or without the photo: which finding, then the photo, then another person's look."""
    waiting = await _to_fix(turn)
    if not waiting:
        turn.reply(turn.say("findings.nothing_open"))
    elif len(waiting) == 1:
        await _ask_photo(turn, waiting)
    else:
        rows = [[Button(await _named(turn, f), fix(f.id))] for f in waiting]
        rows.insert(0, [Button(turn.say("findings.all_fixed"), fix_all())])
        turn.reply(turn.say("findings.which"), buttons=rows, topic="fix")


@flow.step("merchant")
async def fix(turn: Turn, number: int) -> None:
    finding = await findings.finding(turn.tx, number)
    if await _may_fix(turn, finding):
        await _ask_photo(turn, [finding])


@flow.step("merchant")
async def fix_all(turn: Turn) -> None:
    waiting = await _to_fix(turn)
    if waiting:
        await _ask_photo(turn, waiting)
    else:
        turn.reply(turn.say("findings.already_settled"))


@flow.step("merchant", asks="photo")
async def fix_photo(turn: Turn, number: int) -> None:
    """The photo of the fix; 0 stands for everything that is open."""
    waiting = [f for f in await _to_fix(turn) if number in (0, f.id)]
    if not waiting:
        turn.reply(turn.say("findings.already_settled"))
    else:
        await _ask_photo(turn, waiting)


@flow.step("merchant")
async def without_photo(turn: Turn, number: int) -> None:
    """Whoever cannot take a photo is believed like everybody else: somebody comes and looks."""
    waiting = [f for f in await _to_fix(turn) if number in (0, f.id)]
    for finding in waiting:
        await _fixed(turn, finding, ())
    turn.reply(turn.say("findings.will_come" if waiting else "findings.already_settled"))


async def _to_fix(turn: Turn) -> list[Finding]:
    mine = await shops.held_by(turn.tx, turn.me)
    return [f for place in mine for f in await findings.open_at(turn.tx, place.id) if f.state in TO_FIX]


async def _named(turn: Turn, finding: Finding) -> str:
    """“秩序”, or “李记小吃 秩序” for whoever answers for several shops."""
    duty = turn.say("findings.one", duty=duty_of(turn, finding))
    if len(await shops.held_by(turn.tx, turn.me)) == 1:
        return duty
    return f"{(await shops.shop(turn.tx, finding.shop_id)).name} {duty}"


async def _may_fix(turn: Turn, finding: Finding) -> bool:
    if not await may_about(turn, Action.REPORT_FIX, finding):
        turn.reply(turn.say("self_check.not_mine"))
        return False
    if finding.state not in TO_FIX:
        turn.reply(turn.say("findings.already_settled"))
        return False
    return True


async def _ask_photo(turn: Turn, waiting: list[Finding]) -> None:
    """With the photo in hand it is done; else ask for one that shows the cue."""
    if turn.attachments:
        for finding in waiting:
            await _fixed(turn, finding, await turn.keep("fix", finding.id))
        turn.reply(turn.say("findings.fix_received"))
        return
    cue = next((f.cue for f in waiting if f.cue), "") or _cue(turn.incoming.key)
    for finding in waiting:
        await findings.save(turn.tx, replace(finding, cue=cue), event="photo asked", by=turn.me, at=turn.now, note=cue)
    number = waiting[0].id if len(waiting) == 1 else 0
    turn.reply(
        turn.say(
            "findings.photo_please",
            duty=Names(tuple(duty_of(turn, f) for f in waiting)),
            cue=turn.say(f"findings.cue_{cue}"),
        ),
        buttons=[[Button(turn.say("findings.cannot"), without_photo(number))]],
        then=fix_photo(number),
        topic="fix",
    )


def _cue(key: str) -> str:
    """One nobody can know beforehand."""
    return CUES[sha256(key.encode()).digest()[0] % len(CUES)]


async def _fixed(turn: Turn, finding: Finding, photos: tuple[Attachment, ...]) -> None:
    """The shop says it is fixed: whoever did not fix it is asked to look."""
    fixed = replace(finding, state="fixed", fixed_at=turn.incoming.at, fixed_by=turn.me)
    await findings.save(turn.tx, fixed, event="fixed", by=turn.me, at=turn.now)
    await telling.settle(turn, finding)
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
        topic=f"check {finding.id}",
    )
