"""Putting it right: the photo, the second look, whose it is, broken again, and the end as a case."""

import io
import random
from dataclasses import replace
from datetime import timedelta

import pytest
from PIL import Image

from programme.findings.finding_state import FindingState
from storage.findings import findings
from storage.findings.findings import Finding
from tests.player import Player
from tests.town import Town
from texts import speaker

telegram = pytest.mark.parametrize("shape", ["telegram"])


def a_picture(seed: int, quality: int = 90) -> bytes:
    """A picture with something to see; another seed is another place."""
    luck, small = random.Random(seed), Image.new("L", (8, 8))
    small.putdata([luck.randrange(256) for _ in range(64)])
    out = io.BytesIO()
    small.resize((320, 320), Image.Resampling.BICUBIC).convert("RGB").save(out, "JPEG", quality=quality)
    return out.getvalue()


async def the_finding(town: Town, number: int = 1) -> Finding:
    return await town.database.read(lambda tx: findings.finding(tx, number))


async def street(town: Town) -> tuple[Player, Player, Player, Player]:
    """Two shops next door, their member, and a manager."""
    li = await town.merchant("李记面馆")
    zhang = await town.merchant("张姐水果")
    wang = await town.member("王芳", li, zhang)
    return li, zhang, wang, await town.manager()


async def test_the_photo_is_asked_to_show_something_that_only_today_can_show(town: Town) -> None:
    li, _, wang, _ = await street(town)
    await wang.says("1 秩序 货出店")
    await li.taps("改好了")
    asked = (await the_finding(town)).cue
    assert asked
    cue = speaker("zh")(f"findings.cue_{asked}")
    li.sees(cue)
    await li.sends_photo()
    li.sees("照片收到")
    wang.sees("李记面馆", "秩序 改好了", f"拍照时请他：{cue}")


async def test_whoever_cannot_take_a_photo_is_believed_and_visited(town: Town) -> None:
    li, _, wang, _ = await street(town)
    await wang.says("1 秩序 货出店")
    await li.says("改好了")
    await li.taps("拍不了照")
    li.sees("没关系")
    wang.sees("拍不了照", "要到门口看")


async def test_what_was_put_right_is_the_finding_of_that_duty(town: Town) -> None:
    """“箱子搬进来了” once asked for the photo of a sign that was not lit."""
    li, _, wang, _ = await street(town)
    await wang.says("1 秩序 货出店，立面亮化 招牌不亮")
    await li.says("箱子都搬进来了")
    await li.sends_photo()
    wang.sees("李记面馆", "秩序 改好了")
    assert (await the_finding(town, 2)).state is FindingState.OPEN


async def test_what_was_put_right_of_another_duty_is_asked_about(town: Town) -> None:
    li, _, wang, _ = await street(town)
    await wang.says("1 立面亮化 招牌不亮")
    await li.says("箱子都搬进来了")
    li.sees("哪一项改好了？")
    assert (await the_finding(town)).state is FindingState.OPEN
    await li.taps("立面亮化")
    await li.sends_photo()
    wang.sees("李记面馆", "立面亮化 改好了")


async def test_a_closed_finding_is_labelled_and_gets_its_line(town: Town) -> None:
    li, _, wang, _ = await street(town)
    await wang.says("1 秩序 货出店")
    await li.says("改好了")
    await li.sends_photo()
    await wang.taps("改好了")
    li.sees("确认改好了")
    wang.sees("记作「服务」")
    await wang.taps("管理")
    wang.sees("记作「管理」")
    await wang.says("跟他一起把货搬了进去")
    wang.sees("记下了")
    closed = await the_finding(town)
    assert (closed.state, closed.share, closed.closing) == ("closed", "management", "跟他一起把货搬了进去")


