"""The shadow time, what the managers hear of the cuts, and the mornings of appeals."""

from dataclasses import replace
from datetime import timedelta

import pytest

from programme.rules import Rules
from storage.core.tx import Tx
from storage.ratings import ratings
from storage.shops import shops
from tests.stories.ratings.test_stars import weeks_of_looks
from tests.town import Town, on_day

pytestmark = pytest.mark.parametrize("shape", ["telegram"])

SHADOW = replace(Rules(), rating=replace(Rules().rating, shadow=True))


async def restarted(town: Town, rules: Rules) -> None:
    town.rules = rules
    await town.restart()


async def test_in_the_shadow_time_runs_are_drafts_and_nobody_sees_a_star(town: Town) -> None:
    await restarted(town, SHADOW)
    li = await town.merchant("李记面馆")
    wang = await town.member("王芳", li)
    await weeks_of_looks(town, wang, "1 好", 5)
    period = (await town.job("ratings")).period
    await li.says("我的星")
    li.sees("试运行", "不公布")
    draft = await town.database.read(lambda tx: ratings.newest(tx, period, drafts=True))
    assert draft
    assert (draft.kind, draft.published_at) == ("draft", None)
    assert await town.database.read(lambda tx: ratings.newest(tx, period)) is None
    assert (await town.job("ratings")).counts == {"unchanged": 1}
    await restarted(town, Rules())
    await town.job("ratings")
    await li.says("我的星")
    li.sees("★★★★☆")


async def test_drafts_follow_each_other_as_published_runs_do(town: Town) -> None:
    await restarted(town, SHADOW)
    li = await town.merchant("李记面馆")
    wang = await town.member("王芳", li)
    await weeks_of_looks(town, wang, "1 好", 4)
    await town.job("ratings")
    town.clock.forward(days=7)
    await wang.says("1 好")
    await town.job("ratings")
    [newest, _] = await town.database.read(lambda tx: ratings.recent(tx, 2, drafts=True))
    [row] = await town.database.read(lambda tx: ratings.of_run(tx, newest.id))
    assert row.previous == 4


async def test_the_managers_hear_where_the_cuts_could_be(town: Town) -> None:
    await restarted(town, SHADOW)
    chen = await town.manager()
    await chen.says("定线")
    await town.hours.run_asked()
    await town.settle()
    chen.sees("至少要 20 家")

    async def many(tx: Tx) -> None:
        now = town.clock()
        run = await ratings.begin(tx, period="2026-W47", through=now, rules_hash="", now=now)
        places = [await town.add_shop(tx, f"第{n}家") for n in range(25)]
        rows = [
            ratings.RatingRow(run, place, "rated", 70.0 + n, 60.0 + n, 4, 4, None, 5, {})
            for n, place in enumerate(places)
        ]
        await ratings.write(tx, run, rows)
        await ratings.seal(tx, run, kind="draft", inputs_hash="")

    await town.database.write(many)
    town.clock.forward(minutes=1)
    await chen.says("定线")
    await town.hours.run_asked()
    await town.settle()
    chen.sees("25 家店的试运行结果", "5 星：总分 89", "shadow 改成 false")


async def test_an_appeal_near_its_day_comes_up_in_the_morning(town: Town) -> None:
    li = await town.merchant("李记面馆")
    wang = await town.member("王芳", li)
    chen = await town.manager()
    await wang.says("1 秩序 货出店")
    await li.says("申诉")
    await li.taps("没做到")
    await li.says("不是我家的货")
    town.clock.at(on_day(town.clock().date() + timedelta(days=4), 9, 10))
    await town.job("appeals")
    chen.sees("李记面馆 的申诉请在")
    town.clock.forward(days=4)
    await town.job("appeals")
    chen.sees("已过答复期限")
    await chen.taps("看一看")
    chen.sees("不是我家的货")


async def test_a_lead_moves_nothing_until_a_person_confirms_it(town: Town) -> None:
    li = await town.merchant("李记面馆")
    wang = await town.member("王芳", li)
    await weeks_of_looks(town, wang, "1 好", 4)
    zhang = await town.merchant("张姐水果")
    await town.job("ratings")
    await zhang.says("反映 李记面馆 晚上占道")
    zhang.sees("李记面馆")
    assert (await town.job("ratings")).counts == {"unchanged": 1}
    await wang.says("1 秩序 晚上占道")
    assert (await town.job("ratings")).counts != {"unchanged": 1}


async def test_a_paused_street_and_a_closed_shop_are_told_apart_and_keep_their_star(town: Town) -> None:
    li = await town.merchant("李记面馆")
    wang = await town.member("王芳", li)
    chen = await town.manager()
    await weeks_of_looks(town, wang, "1 好", 4)
    await town.job("ratings")
    await chen.says("停评 西津路 10天")
    await chen.taps("发")
    for label in ("就这样", "停评"):
        if any(label in b.label for said in chen.screen[-1:] for b in said.reply.choices):
            await chen.taps(label)
    town.clock.forward(days=8)
    await town.job("ratings")
    [row] = await town.database.read(lambda tx: ratings.latest(tx, li.shop_id))
    assert row.state == "paused"
    await li.says("我的星")
    li.sees("停评", "以前的都留着")
    day = town.clock().date()
    await town.database.write(
        lambda tx: shops.close(
            tx,
            li.shop_id,
            since=day - timedelta(days=9),
            until=None,
            person_id=li.person_id,
            reason="",
            now=town.clock(),
        )
    )
    await town.job("ratings")
    [row] = await town.database.read(lambda tx: ratings.latest(tx, li.shop_id))
    assert (row.state, row.previous) == ("closed", 4)


async def test_the_last_star_is_carried_over_unrated_weeks_with_its_day(town: Town) -> None:
    li = await town.merchant("李记面馆")
    wang = await town.member("王芳", li)
    await weeks_of_looks(town, wang, "1 好", 4)
    await town.job("ratings")
    for _ in range(2):
        town.clock.forward(days=35)
        await town.job("ratings")
    await li.says("我的星")
    li.sees("待评", "12月21日那次是 ★★★★☆")
