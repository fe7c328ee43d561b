"""The rows of one week's digest, read together so that picture, sheet and words agree.

Everything is asked as of an instant (`through`), so that the digest of a past week comes out the same whenever it is made.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from files.dataclass import dataclass
from programme.digest.together import Together
from programme.findings.finding_state import FindingState
from programme.ids import PersonId, ShopId
from programme.requests.request_state import RequestState
from programme.reviews.anomalies import Picture, Recorded
from storage.core.tx import Tx
from storage.ratings import ratings
from storage.ratings.ratings import RatingRow, RatingRun
from storage.shops import shops
from storage.shops.shops import Closure, Pause


@dataclass(frozen=True, slots=True)
class Span:
    """A week: its days, the instants it begins and is looked at, and how far back pictures and closed cases are read."""

    period: str
    first: date
    last: date
    start: datetime
    through: datetime
    pictures_since: datetime
    shares_since: datetime
    oldest: str
    """The first week of the trend."""


@dataclass(frozen=True, slots=True)
class Place:
    """One shop; `branch` is its linked member's."""

    id: int
    name: str
    door: str
    street: str
    walk: str
    grid_id: int
    grid: str
    branch: int | None
    open_days: tuple[int, ...]
    holidays: bool
    created_at: datetime
    latitude: float | None
    longitude: float | None


@dataclass(frozen=True, slots=True)
class Seen:
    """Observations at one shop within some days."""

    shop_id: ShopId
    many: int


@dataclass(frozen=True, slots=True)
class LastLook:
    """The day one shop was last looked at; None: never."""

    shop_id: ShopId
    last: date | None


@dataclass(frozen=True, slots=True)
class Found:
    id: int
    shop_id: ShopId
    duty: str
    note: str
    opened_at: datetime
    due_at: datetime | None
    fixed_at: datetime | None
    closed_at: datetime | None
    state: FindingState
    share: str
    origin: str


@dataclass(frozen=True, slots=True)
class Asked:
    """`due_at` and `answered_at` are of the first promise and the first answer: “not solved” starts a new hour, and takes
    nothing from an answer that came in time."""

    id: int
    shop_id: ShopId
    text: str
    at: datetime
    due_at: datetime
    answered_at: datetime | None
    rating: int | None
    waits_until_at: datetime | None
    """The promised hour of what has no answer; None once it has one."""


@dataclass(frozen=True, slots=True)
class Reported:
    """A resident's request; `site` where it is, `branch` whose site that is."""

    id: int
    service: str
    site: str | None
    branch: int | None
    at: datetime
    due_at: datetime
    answered_at: datetime | None
    done_due_at: datetime
    ended_at: datetime | None
    state: RequestState
    share: str


@dataclass(frozen=True, slots=True)
class Alerts:
    """Troubles that cameras sent, and how many of them were so."""

    many: int
    confirmed: int


@dataclass(frozen=True, slots=True)
class Appeals:
    """`due` is the nearest deadline of the open ones."""

    open: int
    late: int
    decided: int
    due: datetime | None


@dataclass(frozen=True, slots=True)
class StarCount:
    """Shops of one star (0 unrated) in one week's run."""

    period: str
    stars: int
    shops: int


FOUR_WEEKS, SEPARATE = timedelta(days=28), 3
"""So many closures of one shop within four weeks are told, without a word of blame."""


@dataclass(frozen=True, slots=True)
class OftenClosed:
    """A shop that closed several times within four weeks, the last time at an instant."""

    shop_id: int
    many: int
    at: datetime


@dataclass(frozen=True, slots=True)
class WeekInputs:
    """Everything of one week. `sent` counts shops that sent a self-check by branch (0: without one), never which."""

    span: Span
    places: list[Place]
    looks: dict[int, Seen]
    last_looks: dict[int, date | None]
    recorded: list[Recorded]
    pictures: list[Picture]
    findings: list[Found]
    shares: list[str]
    request_shares: list[tuple[str, str]]
    """Service and share of each request that was done."""
    helps: list[Asked]
    requests: list[Reported]
    alerts: Alerts
    together: Together
    sent: dict[int, int]
    appeals: Appeals
    vetoes: int
    hearings: int
    closures: list[Closure]
    often_closed: list[OftenClosed]
    pauses: list[Pause]
    run: RatingRun | None
    ratings: dict[int, RatingRow]
    trend: list[StarCount]


