"""Codes of colleagues that nobody has used: “把那个码作废吧” voids one, and asks which where several may be meant."""

from __future__ import annotations

import re

from bot.flow import Flow, Turn
from bot.language.words.vocabulary import Vocabulary
from handlers.people.invitations import plainly, role_and_name
from handlers.shared.naming import names_in
from messages.reply import CANCEL, Button
from messages.topics import Topic
from programme.roles import Action
from storage.people import invites, people
from storage.people.invites import Invite

flow = Flow("codes")

_GROUPS = Vocabulary("invitations")
_VOIDS = re.compile(_GROUPS.pattern("voids"), re.IGNORECASE)
_CODES = re.compile(_GROUPS.pattern("codes"), re.IGNORECASE)
MOST_OFFERED = 8


async def void_told(turn: Turn) -> bool:
    """Void the code of whoever is named, or the only one; False where no code is spoken of."""
    if not _VOIDS.search(turn.text):
        return False
    unused = await invites.open_for_roles(turn.tx, turn.now)
    known = [one.name for one in await people.with_role(turn.tx, "member")]
    spoken_of = names_in([*known, *(one.name for one in unused)], turn.text)
    role = role_and_name(plainly(turn.words))[0]
    named = [one for one in unused if one.name in spoken_of and role in ("", one.role)]
    if not named and not _CODES.search(turn.text):
        return False
    found = named or unused
    if len(found) == 1:
        await _void(turn, found[0])
    elif found:
        newest = sorted(found, key=lambda one: -one.id)[:MOST_OFFERED]
        rows = [[Button(_label(turn, one), cancel_code(one.code))] for one in newest]
        rows.append([Button(turn.say("engine.cancel"), CANCEL)])
        turn.reply(turn.say("people.which_code"), buttons=rows, topic=Topic.REVOKE)
    else:
        turn.reply(turn.say("people.no_codes"))
    return True


@flow.step(Action.GRANT_ROLE)
async def cancel_code(turn: Turn, code: str) -> None:
    """The one that was chosen, unless it was used or voided meanwhile."""
    unused = {one.code: one for one in await invites.open_for_roles(turn.tx, turn.now)}
    if one := unused.get(code):
        await _void(turn, one)
    else:
        turn.reply(turn.say("people.no_codes"))


async def _void(turn: Turn, one: Invite) -> None:
    await invites.void(turn.tx, one.id, turn.now)
    await people.journal(turn.tx, turn.now, turn.me, "void code", f"role {one.role}")
    turn.reply(turn.say("people.code_void", role=turn.say(f"enrol.role_{one.role}"), name=one.name))


def _label(turn: Turn, one: Invite) -> str:
    return turn.say("people.void_code", name=one.name, role=turn.say(f"enrol.role_{one.role}"), code=one.code)
