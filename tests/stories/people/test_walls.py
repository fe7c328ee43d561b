"""Walls people ran into: each sentence here was once not understood, misread, or swallowed without a word."""

from __future__ import annotations

import pytest

from storage.findings import findings
from storage.reviews import evidence
from storage.shops import shops
from tests.town import MONDAY, Town

telegram = pytest.mark.parametrize("shape", ["telegram"])


async def problems(town: Town, shop: int) -> tuple[str, ...]:
    said = await town.database.read(lambda tx: evidence.self_check(tx, shop, MONDAY.date()))
    return said.problems if said else ()


@pytest.mark.parametrize(
    "words",
    ["你们党员态度太差了", "来检查的人凶巴巴的", "城管队员白拿我两个瓜", "态度太恶劣了"],
)
async def test_a_complaint_about_staff_goes_to_the_manager(town: Town, words: str) -> None:
    """“你们党员态度太差了” was answered with “which duty was not met?”."""
    li, chen = await town.merchant("李记面馆"), await town.manager()
    wang = await town.member("王芳", li)
    await li.says(words)
    li.sees("发给管理员", words)
    await li.taps("发")
    chen.sees(words)
    assert wang.heard == []


@telegram
async def test_a_complaint_about_a_manager_goes_to_another(town: Town) -> None:
    li, chen, zhou = await town.merchant("李记面馆"), await town.manager(), await town.manager("周明")
    await li.says("投诉 陈主任态度太差")
    await li.taps("发")
    zhou.sees("陈主任态度太差")
    assert not any("陈主任态度太差" in said.reply.text for said in chen.screen)


async def test_a_second_problem_is_a_report_of_its_own(town: Town) -> None:
    """After a report everything became its remark, and the second fault was lost."""
    li = await town.merchant("李记面馆")
    await li.says("卫生 地上有油")
    await li.says("货也摆出来了")
    li.sees("卫生、秩序")
    await li.says("地上还有烟头")
    li.sees("收到，记在今天的自查里了")
    assert set(await problems(town, li.shop_id)) == {"hygiene", "order"}


async def test_a_second_problem_that_is_not_sure_is_asked(town: Town) -> None:
    li = await town.merchant("李记面馆")
    await li.says("卫生 地上有油")
    await li.says("招牌好像也不亮")
    li.sees("立面亮化", "没做到吗")
    await li.taps("立面亮化 没做到")
    assert set(await problems(town, li.shop_id)) == {"hygiene", "facade"}


async def test_a_shop_named_after_a_look_is_not_its_note(town: Town) -> None:
    """“2 秩序 水管靠在树上” typed after “a photo or a word?” was kept as the note of the look before."""
    li, zhang = await town.merchant("李记面馆"), await town.merchant("张姐水果")
    wang = await town.member("王芳", li, zhang)
    await wang.says("1")
    await wang.taps("五项都做到了")
    await wang.says("2 秩序 水管靠在树上")
    wang.sees("张姐水果", "是吗")


async def test_a_second_fault_in_the_note_of_a_look_is_asked(town: Town) -> None:
    li = await town.merchant("李记面馆")
    wang = await town.member("王芳", li)
    await wang.says("1")
    await wang.taps("有没做到的")
    await wang.picks("秩序")
    await wang.says("门口还有垃圾没扫")
    wang.sees("卫生", "是吗")
    await wang.taps("没做到")
    seen = await town.database.read(
        lambda tx: evidence.observation_of_day(tx, li.shop_id, MONDAY.date(), wang.person_id)
    )
    assert seen is not None
    assert dict(seen.facts) == {"order": 0.0, "hygiene": 0.0}


async def test_a_complaint_that_waits_is_kept_and_named(town: Town) -> None:
    """A complaint shown with 发 / 改 / 取消 lapsed in silence when something else was said."""
    li, chen = await town.merchant("李记面馆"), await town.manager()
    await li.says("投诉 走访的人老来要烟")
    await li.says("卫生 地上有油")
    li.sees_somewhere("还没发出去")
    assert chen.heard == []
    await li.says("发")
    chen.sees("走访的人老来要烟")


async def test_good_to_what_is_shown_sends_it(town: Town) -> None:
    li, chen = await town.merchant("李记面馆"), await town.manager()
    await li.says("投诉 走访的人老来要烟")
    await li.says("好的")
    chen.sees("走访的人老来要烟")
    assert await town.database.read(lambda tx: evidence.self_check(tx, li.shop_id, MONDAY.date())) is None


