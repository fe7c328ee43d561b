"""Words that stay within reach: what each role does most, one touch each, also with wet hands."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from bot.flow import Turn
from bot.post import Outgoing
from messages.topics import Topic
from programme.roles import Role
from storage.people import people
from storage.shops import shops

QUICK = {
    "merchant": ("check", "stars", "help", "fixed", "report", "complaint"),
    "member": ("my_shops", "todo", "cross_review", "report"),
    "squad": ("spot_check", "todo", "report"),
    "secretary": ("todo", "digest", "cross_review"),
    "manager": ("todo", "digest", "unseen", "board", "report"),
    "desk": ("todo", "report"),
}
"""The commands of a role that does something here."""
ROLES = tuple(QUICK)
MOST = 6


def commands(roles: Collection[str]) -> tuple[str, ...]:
    """What somebody with these roles does most."""
    return tuple(dict.fromkeys(name for role in ROLES if role in roles for name in QUICK[role]))


async def within_reach(turn: Turn) -> list[Outgoing]:
    """The answers of a turn, the last with the quick words: each day anew, with the menu, once enrolled or understood anew."""
    last = next((out for out in reversed(turn.outgoing) if out.answers), None)
    known, roles = turn.known, turn.roles
    is_new = known is None or known.person_id != turn.person_id
    is_due = is_new or known is None or known.seen_at.astimezone(turn.zone).date() < turn.day
    is_due = is_due or (known is not None and not known.language and turn.say.language != turn.default_language)
    if last is None or turn.person_id is None or not (is_due or last.reply.topic == Topic.MENU):
        return turn.outgoing
    if is_new:  # the conversation is theirs only once this turn is kept
        enrolled = (await people.person(turn.tx, turn.person_id)).roles
        roles = enrolled | ({Role.MERCHANT} if await shops.held_by(turn.tx, turn.person_id) else frozenset())
    names = commands(roles)[:MOST]
    words = tuple(turn.say(f"meant.label_{name}") for name in (*names, "menu"))
    given = replace(last, reply=replace(last.reply, quick=words if names else ()))
    return [given if out is last else out for out in turn.outgoing]
