"""Whoever speaks without a code is heard: kept first, asked where, answered by an hour, closed by nobody but themselves."""

from datetime import datetime, timedelta

import pytest

from programme.ids import PersonId, ServiceRequestId
from programme.requests.promises import ADDED_MOST, OPEN_MOST
from programme.requests.request_state import RequestState
from storage.people import invites, people
from storage.requests import service_requests
from storage.requests.service_requests import ServiceRequest
from tests.player import Player
from tests.town import ZONE, Town, on_day

telegram = pytest.mark.parametrize("shape", ["telegram"])
MONDAY_EVENING = datetime(2026, 11, 23, 17, 10, tzinfo=ZONE)


async def the_request(town: Town, number: int = 1) -> ServiceRequest:
    return await town.database.read(lambda tx: service_requests.find(tx, number))  # type: ignore[return-value]


async def reported(town: Town) -> tuple[Player, Player]:
    """A manager, and a resident who has said what and where."""
    chen = await town.manager()
    resident = town.player("居民")
    await resident.says("楼下垃圾三天没收")
    await resident.says("翠竹苑3栋")
    return chen, resident


async def says(manager: Player, kind: str, words: str) -> None:
    """One word of the ladder, shown once before it goes."""
    await manager.taps(kind)
    await manager.says(words)
    await manager.taps("发")


async def test_a_strangers_words_are_kept_before_anything_is_asked(town: Town) -> None:
    """“楼下垃圾三天没收” was thrown away for want of a code."""
    town.clock.at(MONDAY_EVENING)
    chen = await town.manager()
    resident = town.player("居民")
    await resident.says("楼下垃圾三天没收")
    kept = await the_request(town)
    assert (kept.text, kept.state, kept.place) == ("楼下垃圾三天没收", RequestState.ASKING, "")
    assert kept.due_at == datetime(2026, 11, 24, 14, 40, tzinfo=ZONE)
    resident.sees("26-00001", "明天 14:40", "在哪里")
    await resident.says("翠竹苑3栋")
    resident.sees("26-00001", "管理员", "明天 14:40")
    chen.sees("诉求 26-00001", "翠竹苑3栋", "楼下垃圾三天没收")
    assert (await the_request(town)).state is RequestState.OPEN


async def test_the_ladder_from_the_first_word_to_the_end(town: Town) -> None:
    chen, resident = await reported(town)
    await says(chen, "先回一句", "今天下午环卫来收")
    resident.sees("26-00001", "今天下午环卫来收", "前办好")
    await chen.says("待办")
    await chen.taps("诉求 26-00001")
    await says(chen, "办好了", "已经收走了")
    resident.sees("26-00001", "已经收走了", "您看行吗")
    assert (await the_request(town)).state is RequestState.DONE
    await resident.taps("解决了👍")
    resident.sees("太好了")
    ended = await the_request(town)
    assert (ended.state, ended.ending, ended.rating) == ("closed", "reporter", 2)


async def test_every_honest_end_has_its_words_and_can_be_doubted(town: Town) -> None:
    """“Closed” never says that it is fixed, and whoever reported it may say that it is still there."""
    chen, resident = await reported(town)
    ends = [("不归我们办", "找物业，电话在门口"), ("没看到", "十点去看，已经没了"), ("眼下办不了", "要等明年改管网")]
    for kind, words in ends:
        await says(chen, kind, words)
        resident.sees("26-00001", words)
        assert "办好了" not in resident.last
        await resident.taps("还要办")
        resident.sees("重新打开")
        await says(chen, "先回一句", "再去看看")
        await chen.says("26-00001")
        await says(chen, kind, words)
        await resident.taps("还要办")
    assert (await the_request(town)).reopened == 6


async def test_what_is_done_may_be_opened_again_for_seven_days_whoever_closed_it(town: Town) -> None:
    chen, resident = await reported(town)
    await says(chen, "办好了", "收走了")
    await resident.taps("没解决")
    resident.sees("重新打开", "26-00001")
    chen.sees("没解决，请您接着办", "翠竹苑3栋")
    await says(chen, "办好了", "又收了一次")
    await resident.taps("解决了👍")
    town.clock.forward(days=7)
    await resident.says("26-00001")
    await resident.taps("没解决")
    assert (await the_request(town)).state is RequestState.OPEN
    assert (await the_request(town)).reopened == 2


@pytest.mark.slow
async def test_silence_closes_on_the_eighth_day_and_is_counted_apart(town: Town) -> None:
    chen, resident = await reported(town)
    await says(chen, "办好了", "收走了")
    asking = resident.screen[-1]
    done = (await the_request(town)).ended_at
    assert done is not None
    await town.pass_to(on_day((done + timedelta(days=7)).date(), 20), "clocks")
    assert (await the_request(town)).state is RequestState.DONE
    await town.pass_to(on_day((done + timedelta(days=8)).date(), 12), "clocks")
    closed = await the_request(town)
    assert (closed.state, closed.ending, closed.rating) == ("closed", "silence", None)
    await resident.taps("没解决", on=asking)
    again = await the_request(town, 2)
    assert (again.state, again.place) == ("open", "翠竹苑3栋")
    assert "26-00001" in again.text
    assert (await the_request(town)).state is RequestState.CLOSED


