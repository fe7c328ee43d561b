"""Thirty sentences each as people type them, in the real web chat of the real bot: no wall, no false record, no dead end."""

from __future__ import annotations

import asyncio
import os
import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from tests.e2e.bot import Bot
from tests.web.browser import IN_A_BROWSER, PHONE, Opens, says, seen

pytestmark = [*IN_A_BROWSER, pytest.mark.slow, pytest.mark.timeout(600)]

ROSTER = (
    "店名,门牌,街道,负责人,手机\r\n"
    "李记面馆,12号,西津路,李长顺,13800001000\r\n"
    "张姐水果,14号,西津路,张桂兰,13800001001\r\n"
    "老王五金,16号,西津路,王大同,13800001002\r\n"
)
WALL = ("这句我没看懂", "I did not understand")
MERCHANT = (
    "早啊", "今天门口都弄清爽了", "咱家几颗星了", "这星咋评的呀", "垃圾桶满得都溢出来了", "还有电瓶车乱停在门口",
    "刚收拾好了", "有个烟头 扫掉了", "下水道堵了，帮忙看看", "谢谢啊", "天天八点开门晚上九点半关", "每周一休息",
    "后天到大后天歇业", "歇业不弄了", "你们来检查的人凶巴巴的", "算了", "路灯不亮", "别老给我发消息", "接着提醒我吧",
    "隔壁把货堆到盲道上了", "取消", "上回扣分我不服", "点错了", "what is my rating", "all good today", "tables outside",
    "sorry, wrong button", "we open 8am to 9pm", "怎么用这个", "好嘞",
)  # fmt: skip
MEMBER = (
    "早上好", "我今天看哪几家", "一号家门口干净", "2 货摆到人行道上了", "老王五金 当场把三轮推走了", "水果店今天关着门",
    "剩下的都没问题", "1和3都好", "2号歇业两天", "2 开门了", "3 说不清", "撤销", "谁还没走访", "有什么要我办的",
    "本月互查哪几家", "面馆招牌有个字不亮", "1 还没看", "3 卫生不太好", "取消", "明天请假一天", "不请了", "我回来了",
    "群众说西津路口有人乱倒垃圾", "算了", "shop 2 is fine", "3 litter on the ground", "undo that", "my shops",
    "有啥功能", "辛苦了",
)  # fmt: skip
MANAGER = (
    "上午好", "这周谁没走访", "周报发我看看", "看板打开一下", "去抽查哪几家", "抽查李记面馆", "先不看了",
    "西津路修路，停评三天",
    "取消", "把老王五金分给赵小梅", "李记面馆换老板了", "取消", "李记面馆以前谁管", "给张姐水果记红线", "算了",
    "赵小梅明天请假两天",
    "邀请李强当党员", "收回李强的党员", "名册怎么传", "明年节假日安排", "取消", "有什么要处理的", "评星规则", "立刻评星",
    "群众反映路口有积水", "算了", "weekly report", "open the board", "which shops were not visited",
    "谢谢大家",
)  # fmt: skip


@pytest.fixture
async def bot(tmp_path: Path) -> AsyncIterator[Bot]:
    settings = {"database_url": f"sqlite:///{tmp_path / 'a.db'}", "data_dir": str(tmp_path / "data")}
    (tmp_path / "r.csv").write_text(ROSTER, "utf-8")
    clerk = Bot(tmp_path, "roster", "apply", "r.csv", **settings)
    with pytest.raises(AssertionError):  # it says no address: it does its work and ends
        await clerk.start()
    bot = Bot(tmp_path, "run", port="0", admin_code="first-manager-1", **settings)
    await bot.start()
    yield bot
    await bot.stop()


async def answered(page: Page, words: str) -> str:
    """Say it and wait until it is answered; the answer."""
    before = await seen(page).locator(".letter.out").count()
    await says(page, words)
    await expect(seen(page).locator(".letter.out").nth(before)).to_be_visible(timeout=20_000)
    await asyncio.sleep(0.15)  # a second message of the same answer
    return "\n".join((await seen(page).locator(".letter.out").all_inner_texts())[before:])


CODE = re.compile(r"(?<![0-9A-Z])[0-9A-Z]{8}(?![0-9A-Z])")


async def code_in(page: Page) -> str:
    """The newest code on the manager's screen."""
    last = seen(page).locator(".letter.out", has_text=CODE).last
    await expect(last).to_be_visible()
    found = CODE.search(await last.inner_text())
    assert found
    return found[0]


async def enrolled(bot: Bot, opens: Opens) -> dict[str, Page]:
    """A manager, a member and a merchant, each with a telephone of their own and a code from the manager."""
    pages = {who: await opens(f"{bot.address}/chat", PHONE) for who in ("manager", "member", "merchant")}
    chen = pages["manager"]
    await answered(chen, "first-manager-1")
    await answered(chen, "邀请 党员 赵小梅")
    member_code = await code_in(chen)
    await answered(chen, "换店主 李记面馆")
    await seen(chen).get_by_role("button", name="李记面馆").last.click()
    await expect(seen(chen).locator(".letter.out", has_text="从待评开始").last).to_be_visible()
    await expect(seen(chen).locator(".letter.out", has_text=CODE).nth(1)).to_be_visible()
    shop_code = await code_in(chen)
    await answered(pages["member"], member_code)
    await answered(pages["merchant"], shop_code)
    for shop in ("李记面馆", "张姐水果", "老王五金"):
        await answered(chen, f"联系 {shop} 赵小梅")
        await seen(chen).get_by_role("button", name=re.compile(f"{shop}.*赵小梅")).last.click()
        await expect(seen(chen).locator(".letter.out", has_text=re.compile(f"{shop}.*赵小梅")).last).to_be_visible()
    return pages


@pytest.mark.parametrize(("who", "sentences"), [("merchant", MERCHANT), ("member", MEMBER), ("manager", MANAGER)])
async def test_thirty_sentences(bot: Bot, opens: Opens, tmp_path: Path, who: str, sentences: tuple[str, ...]) -> None:
    page = (await enrolled(bot, opens))[who]
    walls, said = [], []
    for number, words in enumerate(sentences, 1):
        answer = await answered(page, words)
        said.append(f"> {words}\n{answer}")
        if any(wall in answer for wall in WALL):
            walls.append(words)
        if shots := os.environ.get("SCREENSHOTS"):
            Path(shots).mkdir(parents=True, exist_ok=True)
            if number % 5 == 0:
                await page.screenshot(path=Path(shots) / f"{who}-{number:02}.png")
    (tmp_path / f"{who}.txt").write_text("\n\n".join(said), "utf-8")
    if shots := os.environ.get("SCREENSHOTS"):
        (Path(shots) / f"{who}.txt").write_text("\n\n".join(said), "utf-8")
    assert walls == []
    assert await page.evaluate("document.scrollingElement.scrollHeight <= innerHeight"), "only the conversation scrolls"
