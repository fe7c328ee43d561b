"""A question that a public guide answers: its asker reads the guide first, and says whether that was enough."""

from __future__ import annotations

from dataclasses import asdict

from bot.flow import Turn
from bot.kept import pack
from bot.steps import action
from messages.reply import Button
from messages.topics import Topic
from programme.articles.article import ArticleKind
from programme.articles.how_to import best
from programme.services import ASK
from storage.articles import articles
from storage.requests.service_requests import About

LOOKED_AT = 200
"""Guides, the newest ones."""


async def asked(turn: Turn, words: str, about: About) -> bool:
    """Whether a guide was shown; the question is kept with it, and one tap makes it a request after all."""
    if about.service != ASK:
        return False
    known = await articles.newest(turn.tx, ArticleKind.SERVICE, LOOKED_AT, turn.day)
    found = max(known, key=lambda one: best(one.names, words), default=None)
    if found is None or not best(found.names, words):
        return False
    rows = [
        [
            Button(turn.say("requests.guide_enough"), action("guides.end_question")),
            Button(turn.say("requests.guide_more"), action("guides.file_question")),
        ]
    ]
    told = "\n".join(filter(None, (found.title, found.summary, found.link)))
    turn.reply(
        turn.say("requests.guide", told=told), buttons=rows, topic=Topic.GUIDE, kept=pack(turn, about=asdict(about))
    )
    return True
