"""Computes the figures of a week's digest from the rows read from storage, in the shape the documents draw."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from documents.digest.digest_figures import (
    Digest,
    FindingWeek,
    HelpWeek,
    Oddity,
    RequestWeek,
    ShopWeek,
    WeekStars,
    grid_weeks,
)
from documents.wording.star_words import StarWords
from programme.calendar import OpenDays, week_days, week_of
from programme.digest.week import is_kept, outcome
from programme.duties import Duties
from programme.findings.shares import counts, shares
from programme.requests.promises import number
from programme.requests.request_state import RequestState
from programme.reviews.anomalies import crowds, often, praised, reused
from programme.rules import Rules
from programme.services import Services
from storage.digest.digest import Place, Span, StarCount, WeekInputs

TREND = 8
"""Weeks the trend shows."""
CLOSED = timedelta(weeks=3)
"""How far before the week closed cases are counted for the 721 shares: four weeks in all, or a share would say nothing."""
PICTURES = timedelta(days=90)
"""How far back an earlier picture is looked for."""


def span_of(period: str, now: datetime) -> Span:
    """The span of the week, cut at now if the week is not over. `now` in the programme's zone.

    Raises:
        ValueError: the period is no week, or has not begun.
    """
    first, last = week_days(period)
    start = datetime.combine(first, time(0), now.tzinfo)
    if start > now:
        raise ValueError("that week has not begun")
    return Span(
        period=period,
        first=first,
        last=last,
        start=start,
        through=min(start + timedelta(weeks=1), now),
        pictures_since=start - PICTURES,
        shares_since=start - CLOSED,
        oldest=week_of(first - timedelta(weeks=TREND - 1)),
    )


def digest_of(raw: WeekInputs, rules: Rules, zone: ZoneInfo) -> Digest:
    """The week's figures."""
    places = {p.id: p for p in raw.places}
    findings = tuple(_findings(raw, places, rules, zone))
    helps = tuple(_helps(raw, places, zone))
    solved = _solved(raw, rules)
    still = Counter(f.shop for f in findings if f.closed is None)
    shut = _shut(raw)
    is_over = raw.span.through >= raw.span.start + timedelta(weeks=1)
    shops = tuple(_shop(p, raw, _is_possible(p, raw, shut[p.id], zone), still[p.id], zone) for p in raw.places)
    return Digest(
        period=raw.span.period,
        first=raw.span.first,
        last=raw.span.last,
        through=raw.span.through,
        is_over=is_over,
        is_rated=raw.run is not None and raw.run.period == raw.span.period,
        shops=shops,
        findings=findings,
        helps=helps,
        grids=grid_weeks(shops, findings, helps, raw.span.through, is_over=is_over),
        trend=tuple(_trend(raw.trend)),
        shares=shares([*raw.shares, *solved]),
        sent_by_branch=raw.sent,
        appeals_open=raw.appeals.open,
        appeals_late=raw.appeals.late,
        appeals_decided=raw.appeals.decided,
        appeals_due=raw.appeals.due.astimezone(zone) if raw.appeals.due else None,
        vetoes_open=raw.vetoes,
        hearings_open=raw.hearings,
        oddities=tuple(_oddities(raw, places, zone)),
        requests=tuple(_requests(raw, rules, zone)),
        findings_solved=counts(raw.shares),
        requests_solved=counts(solved),
        alerts=raw.alerts.many,
        alerts_confirmed=raw.alerts.confirmed,
        together=raw.together,
    )


def _shop(place: Place, raw: WeekInputs, possible: bool, still_open: int, zone: ZoneInfo) -> ShopWeek:
    seen = raw.looks.get(place.id)
    rating = raw.ratings.get(place.id)
    star = None
    if rating and raw.run:
        through = raw.run.through.astimezone(zone).date()
        star = StarWords(place.name, rating.state, rating.shown, rating.stars, rating.previous, through, rating.figures)
    return ShopWeek(
        id=place.id,
        name=place.name,
        door=place.door,
        street=place.street,
        grid=place.grid,
        branch=place.branch,
        possible=possible,
        looks=seen.many if seen else 0,
        last_look=raw.last_looks.get(place.id),
        open_findings=still_open,
        star=star,
        score=rating.score if rating else None,
        walk=place.walk,
        latitude=place.latitude,
        longitude=place.longitude,
    )


Shut = tuple[date, date | None]


def _shut(raw: WeekInputs) -> dict[int, list[Shut]]:
    """The days on which each shop was closed by its own closure."""
    shut: dict[int, list[Shut]] = defaultdict(list)
    for closure in raw.closures:
        shut[closure.shop_id].append((closure.since, closure.until))
    return shut


def _is_possible(place: Place, raw: WeekInputs, own: list[Shut], zone: ZoneInfo) -> bool:
    """Whether the shop was open and on the roster on at least one past day of the week."""
    pauses = [p for p in raw.pauses if p.grid_id in (None, place.grid_id) and p.street in ("", place.street)]
    shut = [*own, *((p.since, p.until) for p in pauses)]
    days = OpenDays(frozenset(place.open_days), place.holidays, tuple(shut))
    first = max(raw.span.first, place.created_at.astimezone(zone).date())
    last = min(raw.span.last, raw.span.through.date())
    return any(days.is_open(first + timedelta(days=n)) for n in range((last - first).days + 1))


