"""A quarter on a stopped clock: every job at its hours across holidays, worked weekends, the turn of the year, summer time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.scheduler import next_moment
from programme.calendar import is_working_day
from storage.core.rows import instant
from storage.core.tx import Database
from tests.player import Player
from tests.town import StoppedClock, Town

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]


@dataclass(frozen=True)
class Quarter:
    """Three months in one zone; `lists` and `fridays` are the days that differ from plain Mondays and Fridays."""

    zone: ZoneInfo
    first: date
    last: date
    lists: dict[str, str]
    fridays: dict[str, str]
    nominations: str

    def days(self) -> Iterator[date]:
        for n in range((self.last - self.first).days):
            yield self.first + timedelta(days=n)

    def expected(self, weekday: int, moved: dict[str, str]) -> list[date]:
        """Plain weekdays with the moved ones in their places; moved to nowhere is left out."""
        instead = {date.fromisoformat(k): v for k, v in moved.items()}
        plain = [d for d in self.days() if d.isoweekday() == weekday and d not in instead]
        return sorted(plain + [date.fromisoformat(v) for v in instead.values() if v])


WINTER = Quarter(
    ZoneInfo("Asia/Shanghai"),
    date(2025, 12, 1),
    date(2026, 3, 5),
    {"2026-02-16": "", "2026-02-23": "2026-02-24"},  # Spring Festival: a week off, the next begins on Tuesday
    {"2026-01-02": "2025-12-31", "2026-02-20": ""},
    "2026-01-04",  # the first day worked in the year is a Sunday
)
SPRING = Quarter(
    ZoneInfo("Europe/London"),
    date(2026, 2, 26),
    date(2026, 5, 12),
    {"2026-04-06": "2026-04-07", "2026-05-04": "2026-05-06"},
    {"2026-05-01": "2026-04-30"},
    "2026-04-01",
)


@dataclass
class Diary:
    """When which job claimed a run, and when whom was told what, in the quarter's zone."""

    runs: dict[str, list[datetime]] = field(default_factory=lambda: defaultdict(list))
    told: list[tuple[datetime, str, bool]] = field(default_factory=list)


async def live(town: Town, quarter: Quarter, zhou: Player) -> Diary:
    """Go from one job's moment to the next; one merchant answers the morning question, the other never does."""
    diary, heard = Diary(), 0
    end = datetime.combine(quarter.last, time(), quarter.zone)
    while (now := town.clock().astimezone(quarter.zone)) < end:
        after = now + timedelta(seconds=1)
        jobs = [job for job in town.hours.jobs.values() if not job.overtakes or now.hour in (8, 14)]
        evening = datetime.combine(after.date(), time(20, 20), quarter.zone)  # when all messages of a Sunday are out
        coming = [m for job in jobs if (m := next_moment(job, after, quarter.zone))]
        town.clock.at(min([*coming, evening] if after < evening else coming))
        await town.hours.catch_up()
        await town.settle()
        local = town.clock().astimezone(quarter.zone)
        diary.told += [(local, user, reply.urgent) for user, reply in town.channel.sent[heard:]]
        heard = len(town.channel.sent)
        if zhou.screen and zhou.screen[-1].reply.topic == "" and "今天怎么样" in zhou.last:
            await zhou.says("好")
            heard = len(town.channel.sent)
    for row in await town.database.read(lambda tx: tx.rows("runs_export")):
        assert row["state"] == "done", dict(row)
        if (claimed := instant(row["claimed_at"]).astimezone(quarter.zone)) < end:
            diary.runs[row["job"]].append(claimed)
    return diary


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("shape", ["telegram"])
@pytest.mark.parametrize("quarter", [WINTER, SPRING], ids=["winter in Ningguo", "spring in London"])
async def test_every_job_at_its_hours(database: Database, tmp_path: Path, shape: str, quarter: Quarter) -> None:
    clock = StoppedClock(datetime.combine(quarter.first, time(0, 1), quarter.zone))
    town = Town(database, clock, tmp_path, shape=shape, zone=quarter.zone)
    await town.start()
    li, zhou = await town.merchant("李记面馆"), await town.merchant("周记修鞋")
    await town.member("王芳", li, zhou)
    await town.member("赵敏", await town.merchant("孙家小吃"))
    await town.manager()
    diary = await live(town, quarter, zhou)
    await town.stop()
    when = {name: [(m.date(), m.time()) for m in at] for name, at in diary.runs.items()}
    days = list(quarter.days())
    sundays = [d for d in days if d.isoweekday() == 7]
    working = [d for d in days if is_working_day(d)]

    def at(those: list[date], hour: int, minute: int = 0) -> list[tuple[date, time]]:
        return [(d, time(hour, minute)) for d in those]

    def since(name: str) -> list[tuple[date, time]]:
        """Without what the first start made up for."""
        return [(d, t) for d, t in when[name] if (d, t) != (quarter.first, when["housekeeping"][0][1])]

    assert when["housekeeping"][-len(days) + 1 :] == at(days[1:], 3, 17)
    assert [x for x in when["ratings"] if x[0] in sundays] == at(sundays, 18)
    assert [x for x in when["star-news"] if x[0] in sundays] == at(sundays, 18, 30)
    assert [d for d, t in when["weekly-digest"] if t == time(8, 30)] == [d for d in days if d.isoweekday() == 1]
    lists, fridays = quarter.expected(1, quarter.lists), quarter.expected(5, quarter.fridays)
    assert [x for x in since("member-week") if x[1] == time(9)] == at(lists, 9)
    assert [x for x in since("member-leftovers") if x[1] == time(16)] == at(fridays, 16)
    assert [x for x in when["title-watch"] if x[1] == time(8, 50)] == at(working, 8, 50)
    assert [x for x in when["cross-review"] if x[1] == time(9)] == at([d for d in days if d.day == 1], 9)
    assert [x for x in when["titles"] if x[1] == time(9, 40)] == at([date.fromisoformat(quarter.nominations)], 9, 40)
    _nobody_was_disturbed(diary, {li.address.user, zhou.address.user})


def _nobody_was_disturbed(diary: Diary, merchants: set[str]) -> None:
    days: dict[tuple[str, date], int] = defaultdict(int)
    for moment, user, urgent in diary.told:
        if user not in merchants or urgent:
            continue
        assert time(7, 30) <= moment.time() < time(12) or time(14) <= moment.time() < time(20, 30), moment
        days[user, moment.date()] += 1
    assert days
    assert set(days.values()) == {1}, "one unsolicited message a day at the most"
