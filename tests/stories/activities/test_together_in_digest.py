"""The digest tells what was done together in one line, the same in words, picture and workbook, or not at all."""

from __future__ import annotations

import io
import re
from dataclasses import asdict, fields, replace
from datetime import timedelta

import openpyxl
import pytest

from documents.digest.digest_figures import Digest
from documents.digest.digest_picture import digest_picture
from documents.digest.digest_sheet import digest_xlsx
from documents.digest.digest_words import MOST_LINES, digest_words
from documents.examples import street_week
from programme.calendar import week_of
from programme.digest.together import Together
from programme.rules import Rules
from schedules.digest_week import digest_of, span_of
from storage.digest import digest
from tests.stories.activities.test_joint import estate
from tests.stories.activities.test_volunteer_day import SATURDAY, named, one_shape, plan
from tests.town import Town
from texts import LANGUAGES, speaker

SAY = speaker("zh")


async def week_now(town: Town) -> Digest:
    now = town.clock().astimezone(town.zone)
    span = span_of(week_of(now.date()), now)
    return digest_of(await town.database.read(lambda tx: digest.of_week(tx, span)), town.rules, town.zone)


def drawn(week: Digest, rules: Rules) -> str:
    return "\n".join(re.findall(r">([^<]+)<", digest_picture(week, rules, SAY).svg))


async def test_a_week_of_doing_things_together(town: Town) -> None:
    """A volunteer day to which two came, one of whom the host alone knows of, and a joint action with eleven matters."""
    host = await town.staff("赵队长", "squad")
    await estate(town)
    assert "🤝" not in digest_words(await week_now(town), town.rules, SAY), "nothing was done"
    await plan(town, host)
    await named(town, "孙大姐")
    await named(town, "周师傅")
    await host.says("联合执法 翠竹苑 周六 9点 消防 住建")
    await host.taps("就这么定")
    assert (await week_now(town)).together == Together(), "what is only planned is not told"
    await town.pass_to(SATURDAY + timedelta(hours=2, minutes=5), "activities", "clocks")
    await host.taps("记一下谁来了")
    await host.picks("孙大姐", "周师傅")
    await host.taps("都对，办结")
    await host.says("联合办结 2 当场整改 5 劝导 6")
    week = await week_now(town)
    assert week.together == Together(volunteer_days=1, attendances=2, joint_actions=1, joint_matters=11)
    said = "城管蓝 1 次 2 人次 · 联合执法 1 次，处理 11 件"
    words = digest_words(week, town.rules, SAY)
    assert f"🤝 {said}" in words
    assert said in drawn(week, town.rules)
    book = openpyxl.load_workbook(io.BytesIO(digest_xlsx(week, town.rules, SAY)), data_only=True)
    sheet = {row[0].value: row[1].value for row in book.worksheets[0].iter_rows(min_row=2)}
    for name, value in asdict(week.together).items():
        assert sheet[SAY(f"figures.{name}")] == value, name
        assert week.figures.as_dict()[name] == value, name
    for name in ("孙大姐", "周师傅", "赵队长"):
        assert name not in words + drawn(week, town.rules) + str(sheet)
    town.clock.forward(days=7)
    assert (await week_now(town)).together == Together(), "each thing is told in one week only"


@one_shape
async def test_a_branch_reads_of_its_own_shops_only(town: Town) -> None:
    host = await town.staff("赵队长", "squad")
    await plan(town, host)
    await named(town, "孙大姐")
    await town.pass_to(SATURDAY + timedelta(hours=2), "activities", "clocks")
    await host.taps("记一下谁来了")
    await host.picks("孙大姐")
    await host.taps("都对，办结")
    week = await week_now(town)
    assert week.together.attendances == 1
    assert week.of_branch(1).together == Together()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_fullest_week_stays_within_twelve_lines_and_the_picture_cuts_no_word(language: str) -> None:
    rules, say, all_of_it = Rules(), speaker(language), Together(*[11] * len(fields(Together)))
    week = replace(street_week(), together=all_of_it)
    assert len(digest_words(week, rules, say).splitlines()) <= MOST_LINES
    told = [line for line in digest_words(week, rules, say).splitlines() if line[0] in "🏘🤝"]
    assert len(told) == 2
    for line in told:
        parts = line[2:].split(" · ")
        svg = digest_picture(week, rules, say).svg
        assert parts[0] in svg
        whole = [many for many in range(1, len(parts) + 1) if " · ".join(parts[:many]) in svg]
        left = len(parts) - max(whole)
        assert not left or say("digest.not_shown", many=left) in svg
