"""Every sentence of the tables is recorded right or asked right; never a failure or a credit that nobody stated."""

from __future__ import annotations

import pytest

from app.demo.sample_street import STREET
from benchmarks.sentences import ASKED, FALSE_CREDIT, FALSE_FAILURE, RIGHT, Row, read_as, rows, verdict
from bot.language.meanings import FAULTS, MET, Speaker
from bot.language.reader import Reader

SENTENCES = [
    *rows("utterances.csv"),
    *rows("sentences.csv", "open"),
    *rows("unseen.csv"),
    *rows("fresh_open.csv"),
]


def judged(row: Row, reader: Reader, who: dict[str, Speaker]) -> str:
    """How a row is read; what is not understood gets a menu that keeps the words, which asks."""
    reading = reader.read(row.says, who[row.who])
    did, asked = read_as(reading)
    found = verdict(row, did, asked=asked)
    return found if reading.is_understood or found == RIGHT else verdict(row, did, asked=True)


@pytest.mark.parametrize("row", SENTENCES, ids=lambda row: f"{row.who}: {row.says}")
def test_an_everyday_sentence_is_understood(row: Row, reader: Reader, who: dict[str, Speaker]) -> None:
    assert judged(row, reader, who) in (RIGHT, ASKED)


def test_of_what_was_kept_apart_nearly_all_is_understood(reader: Reader, who: dict[str, Speaker]) -> None:
    kept = [*rows("sentences.csv", "kept"), *rows("fresh_kept.csv"), *rows("talk.csv")]
    kept += [*rows("second_open.csv"), *rows("second_kept.csv"), *rows("third_open.csv"), *rows("fourth_open.csv")]
    kept += [*rows("third_kept.csv"), *rows("fourth_kept.csv"), *rows("fifth.csv"), *rows("sixth.csv")]
    kept += rows("kinds.csv")
    found = [judged(row, reader, who) for row in kept]
    assert sum(one in (RIGHT, ASKED) for one in found) >= 0.97 * len(kept)
    assert not {FALSE_CREDIT, FALSE_FAILURE} & set(found)


def test_of_a_table_hardly_mended_nothing_false_is_recorded(reader: Reader, who: dict[str, Speaker]) -> None:
    found = [judged(row, reader, who) for row in rows("seventh.csv")]
    assert not {FALSE_CREDIT, FALSE_FAILURE} & set(found)


def test_what_means_one_thing_is_done_at_once(reader: Reader, who: dict[str, Speaker]) -> None:
    clear = [row for row in SENTENCES if row.is_unambiguous]
    done = [row for row in clear if read_as(reader.read(row.says, who[row.who]))[0]]
    assert len(done) >= 0.95 * len([row for row in clear if "menu" not in row.means[0]])


@pytest.mark.parametrize(
    ("says", "duty"),
    [
        ("卫生不怎么干净", "hygiene"),
        ("门口不干净", "hygiene"),
        ("地面好脏", "hygiene"),
        ("地上全是烟头", "hygiene"),
        ("垃圾还没扫", "hygiene"),
        ("门口不整齐", "order"),
        ("凳子摆在外头", "order"),
        ("三轮车停人行道上", "order"),
        ("音响开得太大声", "order"),
        ("树上挂了条幅", "green"),
        ("绿化带里停了车", "green"),
        ("门口地砖坏了好几块", "facility"),
        ("路灯不亮了", "facility"),
        ("玻璃没擦", "facade"),
        ("招牌掉了一个字", "facade"),
        ("sign is broken", "facade"),
        ("tables outside", "order"),
    ],
)
def test_a_fault_in_its_own_words_names_its_duty(says: str, duty: str, reader: Reader, who: dict[str, Speaker]) -> None:
    (meaning,) = reader.read(says, who["merchant"]).certain
    assert (meaning.intent, meaning.failed) == (FAULTS, (duty,))


