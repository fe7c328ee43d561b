"""People come and go: what is kept and why, taken back in one word, and nothing without an owner."""

from pathlib import Path

import pytest

from storage.people import covers, invites, linking, people
from storage.shops import shops
from tests.player import Player
from tests.town import Town

HISTORY = ("self_checks_everything", "observations_everything", "findings_everything")


async def enrolled(town: Town, player: Player, **invite: object) -> Player:
    code = await town.database.write(lambda tx: invites.make(tx, now=town.clock(), days=30, **invite))  # type: ignore[arg-type]
    await player.says(code)
    return player


async def test_whoever_stops_is_asked_once_and_forgotten_and_the_place_keeps_its_history(town: Town) -> None:
    li = await town.merchant("李记面馆", name="李建国")
    wang = await town.member("王芳", li)
    await town.manager()
    await li.says("秩序 老李的货出店")
    await li.sends_photo()
    await wang.says("1 秩序 货出店")
    await li.says("停用")
    li.sees("马上删掉", "确定停用")
    await li.taps("先不停")
    li.sees("一切照旧")
    await li.says("停用")
    await li.taps("确定停用")
    li.sees("已停用")
    wang.sees("李记面馆", "店主停用了", "新码")
    for name in HISTORY:
        assert await town.database.read(lambda tx, name=name: tx.rows(name)), name  # type: ignore[misc]
    person = await town.database.read(lambda tx: people.person(tx, li.person_id))
    assert (person.name, person.phone, person.erased_at is not None) == ("", "", True)
    checks = await town.database.read(lambda tx: tx.rows("self_checks_everything"))
    assert all(row["note"] == "" for row in checks)
    await li.says("好")
    li.sees("八位码")
    await town.hours.run_asked()
    assert await town.database.read(lambda tx: tx.rows("erased_files")) == []


@pytest.mark.parametrize("shape", ["telegram"])
async def test_a_stopped_shop_comes_back_with_the_new_code(town: Town) -> None:
    li = await town.merchant("李记面馆")
    wang = await town.member("王芳", li)
    await li.says("停用")
    await li.taps("确定停用")
    code = wang.last.rsplit("：", 1)[1].strip()
    await li.says(code)
    li.sees_somewhere("李记面馆", "欢迎")
    assert await town.database.read(lambda tx: shops.holders(tx, li.shop_id)) != [li.person_id]


@pytest.mark.parametrize("shape", ["telegram"])
async def test_what_was_still_on_its_way_forgets_its_sender_too(town: Town) -> None:
    """A photo that had not been fetched yet kept whose it was."""
    li = await town.merchant("李记面馆")
    town.fetcher_at_rest = True
    await li.sends_photo("秩序 货出店")
    await li.says("停用")
    await li.taps("确定停用")
    rows = await town.database.read(lambda tx: tx.rows("media_every"))
    assert [(row["person_id"], row["user_id"], row["name"]) for row in rows] == [(None, "", "")]
    heard = len(li.screen)
    town.fetcher_at_rest = False
    for path in (town.folder / "sent").iterdir():
        path.unlink()  # it will not come any more: nobody is there to be told
    for _ in range(8):
        town.clock.forward(hours=2)
        await town.settle()
    assert len(li.screen) == heard


@pytest.mark.parametrize("shape", ["telegram"])
async def test_files_of_the_forgotten_go_right_after_the_commit(town: Town) -> None:
    folder = Path(town.folder) / "web" / "somebody"
    folder.mkdir(parents=True)
    (folder / "voice.ogg").write_bytes(b"a voice")
    outside = town.folder.parent / "kept.txt"
    outside.write_text("not ours to delete")
    for path in ("web/somebody", "../kept.txt"):
        await town.database.write(lambda tx, path=path: tx.do("erased_file_add", path=path, at=town.clock()))  # type: ignore[misc]
    work = await town.job("erased-files")
    assert work.counts == {"files": 2}
    assert not folder.exists()
    assert outside.exists()


@pytest.mark.parametrize("shape", ["telegram"])
async def test_a_departed_members_shops_and_requests_pass_on_at_once(town: Town) -> None:
    doors = [await town.merchant(name) for name in ("李记面馆", "张姐水果", "老王五金")]
    wang = await town.member("王芳", *doors)
    qiang = await town.member("李强", await town.merchant("小赵修车"))
    chen = await town.manager()
    await doors[0].says("求助 下水道堵了")
    wang.sees("下水道堵了")
    day = town.clock().date()
    await town.database.write(lambda tx: covers.name(tx, wang.person_id, qiang.person_id, day, None))
    await wang.says("停用")
    await wang.taps("确定停用")
    qiang.sees_somewhere("王芳 离岗", "李记面馆", "下水道堵了")
    chen.sees_somewhere("王芳 离岗了", "李强 接手 3 家")
    mine = await town.database.read(lambda tx: shops.links(tx, qiang.person_id))
    assert [link.number for link in mine] == [1, 2, 3, 4]


