"""Rules of what is done together that nothing breaks: no ranking, no absence, no points, true hours, and no star moves.

Random histories through the real engine; afterwards every page, export, digest and message is read for what may not be there.
"""

from __future__ import annotations

import re
from collections import defaultdict
from datetime import datetime, timedelta
from itertools import pairwise
from random import Random

import httpx
import pytest

from documents.digest.digest_words import digest_words
from programme.activities.activity_state import ActivityState
from storage.activities import activities
from storage.core.tx import Tx
from storage.operations import exports
from tests.board.conftest import enters, pages
from tests.player import Player
from tests.stories.activities.test_together_in_digest import week_now
from tests.stories.ratings.test_stars import weeks_of_looks
from tests.town import ZONE, Town
from texts import LANGUAGES, speaker

pytestmark = pytest.mark.parametrize("shape", ["telegram"])

FORBIDDEN = re.compile(
    r"(?<!不)排名|排行|第[一二三\d]+名|积分|打卡|缺席|缺勤|旷|未到|没有来的|出勤率|得票"
    r"|(?<!no )\branking\b|leaderboard|\babsen(?:t|ce|tees)\b|no-show|attendance rate|\bpoints? of people\b",
    re.IGNORECASE,
)
HOSTS = ("一书记", "二书记", "赵队长")
MEMBERS = ("周敏", "李强")
VOLUNTEERS = ("孙大姐", "周师傅", "小吴", "郑阿姨")
PUBLIC = (
    "/city",
    "/city/activities",
    "/city/activities.ics",
    "/city/pledges",
    "/city/honours",
    "/city/stalls",
    "/city/parking",
    "/city/sites.geojson",
    "/city/requests.csv",
)
WITHIN = ("/board", "/board/activities", "/board/pledges", "/board/sites", "/board/requests")
EXPORTED = ("activities", "volunteer-hours", "follow-ups", "pledges", "honours", "ballots", "permits", "rotations")


def told(player: Player) -> str:
    """Everything that was ever said to somebody."""
    return "\n".join(said.reply.text for said in player.screen)


