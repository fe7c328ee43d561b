"""A star in words: old → new, the two observations that mattered most, and the one thing that would raise it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Protocol

from files.dataclass import dataclass
from programme.duties import Duties
from programme.rules import Rules
from texts import Say
from texts.days import Day, Names

MOST = 5
LOW = 4
"""Stars below which somebody may need a hand more than praise."""


@dataclass(frozen=True, slots=True)
class StarWords:
    """What a star message is made from: one shop's newest rating. `figures` is the stored explanation."""

    shop: str
    state: str
    shown: int | None
    stars: int | None
    previous: int | None
    through: date
    figures: Mapping[str, Any]


def stars(number: int | None) -> str:
    """★★★★☆, the same on every screen and readable without colour; 待评 is a proper state and gets no empty stars."""
    return "" if number is None else "★" * number + "☆" * (MOST - number)


def star_message(known: StarWords, rules: Rules, say: Say, *, thanks: bool = False) -> str:
    """At most six short lines."""
    lines = [_steady(known, headline(known, say), say)]
    lines += mattered(known, rules, say)
    lines.append(points(known, rules, say))
    lines.append(step(known, rules, say))
    if thanks:
        lines.append(say("stars.thanks_together" if _is_hard(known) else "stars.thanks"))
    return "\n".join(line for line in lines if line)


class Rated(Protocol):
    """A shop's rating, as far as it says whether there is anything to tell."""

    @property
    def state(self) -> str: ...
    @property
    def shown(self) -> int | None: ...
    @property
    def previous(self) -> int | None: ...
    @property
    def figures(self) -> Mapping[str, Any]: ...


def is_nothing_yet(rated: Rated) -> bool:
    """Nobody has looked and no star was given: there is nothing to date and nothing to contest, as on the day one enrols."""
    never = rated.state == "unrated" and rated.shown is None and rated.previous is None
    return never and not rated.figures["explanation"]["mattered"]


def headline(known: StarWords, say: Say) -> str:
    """Old → new, or what stands instead of a star."""
    day = Day(known.through)
    if known.state in ("closed", "paused"):
        return say(f"stars.{known.state}", shop=known.shop)
    if known.shown is None:
        if known.previous is None:
            return say("stars.unrated", shop=known.shop, day=day)
        before, when = stars(known.previous), _last_day(known)
        return say("stars.unrated_before", shop=known.shop, day=day, before=before, when=when)
    if known.stars is not None and known.shown < known.stars:
        beneath = stars(known.stars)
        return say("stars.veto", shop=known.shop, day=day, stars=stars(known.shown), most=known.shown, beneath=beneath)
    if known.previous is None or known.previous == known.shown:
        return say("stars.same", shop=known.shop, day=day, stars=stars(known.shown))
    return say("stars.changed", shop=known.shop, day=day, old=stars(known.previous), new=stars(known.shown))


def _steady(known: StarWords, told: str, say: Say) -> str:
    """不稳: so near a line that the next look may well move it."""
    is_near = known.state == "rated" and known.shown is not None and known.figures.get("unsteady")
    return say("stars.unsteady", told=told) if is_near else told


def _is_hard(known: StarWords) -> bool:
    """A star that fell, or that stays below four: praise would ring hollow, a hand is worth more."""
    shown = known.shown
    if shown is None or known.previous is None:
        return False
    return shown < known.previous or (shown == known.previous and shown < LOW)


def points(known: StarWords, rules: Rules, say: Say) -> str:
    """Every point given or taken with its day and duty, and all together; empty when there are none.

    The same of one duty on several days is told once, with all its days.
    """
    adjustment = known.figures.get("adjustment") or {}
    items = adjustment.get("items") or ()
    if known.state != "rated" or not items:
        return ""
    alike: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
    for item in items:
        alike.setdefault((item["kind"], item["duty"]), []).append(item)
    told = Names(tuple(_items(same, rules, say) for same in alike.values()))
    return say("stars.points", items=told, total=signed(adjustment["total"]))


def _items(same: Sequence[Mapping[str, Any]], rules: Rules, say: Say) -> str:
    first = same[0]
    duty = Duties(rules.duties).by_key(first["duty"]) or first["duty"]
    days = Names(tuple(Day(date.fromisoformat(item["day"])) for item in same if item["day"]))
    total = sum(item["points"] for item in same)
    return say(f"stars.item_{first['kind']}", day=days, duty=duty, points=signed(total))


def signed(points: float) -> str:
    """“+1”, “−2”."""
    return f"{'−' if points < 0 else '+'}{abs(points):g}"


def _last_day(known: StarWords) -> Day:
    """The day of the last star, which is shown grey while there is none."""
    last = known.figures.get("last")
    return Day(date.fromisoformat(last["day"]) if last else known.through)


def mattered(known: StarWords, rules: Rules, say: Say) -> Sequence[str]:
    """The two observations that mattered most, a line each."""
    return [_look(look, rules, say) for look in known.figures["explanation"]["mattered"]]


def _look(look: Mapping[str, Any], rules: Rules, say: Say) -> str:
    duties = Duties(rules.duties)
    day = Day(date.fromisoformat(look["day"]))
    who = say(f"stars.by_{look['source']}")
    if not look["failed"]:
        return say("stars.look_met", day=day, who=who)
    failed = Names(tuple(duties.by_key(key) or key for key in look["failed"]))
    return say("stars.look_failed", day=day, who=who, duties=failed)


def step(known: StarWords, rules: Rules, say: Say) -> str:
    """The one thing that would raise it."""
    explanation = known.figures["explanation"]
    needs = explanation["needs"]
    thing = int(needs) if needs.isdecimal() else Duties(rules.duties).by_key(needs) or needs
    return say(f"stars.step_{explanation['step']}", needs=thing)
