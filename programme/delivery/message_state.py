"""The states of a message in the outbox and which may follow which."""

from __future__ import annotations

from enum import StrEnum

from programme.transitions import Transitions


class MessageState(StrEnum):
    QUEUED = "queued"
    SENT = "sent"
    EXPIRED = "expired"  # its time was over before it could go out
    REFUSED = "refused"  # the channel will never take it, or it was given up
    GONE = "gone"  # the person cannot be reached there
    UNSURE = "unsure"  # perhaps sent, and not tried again
    HELD = "held"  # the person's window is closed: it waits for their next word


_S = MessageState

MESSAGE = Transitions(
    "message",
    first=frozenset({_S.QUEUED}),
    next={
        _S.QUEUED: frozenset({_S.SENT, _S.EXPIRED, _S.REFUSED, _S.GONE, _S.UNSURE, _S.HELD}),
        # the channel may say later that it did not arrive after all
        _S.SENT: frozenset({_S.QUEUED, _S.HELD, _S.REFUSED, _S.GONE}),
        # sent: its words went out together with another message's
        _S.HELD: frozenset({_S.QUEUED, _S.SENT, _S.EXPIRED}),
        _S.EXPIRED: frozenset(),
        _S.REFUSED: frozenset(),
        _S.GONE: frozenset(),
        _S.UNSURE: frozenset(),
    },
)