async def of_week(tx: Tx, span: Span) -> WeekInputs:
    """Read one week."""
    days = {"first": span.first, "last": span.last, "through": span.through}
    instants = {"start": span.start, "through": span.through}
    run = await _run(tx, span.period)
    sent = await tx.rows("digest_self_checks", **days)
    return WeekInputs(
        span=span,
        places=await tx.all(Place, "digest_shops", through=span.through),
        looks={seen.shop_id: seen for seen in await tx.all(Seen, "digest_looks", **days)},
        last_looks={
            one.shop_id: one.last
            for one in await tx.all(LastLook, "digest_last_looks", last=span.last, through=span.through)
        },
        recorded=await tx.all(Recorded, "digest_recorded", **days),
        pictures=await tx.all(Picture, "digest_pictures", since=span.pictures_since, through=span.through),
        findings=await tx.all(Found, "digest_findings", **instants),
        shares=[r["share"] for r in await tx.rows("digest_shares", since=span.shares_since, through=span.through)],
        request_shares=[
            (r["service"], r["share"])
            for r in await tx.rows("digest_request_shares", since=span.shares_since, through=span.through)
        ],
        helps=await tx.all(Asked, "digest_helps", **instants),
        requests=await tx.all(Reported, "digest_requests", **instants),
        alerts=await tx.one(Alerts, "digest_alerts", **instants) or Alerts(0, 0),
        together=await tx.one(Together, "digest_together", **instants) or Together(),
        sent={int(row["branch"] or 0): int(row["shops"]) for row in sent},
        appeals=await tx.one(Appeals, "digest_appeals", **instants) or Appeals(0, 0, 0, None),
        vetoes=int(await tx.value("digest_vetoes", through=span.through)),
        hearings=int(await tx.value("digest_hearings", through=span.through)),
        closures=[
            closure
            for grid in await shops.grids(tx)
            for closure in await shops.closures_in_grid(tx, grid.id, span.first, span.last)
        ],
        often_closed=await tx.all(
            OftenClosed, "digest_often_closed", since=span.last - FOUR_WEEKS, last=span.last, least=SEPARATE
        ),
        pauses=await shops.pauses(tx, span.first, span.last),
        run=run,
        ratings={row.shop_id: row for row in await ratings.of_run(tx, run.id)} if run else {},
        trend=await tx.all(StarCount, "digest_star_counts", oldest=span.oldest, newest=span.period),
    )


async def _run(tx: Tx, period: str) -> RatingRun | None:
    """The published run of the week, or the newest before it."""
    return next((run for run in await ratings.recent(tx, 60) if run.period <= period), None)


# -- the merchants' Sunday evening -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Held:
    """A shop and somebody who answers for it and has not asked us to be quiet."""

    person_id: PersonId
    shop_id: ShopId
    name: str
    door: str
    street: str


async def merchants_upto(tx: Tx, after: int, most: int) -> int | None:
    """The number of the last of the next `most` people who answer for a shop; None after the last of all."""
    found = await tx.value("star_news_upto", after=after, most=most)
    return None if found is None else int(found)


async def held(tx: Tx, after: int, upto: int) -> list[Held]:
    """Every shop of everybody between two numbers who wants to hear of it, one person after another."""
    return await tx.all(Held, "star_news_merchants", after=after, upto=upto)


async def weeks_of(tx: Tx, after: int, upto: int, oldest: str, newest: str) -> dict[int, dict[str, int | None]]:
    """What the shops of these people were shown with in each rated week between two."""
    weeks: dict[int, dict[str, int | None]] = {}
    for row in await tx.rows("star_news_weeks", after=after, upto=upto, oldest=oldest, newest=newest):
        weeks.setdefault(int(row["shop_id"]), {})[str(row["period"])] = row["shown"]
    return weeks


async def names(tx: Tx) -> str:
    """Every character the pictures may have to draw: names, doors and streets of all shops, names of grids."""
    return "".join(str(row["words"]) for row in await tx.rows("digest_names"))


async def star_history(tx: Tx, oldest: str, newest: str) -> dict[tuple[ShopId, str], int | None]:
    """What every shop was shown with in each rated week of these, by shop and week."""
    rows = await tx.rows("digest_star_history", oldest=oldest, newest=newest)
    return {(ShopId(row["shop_id"]), row["period"]): row["shown"] for row in rows}
