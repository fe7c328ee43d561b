"""Sunday evening's star message: the star, its reasons, the next step and thanks; a picture for shops at five stars."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from itertools import groupby
from typing import TYPE_CHECKING

from bot.job import Job, JobRun
from bot.post import Build, Post, unasked
from documents.wording.star_words import StarWords, headline, star_message
from files.lazily import lazy
from messages.attachment import Attachment, Medium
from messages.reply import Reply
from programme.calendar import Rest, out_of_quiet, week_days, week_of
from programme.checks.spread import spread
from programme.digest.week import streak
from programme.ids import PersonId
from programme.shops.doors import address
from schedules.drawing import Press, Wanted, forget_old, press, wanted
from storage.delivery import outbox
from storage.digest import digest
from storage.digest.digest import Held
from storage.ratings import ratings
from storage.ratings.ratings import RatingRow, RatingRun
from texts import Say, speaker
from texts.days import Day

if TYPE_CHECKING:
    from documents.drawing import star_card
    from documents.street import weeks_picture
else:
    star_card = lazy("documents.drawing.star_card")
    weeks_picture = lazy("documents.street.weeks_picture")

HOUR = time(18, 30)
OVER = timedelta(minutes=90)
"""All are told by 20:00; the quiet hours begin at 20:30."""
WORTHLESS = timedelta(hours=26)
"""After Monday evening nobody wants last week's star any more; 我的星 still tells it."""
STRETCH = 100
"""People whose stars are read, drawn and told before the next: however many there are, a turn waits for a moment at most."""
CHUNK = 25
"""People written to in one transaction, so short that whoever writes meanwhile does not feel it."""
FOLDER = "star-cards"
LINE_WEEKS, LINE_FROM = 12, 3
"""Weeks of a merchant's line, and how many of them have to be rated."""
BACK = 26
"""Weeks looked back for how long a shop has stood at five stars."""
FIVE = 5
Weeks = Mapping[str, int | None]
"""What a shop was shown with in each rated week."""


@dataclass(frozen=True)
class News:
    """One merchant's message: a star for each of their shops, cards of those at five, else the weeks of a single shop."""

    person_id: PersonId
    stars: tuple[StarWords, ...]
    cards: tuple[Wanted, ...]
    weeks: tuple[Wanted, ...] = ()

    @property
    def pictures(self) -> tuple[Wanted, ...]:
        return self.cards + self.weeks


async def run(work: JobRun) -> None:
    """Send every merchant their stars, unless they asked for quiet. Without this week's stars it waits and is tried again."""
    if work.world.rules.rating.shadow:
        await work.done()
        return
    run_ = await work.read(lambda tx: ratings.newest(tx, work.period))
    if run_ is None:
        work.count("waiting_for_ratings")
        return
    await asyncio.to_thread(forget_old, work.folder / FOLDER, work.period)
    async with press(work) as pictures:
        after: int | None = 0
        while after is not None:
            after = await _stretch(work, run_, pictures, after)
    await work.done()


async def _stretch(work: JobRun, run_: RatingRun, pictures: Press, after: int) -> int | None:
    """Tell the next people; the number of the last of them, None when there were none."""
    upto = await work.read(lambda tx: digest.merchants_upto(tx, after, STRETCH))
    if upto is None:
        return None
    oldest = week_of(week_days(work.period)[1] - timedelta(weeks=BACK - 1))
    held = await work.read(lambda tx: digest.held(tx, after, upto))
    rows = await work.read(lambda tx: ratings.of_people(tx, run_.id, after, upto))
    weeks = await work.read(lambda tx: digest.weeks_of(tx, after, upto, oldest, work.period))
    news = await asyncio.to_thread(_news, work, run_, held, rows, weeks)
    await pictures.draw_missing([picture for one in news for picture in one.pictures])
    for start in range(0, len(news), CHUNK):
        await _tell(work, news[start : start + CHUNK])
    return upto


def _news(
    work: JobRun, run_: RatingRun, held: Sequence[Held], rows: Mapping[int, RatingRow], weeks: Mapping[int, Weeks]
) -> list[News]:
    """The news of these people, made beside the turns."""
    sunday = week_days(work.period)[1]
    weeks_back = tuple(_weeks(week_of(sunday - timedelta(weeks=BACK - 1)), work.period))
    through = run_.through.astimezone(work.zone).date()

    def fives(shop: int) -> int:
        return streak(weeks_back, [period for period, shown in weeks.get(shop, {}).items() if shown == FIVE])

    def news(person_id: PersonId, mine: Sequence[tuple[Held, RatingRow]]) -> News:
        cards = tuple(_card(work, sunday, h, fives(h.shop_id)) for h, row in mine if row.shown == FIVE)
        only = mine[0][0]
        line = _line(work, only, weeks.get(only.shop_id, {})) if len(mine) == 1 and not cards else ()
        return News(person_id, tuple(_star(h, row, through) for h, row in mine), cards, line)

    return [news(person, mine) for person, mine in _by_person(held, rows) if mine]


