"""The report of a simulation: stars beside the true state that only the simulator knows, and the time taken."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import mean

from app.app import App
from app.settings import Settings
from app.simulate.people import Door
from storage.operations import simulated
from storage.operations.simulated import Took
from storage.ratings import ratings
from storage.ratings.ratings import RatingRow
from texts import Say

TRUTH_DAYS = 84


@dataclass(frozen=True)
class Told:
    """The last ratings by shop number with the doors' truth beside them; seconds, messages, and the slowest run of a job."""

    rows: list[RatingRow]
    truth: list[float]
    inflates: list[bool]
    took: float
    handled: int
    slowest: Took | None


async def tell(
    app: App, doors: Sequence[Door], states: Sequence[Sequence[float]], *, took: float, handled: int
) -> Told:
    """The newest published run beside the truth of the last twelve weeks."""
    newest = await app.database.read(lambda tx: ratings.recent(tx, 1))
    rated = await app.database.read(lambda tx: ratings.of_run(tx, newest[0].id)) if newest else []
    order = {place.id: n for n, place in enumerate(await app.database.read(simulated.places))}
    truth = {n: mean(days[-TRUTH_DAYS:]) for n, days in enumerate(states)}
    numbers = [order[row.shop_id] for row in rated]
    return Told(
        rated,
        [truth[n] for n in numbers],
        [doors[n].inflates for n in numbers],
        took,
        handled,
        await app.database.read(simulated.slowest),
    )


def _by_stars(told: Told, say: Say) -> Iterator[str]:
    """How many shops got how many stars, and what they are truly like."""
    for stars in (5, 4, 3, 2, 1, None):
        found = [t for row, t in zip(told.rows, told.truth, strict=True) if row.shown == stars]
        if found:
            mark = "★" * stars if stars else say("simulate.unrated")
            yield say("simulate.stars", stars=mark, many=len(found), truth=f"{mean(found):.1f}")


def words(told: Told, settings: Settings, say: Say) -> str:
    """The summary an operator reads."""
    lines = [say("simulate.head", shops=len(told.rows), seconds=f"{told.took:.1f}", messages=told.handled)]
    lines += _by_stars(told, say)
    rated = [
        (r.score, t, i) for r, t, i in zip(told.rows, told.truth, told.inflates, strict=True) if r.score is not None
    ]
    if len(rated) > 1:
        rank = spearman([s for s, _, _ in rated], [t for _, t, _ in rated])
        lines.append(say("simulate.rank", rank=f"{rank:.2f}"))
    for key, inflates in (("simulate.inflators", True), ("simulate.others", False)):
        some = [(score, truth) for score, truth, does in rated if does is inflates]
        if some:
            scores, truths = zip(*some, strict=True)
            lines.append(say(key, many=len(some), score=f"{mean(scores):.1f}", truth=f"{mean(truths):.1f}"))
    if slow := told.slowest:
        lines.append(say("simulate.slowest", job=slow.job, period=slow.period, ms=slow.took_ms))
    lines.append(say("simulate.left", folder=str(settings.data_dir / "digests"), database=settings.database_url))
    return "\n".join(lines)


def spearman(xs: Sequence[float], ys: Sequence[float]) -> float:
    """Pearson's correlation of the ranks; equals share the mean of their ranks."""
    a, b = _ranks(xs), _ranks(ys)
    ma, mb = mean(a), mean(b)
    both = sum((x - ma) * (y - mb) for x, y in zip(a, b, strict=True))
    spread = sum((x - ma) ** 2 for x in a) * sum((y - mb) ** 2 for y in b)
    return both / float(spread**0.5) if spread else 0.0


def _ranks(values: Sequence[float]) -> list[float]:
    places: dict[float, list[int]] = {}
    for place, value in enumerate(sorted(values)):
        places.setdefault(value, []).append(place)
    return [mean(places[value]) for value in values]
