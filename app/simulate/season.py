"""What the bureau does with its neighbours through a season: stalls, volunteer days, visits, pledges, honours, a rotation.

Every scene has its day, counted from the first Monday, and is said and tapped through the real engine at 16:20. Nothing of it
touches a shop's door: the same street has the same stars with it.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from app.app import App
from app.simulate.town import MANAGER, SECRETARIES, SQUAD, branch
from app.simulate.voice import Voice
from messages.address import Address
from programme.activities.activity_state import ActivityKind, ActivityState
from programme.ids import PersonId, ServiceRequestId
from programme.requests.promises import number
from programme.sites.site_kinds import SiteKind
from storage.activities import activities, follow_ups
from storage.activities.activities import Activity
from storage.core.tx import Tx
from storage.honours import ballots
from storage.operations import simulated
from storage.operations.simulated import CHANNEL
from storage.people import people
from storage.requests import service_requests
from storage.sites import sites
from storage.sites.sites import blank

ESTATE, STALLS = "翠竹苑", "津桥瓜点"
SEASON = timedelta(days=100)
PLACES = 9
"""Of a volunteer day: fewer than those who would come, so that some wait."""
VOLUNTEERS = tuple(f"志愿者{n}" for n in "甲乙丙丁戊己庚辛壬癸")
SAID = ("楼下垃圾三天没收", "路灯坏了两盏", "墙上小广告贴满了", "花坛里都是杂草")
WEDNESDAY, THURSDAY, SATURDAY = 2, 3, 5

Scene = Callable[[], Awaitable[None]]


def _who(name: str) -> Address:
    return Address(CHANNEL, name)


CHEN, SQUAD_MEMBER, FARMER = _who(MANAGER), _who(f"{SQUAD} 0"), _who("瓜农")
RESIDENTS = tuple(_who(f"居民 {n}") for n in range(len(SAID)))


async def found_neighbours(app: App, now: datetime) -> None:
    """The sites with their keeper, and the branch of each secretary but the newcomer; done before, it changes nothing."""
    today = now.astimezone(app.settings.zone).date()

    async def found(tx: Tx) -> None:
        if await sites.every(tx):
            return
        for n, name in enumerate(SECRETARIES[:-1]):
            await simulated.join_branch(tx, name, branch(n))
        keeper = (await people.with_role(tx, "squad"))[0].id
        stalls = blank(SiteKind.STALL, STALLS, now)
        stalls = replace(stalls, hours="6:00-20:00", goods="西瓜", since=today, until=today + SEASON, pitches=3)
        for one in (blank(SiteKind.ESTATE, ESTATE, now), stalls):
            await sites.add(tx, replace(one, keeper_id=keeper))

    await app.database.write(found)


class Season:
    """Plays what a day has of it."""

    def __init__(self, app: App, voice: Voice) -> None:
        self._app = app
        self._voice = voice
        self._day = date.min
        self._scenes: dict[int, Scene] = {
            1: self._farmer,
            7: self._residents,
            8: self._plan_joint,
            9: self._nominate,
            10: self._ballot,
            11: self._close_joint,
            12: self._count,
            14: self._announce,
            15: self._visit,
            16: self._answer,
            17: self._rotate,
            18: self._study,
            19: self._promise,
            26: self._confirm,
            28: self._keep_promise,
            32: self._check,
            33: self._answer,
        }

    async def play(self, day: date, n: int) -> None:
        """The scene of the n-th day, and what every week has."""
        self._day = day
        weekly: dict[int, Scene] = {WEDNESDAY: self._plan, THURSDAY: self._sign_up, SATURDAY: self._note}
        for scene in (self._scenes.get(n), weekly.get(day.weekday())):
            if scene is not None:
                await scene()

    async def _says(self, who: Address, words: str, *steps: str) -> None:
        """Say something, and tap what it is answered with."""
        await self._voice.say([(who, words)])
        for step in steps:
            await self._voice.take([who], step)

    # -- stalls and requests ------------------------------------------------------------------------------------------

    async def _farmer(self) -> None:
        await self._says(FARMER, f"摆摊 {STALLS} 李大山 港口镇山门村", "permits.file_permit")
        await self._voice.take([SQUAD_MEMBER], "permits.give_permit")

    async def _residents(self) -> None:
        for who, words in zip(RESIDENTS, SAID, strict=True):  # one after the other: so each has the same number again
            await self._says(who, f"{ESTATE} {words}")

    # -- activities ---------------------------------------------------------------------------------------------------

    def _host(self) -> Address:
        return _who(SECRETARIES[self._day.isocalendar().week % (len(SECRETARIES) - 1)])

    async def _plan(self) -> None:
        when = _spoken(self._day + timedelta(days=SATURDAY - WEDNESDAY))
        words = f"活动 {when} 9点 到 10点半 西津路 文明劝导 {PLACES}人"
        await self._says(self._host(), words, "planning.keep_plan")

    async def _sign_up(self) -> None:
        for one in await self._of(ActivityKind.VOLUNTEER, ActivityState.PLANNED):
            for name in VOLUNTEERS:
                await self._says(_who(name), f"报名 {one.id}")
                if await self._is_new(name):
                    await self._says(_who(name), name)

    async def _note(self) -> None:
        for one in await self._of(ActivityKind.VOLUNTEER, ActivityState.PLANNED, ActivityState.OVER):
            host = _who(await self._name(one.host_id))
            await self._voice.say([(host, f"记时长 {one.id}")])
            await self._voice.tick(host, "noting.note_came", PLACES - self._day.isocalendar().week % 3)
            await self._voice.take([host], "noting.close_activity")

    async def _plan_joint(self) -> None:
        when = _spoken(self._day + timedelta(days=3))
        await self._says(SQUAD_MEMBER, f"联合执法 {ESTATE} {when} 9点 消防 住建 物业", "joint.keep_joint")

    async def _close_joint(self) -> None:
        for one in await self._of(ActivityKind.JOINT, ActivityState.PLANNED, ActivityState.OVER):
            await self._says(SQUAD_MEMBER, f"联合办结 {one.id} 当场整改 16+30+19 劝导 6")
            await self._voice.tick(SQUAD_MEMBER, "joint.settle_joint", len(SAID))

    async def _visit(self) -> None:
        await self._says(_who(SECRETARIES[2]), f"联系支部 {branch(2)} 讲党课，缺一台洒水车")

    async def _check(self) -> None:
        """Once the ring of the quarter is drawn; before, it is only answered that it is not."""
        await self._says(_who(SECRETARIES[0]), "支部互查 学到 晨会只开十分钟 建议 工具间贴个清单")

    async def _answer(self) -> None:
        """Whoever owes an answer to something carried away gives it."""
        for one in await self._app.database.read(follow_ups.open_ones):
            who = _who(await self._name(one.owner_id)) if one.owner_id is not None else CHEN
            await self._voice.take([who], f"follow_ups.open_one {one.id}")
            await self._says(who, "下周到位")
            await self._voice.take([who], f"follow_ups.send_answer {one.id}")  # what others will read is shown first

    async def _study(self) -> None:
        await self._says(_who(SECRETARIES[0]), "记学习 中心组 12人 学习条例")

    # -- pledges, honours, rotation -----------------------------------------------------------------------------------

    async def _promise(self) -> None:
        asked = await self._app.database.read(lambda tx: service_requests.request(tx, ServiceRequestId(1)))
        reported = number(asked.at.astimezone(self._app.settings.zone).date(), asked.id)
        words = f"实事 {ESTATE}垃圾房 {_spoken(self._day + timedelta(days=60))} {branch(1)} 来自 {reported}"
        await self._says(CHEN, words, "pledges.file_pledge")

    async def _keep_promise(self) -> None:
        await self._says(_who(SECRETARIES[1]), "实事 1 办好了")
        await self._voice.take(RESIDENTS, "pledge_steps.rate_pledge")

    async def _nominate(self) -> None:
        nominee = SECRETARIES[1]
        await self._says(_who(SECRETARIES[0]), f"提名 优秀共产党员 {nominee} 雨夜连守三晚", "honours.file_nomination")
        await self._voice.take([_who(nominee)], "honours.accept_nomination")

    async def _ballot(self) -> None:
        await self._says(CHEN, "推选 优秀共产党员 1人")

    async def _count(self) -> None:
        for one in await self._app.database.read(ballots.open_ones):
            for teller in (SECRETARIES[2], SECRETARIES[3]):
                await self._says(_who(teller), f"计票 {one.id} {' '.join([str(one.eligible)] * 4)}")

    async def _announce(self) -> None:
        await self._says(CHEN, "荣誉", "honours.show_honour", "honours.open_notice")

    async def _confirm(self) -> None:
        await self._says(CHEN, "荣誉", "honours.show_honour", "honours.confirm_honour")

    async def _rotate(self) -> None:
        """Whoever has a volunteer day in hand gives it to the newcomer, who notes the hours on Saturday."""
        leaver, successor = self._host().user, SECRETARIES[-1]
        when = _spoken(self._day + timedelta(days=1))
        await self._says(CHEN, f"轮岗 {leaver} → {successor} {when}", "rotation.plan_rotation")
        await self._voice.take([_who(leaver)], "rotation.sign_over")
        await self._voice.take([_who(successor)], "rotation.sign_taken")

    # -- what there is ------------------------------------------------------------------------------------------------

    async def _of(self, kind: ActivityKind, *states: ActivityState) -> Sequence[Activity]:
        async def read(tx: Tx) -> list[Activity]:
            return [one for state in states for one in await activities.in_state(tx, state) if one.kind is kind]

        return await self._app.database.read(read)

    async def _name(self, person: PersonId) -> str:
        return (await self._app.database.read(lambda tx: people.person(tx, person))).name

    async def _is_new(self, name: str) -> bool:
        """Whether nobody is known by this name yet."""
        return not await self._app.database.read(lambda tx: simulated.is_known(tx, name))


def _spoken(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
