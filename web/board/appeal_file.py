"""What an appeal is about, for whoever decides it: the observations, photos and self-checks of the case and the shop's line."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import chain

from messages.topics import Topic
from programme.ids import AppealId, ObservationId, VetoId
from storage.appeals import appeals
from storage.appeals.appeals import QUARTER, Appeal
from storage.core.tx import Tx
from storage.shops import shops
from storage.titles import vetoes
from texts import Say
from web.board.file import line_of, timeline_of
from web.board.looks import Looks
from web.board.timeline import Entry, Timeline

BEFORE_VETO = timedelta(days=28)
"""Of a red line one wants to see what came before it."""


def appeal_of(topic: str) -> AppealId | None:
    """The appeal a message is about, by its topic."""
    word, _, number = topic.partition(" ")
    return AppealId(int(number)) if word == Topic.APPEAL and number.isdecimal() else None


async def appeal_file(tx: Tx, appeal_id: AppealId, today: date, looks: Looks, say: Say) -> dict[str, object]:
    """The values of the part of `act.html` that shows the record."""
    case = await appeals.appeal(tx, appeal_id)
    place = await shops.shop(tx, case.shop_id)
    told = await timeline_of(tx, place, today, looks, say)
    since = (await vetoes.veto(tx, VetoId(case.subject_id))).proposed_at if case.subject == "veto" else case.at
    found = sorted(_entries(case, since, told), key=lambda e: e.at, reverse=True)
    return {"place": place, "line": line_of(told, today), "entries": found}


def _entries(case: Appeal, since: datetime, told: Timeline) -> list[Entry]:
    """What belongs to the case: one observation with its day, or everything behind a star or before a red line."""
    if case.subject == "observation":
        return _of_look(ObservationId(case.subject_id), told)
    first = since - (BEFORE_VETO if case.subject == "veto" else QUARTER)
    kept = chain(told.reviews(), told.findings(), told.self_checks(), told.stars())
    return [entry for entry in kept if first <= entry.at <= case.at]


def _of_look(look_id: ObservationId, told: Timeline) -> list[Entry]:
    look = next((one for one in told.history.looks if one.id == look_id), None)
    if look is None:
        return []
    cases = [case for case in told.history.cases if case.observation_id == look_id]
    return [
        told.review(look),
        *chain.from_iterable(told.finding(case) for case in cases),
        *(told.self_check(one) for one in told.history.self_checks if one.day == look.day),
    ]
