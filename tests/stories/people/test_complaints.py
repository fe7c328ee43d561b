"""投诉建议: a manager reads it, and not the member it may be about."""

from __future__ import annotations

import pytest

from messages.attachment import Attachment, Medium
from storage.people import people
from tests.player import Player
from tests.town import Town

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
