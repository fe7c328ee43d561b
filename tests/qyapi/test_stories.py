"""The programme in WeCom and 微信客服, told over the real channels and a strict far side."""

from __future__ import annotations

from tests.player import TINY_PHOTO
from tests.qyapi.house import QyHouse
from tests.qyapi.server import Fault


async def test_a_merchant_scans_the_door_sign(house: QyHouse) -> None:
    """One message within twenty seconds, the shop named, today's question with its choices; nobody is told anything."""
    number, code = await house.shop("李记面馆")
    li, wang = house.guest("wmLi"), house.member("WangFang")
    await house.colleague(wang, "王芳", (number, 1))
    before, scanned = len(wang.screen), house.clock().timestamp()
    await li.scans(code)
    await house.sees(li, "李记面馆", "不公开您的姓名电话", "门前五包今天怎么样")
    await house.settled()
    assert len(li.screen) == 1
    assert li.screen[0].at - scanned < 20
    menu = li.screen[0].body["msgmenu"]["list"]
    assert [item["click"]["content"] for item in menu] == ["五项都做到了", "有一样没做到"]
    await li.says("好")
    await house.sees(li, "谢谢")
    for _ in range(6):  # five wrong codes would shut out every code
        await li.scans(code)
    await house.pulled()
    await house.settled()
    assert "码不对" not in li.looks()
    assert len(wang.screen) == before, "an enrolment is nobody's news"
    house.clock.forward(days=1)
    await li.says("在吗")
    await li.scans(code)
    await house.until(lambda: li.looks().count("门前五包今天怎么样") >= 2)


async def test_two_days_later_it_waits_for_the_next_word(house: QyHouse) -> None:
    number, code = await house.shop("李记面馆")
    li, wang = house.guest("wmLi"), house.member("WangFang")
    await li.scans(code)
    await house.sees(li, "李记面馆")
    await li.says("好")
    await house.sees(li, "谢谢")
    house.clock.forward(hours=49)
    await house.colleague(wang, "王芳", (number, 1))
    before = len(li.screen)
    await wang.says("1 秩序 货出店")
    await house.sees(wang, "秩序 没做到")
    await house.settled()
    assert len(li.screen) == before
    assert "held" in await house.states()
    await house.job("closed-windows")
    await house.sees(wang, "秩序 没做到，", "前要知道")
    await house.settled()
    told = len(wang.screen)
    await house.job("closed-windows")
    await house.settled()
    assert len(wang.screen) == told, "the member has the line with the deadline once"
    await li.says("在吗")
    await house.sees(li, "秩序 没做到")
    texts = [shown.text for shown in li.screen[before:]]
    assert "秩序 没做到" not in texts[0], "the answer to their own word comes first"
    await li.says("改好了")
    await house.sees(li, "同事看过就算改好")


async def test_a_tap_that_opens_no_window_is_still_answered(house: QyHouse) -> None:
    """What only a tenant can show has a switch: there a tap does not allow five messages anew."""
    house.api.taps_refill = False
    house.app.channels["kefu"]._pull._taps_count = False  # type: ignore[attr-defined]
    _, code = await house.shop("李记面馆")
    li = house.guest("wmLi")
    await li.scans(code)
    await house.sees(li, "李记面馆")
    await li.says("自查")
    await house.sees(li, "门前五包")
    for _ in range(6):
        await li.taps("五项都做到了")
        await house.pulled()
        await house.settled()
    assert len(li.screen) <= 1 + 5, "the welcome, and five after the only word"
    await li.says("帮助")
    await house.sees(li, "您可以直接发")


async def test_a_members_morning_by_cards(house: QyHouse) -> None:
    number, _ = await house.shop("李记面馆")
    wang = house.member("WangFang")
    await house.colleague(wang, "王芳", (number, 7))
    await wang.says("我的商户")
    await house.sees(wang, "7. 李记面馆")
    await house.settled()
    await wang.taps("7 李记面馆")
    await house.sees(wang, "门前看到的怎么样")
    await house.settled()
    await wang.taps("有没做到的")
    await house.until(lambda: any("checkbox" in c.body["template_card"] for c in wang.cards))
    await wang.votes("秩序")
    await house.sees(wang, "秩序 没做到")
    assert any(c.greyed == "有没做到的" for c in wang.cards), "what was tapped shows on the card"


async def test_the_same_by_typing_and_seven_is_seven(house: QyHouse) -> None:
    number, _ = await house.shop("李记面馆")
    wang = house.member("WangFang")
    await house.colleague(wang, "王芳", (number, 7))
    await wang.says("我的商户")
    await house.sees(wang, "7. 李记面馆")
    await wang.says("7")
    await house.sees(wang, "门前看到的怎么样", "2. 有没做到的")
    await wang.says("2")
    await house.sees(wang, "2. 秩序")
    await wang.says("2")
    await house.sees(wang, "秩序 没做到")
    await wang.says("7 好")
    await house.sees(wang, "李记面馆：五项都做到了 ✓")


