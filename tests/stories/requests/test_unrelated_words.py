"""What is said after a request and tells nothing about it is not added to it."""

import pytest

from storage.requests import help_requests, service_requests
from tests.town import Town

telegram = pytest.mark.parametrize("shape", ["telegram"])


@telegram
async def test_that_the_shop_changes_hands_is_a_request_of_its_own(town: Town) -> None:
    """“我想把店转给我小舅子” was added to the sewer."""
    li = await town.merchant("李记面馆")
    wang = await town.member("王芳", li)
    await li.says("求助 下水道堵得厉害")
    await li.says("我想把店转给我小舅子，以后他来弄，咋办")
    li.sees("收到", "王芳")
    wang.sees("李记面馆（", "求助", "转给我小舅子")
    every = await town.database.read(help_requests.unanswered)
    assert sorted(request.text for request in every) == ["下水道堵得厉害", "我想把店转给我小舅子，以后他来弄，咋办"]


@telegram
@pytest.mark.parametrize("says", ["谢谢你们啊，服务真周到", "多谢，晓得了", "谢谢"])
async def test_thanks_are_added_to_no_request(town: Town, says: str) -> None:
    li = await town.merchant("李记面馆")
    await town.manager()
    await li.says("垃圾桶满得往外溢了，环卫三天没来收")
    await li.taps("不是哪家店的事")
    await li.says("津河路19号门口")
    li.sees("转给")
    before = await town.database.read(lambda tx: service_requests.events(tx, 1))
    await li.says(says)
    li.sees("有事随时说")
    assert await town.database.read(lambda tx: service_requests.events(tx, 1)) == before


@telegram
async def test_thanks_are_not_added_to_a_help_request(town: Town) -> None:
    li = await town.merchant("李记面馆")
    await town.member("王芳", li)
    await li.says("求助 下水道堵得厉害")
    await li.says("谢谢你们啊，服务真周到")
    li.sees("有事随时说")
    assert [e.event for e in await town.database.read(lambda tx: help_requests.events(tx, 1))] == ["asked", "routed"]


async def words_of(town: Town, number: int = 1) -> list[str]:
    said = await town.database.read(lambda tx: help_requests.events(tx, number))
    return [one.note for one in said if one.event in ("asked", "added") and one.note]


@telegram
@pytest.mark.parametrize("says", ["我现在几颗星？怎么老是灰的", "你们节假日也要发吗，我国庆想歇歇"])
async def test_a_question_for_something_else_is_asked_about_and_not_added(town: Town, says: str) -> None:
    """Both became part of the help request, and the member read them in place of its first words."""
    li = await town.merchant("李记面馆")
    await town.member("王芳", li)
    await li.says("求助 下水道堵得厉害")
    await li.says(says)
    li.sees("您是说哪一样", "求助")
    assert await words_of(town) == ["下水道堵得厉害"]


@telegram
async def test_a_question_about_the_request_is_added(town: Town) -> None:
    li = await town.merchant("李记面馆")
    await town.member("王芳", li)
    await li.says("求助 下水道堵得厉害")
    await li.says("下水道什么时候来通")
    li.sees("补上了：“下水道什么时候来通”", "这是另一件事")


@telegram
async def test_what_is_another_matter_is_taken_out_of_the_first(town: Town) -> None:
    """It stayed in the first one too, and a second tap made a third."""
    li = await town.merchant("李记面馆")
    wang = await town.member("王芳", li)
    await li.says("求助 对面工地渣土车天天把泥带到门口")
    await li.says("水管爆了，门口全是水，抢修队马上来")
    li.sees("补上了：“水管爆了，门口全是水，抢修队马上来”")
    await li.taps("这是另一件事")
    wang.sees("水管爆了，门口全是水，抢修队马上来")
    assert any("不算求助里的" in text for text in wang.heard)
    assert await words_of(town) == ["对面工地渣土车天天把泥带到门口"]
    assert await words_of(town, 2) == ["水管爆了，门口全是水，抢修队马上来"]


@telegram
async def test_a_sentence_takes_added_words_out_like_the_button(town: Town) -> None:
    li = await town.merchant("李记面馆")
    wang = await town.member("王芳", li)
    await li.says("求助 下水道堵得厉害")
    await li.says("求助 我现在几颗星")
    await li.says("求助 路灯也不亮")
    await li.says("上面那句几颗星不是求助，是问你呢")
    li.sees("“我现在几颗星”从求助里拿掉了")
    wang.sees("不算求助里的：我现在几颗星")
    assert await words_of(town) == ["下水道堵得厉害", "路灯也不亮"]


@telegram
async def test_a_sentence_that_takes_out_nothing_says_so(town: Town) -> None:
    li = await town.merchant("李记面馆")
    await li.says("上面那句不是求助")
    li.sees("没有补进求助的话")


@telegram
async def test_what_is_another_matter_leaves_the_residents_request(town: Town) -> None:
    chen = await town.manager()
    resident = town.player("居民")
    await resident.says("垃圾桶满得往外溢了，环卫三天没来收")
    await resident.says("津河路19号门口")
    await resident.says("还有路灯不亮")
    resident.sees("补上了", "：“还有路灯不亮”")
    await resident.taps("这是另一件事")
    assert any("不算这件里的：还有路灯不亮" in text for text in chen.heard)
    said = await town.database.read(lambda tx: service_requests.events(tx, 1))
    assert [one.note for one in said if one.event == "added"] == [""]
