"""A shop passed on in a manager's own words: to another member, or to a new holder whose name is told with it."""

from __future__ import annotations

import pytest

from storage.people import invites
from storage.shops import shops
from tests.player import Player
from tests.town import Town

telegram = pytest.mark.parametrize("shape", ["telegram"], indirect=True)


async def one_shop(town: Town) -> tuple[Player, Player]:
    hardware, chen = await town.merchant("便民五金"), await town.manager()
    await town.member("王芳", hardware)
    await town.member("李明")
    return chen, hardware


@pytest.mark.parametrize("words", ["把便民五金换给别的党员", "便民五金换个党员", "便民五金换个人来看"])
@telegram
async def test_another_member_is_offered_who_has_room(town: Town, words: str) -> None:
    chen, hardware = await one_shop(town)
    await chen.says(words)
    chen.sees("便民五金 换谁来联系")
    await chen.taps("李明")
    chen.sees("便民五金 现在由 李明 联系")
    hardware.sees("您的联系党员是 李明")


@pytest.mark.parametrize(
    "words", ["便民五金换给李明看", "把便民五金给李明", "以后由李明负责便民五金", "便民五金归李明管"]
)
@telegram
async def test_the_member_who_is_named_is_not_asked_again(town: Town, words: str) -> None:
    chen, _ = await one_shop(town)
    await chen.says(words)
    chen.sees("这样联系，对吗")
    await chen.taps("便民五金")
    chen.sees("便民五金 现在由 李明 联系")


@telegram
async def test_some_of_a_member_s_shops_go_to_another(town: Town) -> None:
    chen, _ = await one_shop(town)
    await chen.says("王芳的店分一家给李明")
    chen.sees("哪家给 李明")
    await chen.taps("便民五金")
    chen.sees("便民五金 现在由 李明 联系")


@pytest.mark.parametrize(
    "words", ["便民五金换老板了，新老板叫何大姐", "便民五金的新店主是何大姐", "便民五金店主换成何大姐了"]
)
@telegram
async def test_the_name_of_a_new_holder_is_kept(town: Town, words: str) -> None:
    chen, hardware = await one_shop(town)
    await chen.says(words)
    chen.sees("新店主：")
    await chen.taps("便民五金")
    chen.sees("已换店主", "记下了")
    held = await town.database.read(lambda tx: shops.tenure(tx, hardware.shop_id, town.clock()))
    assert held.owner == "何大姐"


@telegram
async def test_a_name_told_without_the_shop_is_not_lost(town: Town) -> None:
    chen, hardware = await one_shop(town)
    await chen.says("新老板叫何大姐")
    chen.sees("是哪家店换了店主")
    await chen.says("便民五金")
    await chen.taps("便民五金")
    held = await town.database.read(lambda tx: shops.tenure(tx, hardware.shop_id, town.clock()))
    assert held.owner == "何大姐"


@telegram
async def test_a_member_gets_more_of_those_nobody_has_or_gives_some_away(town: Town) -> None:
    chen, _ = await one_shop(town)
    await town.merchant("张姐布店")
    await chen.says("给李明再分一家店")
    chen.sees("这些店还没人联系")
    await chen.taps("张姐布店")
    chen.sees("张姐布店 现在由 李明 联系")
    await chen.says("王芳忙不过来，分一家出来")
    await chen.taps("便民五金")
    chen.sees("便民五金 换谁来联系")
    await chen.says("给李明再加一家")
    chen.sees("每家店都有人联系了")


@telegram
async def test_a_colleague_is_back_or_has_left(town: Town) -> None:
    chen, _ = await one_shop(town)
    await chen.says("王芳回来上班了")
    chen.sees("王芳 没有在请假")
    await chen.says("王芳病了，今天起请假三天，让李明顶")
    await chen.says("王芳病好了，明天回来")
    chen.sees("王芳 的店从11月24日 周二起还是自己看")
    town.players["李明"].sees("王芳 的店从11月24日 周二起还是自己看")
    await chen.says("李明调走了")
    chen.sees("收回 李明 的哪个身份", "党员")


