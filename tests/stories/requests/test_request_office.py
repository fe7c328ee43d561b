"""What the office does with requests: 代报 for somebody on the telephone, 转给, 合并, 挂账, and what is at a shop's door."""

import pytest

from programme.findings.lead_state import LeadState
from programme.ids import LeadId, ServiceRequestId
from programme.requests.request_state import RequestState
from storage.findings import leads
from storage.operations import exports, housekeeping
from storage.requests import service_requests
from storage.requests.service_requests import ServiceRequest
from tests.player import Player
from tests.sites import a_site
from tests.town import ZONE, Town

telegram = pytest.mark.parametrize("shape", ["telegram"])


async def the_request(town: Town, number: int = 1) -> ServiceRequest:
    found = await town.database.read(lambda tx: service_requests.find(tx, number))
    assert found is not None
    return found


async def reported(town: Town, words: str = "路灯不亮", name: str = "居民") -> tuple[Player, Player]:
    """A keeper at a site, and a resident who has reported something there."""
    keeper = town.players.get("王芳") or await town.member("王芳")
    if not town.players.get("陈主任"):
        await town.manager()
        await a_site(town, keeper=keeper)
    resident = town.player(name)
    await resident.says(f"翠竹苑{words}")
    return keeper, resident


async def says(handler: Player, kind: str, words: str) -> None:
    await handler.taps(kind)
    await handler.says(words)
    await handler.taps("发")


async def test_two_are_made_one_and_both_hear_the_end(town: Town) -> None:
    keeper, first = await reported(town)
    _, second = await reported(town, "的噪音太大", "乙")
    chen = town.players["陈主任"]
    await chen.says("合并 26-00002 26-00001")
    chen.sees("26-00002 并到 26-00001")
    second.sees("26-00001", "同一件")
    assert (await the_request(town, 2)).same_as == 1
    await keeper.says("26-00001")
    await says(keeper, "办好了", "好了")
    first.sees("好了", "您看行吗")
    second.sees("好了", "您看行吗")
    await chen.says("合并 26-00002 26-00001")
    chen.sees("合不了")


@telegram
async def test_one_that_is_being_done_may_be_the_same_as_another(town: Town) -> None:
    keeper, _ = await reported(town)
    await reported(town, "的噪音太大", "乙")
    await keeper.says("26-00002")
    await says(keeper, "先回一句", "去看看")
    await town.players["陈主任"].says("合并 26-00001 26-00002")
    assert (await the_request(town, 2)).state is RequestState.SAME


@telegram
@pytest.mark.parametrize(
    "words", ["合并", "合并 26-00001", "合并 26-00001 26-00001", "合并 26-00001 26-99999", "合并 一 二"]
)
async def test_what_cannot_be_merged_says_how_it_is_said(town: Town, words: str) -> None:
    await reported(town)
    chen = town.players["陈主任"]
    await chen.says(words)
    chen.sees("合并 26-00042 26-00040")


async def test_at_a_shops_door_it_goes_on_as_a_lead_of_all_who_reported_it(town: Town) -> None:
    li = await town.merchant("李记面馆")
    zhou = await town.member("周敏", li)
    keeper, first = await reported(town, "门口垃圾没收")
    _, second = await reported(town, "门口垃圾一堆", "乙")
    await second.taps("是同一件")
    await keeper.says("26-00001")
    await keeper.taps("在某家店门前")
    await keeper.says("李记面馆")
    await keeper.taps("李记面馆")
    first.sees("李记面馆", "已经请人去看")
    zhou.sees("李记面馆", "卫生")
    told = await town.database.read(lambda tx: leads.lead(tx, LeadId(1)))
    assert (told.source, told.duty, told.state) == ("resident", "hygiene", LeadState.OPEN)
    request = await the_request(town)
    assert (request.state, request.lead_id) == (RequestState.LEAD, 1)
    await zhou.taps("确有其事")
    first.sees("李记面馆")
    second.sees("李记面馆")


@telegram
async def test_after_its_first_word_it_may_still_turn_out_to_be_at_a_shop(town: Town) -> None:
    li = await town.merchant("李记面馆")
    await town.member("周敏", li)
    keeper, _ = await reported(town, "有噪音")
    await keeper.says("26-00001")
    await says(keeper, "先回一句", "去看看")
    await keeper.says("26-00001")
    await keeper.taps("在某家店门前")
    await keeper.says("没有这家店")
    keeper.sees("没找到“没有这家店”")
    await keeper.says("李记")
    await keeper.taps("李记面馆")
    keeper.sees("李记面馆", "秩序")
    await keeper.taps("秩序")
    assert (await the_request(town)).state is RequestState.LEAD


@telegram
async def test_a_colleague_has_it_with_the_promise_as_it_was_given(town: Town) -> None:
    keeper, resident = await reported(town)
    zhou = await town.member("周敏")
    before = await the_request(town)
    await keeper.taps("转给同事")
    await keeper.says("没有这人")
    keeper.sees("没有找到能接的“没有这人”")
    await keeper.says("周敏")
    await keeper.taps("周敏")
    zhou.sees("路灯不亮")
    await says(zhou, "先回一句", "我来")
    resident.sees("我来")
    assert (await the_request(town)).due_at == before.due_at