def _findings(raw: WeekInputs, places: dict[int, Place], rules: Rules, zone: ZoneInfo) -> Iterable[FindingWeek]:
    duties, through = Duties(rules.duties), raw.span.through
    for f in raw.findings:
        if not (place := places.get(f.shop_id)):
            continue
        closed = _until(f.closed_at, through)
        fixed = _until(f.fixed_at, through) or closed
        yield FindingWeek(
            shop=place.id,
            name=place.name,
            door=place.door,
            grid=place.grid,
            duty=duties.by_key(f.duty) or f.duty,
            note=f.note,
            opened=f.opened_at.astimezone(zone),
            due=f.due_at.astimezone(zone) if f.due_at else None,
            fixed=fixed.astimezone(zone) if fixed else None,
            closed=closed.astimezone(zone) if closed else None,
            outcome=outcome(f.state, f.due_at, fixed, through, is_confirmed=closed is not None or f.origin == "self"),
            share=f.share if closed else "",
        )


def _until(at: datetime | None, through: datetime) -> datetime | None:
    """Only what had happened by the end of the week."""
    return at if at and at <= through else None


def _helps(raw: WeekInputs, places: dict[int, Place], zone: ZoneInfo) -> Iterable[HelpWeek]:
    for h in raw.helps:
        if not (place := places.get(h.shop_id)):
            continue
        answered = h.answered_at if h.answered_at and h.answered_at <= raw.span.through else None
        yield HelpWeek(
            shop=place.id,
            name=place.name,
            door=place.door,
            grid=place.grid,
            text=h.text,
            asked=h.at.astimezone(zone),
            due=h.due_at.astimezone(zone),
            answered=answered.astimezone(zone) if answered else None,
            kept=is_kept(h.due_at, answered, raw.span.through),
            rating=h.rating,
            waits_until=h.waits_until_at.astimezone(zone) if h.waits_until_at else None,
        )


def _solved(raw: WeekInputs, rules: Rules) -> list[str]:
    """How each request that was done was solved; a question that was answered is no case."""
    services = Services(rules.services)
    asked = [(services.by_key(service), share) for service, share in raw.request_shares]
    return [share for service, share in asked if not (service and service.is_question)]


_DONE = (RequestState.DONE, RequestState.CLOSED)


def _requests(raw: WeekInputs, rules: Rules, zone: ZoneInfo) -> Iterable[RequestWeek]:
    services = Services(rules.services)
    for r in raw.requests:
        ended = _until(r.ended_at, raw.span.through)
        answered = _until(r.answered_at, raw.span.through)
        is_done = ended is not None and r.state in _DONE
        service = services.by_key(r.service)
        yield RequestWeek(
            number=number(r.at.astimezone(zone).date(), r.id),
            service=service or r.service,
            site=r.site or "",
            branch=r.branch,
            asked=r.at.astimezone(zone),
            due=r.due_at.astimezone(zone),
            answered=answered.astimezone(zone) if answered else None,
            done_due=r.done_due_at.astimezone(zone),
            ended=ended.astimezone(zone) if ended else None,
            state=r.state,
            in_time=ended <= r.done_due_at if ended and is_done else None,
            share=r.share if is_done and not (service and service.is_question) else "",
        )


def _trend(counted: Iterable[StarCount]) -> Iterable[WeekStars]:
    weeks: dict[str, list[int]] = defaultdict(lambda: [0] * 6)
    for count in counted:
        weeks[count.period][count.stars] += count.shops
    for period, (unrated, one, two, three, four, five) in sorted(weeks.items()):
        yield WeekStars(period, (unrated, one, two, three, four, five))


def _known(places: dict[int, Place], numbers: Iterable[int]) -> tuple[str, ...]:
    """The names that still exist, each once."""
    return tuple(dict.fromkeys(places[number].name for number in numbers if number in places))


def _oddities(raw: WeekInputs, places: dict[int, Place], zone: ZoneInfo) -> Iterable[Oddity]:
    """Anomalies of a week: bursts and reused pictures; a picture kept twice from one message is not reused."""
    yield from _odd_looks(raw, places, zone)
    for pair in reused(raw.pictures):
        if pair.later.at < raw.span.start or pair.later.at == pair.earlier.at:
            continue
        names = _known(places, (pair.later.shop, pair.earlier.shop))
        if names:
            yield Oddity("reused", pair.later.at.astimezone(zone), names, 2)


def _odd_looks(raw: WeekInputs, places: dict[int, Place], zone: ZoneInfo) -> Iterable[Oddity]:
    """Bursts of looks, five days of one observer at one shop, many closures, and looks without findings against others."""
    for kind, at, shops, many in _noticed(raw):
        if names := _known(places, shops):
            yield Oddity(kind, at.astimezone(zone), names, many)


def _noticed(raw: WeekInputs) -> Iterator[tuple[str, datetime, tuple[int, ...], int]]:
    """Kind, time, shops and count of each anomaly."""
    for burst in crowds(raw.recorded):
        walked = (r for r in raw.recorded if r.observer == burst.observer and burst.first <= r.at <= burst.last)
        yield "burst", burst.first, tuple(r.shop for r in walked), burst.shops
    for one in often(raw.recorded):
        yield "often", one.at, (one.shop,), one.days
    for shut in raw.often_closed:
        yield "closures", shut.at, (shut.shop_id,), shut.many
    for look in praised(raw.recorded):
        yield "praised", look.at, (look.shop,), 1