def _by_person(
    held: Sequence[Held], rows: Mapping[int, RatingRow]
) -> Iterable[tuple[PersonId, list[tuple[Held, RatingRow]]]]:
    """Each merchant with the rated shops they answer for; closed ones are not told of."""
    for person_id, shops in groupby(held, key=lambda h: h.person_id):
        yield person_id, [(h, row) for h in shops if (row := rows.get(h.shop_id)) and row.state != "closed"]


def _line(work: JobRun, held: Held, then: Weeks) -> tuple[Wanted, ...]:
    """The last weeks of a shop as a tiny line, once there are enough of them to be one."""
    _, sunday = week_days(work.period)
    periods = [week_of(sunday - timedelta(weeks=n)) for n in reversed(range(LINE_WEEKS))]
    weeks = tuple((period, then.get(period)) for period in periods)
    if sum(star is not None for _, star in weeks) < LINE_FROM:
        return ()
    known, language = weeks_picture.ShopWeeks(held.name, weeks), work.world.language
    return (wanted(FOLDER, work.period, f"{held.shop_id}-weeks", weeks_picture.weeks_picture, known, language),)


def _weeks(oldest: str, newest: str) -> Iterable[str]:
    first, last = week_days(oldest)[0], week_days(newest)[0]
    return (week_of(first + timedelta(weeks=n)) for n in range((last - first).days // 7 + 1))


def _star(held: Held, row: RatingRow, through: date) -> StarWords:
    return StarWords(held.name, row.state, row.shown, row.stars, row.previous, through, row.figures)


def _card(work: JobRun, sunday: date, held: Held, weeks: int) -> Wanted:
    """The picture of one shop's week, for the customers of the street: in the programme's language, not the merchant's."""
    bureau, say = work.world.rules.bureau, speaker(work.world.language)
    zh = say.language == "zh"
    known = star_card.StarCard(
        shop=held.name,
        door=address(held.street, held.door),
        day=Day(sunday),
        weeks=weeks,
        bureau=bureau.name if zh else bureau.name_en,
        street=bureau.street if zh else say("digest.street"),
    )
    return wanted(FOLDER, work.period, f"{held.shop_id}-{weeks}", star_card.star_card, known, say.language)


async def _tell(work: JobRun, chunk: Sequence[News]) -> None:
    async def write(post: Post) -> tuple[int, int]:
        told = unreachable = 0
        for one in chunk:
            when = _moment(work, one.person_id)
            if await _was_told(post, work, one.person_id, when):
                continue
            shown = replace(one, weeks=()) if one.weeks and await post.is_narrow(one.person_id) else one
            reached = await post.tell(
                one.person_id,
                _message(shown, work),
                key=unasked(one.person_id, when.date()),
                not_before=None if work.hand else when,
                best_before=None if work.hand else _sunday(work) + WORTHLESS,
            )
            told, unreachable = told + reached, unreachable + (not reached)
        return told, unreachable

    told, unreachable = await work.write(write)
    work.count("told", told)
    if unreachable:
        work.count("unreachable", unreachable)


def _sunday(work: JobRun) -> datetime:
    return datetime.combine(week_days(work.period)[1], HOUR, work.zone)


def _moment(work: JobRun, person_id: PersonId) -> datetime:
    """When to send: spread over the evening, fixed for each person, and never in quiet hours, even when late."""
    if work.hand:
        return work.now
    rules, key = work.world.rules, f"{work.job}:{work.period}:{person_id}"
    when = spread(out_of_quiet(max(_sunday(work), work.now), rules), key, OVER)
    later = out_of_quiet(when, rules)
    return when if later == when else spread(later, key, OVER)


async def _was_told(post: Post, work: JobRun, person_id: PersonId, when: datetime) -> bool:
    """Whether the person was already told, also by a run that began on Sunday and ended on Monday."""
    sunday = _sunday(work).date()
    return when.date() != sunday and await outbox.is_written(post.tx, unasked(person_id, sunday))


def _message(news: News, work: JobRun) -> Build:
    def build(say: Say) -> Reply:
        if len(news.stars) == 1:
            lines = [star_message(news.stars[0], work.world.rules, say, thanks=True)]
        else:
            lines = [*(headline(star, say) for star in news.stars), say("stars.more"), say("stars.thanks")]
        if news.cards:
            lines.append(say("stars.card_here"))
        pictures = [Attachment(Medium.PHOTO, card.ref, "five-stars.png") for card in news.cards]
        pictures += [Attachment(Medium.PHOTO, line.ref, "weeks.png") for line in news.weeks]
        return Reply("\n".join(lines), attachments=tuple(pictures))

    return build


job = Job(
    name="star-news",
    at={"day_of_week": "sun", "hour": HOUR.hour, "minute": HOUR.minute},
    period=lambda moment: week_of(moment.date()),
    late_ok=WORTHLESS,
    run=run,
    rest=Rest.QUIET,
)
