"""People say it in their own words: what is clear is done, what is not is asked, and nothing is a dead end."""

from __future__ import annotations

import pytest

from messages.incoming import Kind
from storage.findings import findings
from storage.requests import help_requests
from storage.reviews import evidence
from storage.reviews.evidence import SelfCheck
from tests.player import Player
from tests.town import MONDAY, Town, on_day


async def standing(town: Town, shop: int) -> SelfCheck | None:
    return await town.database.read(lambda tx: evidence.self_check(tx, shop, MONDAY.date()))


async def looks(town: Town, shop: int, observer: Player) -> dict[str, float] | None:
    day = MONDAY.date()
    seen = await town.database.read(lambda tx: evidence.observation_of_day(tx, shop, day, observer.person_id))
    return None if seen is None else dict(seen.facts)


async def test_one_is_always_the_good_answer(town: Town) -> None:
    """1 · 1 · 1 once recorded a fault of the first duty."""
    li = await town.merchant("李记面馆")
    await li.says("自查")
    for _ in range(3):
        await li.says("1")
        li.sees("五项都做到了")
    said = await standing(town, li.shop_id)
    assert said is not None
    assert said.problems == ()
    await li.taps("有一样没做到")
    await li.says("1")
    li.sees("五项都做到了，收到")
    assert not await town.database.read(lambda tx: findings.open_at(tx, li.shop_id))


async def test_a_praised_duty_accuses_nobody_and_credits_no_other(town: Town) -> None:
    """“7 卫生 好” once was recorded as a failure of 卫生."""
    li = await town.merchant("李记面馆")
    wang = await town.member("王芳", li)
    await wang.says("1 卫生 好")
    wang.sees("五项都做到了吗")
    assert await looks(town, li.shop_id, wang) is None
    await wang.taps("五项都做到了")
    assert await looks(town, li.shop_id, wang) == {}


async def test_a_doubt_is_asked_and_one_tap_finishes(town: Town) -> None:
    li = await town.merchant("李记面馆")
    wang = await town.member("王芳", li)
    await wang.says("1 好像货出店了")
    wang.sees("李记面馆", "秩序", "是吗", "当场改好了")
    assert li.heard == []
    await wang.taps("秩序 没做到")
    wang.sees("秩序 没做到，已记下")
    li.sees("秩序", "没做到")


async def test_a_bare_duty_is_asked_with_the_good_answer_first(town: Town) -> None:
    li = await town.merchant("李记面馆")
    await li.says("卫生")
    assert li._last_choices().startswith("五项都做到了") or "1. 五项都做到了" in li.last
    await li.taps("卫生 没做到")
    said = await standing(town, li.shop_id)
    assert said is not None
    assert said.problems == ("hygiene",)


async def test_what_is_not_understood_goes_along_with_the_tap(town: Town) -> None:
    """Nobody types twice: the words wait with the question."""
    li = await town.merchant("李记面馆")
    wang = await town.member("王芳", li)
    await li.says("对过那棵老槐树晃来晃去")
    li.sees("点一下就行")
    await li.taps("求助")
    wang.sees("那棵老槐树晃来晃去")


async def test_a_photo_stays_with_words_that_are_asked_about(town: Town) -> None:
    li = await town.merchant("李记面馆")
    await li.sends_photo("可能货出店了")
    await li.taps("秩序 没做到")
    said = await standing(town, li.shop_id)
    assert said is not None
    assert said.problems == ("order",)
    photos = await town.database.read(lambda tx: tx.rows("media_of", subject="self_check", subject_id=said.id))
    assert len(photos) == 1


@pytest.mark.parametrize("words", ["取消", "算了", "不用了", "没事了", "cancel"])
async def test_every_question_has_a_way_out(town: Town, words: str) -> None:
    li, chen = await town.merchant("李记面馆"), await town.manager()
    await li.says("投诉建议")
    await li.says(words)
    li.sees("取消了")
    assert chen.heard == []
    await li.says("求助")
    await li.says(words)
    li.sees("取消了")
    assert not await town.database.read(lambda tx: help_requests.waiting_at(tx, li.shop_id))
    await li.says("好")
    li.sees("五项都做到了，收到")


