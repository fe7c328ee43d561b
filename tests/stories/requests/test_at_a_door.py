"""What somebody without a code says of a shop's door: a lead, one for shop and duty while the first is unjudged."""

import pytest

from programme.ids import LeadId, PersonId
from storage.core.tx import Tx
from storage.findings import leads
from storage.requests import service_requests
from tests.town import Town

pytestmark = pytest.mark.parametrize("shape", ["telegram"])


async def test_the_same_on_two_days_unjudged_is_one_look(town: Town) -> None:
    """The same fault reported on two days before anybody looked made two leads and sent the member twice."""
    li = await town.merchant("李记面馆")
    wang = await town.member("王芳", li)
    first, second = town.player("甲"), town.player("乙")
    await first.says("李记面馆 秩序 货堆到人行道上")
    first.sees("请人到李记面馆门前看秩序")
    town.clock.forward(days=1)
    await second.says("李记面馆的秩序不好")
    second.sees("已有人反映")
    assert sum("李记面馆" in text and "秩序" in text for text in (said.reply.text for said in wang.screen)) == 1

    async def read(tx: Tx) -> tuple[int, list[PersonId]]:
        return len(await leads.waiting(tx)), await leads.reporters(tx, LeadId(1))

    waiting, reporters = await town.database.read(read)
    assert (waiting, len(reporters)) == (1, 2)
    await wang.taps("没看到")
    first.sees("李记面馆")
    second.sees("李记面馆")


@pytest.mark.parametrize("words", ["李记面馆门口脏得很", "这条街秩序不好", "李记面馆卫生和秩序都不好"])
async def test_without_one_shop_and_one_duty_it_is_a_request(town: Town, words: str) -> None:
    await town.merchant("李记面馆")
    resident = town.player("居民")
    await resident.says(words)
    kept = await town.database.read(lambda tx: service_requests.find(tx, 1))
    assert kept is not None
    assert kept.text == words
