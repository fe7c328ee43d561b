"""Why this star: the two observations that mattered most and the one next step that would raise it; facts only, no words."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from heapq import nlargest
from operator import itemgetter

from files.dataclass import dataclass
from programme.ratings.adjustment import Found, adjust
from programme.ratings.bands import TOP, Past
from programme.ratings.evidence import Look, weight_of
from programme.ratings.scale import scale
from programme.ratings.stars import Evidence, Rating
from programme.rules import Rules

STEPS = ("looks", "second_eyes", "hold", "seen", "fix", "duty", "more_looks", "keep")


@dataclass(frozen=True, slots=True)
class Mattered:
    """One observation: its day, who kind of looked, and what was not met."""

    look: int
    day: date | None
    source: str
    failed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """`step` is the one thing that would raise the star or, where no star is near, the score; `needs` its number or duty.

    `looks` (so many more observer-weeks), `second_eyes`, `hold` (once more like this), `seen` (somebody looks at what was said
    to be right), `fix` (put right in time what was found), `duty` (the weakest one, met at the next look), `more_looks` or
    `keep`. `done` makes the evidence it speaks of, so that a test can run the rules with it.
    """

    mattered: tuple[Mattered, ...]
    step: str
    needs: str = ""


def explain(known: Evidence, rating: Rating, rules: Rules) -> Explanation:
    """The explanation of a run's rating."""
    mattered = tuple([_mattered(look, rules) for look in _weightiest(rating.read, rules)])
    return explained(mattered, rating, rules, lambda: _best_step(known, rating, rules))


def explained(
    mattered: tuple[Mattered, ...], rating: Rating, rules: Rules, best: Callable[[], tuple[str, str]]
) -> Explanation:
    """The one next step; `best` is asked only where it is something the shop or an observer can do."""
    if rating.state != "rated":
        return Explanation(mattered, "looks", str(max(rules.rating.gate_looks - rating.looks, 1)))
    if rating.why in ("second_eyes", "waiting"):
        return Explanation(mattered, "second_eyes" if rating.why == "second_eyes" else "hold")
    if rating.stars == TOP:
        return Explanation(mattered, "keep")
    return Explanation(mattered, *best())


def done(known: Evidence, rating: Rating, step: str, needs: str = "") -> Evidence:
    """The evidence of the next run, had the step been done and nothing else happened."""
    match step:
        case "looks":
            fresh = tuple(_flawless(known, "linked", n) for n in range(int(needs)))
            return replace(known, looks=(*known.looks, *fresh))
        case "second_eyes":
            return replace(known, looks=(*known.looks, _flawless(known, "spot")), past=_after(known, rating))
        case "hold":
            return replace(known, past=_after(known, rating))
        case "seen" | "fix":
            return replace(known, findings=_put_right(known.findings, step, needs))
        case "duty" | "more_looks":
            return replace(known, looks=(*known.looks, _flawless(known, "linked")))
        case _:
            return known


def _after(known: Evidence, rating: Rating) -> tuple[Past, ...]:
    return (*known.past, Past("", rating.stars, rating.score, rating.weakest))


def _flawless(known: Evidence, source: str, number: int = 0) -> Look:
    """A look of today at which everything was met, by somebody who has not looked this week."""
    return Look(0, source, known.duties, id=-1 - number)


def _best_step(known: Evidence, rating: Rating, rules: Rules) -> tuple[str, str]:
    look = 0.0 if scale(rules).score(known.duties, {}) is None else gain_of_a_look(rating, rules)
    return best_step(look, known.findings, known.today, rating, _weakest_failed(rating, rules), rules)