class Season:
    """Deeds of a season, each with its chances: what is asked is answered in one way or another, or left."""

    def __init__(self, town: Town, dice: Random) -> None:
        self.town = town
        self.dice = dice
        self.deeds = (
            self.plan,
            self.plan,
            self.sign_up,
            self.leave,
            self.joint,
            self.visit,
            self.answer,
            *[self.note] * 4,
        )
        self.deeds += (self.meet, self.pledge, self.done, self.nominate, self.vote, self.honour, self.rotate)

    def one(self, *names: str) -> Player:
        return self.town.players[self.dice.choice(names)]

    async def taps(self, player: Player, *labels: str) -> None:
        """Tap one of these where it is shown, more often than not."""
        for said in reversed(player.screen[-12:]):
            found = [b.label for b in said.reply.choices if b.label.startswith(labels)]
            if found and self.dice.random() < 0.9:
                await player.taps(self.dice.choice(found), on=said)
                return

    async def plan(self) -> None:
        host = self.one(*HOSTS)
        day, what = self.dice.choice(("周六", "周日", "明天")), self.dice.choice(("文明劝导", "清小广告"))
        await host.says(f"活动 {day} 9点 到 10点半 西津路 {what} {self.dice.randint(1, 3)}人")
        await self.taps(host, "对，发出去")
        await self.sign_up()

    async def sign_up(self) -> None:
        for one in await self.town.database.read(lambda tx: activities.in_state(tx, ActivityState.PLANNED)):
            for name in self.dice.sample(VOLUNTEERS, 3):
                await self.town.players[name].says(f"报名 {one.id}")

    async def leave(self) -> None:
        await self.taps(self.one(*VOLUNTEERS), "来不了", "不对")

    async def note(self) -> None:
        """Whoever hosts what is over ticks some of those who signed up."""
        for one in await self.town.database.read(lambda tx: activities.in_state(tx, ActivityState.OVER)):
            host = next(self.town.players[name] for name in HOSTS if self.town.players[name].person_id == one.host_id)
            await host.says(f"记时长 {one.id}")
            shown = host.screen[-1].reply.pick
            if shown:
                await host.picks(*self.dice.sample(shown.options, self.dice.randint(1, len(shown.options))))
            if self.dice.random() < 0.3:
                await self.taps(host, "有人早走")
                await host.says("孙大姐 30分钟")
            await self.taps(host, "都对，办结")

    async def joint(self) -> None:
        squad = self.one("赵队长")
        await squad.says("联合执法 翠竹苑 周六 9点 消防 住建")
        await self.taps(squad, "就这么定")
        self.town.clock.forward(days=self.dice.choice((1, 6)))
        for number in range(1, 9):
            await squad.says(f"联合办结 {number} 当场整改 5 劝导 2")

    async def visit(self) -> None:
        await self.one("一书记", "二书记").says("联系支部 第二支部 讲党课，缺一台洒水车")

    async def meet(self) -> None:
        await self.one("一书记", "二书记").says(self.dice.choice(("记学习 中心组 12人 条例", "记警示教育 15人 看片")))
        await self.one("陈主任", "一书记").says("活动次数")

    async def answer(self) -> None:
        player = self.one("陈主任", "一书记", "二书记")
        await player.says("待办")
        await self.taps(player, "带回的事")
        await player.says("下周到位")
        await self.taps(player, "发")

    async def pledge(self) -> None:
        chen = self.one("陈主任")
        await chen.says("实事 河沥溪路灯 12月底 第二支部")
        await self.taps(chen, "记下")

    async def done(self) -> None:
        await self.one("二书记").says(f"实事 {self.dice.randint(1, 3)} 办好了")
        await self.taps(self.one("陈主任"), "我去看过了")
        await self.one("陈主任").says("看过了，挺好")

    async def nominate(self) -> None:
        name = self.dice.choice(MEMBERS)
        await self.one("一书记").says(f"提名 优秀共产党员 {name} 守夜三晚")
        await self.taps(self.one("一书记"), "提名")
        await self.taps(self.town.players[name], "同意", "谢谢不参加")

    async def vote(self) -> None:
        await self.one("陈主任").says("推选 优秀共产党员 1人")
        votes = " ".join(str(self.dice.randint(0, 3)) for _ in range(2))
        for teller in ("一书记", "二书记"):
            await self.town.players[teller].says(f"计票 1 3 3 3 {votes}")
            await self.town.players[teller].says("计票 1 3 3 3 3")

    async def honour(self) -> None:
        chen = self.one("陈主任")
        await chen.says("荣誉")
        await self.taps(chen, "看 ")
        await self.taps(chen, "公示五个工作日", "公示期满，授")

    async def rotate(self) -> None:
        chen = self.one("陈主任")
        await chen.says("轮岗 一书记 → 二书记")
        await self.taps(chen, "就这样办")
        await self.taps(self.one("一书记"), "交清")
        await self.taps(self.one("二书记"), "接到")


async def lived(town: Town, seed: int) -> Player:
    """Some weeks in which everybody does something; the manager."""
    dice = Random(seed)
    await town.staff("一书记", "secretary", branch="第一支部")
    await town.staff("二书记", "secretary", branch="第二支部")
    await town.staff("赵队长", "squad")
    for name in MEMBERS:
        await town.member(name)
    chen, season = await town.manager(), Season(town, dice)
    await town.players["一书记"].says("活动 明天 9点 到 10点半 西津路 文明劝导 2人")
    await town.players["一书记"].taps("对，发出去")
    for name in VOLUNTEERS:
        await town.player(name).says("报名 1")
        await town.players[name].says(name)
    for _ in range(30):
        await dice.choice(season.deeds)()
        town.clock.forward(hours=dice.choice((5, 17, 26)))
        for job in ("activities", "clocks", "rotations"):
            await town.job(job)
    return chen


