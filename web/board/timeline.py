"""One timeline of a shop: stars, observations, self-checks, findings and their end, appeals, red lines and help."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from itertools import pairwise

from files.dataclass import dataclass
from programme.appeals.appeal_state import AppealState
from programme.calendar import week_of
from programme.findings.finding_state import FindingState
from storage.board.board import Case, Look
from storage.board.shop_history import History
from storage.ratings.ratings import Published
from storage.reviews.evidence import SelfCheck
from texts import Say
from web.board.looks import Looks
from web.board.photo_pairs import Album, Shot, look_words


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that happened. `kind` is its sign on the page; `is_gone`: taken back, so it counts for nothing."""

    at: datetime
    kind: str
    words: str
    note: str = ""
    tags: tuple[str, ...] = ()
    shots: tuple[Shot, ...] = ()
    is_late: bool = False
    is_gone: bool = False


@dataclass(frozen=True, slots=True)
class Timeline:
    """Puts a shop's history into entries; `runs` newest first."""

    history: History
    runs: Sequence[Published]
    album: Album
    looks: Looks
    say: Say

    def entries(self) -> list[Entry]:
        """Everything, newest first."""
        parts = (self.stars(), self.reviews(), self.self_checks(), self.findings(), self.decisions(), self.help())
        return sorted((entry for part in parts for entry in part), key=lambda e: e.at, reverse=True)

    def stars(self) -> Iterator[Entry]:
        """The runs at which the star shown changed."""
        for run, before in pairwise(self.runs):
            if run.shown != before.shown:
                yield Entry(run.through, "star", self._change(run.shown, before.shown))

    def _change(self, shown: int | None, before: int | None) -> str:
        if shown is None:
            return self.say("shop_file.star_none")
        if before is None:
            return self.say("shop_file.star_first", stars=shown)
        way = "shop_file.star_up" if shown > before else "shop_file.star_down"
        return self.say(way, stars=shown, before=before)

    def reviews(self) -> Iterator[Entry]:
        for look in self.history.looks:
            yield self.review(look)

    def review(self, look: Look) -> Entry:
        """One observation, never with its observer's name."""
        say = self.say
        tags = []
        if look.left_out:
            tags.append(say("shop_file.reported_first", duties=self.looks.duties(say, look.left_out)))
        if look.contested:
            tags.append(say("board.contested"))
        if look.undone_at:
            tags.append(say("board.undone"))
        words = f"{say(f'stars.by_{look.source}')}：{look_words(look, self.looks, say)}"
        kind = "failed" if look.facts else "met"
        return Entry(
            look.at, kind, words, look.note, tuple(tags), self.album.of_observation(look), is_gone=bool(look.undone_at)
        )

    def self_checks(self) -> Iterator[Entry]:
        """Each self-check that reported something; of the others how many there were in each week."""
        met, last = Counter[str](), dict[str, datetime]()
        for one in self.history.self_checks:
            entry = self.self_check(one)
            if one.problems or entry.note or entry.shots:
                yield entry
            else:
                met[week_of(one.day)] += 1
                last[week_of(one.day)] = one.at
        for week, many in met.items():
            yield Entry(last[week], "self", self.say("shop_file.self_met", many=many))

    def self_check(self, one: SelfCheck) -> Entry:
        say, duties = self.say, self.looks.duties(self.say, one.problems)
        said = say("shop_file.self_problem", duties=duties) if one.problems else say("shop_file.self_all_met")
        return Entry(one.at, "self", said, one.note, (), self.album.of_self_check(one.id, self.looks.day(say, one.day)))

    def findings(self) -> Iterator[Entry]:
        """How findings began where no observation or self-check says it, ran late, were put right and ended."""
        for case in self.history.cases:
            yield from self.finding(case)

    def finding(self, case: Case) -> Iterator[Entry]:
        say, duty = self.say, self.looks.duty(self.say, case.duty)
        if case.state == FindingState.BETWEEN:
            yield Entry(case.opened_at, "failed", say("shop_file.between", duty=duty), case.note)
        elif case.origin == "lead":
            shots = self.album.problem(case)
            yield Entry(case.opened_at, "failed", say("shop_file.lead", duty=duty), case.note, (), shots)
        if case.overdue_at:
            yield Entry(case.overdue_at, "late", say("shop_file.overdue", duty=duty), is_late=case.closed_at is None)
        if case.fixed_at:
            yield Entry(case.fixed_at, "fixed", say("shop_file.fixed", duty=duty), shots=self.album.fixed(case))
        if case.closed_at and case.state == FindingState.WITHDRAWN:
            yield Entry(case.closed_at, "met", say("shop_file.withdrawn", duty=duty))
        elif case.closed_at:
            tags = (say(f"board.share_{case.share}"),) if case.share else ()
            yield Entry(case.closed_at, "met", say("shop_file.closed", duty=duty), case.closing, tags)

    def decisions(self) -> Iterator[Entry]:
        """Appeals and confirmed red lines; the words of an appeal are for whoever decides it."""
        say = self.say
        for case in self.history.appeals:
            what = say(f"shop_file.appeal_{case.subject}")
            if case.text or case.state is AppealState.OPEN:  # what a granted star set aside has no words of its own
                yield Entry(case.at, "appeal", say("shop_file.appeal", what=what))
            if case.decided_at and case.state in (AppealState.GRANTED, AppealState.REFUSED):
                outcome = "granted" if case.state is AppealState.GRANTED else "refused"
                yield Entry(case.decided_at, "appeal", say(f"shop_file.appeal_{outcome}", what=what), case.reason)
        for veto in self.history.vetoes:
            cause = say(f"veto.cause_{veto.cause}")
            if veto.confirmed_at:
                yield Entry(veto.confirmed_at, "late", say("shop_file.veto", cause=cause), veto.reason)
            if veto.lifted_at:
                yield Entry(veto.lifted_at, "met", say("shop_file.veto_lifted", cause=cause))

    def help(self) -> Iterator[Entry]:
        for one in self.history.helps:
            words = self.say("shop_file.help", text=one.text) if one.text else self.say("shop_file.help_photo")
            yield Entry(one.at, "help", words)
            if one.answered_at:
                yield Entry(one.answered_at, "help", self.say("shop_file.help_answered"))


def start_of(day: date, looks: Looks) -> datetime:
    """The first moment of a day on the street."""
    return datetime.combine(day, time(0), looks.zone)
