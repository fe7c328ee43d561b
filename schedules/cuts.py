"""The shadow period's report to managers: where the thresholds between the stars could be frozen."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from bot.job import Job, JobRun
from bot.post import Post
from messages.reply import Reply
from programme.calendar import week_of
from programme.ratings.cuts import KEYED, LEAST, proposed, reaching
from programme.rules import Rules
from storage.core.tx import Tx
from storage.people import people
from storage.ratings import ratings
from texts import Say


async def run(work: JobRun) -> None:
    """Report each Monday of the shadow period, and whenever asked for."""
    rules = work.world.rules
    if not (work.hand or rules.rating.shadow):
        await work.done()
        return
    drafts = rules.rating.shadow
    shops = await work.read(lambda tx: _rated(tx, drafts=drafts))
    work.count("shops", len(shops))

    async def tell(post: Post) -> bool:
        readers = [work.asker] if work.asker else [m.id for m in await people.with_role(post.tx, "manager")]
        stamp = f"{work.now:%Y-%m-%dT%H:%M:%S}" if work.hand else ""
        for reader in readers:
            key = f"{work.job}:{work.period}:{stamp}:{reader}"
            await post.tell(reader, lambda say: Reply(words(shops, rules, say, drafts=drafts)), key=key)
        return True

    await work.publish(tell)


async def _rated(tx: Tx, *, drafts: bool) -> list[tuple[float, float]]:
    """The two sort keys of every rated shop in the newest run."""
    runs = await ratings.recent(tx, 1, drafts=drafts)
    rows = await ratings.of_run(tx, runs[0].id) if runs else []
    return [(row.score, row.weakest) for row in rows if row.score is not None and row.weakest is not None]


def words(shops: Sequence[tuple[float, float]], rules: Rules, say: Say, *, drafts: bool) -> str:
    """One line per star, with the present threshold of programme.toml beside it."""
    if len(shops) < LEAST:
        return say("cuts.too_few", many=len(shops), least=LEAST)
    now = {cut.stars: cut for cut in rules.rating.cuts}
    lines = [say("cuts.head", many=len(shops), run=say("cuts.trial" if drafts else "cuts.published"))]
    for cut in proposed(shops, rules):
        sentence = "cuts.line" if cut.stars >= KEYED else "cuts.line_plain"
        lines.append(
            say(
                sentence,
                stars=cut.stars,
                score=f"{cut.score:g}",
                weakest=f"{cut.weakest:g}",
                score_now=f"{now[cut.stars].score:g}",
                weakest_now=f"{now[cut.stars].weakest:g}",
                many=reaching(shops, cut),
            )
        )
    lines.append(say("cuts.how"))
    return "\n".join(lines)


job = Job(
    name="cuts",
    at={"day_of_week": "mon", "hour": 8, "minute": 40},
    period=lambda moment: week_of(moment.date()),
    late_ok=timedelta(days=2),
    run=run,
    tells=True,
)
