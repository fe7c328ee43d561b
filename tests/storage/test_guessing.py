"""Codes cannot be guessed, not even by somebody to whom addresses cost nothing."""

from __future__ import annotations

from datetime import timedelta

from messages.address import Address
from storage.core.tx import Database, Tx
from storage.people import invites
from tests.town import MONDAY


async def test_many_addresses_of_a_channel_wait_together(database: Database) -> None:
    """Five wrong codes and a sender waits; but in the web chat everybody can be as many senders as they like."""

    async def guesses(tx: Tx, first: int, last: int) -> None:
        for number in range(first, last):
            await invites.was_wrong(tx, Address("web", f"stranger {number}"), MONDAY)

    async def waits(channel: str, minutes: int = 1) -> bool:
        later = MONDAY + timedelta(minutes=minutes)
        return await database.read(lambda tx: invites.is_guessing(tx, Address(channel, "somebody new"), later))

    await database.write(lambda tx: guesses(tx, 0, invites.WRONG_ALL - 1))
    assert not await waits("web")
    await database.write(lambda tx: guesses(tx, invites.WRONG_ALL, invites.WRONG_ALL + 1))
    assert await waits("web")
    assert not await waits("telegram"), "nobody else has to wait for it"
    assert not await waits("web", minutes=11)
