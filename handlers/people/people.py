"""Managing roles: managers invite colleagues with a code and take roles back; the journal records who did it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.flow import Flow, Turn
from bot.kept import pack, restore
from bot.language.meanings import Meaning, Reading
from handlers.people import codes, handover, invitations, links
from handlers.people.invitations import ROLES, Wanted, plainly, role_and_name
from handlers.people.withdraw import is_last_manager
from handlers.shared.naming import named_in, names_in
from handlers.shared.relations import to_person
from messages.reply import CANCEL, Button, Reply
from messages.topics import Topic
from programme.identity import person_key
from programme.ids import PersonId
from programme.roles import Action, Role
from storage.people import invites, people
from storage.people.invites import Invite
from storage.people.people import Person
from texts.days import Day, Names

flow = Flow("people")

MOST_LISTED = 20


def _told(turn: Turn) -> str:
    """The words of an invitation: all of the sentence where the role was a part of the command's own words."""
    return turn.words if role_and_name(plainly(turn.words))[0] else turn.text


@flow.intent("invite", Action.GRANT_ROLE)
async def said_invite(turn: Turn) -> None:
    """“邀请 书记 周明 第二支部”, “邀请周明当书记”: an invite code; ask first where the name is known or invited already."""
    if await codes.void_told(turn) or await _is_about_shop(turn):
        return
    wanted = invitations.wanted(_told(turn))
    if wanted is None:
        await _say_how(turn)
        return
    known = await _colleagues(turn, wanted.name)
    open_codes = await _open_codes(turn, wanted.role, wanted.name)
    is_new = bool(wanted.branch) and wanted.branch not in (await people.branches(turn.tx)).values()
    if not known and not open_codes:
        await (_ask_branch(turn, wanted) if is_new else _invite(turn, wanted))
        return
    said = turn.say(f"enrol.role_{wanted.role}")
    lines = [turn.say("people.known_as", name=p.name, role=await _roles_of(turn, p)) for p in known]
    lines += [turn.say("people.code_open", name=one.name, role=said, day=_until(turn, one)) for one in open_codes]
    lines += [turn.say("people.branch_is_new", branch=wanted.branch)] if is_new else []
    rows = [
        [Button(turn.say("people.is_them", name=await _known(turn, p, known), role=said), invite_known(p.id))]
        for p in known
        if wanted.role not in p.roles
    ]
    rows += [[Button(turn.say("people.code_anew"), invite_anew())]] if open_codes else []
    rows += [[Button(turn.say("people.is_another", name=wanted.name), invite_another())]]
    rows += [[Button(turn.say("engine.cancel"), CANCEL)]]
    question = turn.say("people.which_invited", name=wanted.name)
    turn.reply("\n".join([*lines, question]), buttons=rows, topic=Topic.INVITE, kept=pack(turn, words=_told(turn)))


async def _is_about_shop(turn: Turn) -> bool:
    """“把便民五金划给新来的党员赵磊” gives a shop to a member, who may have to be invited first."""
    shops = (await named_in(turn, turn.text)).shops
    is_given = any(links.taker_in(turn.text, one.name) for one in shops)
    return is_given and await turn.carry_out(turn, Reading("", (Meaning("link", turn.text),)))


@flow.step(Action.GRANT_ROLE)
async def invite_member(turn: Turn, name: str) -> None:
    """A member by the name under which a shop was to be given to them."""
    await _invite(turn, Wanted(Role.MEMBER, name.replace("_", " "), ""))


async def _ask_branch(turn: Turn, wanted: Wanted) -> None:
    """Show what will be made before a branch is made that is not there yet: it may be a name that was taken for one."""
    words = turn.say(
        "people.new_branch", name=wanted.name, role=turn.say(f"enrol.role_{wanted.role}"), branch=wanted.branch
    )
    rows = [
        [Button(turn.say("people.make_branch", branch=wanted.branch), invite_another())],
        [Button(turn.say("people.without_branch"), invite_alone())],
        [Button(turn.say("engine.cancel"), CANCEL)],
    ]
    turn.reply(words, buttons=rows, topic=Topic.INVITE, kept=pack(turn, words=_told(turn)))


@flow.step(Action.GRANT_ROLE)
async def invite_alone(turn: Turn) -> None:
    """The same person in no branch."""
    if wanted := _restored(turn):
        await _invite(turn, replace(wanted, branch=""))


@flow.step(Action.GRANT_ROLE, to=to_person, refused="people.not_yourself")
async def invite_known(turn: Turn, person_id: PersonId) -> None:
    """The same person: the code adds a role to somebody who is here."""
    if wanted := _restored(turn):
        await _invite(turn, wanted, person_id)


@flow.step(Action.GRANT_ROLE)
async def invite_another(turn: Turn) -> None:
    """Somebody else of the same name."""
    if wanted := _restored(turn):
        await _invite(turn, wanted)


@flow.step(Action.GRANT_ROLE)
async def invite_anew(turn: Turn) -> None:
    """The same invitation again: the earlier code is void."""
    if wanted := _restored(turn):
        await _void_codes(turn, wanted.role, wanted.name)
        await _invite(turn, wanted)


def _restored(turn: Turn) -> Wanted | None:
    """The invitation that was asked about; says so when it has been answered already."""
    kept = restore(turn)
    if not kept:
        turn.reply(turn.say("engine.answered"))
        return None
    return invitations.wanted(kept["words"])


