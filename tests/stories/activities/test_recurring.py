"""Volunteer days that come back every week, as programme.toml says; and the reminder to branches that nobody has visited."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time
from pathlib import Path

import pytest

from app.rules_file import read_rules
from programme.activities.recurring import Recurring
from programme.rules import Rules, problems
from programme.staff_days import reminds_of_visits
from schedules import branch_visits
from tests.stories.activities.test_volunteer_day import one_shape, plan
from tests.town import ZONE, Town

THURSDAY = datetime(2026, 11, 26, 10, 1, tzinfo=ZONE)
EVERY_SATURDAY = Recurring("文明劝导", "西津路", 6, time(9), time(10, 30), 15)


async def every_week(town: Town, *days: Recurring) -> None:
    """The office has written these into programme.toml."""
    town.rules = replace(town.rules, activities=days)
    await town.restart()


async def test_what_comes_back_is_planned_the_thursday_before(town: Town) -> None:
    await every_week(town, EVERY_SATURDAY)
    secretary, resident = await town.staff("一书记", "secretary"), town.player("居民")
    await resident.says("订活动")
    await town.pass_to(THURSDAY, "weekly-activity")
    secretary.sees_somewhere("按老规矩排好了，1 号：12月5日 周六 09:00–10:30 西津路，文明劝导")
    secretary.sees_no("轮到您支部")
    resident.sees_somewhere("新活动 1：12月5日 周六 09:00–10:30 西津路，文明劝导")
    await town.job("weekly-activity")
    await resident.says("活动")
    resident.sees("1 · 12月5日", "还有 15 个名额")
    resident.sees_no("2 · ")
    await secretary.taps("取消这个活动")
    await secretary.says("活动")
    assert "取消" in secretary.looks()


@one_shape
async def test_what_somebody_has_planned_already_is_not_planned_twice(town: Town) -> None:
    await every_week(town, EVERY_SATURDAY)
    secretary = await town.staff("一书记", "secretary")
    await plan(town, secretary, "下周六 9点到10点 西津路 文明劝导")
    await town.pass_to(THURSDAY, "weekly-activity")
    secretary.sees_no("按老规矩")


@one_shape
async def test_a_branch_that_is_named_hosts_it_and_without_its_secretary_others_are_asked(town: Town) -> None:
    await every_week(town, replace(EVERY_SATURDAY, branch="第二支部"))
    first = await town.staff("一书记", "secretary")
    await town.pass_to(THURSDAY, "weekly-activity")
    first.sees_somewhere("轮到您支部")
    second = await town.staff("二书记", "secretary", branch="第二支部")
    town.clock.forward(days=7)
    await town.job("weekly-activity")
    second.sees_somewhere("按老规矩排好了")
    first.sees_no("按老规矩")


def test_a_file_of_the_office_is_read_and_what_is_wrong_has_its_line(tmp_path: Path) -> None:
    file, days = tmp_path / "programme.toml", '[[activities]]\ntitle = "劝导"\nplace = "西津路"\nweekday = {}\n'
    file.write_text(days.format(6) + 'begins = "09:00"\nends = "10:30"\n', "utf-8")
    rules, wrong = read_rules(file)
    assert not wrong
    assert rules.activities == (Recurring("劝导", "西津路", 6, time(9), time(10, 30)),)
    file.write_text(days.format(8) + 'begins = "09:00"\nends = "08:30"\n', "utf-8")
    assert [line.partition("programme.toml ")[2][:7] for line in read_rules(file)[1]] == ["line 4:", "line 6:"]


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"title": " "}, "title"),
        ({"title": "长" * 41}, "title"),
        ({"place": ""}, "place"),
        ({"weekday": 0}, "weekday"),
        ({"ends": time(9)}, "ends"),
        ({"begins": time(6), "ends": time(19)}, "ends"),
        ({"places": -1}, "places"),
        ({"places": 201}, "places"),
    ],
)
def test_what_no_day_can_be_is_said(change: dict[str, object], path: str) -> None:
    rules = replace(Rules(), activities=(replace(EVERY_SATURDAY, **change),))  # type: ignore[arg-type]
    assert [where for where, _ in problems(rules)] == [f"activities.0.{path}"]


def test_the_example_in_the_file_that_is_handed_out_can_be_used_as_it_stands(tmp_path: Path) -> None:
    text = (Path(__file__).parents[3] / "programme.toml").read_text("utf-8")
    begins = text.index("# [[activities]]")
    example = [line.removeprefix("# ") for line in text[begins:].splitlines()[:8]]
    file = tmp_path / "programme.toml"
    file.write_text("\n".join(example), "utf-8")
    rules, wrong = read_rules(file)
    assert not wrong
    assert rules.activities == (EVERY_SATURDAY,)


# -- branches that nobody has visited ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("year", "month", "days"),
    [(2026, 12, [1, 11]), (2026, 11, []), (2026, 9, [1, 10]), (2027, 3, [1, 11])],
)
def test_the_days_of_the_reminder(year: int, month: int, days: list[int]) -> None:
    """2026-Q4: 1 and 11 December."""
    found = [day for day in range(1, 31) if reminds_of_visits(date(year, month, day))]
    assert found == days


async def test_only_a_branch_that_nobody_has_visited_is_reminded(town: Town) -> None:
    first = await town.staff("一书记", "secretary", branch="第一支部")
    second = await town.staff("二书记", "secretary", branch="第二支部")
    chen = await town.manager()
    await first.says("联系支部 第一支部 讲党课")
    await town.pass_to(datetime(2026, 12, 1, 9, 11, tzinfo=ZONE), branch_visits.job.name)
    second.sees_somewhere("还没有领导来第二支部走访", "联系支部 第二支部")
    for other in (first, chen):
        assert not [said for said in other.heard if "走访" in said and "还没有领导" in said]
    await town.job(branch_visits.job.name, "2026-12-01")
    assert len([said for said in second.heard if "还没有领导" in said]) == 1, "a run done again tells nobody twice"
    await second.says("联系支部 第二支部 讲党课")
    await town.pass_to(datetime(2026, 12, 11, 9, 11, tzinfo=ZONE), branch_visits.job.name)
    assert not [said for said in second.heard if "还没有领导" in said]


async def test_the_leader_of_branches_without_a_visit_hears_it_once_for_all_of_them(town: Town) -> None:
    chen, zhao = await town.manager(), await town.staff("赵主任", "manager")
    first = await town.staff("一书记", "secretary", branch="第一支部")
    second = await town.staff("二书记", "secretary", branch="第二支部")
    for said in ("第一支部 一书记", "第二支部 赵主任", "第三支部 赵主任"):
        await town.staff(f"{said[:4]}的人", "secretary", branch=said[:4])
        await chen.says(f"分管领导 {said}")
    await town.pass_to(datetime(2026, 12, 1, 9, 11, tzinfo=ZONE), branch_visits.job.name)
    await town.job(branch_visits.job.name, "2026-12-01")
    [told] = [said for said in zhao.heard if "走访" in said]
    assert "第二支部、第三支部" in told
    [own] = [said for said in first.heard if "走访" in said]
    assert "您联系的" not in own, "the secretary of the branch is told as its secretary"
    await second.says("联系支部 第二支部 讲党课")
    await zhao.says("联系支部 第三支部 讲党课")
    await town.pass_to(datetime(2026, 12, 11, 9, 11, tzinfo=ZONE), branch_visits.job.name)
    assert not [said for said in zhao.heard if "走访" in said]
    assert [said for said in first.heard if "走访" in said]
