"""07:40: sale sites whose season begins or is over: shops and sellers hear of it, permits end, and papers are drawn."""

from __future__ import annotations

from datetime import date, timedelta

from bot.job import Job, JobRun
from bot.post import Post
from messages.reply import Reply
from programme.calendar import Rest
from programme.ids import ShopId
from programme.sites.permit_state import PermitState
from programme.sites.site_kinds import SiteKind
from programme.sites.stalls import is_open
from schedules import permit_papers
from storage.shops import shops
from storage.sites import permits, sites, stalls
from storage.sites.sites import Site


async def run(work: JobRun) -> None:
    """Asked for in chat, when a permit was given, it only draws; at its hour it looks after the seasons first."""
    if work.asked is None:
        today = work.now.date()

        async def seasons(post: Post) -> None:
            await permits.forget_freed(post.tx, today)
            for site in await stalls.of_kind(post.tx, SiteKind.STALL):
                if is_open(site.since, site.until, today):
                    await _begin(post, site, today)
                elif site.until is not None and site.until < today:
                    await _end(post, site, today)
            await _end_of_days(post, work, today)

        await work.write(seasons)
    await permit_papers.draw(work)
    if work.asked is None:
        await work.done()


async def _begin(post: Post, site: Site, today: date) -> None:
    if not await stalls.begin_season(post.tx, site, today):
        return
    for shop in await sites.shops_of(post.tx, site.id):
        await _tell_shop(post, site, shop, "seasons.shop_opens")


async def _end(post: Post, site: Site, today: date) -> None:
    """Thanks to each seller; the pitches are empty, and the shops know."""
    if not await stalls.end_season(post.tx, site.id, today):
        return
    for seller in await permits.end_at(post.tx, site.id, post.now):
        key = f"season:{site.id}:{site.since}:{site.until}:seller:{seller}"
        await post.tell(seller, lambda say: Reply(say("seasons.closed_seller", site=site.name)), key=key)
    for shop in await sites.shops_of(post.tx, site.id):
        await _tell_shop(post, site, shop, "seasons.shop_ends")


async def _tell_shop(post: Post, site: Site, shop_id: ShopId, sentence: str) -> None:
    shop = (await shops.shop(post.tx, shop_id)).name
    for holder in await shops.holders(post.tx, shop_id):
        key = f"{sentence}:{site.id}:{site.since}:{site.until}:{shop_id}:{holder}"
        await post.tell(holder, lambda say: Reply(say(sentence, shop=shop, site=site.name)), key=key)


async def _end_of_days(post: Post, work: JobRun, today: date) -> None:
    """Permits of single days, and what was never decided."""
    for one in await permits.over(post.tx, today):
        await permits.end(post.tx, one, post.now)
        work.count("ended" if one.state is PermitState.GIVEN else "dropped")


job = Job(
    name="site-season",
    at={"hour": 7, "minute": 40},
    period=lambda moment: f"{moment:%Y-%m-%d}",
    late_ok=timedelta(hours=12),
    run=run,
    rest=Rest.QUIET,
    tells=True,
)
