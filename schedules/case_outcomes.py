"""The outcome of each case as it is reported to the hotline: what was done, when, and by whom."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from documents.intake.case_results import CaseResult
from programme.intake.feedback import LAST, Heard, heard
from storage.intake.intakes import LEGAL_STALL, Result
from texts import Say


def results_in_words(found: Iterable[Result], say: Say, zone: ZoneInfo) -> dict[str, CaseResult]:
    """The outcome of each case by its number."""
    return {one.outer_id: _in_words(one, say, zone) for one in found}


def result_rows(found: Iterable[Result], say: Say, zone: ZoneInfo) -> list[dict[str, object]]:
    """The outcome of each case as a flat row, in the order in which they came."""
    told = [(one.outer_id, _in_words(one, say, zone), has_ended(one)) for one in found]
    return [
        {
            "number": number,
            "result": said.result,
            "ended_at": said.ended,
            "who": said.who,
            "words": said.words,
            "ended": ended,
        }
        for number, said, ended in told
    ]


def has_ended(one: Result) -> bool:
    return _word(one) in LAST


def _word(one: Result) -> Heard | None:
    return heard(one.state, one.lead, one.finding in ("closed", "withdrawn"), one.request)


def _in_words(one: Result, say: Say, zone: ZoneInfo) -> CaseResult:
    word = _word(one)
    if word is None:
        return CaseResult(say("intake.result_new"))
    key = "legal_stall" if one.why == LEGAL_STALL else str(word)
    ended = _ended(one) if word in LAST else None
    return CaseResult(
        say(f"intake.result_{key}"), f"{ended.astimezone(zone):%Y-%m-%d %H:%M}" if ended else "", one.who, one.words
    )


def _ended(one: Result) -> datetime | None:
    return one.request_at or one.closed_at or one.lead_at or one.judged_at