async def test_a_cancel_button_stands_where_words_are_waited_for(town: Town) -> None:
    li = await town.merchant("李记面馆")
    await li.says("求助")
    li.sees("取消")
    if town.channel.limits.buttons:
        await li.taps("取消")
        li.sees("取消了")
    await li.says("你好")
    assert not await town.database.read(lambda tx: help_requests.waiting_at(tx, li.shop_id))


async def test_a_batch_is_never_all_or_nothing(town: Town) -> None:
    """One line that is not clear once threw the whole round away."""
    shops = [await town.merchant(name) for name in ("李记面馆", "张姐水果", "老王五金")]
    wang = await town.member("王芳", *shops)
    await wang.says("1 好\n2 不好\n3 秩序 货出店\n9 好")
    wang.sees_somewhere("李记面馆：五项都做到了", "老王五金：秩序 没做到", "张姐水果：是哪一样没做到")
    assert await looks(town, shops[0].shop_id, wang) == {}
    assert await looks(town, shops[1].shop_id, wang) is None
    await wang.taps("卫生 没做到")
    assert await looks(town, shops[1].shop_id, wang) == {"hygiene": 0.0}
    wang.sees("没有 9 号店")


async def test_the_rest_are_asked_one_by_one(town: Town) -> None:
    """“其余都好” is not ten honest looks."""
    shops = [await town.merchant(name) for name in ("李记面馆", "张姐水果", "老王五金")]
    wang = await town.member("王芳", *shops)
    await wang.says("1 好")
    await wang.says("其余都好")
    wang.sees("张姐水果", "老王五金", "一家一家来")
    assert await looks(town, shops[1].shop_id, wang) is None
    await wang.taps("五项都做到了")
    assert await looks(town, shops[1].shop_id, wang) == {}


async def test_many_shops_in_one_breath_are_read_back(town: Town) -> None:
    shops = [await town.merchant(name) for name in ("李记面馆", "张姐水果", "老王五金", "阿香包子铺")]
    wang = await town.member("王芳", *shops)
    await wang.says("1-4 都好")
    assert await looks(town, shops[0].shop_id, wang) is None
    for place in shops:
        await wang.taps("五项都做到了")
        assert await looks(town, place.shop_id, wang) == {}


async def test_a_shop_by_its_name(town: Town) -> None:
    shops = [await town.merchant(name) for name in ("明亮眼镜", "阿香包子铺")]
    wang = await town.member("王芳", *shops)
    await wang.says("阿香包子 秩序 货出店")
    assert await looks(town, shops[1].shop_id, wang) == {"order": 0.0}
    await wang.says("明亮眼睛 好")
    assert await looks(town, shops[0].shop_id, wang) == {}


async def test_sent_by_mistake_a_merchant_sees_what_stands(town: Town) -> None:
    li = await town.merchant("李记面馆")
    await li.says("秩序 货出店了")
    await li.says("刚才发错了")
    li.sees("今天记的是：秩序 没做到")
    await li.taps("五项都做到了")
    said = await standing(town, li.shop_id)
    assert said is not None
    assert said.problems == ()


