"""Several shops in one message: told of together and then apart, counted, scored, and introduced."""

import pytest

from benchmarks.sentences import read_as, speakers
from bot.language.reader import Reader


@pytest.mark.parametrize(
    ("says", "means"),
    [
        ("小方水果和便民五金两家都把货摆出来了小方讲了就收了五金没收", "10 order=0.5+6 order=0"),
        ("1号2号把货摆出来了，1号说了就收了，2号没收", "1 order=0.5+2 order=0"),
        ("老丁和小方都占道，老丁收了，小方不肯收", "7 order=0.5+10 order=0"),
        ("1号2号都好，1号门口有油", "2 ok+1 hygiene=0"),
        ("7号 卫生1 秩序1 绿化0", "7 green=0"),
        ("8号：卫生1，秩序0，绿化1，设施1，立面1", "8 order=0"),
        ("3号 卫生0 其他1", "3 hygiene=0"),
        ("4号跟5号看完了，两家都干干净净没问题", "4 ok+5 ok"),
        ("学校放学后去看了三家。1号很好，2号很好，4号玻璃上贴了两张招工纸，没撕", "1 ok+2 ok+4 facade=0"),
        ("看了三家花店五金店没得讲理发店玻璃上小广告没撕", "5 ok+6 ok+7 facade=0"),
        ("我上午查房走不开，中午去转的：9号没问题；10号水果箱出店。", "9 ok+10 order=0"),
        ("2号5号都有东西挂树上，2号取了，5号讲明天取", "2 green=0.5+5 green=0"),
        ("老李和阿香两家地上都油，老李拖了，阿香没动", "1 hygiene=0.5+3 hygiene=0"),
        ("5号满分，6号扣秩序，7号满分", "5 ok+6 order=0+7 ok"),
        ("1号卫生不行秩序行，2号都行", "1 hygiene=0+2 ok"),
        ("4 yes 5 yes 7 no, towel rack on the pavement", "4 ok+5 ok+7 order=0"),
        ("6号上回的事情都改掉了，现在五样都行", "6 ok"),
        ("花店很好。隔壁五金嘛，老样子，货摆到外头", "5 ok+6 order=0"),
        ("城管局小汪：今天走访8号，秩序、卫生、绿化、设施、立面都合格", "8 ok"),
        ("我从李记开始走的面馆门口扫的干净东西也没摆出来五样都没问题", "1 ok"),
    ],
)
def test_each_gets_its_own(reader: Reader, says: str, means: str) -> None:
    assert read_as(reader.read(says, speakers()["member"])) == (set(means.split("+")), False)


@pytest.mark.parametrize("says", ["听说：3号货出店", "昨天去的，3号货出店", "居民讲，3号门口有油"])
def test_an_introduction_that_casts_doubt_is_no_introduction(reader: Reader, says: str) -> None:
    assert not read_as(reader.read(says, speakers()["member"]))[0]
