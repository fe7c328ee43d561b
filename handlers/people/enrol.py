"""Enrolment with one code and no questions; the answer names the shop or role and says in three lines what is kept and why."""

from __future__ import annotations

import re

from bot.flow import Flow, Turn
from handlers.checks import self_check
from handlers.people import handover, welcome
from messages.reply import Reply
from programme.ids import PersonId, ShopId
from programme.roles import Action
from storage.people import invites, people
from storage.people.invites import Invite
from storage.shops import shops

flow = Flow("enrol")

CODE = r"(?:/start[\s=]+)?([0-9A-Za-z][0-9A-Za-z \-]{5,62}[0-9A-Za-z])"


@flow.on(r"/start[\s=]+(\S.{0,62}\S)", Action.ENROL, rank=5)
async def started_with_code(turn: Turn) -> None:
    """`/start CODE`, as a deep link or a scanned door sign sends it."""
    await _try(turn, turn.match[1] if turn.match else "")


@flow.hears(lambda turn: _may_be_code(turn), Action.ENROL, rank=70)  # noqa: PLW0108 defined below
async def said_code(turn: Turn) -> bool:
    """A message that is only a code; a stranger's word that is no valid code is handled as ordinary words."""
    code = invites.normal(turn.text)
    is_word = not turn.roles and (code.isalpha() or code.isdecimal())
    if is_word and await invites.find(turn.tx, code, turn.now) is None:
        await invites.was_wrong(turn.tx, turn.incoming.sender, turn.now, turn.person_id)
        return False
    await _try(turn, turn.text)
    return True


def _may_be_code(turn: Turn) -> bool:
    """Whether words may be a code: any single word of code letters from a stranger, else only the exact form of ours."""
    code = invites.normal(turn.text)
    if not turn.roles and not turn.is_awaited:
        return bool(re.fullmatch(r"[0-9A-Z_]{6,64}", code)) and " " not in turn.text.strip()[:4]
    return (
        len(code) in (invites.LENGTH, invites.TOKEN_LENGTH)
        and set(code) <= set(invites.ALPHABET)
        and any(c.isdigit() for c in code)
    )


async def _try(turn: Turn, code: str) -> None:
    if turn.person_id is not None and await invites.was_theirs(turn.tx, code, turn.person_id):
        await welcome.greet(turn)
        return
    invite = await _invitation(turn, code)
    if invite is None:
        return
    person = await _person(turn, invite)
    if not await invites.use(turn.tx, invite.id, person, turn.now):
        turn.reply(turn.say("enrol.wrong_code"))
        return
    turn.person_id = person
    await people.journal(turn.tx, turn.now, person, "enrol", f"invite {invite.id}", invite.kind)
    await _WELCOME[invite.kind](turn, invite)
    await handover.free_own_shops(turn, person)


async def _invitation(turn: Turn, code: str) -> Invite | None:
    """The invite a code opens. Wrong codes that were typed are counted as guesses; those only a QR code can carry are not."""
    if invites.is_token(code):
        if (scanned := await invites.find(turn.tx, code, turn.now)) is None:
            turn.reply(turn.say("enrol.wrong_sign"))
        return scanned
    sender, person_id = turn.incoming.sender, turn.person_id
    if await invites.is_guessing(turn.tx, sender, turn.now, person_id):
        alarmed = await invites.is_alarmed(turn.tx, sender.channel, turn.now)
        turn.reply(turn.say("enrol.slowly" if alarmed else "enrol.too_many"))
        return None
    invite = await invites.find(turn.tx, code, turn.now)
    if invite is None:
        await invites.was_wrong(turn.tx, sender, turn.now, person_id)
        turn.reply(turn.say("enrol.wrong_code"))
    return invite


async def _person(turn: Turn, invite: Invite) -> PersonId:
    """The person the code belongs to: one the roster knows, one who already has a conversation here, or a new one."""
    if invite.person_id is not None:
        if turn.person_id not in (None, invite.person_id):
            await people.become(turn.tx, turn.me, invite.person_id, turn.now)
        return invite.person_id
    if turn.person_id is not None:
        await people.call(turn.tx, turn.me, invite.name)
        return turn.me
    of_phone = turn.incoming.language[:2]  # the usual one says nothing: their first sentence may
    language = "" if of_phone == turn.default_language else of_phone
    return await people.add(turn.tx, name=invite.name, now=turn.now, language=language)


async def _welcome_shop(turn: Turn, invite: Invite) -> None:
    shop_id = invite.shop_id or ShopId(0)
    await shops.hold(turn.tx, shop_id, turn.me, turn.now)
    place = await shops.shop(turn.tx, shop_id)
    turn.reply(turn.say("enrol.welcome_shop", shop=place.name, door=place.address))
    self_check.question(turn, place, turn.day)


async def _welcome_member(turn: Turn, invite: Invite) -> None:
    await people.grant(turn.tx, turn.me, "member", by=turn.person_id, now=turn.now)
    linked = await shops.links(turn.tx, turn.me)
    turn.reply(turn.say("enrol.welcome_member", name=invite.name, many=len(linked)))


async def _welcome_role(turn: Turn, invite: Invite) -> None:
    for role in invite.role.split():
        await people.grant(turn.tx, turn.me, role, by=turn.person_id, now=turn.now)
    names = "、".join(turn.say(f"enrol.role_{role}") for role in invite.role.split())
    turn.reply(turn.say("enrol.welcome_role", role=names))


async def _welcome_phone(turn: Turn, invite: Invite) -> None:
    """Link another telephone of the same person; the first one is told, in case it was somebody else."""
    await turn.tell(turn.me, lambda say: Reply(say("another_phone.linked_there")))
    turn.reply(turn.say("another_phone.linked", name=invite.name))


_WELCOME = {"shop": _welcome_shop, "member": _welcome_member, "role": _welcome_role, "phone": _welcome_phone}