async def test_what_is_said_of_who_was_told_is_true(town: Town) -> None:
    """“已告诉店家 ✓” once stood there at night, and for shops that nobody could reach."""
    li, nobody = await town.merchant("李记面馆"), await town.merchant("张姐水果")
    wang = await town.member("王芳", li, nobody)
    await wang.says("1 秩序 货出店")
    wang.sees("已告诉店家 ✓")
    await wang.says("1 秩序 货出店")
    wang.sees("已经知道")
    await nobody.says("", kind=Kind.LEFT)
    await wang.says("2 卫生 有垃圾")
    wang.sees_somewhere("请当面说一声")
    await wang.says("2 卫生 有垃圾")
    wang.sees("店家现在收不到消息")
    await li.says("卫生 有垃圾")
    town.clock.at(on_day(MONDAY.date(), 21, 30))
    await wang.says("1 卫生 有垃圾")
    wang.sees_somewhere("店家已经先报了")
    await wang.says("1 立面亮化 招牌不亮")
    wang.sees_somewhere("明早告诉店家")


async def test_what_others_will_read_is_shown_once_before_it_goes(town: Town) -> None:
    li = await town.merchant("李记面馆")
    wang = await town.member("王芳", li)
    await li.says("求助 下水道堵了")
    await wang.says("待办")
    await wang.taps("李记面馆 求助")
    await wang.says("马上来看")
    wang.sees("发给李记面馆", "马上来看", "发", "改", "取消")
    li.sees_no("马上来看")
    await wang.taps("改")
    await wang.says("下午三点来看")
    await wang.taps("发")
    li.sees("下午三点来看")


async def test_undo_says_what_stands_now_and_the_shop_hears_it(town: Town) -> None:
    """An older failing look once stood again in silence, after the shop had heard that it was withdrawn."""
    li = await town.merchant("李记面馆")
    wang = await town.member("王芳", li)
    await wang.says("1 秩序 货出店")
    town.clock.forward(minutes=1)
    await wang.says("1 好")
    li.sees("已经撤销")
    town.clock.forward(minutes=1)
    await wang.says("撤销")
    wang.sees("现在算的是先前那次：秩序 没做到")
    li.sees("秩序", "没做到", "货出店")
    assert await looks(town, li.shop_id, wang) == {"order": 0.0}


async def test_undo_after_a_batch_offers_its_lines(town: Town) -> None:
    shops = [await town.merchant(name) for name in ("李记面馆", "张姐水果")]
    wang = await town.member("王芳", *shops)
    await wang.says("1 好\n2 卫生 有垃圾")
    await wang.says("撤销")
    wang.sees("撤销哪一家")
    await wang.taps("张姐水果：卫生 没做到")
    wang.sees("张姐水果：刚才那次撤销了")
    assert await looks(town, shops[0].shop_id, wang) == {}
    assert await looks(town, shops[1].shop_id, wang) is None


async def test_a_quote_answers_the_message_it_quotes(town: Town) -> None:
    """A member who swiped on a call for help and answered got “这句我没看懂”; the shop heard nothing."""
    li, zhang = await town.merchant("李记面馆"), await town.merchant("张姐水果")
    wang = await town.member("王芳", li, zhang)
    await li.says("求助 下水道堵了")
    asked = wang.screen[-1]
    await zhang.says("求助 路灯不亮")
    await wang.quotes(asked, "马上叫人来通")
    wang.sees("发给李记面馆", "马上叫人来通")
    await wang.taps("发")
    li.sees("马上叫人来通")
    zhang.sees_no("马上叫人来通")


async def test_an_edit_replaces_what_its_message_made(town: Town) -> None:
    """“1 秩序 货出店” mended to “2 …” once left both shops with an open finding."""
    li, zhang = await town.merchant("李记面馆"), await town.merchant("张姐水果")
    wang = await town.member("王芳", li, zhang)
    await wang.says("1 秩序 货出店")
    town.clock.forward(minutes=2)
    await wang.edits("2 秩序 货出店")
    assert [line.split("\n")[0] for line in wang.heard] == [
        "张姐水果：秩序 没做到，已记下。已告诉店家 ✓",
        "李记面馆：刚才那次撤销了。",
    ]
    li.sees("已经撤销")
    assert await looks(town, li.shop_id, wang) is None
    assert await looks(town, zhang.shop_id, wang) == {"order": 0.0}
