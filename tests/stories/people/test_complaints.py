"""投诉建议: a manager reads it, and not the member it may be about."""

from __future__ import annotations

from pathlib import Path

import pytest

from messages.attachment import Attachment, Medium
from programme.ids import ComplaintId, PersonId
from programme.rules import Bureau, Rules
from storage.core.tx import Database, Tx
from storage.people import complaints, erasure, people
from tests.player import Player
from tests.town import MONDAY, StoppedClock, Town

pytestmark = pytest.mark.parametrize("shape", ["telegram"])


async def linked_manager(town: Town, li: Player) -> Player:
    """A manager who looks after a shop as its linked member, too."""
    wang = await town.member("王芳", li)
    await town.database.write(lambda tx: people.grant(tx, wang.person_id, "manager", by=None, now=town.clock()))
    return wang


async def test_the_linked_member_does_not_read_it_though_a_manager(town: Town) -> None:
    li = await town.merchant("李记面馆")
    wang, chen = await linked_manager(town, li), await town.manager()
    await li.says("投诉建议")
    li.sees("不会告诉您的联系党员")
    await li.says("王芳从来不来")
    await li.taps("发")
    chen.sees("王芳从来不来")
    wang.sees_no("王芳从来不来")
    zhang = await town.merchant("张姐水果")
    await zhang.says("投诉建议")
    await zhang.says("路灯不亮")
    await zhang.taps("发")
    wang.sees("路灯不亮")


async def test_where_the_only_manager_is_the_linked_member_it_is_said(town: Town) -> None:
    li = await town.merchant("李记面馆")
    wang = await linked_manager(town, li)
    await li.says("投诉建议")
    li.sees("管理员就是您的联系党员")
    await li.says("路灯不亮")
    await li.taps("发")
    wang.sees("路灯不亮")


async def test_a_photo_or_a_voice_is_kept_and_handed_on(town: Town) -> None:
    li, chen = await town.merchant("李记面馆"), await town.manager()
    await li.says("投诉建议")
    await li.sends_photo()
    await li.taps("发")
    li.sees("谢谢您说出来")
    chen.sees("有人提了意见", "没有文字")
    assert [a.kind for a in chen.screen[-1].reply.attachments] == [Medium.PHOTO]
    voice = town.folder / "voice.ogg"
    voice.write_bytes(b"OggS" + b"0" * 64)
    await li.says("投诉建议")
    await li.says("", Attachment(Medium.VOICE, str(voice), "voice.ogg"))
    await li.taps("发")
    assert [a.kind for a in chen.screen[-1].reply.attachments] == [Medium.VOICE]


async def test_nothing_at_all_is_asked_for_once_more(town: Town) -> None:
    li, chen = await town.merchant("李记面馆"), await town.manager()
    await li.says("投诉建议")
    await li.says("")
    li.sees("请直接说")
    await li.says("路灯不亮")
    await li.taps("发")
    chen.sees("路灯不亮")


async def test_a_complaint_of_somebody_let_go_says_for_which_place(town: Town) -> None:
    """“您这边的登记到今天为止” was answered by a complaint that no manager could trace to a shop."""
    li, chen = await town.merchant("李记面馆", door="12号"), await town.manager()
    await chen.says("换店主 李记面馆")
    await chen.taps("李记面馆")
    await li.says("投诉建议")
    await li.says("我没有搬走")
    await li.taps("发")
    chen.sees("我没有搬走", "李记面馆", "12号")
    hu = await town.merchant("胡记")
    await hu.says("投诉建议")
    await hu.says("灯不亮")
    await hu.taps("发")
    chen.sees("灯不亮")
    chen.sees_no("胡记")


async def says(manager: Player, words: str) -> None:
    await manager.taps("回一句")
    await manager.says(words)
    await manager.taps("发")


