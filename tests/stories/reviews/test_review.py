"""A member's round of ten shops, and what the shops hear of it."""

from tests.town import Town


async def test_a_merchant_reports_and_the_member_sees_something_else(town: Town) -> None:
    li = await town.merchant("李记面馆")
    wang = await town.member("王芳", li)
    await li.says("好")
    li.sees("五项都做到了")
    await wang.says("我的商户")
    wang.sees("李记面馆 ✅")
    await town.restart()
    await wang.says("1 秩序 货出店")
    wang.sees("李记面馆", "秩序")
    li.sees("秩序", "今天", "货出店")


async def test_a_round_in_one_message(town: Town) -> None:
    shops = [await town.merchant(name) for name in ("李记面馆", "张姐水果", "老王五金")]
    wang = await town.member("王芳", *shops)
    await wang.says("1 好\n2 秩序 当场改好\n3 卫生，秩序 门口油渍")
    wang.sees("李记面馆：五项都做到了", "张姐水果：秩序 当场改好", "老王五金：卫生、秩序 没做到")
    shops[2].sees("卫生、秩序")
    assert shops[1].heard == []


async def test_a_look_by_buttons(town: Town) -> None:
    li = await town.merchant("李记面馆")
    wang = await town.member("王芳", li)
    await wang.says("我的商户")
    await wang.taps("1 李记面馆")
    wang.sees("门前看到的怎么样")
    await wang.taps("有没做到的")
    await wang.picks("绿化")
    wang.sees("绿化 没做到")
    await wang.taps("都当场改好了")
    wang.sees("绿化 当场改好")
    li.sees("绿化 当场改好了", "不用再整改")
    li.sees_no("不计入")


async def test_undo_takes_the_last_look_back_within_ten_minutes(town: Town) -> None:
    li = await town.merchant("李记面馆")
    wang = await town.member("王芳", li)
    await wang.says("1 秩序 货出店")
    await wang.says("撤销")
    wang.sees("撤销了")
    li.sees("秩序", "撤销")
    await wang.says("1 秩序 货出店")
    town.clock.forward(minutes=11)
    await wang.says("撤销")
    wang.sees("没有可撤销")


async def test_nobody_reviews_a_shop_they_answer_for(town: Town) -> None:
    li = await town.merchant("李记面馆")
    await town.make_member(li, li)
    await li.says("1 好")
    li.sees("自己的店")


async def test_a_fix_is_seen_by_somebody_else(town: Town) -> None:
    li = await town.merchant("李记面馆")
    wang = await town.member("王芳", li)
    await wang.says("1 秩序 货出店")
    await li.says("改好了")
    li.sees("拍一张")
    await li.sends_photo()
    li.sees("照片收到")
    wang.sees("李记面馆", "秩序", "改好了")
    await wang.taps("还没好")
    li.sees("还差一点")
    await li.says("改好了")
    await li.sends_photo()
    await wang.taps("改好了")
    li.sees("确认改好了")


async def test_not_my_responsibility_stops_the_clock_until_a_manager_decides(town: Town) -> None:
    li = await town.merchant("李记面馆")
    wang = await town.member("王芳", li)
    chen = await town.manager()
    await wang.says("1 秩序 共享单车")
    await li.taps("不是我的责任")
    li.sees("停下计时")
    chen.sees("李记面馆", "秩序", "共享单车")
    await chen.taps("不归店家")
    li.sees("撤销", "不计入")


async def test_a_problem_the_shop_reported_first_is_left_out_of_the_look(town: Town) -> None:
    li = await town.merchant("李记面馆")
    wang = await town.member("王芳", li)
    await li.says("秩序 货出店了")
    town.clock.forward(minutes=30)
    await wang.says("1 秩序 货出店")
    rows = await town.database.read(lambda tx: tx.rows("observations_everything"))
    assert [row["left_out"] for row in rows] == ["order"]
    findings = await town.database.read(lambda tx: tx.rows("findings_everything"))
    assert [row["origin"] for row in findings] == ["self"]


async def test_met_said_of_more_than_three_shops_at_once_is_read_back_and_confirmed_one_by_one(town: Town) -> None:
    """Ten “好” in one message were ten looks; nobody stands before ten doors at once."""
    places = [await town.merchant(name) for name in ("李记面馆", "张姐水果", "老丁理发", "胡记山货")]
    wang = await town.member("王芳", *places)

    async def seen() -> int:
        return len(await town.database.read(lambda tx: tx.rows("observations_everything")))

    await wang.says("1 好\n2 好\n3 好")
    assert await seen() == 3
    town.clock.forward(days=1)
    await wang.says("1 好\n2 好\n3 好\n4 好")
    wang.sees("这 4 家都说好", "一家一家点上")
    assert await seen() == 3
    await wang.picks("李记面馆", "胡记山货")
    wang.sees("李记面馆：五项都做到了", "胡记山货：五项都做到了")
    assert await seen() == 5
