"""整改, 星级: the findings that are not closed, and the shops by their stars, of all or of those that are named."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from bot.flow import Flow, Turn
from bot.language.words.vocabulary import Vocabulary
from documents.wording.star_words import stars
from files.dataclass import dataclass
from handlers.findings import cases
from handlers.office.about import case_line, how_many_late, is_late, show_shop
from handlers.shared.naming import Named, named_in
from handlers.shared.scope import branch_called, branch_of, may_see
from messages.reply import Button
from programme.duties import Duty
from programme.findings.finding_state import FindingState
from programme.ids import FindingId
from programme.roles import Action
from programme.shops.doors import address
from storage.board import board
from storage.ratings import ratings
from storage.shops import shops
from texts.days import Names

flow = Flow("lists")

_GROUPS = Vocabulary("office")
MOST_FINDINGS = 10
MOST_SHOPS = 20
"""Those listed at a time."""
_READ = 20_000
_LATE = re.compile(_GROUPS.pattern("late"), re.IGNORECASE)
_CHECK = re.compile(_GROUPS.pattern("checks"), re.IGNORECASE)
"""Said of findings that the shop has put right and somebody else has to see."""
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


@flow.intent("open_fixes", Action.SEE_BOARD)
async def said_open_fixes(turn: Turn) -> None:
    """“还有多少整改没弄好”, “津河路超期的有哪些”, “how many fixes are still open”: the overdue ones first."""
    named = await named_in(turn, turn.text)
    if not await may_see(turn, named):
        turn.reply(turn.say("engine.not_yours"))
        return
    told = turn.faults_in(named.rest)[0]
    duties = [duty for duty in turn.rules.duties if duty.key in told]
    found, of = await _asked_for(turn, named, told), await _of(turn, named, duties)
    if found:
        _list_findings(turn, found, of)
    else:
        key = "none_to_check" if _CHECK.search(turn.text) else "none_late" if _LATE.search(turn.text) else "none"
        turn.reply(turn.say(f"open_fixes.{key}", of=of))


async def _of(turn: Turn, named: Named, duties: Sequence[Duty] = ()) -> str:
    """Of what it is asked, where that is not everything."""
    names: list[object] = [*(place.name for place in named.shops), *named.streets, *(one.name for one in named.members)]
    names = names or [name for name in (await branch_called(turn),) if name]
    names += duties
    return turn.say("open_fixes.of", where=Names(tuple(names))) if names else ""


async def _asked_for(turn: Turn, named: Named, duties: Collection[str]) -> list[board.Case]:
    """Those of the shops, the street, the member and the duty that are named, the overdue ones first or alone."""
    found = await board.open_cases(turn.tx, branch_of(turn), _READ, _sifted(named))
    theirs = {place.id for place in named.shops}
    found = [case for case in found if (not theirs or case.shop_id in theirs) and (not duties or case.duty in duties)]
    if _CHECK.search(turn.text):
        return [case for case in found if case.state == FindingState.FIXED]
    if _LATE.search(turn.text):
        return [case for case in found if is_late(turn, case)]
    return sorted(found, key=lambda case: not is_late(turn, case))


def _list_findings(turn: Turn, found: list[board.Case], of: str) -> None:
    shown = [(case, case_line(turn, case, shop=case.shop)) for case in found[:MOST_FINDINGS]]
    lines = [turn.say("open_fixes.head", of=of, many=len(found), late=how_many_late(turn, found))]
    lines += [turn.say("open_fixes.more", many=len(found) - len(shown))] if len(found) > len(shown) else []
    rows = [[Button(line, cases.show_case(FindingId(case.id)))] for case, line in shown]
    turn.reply("\n".join(lines), buttons=rows, once=False)


def _sifted(named: Named) -> board.Sifted:
    if named.shops:
        return board.ALL
    street = named.streets[0] if named.streets else ""
    return board.Sifted(street, named.members[0].id if named.members else board.NOBODY)


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
    """“二星以下的有哪些”, “哪些店掉星了”, “待评的有几家”; of a shop alone, “李记面馆几星”, how it stands."""
    named = await named_in(turn, turn.text)
    run = next(iter(await ratings.recent(turn.tx, 1)), None)
    if len(named.shops) == 1:
        await show_shop.go(turn, [str(named.shops[0].id)])
    elif not await may_see(turn, named):
        turn.reply(turn.say("engine.not_yours"))
    elif run is None:
        turn.reply(turn.say("star_list.none_yet"))
    else:
        wanted = board.Wanted(street=named.streets[0] if named.streets else "")
        rows, _ = await board.shops(turn.tx, branch_of(turn), run.id, wanted, most=_READ, skip=0)
        rows, which = await _of_named(turn, rows, named), _which(turn.text)
        told = _listed(turn, [row for row in rows if which.has(row)], which) if which else _counted(turn, rows)
        turn.reply(f"{await _of(turn, named)}{told}")


async def _of_named(turn: Turn, rows: list[board.Row], named: Named) -> list[board.Row]:
    """Those of the shops and of the members' shops that are named."""
    theirs = {place.id for place in named.shops}
    for one in named.members:
        theirs |= {link.shop_id for link in await shops.links(turn.tx, one.id)}
    return [row for row in rows if not (named.shops or named.members) or row.id in theirs]


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
    for row in rows[:MOST_SHOPS]:
        before = turn.say("star_list.before", stars=stars(row.previous)) if which.moved else ""
        door = address(row.street, row.door)
        lines.append(turn.say("star_list.line", shop=row.name, door=door, stars=stars(row.shown), before=before))
    lines += [turn.say("star_list.more", many=len(rows) - MOST_SHOPS)] if len(rows) > MOST_SHOPS else []
    return "\n".join(lines)


def _counted(turn: Turn, rows: list[board.Row]) -> str:
    lines = [
        turn.say("star_list.count", stars=stars(n), many=sum(row.shown == n for row in rows)) for n in (5, 4, 3, 2, 1)
    ]
    unrated = turn.say("star_list.count_unrated", many=sum(not row.shown for row in rows))
    return "\n".join([turn.say("star_list.counts"), *lines, unrated])
