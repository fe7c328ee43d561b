"""What the bureau did together with others in a week, each kind counted by itself and never added up."""

from __future__ import annotations

from files.dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Together:
    """One week's counts; of people there is only how many came.

    `volunteer_days` closed in the week and `attendances` at them; `joint_actions` and the `joint_matters` they dealt with;
    `branch_days` checks and visits between branches; `meetings` of study and warning; `follow_ups` answered; `permits` given;
    `pledges` that those they were for confirmed; `honours` confirmed.
    """

    volunteer_days: int = 0
    attendances: int = 0
    joint_actions: int = 0
    joint_matters: int = 0
    branch_days: int = 0
    meetings: int = 0
    follow_ups: int = 0
    permits: int = 0
    pledges: int = 0
    honours: int = 0
