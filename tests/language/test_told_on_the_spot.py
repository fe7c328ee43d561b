"""What came of a word said on the spot: whatever was done puts a fault right, words alone leave it."""

import pytest

from benchmarks.sentences import read_as, speakers
from bot.language.reader import Reader


@pytest.mark.parametrize(
    ("says", "means"),
    [
        ("7号老丁把椅子搬到外面给人剃头，劝进屋里去了", "7 order=0.5"),
        ("阿香家电瓶车横在店门口人行道上我叫她推到线里去她就推过去了", "3 order=0.5"),
        ("二号 腊肉挂在树杈上晒 说了马上拿了下来", "2 green=0.5"),
        ("花店门头灯晚上七点了还没开我打电话提醒老板才开的", "5 facade=0.5"),
        ("第八家音箱放在门口放歌太吵了我让服务员把声音关了", "8 order=0.5"),
        ("津河花店树上挂的花篮 讲了就拿下来了", "5 green=0.5"),
        ("明亮眼镜门前非机动车停放不规范，当场劝导后已规范", "4 order=0.5"),
        ("2号家核桃摊在路边晒，跟她讲讲她就收进簸箕端走了", "2 order=0.5"),
        ("理发店转灯不转了，喊老丁插上电又转起来了", "7 facade=0.5"),
        ("小方水果西瓜堆到路牙子外面，讲了三遍才往回收", "10 order=0.5"),
        ("6号门口一堆铁屑，老板听劝，当场扫成一堆倒掉了", "6 hygiene=0.5"),
        ("宁敦山货铺门口摆了几框笋干在人行道上我讲了老板马上就搬进去了", "2 order=0.5"),
        ("3号货出店了，老板自己取了", "3 order=0.5"),
    ],
)
def test_whatever_was_done_puts_it_right(reader: Reader, says: str, means: str) -> None:
    assert read_as(reader.read(says, speakers()["member"])) == ({means}, False)


@pytest.mark.parametrize(
    ("says", "means"),
    [
        ("山货铺晒笋干占了半边人行道，已提醒，店主讲下午收", "2 order=0"),
        ("花店老板把吊篮挂在行道树上，跟她讲了，她不太愿意拿", "5 green=0"),
        ("Li's noodles has a greasy puddle at the step, told the boss", "1 hygiene=0"),
        ("7号椅子在外面，叫他收，他讲马上", "7 order=0"),
        ("8号油污，提醒了没动静", "8 hygiene=0"),
        ("8号油污，说了没改", "8 hygiene=0"),
        ("3号蒸笼在外面，提醒了两回还没改", "3 order=0"),
        ("水果店把西瓜皮扔在路边，我批评了两句，他还不高兴。", "10 hygiene=0"),
        ("8号霓虹灯缺了两笔，讲了，老板说厂家要下礼拜才来", "8 facade=0"),
        ("1号门口油腻腻的，我跟老板讲了，老板打哈哈", "1 hygiene=0"),
        ("9号门口都是学生扔的吸管", "9 hygiene=0"),
        ("酒楼门口那颗桂花树上挂了一串红灯笼经理讲是办喜酒的晚上就拆", "8 green=0"),
        ("水果店喇叭一直叫卖，讲了两回都不关", "10 order=0"),
        ("8号吃喜酒的客人车停了一排在盲道上", "8 order=0"),
    ],
)
def test_words_alone_leave_it(reader: Reader, says: str, means: str) -> None:
    assert read_as(reader.read(says, speakers()["member"])) == ({means}, False)


@pytest.mark.parametrize(
    "says",
    [
        "2号货出店，说了，老板讲不是他家的",
        "3号门口有油，讲了，他讲是隔壁泼的",
        "李记面馆门前油污较重，已请店主清洗，尚未完成，不晓得后来扫没扫",
    ],
)
def test_what_is_taken_back_is_asked(reader: Reader, says: str) -> None:
    assert read_as(reader.read(says, speakers()["member"])) == (set(), True)


@pytest.mark.parametrize("says", ["7号地扫得特别干净", "7号扫得干净", "3号台阶冲得发亮", "5号玻璃擦得特别亮"])
def test_one_thing_swept_well_is_not_all_five(reader: Reader, says: str) -> None:
    assert read_as(reader.read(says, speakers()["member"])) == (set(), True)
