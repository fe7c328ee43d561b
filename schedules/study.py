"""Wednesday 15:00: one article to the members who want it, and none when there is nothing new."""

from __future__ import annotations

from datetime import date, timedelta

from bot.job import Job, JobRun
from bot.post import Build, Post, unasked
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
from storage.people import people
from texts import Say


async def run(work: JobRun) -> None:
    """Send the article that has waited longest; each member hears it once, whatever is run again."""
    today = work.now.date()
    one = await work.read(lambda tx: articles.next_to_send(tx, ArticleKind.STUDY, today))
    if one is None:
        await work.done()
        return
    for member in await work.read(lambda tx: people.with_role(tx, "member")):
        if member.reminders:
            await _send(work, member.id, one, today)

    async def sent(post: Post) -> None:
        await articles.note_sent(post.tx, one.id, today)

    await work.publish(sent)


async def _send(work: JobRun, member: PersonId, one: Article, today: date) -> None:
    """The article, with the quarterly question where it is due; or the message that the articles end."""

    async def tell(post: Post) -> None:
        before = await study_choices.choice(post.tx, member) or StudyChoice(StudyState.WANTS, today)
        now = on_day(before.state, before.since, today)
        if before.state is StudyState.STOPPED:
            return
        if now is not before.state or before.since == today:
            await study_choices.choose(post.tx, member, now, today)
        told = (
            _ended
            if now is StudyState.STOPPED
            else _article(one, is_asked=now is StudyState.ASKED and now is not before.state)
        )
        if await post.tell(member, told, key=unasked(member, today), best_before=end_of(today, work)):
            work.count("articles")

    await work.write(tell)


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
