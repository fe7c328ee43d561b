"""Every ten minutes: routes what arrived at night once it is morning, and reports the state of alerts to their platforms."""

from __future__ import annotations

from datetime import timedelta

import orjson

from bot.job import Job, JobRun
from bot.post import Post
from messages.address import Address
from messages.incoming import Incoming, Kind
from messages.reply import Reply
from programme.calendar import Rest, after_rest
from programme.intake.feedback import Heard, event, heard
from programme.platforms import Source
from storage.core.tx import Tx
from storage.delivery.outbox import OutboxMessage
from storage.intake import intakes
from storage.intake.intakes import Intake, Outcome

AT_ONCE = 200
REOPENING = timedelta(days=30)
"""So long after an alert came its platform hears that what was done was opened again."""


async def run(work: JobRun) -> None:
    await _sort(work)
    for source in work.world.rules.intake.sources:
        if source.callback:
            await _tell(work, source)
    await work.done()


async def _sort(work: JobRun) -> None:
    """Submit each as an event of its own, so that it is routed as if it had just arrived."""
    is_night = after_rest(work.now, Rest.NIGHT, work.world.rules) > work.now
    if is_night and not await work.read(lambda tx: intakes.on_duty(tx, work.clock())):
        return
    for kept in await work.read(lambda tx: intakes.unasked(tx, AT_ONCE)):
        work.hand_over(await work.database.write(lambda tx, kept=kept: _morning(work, tx, kept)))  # type: ignore[misc]
        work.count("sorted")


async def _morning(work: JobRun, tx: Tx, kept: Intake) -> list[OutboxMessage]:
    """Route each at most once a run: at night, with somebody on duty, it may still have to wait."""
    key = f"intake:{kept.id}:{work.now:%Y-%m-%dT%H:%M}"
    text = orjson.dumps({"what": "morning", "id": kept.id}).decode()
    incoming = Incoming(key, Address("hooks", kept.source), work.clock(), Kind.EVENT, text)
    return await work.turns.take(tx, incoming, work.clock())


async def _tell(work: JobRun, source: Source) -> None:
    """Every alert of a source whose state differs from the last one reported."""
    after, since = 0, work.clock() - REOPENING
    while found := await work.read(
        lambda tx, after=after: intakes.outcomes(tx, source.name, after=after, since=since, most=AT_ONCE)  # type: ignore[misc]
    ):
        after = found[-1].id
        news = [(one, word) for one in found if (word := _word(one)) is not None and word != one.told]
        if news:
            await work.write(lambda post, news=news: _write(work, post, news))  # type: ignore[misc]
            work.count("told", len(news))


def _word(one: Outcome) -> Heard | None:
    return heard(one.state, one.lead, one.is_finding_closed, one.request)


async def _write(work: JobRun, post: Post, news: list[tuple[Outcome, Heard]]) -> None:
    """Report the state and record that it was reported, in one transaction; a reopened alert may be reported as done again."""
    for one, word in news:
        said = event(one.source, one.outer_id, word, work.now)
        key = f"hooks:{one.source}:{one.id}:{one.told or '-'}>{word}:{work.now:%Y%m%d%H%M}"
        post.send(Address("hooks", one.source), Reply(orjson.dumps(said | {"id": key}).decode()), key=key)
        await intakes.told(post.tx, one.id, word)


job = Job(
    name="intake",
    at={"minute": "*/10"},
    period=lambda moment: f"{moment:%Y-%m-%dT%H:%M}",
    late_ok=timedelta(minutes=5),
    run=run,
    overtakes=True,
    rest=Rest.NONE,
)
