"""One shop's first two days over the real protocol: enrol, look, find, fix, look again, stars."""

from __future__ import annotations

from io import BytesIO

from PIL import Image

from storage import shops
from storage.tx import Tx
from tests.telegram.house import House


def picture(colour: str = "white", size: tuple[int, int] = (640, 480)) -> bytes:
    """A real JPEG."""
    out = BytesIO()
    Image.new("RGB", size, colour).save(out, "JPEG")
    return out.getvalue()


async def test_the_whole_loop(house: House) -> None:
    async def street(tx: Tx) -> int:
        grid = await shops.grid(tx, "西津路")
        return await shops.add(
            tx, name="李记面馆", door="12号", street="西津路", walk="000012", grid_id=grid, now=house.clock()
        )

    shop = await house.database.write(street)
    li, wang = house.person("老李"), house.person("王芳")
    await li.starts(await house.invite("shop", "李记面馆", shop_id=shop))
    await li.sees("李记面馆")
    print(li.looks())
    await wang.starts(await house.invite("member", "王芳"))
    await wang.sees("王芳")
    print(wang.looks())
