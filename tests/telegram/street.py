"""A small street on a bot: one shop, its merchant, its member and a manager, each with an enrolment code at hand."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageDraw

from storage.core.tx import Tx
from storage.people import people
from storage.shops import shops
from tests.telegram.house import House
from tests.telegram.people import Person


def picture(seed: int = 1) -> bytes:
    """A real JPEG, another one for each seed."""
    image = Image.new("RGB", (640, 480), (40 * seed % 256, 90, 200))
    draw = ImageDraw.Draw(image)
    for n in range(8):
        x, y = (seed * 97 + n * 71) % 560, (seed * 53 + n * 37) % 400
        draw.rectangle((x, y, x + 60 + n * 4, y + 50), fill=(n * 30, (seed * 60 + n * 11) % 256, 30))
    out = BytesIO()
    image.save(out, "JPEG")
    return out.getvalue()


@dataclass
class Street:
    """`codes` are the enrolment codes of the three."""

    house: House
    li: Person
    wang: Person
    chen: Person
    shop: int
    codes: dict[str, str]

    async def everybody_enrols(self) -> None:
        """By the links on the door sign and in the message."""
        await self.li.starts(self.codes["li"])
        await self.li.sees("李记面馆", "欢迎您")
        await self.li.sees("门前五包今天怎么样")
        await self.wang.starts(self.codes["wang"])
        await self.wang.sees("王芳，您好", "联系 1 家")
        await self.chen.starts(self.codes["chen"])
        await self.chen.sees("管理员")


async def open_street(house: House) -> Street:
    """The shop with its member linked; nobody has enrolled yet."""

    async def build(tx: Tx) -> tuple[int, int]:
        now = house.clock()
        grid = await shops.grid(tx, "西津路")
        shop = await shops.add(tx, name="李记面馆", door="12号", street="西津路", walk="000012", grid_id=grid, now=now)
        branch = await people.branch(tx, "第一支部")
        wang = await people.add(tx, name="王芳", now=now, branch_id=branch)
        await shops.link_to(tx, shop, wang, 1, now)
        return shop, wang

    shop, wang = await house.database.write(build)
    codes = {
        "li": await house.invite("shop", "李记面馆", shop_id=shop),
        "wang": await house.invite("member", "王芳", person_id=wang),
        "chen": await house.invite("role", "陈主任", role="manager"),
    }
    return Street(house, house.person("老李"), house.person("王芳"), house.person("陈主任"), shop, codes)


async def live_a_day(street: Street) -> None:
    """Everybody enrols, the shop answers, its member looks and finds, the shop fixes it, the member looks again."""
    li, wang = street.li, street.wang
    await street.everybody_enrols()
    await li.sends_photo(picture(1))
    await li.sees("照片收到了", "今天门前五包怎么样")
    await li.taps("五项都做到了")
    await li.sees("五项都做到了，收到")
    await wang.sends_photo(picture(2), "1 秩序 货出店")
    await wang.sees("秩序", "没做到", "已记下")
    await li.sees("秩序", "货出店")
    await li.taps("改好了")
    await li.sees("请拍一张现在的照片")
    await li.api.push(*li.album(picture(3), picture(4)))
    await li.sees("照片收到，谢谢")
    shown = await wang.sees("请看一眼")
    await wang.taps("改好了", on=shown)
    await wang.sees("已确认")
    await li.sees("秩序", "确认改好了")
    await li.says("我的星")
    await li.sees("李记面馆")
    await street.house.settled()
