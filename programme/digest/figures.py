"""The figures of a week, each defined here once: words, picture, workbook, board and export all say these.

Every figure has its name and its definition in words in `texts/*/figures.toml`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, fields

from files.dataclass import dataclass
from programme.digest.together import Together
from programme.digest.week import Outcome


@dataclass(frozen=True, slots=True)
class WeekFigures:
    """One week of a street, or of a branch's shops, at one moment.

    Sums that always hold: `found` = `in_time` + `late` + `unseen_fix` + `running` + `stopped` + `overdue`, and
    `helps` = `helps_in_time` + `helps_late` + `helps_waiting`, and `possible` = `seen` + `unseen`. Requests, alerts and help
    requests are never added up.
    """

    shops: int
    possible: int
    seen: int
    unseen: int
    looks: int
    sent: int
    five: int
    found: int
    in_time: int
    late: int
    unseen_fix: int
    running: int
    stopped: int
    overdue: int
    cases: int
    helps: int
    helps_in_time: int
    helps_late: int
    helps_waiting: int
    helps_open: int
    helps_overdue: int
    appeals: int
    requests: int
    requests_done: int
    requests_in_time: int
    alerts: int
    alerts_confirmed: int
    volunteer_days: int
    attendances: int
    joint_actions: int
    joint_matters: int
    branch_days: int
    meetings: int
    follow_ups: int
    permits: int
    pledges: int
    honours: int

    @property
    def open(self) -> int:
        """Findings that nobody has closed."""
        return self.unseen_fix + self.running + self.stopped + self.overdue

    def as_dict(self) -> dict[str, int]:
        """Name → value, in the order in which they are told."""
        return asdict(self)


def week_figures(
    *,
    shops: int,
    possible: int,
    seen: int,
    looks: int,
    sent: int,
    five: int,
    outcomes: Iterable[Outcome],
    promises: Iterable[bool | None],
    waiting: Iterable[bool],
    appeals: int,
    done: Iterable[bool | None],
    alerts: int,
    alerts_confirmed: int,
    together: Together,
) -> WeekFigures:
    """Count one week.

    Args:
        shops: on the roster at that moment.
        possible: of them, open on at least one day of the week on which they were on the roster.
        seen: of the `possible`, looked at by anybody.
        looks: how often anybody looked, one observer at one shop on one day being one look.
        sent: shops that sent a self-check, as a total only.
        five: shops shown at five stars.
        outcomes: how each finding that ran in the week stands (`programme.digest.week.outcome`).
        promises: for each help request of the week, whether its first answer came in time; None while there is time.
        waiting: for each help request without an answer now, whether its promised hour is over.
        appeals: without a decision.
        done: for each resident's request of the week, whether it was done by its day; None while it is not done.
        alerts: troubles that cameras sent.
        alerts_confirmed: of them, what somebody found to be so.
        together: what the bureau did together with others.
    """
    stood, kept, unanswered, ended = Counter(outcomes), Counter(promises), Counter(waiting), Counter(done)
    return WeekFigures(
        shops=shops,
        possible=possible,
        seen=seen,
        unseen=possible - seen,
        looks=looks,
        sent=sent,
        five=five,
        found=stood.total(),
        in_time=stood["in_time"],
        late=stood["late"],
        unseen_fix=stood["unseen"],
        running=stood["running"],
        stopped=stood["stopped"],
        overdue=stood["overdue"] + stood["handed"],
        cases=stood["handed"],
        helps=kept.total(),
        helps_in_time=kept[True],
        helps_late=kept[False],
        helps_waiting=kept[None],
        helps_open=unanswered.total(),
        helps_overdue=unanswered[True],
        appeals=appeals,
        requests=ended.total(),
        requests_done=ended[True] + ended[False],
        requests_in_time=ended[True],
        alerts=alerts,
        alerts_confirmed=alerts_confirmed,
        **asdict(together),
    )


def merged(weeks: Iterable[WeekFigures]) -> WeekFigures:
    """The figures of several towns together: each is a count, and nothing is counted in two towns."""
    told = [week.as_dict() for week in weeks]
    return WeekFigures(**{field.name: sum(week[field.name] for week in told) for field in fields(WeekFigures)})
