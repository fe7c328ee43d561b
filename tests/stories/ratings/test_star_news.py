"""Sunday evening: one message with the star, why and what next; for five stars a picture; never twice, never at night."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from resource import RUSAGE_CHILDREN, getrusage

import pytest
from PIL import Image

from bot.job import JobRun
from bot.post import unasked
from messages.attachment import Medium
from messages.reply import Reply
from storage.core.tx import Tx
from storage.people import people
from storage.ratings import ratings
from storage.ratings.ratings import RatingRow
from storage.shops import shops
from tests.player import Player
from tests.town import MONDAY, ZONE, Town

SUNDAY = MONDAY.date() + timedelta(days=6)
EVENING = datetime(SUNDAY.year, SUNDAY.month, SUNDAY.day, 18, 31, tzinfo=ZONE)
one_shape = pytest.mark.parametrize("shape", ["telegram"])
LOOK = {"look": 1, "day": "2026-11-24", "source": "cross", "failed": ["order"]}
WHY = {"explanation": {"mattered": [LOOK], "step": "duty", "needs": "order"}}


async def rated(town: Town, period: str, stars: dict[int, tuple[int | None, int | None]]) -> None:
    """A published run of the week: for each shop its stars before and now."""

    async def write(tx: Tx) -> None:
        number = await ratings.begin(tx, period=period, through=EVENING, rules_hash="r", now=town.clock())
        rows = [
            RatingRow(number, shop, "rated" if now else "unrated", 80.0, 80.0, now, now, before, 4, WHY)
            for shop, (before, now) in stars.items()
        ]
        await ratings.write(tx, number, rows)
        await ratings.seal(tx, number, kind="scheduled", inputs_hash="i")
        await ratings.publish(tx, number, town.clock())

    await town.database.write(write)


def news(town: Town, player: Player) -> list[Reply]:
    return [reply for user, reply in town.channel.sent if user == player.address.user and "★" in reply.text]


async def sunday_evening(town: Town) -> None:
    town.clock.at(EVENING)
    await town.hours.catch_up("star-news")
    town.clock.at(EVENING + timedelta(minutes=110))
    await town.settle()


async def test_old_to_new_why_and_what_next(town: Town) -> None:
    li = await town.merchant("李记面馆")
    await rated(town, "2026-W48", {li.shop_id: (3, 4)})
    await sunday_evening(town)
    li.sees("★★★☆☆ → ★★★★☆", "11月24日 交叉互查看：秩序 没做到", "把 秩序 做好", "谢谢您")
    assert len(li.last.splitlines()) <= 6
    assert not news(town, li)[0].attachments


async def test_five_stars_come_with_a_picture_to_share(town: Town) -> None:
    li = await town.merchant("李记面馆")
    await rated(town, "2026-W47", {li.shop_id: (4, 5)})
    await rated(town, "2026-W48", {li.shop_id: (5, 5)})
    await sunday_evening(town)
    li.sees("★★★★★", "发给老顾客")
    assert len(li.last.splitlines()) <= 6
    [reply] = news(town, li)
    [card] = reply.attachments
    assert card.kind is Medium.PHOTO
    assert card.ref.startswith(f"star-cards/2026-W48/{li.shop_id}-2-")
    with Image.open(town.folder / card.ref) as drawn:
        assert drawn.size == (1080, 1080)


@one_shape
async def test_a_whole_citys_pictures_are_drawn_by_another_process(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    """Drawing one holds all of Python up for a while: two thousand would make every reply of the evening late."""
    monkeypatch.setattr("schedules.drawing.FEW", 0)
    before = getrusage(RUSAGE_CHILDREN).ru_utime
    li = await town.merchant("李记面馆")
    await rated(town, "2026-W48", {li.shop_id: (5, 5)})
    await sunday_evening(town)
    [reply] = news(town, li)
    with Image.open(town.folder / reply.attachments[0].ref) as drawn:
        assert drawn.size == (1080, 1080)
    assert getrusage(RUSAGE_CHILDREN).ru_utime > before, "it has drawn, and has ended"


async def test_a_whole_city_is_told_stretch_by_stretch(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody is left out between two stretches, and whoever has a shop with somebody else is told too."""
    monkeypatch.setattr("schedules.star_news.STRETCH", 2)
    monkeypatch.setattr("schedules.star_news.CHUNK", 1)
    merchants = [await town.merchant(f"店{n}") for n in range(5)]
    partner = await town.merchant("六号店")
    shared = merchants[0].shop_id
    await town.database.write(lambda tx: shops.hold(tx, shared, partner.person_id, town.clock()))
    await rated(town, "2026-W48", {one.shop_id: (3, 4) for one in (*merchants, partner)})
    await sunday_evening(town)
    for one in merchants:
        assert len(news(town, one)) == 1
    [both] = news(town, partner)
    assert "店0" in both.text
    assert "六号店" in both.text


@one_shape
async def test_nothing_is_said_before_the_stars_are_out_and_then_it_is(town: Town) -> None:
    li = await town.merchant("李记面馆")
    town.clock.at(EVENING)
    await town.hours.catch_up("star-news")
    await town.settle()
    assert not news(town, li)
    await rated(town, "2026-W48", {li.shop_id: (None, 3)})
    await sunday_evening(town)
    li.sees("★★★☆☆")


@one_shape
async def test_whoever_stopped_reminders_hears_nothing(town: Town) -> None:
    li = await town.merchant("李记面馆")
    await town.database.write(lambda tx: people.remind(tx, li.person_id, on=False))
    await rated(town, "2026-W48", {li.shop_id: (3, 4)})
    await sunday_evening(town)
    assert not news(town, li)


