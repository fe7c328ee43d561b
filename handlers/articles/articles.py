"""推荐学 and 便民: the office adds an article by one message; whoever asks sees the last five."""

from __future__ import annotations

from dataclasses import replace

from bot.flow import Flow, Turn
from handlers.shared import preview
from messages.reply import Button
from messages.topics import Topic
from programme.articles.article import (
    LONGEST_SUMMARY,
    LONGEST_TITLE,
    ArticleKind,
    Draft,
    kind_of,
    list_of,
    read_article,
)
from programme.ids import ArticleId
from programme.roles import Action, able
from storage.articles import articles
from storage.articles.articles import Article
from texts import Say
from texts.days import Day

flow = Flow("articles")

SHOWN = 5
"""Articles of one list."""


@flow.intent("study", Action.STUDY)
async def said_study(turn: Turn) -> None:
    """“推荐学”: the last five; with a title behind it: a new one."""
    await _said(turn, ArticleKind.STUDY)


@flow.intent("articles", Action.READ_ARTICLES)
async def said_articles(turn: Turn) -> None:
    """“便民”: what everybody may read; with a title behind it: a new one."""
    await _said(turn, ArticleKind.SERVICE)


async def _said(turn: Turn, kind: ArticleKind) -> None:
    if turn.words and able(turn.roles, Action.RECOMMEND):
        turn.incoming = replace(turn.incoming, text=turn.words)
        _show(turn, kind)
    else:
        await _list(turn, kind)


def _show(turn: Turn, kind: ArticleKind) -> None:
    """Show it as it will be read, or say what has to be changed."""
    kind, words = kind_of(kind, turn.text)
    draft = read_article(words, turn.day)
    if draft.wrong:
        longest = {"title": LONGEST_TITLE, "summary": LONGEST_SUMMARY}
        turn.reply(turn.say(f"articles.{draft.wrong}", **longest), then=send_article(kind))
        return
    turn.incoming = replace(turn.incoming, text=as_read(turn.say, draft))
    preview.show_first(turn, turn.say(f"articles.to_{kind}"), file_article(kind), rewrite_article(kind))


@flow.step(Action.RECOMMEND, asks="words")
async def send_article(turn: Turn, kind: ArticleKind) -> None:
    _show(turn, kind)


@flow.step(Action.RECOMMEND)
async def rewrite_article(turn: Turn, kind: ArticleKind) -> None:
    """Ask for the article in other words."""
    turn.reply(turn.say("articles.how"), then=send_article(kind))


@flow.step(Action.RECOMMEND)
async def file_article(turn: Turn, kind: ArticleKind) -> None:
    """Keep it as it was shown."""
    if not preview.agreed(turn):
        return
    number = await articles.add(turn.tx, kind, read_article(turn.text, turn.day), by=turn.me, at=turn.now)
    buttons = [[Button(turn.say("articles.withdraw"), withdraw_article(number))]]
    turn.reply(turn.say(f"articles.kept_{kind}"), buttons=buttons, topic=Topic.ARTICLES)


@flow.step(Action.RECOMMEND)
async def withdraw_article(turn: Turn, article_id: ArticleId) -> None:
    """Take it back: it is shown and sent no more."""
    done = await articles.withdraw(turn.tx, article_id, turn.now)
    turn.reply(turn.say("articles.withdrawn" if done else "findings.already_settled"))


async def _list(turn: Turn, kind: ArticleKind) -> None:
    """The last five. Whoever may add some sees also what waits, how many called them useful, and how to add one."""
    is_editor = able(turn.roles, Action.RECOMMEND)
    found = await _readable(turn, kind, is_editor=is_editor)
    if not found:
        turn.reply(turn.say("articles.none") + (f"\n{turn.say('articles.how')}" if is_editor else ""))
        return
    lines = [turn.say(f"articles.head_{kind}"), *(_line(turn, one, is_editor=is_editor) for one in found)]
    lines += [turn.say("articles.how")] if is_editor else []
    rows = [[Button(turn.say("articles.withdraw_one", title=one.title), withdraw_article(one.id))] for one in found]
    turn.reply("\n".join(lines), buttons=rows if is_editor else (), once=False, topic=Topic.ARTICLES)


async def _readable(turn: Turn, kind: ArticleKind, *, is_editor: bool) -> list[Article]:
    """A member sees a recommended article only when it has been sent: the list holds no surprise of next week."""
    if is_editor or kind is ArticleKind.SERVICE:
        return await articles.newest(turn.tx, kind, SHOWN, turn.day, is_editor=is_editor)
    return await articles.sent(turn.tx, kind, SHOWN, turn.day)


def _line(turn: Turn, one: Article, *, is_editor: bool) -> str:
    """As everybody reads it; whoever edits sees also its other names, when it holds, and whether it was sent."""
    draft = Draft(one.title, one.link, one.summary)
    if is_editor:
        draft = replace(draft, aliases=one.names[1:], since=one.since, until=one.until)
    kind = "" if one.kind is list_of(one.kind) else turn.say(f"articles.kind_{one.kind}")
    text = f"· {kind}{as_read(turn.say, draft)}"
    if not is_editor or list_of(one.kind) is ArticleKind.SERVICE:
        return text
    sent = (
        turn.say("articles.sent", day=Day(one.sent_on), many=one.useful) if one.sent_on else turn.say("articles.waits")
    )
    return f"{text}\n  {sent}"


def as_read(say: Say, draft: Draft) -> str:
    """Title, sentence and link, other names and when it holds, a line each, so that it can be read again."""
    called = say("articles.called", names="、".join(draft.aliases)) if draft.aliases else ""
    return "\n".join(filter(None, (draft.title, draft.summary, draft.link, called, _holds(say, draft))))


def _holds(say: Say, draft: Draft) -> str:
    """In whole dates, which have one meaning in any year."""
    if draft.since and draft.until:
        return say("articles.holds", since=draft.since.isoformat(), until=draft.until.isoformat())
    if draft.since:
        return say("articles.holds_from", since=draft.since.isoformat())
    return say("articles.holds_until", until=draft.until.isoformat()) if draft.until else ""
