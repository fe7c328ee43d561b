"""分管领导 and 支部品牌: who of the Party group is linked with a branch, and the one line it is known by."""

from __future__ import annotations

from bot.flow import Flow, Turn
from messages.reply import Reply
from programme.identity import person_key
from programme.ids import PersonId
from programme.roles import Action, Role
from storage.activities import branch_leaders, branch_rounds
from storage.people import people

flow = Flow("branch_leaders")

LONGEST_BRAND = 20
NOBODY = ("无", "没有", "nobody", "none")
LEADERS = (Role.MANAGER, Role.SECRETARY)
"""Whoever may have something on their list that an activity brought back."""


async def _branch_in(turn: Turn, words: str) -> tuple[int, str, str] | None:
    """The branch that is named, by number and name, and the words beside it."""
    names = await people.branches(turn.tx)
    name = max((one for one in names.values() if one and one in words), key=len, default="")
    number = next((number for number, one in names.items() if one == name), None)
    return None if number is None or not name else (number, name, words.replace(name, " ", 1).strip(" ，,：:→"))


@flow.intent("branch_leader", Action.NAME_LEADER)
async def said_leader(turn: Turn) -> None:
    """“分管领导 第三支部 陈主任”; the word alone lists the branches, and “无” in place of the name ends it."""
    named = await _branch_in(turn, turn.words)
    if named is None or not named[2]:
        await _list(turn)
        return
    branch_id, branch, name = named
    if name in NOBODY:
        await branch_leaders.unlink(turn.tx, branch_id)
        turn.reply(turn.say("branch_leaders.ended", branch=branch))
        return
    found = await _leaders_called(turn, name)
    if len(found) != 1:
        turn.reply(turn.say("branch_leaders.which" if found else "branch_leaders.unknown", name=name[:20]))
        return
    ((leader, called),) = found.items()
    await branch_leaders.link(turn.tx, branch_id, leader)
    await people.journal(turn.tx, turn.now, turn.me, "branch leader", f"branch {branch_id}", f"person {leader}")
    if leader != turn.me:
        await turn.tell(leader, lambda say: Reply(say("branch_leaders.yours", branch=branch)))
    secretaries = (await branch_rounds.secretaries(turn.tx)).get(branch_id, [])
    for secretary in [one for one in secretaries if one not in (turn.me, leader)]:
        await turn.tell(secretary, lambda say: Reply(say("branch_leaders.told", branch=branch, name=called)))
    turn.reply(turn.say("branch_leaders.linked", branch=branch, name=called))


async def _leaders_called(turn: Turn, name: str) -> dict[PersonId, str]:
    """Everybody of this name who may lead, by their number."""
    able = [who for role in LEADERS for who in await people.with_role(turn.tx, role)]
    return {who.id: who.name for who in able if person_key(who.name) == person_key(name)}


async def _list(turn: Turn) -> None:
    """Every branch in the order of its name, with who is linked."""
    known, names = await branch_leaders.leaders(turn.tx), await people.branches(turn.tx)
    lines = []
    for number, branch in sorted(names.items(), key=lambda one: one[1]):
        leader = known.get(number)
        name = (await people.person(turn.tx, leader)).name if leader is not None else ""
        lines.append(turn.say("branch_leaders.line", branch=branch, name=name or turn.say("branch_leaders.nobody")))
    turn.reply("\n".join([*lines, turn.say("branch_leaders.how")]))


@flow.intent("branch_brand", Action.NOTE_BRANCH)
async def said_brand(turn: Turn) -> None:
    """“支部品牌 第三支部 红管家”, or a secretary's own without the branch's name: one line on posters and the board."""
    named = await _branch_in(turn, turn.words)
    mine = turn.known.branch_id if turn.known else None
    if named is None and mine is not None:
        named = (mine, (await people.branches(turn.tx)).get(mine, ""), turn.words.strip())
    if named is None or not named[2] or len(named[2]) > LONGEST_BRAND:
        turn.reply(turn.say("branch_leaders.brand_how", most=LONGEST_BRAND))
        return
    branch_id, branch, brand = named
    if branch_id != mine and not {Role.MANAGER, Role.ADMIN} & set(turn.roles):
        turn.reply(turn.say("engine.not_yours"))
        return
    await branch_leaders.name_brand(turn.tx, branch_id, brand)
    turn.reply(turn.say("branch_leaders.branded", branch=branch, brand=brand))
