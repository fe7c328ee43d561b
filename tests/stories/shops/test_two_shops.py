"""Who answers for two shops is asked which one; what was fixed at one door says nothing of the other."""

import pytest

from storage.findings import findings
from tests.player import Player
from tests.town import Town


async def two_shops(town: Town) -> tuple[Player, Player]:
    """Two things to fix at the first shop, one at the second."""
    li = await town.merchant("李记面馆")
    second = await town.another_shop(li, "李记小吃")
    wang = await town.member("王芳", li, second)
    await wang.says("1 秩序 卫生 货出店\n2 秩序 堆货")
    return li, wang


async def states(town: Town) -> dict[int, str]:
    rows = await town.database.read(lambda tx: tx.rows("findings_everything"))
    return {row["id"]: row["state"] for row in rows}


@pytest.mark.parametrize("shape", ["telegram"])
async def test_a_button_about_one_shop_fixes_nothing_at_the_other(town: Town) -> None:
    li, wang = await two_shops(town)
    first = next(said for said in li.screen if "李记面馆" in said.reply.text)
    await li.taps("改好了", on=first)
    li.sees("李记面馆 卫生、秩序：请拍")
    zhao = await town.staff("赵队", "squad")
    await zhao.says("抽查 李记面馆")
    await zhao.taps("有没做到的")
    await zhao.picks("绿化")
    await li.sends_photo()
    assert await states(town) == {1: "fixed", 2: "fixed", 3: "open", 4: "open"}
    wang.sees_somewhere("李记面馆（1号）说 秩序 改好了")
    wang.sees_no("李记小吃（2号）说")


async def test_fixed_is_asked_at_which_shop_all_of_them_first(town: Town) -> None:
    li, _ = await two_shops(town)
    await li.says("改好了")
    li.sees("哪家店改好了")
    asked = li.last + li._last_choices()
    assert asked.index("全都改好了") < asked.index("李记面馆")
    await li.taps("全都改好了")
    li.sees("李记面馆", "请拍")
    await li.sends_photo()
    li.sees("照片收到", "还有一家", "李记小吃 秩序：请拍")
    assert await states(town) == {1: "fixed", 2: "fixed", 3: "open"}
    await li.sends_photo()
    li.sees("马上请同事看一眼")
    assert set((await states(town)).values()) == {"fixed"}


@pytest.mark.parametrize("shape", ["telegram"])
async def test_one_of_the_shops_and_then_one_of_its_things(town: Town) -> None:
    li, _ = await two_shops(town)
    await li.says("改好了")
    await li.taps("李记面馆", on=li.screen[-1])
    li.sees("哪一项改好了")
    await li.taps("李记面馆 秩序", on=li.screen[-1])
    await li.taps("拍不了照")
    made = {n: await town.database.read(lambda tx, n=n: findings.finding(tx, n)) for n in (1, 2, 3)}
    assert sorted((f.duty, f.state) for f in made.values() if f.shop_id == li.shop_id) == [
        ("hygiene", "open"),
        ("order", "fixed"),
    ]
    assert made[3].state == "open"