@pytest.mark.parametrize(
    "says",
    [
        "7 卫生 好",
        "3 秩序 很好",
        "卫生没什么好说的",
        "没看到货出店",
        "货没有摆出来",
        "没人乱停车",
        "是不是占道了",
        "昨天货出店了",
        "听说门口有垃圾",
        "隔壁占道经营",
        "明天再扫垃圾",
        "不是货出店，是送货的车",
        "no goods outside",
        "is the order ok?",
        "招牌好好的",
    ],
)
@pytest.mark.parametrize("speaker", ["merchant", "member"])
def test_praise_denial_doubt_and_hearsay_accuse_nobody(
    says: str, speaker: str, reader: Reader, who: dict[str, Speaker]
) -> None:
    assert not [m for m in reader.read(says, who[speaker]).certain if m.intent in (FAULTS, MET)]


@pytest.mark.parametrize(
    ("says", "shops"),
    [
        ("③好", {3}),
        ("3️⃣ 好", {3}),
        ("第三家好", {3}),
        ("十号 好", {10}),
        ("2到4号都好", {2, 3, 4}),
        ("1、3、5都好", {1, 3, 5}),
        ("三号和四号都好", {3, 4}),
        ("#3 good", {3}),
        ("shop 3 ok", {3}),
        ("明亮眼睛好", {4}),
        ("老丁理发店 好", {7}),
        ("奶茶店好", {9}),
        ("3号阿香包子铺 好", {3}),
    ],
)
def test_a_shop_is_named_as_people_name_it(says: str, shops: set[int], reader: Reader, who: dict[str, Speaker]) -> None:
    assert {(m.shop, m.intent) for m in reader.read(says, who["member"]).certain} == {(n, MET) for n in shops}


@pytest.mark.parametrize(
    ("speaker", "says", "intent"),
    [
        ("merchant", "店里客人多 长话短说 都好", MET),
        ("merchant", "下雨天 不过五样都做到了", MET),
        ("merchant", "刚带孩子上学回来 检查了 全好", MET),
        ("merchant", "前天灯坏了，早修了，今天五项全都好", MET),
        ("merchant", "门口扫过了 五样都弄妥了", MET),
        ("merchant", "门口全是昨晚夜宵的油 没来得及刷", FAULTS),
        ("merchant", "五项里有一项没做好：绿化", FAULTS),
        ("merchant", "some boxes are still outside on the pavement", FAULTS),
        ("member", "6号 五金件摆在外面", FAULTS),
        ("member", "6号店招掉了半个字", FAULTS),
        ("member", "10号门前烂水果没清", FAULTS),
        ("member", "阿乡包子蒸笼又摆到路上了", FAULTS),
        ("member", "hardware store sign light off", FAULTS),
        ("merchant", "小孩发烧 今天不开了", "close_shop"),
        ("merchant", "那车不是我的 凭什么扣我分", "appeal"),
        ("merchant", "隔壁烧烤摊天天摆到我门口来", "report"),
        ("member", "路口有人撒小广告", "report"),
    ],
)
def test_a_kind_of_sentence_without_marks_or_among_other_talk(
    speaker: str, says: str, intent: str, reader: Reader, who: dict[str, Speaker]
) -> None:
    """Dictation without marks, asides, age of dirt, counts before names, reasons beside wishes, others' doings."""
    assert [m.intent for m in reader.read(says, who[speaker]).certain] == [intent]