async def _invite(turn: Turn, wanted: Wanted, person: PersonId | None = None) -> None:
    role, name = wanted.role, wanted.name
    if person is None and wanted.branch:
        branch_id = await people.branch(turn.tx, wanted.branch)
        person = await people.add(turn.tx, name=name, now=turn.now, branch_id=branch_id)
    days = turn.rules.deadlines.invite_days
    code = await invites.make(turn.tx, kind="role", name=name, now=turn.now, days=days, role=role, person_id=person)
    await people.journal(turn.tx, turn.now, turn.me, "invite", f"role {role}")
    turn.reply(turn.say("people.code", role=turn.say(f"enrol.role_{role}"), name=name, code=code, days=days))


async def _colleagues(turn: Turn, name: str) -> list[Person]:
    """Whoever is called so and has any office here, each once."""
    found = [p for role in dict.fromkeys(ROLES.values()) for p in await people.named(turn.tx, role, name)]
    return list({p.id: p for p in found}.values())


async def _roles_of(turn: Turn, person: Person) -> str:
    """Their offices in words, and the branch."""
    names = [turn.say(f"enrol.role_{role}") for role in dict.fromkeys(ROLES.values()) if role in person.roles]
    branch = (await people.branches(turn.tx)).get(person.branch_id or 0, "")
    return Names((*names, *([branch] if branch else []))).name(turn.say.language)


async def _say_how(turn: Turn) -> None:
    """Explain how to invite, and list the codes that are still valid."""
    open_ones = [
        turn.say("people.open_code", role=turn.say(f"enrol.role_{one.role}"), name=one.name, day=_until(turn, one))
        for one in await invites.open_for_roles(turn.tx, turn.now)
    ]
    listed = [turn.say("people.open_codes"), *open_ones[:MOST_LISTED]] if open_ones else []
    turn.reply("\n".join([turn.say("people.how"), *listed]))


def _until(turn: Turn, invite: Invite) -> Day:
    return Day(invite.expires_at.astimezone(turn.zone).date())


@flow.intent("revoke", Action.GRANT_ROLE)
async def said_revoke(turn: Turn) -> None:
    """“收回 管理员 周明”: void an unused code at once; before a role is taken, ask, then pass on what they look after."""
    if await codes.void_told(turn):
        return
    role, names = role_and_name(plainly(turn.words))
    role = role or role_and_name(plainly(turn.text))[0]
    known = [p.name for one in dict.fromkeys(ROLES.values()) for p in await people.with_role(turn.tx, one)]
    names = names_in(known, turn.text)[:1] or names
    if not role:
        await _without_role(turn, names)
        return
    if not names:
        await _say_how(turn)
        return
    name = " ".join(names)
    said = turn.say(f"enrol.role_{role}")
    voided = await _void_codes(turn, role, name)
    name = voided[0].name if voided else name
    found = await people.named(turn.tx, role, name)
    if not found:
        turn.reply(turn.say("people.code_void" if voided else "people.no_such", role=said, name=name))
        return
    rows = [
        [Button(turn.say("people.take_back", name=await _known(turn, p, found)), revoke_role(p.id, role))]
        for p in found
    ]
    words = [turn.say("people.code_void", role=said, name=name)] if voided else []
    turn.reply("\n".join([*words, turn.say("people.sure", role=said)]), buttons=rows, topic=Topic.REVOKE)


async def _without_role(turn: Turn, names: Sequence[str]) -> None:
    """Which role of whoever is named; that nobody is called so; or how it is said."""
    if names and await _colleagues(turn, names[0]):
        await _ask_role(turn, names[0])
    elif names and invitations.is_name(names[0]):
        turn.reply(turn.say("people.nobody_called", name=names[0]))
    else:
        await _say_how(turn)


async def _ask_role(turn: Turn, name: str) -> None:
    """“何静调走了”: each of the roles they have may be taken back."""
    found = await _colleagues(turn, name)
    rows = [
        [
            Button(
                f"{turn.say('people.take_back', name=await _known(turn, p, found))} {turn.say(f'enrol.role_{role}')}",
                revoke_role(p.id, role),
            )
        ]
        for p in found
        for role in dict.fromkeys(ROLES.values())
        if role in p.roles
    ]
    rows += [[Button(turn.say("engine.cancel"), CANCEL)]]
    turn.reply(turn.say("people.which_role", name=name), buttons=rows, topic=Topic.REVOKE)


async def _void_codes(turn: Turn, role: str, name: str) -> list[Invite]:
    """Void the unused codes for this role and name."""
    mine = await _open_codes(turn, role, name)
    for one in mine:
        await invites.void(turn.tx, one.id, turn.now)
        await people.journal(turn.tx, turn.now, turn.me, "void code", f"role {role}")
    return mine


async def _open_codes(turn: Turn, role: str, name: str) -> list[Invite]:
    """The unused codes for this role and name, however the name is spaced."""
    known = await invites.open_for_roles(turn.tx, turn.now)
    return [one for one in known if (one.role, person_key(one.name)) == (role, person_key(name))]


async def _known(turn: Turn, person: Person, among: Sequence[Person]) -> str:
    """A person's name, with the branch where two have the same name."""
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
    await invites.revoke_person(turn.tx, person_id, turn.now)
    await turn.tell(person_id, lambda say: Reply(say("people.taken_back", role=say(f"enrol.role_{role}"))))
    turn.reply(turn.say("people.done", name=person.name))