@pytest.mark.parametrize("shape", ["telegram"])
async def test_without_a_cover_the_managers_hold_the_shops_and_hear_it(town: Town) -> None:
    li = await town.merchant("李记面馆")
    wang = await town.member("王芳", li)
    chen = await town.manager()
    await wang.says("停用")
    await wang.taps("确定停用")
    chen.sees("王芳 离岗了", "李记面馆", "分配")
    keepers = await town.database.read(lambda tx: covers.keepers(tx, li.shop_id, town.clock().date()))
    assert keepers == [chen.person_id]


@pytest.mark.parametrize("shape", ["telegram"])
async def test_the_last_manager_finds_somebody_first(town: Town) -> None:
    chen = await town.manager()
    await chen.says("停用")
    chen.sees("最后一位管理员", "邀请 管理员")
    await chen.says("邀请 管理员 周明")
    chen.sees("周明", "登记码")
    code = chen.last.split("登记码：")[1].split("\n")[0].strip()
    zhou = town.player("周明")
    await zhou.says(code)
    zhou.sees("管理员")
    await chen.says("停用")
    await chen.taps("确定停用")
    chen.sees("已停用")


async def test_roles_are_given_and_taken_back_in_chat(town: Town) -> None:
    chen = await town.manager()
    await chen.says("邀请 书记 周明 第二支部")
    await chen.taps("新建 第二支部")
    code = chen.last.split("登记码：")[1].split("\n")[0].strip()
    zhou = town.player("周明")
    await zhou.says(code)
    zhou.sees("支部书记")
    await chen.says("收回 书记 周明")
    await chen.taps("收回 周明")
    chen.sees("已收回 周明")
    zhou.sees("身份已收回")
    journal = await town.database.read(lambda tx: tx.rows("journal_of", action="revoke"))
    assert [row["note"] for row in journal] == ["secretary"]


@pytest.mark.parametrize("shape", ["telegram"])
async def test_nobody_takes_back_their_own_role_and_the_last_manager_stays(town: Town) -> None:
    chen = await town.manager()
    await chen.says("收回 管理员 陈主任")
    await chen.taps("收回 陈主任")
    chen.sees("别的管理员")
    await chen.says("邀请")
    chen.sees("邀请 管理员 姓名")


@pytest.mark.parametrize("shape", ["telegram"])
async def test_a_member_who_owns_a_shop_is_one_person_and_never_their_own_reviewer(town: Town) -> None:
    li = await town.merchant("李记面馆")
    chen = await town.manager()

    async def on_the_roster(tx: object) -> int:
        number = await people.add(tx, name="李建国", now=town.clock())  # type: ignore[arg-type]
        await shops.link_to(tx, li.shop_id, number, 1, town.clock())  # type: ignore[arg-type]
        return number

    member = await town.database.write(on_the_roster)
    await enrolled(town, li, kind="member", name="李建国", person_id=member)
    await li.says("好")
    li.sees("五项都做到了")
    assert await town.database.read(lambda tx: shops.holders(tx, li.shop_id)) == [member]
    assert await town.database.read(lambda tx: shops.link(tx, li.shop_id)) is None
    chen.sees("李记面馆", "分配")


@pytest.mark.parametrize("shape", ["telegram"])
async def test_several_shops_of_one_owner_and_two_telephones_of_one_shop(town: Town) -> None:
    li = await town.merchant("李记面馆")
    second = await town.another_shop(li, "李记早点")
    wife = town.player("老板娘")
    await enrolled(town, wife, kind="shop", name="李记面馆", shop_id=li.shop_id)
    await li.says("好")
    li.sees("全部都好")
    await li.taps("全部都好")
    await wife.says("我的星")
    wife.sees("李记面馆")
    wife.sees_no("李记早点")
    await wife.says("停用")
    await wife.taps("确定停用")
    assert await town.database.read(lambda tx: shops.holders(tx, li.shop_id)) == [li.person_id]
    assert await town.database.read(lambda tx: shops.holders(tx, second)) == [li.person_id]


async def test_links_by_name_and_by_proposal(town: Town) -> None:
    doors = [await town.merchant(name) for name in ("李记面馆", "张姐水果", "老王五金")]
    wang, qiang = await town.member("王芳"), await town.member("李强")
    chen = await town.manager()
    await chen.says("联系 李记面馆 王芳")
    await chen.taps("李记面馆")
    chen.sees("王芳 联系")
    wang.sees("李记面馆", "由您联系")
    doors[0].sees("联系党员是 王芳")
    await chen.says("分配")
    chen.sees("2 家店还没人联系")
    await chen.taps("就这样分")
    chen.sees("分好了，2 家")
    links = await town.database.read(linking.current)
    assert sorted(link.member_id for link in links) == sorted([wang.person_id, wang.person_id, qiang.person_id])
    await chen.says("分配")
    chen.sees("每家店都有党员联系了")