@telegram
async def test_without_a_place_it_goes_on_after_ten_minutes(town: Town) -> None:
    chen = await town.manager()
    resident = town.player("居民")
    await resident.says("楼下垃圾三天没收")
    await town.pass_to(on_day(town.clock.now.astimezone(ZONE).date(), 9, 30), "clocks")
    chen.sees("26-00001", "地点没说清", "楼下垃圾三天没收")
    assert (await the_request(town)).state is RequestState.OPEN
    await resident.says("翠竹苑3栋")
    chen.sees("又补了一句", "翠竹苑3栋")


@telegram
async def test_a_promise_that_is_late_is_said_to_both_once(town: Town) -> None:
    chen, resident = await reported(town)
    await town.pass_to(on_day(town.clock.now.astimezone(ZONE).date(), 20), "clocks")
    chen.sees("26-00001", "已过答应的时间")
    resident.sees("对不住", "26-00001")
    assert sum("已过答应的时间" in words for words in chen.heard) == 1
    await chen.says("待办")
    chen.sees("26-00001", "已过答应的时间")


@telegram
async def test_a_photo_alone_is_kept_and_asked_about(town: Town) -> None:
    chen = await town.manager()
    resident = town.player("居民")
    await resident.sends_photo()
    resident.sees("26-00001", "在哪里")
    await resident.says("西津路12号门口，井盖破了")
    chen.sees("26-00001", "西津路12号门口，井盖破了")
    assert chen.screen[-1].reply.attachments, "the photo goes along"


@telegram
@pytest.mark.parametrize(
    "words",
    ["streetlight broken", "garbage", "13812345678", "反映 李记面馆 秩序 货堆到人行道上", "求助 路灯坏了", "路灯坏了"],
)
async def test_no_words_of_a_stranger_are_taken_for_something_else(town: Town, words: str) -> None:
    """English words and a telephone were answered as wrong codes."""
    resident = town.player("居民")
    await resident.says(words)
    assert (await the_request(town)).text == words


@telegram
async def test_an_answer_to_where_is_no_code(town: Town) -> None:
    resident = town.player("居民")
    await resident.says("楼下垃圾三天没收")
    await resident.says("3-2B-1201")
    assert (await the_request(town)).place == "3-2B-1201"


@telegram
async def test_a_code_is_still_a_code_and_a_greeting_a_greeting(town: Town) -> None:
    resident = town.player("居民")
    await resident.says("你好")
    resident.sees("直接说哪里、什么事")
    await resident.says("ABCD2345")
    resident.sees("这个码不对")
    assert await the_request(town) is None


@telegram
async def test_more_words_belong_to_it_unless_it_is_another_matter(town: Town) -> None:
    chen, resident = await reported(town)
    await resident.says("臭得很")
    resident.sees("补上了", "26-00001")
    chen.sees("又补了一句", "臭得很")
    await resident.says("还有路灯不亮")
    await resident.taps("这是另一件事")
    resident.sees("26-00002", "在哪里")
    assert (await the_request(town, 2)).text == "还有路灯不亮"


@telegram
async def test_only_who_reported_it_and_the_managers_see_it(town: Town) -> None:
    _, resident = await reported(town)
    other = town.player("别人")
    await other.says("26-00001")
    other.sees_no("垃圾", "翠竹苑")
    await resident.says("我的诉求")
    resident.sees("26-00001", "已转给办的人")


@telegram
async def test_two_managers_answer_once(town: Town) -> None:
    chen, resident = await reported(town)
    li = await town.manager("李主任")
    await li.says("26-00001")
    await says(chen, "没看到", "去过了，没有")
    await says(li, "办好了", "办了")
    li.sees("已经")
    assert (await the_request(town)).state is RequestState.NOT_FOUND
    assert sum("26-00001" in words and "您看行吗" in words for words in resident.heard) == 0


@telegram
async def test_without_a_manager_it_is_kept_and_said_so(town: Town) -> None:
    resident = town.player("居民")
    await resident.says("楼下垃圾三天没收")
    await resident.taps("说不清，就这样")
    resident.sees("还没有管理员", "12319")
    chen = await town.manager()
    await chen.says("待办")
    chen.sees("26-00001")


