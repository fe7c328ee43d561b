"""What is told of a ballot that has ended: who is elected, by branch and name, and no count."""

from __future__ import annotations

from storage.honours.ballot_ends import Ended
from texts import Say
from texts.days import Names


def result(say: Say, ended: Ended) -> str:
    """The same words for whoever asks: a teller, who made it, the job that ends it."""
    if not ended.is_valid:
        return say("ballots.void", kind=ended.kind)
    lines = [
        say("ballots.elected", kind=ended.kind, many=len(ended.elected), names=Names(ended.elected))
        if ended.elected
        else say("ballots.nobody_elected", kind=ended.kind),
        say("ballots.tied", names=Names(ended.tied)) if ended.tied else "",
    ]
    return "\n".join(filter(None, lines))
