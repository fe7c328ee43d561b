"""Articles the office recommends: for members once a week, for everybody who asks."""

from __future__ import annotations

from datetime import date, datetime

from files.dataclass import dataclass
from programme.articles.article import ArticleKind, Draft, list_of
from programme.ids import ArticleId, PersonId
from storage.core.tx import Tx


@dataclass(frozen=True, slots=True)
class Article:
    """`sent_on` is the day members got it; `useful` how many called it useful; `aliases` are its other names, a line each."""

    id: ArticleId
    kind: ArticleKind
    title: str
    link: str
    summary: str
    made_by: PersonId
    made_at: datetime
    sent_on: date | None
    useful: int
    withdrawn_at: datetime | None
    since: date | None
    until: date | None
    aliases: str

    @property
    def names(self) -> tuple[str, ...]:
        """What a question may call it."""
        return (self.title, *self.aliases.splitlines())


async def add(tx: Tx, kind: ArticleKind, draft: Draft, *, by: PersonId, at: datetime) -> ArticleId:
    words = {"title": draft.title, "link": draft.link, "summary": draft.summary, "aliases": "\n".join(draft.aliases)}
    days = {"since": draft.since, "until": draft.until}
    return ArticleId(await tx.value("article_add", kind=kind, made_by=by, made_at=at, **words, **days))


async def article(tx: Tx, article_id: ArticleId) -> Article:
    """One article by its id. Raises LookupError when there is no such article."""
    found = await tx.one(Article, "article", id=article_id)
    if found is None:
        raise LookupError(f"there is no article {article_id}")
    return found


async def newest(tx: Tx, kind: ArticleKind, most: int, day: date, *, is_editor: bool = False) -> list[Article]:
    """The list of a kind as it holds on that day; for whoever edits it also what begins later."""
    begun = date.max if is_editor else day
    return await tx.all(Article, "articles_newest", list=list_of(kind), most=most, day=day, begun=begun)


async def sent(tx: Tx, kind: ArticleKind, most: int, day: date) -> list[Article]:
    """What members have got and still holds, the last one first."""
    return await tx.all(Article, "articles_sent", list=list_of(kind), most=most, day=day)


async def next_to_send(tx: Tx, kind: ArticleKind, day: date) -> Article | None:
    return await tx.one(Article, "article_next", list=list_of(kind), day=day)


async def note_sent(tx: Tx, article_id: ArticleId, day: date) -> bool:
    """Write down that it goes out; False when it has gone before."""
    return await tx.do("article_sent", id=article_id, day=day) == 1


async def count_useful(tx: Tx, article_id: ArticleId) -> None:
    """One more found it useful; nobody knows who."""
    await tx.do("article_useful", id=article_id)


async def withdraw(tx: Tx, article_id: ArticleId, at: datetime) -> bool:
    """It is shown and sent no more; False when it was withdrawn before."""
    return await tx.do("article_withdraw", id=article_id, at=at) == 1
