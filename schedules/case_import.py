"""Imports the cases of a sheet, a few in each transaction; after a kill the next run imports the rest."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING

import orjson

from bot.turns import Turns
from messages.address import Address
from messages.incoming import Incoming, Kind
from storage.core.tx import Database, Tx
from storage.delivery.outbox import OutboxMessage
from storage.intake import intakes

if TYPE_CHECKING:
    from documents.intake.case_sheet import Case

AT_ONCE = 50
SENDER = Address("sheets", "cases")
"""Whose events the cases are."""


async def take(
    database: Database,
    turns: Turns,
    cases: Sequence[Case],
    now: Callable[[], datetime],
    hand: Callable[[Sequence[OutboxMessage]], None],
) -> int:
    """Import the cases that are not known yet; returns how many."""
    known = await database.read(lambda tx: intakes.known(tx, intakes.CASES))
    new = [case for case in cases if case.number not in known]
    for start in range(0, len(new), AT_ONCE):
        hand(await database.write(_taking(turns, new[start : start + AT_ONCE], now)))
    return len(new)


def _taking(
    turns: Turns, some: Sequence[Case], now: Callable[[], datetime]
) -> Callable[[Tx], Awaitable[list[OutboxMessage]]]:
    async def take_some(tx: Tx) -> list[OutboxMessage]:
        messages: list[OutboxMessage] = []
        for case in some:
            text = orjson.dumps({"what": "case", **asdict(case)}).decode()
            incoming = Incoming(f"cases:{case.number}", SENDER, now(), Kind.EVENT, text)
            messages += await turns.take(tx, incoming, now())
        return messages

    return take_some
