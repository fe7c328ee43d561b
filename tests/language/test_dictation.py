"""Chinese dictated without marks, and what a voice input writes for a word of the same sound."""

from __future__ import annotations

import pytest

from benchmarks.sentences import read_as
from bot.language.meanings import Speaker
from bot.language.reader import Reader


@pytest.mark.parametrize(
    ("says", "facts"),
    [
        ("喂你好我是街尾修表的那个今天门口别的都好就是昨天下大雨把那个落叶都冲到我家台阶下面来了还没扫", "bad:hygiene"),
        ("你好我是做窗帘的今天早上起来一看门口什么都好地也扫了东西也没放外面招牌也亮的就这样啊谢谢", "ok"),
        ("喂那个我是做窗帘的我门口今天都好的啊没有什么问题都好的好吧就这样", "ok"),
        ("喂喂听得到吧我家今天那个灯箱有两个字不亮了已经打电话给做广告的了他说后天来修", "bad:facade"),
        ("昨晚烧烤客人丢的竹签子还没来得及扫", "bad:hygiene"),
        ("今天我们店一切都好门口扫得干干净净的货也没有摆出来灯也是好的", "ok"),
    ],
)
def test_a_long_run_is_told_apart(says: str, facts: str, reader: Reader, who: dict[str, Speaker]) -> None:
    assert read_as(reader.read(says, who["merchant"])) == ({facts}, False)


@pytest.mark.parametrize(
    ("speaker", "says", "facts"),
    [
        ("merchant", "门口卫生少过了都正长没有问提", "ok"),
        ("merchant", "今天门扣干净的没有东西百外面都好", "ok"),
        ("merchant", "今天一切正场门口没百东西地少干净了", "ok"),
        ("merchant", "货还没般进去", "bad:order"),
        ("merchant", "灯相不良了", "bad:facade"),
        ("merchant", "拜出来的东西都手进去了", "fixed"),
        ("member", "六号五金店门口百了好多东西", "6 order=0"),
        ("member", "七号理发店的招牌灯有一节不良", "7 facade=0"),
        ("member", "十号水果店今天没百出来地上也干净都好的", "10 ok"),
    ],
)
def test_what_is_written_for_a_word_that_sounds_the_same(
    speaker: str, says: str, facts: str, reader: Reader, who: dict[str, Speaker]
) -> None:
    assert read_as(reader.read(says, who[speaker])) == ({facts}, False)


@pytest.mark.parametrize(
    ("speaker", "says"),
    [
        ("merchant", "班车停运了"),
        ("merchant", "手割破了去包一下"),
        ("merchant", "我脱了衣服凉快一下"),
        ("merchant", "门口站满了人"),
        ("merchant", "他赞了我们一句"),
        ("merchant", "有人讲我家玻璃脏，我天天擦的呀"),
        ("merchant", "好得很呢 门口都能养鱼了"),
        ("merchant", "五包里头四包没问题"),
        ("member", "3号老板说他家都好"),
        ("member", "3号老板60岁了"),
        ("member", "3号白天没人"),
        ("member", "4号查视力要排队"),
        ("member", "5号花店的花真香"),
        ("member", "2号受不了了"),
    ],
)
def test_a_word_that_only_sounds_so_is_no_look(
    speaker: str, says: str, reader: Reader, who: dict[str, Speaker]
) -> None:
    done, _ = read_as(reader.read(says, who[speaker]))
    assert not {one for one in done if one not in {"report", "complaint", "help"}}


def test_what_was_put_right_is_not_told_apart_from_who_was_told(reader: Reader, who: dict[str, Speaker]) -> None:
    done, _ = read_as(reader.read("7 树上挂毛巾 我说了他马上捞掉了", who["member"]))
    assert "7 green=0" not in done