async def test_cards_stop_for_whoever_only_types(house: QyHouse) -> None:
    number, _ = await house.shop("李记面馆")
    wang = house.member("WangFang")
    await house.colleague(wang, "王芳", (number, 1))
    for _ in range(3):
        await wang.says("1")
        await house.settled()
        await wang.says("1")
        await house.settled()
    cards = len(wang.cards)
    await wang.says("我的商户")
    await house.settled()
    assert len(wang.cards) == cards
    await wang.says("卡片")
    await house.settled()
    await wang.says("我的商户")
    await house.until(lambda: len(wang.cards) == cards + 1)


async def test_a_card_tapped_twice_and_an_old_one(house: QyHouse) -> None:
    number, _ = await house.shop("李记面馆")
    wang = house.member("WangFang")
    await house.colleague(wang, "王芳", (number, 1))
    await wang.says("1")
    await house.until(lambda: bool(wang.cards))
    card = wang.cards[-1]
    await wang.taps("五项都做到了", on=card, times=2)
    await house.sees(wang, "五项都做到了 ✓")
    await house.settled()
    assert wang.looks().count("五项都做到了 ✓") == 1
    house.clock.forward(days=1)
    await wang.taps("有没做到的", on=card)
    await house.sees(wang, "已经答过了")


async def test_a_repeated_callback_has_one_effect(house: QyHouse) -> None:
    number, _ = await house.shop("李记面馆")
    wang = house.member("WangFang")
    await house.colleague(wang, "王芳", (number, 1))
    await wang.says("帮助", times=4)
    await house.settled()
    assert [shown.text for shown in wang.screen].count(wang.screen[-1].text) == 1


async def test_a_photo_comes_and_goes(house: QyHouse) -> None:
    number, code = await house.shop("李记面馆")
    wang = house.member("WangFang")
    await house.colleague(wang, "王芳", (number, 1))
    li = house.guest("wmLi")
    await li.scans(code)
    await house.sees(li, "李记面馆")
    await li.says("求助 下水道堵了")
    await house.sees(wang, "下水道堵了")
    await wang.says("1 秩序 货出店")
    await wang.sends_photo(TINY_PHOTO)
    await house.settled()
    kept = await house.database.read(lambda tx: tx.rows("figures"))
    assert kept[0]["lost_files"] == 0


async def test_the_menu_is_written_once(house: QyHouse) -> None:
    await house.until(lambda: house.api.calls["menu/create"] == 1)
    await house.stop()
    await house.start()
    await house.until(lambda: house.api.calls["menu/get"] >= 2)
    await house.settled()
    assert house.api.calls["menu/create"] == 1
    wang = house.member("WangFang")
    await wang.event("click", EventKey="帮助")
    await house.until(lambda: bool(wang.screen))


async def test_what_failed_later_waits_for_the_next_word(house: QyHouse) -> None:
    _, code = await house.shop("李记面馆")
    li = house.guest("wmLi")
    await li.scans(code)
    await house.sees(li, "李记面馆")
    await li.says("帮助")
    await house.until(lambda: len(li.screen) == 2)
    await li.fails(li.screen[-1], 5)
    await house.pulled()
    await house.settled()
    states = await house.states()
    assert "held" in states


async def test_doorbells_lost_are_made_up_for(house: QyHouse) -> None:
    _, code = await house.shop("李记面馆")
    li = house.guest("wmLi")
    li.rings = False
    await li.scans(code)
    for n in range(7):
        await li.says(f"第{n}句")
    await house.sees(li, "李记面馆")
    await house.settled()
    for _ in range(100):
        if (at := await house.cursor()) == "c8":
            break
        await house.settled()
    assert at == "c8"


async def test_a_vote_with_nothing_ticked_is_asked_again(house: QyHouse) -> None:
    number, _ = await house.shop("李记面馆")
    wang = house.member("WangFang")
    await house.colleague(wang, "王芳", (number, 1))
    await wang.says("1")
    await house.sees(wang, "门前看到的怎么样")
    await house.settled()
    await wang.taps("有没做到的")
    await house.until(lambda: any("checkbox" in c.body["template_card"] for c in wang.cards))
    before = wang.looks().count("门前看到的怎么样")
    await wang.votes()
    await house.until(lambda: wang.looks().count("门前看到的怎么样") > before)


async def test_a_spent_response_code_hinders_no_answer(house: QyHouse) -> None:
    number, _ = await house.shop("李记面馆")
    wang = house.member("WangFang")
    await house.colleague(wang, "王芳", (number, 1))
    await wang.says("1")
    await house.sees(wang, "门前看到的怎么样")
    await house.settled()
    house.api.play("message/update_template_card", Fault(code=house.api.unknown))
    await wang.taps("五项都做到了")
    await house.sees(wang, "五项都做到了 ✓")


async def test_two_taps_in_one_second_are_two_taps(house: QyHouse) -> None:
    """CreateTime has whole seconds: two different buttons tapped at once were taken for one."""
    number, _ = await house.shop("李记面馆")
    other, _ = await house.shop("张姐水果", "2号")
    wang = house.member("WangFang")
    await house.colleague(wang, "王芳", (number, 1), (other, 2))
    await wang.says("我的商户")
    await house.sees(wang, "2. 张姐水果")
    await house.settled()
    await wang.taps("1 李记面馆")
    await wang.taps("2 张姐水果")
    await house.sees(wang, "李记面馆（", "张姐水果（")
