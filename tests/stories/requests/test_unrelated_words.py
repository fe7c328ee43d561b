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
