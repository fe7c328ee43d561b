"""Requests (诉求) of residents: text, place, promised times, and an event for every word said about them."""

from __future__ import annotations

import secrets
from dataclasses import replace
from datetime import datetime, timedelta

from files.dataclass import dataclass
from programme.ids import LeadId, PersonId, ServiceRequestId, SiteId
from programme.requests.promises import Promise
from programme.requests.request_state import REQUEST, RequestState
from storage.core.states import save_state
from storage.core.tx import Tx
from storage.photos import media

CHAT, CARD, CALL = "chat", "card", "call"
SYSTEMS = frozenset({"camera", "cases", "open311"})
"""How a request came: by words, by a service card, told to somebody who wrote it down. Other systems have other words."""
BY_REPORTER, BY_SILENCE, BY_LOOK = "reporter", "silence", "look"
"""Who closed a request: these are counted apart."""
PHONES = timedelta(days=30)
"""How long a telephone that was left is kept after the end."""
ASKED = "asked"
"""The event that a request begins with; its note are the words of the request."""
REMEMBERED = timedelta(days=90)
"""How long whoever only reported something is known after the last of it has ended."""


@dataclass(frozen=True, slots=True)
class About:
    """What is known of a request when it is made: its service, its site, the card that was scanned, the place."""

    service: str = ""
    site_id: SiteId | None = None
    card: str | None = None
    place: str = ""


NOTHING_KNOWN = About()


@dataclass(frozen=True, slots=True)
class ServiceRequest:
    """`keeper_id` is who has it in hand, None: any manager. `late_at` is when the promise in force was found broken.

    `ended_at` is when it was done or ended otherwise, by whoever worked on it; `ending` says who closed what was done.
    `source` is how it came, `key` what another system calls it, so that it is one however often it is sent. `title` is what the
    public reads of it, `phone` what whoever reported left for the handler. `same_as` is the request it was merged with,
    `lead_id` what it became at a shop's door; `escalated_at` is when managers heard that it is not done.
    """

    id: ServiceRequestId
    token: str
    person_id: PersonId
    at: datetime
    text: str
    place: str
    state: RequestState
    keeper_id: PersonId | None
    due_at: datetime
    done_due_at: datetime
    late_at: datetime | None
    answered_at: datetime | None
    ended_at: datetime | None
    ending: str
    reopened: int
    rating: int | None
    service: str
    site_id: SiteId | None
    card: str | None
    source: str
    key: str | None
    title: str
    share: str
    phone: str
    same_as: ServiceRequestId | None
    lead_id: LeadId | None
    escalated_at: datetime | None

    @property
    def promised_at(self) -> datetime:
        """The promise in force: of the first word until there is one, then of its being done."""
        return self.due_at if self.answered_at is None else self.done_due_at


@dataclass(frozen=True, slots=True)
class Lately:
    """Counts of one reporter within a day: open requests, requests made, words added."""

    waiting: int
    reported: int
    added: int


@dataclass(frozen=True, slots=True)
class RequestEvent:
    """One step; its `event` is asked, placed, added, late, or the state it led to."""

    id: int
    request_id: ServiceRequestId
    at: datetime
    person_id: PersonId | None
    event: str
    note: str


async def request(tx: Tx, request_id: ServiceRequestId) -> ServiceRequest:
    """Raises LookupError when there is no such request."""
    found = await tx.one(ServiceRequest, "request_one", id=request_id)
    if found is None:
        raise LookupError(f"there is no request {request_id}")
    return found


async def find(tx: Tx, number: int) -> ServiceRequest | None:
    """The request with this number; None when there is none."""
    return await tx.one(ServiceRequest, "request_one", id=number)


async def by_token(tx: Tx, token: str) -> ServiceRequest | None:
    """The request whose page has this token."""
    return await tx.one(ServiceRequest, "request_of_token", token=token)


async def of_key(tx: Tx, key: str) -> ServiceRequest | None:
    """The request that another system has sent under this key."""
    return await tx.one(ServiceRequest, "request_of_key", key=key)


async def ask(
    tx: Tx,
    *,
    person_id: PersonId,
    at: datetime,
    text: str,
    promise: Promise,
    about: About = NOTHING_KNOWN,
    source: str = CHAT,
    key: str | None = None,
    phone: str = "",
    by: PersonId | None = None,
) -> ServiceRequest:
    """Save a new request before anything is asked about it; `by` is who enters it on behalf of the reporter."""
    REQUEST.check_first(RequestState.ASKING)
    made = await tx.value(
        "request_add",
        token=secrets.token_urlsafe(16),
        person_id=person_id,
        at=at,
        text=text,
        place=about.place,
        state=RequestState.ASKING,
        due_at=promise.first_word,
        done_due_at=promise.done,
        service=about.service,
        site_id=about.site_id,
        card=about.card,
        source=source,
        key=key,
        phone=phone,
    )
    request_id = ServiceRequestId(made)
    await join(tx, request_id, person_id, at)
    await record(tx, request_id, at, by or person_id, ASKED, text)
    return await request(tx, request_id)


