"""A resident at a site: scan the card, say it once, hear the end; the same thing said twice is one."""

from datetime import datetime, timedelta

import pytest

from programme.ids import ServiceRequestId, SiteId
from programme.requests.promises import CARD_MOST
from programme.requests.request_state import RequestState
from storage.requests import service_requests
from storage.requests.service_requests import ServiceRequest
from storage.sites import cards
from tests.player import Player
from tests.sites import a_card, a_site
from tests.town import ZONE, Town, on_day

telegram = pytest.mark.parametrize("shape", ["telegram"])
MONDAY_EVENING = datetime(2026, 11, 23, 17, 10, tzinfo=ZONE)


async def the_request(town: Town, number: int = 1) -> ServiceRequest:
    found = await town.database.read(lambda tx: service_requests.find(tx, number))
    assert found is not None
    return found


async def at_home(town: Town) -> tuple[Player, SiteId, str]:
    """A keeper, the site and its card."""
    await town.manager()
    keeper = await town.member("王芳")
    site = await a_site(town, keeper=keeper)
    return keeper, site, await a_card(town, site)


async def says(handler: Player, kind: str, words: str) -> None:
    await handler.taps(kind)
    await handler.says(words)
    await handler.taps("发")


async def test_scan_say_it_once_and_hear_the_end(town: Town) -> None:
    """Rubbish on Monday 17:10: a first word until Tuesday 14:40, done by 17:30; the keeper has it, not a manager."""
    town.clock.at(MONDAY_EVENING)
    keeper, site, code = await at_home(town)
    resident = town.player("居民")
    await resident.says(code)
    resident.sees("翠竹苑 3栋", "什么事", "垃圾没收、路面脏", "问一句")
    await resident.says("楼下垃圾三天没收")
    resident.sees("26-00001", "垃圾没收", "翠竹苑 3栋", "责任队员王同志", "明天 14:40")
    kept = await the_request(town)
    assert (kept.site_id, kept.card, kept.service, kept.source) == (site, code, "rubbish", "card")
    assert kept.due_at == datetime(2026, 11, 24, 14, 40, tzinfo=ZONE)
    assert kept.done_due_at == datetime(2026, 11, 24, 17, 30, tzinfo=ZONE)
    await town.pass_to(datetime(2026, 11, 24, 9, 0, tzinfo=ZONE), "clocks")
    keeper.sees_somewhere("诉求 26-00001", "翠竹苑 3栋", "楼下垃圾三天没收")
    await says(keeper, "先回一句", "上午环卫来收")
    resident.sees("上午环卫来收", "今天 17:30 前办好")
    await keeper.says("26-00001")
    await says(keeper, "办好了", "收走了")
    keeper.sees_somewhere("公开页上叫“垃圾没收、路面脏”")
    resident.sees("收走了", "您看行吗")
    await resident.taps("解决了👍")
    assert ((await the_request(town)).state, (await the_request(town)).ending) == ("closed", "reporter")


async def test_before_the_holidays_the_promise_steps_over_them(town: Town) -> None:
    town.clock.at(datetime(2026, 9, 30, 17, 0, tzinfo=ZONE))
    _, _, code = await at_home(town)
    resident = town.player("居民")
    await resident.says(code)
    await resident.taps("垃圾没收、路面脏")
    await resident.says("三天没收了")
    assert (await the_request(town)).due_at == datetime(2026, 10, 8, 12, 0, tzinfo=ZONE)


async def test_the_same_said_by_two_is_one_and_both_hear_the_end(town: Town) -> None:
    """A on Monday, B on Tuesday, done on Wednesday; B says on the seventh day that it is not, and A hears so too."""
    keeper, _, code = await at_home(town)
    first, second = town.player("甲"), town.player("乙")
    await first.says(code)
    await first.says("垃圾没人收")
    town.clock.forward(days=1)
    await second.says(code)
    await second.says("垃圾堆成山")
    second.sees("11月23日已有人反映", "是同一件吗")
    assert "没人收" not in second.last, "nobody reads what another said"
    await second.taps("是同一件")
    second.sees("26-00001", "记在一起")
    keeper.sees("又补了一句", "垃圾堆成山")
    assert (await the_request(town, 2)).state is RequestState.SAME
    assert len(await town.database.read(lambda tx: service_requests.reporters(tx, ServiceRequestId(1)))) == 2
    town.clock.forward(days=1)
    await keeper.says("26-00001")
    await says(keeper, "办好了", "清走了")
    first.sees("清走了")
    second.sees("清走了")
    town.clock.forward(days=7)
    await second.says("26-00002")
    await second.taps("没解决")
    again = await the_request(town)
    assert (again.state, again.reopened, again.keeper_id) == (RequestState.OPEN, 1, None)
    first.sees("26-00001", "有人说没解决", "重新打开")
    town.players["陈主任"].sees("没解决，请您接着办")


