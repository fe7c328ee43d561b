"""星级: which shops were shown with how many stars in the last run, for the office; of a shop alone, how it stands."""

from __future__ import annotations

import re

from bot.flow import Flow, Turn
from bot.language.words.vocabulary import Vocabulary
from documents.wording.star_words import stars
from files.dataclass import dataclass
from handlers.office.about import show_shop
from handlers.shared.naming import Named, named_in
from handlers.shared.scope import branch_of
from programme.roles import Action
from programme.shops.doors import address
from storage.board import board
from storage.ratings import ratings

flow = Flow("star_list")

_GROUPS = Vocabulary("office")
MOST = 20
"""Shops listed at a time."""
_READ = 20_000
_NUMBERS = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5}
_STARS = re.compile(
    r"([一二两三四五1-5]|\b(?:one|two|three|four|five)\b)(?=\s*(?:颗|个)?星|[\s-]*stars?\b|\s*or (?:less|fewer|more))",
    re.IGNORECASE,
)
_BELOW = re.compile(_GROUPS.pattern("below"), re.IGNORECASE)
_AT_MOST = re.compile(_GROUPS.pattern("at_most"), re.IGNORECASE)
_AT_LEAST = re.compile(_GROUPS.pattern("at_least"), re.IGNORECASE)
_UNRATED = re.compile(_GROUPS.pattern("unrated"), re.IGNORECASE)
_FELL = re.compile(_GROUPS.pattern("fell"), re.IGNORECASE)
_CHANGED = re.compile(_GROUPS.pattern("changed"), re.IGNORECASE)
_ROSE = re.compile(_GROUPS.pattern("rose"), re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Which:
    """The shops asked about: with stars from `low` through `high`, or those that `moved`; `key` names them in an answer."""

    key: str
    low: int = 1
    high: int = 5
    moved: int = 0

    def has(self, row: board.Row) -> bool:
        if self.key == "unrated":
            return not row.shown
        if self.key == "changed":
            return row.previous is not None and row.shown != row.previous
        if self.moved:
            return ((row.shown or 0) - (row.previous or row.shown or 0)) * self.moved > 0
        return self.low <= (row.shown or 0) <= self.high


@flow.intent("star_list", Action.SEE_BOARD)
async def said_star_list(turn: Turn) -> None:
    """“二星以下的有哪些”, “哪些店掉星了”, “待评的有几家”, “李记面馆几星”."""
    named = await named_in(turn, turn.text)
    if len(named.shops) == 1:
        await show_shop.go(turn, [str(named.shops[0].id)])
        return
    run = next(iter(await ratings.recent(turn.tx, 1)), None)
    if run is None:
        turn.reply(turn.say("star_list.none_yet"))
        return
    wanted = board.Wanted(street=named.streets[0] if named.streets else "")
    rows, _ = await board.shops(turn.tx, branch_of(turn), run.id, wanted, most=_READ, skip=0)
    rows = _of_members(rows, named)
    which = _which(turn.text)
    turn.reply(_listed(turn, [row for row in rows if which.has(row)], which) if which else _counted(turn, rows))


def _of_members(rows: list[board.Row], named: Named) -> list[board.Row]:
    names = {one.name for one in named.members}
    return [row for row in rows if not names or row.member in names]


def _which(text: str) -> _Which | None:
    """Which shops are asked for; None where it is only asked how many there are of each kind."""
    told = [_NUMBERS.get(found.casefold()) or int(found) for found in _STARS.findall(text)]
    if _UNRATED.search(text) and not told:
        return _Which("unrated")
    if _FELL.search(text) and not _BELOW.search(text):
        return _Which("fell", moved=-1)
    return _between(text, told) if told else _moved(text)


def _moved(text: str) -> _Which | None:
    if _CHANGED.search(text):
        return _Which("changed", moved=2)
    return _Which("rose", moved=1) if _ROSE.search(text) else None


def _between(text: str, told: list[int]) -> _Which:
    if _BELOW.search(text):
        return _Which("between", 1, told[0] - 1)
    if _AT_MOST.search(text):
        return _Which("between", 1, told[0])
    if _AT_LEAST.search(text):
        return _Which("between", told[0], 5)
    return _Which("between", min(told), max(told))


def _listed(turn: Turn, rows: list[board.Row], which: _Which) -> str:
    called = turn.say("star_list.exactly", n=which.low) if which.low == which.high else ""
    called = called or turn.say(f"star_list.{which.key}", low=which.low, high=which.high)
    if not rows:
        return turn.say("star_list.nobody", called=called)
    lines = [turn.say("star_list.head", called=called, many=len(rows))]
    for row in rows[:MOST]:
        before = turn.say("star_list.before", stars=stars(row.previous)) if which.moved else ""
        lines.append(f"{row.name}（{address(row.street, row.door)}）{stars(row.shown)}{before}")
    lines += [turn.say("star_list.more", many=len(rows) - MOST)] if len(rows) > MOST else []
    return "\n".join(lines)


def _counted(turn: Turn, rows: list[board.Row]) -> str:
    lines = [
        turn.say("star_list.count", stars=stars(n), many=sum(row.shown == n for row in rows)) for n in (5, 4, 3, 2, 1)
    ]
    unrated = turn.say("star_list.count_unrated", many=sum(not row.shown for row in rows))
    return "\n".join([turn.say("star_list.counts"), *lines, unrated])