@pytest.mark.parametrize(
    ("speaker", "says"),
    [
        ("merchant", "是秩序不好还是卫生不好"),
        ("merchant", "脏话"),
        ("merchant", "绿豆汤三块"),
        ("merchant", "路口红绿灯旁边的井盖没了"),
        ("member", "听3号说2号占道"),
        ("merchant", "have a good day 😊"),
        ("merchant", 'sure, "perfect", come see the lake at my door'),
        ("merchant", "light broken"),
        ("merchant", "对面工地灰好大 你们管管"),
        ("merchant", "身体都好 就是忙"),
        ("merchant", "要做到五项都好真不容易"),
        ("merchant", "五项都好才怪"),
        ("merchant", "我老公说五项都好 我没看"),
        ("member", "假如三号店明天还是乱停车,我该怎么记?"),
        ("member", "十家走了一圈没带手机,晚上再报"),
        ("member", "havent done 4 yet"),
        ("member", "3号垃圾呢"),
        ("member", "3 没有垃圾"),
        ("member", "面馆“很好”"),
        ("member", "2.5 好"),
    ],
)
def test_neither_a_fault_nor_a_credit_is_taken_from_it(
    speaker: str, says: str, reader: Reader, who: dict[str, Speaker]
) -> None:
    """A choice, hearsay, a corner, sarcasm in quotes, what is well of something else, a supposition, a count."""
    assert not [m for m in reader.read(says, who[speaker]).certain if m.intent in (FAULTS, MET)]


@pytest.mark.parametrize("says", ["1-10都好", "1 2 3 4 5 好", "3号五金店好", "11号好", "王记好"])
def test_many_at_once_and_unclear_shops_are_asked(says: str, reader: Reader, who: dict[str, Speaker]) -> None:
    reading = reader.read(says, who["member"])
    assert reading.asked
    assert not reading.certain


@pytest.mark.parametrize("says", ["徐记面馆五项都好", "徐记面馆秩序货出店", "徵府酒楼 好"])
def test_another_character_in_a_name_may_be_another_shop(says: str, reader: Reader, who: dict[str, Speaker]) -> None:
    """“徐记面馆五项都好” recorded 李记面馆 as all met; “徐记面馆秩序货出店” would have accused it."""
    assert not reader.read(says, who["member"]).certain


@pytest.mark.parametrize("says", ["取消求助", "取消申诉", "不申诉了", "求助取消", "cancel my appeal"])
def test_what_takes_a_command_back_is_not_the_command(says: str, reader: Reader, who: dict[str, Speaker]) -> None:
    """“取消求助” made a help request that read “取消”; “不申诉了” opened an appeal."""
    assert not [m for m in reader.read(says, who["merchant"]).certain if m.intent in ("help", "appeal")]


def test_a_batch_keeps_what_is_clear_and_asks_the_rest(reader: Reader, who: dict[str, Speaker]) -> None:
    reading = reader.read("1 好\n2 不好\n3 秩序 货出店", who["member"])
    assert [(m.shop, m.intent) for m in reading.certain] == [(1, MET), (3, FAULTS)]
    assert [(q.shop, q.about) for q in reading.asked] == [(2, "which_duty")]


@pytest.mark.parametrize("word", [place.word for place in STREET])
def test_what_goes_wrong_on_the_sample_street_is_recorded_at_once(
    word: str, reader: Reader, who: dict[str, Speaker]
) -> None:
    reading = reader.read(f"4 {word}", who["member"])
    assert [meaning.intent for meaning in reading.certain] == [FAULTS]
    assert reading.asked == ()


@pytest.mark.parametrize(
    ("says", "failed", "fixed"),
    [
        ("4 树上晾了两件衣服还没收", ("green",), ()),
        ("4 玻璃脏，提醒后擦干净了", (), ("facade",)),
        ("4 货没收，垃圾没扫", ("hygiene", "order"), ()),
        ("4 货出店，劝了不听", ("order",), ()),
        ("4 卫生和秩序不好", ("hygiene", "order"), ()),
        ("4 秩序不行 门口停满电瓶车", ("order",), ()),
    ],
)
def test_what_follows_a_fault_tells_no_second_one(
    says: str, failed: tuple[str, ...], fixed: tuple[str, ...], reader: Reader, who: dict[str, Speaker]
) -> None:
    (meaning,) = reader.read(says, who["member"]).certain
    assert (meaning.shop, meaning.failed, meaning.fixed) == (4, failed, fixed)