async def test_broken_again_within_seven_days_and_not_later(town: Town) -> None:
    li, _, wang, _ = await street(town)
    await wang.says("1 秩序 货出店")
    await li.says("改好了")
    await li.sends_photo()
    await wang.taps("改好了")
    town.clock.forward(days=2)
    await wang.says("1 又犯了")
    wang.sees("重新打开了")
    li.sees("秩序 又看到没做到")
    again = await the_finding(town)
    assert (again.state, again.share, again.fixed_at) == ("open", "", None)
    assert again.due_at is not None
    assert again.due_at > town.clock()
    await li.says("改好了")
    await li.sends_photo()
    await wang.taps("改好了")
    town.clock.forward(days=8)
    await wang.says("1 又犯了")
    wang.sees("没有刚办结的事")


async def test_two_excuses_at_once_are_asked_one_by_one(town: Town) -> None:
    li, _, wang, chen = await street(town)
    await wang.says("1 秩序 绿化 共享单车")
    await li.taps("不是我的责任")
    li.sees("哪一项")
    await li.taps("绿化")
    chen.sees("李记面馆", "绿化")
    assert [(await the_finding(town, n)).state for n in (1, 2)] == ["open", "stopped"]


@telegram
async def test_the_clock_that_stood_goes_on_with_what_was_left(town: Town) -> None:
    li, _, wang, chen = await street(town)
    await wang.says("1 秩序 共享单车")
    due = (await the_finding(town)).due_at
    town.clock.forward(minutes=30)
    await li.taps("不是我的责任")
    town.clock.forward(minutes=45)
    await chen.says("待办")
    chen.sees("李记面馆 秩序：店家说不是自己的责任")
    await chen.taps("李记面馆 秩序")
    question = chen.screen[-1]
    await chen._tap(next(b.data for b in question.reply.choices if b.label == "归店家"), question)
    li.sees("计时接着走")
    resumed = await the_finding(town)
    assert due is not None
    assert (resumed.state, resumed.due_at) == ("open", due + timedelta(minutes=45))


async def test_between_two_shops_it_counts_for_neither_until_it_is_assigned(town: Town) -> None:
    li, zhang, wang, chen = await street(town)
    await wang.says("1 秩序 货堆在中间")
    wang.sees("发“1 说不清”")
    await wang.says("1 说不清")
    await wang.taps("张姐水果")
    wang.sees("不记在任何一家头上")
    li.sees("已经撤销，不计入")
    chen.sees("李记面馆", "张姐水果", "两家之间")
    assert await standing(town) == [("{}", "order")]
    open_ones = [await town.database.read(lambda tx, p=p: findings.open_at(tx, p.shop_id)) for p in (li, zhang)]
    assert open_ones == [[], []]
    await chen.taps("归张姐水果")
    zhang.sees("秩序 没做到", "货堆在中间")
    [mine] = await town.database.read(lambda tx: findings.open_at(tx, zhang.shop_id))
    assert (mine.state, mine.found_by) == ("open", wang.person_id)
    assert mine.due_at is not None


async def handed(town: Town, number: int = 1) -> None:
    """What the ladder does after its second reminder."""
    found = await the_finding(town, number)
    case = replace(found, state=FindingState.HANDED, reminded=2, overdue_at=town.clock())
    await town.database.write(lambda tx: findings.save(tx, found, case, event="handed", by=None, at=town.clock()))


async def test_a_case_is_in_the_managers_list_and_ends_with_the_brigade(town: Town) -> None:
    li, _, wang, chen = await street(town)
    zhao = await town.staff("赵队", "squad")
    await wang.says("1 秩序 货出店")
    await handed(town)
    await chen.says("待办")
    chen.sees("李记面馆 秩序：两次提醒还没改好")
    await chen.taps("李记面馆 秩序")
    chen.sees("货出店", "提醒过 2 次", "交执法中队")
    await chen.taps("交执法中队")
    zhao.sees("李记面馆", "秩序", "货出店")
    li.sees("材料已转给执法中队", "求助")
    ended = await the_finding(town)
    assert (ended.state, ended.share) == ("closed", "enforcement")