async def test_on_the_eighth_day_it_is_a_new_one_that_names_the_old(town: Town) -> None:
    keeper, _, code = await at_home(town)
    first = town.player("甲")
    await first.says(code)
    await first.says("垃圾没人收")
    await keeper.says("26-00001")
    await says(keeper, "办好了", "清走了")
    asking = first.screen[-1]
    town.clock.forward(days=8)
    await first.taps("没解决", on=asking)
    new = await the_request(town, 2)
    assert "26-00001" in new.text
    assert (new.state, new.place, new.service) == (RequestState.OPEN, "3栋", "rubbish")
    assert (await the_request(town)).state is RequestState.DONE


async def test_another_thing_is_another_request(town: Town) -> None:
    _, _, code = await at_home(town)
    first, second = town.player("甲"), town.player("乙")
    await first.says(code)
    await first.says("路灯不亮")
    await second.says(code)
    await second.says("另一头的路灯也不亮")
    await second.taps("不是，另一件")
    second.sees("26-00002", "路灯")
    assert (await the_request(town, 2)).state is RequestState.OPEN


async def test_what_was_said_to_be_done_and_is_not_is_asked_of_whoever_says_it_next(town: Town) -> None:
    keeper, _, code = await at_home(town)
    first, second = town.player("甲"), town.player("乙")
    await first.says(code)
    await first.says("路灯不亮")
    await keeper.says("26-00001")
    await says(keeper, "办好了", "换了灯泡")
    await second.says(code)
    await second.says("路灯还是不亮")
    second.sees("上次那件没弄好吗")
    await second.taps("是，没弄好")
    again = await the_request(town)
    assert (again.state, again.reopened) == (RequestState.OPEN, 1)
    first.sees("有人说没解决")


async def test_opened_a_second_time_the_secretary_reads_it_too(town: Town) -> None:
    keeper, _, code = await at_home(town)
    secretary = await town.staff("周明", "secretary")
    resident = town.player("居民")
    await resident.says(code)
    await resident.says("路灯不亮")
    handler = keeper
    for _ in range(2):
        await handler.says("26-00001")
        await says(handler, "办好了", "换了灯泡")
        await resident.taps("没解决")
        handler = town.players["陈主任"]
    secretary.sees("没解决，请您接着办")


@telegram
async def test_a_question_ends_with_its_answer(town: Town) -> None:
    keeper, _, code = await at_home(town)
    resident = town.player("居民")
    await resident.says(code)
    await resident.taps("问一句")
    await resident.says("新店开张能挂横幅吗")
    keeper.sees("新店开张能挂横幅吗")
    await says(keeper, "先回一句", "可以挂七天")
    resident.sees("您问的", "可以挂七天", "够了吗")
    assert (await the_request(town)).state is RequestState.DONE


@telegram
@pytest.mark.parametrize("wrong", ["3A4B5", "ABCDEFG"])
async def test_what_is_no_card_is_not_taken_for_one(town: Town, wrong: str) -> None:
    await at_home(town)
    resident = town.player("居民")
    await resident.says(wrong)
    assert "六位" not in resident.last


@telegram
async def test_a_wrong_card_is_no_guess_and_locks_nobody_out(town: Town) -> None:
    _, _, code = await at_home(town)
    wrong = code[:5] + ("2" if code[5] != "2" else "3")
    resident = town.player("居民")
    for _ in range(12):
        await resident.says(wrong)
        resident.sees("六位再发一次", "12319")
    await resident.says("ABCD2345")
    resident.sees("这个码不对")


@telegram
async def test_a_card_that_was_taken_down_opens_its_site_all_the_same(town: Town) -> None:
    _, _, code = await at_home(town)
    await town.database.write(lambda tx: cards.retire(tx, code, town.clock()))
    resident = town.player("居民")
    await resident.says(f"/start {code}")
    resident.sees("翠竹苑", "什么事")


@telegram
async def test_a_photo_alone_at_a_card_is_kept_and_sent(town: Town) -> None:
    keeper, _, code = await at_home(town)
    resident = town.player("居民")
    await resident.says(code)
    await resident.sends_photo()
    resident.sees("26-00001", "翠竹苑")
    assert keeper.screen[-1].reply.attachments