@telegram
async def test_a_resident_is_forgotten_ninety_days_after_the_end(town: Town) -> None:
    chen, resident = await reported(town)
    await says(chen, "办好了", "收走了")
    await resident.taps("解决了👍")
    town.clock.forward(days=89)
    await town.job("housekeeping")
    assert (await the_request(town)).text
    town.clock.forward(days=2)
    await town.job("housekeeping")
    kept = await the_request(town)
    assert (kept.text, kept.place, kept.state) == ("", "", "closed")


@telegram
async def test_an_edit_after_the_end_changes_nothing_that_is_kept(town: Town) -> None:
    chen, resident = await reported(town)
    await says(chen, "办好了", "收走了")
    await resident.edits("楼下垃圾五天没收")
    resident.sees("26-00001 已经办完了", "请另发一条")
    assert (await the_request(town)).text == "楼下垃圾三天没收"


async def test_what_is_at_no_shops_door_goes_on_as_a_request(town: Town) -> None:
    """Somebody enrolled who reported a lamp in an estate was asked “是哪家店门前？” for ever."""
    li = await town.merchant("李记面馆")
    chen = await town.manager()
    await li.says("反映 翠竹苑路灯不亮")
    await li.taps("不是哪家店的事")
    li.sees("26-00001", "在哪里")
    await li.says("翠竹苑南门")
    chen.sees("26-00001", "翠竹苑南门", "翠竹苑路灯不亮")
    await says(chen, "办好了", "换了灯泡")
    li.sees("26-00001", "换了灯泡")


@telegram
async def test_a_manager_who_knows_better_makes_it_a_request_of_whoever_reported_it(town: Town) -> None:
    li = await town.merchant("李记面馆")
    chen = await town.manager()
    await li.sends_photo("反映 翠竹苑路灯不亮")
    await chen.says("待办")
    await chen.taps("有人反映")
    await chen.taps("不是哪家店的事")
    chen.sees_somewhere("改成诉求 26-00001")
    made = await the_request(town)
    assert (made.person_id, made.text) == (li.person_id, "翠竹苑路灯不亮")
    await chen.says("26-00001")
    assert chen.screen[-1].reply.attachments, "the photo goes along"
    await chen.taps("办好了")
    await chen.says("换了灯泡")
    await chen.taps("发")
    li.sees("换了灯泡")


@telegram
async def test_very_many_reports_are_kept_and_said_to_the_managers_once(town: Town) -> None:
    chen, resident = await reported(town)
    for number in range(2, 10):
        await resident.says(f"第{number}件，路面坏了")
        await resident.taps("这是另一件事")
        if number <= OPEN_MOST:
            await resident.says(f"西津路{number}号")
        else:
            resident.sees("记下了", f"26-0000{number}")
    assert (await the_request(town, 9)).state is RequestState.OPEN
    assert sum("前回一句或办好" in words for words in chen.heard) == OPEN_MOST
    assert sum("很多件" in words for words in chen.heard) == 1
    await town.pass_to(on_day(town.clock.now.astimezone(ZONE).date(), 20), "clocks")
    assert not any("请现在就回一句" in words for words in chen.heard)
    await chen.says("待办")
    chen.sees("26-00009")


@telegram
async def test_words_without_end_are_kept_and_passed_on_for_a_while(town: Town) -> None:
    chen, resident = await reported(town)
    for number in range(ADDED_MOST + 5):
        await resident.says(f"还有一句 {number}")
    assert sum("又补了一句" in words for words in chen.heard) == ADDED_MOST
    kept = await town.database.read(lambda tx: service_requests.events(tx, ServiceRequestId(1)))
    assert sum(event.event == "added" for event in kept) == ADDED_MOST + 5


@telegram
async def test_whoever_enrols_after_reporting_keeps_the_request_and_gets_a_name(town: Town) -> None:
    """The first word had made a person without a name, and the code left them so."""
    await reported(town)
    resident = town.players["居民"]
    now = town.clock()
    code = await town.database.write(
        lambda tx: invites.make(tx, kind="role", name="赵敏", now=now, days=9, role="squad")
    )
    await resident.says(code)
    resident.sees("执法中队")
    made = await the_request(town)
    assert (await town.database.read(lambda tx: people.person(tx, made.person_id))).name == "赵敏"
    await resident.says("26-00001")
    resident.sees("26-00001", "已转给办的人")


@telegram
async def test_a_known_person_who_reported_before_the_code_still_hears_the_end(town: Town) -> None:
    """Becoming somebody the roster knows left the request with a person nobody could reach."""
    li = await town.merchant("李记面馆")
    wang = await town.member("王芳", li)
    chen, resident = await reported(town)
    now, known = town.clock(), PersonId(wang.person_id)
    code = await town.database.write(
        lambda tx: invites.make(tx, kind="member", name="王芳", now=now, days=9, person_id=known)
    )
    town.clock.forward(minutes=1)
    await resident.says(code)
    await says(chen, "办好了", "收走了")
    resident.sees_somewhere("收走了")
