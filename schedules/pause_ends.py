"""The morning after a pause's last day: tell members and shops that reviews count again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from bot.job import Job, JobRun
from bot.post import Build, Post, next_unasked, unasked
from messages.reply import Reply
from storage.shops import pause_news, shops
from storage.shops.pause_news import concerned, meet, place_of
from storage.shops.shops import Pause
from texts import Say
from texts.days import Names, Weekday

_ONE = timedelta(days=1)


async def run(work: JobRun) -> None:
    """Tell of every pause that ended by itself; one that a manager ended was told by them."""
    day = date.fromisoformat(work.period)

    async def tell(post: Post) -> None:
        running = await shops.pauses(post.tx, day, day)
        for pause in await pause_news.ended_on(post.tx, day - _ONE):
            await _tell(post, work, pause, [p for p in running if meet(place_of(p), place_of(pause))])

    await work.publish(tell)


async def _tell(post: Post, work: JobRun, pause: Pause, still: Sequence[Pause]) -> None:
    day, where = Weekday(date.fromisoformat(work.period)), await pause_news.name_of(post.tx, pause)
    others = [await pause_news.name_of(post.tx, p) for p in still]
    for person, whom in (await concerned(post.tx, place_of(pause), still)).items():
        build = _words(f"pauses.{'over_but' if still else 'over'}_{whom}", where, day, others)
        if whom == "member":
            await post.tell(person, build, key=f"{work.job}:{pause.id}:{person}")
        else:
            when = await next_unasked(post.tx, person, work.now, work.world.rules)
            await post.tell(person, build, key=unasked(person, when.date()), not_before=when)
        work.count("told")


def _words(sentence: str, where: str, day: Weekday, others: Sequence[str]) -> Build:
    def build(say: Say) -> Reply:
        everywhere = say("pauses.everywhere")
        named = Names(tuple(dict.fromkeys(name or everywhere for name in others)))
        return Reply(say(sentence, where=where or everywhere, day=day, others=named))

    return build


job = Job(
    name="pause-ends",
    at={"hour": 0, "minute": 10},
    period=lambda moment: f"{moment:%Y-%m-%d}",
    late_ok=timedelta(hours=20),
    run=run,
)
