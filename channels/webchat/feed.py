"""Answers the polling page: the new messages of each person, and which life of the database they are of."""

from __future__ import annotations

from typing import Any

from channels.webchat.post import Mailbox, on_the_page
from files.dataclass import dataclass

FULL_PAGE = 60
"""Messages shown when the page opens, and with every step back."""

MOST_NEWS = 200


@dataclass(frozen=True, slots=True)
class Asked:
    """Whose news a page wants, after which version (None for a fresh page), and the life in which it got that version."""

    users: tuple[tuple[str, int | None], ...]
    life: str


async def read(mailbox: Mailbox, asked: Asked) -> tuple[list[dict[str, Any]], bool]:
    """A feed for each person, and whether there is anything to say.

    A page that stayed open across a restore gets everything afresh: what it had was of another life.
    """
    life = await mailbox.life()
    is_other = bool(asked.life) and asked.life != life
    feeds = [await _feed(mailbox, user, None if is_other else after, life) for user, after in asked.users]
    has_news = is_other or any(feed["letters"] for feed in feeds) or None in [after for _, after in asked.users]
    return feeds, has_news


async def _feed(mailbox: Mailbox, user: str, after: int | None, life: str) -> dict[str, Any]:
    if after is None:
        found = await mailbox.before(user, None, FULL_PAGE)
    else:
        found = await mailbox.since(user, after, MOST_NEWS)
    version = max([message.version for message in found], default=after or 0)
    return {"life": life, "version": version, "letters": [on_the_page(message) for message in found]}
