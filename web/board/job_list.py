"""The page of the jobs (任务): when each ran, what came of it and when it comes next, in words."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta

from starlette.requests import Request
from starlette.responses import Response

from files.dataclass import dataclass
from programme.roles import Action
from storage.board import board
from storage.core.tx import Database, Tx
from storage.operations import runs
from storage.operations.runs import Run
from texts import Say
from texts.days import Day, Quarter
from web.board.guard import Viewer
from web.board.looks import Looks

SINCE = timedelta(days=7)
SECOND = 1000
ON_DEMAND = {"ratings": Action.RUN_RATINGS, "weekly-digest": Action.SEE_DIGEST}
"""Jobs that may be asked for here, by whoever may do so by a word in chat."""


@dataclass(frozen=True, slots=True)
class JobRow:
    """One job as the page shows it; `result` is empty where it has never run."""

    name: str
    last: datetime | None
    is_missed: bool
    next: datetime | None
    result: str


class JobList:
    """`/board/jobs`. `jobs` gives name and next moment of every job."""

    def __init__(
        self,
        database: Database,
        looks: Looks,
        jobs: Callable[[], Sequence[tuple[str, datetime | None]]],
        clock: Callable[[], datetime],
    ) -> None:
        self._database = database
        self._looks = looks
        self._jobs = jobs
        self._clock = clock

    async def page(self, request: Request, viewer: Viewer) -> Response:
        since = self._clock() - SINCE

        async def read(tx: Tx) -> tuple[dict[str, Run], list[board.Letters]]:
            return {run.job: run for run in await runs.last(tx)}, await board.letters(tx, since)

        last, letters = await self._database.read(read)
        say = viewer.say
        rows = [_row(say, name, moment, last.get(name)) for name, moment in self._jobs()]
        values = {
            "viewer": viewer,
            "here": "jobs",
            "jobs": rows,
            "letters": [(_channel(say, one.channel), one.state, one.many) for one in letters],
            "asked": request.query_params.get("asked", ""),
            "may_ask": [job for job, action in ON_DEMAND.items() if viewer.may(action)],
        }
        return self._looks.page("jobs.html", say, values)


def _row(say: Say, name: str, coming: datetime | None, run: Run | None) -> JobRow:
    called = say(f"jobs.{name.replace('-', '_')}")
    if run is None:
        return JobRow(called, None, False, coming, "")
    parts = [period_words(run.period, say), *_figures(run.note, say)]
    if run.took_ms is not None and run.took_ms >= SECOND:
        parts.append(say("board.took", seconds=f"{run.took_ms / SECOND:.1f}"))
    is_missed = run.state == "missed"
    return JobRow(called, run.finished_at or run.claimed_at, is_missed, coming, " · ".join(filter(None, parts)))


def _figures(note: str, say: Say) -> list[str]:
    """What a run counted, where it counted anything; figures without words of ours are for `doctor` and the logs."""
    counted = [(what, int(many)) for what, many in re.findall(r"([a-z0-9_]+)=([0-9]+)", note)]
    keys = [(f"jobs.count_{what}", many) for what, many in counted if many]
    return [say(key, many=many) for key, many in keys if key in say.sentences]


def period_words(period: str, say: Say) -> str:
    """`2026-W48`: 第 48 周 · week 48; a day as a day; empty for a moment, which stands beside it already."""
    if week := re.fullmatch(r"[0-9]{4}-W0?([0-9]+)", period):
        return say("board.week_number", week=week[1])
    if re.fullmatch(r"[0-9]{4}-Q[1-4]", period):
        return Quarter(period).name(say.language)
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", period):
        return Day(date.fromisoformat(period)).name(say.language)
    return ""


def _channel(say: Say, name: str) -> str:
    """A channel by its name on the street."""
    key = f"board.channel_{name}"
    return say(key) if key in say.sentences else name
