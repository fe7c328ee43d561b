"""Wednesday 15:00: one article to the members who want it, and none when there is nothing new."""

from __future__ import annotations

from datetime import date, timedelta

from bot.job import Job, JobRun
from bot.post import Build, Post, next_unasked, unasked
from bot.steps import action
from messages.reply import Button, Reply
from messages.topics import Topic
from programme.articles.article import ArticleKind
from programme.articles.study_state import StudyState, on_day
from programme.calendar import Rest, week_of
from programme.ids import PersonId
from schedules.rounds import end_of
from storage.articles import articles, study_choices
from storage.articles.articles import Article
from storage.articles.study_choices import StudyChoice
from storage.core.tx import Tx
from storage.delivery import outbox
from storage.people import people
from texts import Say


async def run(work: JobRun) -> None:
    """Send the article that has waited longest, one in a week; whoever has heard something else today gets it later."""
    today = work.now.date()
    one = await work.read(lambda tx: _next(tx, today))
    if one is None:
        await work.done()
        return
    members = [member.id for member in await work.read(lambda tx: people.with_role(tx, "member")) if member.reminders]

    async def send(post: Post) -> None:
        reached = [await _tell(post, work, member, one) for member in members]
        if any(reached) or not reached:
            await articles.note_sent(post.tx, one.id, today)

    await work.publish(send)


async def _next(tx: Tx, today: date) -> Article | None:
    """What goes out today; nothing in a week in which one went out: a run done again has nothing to say."""
    gone = await articles.sent(tx, ArticleKind.STUDY, 1, today - timedelta(days=6))
    if any(one.sent_on and week_of(one.sent_on) == week_of(today) for one in gone):
        return None
    return await articles.next_to_send(tx, ArticleKind.STUDY, today)


async def _tell(post: Post, work: JobRun, member: PersonId, one: Article) -> bool:
    """The article, with the quarterly question where it is due; or the message that the articles end.

    Returns False when the member cannot be reached: then nothing is noted as asked or ended either.
    """
    today = work.now.date()
    before = await study_choices.choice(post.tx, member) or StudyChoice(StudyState.WANTS, today)
    now = on_day(before.state, before.since, today)
    if before.state is StudyState.STOPPED:
        return True
    is_asked = now is StudyState.ASKED and now is not before.state
    told = _ended if now is StudyState.STOPPED else _article(one, is_asked=is_asked)
    when = None
    if await outbox.is_written(post.tx, unasked(member, today)):
        when = await next_unasked(post.tx, member, work.now, work.world.rules)
    day = when.date() if when else today
    if one.until is not None and one.until < day:  # what is over is not sent
        return True
    if not await post.tell(member, told, key=unasked(member, day), not_before=when, best_before=end_of(day, work)):
        return False
    if now is not before.state or before.since == today:
        await study_choices.choose(post.tx, member, now, today)
    work.count("articles")
    return True


def _article(one: Article, *, is_asked: bool) -> Build:
    def build(say: Say) -> Reply:
        lines = [
            say("study.head_warning" if one.kind is ArticleKind.WARNING else "study.head", title=one.title),
            one.summary,
            one.link,
            say("study.still") if is_asked else "",
        ]
        useful = Button(say("study.useful"), action("study.rate_article", one.id))
        stop = Button(say("study.stop"), action("study.end_study"))
        keep = (
            Button(say("study.keep"), action("study.keep_study")),
            Button(say("study.no_more"), action("study.end_study")),
        )
        rows = (keep, (useful,)) if is_asked else ((useful, stop),)
        return Reply("\n".join(filter(None, lines)), rows, once=not is_asked, topic=Topic.ARTICLES)

    return build


def _ended(say: Say) -> Reply:
    return Reply(say("study.ended"))


job = Job(
    name="study",
    at={"day_of_week": "wed", "hour": 15},
    period=lambda moment: week_of(moment.date()),
    late_ok=timedelta(hours=5),
    run=run,
    rest=Rest.QUIET,
)
