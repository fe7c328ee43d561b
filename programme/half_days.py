"""Half a day as people tell it, “上午不开门”, “closed this afternoon”: no closure, for a closure is of whole days."""

from __future__ import annotations

import re

_HALF = re.compile(
    r"(?:(?:[上下前后]?半[天日]|[上下]午|早[上晨]|[清大一今明]早|中午|傍晚|晚上|夜里|[今明当]晚)(?!\s*(?:好|起|开始|以?后))"
    r"|(?<!from )(?<!from this )(?<!from tomorrow )(?<!good )"
    r"\b(?:half (?:a |the )?day|mornings?|afternoons?|evenings?|tonight|lunchtime)\b)"
    r"(?!.*(?:[今明后][天日儿]|\btoday\b|\btomorrow and\b|\band tomorrow\b))",
    re.IGNORECASE,
)
"""A part of a day, and no whole one named behind it: “早上发烧今天不开门”."""
_CLOSED = re.compile(
    r"[不没](?:开|营业|做生意|出摊|在店)|[开做]半[天日]|只[开做]|[关歇休停闭]|打烊"
    r"|clos|shut|not? (?:\w+ )?open|n't (?:be )?open|\boff\b",
    re.IGNORECASE,
)
_WHOLE = re.compile(
    r"[整全]天|(?<!第)(?:\d+|[一两二三四五六七八九十几])\s*(?:天|个?星期|周|个?礼拜|个月)"
    r"|\b(?:all|whole|full) day"
    r"|(?<!half )\b(?:\d+|an?|one|two|three|four|five|six|seven|few|couple of) (?:day|week|month)s?\b"
    r"|(?:[到至]|\b(?:until|till|through))\s*"
    r"(?:下?(?:周|星期|礼拜)|\d+\s*[月日号./-]|[明后]|\d+ [a-z]|tomorrow|next|mon|tue|wed|thu|fri|sat|sun)",
    re.IGNORECASE,
)
"""Whole days that are counted, or a last one that is named."""
_CLAUSES = re.compile(r"[,，。;；!！?？\n…~]|(?<![a-zA-Z0-9])\s|\s(?![a-zA-Z0-9])")
_SHORT = 6
"""Characters before a part of a day that may be the day: “12月3日下午”."""
_JOINS = re.compile(r"吧|而已|了|的|这样|only|please", re.IGNORECASE)


def is_half_day(words: str) -> bool:
    """Whether a sentence about a closure, or what stands behind the word of one, tells a part of a day and no whole days.

    >>> is_half_day("要去进货，上半天不开门"), is_half_day("早上发烧了，今天不开门"), is_half_day("下午")
    (True, False, True)
    """
    if _WHOLE.search(words):
        return False
    clauses = [clause for clause in _CLAUSES.split(words) if clause and clause.strip()]
    if _CLOSED.search(words):
        return any(_HALF.search(clause) and (_CLOSED.search(clause) or _is_bare(clause)) for clause in clauses)
    return bool(clauses) and bool(_HALF.search(clauses[0])) and (clauses[0].isascii() or _is_bare(clauses[0]))


def _is_bare(clause: str) -> bool:
    """Whether a clause only says which part of which day: “就上午”, “明天下午”."""
    found = _HALF.search(clause)
    return found is not None and found.start() <= _SHORT and not _JOINS.sub("", clause[found.end() :]).strip()
