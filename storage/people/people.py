"""People: as little personal data as works; those who leave are excluded, those who ask are erased."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from files.dataclass import dataclass
from programme.identity import person_key
from programme.ids import PersonId
from programme.roles import Role
from storage.core.tx import Tx


@dataclass(frozen=True, slots=True)
class Person:
    """`reminders` is False after 停止提醒; `quiet_since` is the day on which we stopped asking by ourselves."""

    id: PersonId
    name: str
    phone: str
    language: str
    branch_id: int | None
    roles: frozenset[str]
    created_at: datetime
    reminders: bool
    quiet_since: date | None
    left_at: datetime | None
    erased_at: datetime | None


async def person(tx: Tx, person_id: PersonId) -> Person:
    """One person by their id. Raises LookupError when there is no such person."""
    found = await tx.one(Person, "person", id=person_id)
    if found is None:
        raise LookupError(f"there is no person {person_id}")
    return found


async def add(
    tx: Tx,
    *,
    name: str,
    now: datetime,
    phone: str = "",
    language: str = "",
    branch_id: int | None = None,
    roles: Collection[str] = (),
) -> PersonId:
    return PersonId(
        await tx.value(
            "person_add",
            name=name,
            phone=phone,
            language=language,
            branch_id=branch_id,
            roles=frozenset(roles),
            created_at=now,
        )
    )


async def call(tx: Tx, person_id: PersonId, name: str) -> None:
    """Whoever was known by nothing but what they said has a name from now on."""
    await tx.do("person_first_name", id=person_id, name=name)


async def grant(tx: Tx, person_id: PersonId, role: str, *, by: PersonId | None, now: datetime) -> None:
    """Give a role; the journal keeps who gave it."""
    held = (await person(tx, person_id)).roles
    if role not in held:
        await tx.do("person_roles", id=person_id, roles=held | {role})
        await journal(tx, now, by, "grant", f"person {person_id}", role)


async def revoke(tx: Tx, person_id: PersonId, role: str, *, by: PersonId | None, now: datetime) -> None:
    held = (await person(tx, person_id)).roles
    if role in held:
        await tx.do("person_roles", id=person_id, roles=held - {role})
        await journal(tx, now, by, "revoke", f"person {person_id}", role)


async def speak(tx: Tx, person_id: PersonId, language: str) -> None:
    await tx.do("person_language", id=person_id, language=language)


async def remind(tx: Tx, person_id: PersonId, *, on: bool) -> None:
    """Switch reminders on or off; either way we may ask again."""
    await tx.do("person_reminders", id=person_id, reminders=on)


async def fall_quiet(tx: Tx, person_id: PersonId, day: date) -> None:
    """Three days unanswered: stop asking, from `day` on."""
    await tx.do("person_quiet", id=person_id, day=day)


async def with_role(tx: Tx, role: str) -> list[Person]:
    return await tx.all(Person, "people_with_role", role=role)


async def named(tx: Tx, role: str, name: str) -> list[Person]:
    """Who has the role and is called so, however the name is spaced."""
    return [one for one in await with_role(tx, role) if person_key(one.name) == person_key(name)]


async def colleagues_named(tx: Tx, name: str) -> list[Person]:
    """Whoever works here under any role and is called so."""
    found = {one.id: one for role in Role if role is not Role.MERCHANT for one in await named(tx, role, name)}
    return list(found.values())


async def become(tx: Tx, old: PersonId, into: PersonId, now: datetime) -> None:
    """Merge two known people who turn out to be one: their shops, chats and roles."""
    await tx.do("holdings_move", person_id=old, into=into)
    await tx.do("holdings_end_of", person_id=old, at=now)
    await tx.do("conversations_move", person_id=old, into=into)
    await tx.do("requests_move", person_id=old, into=into)
    await tx.do("reporters_copy", person_id=old, into=into)
    await tx.do("reporters_forget", person_id=old)
    await tx.do("parts_move", person_id=old, into=into)
    await tx.do("parts_withdraw", person_id=old)
    await tx.do("hour_papers_move", person_id=old, into=into)
    for role in sorted((await person(tx, old)).roles):
        await grant(tx, into, role, by=into, now=now)
    await tx.do("person_left", id=old, at=now)
    await journal(tx, now, into, "become", f"person {old}", f"person {into}")


async def is_reachable(tx: Tx, person_id: PersonId) -> bool:
    """Whether any conversation with this person is open."""
    return bool(await tx.value("people_enrolled", id=person_id))


async def branch(tx: Tx, name: str) -> int | None:
    """A branch's id by its name, made when it is new; None for no name."""
    if not name:
        return None
    found = await tx.value("branch_find", name=name)
    return int(found if found is not None else await tx.value("branch_add", name=name))


async def branches(tx: Tx) -> dict[int, str]:
    """All branches' names by their id."""
    return {int(row["id"]): str(row["name"]) for row in await tx.rows("branches_all")}


async def journal(tx: Tx, at: datetime, by: PersonId | None, action: str, subject: str, note: str = "") -> None:
    """Record who did what to whom in the journal; never names or telephones."""
    await tx.do("journal_add", at=at, person_id=by, action=action, subject=subject, note=note)
