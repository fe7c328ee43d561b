"""Working days: list ended notices and hearings for the managers, and open hearings on titles that are no longer earned."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, time, timedelta

from bot.job import Job, JobRun
from bot.post import Build, Post
from messages.reply import Reply
from programme.calendar import is_working_day, week_of
from programme.ratings.bands import Past
from programme.rules import Rules
from programme.staff_days import begins_week
from programme.titles.title import begins_withdrawal, earned, notice_until, reevaluate_on
from programme.titles.title_state import TitleState
from storage.core.tx import Tx
from storage.people import people
from storage.shops import shops
from storage.titles import titles, vetoes
from storage.titles.titles import Title
from texts.days import Day, Names

HOUR = time(8, 50)
BACK = timedelta(weeks=53)


async def run(work: JobRun) -> None:
    """Look at every living title as of the period's day."""
    day, rules = date.fromisoformat(work.period), work.world.rules
    doubtful = await work.read(lambda tx: _doubtful(tx, day, rules))
    kept = await work.read(lambda tx: _kept(tx, day, rules))
    rested = await work.read(lambda tx: _rested(tx, day, rules))
    waiting = await work.read(lambda tx: _waiting(tx, day))

    async def publish(post: Post) -> bool:
        for title, why in doubtful:
            await _question(post, work, title, why, day)
        for title in kept:
            await titles.save(post.tx, title, replace(title, reviewed_on=day))
        for title in rested:
            await titles.save(post.tx, title, replace(title, state=TitleState.AWARDED))
        for state, names in waiting.items():
            await _tell_managers(post, f"{work.job}:{day}:{state}", _list(f"title_jobs.{state}_over", names))
        return True

    if await work.publish(publish):
        for what, many in (("questioned", len(doubtful)), ("renewed", len(kept)), ("rested", len(rested))):
            work.count(what, many)
        for state, names in waiting.items():
            work.count(f"{state}_over", len(names))


async def _doubtful(tx: Tx, day: date, rules: Rules) -> list[tuple[Title, str]]:
    """Titles to be questioned: a red line, too many weak runs in a row, or no longer earned at the yearly look.

    Runs and red lines before an earlier hearing count no more: a manager has heard them out.
    """
    pasts = await titles.pasts(tx, week_of(day - BACK))
    found = []
    for title in await titles.living(tx, TitleState.AWARDED, TitleState.SUSPENDED):
        past = pasts.get(title.shop_id, [])
        heard = week_of(title.withdrawal_at.date()) if title.withdrawal_at else ""
        under = title.state is TitleState.SUSPENDED and await _is_under_unheard(tx, title, day, rules)
        why = begins_withdrawal([p for p in past if p.period > heard], veto=under, rules=rules)
        if not why and _is_due(title, day) and not await _still_earned(tx, title, past, day, rules):
            why = "yearly"
        if why:
            found.append((title, why))
    return found


async def _rested(tx: Tx, day: date, rules: Rules) -> list[Title]:
    """Suspended titles whose veto has ended without a hearing, or whose title a manager has kept."""
    resting = [(t, await shops.shop(tx, t.shop_id)) for t in await titles.living(tx, TitleState.SUSPENDED)]
    return [title for title, place in resting if not await vetoes.is_under(tx, place, day, rules)]


async def _kept(tx: Tx, day: date, rules: Rules) -> list[Title]:
    """Titles whose yearly look is due and good."""
    pasts = await titles.pasts(tx, week_of(day - BACK))
    due = [t for t in await titles.living(tx, TitleState.AWARDED) if _is_due(t, day)]
    return [t for t in due if await _still_earned(tx, t, pasts.get(t.shop_id, []), day, rules)]


def _is_due(title: Title, day: date) -> bool:
    last = title.reviewed_on or (title.confirmed_at.date() if title.confirmed_at else None)
    return last is not None and reevaluate_on(last) <= day


async def _still_earned(tx: Tx, title: Title, past: Sequence[Past], day: date, rules: Rules) -> bool:
    return earned(past, veto=await _is_under_unheard(tx, title, day, rules), rules=rules)


async def _is_under_unheard(tx: Tx, title: Title, day: date, rules: Rules) -> bool:
    """Whether the shop has a red line that no hearing was about."""
    place = await shops.shop(tx, title.shop_id)
    return await vetoes.is_under(tx, place, day, rules, after=title.withdrawal_at)


async def _waiting(tx: Tx, day: date) -> dict[str, list[str]]:
    """Names by state of what ended since the last working day; on the first of a week everything that still waits."""
    since = date.min if begins_week(day) else _working_day_before(day)
    found: dict[str, list[str]] = {}
    for title in await titles.living(tx, TitleState.NOTICE, TitleState.HEARING):
        last = title.held().until
        if last is not None and since <= last < day:
            found.setdefault(title.state, []).append((await shops.shop(tx, title.shop_id)).name)
    return found


def _working_day_before(day: date) -> date:
    day -= timedelta(days=1)
    while not is_working_day(day):
        day -= timedelta(days=1)
    return day


async def _question(post: Post, work: JobRun, title: Title, why: str, day: date) -> None:
    """Tell the merchant why the title is questioned and until when they may speak; a manager decides after that."""
    until = notice_until(day, work.world.rules)
    changed = replace(
        title,
        state=TitleState.HEARING,
        withdrawal_at=work.clock(),
        withdrawal_why=why,
        hearing="",
        hearing_until=until,
        reviewed_on=day if why == "yearly" else title.reviewed_on,
    )
    if not await titles.save(post.tx, title, changed):
        return
    shop = (await shops.shop(post.tx, title.shop_id)).name
    key = f"title:{title.id}:hearing:{day}"
    for holder in await shops.holders(post.tx, title.shop_id):
        await post.tell(holder, _heard(why, shop, until), key=f"{key}:{holder}")
    await _tell_managers(post, key, lambda say: Reply(say(f"title_jobs.managers_{why}", shop=shop, until=Day(until))))


def _heard(why: str, shop: str, until: date) -> Build:
    return lambda say: Reply(say(f"title_jobs.hearing_{why}", shop=shop, until=Day(until)), urgent=True)


async def _tell_managers(post: Post, key: str, build: Build) -> None:
    for manager in await people.with_role(post.tx, "manager"):
        await post.tell(manager.id, build, key=f"{key}:{manager.id}")


def _list(sentence: str, names: Sequence[str]) -> Build:
    return lambda say: Reply(say(sentence, many=len(names), shops=Names(tuple(names))))


job = Job(
    name="title-watch",
    at={"hour": HOUR.hour, "minute": HOUR.minute},
    period=lambda moment: f"{moment:%Y-%m-%d}",
    late_ok=timedelta(hours=9),
    run=run,
    on=is_working_day,
)