async def test_a_case_that_is_right_after_all_was_solved_by_management(town: Town) -> None:
    li, _, wang, chen = await street(town)
    await wang.says("1 秩序 货出店")
    await handed(town)
    await chen.says("待办")
    await chen.taps("李记面馆 秩序")
    await chen.taps("现场看过，改好了")
    chen.sees("记作「管理」")
    li.sees("确认改好了")


async def test_a_picture_seen_before_is_laid_beside_the_other_one(town: Town) -> None:
    li, _, wang, _ = await street(town)
    await wang.says("1 秩序 货出店")
    await li.says("改好了")
    await li.sends_photo(content=a_picture(1))
    await wang.taps("还没好")
    town.clock.forward(minutes=5)
    await li.says("改好了")
    await li.sends_photo(content=a_picture(1, quality=40))
    await wang.taps("改好了")
    wang.sees("和以前的一张几乎一样", "到门口看过了吗")
    assert (await the_finding(town)).state == "fixed", "nothing is decided by a likeness"
    await wang.taps("请店家再拍一张")
    li.sees("按提示重拍一张")
    town.clock.forward(minutes=5)
    await li.says("改好了")
    await li.sends_photo(content=a_picture(2))
    await wang.taps("改好了")
    assert (await the_finding(town)).state == "closed"


@telegram
async def test_an_old_button_opens_nothing_once_the_link_has_moved(town: Town) -> None:
    from storage.shops import shops

    li, _, wang, _ = await street(town)
    await wang.says("1 秩序 货出店")
    await li.says("改好了")
    await li.sends_photo()
    zhou = await town.member("周敏")
    await town.database.write(lambda tx: shops.link_to(tx, li.shop_id, zhou.person_id, 1, town.clock()))
    await wang.taps("改好了")
    wang.sees("请别的同事")
    assert (await the_finding(town)).state == "fixed"


@telegram
async def test_news_of_a_case_wakes_nobody(town: Town) -> None:
    li, _, wang, _ = await street(town)
    await wang.says("1 立面亮化 灯不亮")
    town.clock.forward(hours=13)
    await li.says("改好了")
    await li.sends_photo()
    assert not any("改好了。" in text for text in wang.heard)
    town.clock.forward(hours=10)
    await town.settle()
    wang.sees("李记面馆", "立面亮化 改好了")


@pytest.mark.parametrize("shape", ["plain"])
async def test_a_number_answers_what_was_asked_last_and_is_asked_about_when_something_came_in_between(
    town: Town,
) -> None:
    li, _, wang, _ = await street(town)
    await wang.says("1 秩序 货出店")
    await li.says("自查")
    await li.says("1")
    li.sees("五项都做到了")
    await li.says("自查")
    await wang.says("1 绿化 树上挂东西")
    await li.says("1")
    li.sees("您说的是哪一个", "绿化", "五项都做到了")
    await li.taps("绿化")
    li.sees("绿化：请拍一张")


async def test_what_is_not_the_shops_counts_in_no_look_either(town: Town) -> None:
    li, _, wang, chen = await street(town)
    await wang.says("1 秩序 绿化 共享单车")
    await li.taps("不是我的责任")
    await li.taps("秩序")
    town.clock.forward(days=1)
    await wang.says("1 秩序 还是那些单车")
    await chen.taps("不归店家")
    li.sees("已经撤销，不计入")
    assert await standing(town) == [('{"green":0.0}', "order"), ("{}", "order")]
    await wang.says("撤销")
    assert await standing(town) == [('{"green":0.0}', "order")], "and taking a look back does not bring it back"


async def standing(town: Town) -> list[tuple[str, str]]:
    rows = await town.database.read(lambda tx: tx.rows("observations_everything"))
    return [(row["facts"], row["left_out"]) for row in rows if row["standing"]]


async def test_a_promise_is_kept_to_the_letter(town: Town) -> None:
    """In time costs nothing more, and may earn a point; what was seen stays seen."""
    li, _, wang, _ = await street(town)
    await wang.says("1 秩序 货出店")
    li.sees("今天 11:00", "不会因超时扣分", "近期都按时改好，还能加一分")
    li.sees_no("不影响")