async def hours_given(town: Town) -> list[tuple[str, datetime, int, int]]:
    """Of everybody who came: name, beginning of the activity, minutes noted, minutes it lasted."""
    rows = await town.database.read(lambda tx: exports.rows(tx, "volunteer-hours", now=town.clock(), zone=ZONE))
    found = []
    for row in rows:
        begins, ends = (datetime.fromisoformat(str(row[key])) for key in ("begins_at", "ends_at"))
        found.append((str(row["name"]), begins, int(str(row["minutes"])), round((ends - begins).total_seconds() / 60)))
    return found


@pytest.mark.parametrize("seed", range(5))
async def test_nobody_is_ranked_missed_or_given_points_and_hours_are_true(town: Town, seed: int) -> None:
    li = await town.merchant("李记面馆")
    wang = await town.member("王芳", li)
    await weeks_of_looks(town, wang, "1 好", 3)
    before = await at_the_door(town)
    chen = await lived(town, seed)
    assert await at_the_door(town) == before, "no star moves: nothing is found, seen or taken at a door"
    await nobody_is_missed(town)
    await hours_are_true(town)
    read = await everything(town, chen)
    for where, text in read.items():
        found = FORBIDDEN.search(text)
        assert not found, f"{where}: {text[max(found.start() - 60, 0) : found.end() + 60]}"
    for where in PUBLIC:
        assert not [name for name in VOLUNTEERS if name in read[where]], f"{where} names who came"
    for name in VOLUNTEERS:
        others = [one for one in VOLUNTEERS if one != name]
        assert not [one for one in others if one in told(town.players[name])], "a volunteer reads of nobody else"


async def at_the_door(town: Town) -> object:
    """All that a star is made of."""

    async def read(tx: Tx) -> object:
        kinds = ("export_findings", "export_reviews", "export_titles", "export_appeals")
        return [[tuple(row) for row in await tx.rows(kind)] for kind in kinds]

    return await town.database.read(read)


async def nobody_is_missed(town: Town) -> None:
    """Of a closed activity there is nothing left of whoever did not come: no row, no count."""
    for export in EXPORTED:
        rows = await town.database.read(lambda tx: exports.rows(tx, export, now=town.clock(), zone=ZONE))  # noqa: B023
        assert not {"absent", "missed", "rank", "score", "points", "votes"} & {key for row in rows for key in row}
    left = await town.database.read(lambda tx: tx.rows("parts_left_of_closed"))
    assert left == []


async def hours_are_true(town: Town) -> None:
    """Nobody gave more than it lasted, more than 12 hours a day, or was at two places at once."""
    by_name: dict[str, list[tuple[datetime, int]]] = defaultdict(list)
    for name, begins, minutes, lasted in await hours_given(town):
        assert 0 < minutes <= lasted
        by_name[name].append((begins, minutes))
    for given in by_name.values():
        given.sort()
        for (begins, minutes), (after, _) in pairwise(given):
            assert begins + timedelta(minutes=minutes) <= after
        days: dict[object, int] = defaultdict(int)
        for begins, minutes in given:
            days[begins.astimezone(ZONE).date()] += minutes
        assert max(days.values()) <= 12 * 60


async def everything(town: Town, chen: Player) -> dict[str, str]:
    """Every page, export, digest and message, by where it is read."""
    read = {f"said to {player.name}": told(player) for player in town.players.values()}
    week = await week_now(town)
    read |= {f"digest {language}": digest_words(week, town.rules, speaker(language)) for language in LANGUAGES}
    for export in EXPORTED:
        rows = await town.database.read(lambda tx: exports.rows(tx, export, now=town.clock(), zone=ZONE))  # noqa: B023
        read[f"export {export}"] = "\n".join(str(dict(row)) for row in rows)
    browser = httpx.AsyncClient(transport=httpx.ASGITransport(pages(town)), base_url="http://board.test")
    async with browser:
        for path in PUBLIC:
            answer = await browser.get(path)
            assert answer.status_code == 200, path
            read[path] = answer.text
        await enters(chen, browser)
        for path in WITHIN:
            answer = await browser.get(path)
            assert answer.status_code == 200, path
            read[path] = answer.text
    return read
