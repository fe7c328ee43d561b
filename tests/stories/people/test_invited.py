"""An invitation in a sentence: name, role and branch wherever they stand, and a code that was made by mistake is void."""

import pytest

from storage.people import invites, people
from storage.people.invites import Invite
from tests.town import Town

telegram = pytest.mark.parametrize("shape", ["telegram"])


async def unused(town: Town) -> list[Invite]:
    return await town.database.read(lambda tx: invites.open_for_roles(tx, town.clock()))


async def branches(town: Town) -> list[str]:
    return list((await town.database.read(people.branches)).values())


@pytest.mark.parametrize(
    "words",
    [
        "邀请一位新党员李明，第二支部的",
        "邀请第二支部的李明当党员",
        "邀请 党员 李明 第二支部",
        "第二支部新来的党员李明，发个邀请码",
        "邀请李明，党员，第二支部",
        "邀请新党员李明 电话13811112222 第二支部",
    ],
)
@telegram
async def test_name_role_and_branch_stand_anywhere(town: Town, words: str) -> None:
    """“邀请一位新党员李明，第二支部的” invited a person named 新 into a branch named 李明."""
    chen = await town.manager()
    before = await branches(town)
    await chen.says(words)
    chen.sees("还没有叫“第二支部”的支部", "李明（党员）")
    assert await branches(town) == before
    assert not await unused(town)
    await chen.taps("新建 第二支部")
    chen.sees("李明（党员）的登记码")
    assert await branches(town) == [*before, "第二支部"]
    await chen.says("邀请 党员 周杰 第二支部")
    chen.sees("周杰（党员）的登记码")


@telegram
async def test_a_branch_that_is_none_is_not_made(town: Town) -> None:
    chen = await town.manager()
    before = await branches(town)
    await chen.says("邀请 党员 李明 第二支部")
    await chen.taps("不建支部")
    chen.sees("李明（党员）的登记码")
    assert await branches(town) == before


@telegram
async def test_a_name_in_letters_is_no_branch(town: Town) -> None:
    chen = await town.manager()
    await chen.says("invite member Li Ming")
    chen.sees("Li Ming（党员）的登记码")


@pytest.mark.parametrize(
    "words",
    [
        "把那个码作废吧",
        "作废 李明",
        "李明的码作废",
        "刚才那个李明是我写错的，把那个码作废吧",
        "取消李明的邀请",
        "void the code of 李明",
    ],
)
@telegram
async def test_a_code_nobody_used_is_void_at_a_word(town: Town, words: str) -> None:
    chen = await town.manager()
    await chen.says("邀请 党员 李明")
    await chen.says(words)
    assert not await unused(town)
    assert "李明" in chen.last


@telegram
async def test_of_several_codes_it_is_asked_which(town: Town) -> None:
    chen = await town.manager()
    await chen.says("邀请 党员 李明")
    await chen.says("邀请 管理员 陈丽")
    await chen.says("把那个码作废吧")
    chen.sees("哪一个登记码作废", "李明（党员）", "陈丽（管理员）")
    await chen.taps("李明（党员）")
    chen.sees("李明（党员）的登记码没用过，已经作废")
    assert [one.name for one in await unused(town)] == ["陈丽"]


@telegram
async def test_no_code_is_left_to_be_void(town: Town) -> None:
    chen = await town.manager()
    await chen.says("把那个码作废吧")
    chen.sees("没有还没用的登记码")


@telegram
async def test_a_code_of_another_role_or_of_a_longer_name_is_not_meant(town: Town) -> None:
    """“收回 管理员 周明” made a code void that invited him as a member, and left him a manager."""
    chen, zhou = await town.manager(), await town.manager("周明")
    await town.member("周明明")
    await chen.says("邀请 党员 周明")
    await chen.taps("就是")
    await chen.says("收回 管理员 周明")
    await chen.taps("收回 周明")
    zhou.sees("身份已收回")
    await chen.says("收回 党员 周明明")
    await chen.taps("收回 周明明")
    town.players["周明明"].sees("身份已收回")


@pytest.mark.parametrize(
    "words", ["请李主任当党员", "邀请李主任来当党员", "邀请刘书记做党员", "invite 李主任 as a member"]
)
@telegram
async def test_what_somebody_is_called_is_not_what_they_are_to_become(town: Town, words: str) -> None:
    """“请李主任当党员” made the code of a manager, for somebody called 当党员."""
    chen = await town.manager()
    await chen.says(words)
    assert [(one.role, one.name[1:]) for one in await unused(town)] in ([("member", "主任")], [("member", "书记")])
