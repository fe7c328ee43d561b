"""Codes cannot be guessed, and whoever guesses keeps nobody else out."""

from __future__ import annotations

from datetime import timedelta

import pytest

from messages.address import Address
from programme.ids import PersonId
from storage.core.tx import Database, Tx
from storage.people import invites
from tests.town import MONDAY, Town

SOMEBODY_NEW = Address("web", "somebody new")


async def guesses(tx: Tx, many: int, channel: str = "web") -> None:
    """Each from an address of its own, which costs nothing in the web chat."""
    for number in range(many):
        await invites.was_wrong(tx, Address(channel, f"stranger {number}"), MONDAY)


async def test_a_town_full_of_guesses_slows_those_who_guess_and_shuts_nobody_out(database: Database) -> None:
    """200 wrong codes in ten minutes, a third of one a second, once shut enrolment for everybody."""

    async def waits(sender: Address, seconds: float = 1) -> bool:
        later = MONDAY + timedelta(seconds=seconds)
        return await database.read(lambda tx: invites.is_guessing(tx, sender, later))

    await database.write(lambda tx: guesses(tx, invites.WRONG_ALL - 1))
    assert not await waits(Address("web", "stranger 5")), "one wrong code is a slip of the finger"
    await database.write(lambda tx: guesses(tx, 1))
    assert not await waits(SOMEBODY_NEW)
    assert await waits(Address("web", "stranger 5")), "now one is enough to wait"
    assert not await waits(Address("web", "stranger 5"), 121), "for two minutes"
    assert not await waits(Address("telegram", "stranger 5")), "and in this channel only"


async def test_one_person_is_one_whatever_they_type_from(database: Database) -> None:
    wang = PersonId(7)

    async def types(tx: Tx) -> None:
        for number in range(invites.WRONG_MOST):
            await invites.was_wrong(tx, Address("web", f"window {number}"), MONDAY, wang)

    await database.write(types)
    later = MONDAY + timedelta(minutes=1)
    assert await database.read(lambda tx: invites.is_guessing(tx, SOMEBODY_NEW, later, wang))
    assert not await database.read(lambda tx: invites.is_guessing(tx, SOMEBODY_NEW, later, PersonId(8)))
    assert not await database.read(lambda tx: invites.is_guessing(tx, SOMEBODY_NEW, later))


async def _shop(town: Town, name: str = "李记面馆") -> tuple[str, str]:
    """A new shop's code and what its QR code says."""
    now = town.clock()

    async def add(tx: Tx) -> tuple[str, str]:
        shop_id = await town.add_shop(tx, name)
        code = await invites.make(tx, kind="shop", name=name, now=now, days=90, shop_id=shop_id)
        await invites.give_tokens(tx, now)
        [one] = [p for p in await invites.printable(tx, now) if p.name == name]
        return code, one.token

    return await town.database.write(add)


@pytest.mark.parametrize("alarm", [False, True])
async def test_a_newcomer_enrols_while_a_stranger_guesses(town: Town, alarm: bool) -> None:
    code, _ = await _shop(town)
    await town.database.write(lambda tx: guesses(tx, 3 * invites.WRONG_ALL if alarm else 0, town.shape))
    li = town.player("李老板")
    await li.says(code)
    li.sees_somewhere("李记面馆")


async def test_a_scanned_sign_opens_whatever_was_typed_before_it(town: Town) -> None:
    code, token = await _shop(town)
    assert len(token) == invites.TOKEN_LENGTH
    li = town.player("李老板")
    for _ in range(invites.WRONG_MOST + 1):
        await li.says("ABCD2345")
    await li.says(code)
    li.sees("十分钟")
    await li.says(f"/start {token}")
    li.sees_somewhere("李记面馆")


async def test_a_sign_scanned_again_by_somebody_else_is_no_guess(town: Town) -> None:
    """The second person behind the counter scans the same sign, five times; then types the code of another shop."""
    _, token = await _shop(town)
    other, _ = await _shop(town, "胡氏山货")
    li, hu = town.player("李老板"), town.player("胡老板")
    await li.says(token)
    for _ in range(invites.WRONG_MOST + 1):
        await hu.says(token)
        hu.sees("门贴已经用过")
    await hu.says(other)
    hu.sees_somewhere("胡氏山货")


async def test_ones_own_sign_scanned_again_is_a_greeting(town: Town) -> None:
    _, token = await _shop(town)
    li = town.player("李老板")
    await li.says(token)
    for _ in range(invites.WRONG_MOST + 1):
        await li.says(f"/start {token}")
        assert "用过" not in li.last
        assert "十分钟" not in li.last
