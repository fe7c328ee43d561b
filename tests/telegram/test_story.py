"""One shop's first days over the real protocol, by polling and by webhook: enrol, report, look, find, fix, stars, digest."""

from __future__ import annotations

from tests.telegram.house import House
from tests.telegram.street import open_street, picture


async def test_the_whole_loop(house: House) -> None:
    street = await open_street(house)
    li, wang, chen = street.li, street.wang, street.chen
    await street.everybody_enrols()

    await li.sends_photo(picture(1))
    await li.sees("照片收到了", "今天门前五包怎么样")
    await li.taps("五项都做到了")
    assert (await li.sees("五项都做到了，收到")).method == "editMessageText"

    await wang.sends_photo(picture(2), "1 秩序 货出店")
    await wang.sees("秩序", "没做到", "已记下")
    await li.sees("秩序", "货出店", "改好了")

    await li.taps("改好了")
    await li.sees("请拍一张现在的照片")
    await li.sends_photo(picture(3))
    await li.sees("照片收到，谢谢")
    shown = await wang.sees("请看一眼")
    assert shown.method == "sendPhoto"
    await wang.taps("改好了", on=shown)
    assert (await wang.sees("已确认")).method == "editMessageCaption"
    await li.sees("秩序", "确认改好了")

    await chen.says("周报")
    await chen.sees("正在做到现在为止的周报")
    await house.app.hours.run_asked()
    words = await chen.sees("周报 11月23日—11月23日", "走访 1/1 家", "按时改好 1 件")
    picture_, sheet = chen.mine[-3:-1]
    assert (picture_.method, sheet.method, words.method) == ("sendPhoto", "sendDocument", "sendMessage")
    await house.settled()
    assert house.api.chats.uploads == 3
    assert len(words.text.splitlines()) <= 12

    for _ in range(2):
        house.clock.forward(days=7)
        await wang.says("1 好")
        await wang.sees("李记面馆：五项都做到了")
    await chen.says("评星")
    await chen.sees("评星")
    await house.app.hours.run_asked()
    await chen.sees("办好了")
    await li.says("我的星")
    await li.sees("李记面馆：★")
    await house.settled()
    assert house.api.chats.uploads == 3