async def join(tx: Tx, request_id: ServiceRequestId, person_id: PersonId, at: datetime) -> None:
    """Add a reporter, who is told the end as well."""
    await tx.do("reporter_add", request_id=request_id, person_id=person_id, at=at)


async def reporters(tx: Tx, request_id: ServiceRequestId) -> list[PersonId]:
    """Everybody who reported it, the first one first."""
    return [PersonId(row["person_id"]) for row in await tx.rows("reporters_of", request_id=request_id)]


async def save(
    tx: Tx,
    before: ServiceRequest,
    after: ServiceRequest,
    *,
    event: str,
    by: PersonId | None,
    at: datetime,
    note: str = "",
) -> None:
    """Save the new state of a request together with its event.

    Raises:
        ForbiddenTransition: it cannot go there from where it is.
        Overtaken: it is not in the state of `before` any more.
    """
    await save_state(tx, REQUEST, "request_save", before, after)
    await record(tx, after.id, at, by, event, note)


async def record(
    tx: Tx, request_id: ServiceRequestId, at: datetime, by: PersonId | None, event: str, note: str = ""
) -> int:
    return int(await tx.value("request_event_add", request_id=request_id, at=at, person_id=by, event=event, note=note))


async def event(tx: Tx, event_id: int) -> RequestEvent:
    """Raises LookupError when there is no such step."""
    found = await tx.one(RequestEvent, "request_event", id=event_id)
    if found is None:
        raise LookupError(f"there is no step {event_id} of a request")
    return found


async def keep_phone(tx: Tx, request: ServiceRequest, phone: str) -> ServiceRequest:
    """The request with a telephone that its reporter left, for its handler only."""
    await tx.do("request_phone_keep", id=request.id, phone=phone)
    return replace(request, phone=phone)


async def correct(tx: Tx, said: RequestEvent, words: str) -> None:
    """Replace the words of an event, after the reporter has edited the message."""
    await tx.do("request_event_correct", id=said.id, note=words)
    if said.event == ASKED:
        await tx.do("request_text_correct", id=said.request_id, text=words)


async def events(tx: Tx, request_id: ServiceRequestId) -> list[RequestEvent]:
    """All that was said and done about a request, in order."""
    return await tx.all(RequestEvent, "request_events_of", request_id=request_id)


async def in_states(tx: Tx, *states: RequestState) -> list[ServiceRequest]:
    """Every request in one of these states, the most pressing first."""
    return [one for state in states for one in await tx.all(ServiceRequest, "requests_in", state=state)]


async def of_person(tx: Tx, person_id: PersonId, most: int = 10) -> list[ServiceRequest]:
    """What somebody reported, the newest first."""
    return await tx.all(ServiceRequest, "requests_of_person", person_id=person_id, most=most)


async def at_site(tx: Tx, site_id: SiteId, since: datetime) -> list[ServiceRequest]:
    """What is reported of a site and waits, or has ended since then; the oldest first."""
    return await tx.all(ServiceRequest, "requests_at_site", site_id=site_id, since=since)


async def by_card(tx: Tx, card: str, now: datetime) -> int:
    """How many requests a card has brought within the last hour."""
    return int(await tx.value("requests_by_card", card=card, since=now - timedelta(hours=1)))


async def merge(tx: Tx, one: ServiceRequest, into: ServiceRequest, *, by: PersonId, at: datetime) -> None:
    """Merge `one` into `into`: its reporters and photos are moved there.

    Raises:
        ForbiddenTransition: it has ended already.
    """
    same = replace(one, state=RequestState.SAME, same_as=into.id, ended_at=at)
    await save(tx, one, same, event=RequestState.SAME, by=by, at=at)
    for person in await reporters(tx, one.id):
        await join(tx, into.id, person, at)
    await media.move(tx, ("request", one.id), ("request", into.id))


async def lately(tx: Tx, person_id: PersonId, now: datetime) -> Lately:
    """What somebody said within the last day; rows are counted, so it holds whichever process asks."""
    found = await tx.one(Lately, "requests_lately", person_id=person_id, since=now - timedelta(days=1))
    return found or Lately(0, 0, 0)


async def forget_phones(tx: Tx, now: datetime) -> None:
    """Delete the telephone numbers of requests that ended `PHONES` ago."""
    await tx.do("request_phones_forget", before=now - PHONES)


async def to_forget(tx: Tx, now: datetime) -> list[PersonId]:
    """People known only by what they reported, the last of which has ended long ago."""
    return [PersonId(row["id"]) for row in await tx.rows("residents_to_forget", before=now - REMEMBERED)]
