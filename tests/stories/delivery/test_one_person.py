"""One person, however many telephones: their own sign again is no guess, and a second one is linked and not a second person."""

from __future__ import annotations

from datetime import timedelta

from storage.core.tx import Tx
from storage.operations import figures
from storage.people import invites
from tests.town import Town


async def test_scanning_ones_own_sign_again_is_no_guess(town: Town) -> None:
    """It was “码不对”, and after five times every code was refused, a fresh one too."""

    async def make(tx: Tx) -> str:
        shop = await town.add_shop(tx, "张姐水果")
        return await invites.make(tx, kind="shop", name="张姐水果", now=town.clock(), days=30, shop_id=shop)

    code = await town.database.write(make)
    zhang = town.player("张姐")
    for _ in range(7):
        await zhang.says(f"/start {code}")
        zhang.sees("门前五包今天怎么样")
    await zhang.says("好")
    await zhang.says(f"/start {code}")
    zhang.sees_no("码不对", "试码的人太多")
    stranger = town.player("路人")
    await stranger.says(f"/start {code}")
    stranger.sees("码不对")


async def test_another_telephone_of_the_same_person_is_linked(town: Town) -> None:
    li = await town.merchant("李记面馆")
    await li.says("绑定")
    code = next(line for line in li.last.splitlines() if len(line.replace(" ", "")) == 8)
    other = town.player("李老板的新手机")
    await other.says(code)
    other.sees("李记面馆老板")
    li.sees("绑定了另一部手机")
    await other.says("好")
    other.sees("李记面馆")
    known = await town.database.read(figures.figures)
    assert known.people == 1
    await town.player("别人").says(code)
    town.players["别人"].sees("码不对")


async def test_a_code_for_a_telephone_lasts_a_quarter_of_an_hour(town: Town) -> None:
    li = await town.merchant("李记面馆")
    await li.says("换手机")
    code = next(line for line in li.last.splitlines() if len(line.replace(" ", "")) == 8)
    town.clock.forward(**{"seconds": timedelta(minutes=16).total_seconds()})
    other = town.player("李老板的新手机")
    await other.says(code)
    other.sees("码不对")