@telegram
async def test_a_member_who_goes_away_asks_who_stands_in(town: Town) -> None:
    await one_shop(town)
    wang = town.players["王芳"]
    await wang.says("下周我出差三天，谁替我看")
    wang.sees("11月30日 周一 到 12月2日 周三", "李明 替 王芳 看 1 家店")


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("给新来的小赵发个党员邀请码", "小赵（党员）的登记码"),
        ("新来一个书记叫马超，发邀请码", "马超（支部书记）的登记码"),
        ("让周明当第二支部书记", "邀请 周明（支部书记）进去"),
        ("王芳不干党员了，收回权限", "王芳"),
    ],
)
@telegram
async def test_roles_are_given_and_taken_in_a_sentence(town: Town, words: str, code: str) -> None:
    chen, _ = await one_shop(town)
    await chen.says(words)
    chen.sees(code)
    assert "请这样发" not in chen.last


@telegram
async def test_in_english_too(town: Town) -> None:
    chen, hardware = await one_shop(town)
    await chen.says("give 便民五金 to another member")
    chen.sees("Who looks after 便民五金")
    await chen.says("便民五金 has a new owner called He Dajie")
    await chen.taps("便民五金")
    held = await town.database.read(lambda tx: shops.tenure(tx, hardware.shop_id, town.clock()))
    assert held.owner == "He Dajie"


@telegram
async def test_several_shops_go_to_a_member_at_one_tap(town: Town) -> None:
    """Each of the named shops had a button, and tapping one closed the others."""
    chen, _ = await one_shop(town)
    await town.merchant("张姐布店")
    await chen.says("把便民五金、张姐布店都分给李明管")
    await chen.taps("全部 2 家")
    chen.sees_somewhere("便民五金 现在由 李明 联系", "张姐布店 现在由 李明 联系")


@telegram
@pytest.mark.parametrize(
    "words",
    [
        "便民五金老板换人了，现在是他妹妹方小琴，电话13900007777",
        "便民五金换店主 方小琴 13900007777",
        "换店主 便民五金 方小琴 139 0000 7777",
        "便民五金的老板改成方小琴了，手机号是13900007777",
    ],
)
async def test_a_new_holder_is_kept_with_name_and_telephone(town: Town, words: str) -> None:
    """The name was kept as “他妹妹方小琴”, or not at all, and the telephone was dropped in silence."""
    shop = await town.merchant("便民五金")
    chen = await town.manager()
    await chen.says(words)
    chen.sees("新店主：方小琴 13900007777")
    await chen.taps("便民五金")
    chen.sees("店主 方小琴 13900007777 记下了")
    now = await town.database.read(lambda tx: shops.tenure(tx, shop.shop_id, town.clock()))
    assert (now.owner, now.phone) == ("方小琴", "13900007777")


@telegram
async def test_what_was_not_told_of_a_new_holder_is_asked_and_put_right(town: Town) -> None:
    shop = await town.merchant("便民五金")
    chen = await town.manager()
    await chen.says("便民五金换店主")
    await chen.taps("便民五金")
    chen.sees("叫什么、电话多少还没记")
    await chen.says("方小芹")
    chen.sees("店主 方小芹 记下了", "电话还没记")
    await chen.says("名字写错了，不是方小芹，就叫方小琴")
    chen.sees("店主 方小琴 记下了")
    await chen.says("13900007777")
    chen.sees("店主 方小琴 13900007777 记下了")
    await chen.says("看板")
    now = await town.database.read(lambda tx: shops.tenure(tx, shop.shop_id, town.clock()))
    assert (now.owner, now.phone) == ("方小琴", "13900007777")


