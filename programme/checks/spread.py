"""Spreading messages over time: not a whole street at once, and not at :00 or :30, when every other bot sends too."""

from __future__ import annotations

from datetime import datetime, timedelta
from hashlib import blake2b

HALF_HOUR = timedelta(minutes=30)
STROKE = timedelta(minutes=1)
"""The minute at :00 and at :30 in which nothing begins."""


def spread(moment: datetime, key: str, over: timedelta) -> datetime:
    """A moment within `over` from `moment` on, always the same for the same key, never in the minute of :00 or :30.

    With nothing left of `over` beside such a minute it is the end of that minute.
    """
    moment += timedelta(microseconds=-moment.microsecond % 1_000_000)
    begin = moment + STROKE - _past_stroke(moment) if _past_stroke(moment) < STROKE else moment
    free = _free_seconds(begin, over - (begin - moment))
    if free <= 0:
        return begin
    place = int.from_bytes(blake2b(key.encode(), digest_size=8).digest()) % free
    left = _until_stroke(begin)
    if place < left:
        return begin + timedelta(seconds=place)
    halves, rest = divmod(place - left, _seconds(HALF_HOUR - STROKE))
    return begin + timedelta(seconds=left) + halves * HALF_HOUR + STROKE + timedelta(seconds=rest)


def _past_stroke(moment: datetime) -> timedelta:
    """How far into its half hour a moment is."""
    return timedelta(minutes=moment.minute % 30, seconds=moment.second, microseconds=moment.microsecond)


def _until_stroke(moment: datetime) -> int:
    return _seconds(HALF_HOUR - _past_stroke(moment))


def _free_seconds(begin: datetime, over: timedelta) -> int:
    """Seconds of the span that lie outside the minutes at :00 and :30."""
    left = _until_stroke(begin)
    if _seconds(over) <= left:
        return _seconds(over)
    halves, rest = divmod(_seconds(over) - left, _seconds(HALF_HOUR))
    return left + halves * _seconds(HALF_HOUR - STROKE) + max(rest - _seconds(STROKE), 0)


def _seconds(span: timedelta) -> int:
    return int(span.total_seconds())