@telegram
async def test_one_card_with_very_many_reports_is_kept_quietly(town: Town) -> None:
    """30 an hour are told one by one; what is more is kept, the managers hear once, and the words are kind."""
    keeper, _, code = await at_home(town)
    for n in range(CARD_MOST + 3):
        someone = town.player(f"居民{n}")
        await someone.says(f"{code} ask")
        await someone.says(f"第{n}件事")
    someone.sees("一件件看")
    told = [r for user, r in town.channel.sent if user == keeper.address.user and "诉求" in r.text]
    assert len(told) == CARD_MOST
    much = [r for _, r in town.channel.sent if "这一阵子反映了很多件" in r.text]
    assert len(much) == 1
    assert (await the_request(town, CARD_MOST + 3)).state is RequestState.OPEN


@telegram
async def test_late_without_a_first_word_it_is_the_managers(town: Town) -> None:
    _, _, code = await at_home(town)
    resident = town.player("居民")
    await resident.says(code)
    await resident.says("路灯不亮")
    await town.pass_to(on_day(town.clock.now.astimezone(ZONE).date(), 20), "clocks")
    town.players["陈主任"].sees_somewhere("26-00001", "已过答应的时间")
    resident.sees_somewhere("对不住")


@telegram
async def test_not_done_in_time_its_keeper_hears_first_and_the_managers_two_days_later(town: Town) -> None:
    keeper, _, code = await at_home(town)
    chen = town.players["陈主任"]
    resident = town.player("居民")
    await resident.says(code)
    await resident.says("路灯不亮")
    await says(keeper, "先回一句", "明天换")
    due = (await the_request(town)).done_due_at.astimezone(ZONE)
    await town.pass_to(due + timedelta(hours=1), "clocks")
    keeper.sees_no("已过答应的时间")
    await town.pass_to(due + timedelta(hours=15, minutes=20), "clocks")
    keeper.sees_somewhere("已过答应的时间")
    chen.sees_no("已过答应的时间")
    await town.pass_to(due + timedelta(days=5), "clocks")
    chen.sees_somewhere("已过答应的时间")


@telegram
async def test_with_the_keeper_away_the_cover_has_it_and_without_both_the_secretary(town: Town) -> None:
    from storage.people import covers

    keeper, _, code = await at_home(town)
    zhou = await town.member("周敏")
    secretary = await town.staff("周明", "secretary")
    day = town.clock.now.astimezone(ZONE).date()
    await town.database.write(lambda tx: covers.name(tx, keeper.person_id, zhou.person_id, day, None))
    resident = town.player("居民")
    await resident.says(code)
    await resident.says("路灯不亮")
    zhou.sees("路灯不亮")
    await town.database.write(lambda tx: covers.name(tx, zhou.person_id, keeper.person_id, day, None))
    await resident.says(code)
    await resident.says("垃圾没收")
    secretary.sees("垃圾没收")


@telegram
async def test_a_site_named_in_words_is_found_without_a_card(town: Town) -> None:
    keeper, site, _ = await at_home(town)
    resident = town.player("居民")
    await resident.says("翠竹苑楼下垃圾三天没收")
    resident.sees("责任队员王同志")
    keeper.sees("翠竹苑楼下垃圾三天没收")
    assert (await the_request(town)).site_id == site


@telegram
async def test_a_named_branch_has_its_services(town: Town) -> None:
    """Rubbish is the 环卫支部's where there is one; everything else the keeper's."""
    keeper, _, code = await at_home(town)
    head = await town.staff("何静", "secretary", branch="环卫支部")
    resident = town.player("居民")
    await resident.says(f"{code}-rubbish")
    await resident.says("三天没收")
    head.sees("三天没收")
    assert keeper.screen == []


@telegram
@pytest.mark.parametrize("matter", ["我要起诉", "想打官司", "要去信访", "有干部受贿", "请纪检来查"])
async def test_what_a_hotline_may_not_take_on_is_kept_and_it_is_said_where_to_go(town: Town, matter: str) -> None:
    await at_home(town)
    resident = town.player("居民")
    await resident.says(f"翠竹苑物业的事{matter}")
    resident.sees("26-00001", "法院", "12388")
    assert (await the_request(town)).state is RequestState.OPEN


@telegram
async def test_very_many_words_are_kept_to_their_limit(town: Town) -> None:
    await at_home(town)
    resident = town.player("居民")
    await resident.says("翠竹苑" + "吵" * 9000)
    assert len((await the_request(town)).text) == 4000
