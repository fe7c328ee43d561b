"""Later than thirty days only the clerk's list counts: all of it or nothing, and the export reads back unchanged."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.cli.hours import lines_of
from documents.papers.exports import as_csv
from messages.errors import RefusedByRule
from storage.activities import hour_import
from storage.activities.hour_import import Refused, Taken
from storage.operations import exports
from tests.stories.activities.test_volunteer_day import SATURDAY, figures, named, one_shape, plan
from tests.town import Town
from texts import speaker

HEAD = "姓名,活动,日期,地点,内容,小时,负责人\n"


async def imported(town: Town, content: bytes) -> Taken:
    lines = lines_of(content, speaker("zh"))
    return await town.database.write(lambda tx: hour_import.take(tx, lines, town.clock(), town.zone))


async def over(town: Town) -> None:
    """A volunteer day of which nobody noted anything for a month; 孙大姐 and 王芳 were there."""
    host = await town.staff("赵队长", "squad")
    await plan(town, host)
    await named(town, "孙大姐")
    await town.member("王芳")
    await town.pass_to(SATURDAY + timedelta(days=2), "clocks")
    town.clock.at(SATURDAY + timedelta(days=45))
    await town.job("clocks")
    await host.says("记时长 1")
    host.sees("过了 30 天", "交给局里经办人")


@one_shape
async def test_the_clerks_list_is_noted_and_read_back(town: Town) -> None:
    await over(town)
    line = "孙大姐,文明劝导,2026-11-28,西津路,文明劝导,1.5,赵队长\n王芳,文明劝导,2026/11/28,西津路,,1,赵队长\n"
    assert await imported(town, (HEAD + line).encode("gb18030")) == Taken(2, 0)
    said = await figures(town)
    assert (said.attendances, said.person_minutes) == (2, 150)
    rows = await town.database.read(lambda tx: exports.rows(tx, "volunteer-hours", now=town.clock(), zone=town.zone))
    assert await imported(town, as_csv(rows, for_excel=True)) == Taken(0, 2), "the export reads back as it is"
    await town.players["孙大姐"].says("我的时长")
    town.players["孙大姐"].sees("一共给了 1.5 小时")


@one_shape
@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("孙大姐,植绿,2026-11-28,,,1.5,", "no_activity"),
        ("孙大姐,文明劝导,2026-11-27,,,1.5,", "no_activity"),
        ("无名氏,文明劝导,2026-11-28,,,1.5,", "no_person"),
        ("孙大姐,文明劝导,2026-11-28,,,2,", "minutes"),
        ("孙大姐,文明劝导,2026-11-28,,,0,", "minutes"),
    ],
)
async def test_one_line_that_does_not_fit_keeps_all_out(town: Town, line: str, why: str) -> None:
    await over(town)
    good = "王芳,文明劝导,2026-11-28,西津路,,1,赵队长\n"
    with pytest.raises(Refused) as refused:
        await imported(town, (HEAD + good + line + "\n").encode())
    assert [(row, key) for row, key, _ in refused.value.taken.wrong] == [(3, why)]
    assert (await figures(town)).attendances == 0


@pytest.mark.parametrize(
    "content", ["姓名,活动\n孙大姐,劝导\n", HEAD + "孙大姐,劝导,昨天,,,1,\n", HEAD + "孙大姐,劝导,2026-11-28,,,x,\n"]
)
def test_what_is_no_such_list_is_refused(content: str) -> None:
    with pytest.raises(RefusedByRule):
        lines_of(content.encode(), speaker("zh"))
