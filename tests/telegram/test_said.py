"""Thirty sentences each as people type them, over the real protocol: every one is answered, and none with a wall."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.telegram.house import House
from tests.telegram.people import Person
from tests.telegram.street import open_street

pytestmark = pytest.mark.slow
WALL = ("这句我没看懂", "I did not understand")
MERCHANT = """
早上好呀
五样都弄妥帖了
门口收拾得利利索索
俺店现在啥星级
评星到底咋算
店门口一摊油
台阶上还堆了货
招牌灯好像不太亮
收拾妥了
后厨水管爆了，赶紧来人
谢了
改成早上七点到晚上十点
周三休息
明天起关门三天
后悔了，不歇业了
你们工作人员说话太难听
没事了
别一天到晚发消息
恢复提醒
对门把摊子摆到路上来了
算了
凭啥扣我分
刚才点错了
am I still at five stars?
everything is fine
goods on the pavement
oops, wrong one
open from 9 to 9
help
ok thanks
""".strip().splitlines()
MEMBER = """
各位早
我手上有哪几家店
李记门前清清爽爽
1 灯箱坏了一块
1 门口电动车停得乱七八糟
1 都好
一号店没开门
剩下的都好
1歇业到后天
1 开门了
1 说不清
撤回
还差哪几家
有啥要办的
互查名单给我
李记面馆玻璃脏，提醒后擦干净了
还没去1号
1 绿化不行
算了
下周一请假两天
先不请了
我回来了
有居民说路口垃圾没人收
算了
shop 1 is clean
1 trash everywhere
undo
which shops are left
怎么用啊
辛苦啦
""".strip().splitlines()
MANAGER = """
早
还有哪些店没人看
把周报发我
大屏打开
去哪抽查
抽查一下李记面馆
先不看了
西津路停评两天，下水道施工
取消
李记面馆交给王芳
李记面馆老板换了
取消
查一下李记面馆的历史
李记面馆踩了红线
算了
王芳后天请假一天
邀请周明当书记
收回周明的书记
导入名册
放假安排
取消
待处理的有哪些
怎么评星
现在评星
群众反映路灯不亮
算了
send me the weekly digest
dashboard please
unvisited shops
thanks everyone
""".strip().splitlines()


@pytest.mark.parametrize("mode", ["polling"])
@pytest.mark.parametrize(("who", "sentences"), [("li", MERCHANT), ("wang", MEMBER), ("chen", MANAGER)])
async def test_thirty_sentences(house: House, who: str, sentences: list[str]) -> None:
    street = await open_street(house)
    await street.everybody_enrols()
    await house.settled()
    person: Person = getattr(street, who)
    walls, silent, said = [], [], []
    for words in sentences:
        before = len(person.mine)
        await person.says(words)
        await house.settled()
        answers = [told.text for told in person.mine[before:]]
        said.append(f"> {words}\n" + "\n".join(answers))
        walls += [words for answer in answers if any(wall in answer for wall in WALL)]
        silent += [] if answers else [words]
    if kept := os.environ.get("SCREENSHOTS"):
        (Path(kept) / f"telegram-{who}.txt").write_text("\n\n".join(said), "utf-8")
    assert walls == []
    assert silent == []