@pytest.mark.parametrize(
    "says", ["4 玻璃脏，擦干净了", "4 货出店，已劝导", "4 油污，提醒后老板在弄", "4 设施，不过立面亮化不行"]
)
def test_a_fault_of_which_the_end_is_unclear_is_asked(says: str, reader: Reader, who: dict[str, Speaker]) -> None:
    reading = reader.read(says, who["member"])
    assert reading.asked
    assert not reading.certain


@pytest.mark.parametrize("says", ["车都停好了", "货都摆好了", "桌子都收拾整齐了"])
def test_one_thing_put_well_is_no_credit_for_five(says: str, reader: Reader, who: dict[str, Speaker]) -> None:
    """“车都停好了” was recorded as all five met."""
    assert not [m for m in reader.read(says, who["merchant"]).certain if m.intent == MET]


@pytest.mark.parametrize(
    ("speaker", "says", "intent"),
    [
        ("member", "便民五金 好", MET),
        ("merchant", "别再提醒了", "quiet"),
        ("merchant", "不要再给我发消息了谢谢", "quiet"),
        ("merchant", "I need help with a blocked drain", "help"),
        ("merchant", "申诉 那天不是我家的货", "appeal"),
        ("merchant", "你们党员态度太差了", "complaint"),
        ("manager", "谁还没走访", "unseen"),
        ("manager", "周报发一下", "digest"),
    ],
)
def test_a_sentence_that_was_a_wall_or_misread(
    speaker: str, says: str, intent: str, reader: Reader, who: dict[str, Speaker]
) -> None:
    assert [m.intent for m in reader.read(says, who[speaker]).certain] == [intent]


@pytest.mark.parametrize(
    ("speaker", "says", "intent"),
    [
        ("merchant", "武包都做好了", MET),
        ("merchant", "一切政常", MET),
        ("merchant", "昨天秩序没弄好，今天五项都好", MET),
        ("merchant", "李记面馆五项都好", MET),
        ("merchant", "全都好 手湿不好打字", MET),
        ("merchant", "sorry for the late reply, all good", MET),
        ("member", "三点钟去看的2号 五项都好", MET),
        ("merchant", "除了绿化都好", FAULTS),
        ("merchant", "都好 除了招牌", FAULTS),
        ("merchant", "都好 除了玻璃没擦", FAULTS),
        ("merchant", "招牌灯昨晚没亮 现在还是坏的", FAULTS),
        ("merchant", "绿化没坐好", FAULTS),
        ("merchant", "there is litter by the door", FAULTS),
        ("merchant", "下水道返水，求助", "help"),
        ("merchant", "边上树枝快打到我招牌了 能帮忙剪一下吗", "help"),
        ("merchant", "停电了今天没法做生意 关门了", "close_shop"),
        ("merchant", "why did I lose a star", "stars"),
        ("merchant", "帮我看下几星", "stars"),
        ("merchant", "I disagree with the score", "appeal"),
        ("merchant", "please stop the daily reminders", "quiet"),
        ("merchant", "oops, undo", "undo"),
        ("merchant", "问题已解决", "fixed"),
    ],
)
def test_a_kind_of_sentence_that_was_asked_needlessly(
    speaker: str, says: str, intent: str, reader: Reader, who: dict[str, Speaker]
) -> None:
    """By sound, of another day, behind its story, in an exception, with a polite frame: each stands for its kind."""
    assert [m.intent for m in reader.read(says, who[speaker]).certain] == [intent]


@pytest.mark.parametrize(
    "says",
    [
        "昨天五项都好",
        "应该都好吧，我还没出去看",
        "隔壁让我发“都好”，这个是什么意思",
        "没弄干净",
        "不合规矩，其他都好",
        "cant say all good",
        "都没弄好",
        "卫生没做好但是扫了",
        "除了卫生没看其他都好",
        "都好 除了那个东西",
        "全好。。。哎不对 门口还有一滩油没擦",
        "都好 不对",
        "都好 不 门口有油",
    ],
)
def test_no_credit_where_it_is_not_said(says: str, reader: Reader, who: dict[str, Speaker]) -> None:
    assert not [m for m in reader.read(says, who["merchant"]).certain if m.intent == MET]
