"""The states of a title (五星商户) and which may follow which."""

from __future__ import annotations

from enum import StrEnum

from programme.transitions import Transitions


class TitleState(StrEnum):
    NOMINATED = "nominated"  # on the managers' list, seen by nobody else
    NOTICE = "notice"  # on public notice
    AWARDED = "awarded"
    SUSPENDED = "suspended"  # a confirmed red line: not shown, not yet taken
    HEARING = "hearing"  # withdrawal announced, the merchant may speak
    WITHDRAWN = "withdrawn"
    DECLINED = "declined"  # an objection was right, or during the notice the star fell or a red line came
    ENDED = "ended"  # not renewed, or a new holder came


_S = TitleState

TITLE = Transitions(
    "title",
    first=frozenset({_S.NOMINATED}),
    next={
        _S.NOMINATED: frozenset({_S.NOTICE, _S.DECLINED, _S.ENDED}),
        _S.NOTICE: frozenset({_S.AWARDED, _S.DECLINED, _S.ENDED}),
        _S.AWARDED: frozenset({_S.SUSPENDED, _S.HEARING, _S.ENDED}),
        _S.SUSPENDED: frozenset({_S.AWARDED, _S.HEARING, _S.ENDED}),
        _S.HEARING: frozenset({_S.AWARDED, _S.SUSPENDED, _S.WITHDRAWN, _S.ENDED}),
        _S.WITHDRAWN: frozenset(),
        _S.DECLINED: frozenset(),
        _S.ENDED: frozenset(),
    },
    with_holder=dict.fromkeys((_S.NOMINATED, _S.NOTICE, _S.AWARDED, _S.SUSPENDED, _S.HEARING), _S.ENDED),
)