@telegram
async def test_a_nod_before_the_day_s_answer_is_asked_about(town: Town) -> None:
    """“好的” after the day's question got a courtesy, and nothing was recorded."""
    li = await town.merchant("李记面馆")
    await li.says("自查")
    await li.says("好的")
    assert await town.database.read(lambda tx: evidence.self_check(tx, li.shop_id, MONDAY.date())) is None
    await li.says("1")
    assert await town.database.read(lambda tx: evidence.self_check(tx, li.shop_id, MONDAY.date())) is not None
    await li.says("好的")
    li.sees("有事随时说")


@pytest.mark.parametrize("words", ["3天", "3 歇业 3天", "歇业三天"])
@telegram
async def test_a_member_notes_a_closure_by_number(town: Town, words: str) -> None:
    places = [await town.merchant(name) for name in ("李记面馆", "张姐水果", "老王五金")]
    wang = await town.member("王芳", *places)
    await wang.says("1 好")
    await wang.says(words if words.startswith("3 ") else f"3 歇业 {words.removeprefix('歇业')}")
    wang.sees("老王五金", "11月25日")


@telegram
async def test_a_batch_with_a_closure_keeps_both(town: Town) -> None:
    places = [await town.merchant(name) for name in ("李记面馆", "张姐水果")]
    wang = await town.member("王芳", *places)
    await wang.says("1 秩序 货出店\n2 歇业 3天")
    wang.sees_somewhere("李记面馆：秩序 没做到", "张姐水果：记下了")
    assert await town.database.read(lambda tx: findings.open_at(tx, places[0].shop_id))


async def test_a_closure_to_come_is_called_off(town: Town) -> None:
    """取消歇业 of a closure that had not begun said “欢迎开门”."""
    li = await town.merchant("李记面馆")
    await li.says("歇业 明天起3天")
    await li.says("取消歇业")
    li.sees("歇业取消了")
    far = MONDAY.date().replace(year=2027)
    assert not await town.database.read(lambda tx: shops.closures(tx, li.shop_id, MONDAY.date(), far))


async def test_thanks_mentions_the_self_check_only_while_it_is_open(town: Town) -> None:
    li = await town.merchant("李记面馆")
    await li.says("谢谢")
    li.sees("自查")
    await li.says("好")
    await li.says("谢谢")
    assert "自查" not in li.last


async def test_the_question_for_the_holidays_has_a_way_out(town: Town) -> None:
    chen = await town.manager()
    await chen.says("节假日")
    chen.sees("取消")
    await chen.says("取消")
    chen.sees("取消了")


@pytest.mark.parametrize(
    ("words", "opens", "closes"),
    [
        ("营业时间改成9点到21点", "09:00", "21:00"),
        ("早八点到晚十点", "08:00", "22:00"),
        ("8:00-22:00", "08:00", "22:00"),
        ("八点半开门九点关", "08:30", "21:00"),
        ("我们店24小时营业", "00:00", "23:59"),
    ],
)
@telegram
async def test_hours_in_any_way_of_writing_them(town: Town, words: str, opens: str, closes: str) -> None:
    li = await town.merchant("李记面馆")
    await li.says(words)
    place = await town.database.read(lambda tx: shops.shop(tx, li.shop_id))
    assert (f"{place.opens:%H:%M}", f"{place.closes:%H:%M}") == (opens, closes)


@telegram
async def test_what_is_missing_of_the_hours_is_asked_for(town: Town) -> None:
    li = await town.merchant("李记面馆")
    await li.says("开到凌晨两点")
    li.sees("几点开门")
    await li.says("下午五点")
    li.sees("17:00", "02:00")


@pytest.mark.parametrize(
    ("words", "seen"),
    [
        ("谁还没走访", "还没人看过的店"),
        ("周报发一下", "周报"),
        ("抽查", "看得最少"),
        ("抽查一下李记面馆", "李记面馆"),
        ("西津路停评三天 修路", "西津路"),
        ("李记面馆换店主了", "店主换人"),
        ("查一下李记面馆的历史", "李记面馆"),
        ("给李记面馆记红线", "碰了哪条红线"),
        ("把李记面馆分给王芳", "李记面馆（1号）→ 王芳"),
        ("邀请周明当书记", "周明（支部书记）"),
        ("收回王芳的党员", "王芳"),
        ("王芳明天起请假三天", "11月24日"),
        ("我换手机了", "八个字符"),
        ("看不到按钮", ""),
    ],
)
@telegram
async def test_the_office_asks_in_its_own_words(town: Town, words: str, seen: str) -> None:
    li, chen = await town.merchant("李记面馆"), await town.manager()
    await town.member("王芳", li)
    await town.member("李强")
    await chen.says(words)
    chen.sees(seen)
    assert "没看懂" not in chen.last
