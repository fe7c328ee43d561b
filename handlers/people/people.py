"""Who does what here: managers invite colleagues with a code and take roles back; the journal keeps who did it."""

from __future__ import annotations

from collections.abc import Sequence

from bot.flow import Flow, Turn
from handlers.people import handover
from handlers.people.withdraw import is_last_manager
from handlers.shared.relations import to_person
from messages.reply import Button, Reply
from messages.topics import Topic
from programme.ids import PersonId
from programme.roles import Action, Role
from storage.people import invites, people
from storage.people.people import Person

flow = Flow("people")

ROLES = {
    "管理员": "manager",
    "主任": "manager",
    "中队": "squad",
    "执法中队": "squad",
    "书记": "secretary",
    "支部书记": "secretary",
    "党员": "member",
    "manager": "manager",
    "squad": "squad",
    "secretary": "secretary",
    "member": "member",
}
_WORDS = "|".join(sorted(ROLES, key=len, reverse=True))


@flow.on(rf"(?:邀请|/invite|invite)\s+({_WORDS})\s+(\S+)(?:\s+(\S+))?", Action.GRANT_ROLE, rank=36)
async def said_invite(turn: Turn) -> None:
    """“邀请 书记 周明 第二支部”: a code to pass on; used once, by one person."""
    if turn.match is None:
        return
    role, name, branch = ROLES[turn.match[1].lower()], turn.match[2], turn.match[3] or ""
    person = None
    if branch:
        branch_id = await people.branch(turn.tx, branch)
        person = await people.add(turn.tx, name=name, now=turn.now, branch_id=branch_id)
    days = turn.rules.deadlines.invite_days
    code = await invites.make(turn.tx, kind="role", name=name, now=turn.now, days=days, role=role, person_id=person)
    await people.journal(turn.tx, turn.now, turn.me, "invite", f"role {role}")
    turn.reply(turn.say("people.code", role=turn.say(f"enrol.role_{role}"), name=name, code=code, days=days))


@flow.on(r"(?:邀请|收回|/invite|invite|/revoke|revoke)(?:\s.*)?", Action.GRANT_ROLE, rank=37)
async def said_invite_how(turn: Turn) -> None:
    turn.reply(turn.say("people.how"))


@flow.on(rf"(?:收回|/revoke|revoke)\s+({_WORDS})\s+(\S+)", Action.GRANT_ROLE, rank=36)
async def said_revoke(turn: Turn) -> None:
    """“收回 管理员 周明”: asked once; what they look after passes on."""
    if turn.match is None:
        return
    role, name = ROLES[turn.match[1].lower()], turn.match[2]
    found = [p for p in await people.with_role(turn.tx, role) if p.name == name]
    if not found:
        turn.reply(turn.say("people.no_such", role=turn.say(f"enrol.role_{role}"), name=name))
        return
    rows = [
        [Button(turn.say("people.take_back", name=await _known(turn, p, found)), revoke_role(p.id, role))]
        for p in found
    ]
    turn.reply(turn.say("people.sure", role=turn.say(f"enrol.role_{role}")), buttons=rows, topic=Topic.REVOKE)


async def _known(turn: Turn, person: Person, among: Sequence[Person]) -> str:
    """The name; with the branch where two are called the same."""
    if len(among) == 1 or person.branch_id is None:
        return person.name
    return f"{person.name} {(await people.branches(turn.tx)).get(person.branch_id, '')}"


@flow.step(Action.GRANT_ROLE, to=to_person, refused="people.not_yourself")
async def revoke_role(turn: Turn, person_id: PersonId, role: str) -> None:
    person = await people.person(turn.tx, person_id)
    if role not in person.roles:
        turn.reply(turn.say("people.settled"))
        return
    if role == "manager" and await is_last_manager(turn, person_id):
        turn.reply(turn.say("withdraw.last_manager"))
        return
    if role == "member":
        await handover.pass_on(turn, person_id)
    elif role == "manager" and Role.MEMBER not in person.roles:
        await handover.pass_covers(turn, person_id)
    await people.revoke(turn.tx, person_id, role, by=turn.me, now=turn.now)
    await turn.tell(person_id, lambda say: Reply(say("people.taken_back", role=say(f"enrol.role_{role}"))))
    turn.reply(turn.say("people.done", name=person.name))