@one_shape
async def test_several_shops_are_one_message(town: Town) -> None:
    li = await town.merchant("李记面馆")
    second = await town.another_shop(li, "李记小炒")
    await rated(town, "2026-W48", {li.shop_id: (3, 4), second: (5, 5)})
    await sunday_evening(town)
    [reply] = news(town, li)
    assert len(reply.text.splitlines()) <= 6
    assert reply.text.index("李记面馆") < reply.text.index("李记小炒")
    assert len(reply.attachments) == 1


@one_shape
async def test_twice_is_impossible(town: Town) -> None:
    li = await town.merchant("李记面馆")
    await rated(town, "2026-W48", {li.shop_id: (3, 4)})
    await sunday_evening(town)
    await town.restart()
    await rated(town, "2026-W48", {li.shop_id: (3, 2)})
    await town.hours.catch_up("star-news")
    await town.job("star-news", "2026-W48")
    assert len(news(town, li)) == 1


@one_shape
async def test_it_is_spread_over_the_evening_and_never_on_the_stroke(town: Town) -> None:
    street = [await town.merchant(f"第{n}家店") for n in range(30)]
    await rated(town, "2026-W48", {p.shop_id: (3, 4) for p in street})
    town.clock.at(EVENING)
    await town.hours.catch_up("star-news")
    assert sum(len(news(town, p)) for p in street) < 10
    moments = await _moments(town, street)
    assert len(set(moments)) > 20
    assert all(EVENING.replace(minute=30) <= m <= EVENING.replace(hour=20, minute=1) for m in moments)
    assert not [m for m in moments if m.minute in (0, 30)]


@one_shape
@pytest.mark.parametrize("late", [datetime(2026, 11, 29, 23, 10), datetime(2026, 11, 30, 6, 0)])
async def test_after_a_night_asleep_it_comes_in_the_morning(town: Town, late: datetime) -> None:
    li = await town.merchant("李记面馆")
    await rated(town, "2026-W48", {li.shop_id: (3, 4)})
    town.clock.at(late.replace(tzinfo=ZONE))
    await town.hours.catch_up("star-news")
    await town.settle()
    assert not news(town, li)
    [moment] = await _moments(town, [li])
    assert datetime(2026, 11, 30, 7, 31, tzinfo=ZONE) <= moment <= datetime(2026, 11, 30, 9, 5, tzinfo=ZONE)


@one_shape
async def test_a_run_cut_short_on_sunday_tells_the_rest_on_monday_and_nobody_twice(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    li, hu = await town.merchant("李记面馆"), await town.merchant("胡记山货")
    await rated(town, "2026-W48", {li.shop_id: (3, 4), hu.shop_id: (3, 4)})
    await town.database.write(lambda tx: people.remind(tx, hu.person_id, on=False))

    async def cut_short(_: JobRun) -> None:
        raise RuntimeError("the power went")

    with monkeypatch.context() as patched:
        patched.setattr(JobRun, "done", cut_short)
        await sunday_evening(town)
    assert (len(news(town, li)), len(news(town, hu))) == (1, 0)
    await town.database.write(lambda tx: people.remind(tx, hu.person_id, on=True))
    town.clock.at(EVENING + timedelta(hours=14))
    await town.hours.catch_up("star-news")
    town.clock.forward(hours=2)
    await town.settle()
    assert (len(news(town, li)), len(news(town, hu))) == (1, 1)


@one_shape
async def test_pictures_of_weeks_long_told_are_thrown_away(town: Town) -> None:
    for week in ("2026-W40", "2026-W47"):
        (town.folder / "star-cards" / week).mkdir(parents=True)
    await rated(town, "2026-W48", {})
    await sunday_evening(town)
    assert [f.name for f in (town.folder / "star-cards").iterdir()] == ["2026-W47"]


async def _moments(town: Town, players: list[Player]) -> list[datetime]:
    people_ids = {p.person_id for p in players}
    rows = await town.database.read(lambda tx: tx.rows("outbox_export"))
    keys = {unasked(p, day) for p in people_ids for day in (SUNDAY, SUNDAY + timedelta(days=1))}
    return [datetime.fromtimestamp(r["not_before"] / 1000, ZONE) for r in rows if r["key"] in keys]


def test_the_sunday_is_the_one_of_the_week() -> None:
    assert date(2026, 11, 29) == SUNDAY


@one_shape
async def test_a_merchant_sees_the_last_weeks_as_a_tiny_line_drawn_once(town: Town) -> None:
    """A star came each Sunday as words alone; up or down was to be remembered."""
    li, hu = await town.merchant("李记面馆"), await town.merchant("胡氏山货")
    for week in ("2026-W44", "2026-W45", "2026-W46", "2026-W47"):
        await rated(town, week, {li.shop_id: (3, 3), hu.shop_id: (None, None)})
    await rated(town, "2026-W48", {li.shop_id: (4, 3), hu.shop_id: (None, None)})
    await sunday_evening(town)
    [reply] = news(town, li)
    [line] = reply.attachments
    file = town.folder / line.ref
    assert file.stat().st_size <= 60_000
    with Image.open(file) as drawn:
        assert drawn.width > 2 * drawn.height
    written = file.stat().st_mtime_ns
    await town.job("star-news", "2026-W48")
    assert file.stat().st_mtime_ns == written, "made once"
    told = [reply for user, reply in town.channel.sent if user == hu.address.user]
    assert told
    assert not any(reply.attachments for reply in told), "without three rated weeks there is no line"