@pytest.mark.parametrize("shape", ["telegram"])
async def test_nobody_is_linked_to_an_eleventh_shop_or_to_their_own(town: Town) -> None:
    doors = [await town.merchant(f"第{n}家店") for n in range(11)]
    wang = await town.member("王芳", *doors[:10])
    chen = await town.manager()
    await chen.says("联系 第10家店 王芳")
    await chen.taps("第10家店")
    chen.sees("满十家")
    await town.make_member(doors[10])
    await chen.says("联系 第10家店 第10家店老板")
    await chen.taps("第10家店")
    chen.sees("自己的店")
    assert len(await town.database.read(lambda tx: shops.links(tx, wang.person_id))) == 10


@pytest.mark.parametrize("shape", ["telegram"])
async def test_a_new_holder_in_chat_starts_anew_and_the_place_remembers(town: Town) -> None:
    li = await town.merchant("李记面馆")
    wang = await town.member("王芳", li)
    chen = await town.manager()
    await wang.says("1 好")
    town.clock.forward(days=3)
    await chen.says("换店主 李记面馆")
    await chen.taps("李记面馆")
    chen.sees("待评", "登记码")
    li.sees("到今天为止")
    wang.sees("换了店主", "登记码")
    code = wang.last.rsplit("：", 1)[1].strip()
    new = town.player("新老板")
    await new.says(code)
    new.sees_somewhere("李记面馆", "欢迎")
    await chen.says("历史 李记面馆")
    chen.sees("店主：11月23日—11月26日", "店主：11月26日—现在", "联系党员 王芳：11月23日—现在")
    assert "老板" not in chen.last


@pytest.mark.parametrize("shape", ["telegram"])
async def test_a_code_nobody_has_used_is_listed_and_void_at_a_word(town: Town) -> None:
    """“收回” right after “邀请” found nobody, and the code stayed good for 90 days."""
    chen = await town.manager()
    await chen.says("邀请 管理员 张伟")
    code = chen.last.split("登记码：")[1].split("\n")[0].strip()
    await chen.says("邀请")
    chen.sees("还没用的登记码", "张伟（管理员）")
    await chen.says("收回 管理员 张 伟")
    chen.sees("张伟", "已经作废")
    await chen.says("邀请")
    assert "还没用的登记码" not in chen.last
    zhang = town.player("张伟")
    await zhang.says(code)
    assert "管理员" not in zhang.looks()


@pytest.mark.parametrize("shape", ["telegram"])
async def test_whoever_lost_a_role_does_not_come_back_by_an_old_code(town: Town) -> None:
    chen = await town.manager()
    wang = await town.member("王芳")
    old = await town.database.write(
        lambda tx: invites.make(tx, kind="member", name="王芳", now=town.clock(), days=90, person_id=wang.person_id)
    )
    await chen.says("收回 党员 王　芳")
    await chen.taps("收回 王芳")
    assert await town.database.read(lambda tx: invites.find(tx, old, town.clock())) is None


@pytest.mark.parametrize("shape", ["telegram"])
class TestInvitingAKnownName:
    async def test_a_name_that_is_here_already_is_asked_about(self, town: Town) -> None:
        """“邀请 书记 王芳” made a second 王芳, who had neither the shops nor the history of the first."""
        li = await town.merchant("李记面馆")
        wang = await town.member("王芳", li)
        chen = await town.manager()
        await chen.says("邀请 书记 王芳 第一支部")
        chen.sees("已经有一位 王芳（党员、第一支部）", "是哪一位")
        assert "登记码：" not in chen.looks()
        await chen.taps("就是 王芳")
        code = chen.last.split("登记码：")[1].split("\n")[0].strip()
        await wang.says(code)
        wang.sees("支部书记")
        await wang.says("我的商户")
        wang.sees("李记面馆")

    async def test_another_of_the_same_name_gets_a_code_of_their_own(self, town: Town) -> None:
        await town.member("王芳")
        chen = await town.manager()
        await chen.says("邀请 中队 王芳")
        await chen.taps("另一位 王芳")
        chen.sees("登记码：")
        code = chen.last.split("登记码：")[1].split("\n")[0].strip()
        other = town.player("王芳")
        await other.says(code)
        other.sees("中队")

    async def test_an_unused_code_of_theirs_is_named_before_a_second_is_made(self, town: Town) -> None:
        chen = await town.manager()
        await chen.says("邀请 管理员 张伟")
        first = chen.last.split("登记码：")[1].split("\n")[0].strip()
        await chen.says("邀请 管理员 张伟")
        chen.sees("登记码还没用")
        await chen.taps("旧码作废")
        chen.sees("登记码：")
        zhang = town.player("张伟")
        await zhang.says(first)
        assert "管理员" not in zhang.looks()
