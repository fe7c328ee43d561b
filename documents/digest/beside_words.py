"""What a week tells beside the shops, in two lines at most: of residents and cameras, and of what was done together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from programme.digest.figures import WeekFigures
from texts import Say

BETWEEN = " · "


def beside(told: WeekFigures, say: Say) -> dict[str, list[str]]:
    """By the key of the line it stands in; a line of which there was nothing is not there."""
    lines = {"residents": _residents(told, say), "together": _together(told, say)}
    return {key: parts for key, told_of in lines.items() if (parts := [*told_of])}


def in_one_line(parts: Sequence[str], say: Say, fits: Callable[[str], bool] = lambda _: True) -> str:
    """As many parts as fit, and how many more the sheet has."""
    shorter = ([*parts[:-left], say("digest.not_shown", many=left)] for left in range(1, len(parts)))
    lines = [BETWEEN.join(shown) for shown in (parts, *shorter)]
    return next((line for line in lines if fits(line)), lines[-1])


def _residents(told: WeekFigures, say: Say) -> Iterable[str]:
    """What residents reported and cameras sent, each by itself."""
    if told.requests:
        done = {"done": told.requests_done, "in_time": told.requests_in_time}
        yield say("digest.told_requests", many=told.requests, **done)
    if told.alerts:
        yield say("digest.told_alerts", many=told.alerts, confirmed=told.alerts_confirmed)


def _together(told: WeekFigures, say: Say) -> Iterable[str]:
    if told.volunteer_days:
        yield say("digest.told_volunteers", many=told.volunteer_days, came=told.attendances)
    if told.joint_actions:
        yield say("digest.told_joint", many=told.joint_actions, matters=told.joint_matters)
    for key, many in (
        ("branch_days", told.branch_days),
        ("meetings", told.meetings),
        ("follow_ups", told.follow_ups),
        ("permits", told.permits),
        ("pledges", told.pledges),
        ("honours", told.honours),
    ):
        if many:
            yield say(f"digest.told_{key}", many=many)
