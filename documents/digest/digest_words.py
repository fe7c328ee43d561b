"""The week in at most twelve lines: first what is to be done, then how it went. Nobody is named but shops and grids."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from documents.digest.beside_words import beside, in_one_line
from documents.digest.digest_figures import Digest, ShopWeek
from documents.wording.star_words import stars
from programme.duties import Duties
from programme.findings.shares import AIM, SHARES
from programme.rules import Rules
from texts import Say
from texts.days import Day, Names, Until

MOST_LINES = 12
NAMED = 4
"""Shops named in one line; the others are in the sheet."""


def digest_words(week: Digest, rules: Rules, say: Say) -> str:
    """For managers."""
    todo = [*_cases(week, say), *_round(week, say), *_oddities(week, say)]
    figures = _figures(week, rules, say)
    room = MOST_LINES - 1 - len(figures)  # the least urgent line is left out; it is in the sheet
    numbered = [say("digest.todo", number=n, what=what) for n, what in enumerate(todo, 1)]
    lines = [_head(week, rules, say), *(numbered[:room] or [say("digest.nothing")]), *figures]
    return "\n".join(lines)


def branch_words(week: Digest, name: str, rules: Rules, say: Say) -> str:
    """For a branch's secretary: their own shops only, in half as many lines."""
    figures = week.figures
    head = say("digest.branch_head", branch=name, days=_days(week, say))
    key = "branch_week" if figures.possible else "branch_week_none_due"
    lines = [head, say(f"digest.{key}", sent=figures.sent, seen=figures.seen, all=figures.possible)]
    if week.unseen:
        lines.append(say("digest.branch_unseen", shops=_named(week.unseen, say)))
    if overdue := week.outcomes("overdue", "handed"):
        lines.append(say("digest.branch_overdue", many=figures.overdue, shops=_names((f.name for f in overdue), say)))
    if cases := week.outcomes("handed"):
        lines.append(say("digest.do_cases", many=len(cases), shops=_names((f.name for f in cases), say)))
    lines += _changes(week, rules, say)
    if not week.unseen and not overdue:
        lines.append(say("digest.branch_fine"))
    return "\n".join(lines)


def _head(week: Digest, rules: Rules, say: Say) -> str:
    name = rules.bureau.street if say.language == "zh" else say("digest.street")
    return say("digest.title", name=name, days=_days(week, say))


def _days(week: Digest, say: Say) -> str:
    return say("digest.days", first=Day(week.first), last=Day(week.last if week.is_over else week.through.date()))


def _cases(week: Digest, say: Say) -> Iterable[str]:
    """What has a deadline, the most pressing first."""
    late = [h for h in week.helps if h.waits_until and h.waits_until < week.through]
    if late:
        yield say("digest.do_help", many=week.figures.helps_overdue, shops=_names((h.name for h in late), say))
    if overdue := week.outcomes("overdue", "handed"):
        yield say("digest.do_overdue", many=week.figures.overdue, shops=_names((f.name for f in overdue), say))
    if cases := week.outcomes("handed"):
        yield say("digest.do_cases", many=len(cases), shops=_names((f.name for f in cases), say))
    if asked := [*_decisions(week, say)]:
        yield say("digest.do_decide", what=Names(tuple(asked)))


def _decisions(week: Digest, say: Say) -> Iterable[str]:
    """What only a manager can decide."""
    if whose := week.outcomes("stopped"):
        yield say("digest.decide_whose", many=len(whose), shops=_names((f.name for f in whose), say))
    if week.appeals_late:
        yield say("digest.decide_late", many=week.appeals_open, late=week.appeals_late)
    elif week.appeals_open and week.appeals_due:
        due = Until(week.appeals_due, week.through.date())
        yield say("digest.decide_appeals", many=week.appeals_open, due=due)
    if week.vetoes_open:
        yield say("digest.decide_vetoes", many=week.vetoes_open)
    if week.hearings_open:
        yield say("digest.decide_hearings", many=week.hearings_open)


def _round(week: Digest, say: Say) -> Iterable[str]:
    wanted = [g for g in week.grids if g.needs]
    if wanted:
        told = [
            say(
                "digest.grid_needs",
                grid=g.name,
                why=Names(tuple(say(f"digest.needs_{n}") for n in g.needs)),
                seen=g.seen,
                all=g.possible,
            )
            for g in wanted[:NAMED]
        ]
        yield say("digest.do_grids", grids=_names(told, say))
    if week.unseen:
        yield say(
            "digest.do_unseen" if week.is_over else "digest.do_unseen_yet",
            many=len(week.unseen),
            shops=_named(week.unseen, say),
        )


def _oddities(week: Digest, say: Say) -> Iterable[str]:
    told = tuple(
        say(f"digest.do_{odd.kind}", many=odd.many, day=Day(odd.at.date()), at=f"{odd.at:%H:%M}", shop=odd.shops[0])
        for odd in week.oddities[:2]
    )
    if told:
        yield say("digest.do_check", what=Names(told))


def _figures(week: Digest, rules: Rules, say: Say) -> list[str]:
    told = week.figures
    key = "told_week" if told.possible else "told_week_none_due"
    lines = [say(f"digest.{key}", sent=told.sent, seen=told.seen, all=told.possible, five=told.five)]
    lines += _changes(week, rules, say)
    lines.append(
        say("digest.told_cases", done=told.in_time, found=told.found, kept=told.helps_in_time, asked=told.helps)
    )
    lines += [say(f"digest.told_{key}", what=in_one_line(parts, say)) for key, parts in beside(told, say).items()]
    if week.shares.cases:
        have = dict(zip(SHARES, week.shares.as_tuple(), strict=True))
        aims = {f"aim_{kind}": aim for kind, aim in zip(SHARES, AIM, strict=True)}
        lines.append(say("digest.told_shares", **have, **aims))
    return lines


def _changes(week: Digest, rules: Rules, say: Say) -> list[str]:
    """Stars up, and stars down each with its reason."""
    lines = []
    if up := week.changed(lambda n: n > 0):
        lines.append(say("digest.told_up", many=len(up), shops=_named(up, say)))
    if down := week.changed(lambda n: n < 0):
        lines.append(say("digest.told_down", many=len(down), shops=_names((_fallen(s, rules, say) for s in down), say)))
    return lines


def _fallen(shop: ShopWeek, rules: Rules, say: Say) -> str:
    """The shop, its stars now, and what was not met where it mattered most."""
    looks = shop.star.figures["explanation"]["mattered"] if shop.star else ()
    failed = dict.fromkeys(duty for look in looks for duty in look["failed"])
    if not failed:
        return f"{shop.name} {stars(shop.new)}"
    duties = Names(tuple(Duties(rules.duties).by_key(key) or key for key in failed))
    return say("digest.fallen", shop=shop.name, stars=stars(shop.new), why=duties)


def _named(shops: Sequence[ShopWeek], say: Say) -> str:
    return _names((s.name for s in shops), say)


def _names(names: Iterable[str], say: Say) -> str:
    """The first few, each once, and that there are more."""
    each = list(dict.fromkeys(names))
    told = Names(tuple(each[:NAMED])).name(say.language)
    return told if len(each) <= NAMED else say("digest.and_more", names=told)
