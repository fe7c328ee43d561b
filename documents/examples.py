"""A made street of a hundred shops, to look at what we draw: `python -m documents.examples docs/examples`.

Every shop, door and figure here is invented; the same seed makes the same street.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from documents.digest.digest_figures import (
    Digest,
    FindingWeek,
    GridWeek,
    HelpWeek,
    Oddity,
    RequestWeek,
    ShopWeek,
    WeekStars,
)
from documents.digest.digest_picture import digest_picture
from documents.digest.digest_sheet import digest_xlsx
from documents.drawing.star_card import StarCard, star_card
from documents.papers.certificate import Certificate, certificate, certificate_png
from documents.papers.notice import Notice, notice_png
from documents.wording.star_words import StarWords
from programme.calendar import quarter_of, week_of
from programme.digest.together import Together
from programme.digest.week import Round, needs, outcome
from programme.findings.finding_state import FindingState
from programme.findings.shares import shares
from programme.requests.request_state import RequestState
from programme.rules import Rules
from programme.shops.doors import address
from texts import speaker
from texts.days import Day

ZONE = ZoneInfo("Asia/Shanghai")
MONDAY = date(2026, 11, 16)
GRIDS = {"西津路一段": "西津路", "西津路二段": "西津路", "中溪路": "中溪路", "津河东路": "津河东路"}
SEED = 5
_FIRST = "李 王 张 胡 汪 程 方 梅 丁 项 章 储 吴 叶 朱 徐 周 许 余 曹 何 戴 孙 陈 葛".split()
_SECOND = "记面馆 家小炒 记山货 氏眼镜 记五金".split()
_PLAIN = (
    "阿香包子铺 津河花店 明亮眼镜 中溪鲜果 小城文具 河沥茶庄 好再来小吃 安康药房 便民五金 宁墩山货铺 老街烧饼 新华书屋 "
    "日日鲜水产 云上理发 童趣玩具 山核桃之家 木子家纺 大众修车 清风茶馆 金穗粮油 四季果园 巧手裁缝 江南布艺 百味卤菜 "
    "星光照相"
).split()
_NAMES = [f"{first}{second}" for second in _SECOND for first in _FIRST][:75] + _PLAIN
_WORDS = (
    "货箱摆出门口",
    "门口有油渍",
    "招牌灯坏了一截",
    "电动车停在盲道边",
    "树上挂了灯串",
    "玻璃上有小广告",
    "泔水桶没盖",
)


def street_week(rules: Rules | None = None, *, shops: int = 100, seed: int = SEED) -> Digest:
    """The week of a street of so many shops, a quarter of them still struggling."""
    rules, luck = rules or Rules(), random.Random(seed)  # noqa: S311 a story, not a secret
    through = datetime.combine(MONDAY + timedelta(days=7), time(0), ZONE)
    places = tuple(_shop(n, rules, luck) for n in range(shops))
    found = tuple(_finding(n, places, rules, luck, through) for n in range(shops * 3 // 10))
    asked = tuple(_help(n, places, luck) for n in range(shops // 8))
    places = tuple(replace(s, open_findings=sum(f.shop == s.id and f.closed is None for f in found)) for s in places)
    return Digest(
        period=week_of(MONDAY),
        first=MONDAY,
        last=MONDAY + timedelta(days=6),
        through=through,
        is_over=True,
        is_rated=True,
        shops=places,
        findings=found,
        helps=asked,
        grids=tuple(_grid(name, places, found, asked) for name in GRIDS),
        trend=_trend(places),
        shares=shares(["service"] * 58 + ["management"] * 15 + ["enforcement"] * 5),
        findings_solved=(52, 14, 5),
        requests_solved=(6, 1, 0),
        requests=tuple(_request(n, rules) for n in range(shops // 8)),
        alerts=31,
        alerts_confirmed=22,
        together=Together(volunteer_days=1, attendances=11, joint_actions=1, joint_matters=71, permits=3),
        sent_by_branch={0: shops * 63 // 100},
        appeals_open=2,
        appeals_late=0,
        appeals_decided=1,
        appeals_due=datetime.combine(MONDAY + timedelta(days=9), time(17, 30), ZONE),
        vetoes_open=1,
        oddities=(
            Oddity("burst", datetime.combine(MONDAY + timedelta(days=4), time(16, 5), ZONE), tuple(_NAMES[20:34]), 14),
            Oddity("reused", datetime.combine(MONDAY + timedelta(days=2), time(10, 20), ZONE), ("徐记面馆",), 2),
        ),
    )


def examples(language: str = "zh") -> Iterator[tuple[str, bytes]]:
    """Everything we draw, by file name."""
    rules, say, week = Rules(), speaker(language), street_week()
    bureau, title = rules.bureau.name, rules.bureau.title
    yield "digest.png", digest_picture(week, rules, say).png()
    yield "digest.xlsx", digest_xlsx(week, rules, say)
    best = [s for s in week.shops if s.new == 5]  # noqa: PLR2004 five stars
    card = StarCard(best[0].name, address(best[0].street, best[0].door), Day(week.last), 8, bureau, rules.bureau.street)
    yield "star-card.png", star_card(card, say).png()
    quarter, shops = quarter_of(week.last), [(s.name, address(s.street, s.door)) for s in best]
    notice = Notice(quarter, shops, date(2027, 1, 4), date(2027, 1, 8), bureau, title)
    yield "notice.png", notice_png(notice, say)
    number = f"{quarter}-0007"
    check = f"https://street.example/title/{number}"
    award = Certificate(number, card.shop, card.door, quarter, date(2027, 1, 11), bureau, title, check)
    yield "certificate.png", certificate_png(award, say)
    yield "certificate.pdf", certificate(award, say)


def _request(number: int, rules: Rules) -> RequestWeek:
    asked = datetime.combine(MONDAY + timedelta(days=number % 5), time(9, 10 + number), ZONE)
    done_due = asked + timedelta(days=2)
    ended = asked + timedelta(hours=20 + 5 * number) if number % 4 else None
    state = RequestState.CLOSED if ended else RequestState.ANSWERED
    return RequestWeek(
        number=f"26-{number + 1:05d}",
        service=rules.services[number % len(rules.services)],
        site=("翠竹苑", "津河小区", "老街巷")[number % 3],
        branch=None,
        asked=asked,
        due=asked + timedelta(hours=4),
        answered=asked + timedelta(hours=2),
        done_due=done_due,
        ended=ended,
        state=state,
        in_time=ended <= done_due if ended else None,
        share="service" if ended else "",
    )


def _shop(number: int, rules: Rules, luck: random.Random) -> ShopWeek:
    grid = list(GRIDS)[number * len(GRIDS) // 100 % len(GRIDS)]
    now = luck.choices((5, 4, 3, 2, 1, None), (24, 38, 18, 6, 1, 13))[0]
    before = now and min(5, max(1, now + luck.choices((-1, 0, 1), (7, 86, 7))[0]))
    lazy = grid == "津河东路"
    looks = luck.choices((0, 1, 2), (62, 36, 2) if lazy else (7, 78, 15))[0]
    day = MONDAY + timedelta(days=luck.randrange(6)) if looks else MONDAY - timedelta(days=luck.randrange(1, 12))
    duty = luck.choice(rules.duties).key
    mattered = [
        {"look": 1, "day": day.isoformat(), "source": luck.choice(("linked", "cross", "spot")), "failed": []},
        {"look": 2, "day": (day - timedelta(days=7)).isoformat(), "source": "linked", "failed": [duty]},
    ]
    step = {5: "keep", None: "looks"}.get(now, "duty")
    explanation = {"mattered": mattered, "step": step, "needs": "2" if now is None else duty}
    state = "unrated" if now is None else "rated"
    star = StarWords(_NAMES[number], state, now, now, before, MONDAY + timedelta(days=6), {"explanation": explanation})
    return ShopWeek(
        id=number + 1,
        name=_NAMES[number],
        door=f"{2 * (number % 50) + 1 + number // 50}号",
        street=GRIDS[grid],
        grid=grid,
        branch=1 + number // 20,
        possible=luck.random() > 0.03,  # noqa: PLR2004 a few are closed all week
        looks=looks,
        last_look=day,
        open_findings=0,
        star=star,
        score=None if now is None else round(min(100, {5: 92, 4: 83, 3: 74, 2: 64, 1: 52}[now] + luck.random() * 6), 1),
    )


def _finding(
    number: int, places: tuple[ShopWeek, ...], rules: Rules, luck: random.Random, through: datetime
) -> FindingWeek:
    shop = luck.choice(places)
    opened = datetime.combine(MONDAY + timedelta(days=luck.randrange(6)), time(9 + luck.randrange(8), 10), ZONE)
    due = opened + timedelta(hours=luck.choice((2, 8, 72, 144)))
    took = luck.choices((0.4, 1.4, None), (62, 10, 28))[0]
    if took and opened + (due - opened) * took > through:
        took = None
    fixed = None if took is None else opened + (due - opened) * took
    closed = fixed + timedelta(hours=20) if fixed and fixed + timedelta(hours=20) < through else None
    how = outcome(FindingState.OPEN, due, fixed, through)
    share = "" if closed is None else "management" if how == "late" else "service"
    what = luck.randrange(len(_WORDS))
    duty = rules.duties[(1, 0, 4, 1, 2, 4, 0)[what] % len(rules.duties)]
    return FindingWeek(
        shop.id, shop.name, shop.door, shop.grid, duty, _WORDS[what], opened, due, fixed, closed, how, share
    )


def _help(number: int, places: tuple[ShopWeek, ...], luck: random.Random) -> HelpWeek:
    shop = luck.choice(places)
    asked = datetime.combine(MONDAY + timedelta(days=number % 5), time(9, 5 * number), ZONE)
    due, took = asked + timedelta(hours=2), timedelta(minutes=luck.choice((12, 25, 40, 70, 95, 160)))
    words = luck.choice(("垃圾桶满了，能来收一下吗", "门口路灯不亮", "想办临时摆摊，怎么报", "下水道有味"))
    rating = luck.choice((4, 5, 5, None))
    return HelpWeek(
        shop.id, shop.name, shop.door, shop.grid, words, asked, due, asked + took, asked + took <= due, rating
    )


def _grid(
    name: str, places: tuple[ShopWeek, ...], found: tuple[FindingWeek, ...], asked: tuple[HelpWeek, ...]
) -> GridWeek:
    here = [s for s in places if s.grid == name and s.possible]
    late = sum(f.outcome == "overdue" for f in found if f.grid == name)
    week = Round(len(here), sum(s.looks > 0 for s in here), late, sum(h.kept is False for h in asked if h.grid == name))
    return GridWeek(name, week.possible, week.seen, late, needs(week))


def _trend(places: tuple[ShopWeek, ...]) -> tuple[WeekStars, ...]:
    """Seven weeks that lead up to this one."""
    now = [sum((s.new or 0) == n for s in places) for n in range(6)]
    weeks = []
    for back in range(7, -1, -1):
        five, four = max(now[5] - 2 * back + back % 3, 0), max(now[4] - 2 * back + back % 2, 0)
        rest = len(places) - five - four
        period = week_of(MONDAY - timedelta(weeks=back))
        weeks.append(WeekStars(period, (rest // 3, now[1], now[2], rest - rest // 3 - now[1] - now[2], four, five)))
    return tuple(weeks)


def main(folder: str) -> None:
    """Write them all into a folder."""
    for name, content in examples():
        Path(folder, name).write_bytes(content)


if __name__ == "__main__":
    main(sys.argv[1])