async def test_a_complaint_has_a_number_and_an_answer_and_no_name(town: Town) -> None:
    """A stranger's complaint reached a manager and could never be answered."""
    chen, stranger = await town.manager(), town.player("路人")
    await stranger.says("投诉建议 晚上没人管夜宵摊")
    await stranger.taps("发")
    stranger.sees("投26-00001")
    chen.sees("投26-00001", "晚上没人管夜宵摊")
    assert "路人" not in chen.last
    await chen.says("待办")
    chen.sees("投26-00001")
    await chen.taps("投26-00001")
    await says(chen, "从明天起九点有人巡")
    stranger.sees("投26-00001", "从明天起九点有人巡")
    await chen.says("待办")
    assert "投26-00001" not in chen.last
    assert await town.database.read(lambda tx: tx.rows("export_requests")) == [], "it is no request"


async def test_a_complaint_is_found_by_its_number_by_whoever_said_it_and_who_reads_it(town: Town) -> None:
    """“投26-00001” of a stranger was filed as a request, and told nobody anything."""
    chen, stranger, other = await town.manager(), town.player("路人"), town.player("别人")
    await stranger.says("投诉建议 晚上没人管夜宵摊")
    await stranger.taps("发")
    await stranger.says("投26-00001")
    stranger.sees("投26-00001", "还没有回话")
    for wrong in ("投26-00001", "投25-00001", "投26-00099", "投26-999999999"):
        await other.says(wrong)
        other.sees("没查到", wrong)
        other.sees_no("夜宵摊")
    await chen.says("投 26-00001")
    chen.sees("晚上没人管夜宵摊")
    await says(chen, "从明天起九点有人巡")
    await stranger.says("C26-00001")
    stranger.sees("从明天起九点有人巡")
    await chen.says("投26-00001")
    chen.sees("已经处理过了")
    assert await town.database.read(lambda tx: tx.rows("export_requests")) == []


async def test_of_two_managers_one_answers(town: Town) -> None:
    chen, zhou, li = await town.manager(), await town.manager("周主任"), await town.merchant("李记面馆")
    await li.says("投诉建议 垃圾桶太少")
    await li.taps("发")
    await zhou.taps("回一句")
    await says(chen, "下周加两个")
    await zhou.says("我来看看")
    await zhou.taps("发")
    zhou.sees("已经处理过了")
    assert li.looks().count("投26-00001，回话") == 1


async def test_whoever_it_is_about_neither_reads_nor_answers_it_and_a_supervisor_does(
    database: Database, tmp_path: Path, shape: str
) -> None:
    rules = Rules(bureau=Bureau(supervisor="何监督"))
    town = Town(database, StoppedClock(MONDAY), tmp_path, rules=rules, shape=shape)
    await town.start()
    chen, zhou = await town.manager(), await town.manager("周主任")
    supervisor = await town.staff("何监督", "squad")
    stranger = town.player("路人")
    await stranger.says("投诉建议 陈主任态度不好")
    await stranger.taps("发")
    chen.sees_no("态度不好")
    zhou.sees("态度不好")
    supervisor.sees("态度不好")
    await chen.says("待办")
    assert "投26-00001" not in chen.last
    await says(supervisor, "谢谢，已经谈过话")
    stranger.sees("已经谈过话")
    await town.stop()


async def test_whoever_complained_can_be_forgotten(town: Town) -> None:
    chen, li = await town.manager(), await town.merchant("李记面馆")
    await li.says("投诉建议 垃圾桶太少")
    await li.taps("发")

    async def forget(tx: Tx) -> list[object]:
        await erasure.erase(tx, PersonId(li.person_id), town.clock())
        one = await complaints.complaint(tx, ComplaintId(1))
        return [one.person_id, one.text]

    assert await town.database.write(forget) == [None, ""]
    other = town.player("别人")
    await other.says("投26-00001")
    other.sees("没查到")
    await says(chen, "下周加两个")
    chen.sees("下次开口")
