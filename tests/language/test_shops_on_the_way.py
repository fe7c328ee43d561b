"""Shops named while somebody tells of walking past them: “刚从花店出来，一切正常”, “五跟六 OK”, “那个二号吧，就是 …”."""

from __future__ import annotations

import pytest

from benchmarks.sentences import read_as
from bot.language.meanings import Speaker
from bot.language.reader import Reader


@pytest.mark.parametrize(
    ("says", "means"),
    [
        ("刚从花店出来，一切正常", "5 ok"),
        ("到五金看了 挺规矩", "6 ok"),
        ("哎哟面馆的桌子都摆到马路牙子上了呀", "1 order=0"),
        ("五跟六 OK", "5 ok+6 ok"),
        ("六号七号八号 欧克", "6 ok+7 ok+8 ok"),
        ("二跟三都行 四的玻璃没擦", "2 ok+3 ok+4 facade=0"),
        ("七 八 都可以 九 卫生不行", "7 ok+8 ok+9 hygiene=0"),
        ("从李记到包子铺都没问题", "1 ok+2 ok+3 ok"),
        ("呃那个二号吧，就是门口有几个烂纸箱子没收", "2 order=0"),
        ("今天先看的五号 花盆没出来 灯也亮 挺好 再看六号 梯子架在外面", "5 ok+6 order=0"),
        ("喂我报一下一号没有问题二号也没有问题三号那个门口地上有一滩油", "1 ok+2 ok+3 hygiene=0"),
        ("刚从理发店转到酒楼 理发店没问题 酒楼门口堆了十几箱空啤酒", "7 ok+8 order=0"),
    ],
)
def test_each_gets_its_own(reader: Reader, who: dict[str, Speaker], says: str, means: str) -> None:
    assert read_as(reader.read(says, who["member"])) == (frozenset(means.split("+")), False)
