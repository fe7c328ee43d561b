"""Evidence behind a star (observations with failures, reported findings), which a granted appeal may set aside in part."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.flow import Turn
from handlers.findings import findings as casework
from handlers.shared.notify import duty_called
from programme.appeals.appeal_state import AppealState
from programme.findings.finding_state import FindingState
from storage.appeals import appeals
from storage.appeals.appeals import QUARTER, Appeal
from storage.findings import findings
from storage.findings.findings import Finding
from storage.reviews import evidence
from storage.reviews.evidence import Observation
from storage.shops import shops
from texts import Say
from texts.days import Day, Names

Ground = Observation | Finding
MOST = 8
"""Offered at a time, the newest first."""


async def of(turn: Turn, case: Appeal) -> list[Ground]:
    """The evidence behind a star, newest first: only of the present tenure, and nothing contested or withdrawn already."""
    held = await shops.tenure(turn.tx, case.shop_id, turn.now)
    first = (case.at - QUARTER).date()
    out = await _contested_looks(turn, case)
    looks = await evidence.observations(turn.tx, case.shop_id, first, turn.day)
    told = [f for f in await findings.at_shop(turn.tx, case.shop_id, first) if f.origin == "lead"]
    found: list[Ground] = [look for look in looks if look.facts and look.id not in out]
    found += [finding for finding in told if finding.state is not FindingState.WITHDRAWN]
    mine = [ground for ground in found if ground.tenure_id == held.id and _at(ground) <= case.at]
    return sorted(mine, key=_at, reverse=True)[:MOST]


async def _contested_looks(turn: Turn, case: Appeal) -> set[int]:
    """The looks at the shop that an appeal is about, or was about and set aside."""
    states = (AppealState.OPEN, AppealState.GRANTED)
    before = await appeals.of_shop(turn.tx, case.shop_id)
    return {a.subject_id for a in before if a.subject == "observation" and a.state in states}


def key(ground: Ground) -> str:
    """The key by which an action names one piece of evidence."""
    return f"{'look' if isinstance(ground, Observation) else 'lead'}{ground.id}"


def words(turn: Turn, say: Say, ground: Ground) -> str:
    """One piece of evidence as the shop sees it; the reporter of a finding is never named."""
    if isinstance(ground, Finding):
        return say("appeal.lead", day=Day(ground.day), duty=duty_called(turn, ground.duty))
    failed = Names(tuple(duty_called(turn, duty) for duty in sorted(ground.facts)))
    return say("appeal.look", day=Day(ground.day), who=say(f"stars.by_{ground.source}"), duties=failed)


async def set_aside(turn: Turn, case: Appeal, chosen: Sequence[Ground]) -> datetime | None:
    """Stop counting the chosen evidence; returns from when the star has to be recomputed, None when nothing was chosen."""
    for ground in chosen:
        if isinstance(ground, Observation):
            await appeals.set_aside(turn.tx, case, ground.id, by=turn.me, reason=turn.text, at=turn.now)
            await casework.withdraw(turn, ground)
        else:
            gone = replace(ground, state=FindingState.WITHDRAWN, closed_at=ground.closed_at or turn.now)
            await findings.save(turn.tx, ground, gone, event="set aside", by=turn.me, at=turn.now)
    return min(map(_at, chosen), default=None)


def _at(ground: Ground) -> datetime:
    return ground.at if isinstance(ground, Observation) else ground.opened_at