@telegram
async def test_written_down_for_somebody_on_the_telephone(town: Town) -> None:
    """Only the handler reads the telephone; nobody can be told the end, so it is rung, and somebody else looks."""
    keeper, _ = await reported(town)
    zhou, chen = await town.member("周敏"), town.players["陈主任"]
    await zhou.says("代报 翠竹苑 垃圾没收 13855501234")
    zhou.sees("26-00002", "垃圾没收")
    keeper.sees("垃圾没收", "13855501234")
    kept = await the_request(town, 2)
    assert (kept.source, kept.phone, "138" in kept.text) == ("call", "13855501234", False)
    await says(keeper, "办好了", "收走了")
    keeper.sees("13855501234", "请打一声")
    chen.sees("26-00002", "联系不上", "收走了")
    assert "138" not in chen.last
    await chen.taps("看过，好了")
    ended = await the_request(town, 2)
    assert (ended.state, ended.ending) == ("closed", "look")
    exported = await town.database.read(lambda tx: exports.rows(tx, "requests", now=town.clock(), zone=ZONE))
    assert "13855501234" not in str(exported)
    town.clock.forward(days=31)
    await town.database.write(lambda tx: housekeeping.forget(tx, town.clock()))
    assert (await the_request(town, 2)).phone == ""


@telegram
async def test_who_has_done_it_does_not_look_and_what_is_not_done_is_opened_again(town: Town) -> None:
    keeper, _ = await reported(town)
    chen, li = town.players["陈主任"], await town.manager("李主任")
    await chen.says("代报 翠竹苑 垃圾没收")
    await keeper.says("26-00002")
    await says(keeper, "办好了", "收走了")
    await li.taps("看过，没好")
    assert (await the_request(town, 2)).state is RequestState.OPEN
    keeper.sees("没解决，请您接着办")
    await li.says("26-00002")
    await says(li, "办好了", "自己收了")
    await li.says("待办")
    assert not any("看过" in b.label for said in li.screen[-2:] for b in said.reply.choices)
    chen.sees("联系不上", "自己收了")


@telegram
@pytest.mark.parametrize("words", ["代报", "代报 13855501234", "代报 0563-4012345"])
async def test_nothing_to_write_down_says_how(town: Town, words: str) -> None:
    wang = await town.member("王芳")
    await wang.says(words)
    wang.sees("代报 翠竹苑 路灯坏了")


@telegram
async def test_what_cannot_be_done_now_is_kept_on_a_list_and_taken_up_again(town: Town) -> None:
    keeper, resident = await reported(town)
    chen = town.players["陈主任"]
    await keeper.says("挂账")
    keeper.sees("没有挂账")
    await keeper.says("26-00001")
    await says(keeper, "眼下办不了", "要等明年改管网")
    await chen.says("挂账")
    chen.sees("挂账 1 件", "26-00001", "翠竹苑")
    other = await town.member("周敏")
    await other.says("挂账")
    other.sees("没有挂账")
    await chen.taps("26-00001")
    resident.sees("现在重新办")
    assert (await the_request(town)).state is RequestState.OPEN


@telegram
async def test_the_public_title_and_how_it_was_solved_are_one_line_each(town: Town) -> None:
    keeper, _ = await reported(town)
    await keeper.says("26-00001")
    await says(keeper, "办好了", "换了灯泡")
    await keeper.says("叫法 26-00001 门口路灯修亮了")
    keeper.sees("门口路灯修亮了")
    await keeper.says("叫法 26-00001 打 13855501234")
    keeper.sees("不带电话")
    await keeper.says("26-00001 管理")
    done = await the_request(town)
    assert (done.title, done.share) == ("门口路灯修亮了", "management")
    await (await town.member("周敏")).says("叫法 26-00001 别人写的")
    assert (await the_request(town)).title == "门口路灯修亮了"


@telegram
async def test_reporters_are_one_person_after_they_enrol(town: Town) -> None:
    """Somebody who joined a request and then takes a code still hears its end."""
    from storage.people import invites

    keeper, _ = await reported(town)
    _, second = await reported(town, "路灯还是不亮", "乙")
    await second.taps("是同一件")
    zhou = await town.member("周敏")
    now, known = town.clock(), zhou.person_id
    code = await town.database.write(
        lambda tx: invites.make(tx, kind="member", name="周敏", now=now, days=9, person_id=known)  # type: ignore[arg-type]
    )
    town.clock.forward(minutes=1)
    await second.says(code)
    reporters = await town.database.read(lambda tx: service_requests.reporters(tx, ServiceRequestId(1)))
    assert zhou.person_id in reporters
    await keeper.says("26-00001")
    await says(keeper, "办好了", "换了")
    second.sees_somewhere("换了")
