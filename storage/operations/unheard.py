"""Sentences that were not understood: counted by the week without a person, and shown once three people have said them."""

from __future__ import annotations

import re
from datetime import date
from hashlib import blake2b

from files.dataclass import dataclass
from programme.calendar import week_of
from programme.ids import PersonId
from storage.core import incarnation
from storage.core.tx import Tx

LEAST = 3
"""So many different people have to say it before anybody sees it."""
LONGEST = 20
"""Longer sentences tell a story, and may tell whose."""
MOST = 12
_SPACES = re.compile(r"[\s,，。.!！?？~～;；:：]+")
_PERSONAL = re.compile(
    r"\d{3}|[零一二三四五六七八九〇]{5}|@|://|www\.|微信号|[我叫姓]{2}"
    r"|[赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜谢邹潘葛范彭鲁韦马方任袁柳唐罗薛贺倪汤殷毕郝安常乐于傅齐康伍余顾孟黄"
    r"穆萧尹姚邵汪毛米贝明戴谈宋庞熊纪舒屈项祝董梁杜阮蓝闵季贾路江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万柯卢莫房解应宗丁宣邓单洪包左石崔龚程"
    r"嵇邢裴陆荣翁荀羊惠甄曲封段富焦牧谷车侯班秋仲伊宫宁仇甘厉祖武符刘景龙叶幸司黎薄白蒲索赖卓蔺屠蒙池乔阳胥苍闻党翟谭姬申冉桑桂牛边燕尚温庄柴瞿阎慕连习艾向古易慎廖终居衡步都耿满文东曾沙关红游权盖益桓公]"
    r"(?:老师|师傅|主任|书记|队长|局长|科长|老板|阿姨|叔叔|大哥|大姐|姐|哥|叔|婶|总|工)"
)


@dataclass(frozen=True, slots=True)
class Unheard:
    """A sentence, and how many different people said it in the week."""

    sentence: str
    many: int


async def count(tx: Tx, text: str, person: PersonId | None, day: date) -> None:
    """Count a sentence once for each person and week, unless it may tell about somebody."""
    sentence = _SPACES.sub(" ", text).strip().casefold()
    if person is None or not sentence or len(sentence) > LONGEST or _PERSONAL.search(sentence):
        return
    if await names_in(tx, sentence):
        return
    week = week_of(day)
    speaker = blake2b(f"{await incarnation.token(tx)} {week} {person}".encode(), digest_size=8).hexdigest()
    await tx.do("unheard_add", week=week, sentence=sentence, speaker=speaker)


async def names_in(tx: Tx, sentence: str) -> list[str]:
    """Names of people known here that stand in a sentence."""
    return [row["name"] for row in await tx.rows("people_named_in", sentence=sentence)]


async def often(tx: Tx, week: str) -> list[Unheard]:
    """What three people or more said in a week, the most first."""
    return await tx.all(Unheard, "unheard_often", week=week, least=LEAST, most=MOST)


async def forget(tx: Tx, before: date) -> None:
    """Drop the weeks before a day."""
    await tx.do("unheard_forget", before=week_of(before))