@telegram
@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("把便民五金划给新来的党员赵磊", "赵磊"),
        ("联系 便民五金 赵磊", "赵磊"),
        ("便民五金改由赵磊负责", "赵磊"),
        ("assign 便民五金 to Zhao Lei", "Zhao Lei"),
    ],
)
async def test_a_shop_goes_to_a_member_who_has_to_be_invited_first(town: Town, words: str, name: str) -> None:
    """“把便民五金划给新来的党员赵磊” made a code for a person called “便民五金划”."""
    chen, _ = await one_shop(town)
    await chen.says(words)
    await chen.taps(name)
    chen.sees(f"{name}")
    [invite] = [
        one for one in await town.database.read(lambda tx: invites.open_for_roles(tx, town.clock())) if one.role
    ]
    assert (invite.name, invite.role) == (name, "member")


@telegram
@pytest.mark.parametrize("words", ["把邀请刘建国那个码收回", "刘建国的邀请取消掉", "收回 管理员 刘建国"])
async def test_a_code_is_taken_back_by_the_name_it_was_made_for(town: Town, words: str) -> None:
    chen = await town.manager()
    await chen.says("邀请 管理员 刘建国")
    await chen.says(words)
    chen.sees("刘建国", "已经作废")


@telegram
async def test_the_telephone_of_a_holder_who_stays_is_changed(town: Town) -> None:
    """“便民五金的电话换了，…” showed the shop, and the number was lost."""
    chen, shop = await one_shop(town)
    before = await town.database.read(lambda tx: shops.tenure(tx, shop.shop_id, town.clock()))
    await chen.says("便民五金的老板电话换了，13866668888")
    chen.sees("电话改成 13866668888")
    await chen.taps("便民五金")
    now = await town.database.read(lambda tx: shops.tenure(tx, shop.shop_id, town.clock()))
    assert (now.id, now.phone) == (before.id, "13866668888")


@telegram
async def test_a_member_is_added_in_english(town: Town) -> None:
    """“add a new member: Zhao Lei” was not understood."""
    chen = await town.manager()
    await chen.says("add a new member: Zhao Lei")
    chen.sees("Zhao Lei")
    [invite] = await town.database.read(lambda tx: invites.open_for_roles(tx, town.clock()))
    assert (invite.name, invite.role) == ("Zhao Lei", "member")


@telegram
async def test_several_shops_without_a_member_are_asked_about_each(town: Town) -> None:
    """“把便民五金和明亮眼镜换个人” asked who looks after the first one, and nothing of the second."""
    chen, _ = await one_shop(town)
    await town.merchant("明亮眼镜")
    await chen.says("把便民五金和明亮眼镜换个党员")
    chen.sees("便民五金", "明亮眼镜")
    await chen.taps("明亮眼镜")
    chen.sees("明亮眼镜 换谁来联系")


@pytest.mark.parametrize("words", ["李明的店分一家给王芳", "李明忙不过来，分两家出来"])
@telegram
async def test_whoever_has_no_shop_can_give_none(town: Town, words: str) -> None:
    """It was asked which of them, with nothing to choose."""
    chen, _ = await one_shop(town)
    await chen.says(words)
    chen.sees("李明 现在没有联系的店")


@telegram
async def test_of_two_managers_who_say_so_one_changes_the_holder(town: Town) -> None:
    """The second tap ended the time of the new holder, who had enrolled meanwhile."""
    chen, hardware = await one_shop(town)
    zhou = await town.manager("周主任")
    for one in (chen, zhou):
        await one.says("便民五金的新店主是何大姐")
    await chen.taps("便民五金")
    code = next(iter(await town.database.read(lambda tx: invites.printable(tx, town.clock())))).code
    new = town.player("何大姐")
    await new.says(code)
    await zhou.taps("便民五金")
    zhou.sees("刚才已经换了店主")
    held = await town.database.read(lambda tx: shops.holders(tx, hardware.shop_id))
    assert held
