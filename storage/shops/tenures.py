"""The end of a tenure, in chat or by a roster: what ran against the holder, or was requested by them, ends with it.

None of it counts for the next holder, and none is deleted: the shop keeps its history.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from files.dataclass import dataclass
from messages.topics import Topic
from programme.appeals.appeal_state import APPEAL
from programme.findings.finding_state import FINDING
from programme.ids import PersonId, ShopId
from programme.requests.help_state import HELP
from programme.roles import Role
from programme.titles.title_state import TITLE
from programme.titles.veto_state import VETO
from programme.transitions import Transitions
from storage.core.tx import Tx

_Steps = tuple[tuple[str, Transitions[Any] | None], ...]

_ENDS: _Steps = (
    ("tenure_findings_note", None),
    ("tenure_findings_end", FINDING),
    ("tenure_help_note", None),
    ("tenure_help_end", HELP),
    ("tenure_appeals_end", APPEAL),
    ("tenure_vetoes_end", VETO),
    ("tenure_objections_end", None),
    ("titles_end_of_shop", TITLE),
    ("holdings_end", None),
    ("tenure_end", None),
    ("invites_revoke_shop", None),
)
_AGAIN: _Steps = (
    ("roster_tenure_again", None),
    ("roster_holdings_again", None),
    ("tenure_findings_again", FINDING),
    ("tenure_findings_later", None),
    ("tenure_help_again", HELP),
    ("tenure_help_later", None),
    ("tenure_appeals_again", APPEAL),
    ("tenure_vetoes_again", VETO),
    ("titles_again", TITLE),
    ("tenure_objections_again", None),
)
"""Statements in their order; one with a table of states is run for every pair that ends with a holder (`with_holder`)."""


@dataclass(frozen=True, slots=True)
class Leaving:
    """One place whose holder's time is about to end, or goes on after all.

    `keepers` have a call for help of theirs in hand, `reporters` wait for the end of what they saw there, `objectors` for that
    of what they said against its title; `topics` is what holders and keepers were asked about it and answer no more.
    """

    shop_id: ShopId
    shop: str
    holders: tuple[PersonId, ...]
    keepers: tuple[PersonId, ...]
    reporters: tuple[PersonId, ...]
    objectors: tuple[PersonId, ...]
    topics: tuple[str, ...]


async def name_holder(tx: Tx, shop_id: ShopId, *, owner: str, phone: str) -> None:
    """Note who the present holder is; what is empty leaves what is known."""
    await tx.do("roster_tenure_fill", shop_id=shop_id, owner=owner, phone=phone)


async def leaving(tx: Tx, shop_ids: Iterable[ShopId]) -> list[Leaving]:
    """The people concerned when these holders go; to be read before `end`."""
    return [
        Leaving(
            shop_id,
            shop=str(await tx.value("tenure_place", shop_id=shop_id)),
            holders=await _people(tx, "holders", shop_id),
            keepers=await _keepers(tx, shop_id),
            reporters=await _people(tx, "tenure_reporters", shop_id),
            objectors=await _people(tx, "tenure_objectors", shop_id),
            topics=await _topics(tx, shop_id),
        )
        for shop_id in shop_ids
    ]


async def _topics(tx: Tx, shop_id: ShopId) -> tuple[str, ...]:
    rows = await tx.rows("tenure_topics", shop_id=shop_id, help=Topic.HELP.value, finding=Topic.FINDING.value)
    return tuple(Topic(row["subject"]).of(row["id"]) for row in rows)


async def _people(tx: Tx, name: str, shop_id: ShopId) -> tuple[PersonId, ...]:
    return tuple(row["person_id"] for row in await tx.rows(name, shop_id=shop_id))


async def _keepers(tx: Tx, shop_id: ShopId) -> tuple[PersonId, ...]:
    """What is nobody's own is every manager's."""
    found = [row["keeper_id"] for row in await tx.rows("tenure_keepers", shop_id=shop_id)]
    managers = [row["id"] for row in await tx.rows("people_with_role", role=Role.MANAGER)] if None in found else []
    return tuple(dict.fromkeys(k for k in (*found, *managers) if k is not None))


async def end(tx: Tx, shop_ids: Iterable[ShopId], at: datetime) -> None:
    """End the tenures with their findings, red lines, help requests, appeals, titles, objections and open codes."""
    await _run(tx, _ENDS, [{"shop_id": shop_id, "at": at} for shop_id in shop_ids])


async def _run(tx: Tx, steps: _Steps, rows: Sequence[Mapping[str, object]]) -> None:
    for name, table in steps:
        pairs = [{"before": before, "after": after} for before, after in table.ends()] if table else [{}]
        await tx.many(name, [{**row, **pair} for row in rows for pair in pairs])


async def again(tx: Tx, shop_ids: Collection[ShopId], at: datetime, now: datetime) -> list[Leaving]:
    """Undo the end: what ended at that moment runs on with the time that was left; returns the people concerned."""
    ended = [row["shop_id"] for row in await tx.rows("tenures_ended_at", at=at)]
    await _run(tx, _AGAIN, [{"shop_id": shop_id, "at": at, "now": now} for shop_id in shop_ids])
    return await leaving(tx, [shop_id for shop_id in ended if shop_id in shop_ids])
