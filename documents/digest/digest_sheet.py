"""The workbook of the digest, for filtering, adding up and printing; nothing in it ranks a person.

Totals are formulas that stay alive when rows are filtered out or mended; what people wrote is always text, never a formula.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import fields
from types import MappingProxyType

from documents.digest.digest_doors import doors_of
from documents.digest.digest_figures import Digest, ShopWeek
from documents.papers.sheets import As, Cell, Column, Formula, Sheets
from documents.street.street_sheet import Stars, street_sheet
from documents.wording.star_words import mattered, step
from programme.digest.together import Together
from programme.digest.week import OUTCOMES
from programme.findings.shares import AIM, SHARES
from programme.rules import Rules
from programme.services import Service
from texts import Say
from texts.days import Names


def digest_xlsx(week: Digest, rules: Rules, say: Say, then: Stars = MappingProxyType({})) -> bytes:
    """The workbook, some tens of kilobytes; 100 shops take a twentieth of a second. `then`: the stars of the last weeks."""
    sheets = Sheets(f"{rules.bureau.street} {week.period}", week.through)
    names = {
        key: say(f"digest.sheet_{key}") for key in ("whole", "shops", "findings", "helps", "requests", "looks", "odd")
    }
    _whole(sheets, week, names, say)
    _shops(sheets, week, rules, names["shops"], say)
    _findings(sheets, week, names["findings"], say)
    _helps(sheets, week, names["helps"], say)
    _requests(sheets, week, names["requests"], say)
    _looks(sheets, week, names["looks"], say)
    street_sheet(sheets, say("digest.sheet_streets"), doors_of(week), then, say)
    if week.oddities:
        _odd(sheets, week, names["odd"], say)
    return sheets.content()


def _columns(say: Say, *pairs: tuple[str, str]) -> list[Column]:
    return [Column(say(f"digest.column_{key}"), look) for key, look in pairs]


def _whole(sheets: Sheets, week: Digest, names: dict[str, str], say: Say) -> None:
    """The sums of the other sheets, each a formula over them."""

    def counted(sheet: str, letter: str, many: int, test: str, value: int) -> Formula:
        return Formula(f"=COUNTIF('{names[sheet]}'!{letter}2:{letter}{max(many + 1, 2)},{test})", value)

    def grids(letter: str, value: int) -> Formula:
        return Formula(f"=SUM('{names['looks']}'!{letter}2:{letter}{len(week.grids) + 1})", value)

    told, found, asked = week.figures, len(week.findings), len(week.helps)
    shops = told.shops
    rows: list[Sequence[Cell]] = [
        (say("digest.row_week"), week.period, f"{week.first} – {week.last}"),
        (say("figures.shops"), Formula(f"=COUNTA('{names['shops']}'!A2:A{max(shops + 1, 2)})", shops), ""),
    ]
    rows += [("★" * n, counted("shops", "F", shops, str(n), week.counts[n]), "") for n in (5, 4, 3, 2, 1)]
    unrated = Formula(f"=COUNTBLANK('{names['shops']}'!F2:F{max(shops + 1, 2)})", week.counts[0])
    up, down = len(week.changed(lambda n: n > 0)), len(week.changed(lambda n: n < 0))
    rows += [
        (say("digest.unrated"), unrated, ""),
        (say("digest.row_up"), counted("shops", "G", shops, '">0"', up), ""),
        (say("digest.row_down"), counted("shops", "G", shops, '"<0"', down), ""),
        (say("figures.sent"), told.sent, say("figures.sent_means")),
        (say("figures.possible"), grids("B", told.possible), say("figures.possible_means")),
        (say("figures.seen"), grids("C", told.seen), say("figures.seen_means")),
    ]
    rows += [
        (
            say("digest.row_finding", outcome=say(f"digest.outcome_{kind}")),
            counted("findings", "J", found, f'"{say(f"digest.outcome_{kind}")}"', len(week.outcomes(kind))),
            "",
        )
        for kind in OUTCOMES
    ]
    outcomes = {kind: f'"{say(f"digest.outcome_{kind}")}"' for kind in OUTCOMES}
    where = f"'{names['findings']}'!J2:J{max(found + 1, 2)}"
    late = Formula(f"=COUNTIF({where},{outcomes['overdue']})+COUNTIF({where},{outcomes['handed']})", told.overdue)
    rows += [
        (say("figures.overdue"), late, say("figures.overdue_means")),
        (
            say("figures.helps"),
            Formula(f"=COUNTA('{names['helps']}'!A2:A{max(asked + 1, 2)})", asked),
            say("figures.helps_means"),
        ),
        (
            say("figures.helps_in_time"),
            counted("helps", "I", asked, f'"{say("digest.yes")}"', told.helps_in_time),
            say("figures.helps_in_time_means"),
        ),
        (say("figures.appeals"), told.appeals, say("figures.appeals_means")),
        (say("digest.row_decided"), week.appeals_decided, ""),
        *_residents(week, names["requests"], say),
    ]
    rows = [[*row, "", ""] for row in rows] + _shares(week, say)
    columns = _columns(say, ("what", "text"), ("value", "number"), ("note", "text"), *_OWN)
    sheets.table(names["whole"], columns, rows)


_OWN = (("of_findings", "number"), ("of_requests", "number"))
"""The columns in which the cases behind the 721 shares are told apart."""


def _residents(week: Digest, sheet: str, say: Say) -> Iterable[Sequence[Cell]]:
    """What residents reported, cameras sent and was done together; never added to what shops ask for."""
    told, last = week.figures, max(len(week.requests) + 1, 2)
    yield (
        say("figures.requests"),
        Formula(f"=COUNTA('{sheet}'!A2:A{last})", told.requests),
        say("figures.requests_means"),
    )
    kept = Formula(f"=COUNTIF('{sheet}'!J2:J{last},\"{say('digest.yes')}\")", told.requests_in_time)
    done = Formula(
        f"{kept.text}+COUNTIF('{sheet}'!J2:J{last},\"{say('digest.no')}\")",
        told.requests_done,
    )
    yield say("figures.requests_done"), done, say("figures.requests_done_means")
    yield say("figures.requests_in_time"), kept, say("figures.requests_in_time_means")
    yield say("figures.alerts"), told.alerts, say("figures.alerts_means")
    yield say("figures.alerts_confirmed"), told.alerts_confirmed, say("figures.alerts_confirmed_means")
    for name in (one.name for one in fields(Together)):
        yield say(f"figures.{name}"), getattr(told, name), say(f"figures.{name}_means")


def _shares(week: Digest, say: Say) -> list[Sequence[Cell]]:
    """721: the share of each, then how many of its cases were findings at shops and how many requests of residents."""
    have, ours = week.shares.as_tuple(), week.requests_solved
    return [
        (
            f"721 {say(f'digest.{kind}')}",
            As(have[n] / 100, "share"),
            say("digest.note_aim", aim=AIM[n], cases=week.shares.cases),
            week.findings_solved[n],
            ours[n],
        )
        for n, kind in enumerate(SHARES)
    ]


def _shops(sheets: Sheets, week: Digest, rules: Rules, name: str, say: Say) -> None:
    columns = _columns(
        say,
        *(("shop", "text"), ("door", "text"), ("street", "text"), ("grid", "text"), ("old", "stars"), ("new", "stars")),
        *(("change", "change"), ("score", "score"), ("why", "wrapped"), ("step", "wrapped"), ("looks", "number")),
        *(("last_look", "day"), ("open", "number")),
    )
    rows = [_shop(shop, line, week, rules, say) for line, shop in enumerate(week.shops, 2)]
    sheets.table(name, columns, rows)


def _shop(shop: ShopWeek, line: int, week: Digest, rules: Rules, say: Say) -> Sequence[Cell]:
    value = shop.change if shop.old is not None and shop.new is not None and week.is_rated else ""
    change = Formula(f'=IF(OR(E{line}="",F{line}=""),"",F{line}-E{line})', value)
    why = "；".join(line.removeprefix("· ") for line in mattered(shop.star, rules, say)) if shop.star else ""
    return (
        shop.name,
        shop.door,
        shop.street,
        shop.grid,
        shop.old if week.is_rated else shop.new,
        shop.new,
        change,
        shop.score,
        why,
        step(shop.star, rules, say) if shop.star else "",
        shop.looks,
        shop.last_look,
        shop.open_findings,
    )


def _findings(sheets: Sheets, week: Digest, name: str, say: Say) -> None:
    columns = _columns(
        say,
        *(("shop", "text"), ("door", "text"), ("grid", "text"), ("duty", "text"), ("words", "wrapped")),
        *(("found", "moment"), ("due", "moment"), ("fixed", "moment"), ("closed", "moment"), ("outcome", "text")),
        ("share", "text"),
    )
    rows: list[Sequence[Cell]] = [
        (
            *(f.name, f.door, f.grid, Names((f.duty,)).name(say.language), f.note, f.opened, f.due, f.fixed, f.closed),
            say(f"digest.outcome_{f.outcome}"),
            say(f"digest.{f.share}") if f.share in SHARES else "",
        )
        for f in week.findings
    ]
    sheets.table(name, columns, rows)


def _helps(sheets: Sheets, week: Digest, name: str, say: Say) -> None:
    columns = _columns(
        say,
        *(("shop", "text"), ("door", "text"), ("grid", "text"), ("words", "wrapped"), ("asked", "moment")),
        *(
            ("promised", "moment"),
            ("answered", "moment"),
            ("minutes", "number"),
            ("kept", "text"),
            ("rating", "number"),
        ),
    )
    kept = {True: say("digest.yes"), False: say("digest.no"), None: say("digest.still_time")}
    rows: list[Sequence[Cell]] = []
    for line, h in enumerate(week.helps, 2):
        minutes = round((h.answered - h.asked).total_seconds() / 60) if h.answered else ""
        took = Formula(f'=IF(G{line}="","",ROUND((G{line}-E{line})*1440,0))', minutes)
        rows.append((h.name, h.door, h.grid, h.text, h.asked, h.due, h.answered, took, kept[h.kept], h.rating))
    sheets.table(name, columns, rows)


def _requests(sheets: Sheets, week: Digest, name: str, say: Say) -> None:
    """Requests of residents: places, promises and how each was solved; of whoever reported them there is nothing."""
    columns = _columns(
        say,
        *(("number", "text"), ("service", "text"), ("site", "text"), ("asked", "moment"), ("promised", "moment")),
        *(("answered", "moment"), ("done_due", "day"), ("ended", "moment"), ("state", "text"), ("kept", "text")),
        ("share", "text"),
    )
    kept = {True: say("digest.yes"), False: say("digest.no"), None: ""}
    rows: list[Sequence[Cell]] = [
        (
            r.number,
            r.service.name(say.language) if isinstance(r.service, Service) else say("city.other"),
            *(r.site, r.asked, r.due, r.answered, r.done_due, r.ended),
            say(f"board.request_{r.state.replace(' ', '_')}"),
            kept[r.in_time],
            say(f"digest.{r.share}") if r.share in SHARES else "",
        )
        for r in week.requests
    ]
    sheets.table(name, columns, rows)


def _looks(sheets: Sheets, week: Digest, name: str, say: Say) -> None:
    """Per grid and as coverage: places, never who walked."""
    columns = _columns(
        say,
        *(("grid", "text"), ("possible", "number"), ("seen", "number"), ("coverage", "share"), ("overdue", "number")),
        *(("needs", "text"), ("unseen", "wrapped")),
    )
    rows: list[Sequence[Cell]] = []
    for line, grid in enumerate(week.grids, 2):
        share = Formula(f'=IF(B{line}=0,"",C{line}/B{line})', grid.seen / grid.possible if grid.possible else "")
        needs = Names(tuple(say(f"digest.needs_{n}") for n in grid.needs)).name(say.language)
        unseen = Names(tuple(s.name for s in week.unseen if s.grid == grid.name)).name(say.language)
        rows.append((grid.name, grid.possible, grid.seen, share, grid.overdue, needs, unseen))
    last = len(rows) + 1

    def sums(letter: str, value: int) -> Formula:
        return Formula(f"=SUBTOTAL(109,{letter}2:{letter}{last})", value)

    whole = sum(g.possible for g in week.grids), sum(g.seen for g in week.grids), sum(g.overdue for g in week.grids)
    share = Formula(f'=IF(B{last + 1}=0,"",C{last + 1}/B{last + 1})', whole[1] / whole[0] if whole[0] else "")
    total = (say("digest.whole"), sums("B", whole[0]), sums("C", whole[1]), share, sums("E", whole[2]), "", "")
    sheets.table(name, columns, rows, total if rows else ())


def _odd(sheets: Sheets, week: Digest, name: str, say: Say) -> None:
    """It proves nothing and scores nothing; it only asks a person to look."""
    rows: list[Sequence[Cell]] = [
        (say(f"digest.odd_{o.kind}"), o.at, o.many, Names(o.shops).name(say.language)) for o in week.oddities
    ]
    sheets.table(
        name, _columns(say, ("what", "text"), ("when", "moment"), ("many", "number"), ("shops", "wrapped")), rows
    )
