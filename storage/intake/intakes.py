"""来件: what platforms and case sheets sent, each kept once, and what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from files.dataclass import dataclass
from programme.ids import IntakeId, LeadId, PersonId, ServiceRequestId, SiteId
from programme.intake.intake_state import INTAKE, IntakeState
from programme.intake.truth import Truth
from storage.core.rows import instant, values_of
from storage.core.states import save_state
from storage.core.tx import Tx
from storage.people import people

FALSE_ALARM, LEGAL_STALL = "false alarm", "legal stall"
"""Why the desk dismissed an alert."""
CASES = "cases"
"""The source of what came in a case sheet."""
PHONES = timedelta(days=30)
"""How long a telephone of a case waits for somebody who knows its place."""
DUTY = timedelta(hours=16)
"""How long somebody who said 值班 is on duty, should they forget to say 下班."""


@dataclass(frozen=True, slots=True)
class Intake:
    """`outer_id` is its name at `source`, `said_at` the moment as that one wrote it, `at` when it came to us.

    `same_as` is the first of the same trouble, to which alone `lead_id` and `request_id` belong; `asked_at` is when somebody
    was asked about it, `due_at` the deadline the far side set, `told` the last word the platform heard.
    """

    id: IntakeId
    source: str
    outer_id: str
    at: datetime
    said_at: str
    camera: str
    kind: str
    service: str
    place: str
    score: str
    text: str
    phone: str
    due_at: datetime | None
    site_id: SiteId | None
    state: IntakeState
    same_as: IntakeId | None
    asked_at: datetime | None
    judged_at: datetime | None
    judged_by: PersonId | None
    why: str
    lead_id: LeadId | None
    request_id: ServiceRequestId | None
    told: str


@dataclass(frozen=True, slots=True)
class Sent:
    """One thing as it came, before it is a row."""

    source: str
    outer_id: str
    at: datetime
    said_at: str = ""
    camera: str = ""
    kind: str = ""
    service: str = ""
    place: str = ""
    score: str = ""
    text: str = ""
    phone: str = ""
    due_at: datetime | None = None
    site_id: SiteId | None = None


@dataclass(frozen=True, slots=True)
class Times:
    """How often a trouble was seen, and when first and last."""

    many: int
    first_at: datetime
    last_at: datetime


@dataclass(frozen=True, slots=True)
class Outcome:
    """An alert with what came of it and the last word its platform heard."""

    id: IntakeId
    source: str
    outer_id: str
    told: str
    state: str
    lead: str | None
    request: str | None
    is_finding_closed: bool


@dataclass(frozen=True, slots=True)
class Result:
    """What came of one case, for the sheet that goes back."""

    outer_id: str
    state: str
    why: str
    judged_at: datetime | None
    lead: str | None
    lead_at: datetime | None
    finding: str | None
    closed_at: datetime | None
    request: str | None
    request_at: datetime | None
    who: str
    words: str


async def intake(tx: Tx, intake_id: IntakeId) -> Intake:
    """Raises LookupError when there is no such intake."""
    found = await tx.one(Intake, "intake_one", id=intake_id)
    if found is None:
        raise LookupError(f"there is no intake {intake_id}")
    return found


async def of_lead(tx: Tx, lead_id: LeadId) -> Intake | None:
    """What a lead came of; None where a person reported it."""
    return await tx.one(Intake, "intake_of_lead", lead_id=lead_id)


async def add(tx: Tx, sent: Sent, state: IntakeState, same_as: IntakeId | None = None) -> Intake | None:
    """Keep it; None when it was kept before."""
    INTAKE.check_first(state)
    made = await tx.value("intake_add", state=state, same_as=same_as, **values_of(sent))
    return None if made is None else await intake(tx, IntakeId(made))


async def known(tx: Tx, source: str) -> set[str]:
    """What a source sent before, by the names it has there."""
    return {str(row["outer_id"]) for row in await tx.rows("intakes_known", source=source)}


async def save(tx: Tx, before: Intake, after: Intake) -> None:
    """Keep what became of it.

    Raises:
        ForbiddenTransition: it cannot go there from where it is.
        Overtaken: somebody else has sorted it.
    """
    await save_state(tx, INTAKE, "intake_save", before, after)


async def before(tx: Tx, sent: Sent) -> Intake | None:
    """The last trouble of the same camera and kind."""
    return await tx.one(Intake, "intake_before", source=sent.source, camera=sent.camera, service=sent.service)


async def times(tx: Tx, intake_id: IntakeId) -> Times:
    """How often the trouble that began with this one was seen."""
    found = await tx.one(Times, "intake_many", id=intake_id)
    if found is None:
        raise LookupError(f"there is no intake {intake_id}")
    return found


async def is_open(tx: Tx, intake_id: IntakeId) -> bool:
    """Whether nobody has sorted it, or somebody has in hand what came of it."""
    return bool(await tx.value("intake_is_open", id=intake_id))


async def in_state(tx: Tx, state: IntakeState, most: int = 200) -> list[Intake]:
    """The oldest first."""
    return await tx.all(Intake, "intakes_in", state=state, most=most)


async def unasked(tx: Tx, most: int = 200) -> list[Intake]:
    """What came while everybody slept."""
    return await tx.all(Intake, "intakes_unasked", most=most)


async def asked(tx: Tx, intake_id: IntakeId, at: datetime) -> None:
    await tx.do("intake_asked", id=intake_id, at=at)


async def outcomes(tx: Tx, source: str, *, after: int, since: datetime, most: int) -> list[Outcome]:
    """Alerts of a source that may have more to say than was told; what ended before `since` is told for good."""
    return await tx.all(Outcome, "intakes_outcome", source=source, after=after, since=since, most=most)


async def told(tx: Tx, intake_id: IntakeId, word: str) -> None:
    await tx.do("intake_told", id=intake_id, told=word)


async def results(tx: Tx, source: str) -> list[Result]:
    """What came of everything a source sent."""
    return await tx.all(Result, "intakes_results", source=source)


async def truths(tx: Tx) -> list[tuple[str, Truth]]:
    """How often each camera was right, by source and kind."""
    found = await tx.rows("intakes_truth")
    return [
        (str(r["source"]), Truth(r["camera"], r["service"], int(r["alerts"]), int(r["judged"]), int(r["confirmed"])))
        for r in found
    ]


async def resting_until(tx: Tx, source: str, camera: str, now: datetime) -> datetime | None:
    """Until when a camera is given a rest; None for one that is not."""
    found = await tx.value("camera_rest", source=source, camera=camera, now=now)
    return None if found is None else instant(found)


async def give_rest(tx: Tx, source: str, camera: str, until: datetime, by: PersonId) -> None:
    """A time that is over ends a rest."""
    await tx.do("camera_rest_set", source=source, camera=camera, until=until, person_id=by)


async def cameras(tx: Tx, name: str) -> Sequence[tuple[str, str]]:
    """The sources and cameras of a name people typed."""
    return [(str(row["source"]), str(row["camera"])) for row in await tx.rows("cameras_of", camera=name)]


async def forget_phones(tx: Tx, now: datetime) -> None:
    """A telephone that nobody could use goes."""
    await tx.do("intake_phones_forget", before=now - PHONES)


async def begin_duty(tx: Tx, person_id: PersonId, at: datetime) -> None:
    await tx.do("desk_duty_begin", person_id=person_id, at=at)


async def end_duty(tx: Tx, person_id: PersonId) -> bool:
    """Whether they were on duty."""
    return await tx.do("desk_duty_end", person_id=person_id) == 1


async def on_duty(tx: Tx, now: datetime) -> set[PersonId]:
    return {PersonId(row["person_id"]) for row in await tx.rows("desk_duties_since", since=now - DUTY)}


async def sender(tx: Tx, source: str, called: str, now: datetime) -> PersonId:
    """Who stands in requests for another system, made when it first sends something."""
    found = await tx.value("system_sender", source=source)
    if found is None:
        found = await people.add(tx, name=called, now=now)
        await tx.do("system_sender_add", source=source, person_id=found)
    return PersonId(found)