def best_step(
    look: float, findings: Sequence[Found], today: date, rating: Rating, weakest: str, rules: Rules
) -> tuple[str, str]:
    """What would add most to the score: a look with everything met, or a finding put right and seen.

    Args:
        look: the gain of one more look.
        findings: all that the shop has.
        today: the day of the run.
        rating: the shop's.
        weakest: the weakest of the duties that somebody saw failing, empty if none did.
        rules: the programme's.
    """
    gains = [(look, "", "")]
    for step in ("seen", "fix"):
        gains += _gains_of_findings(findings, today, rating, step, rules)
    gain, step, needs = max(gains, key=itemgetter(0))
    if gain <= LEAST_GAIN:
        return "keep", ""
    if step:
        return step, needs
    return ("duty", weakest) if weakest else ("more_looks", "")


LEAST_GAIN = 1e-9
"""What is less is due to floating point."""


def gain_of_a_look(rating: Rating, rules: Rules) -> float:
    """What one more look by the linked member adds to S if everything is met."""
    r, mean = rules.rating, rating.grid.mean
    before = r.prior + rating.weight
    after = before + r.linked_weight
    total = before * (rating.external or mean) + 100 * r.linked_weight
    own = min(rating.own_weight, after / r.self_share)
    best = max(total / after, (total + own * 100 * rating.trust) / (after + own))
    return min(max(best + rating.adjustment.total, 0.0), 100.0) - (rating.score or 0.0)


def _gains_of_findings(
    findings: Sequence[Found], today: date, rating: Rating, step: str, rules: Rules
) -> Iterator[tuple[float, str, str]]:
    for duty in sorted({f.duty for f in findings if _IS_MEANT[step](f)}):
        then = adjust(_put_right(findings, step, duty), today, rules).total
        score = min(max((rating.score or 0.0) + then - rating.adjustment.total, 0.0), 100.0)
        yield score - (rating.score or 0.0), step, duty


def _put_right(findings: Sequence[Found], step: str, duty: str) -> tuple[Found, ...]:
    """The findings, had those of a duty been put right and seen good."""
    is_meant = _IS_MEANT[step]
    return tuple([replace(f, in_time=True, proved=True) if f.duty == duty and is_meant(f) else f for f in findings])


def _is_waiting(found: Found) -> bool:
    """An outsider's finding, or one they saw too, that is said to be right and that nobody has seen since."""
    return found.is_waiting and (not found.own or found.seen is not None)


def _is_running(found: Found) -> bool:
    """An outsider's finding that is still to be put right, and not late yet."""
    return not (found.own or found.in_time or found.overdue or found.again)


_IS_MEANT: dict[str, Callable[[Found], bool]] = {"seen": _is_waiting, "fix": _is_running}
"""Which findings a step is about."""


def _weakest_failed(rating: Rating, rules: Rules) -> str:
    """The weakest of the duties that somebody saw failing."""
    flawed = [look for look in rating.read if look.facts and weight_of(look, rules) > 0]
    failed = {d for look in flawed for d in look.counted if look.met(d) < 1}
    return min((d for d in rating.duties if d in failed), key=lambda d: (rating.duties[d], d), default="")


def _weightiest(looks: tuple[Look, ...], rules: Rules) -> list[Look]:
    """The looks that moved the score most away from a flawless one; among flawless looks the weightiest."""
    by = scale(rules)
    pulls = []
    for look in looks:
        weight = weight_of(look, rules)
        if weight > 0:
            score = by.score(look.counted, look.facts)
            pulls.append((weight * (100 - (100 if score is None else score)), weight, look.id, look))
    return [look for *_, look in nlargest(2, pulls, key=itemgetter(0, 1, 2))]


def _mattered(look: Look, rules: Rules) -> Mattered:
    return Mattered(look.id, look.day, look.source, _failed(look, rules))


def _failed(look: Look, rules: Rules) -> tuple[str, ...]:
    """What was not met of what counts, in the order of the rules."""
    if not look.facts:
        return ()
    failed = {d for d in look.counted if look.met(d) < 1}
    ruled = [key for key in scale(rules).weights if key in failed]
    return (*ruled, *sorted(failed.difference(ruled)))
