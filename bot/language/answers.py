"""Short answers to a question in hand: yes, a number told as a word, no photo, a fault that stands, more of the same thing."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.language.commands.politeness import EDGES, bare
from bot.language.words.lexicon import Kind, Token
from bot.language.words.normalise import normalised
from bot.language.words.vocabulary import Vocabulary

_GROUPS = Vocabulary("answers")
_AGREES = frozenset(bare(normalised(word)) for word in _GROUPS.words("agrees"))
_YES = frozenset(bare(normalised(word)) for word in _GROUPS.words("yes"))
_NO_PHOTO = re.compile(_GROUPS.pattern("no_photo"))
_AWAY = re.compile(_GROUPS.pattern("away"))
_DENIES = re.compile(rf"{_GROUPS.pattern('denies')}(?!\w)")
_NOT_MINE = re.compile(_GROUPS.pattern("not_mine"))
_STANDS = re.compile(f"{_GROUPS.pattern('still')}{_GROUPS.pattern('there')}[了的吧呢]?$")
_NUMBER = re.compile(r"第?([1-9]\d?) ?(?:号店|号|家店|家)")
_QUESTION = re.compile(rf"{_GROUPS.pattern('questions')}|(?:\?|{_GROUPS.pattern('question_ends')})\s*$", re.IGNORECASE)
_HOLD_ON = re.compile(rf"{_GROUPS.pattern('hold_on')}[\s,，。]*")
_DROPS = re.compile(
    rf"{_GROUPS.pattern('drafts')}?(?:[\s,，]*{_GROUPS.pattern('drops')})+(?:[\s,，]*{_GROUPS.pattern('dropped_for')})?"
)
_LETS_BE = re.compile(rf"{_GROUPS.pattern('lets_be')}$")
_ALTERS = re.compile(_GROUPS.pattern("alters"))
_CLAUSES = re.compile(r"[,。;!\n]+")
_THINGS = frozenset({Kind.DIRT, Kind.FIXTURE, Kind.GOODS, Kind.PUBLIC})


def agrees(text: str) -> bool:
    """Whether the whole message only says yes to what was shown before it goes out."""
    return bare(normalised(text)) in _AGREES


def says_yes(text: str) -> bool:
    """Whether the whole message only says that it is so: “好的” may as well only be polite."""
    return bare(normalised(text)) in _YES


def bare_number(text: str) -> str:
    """The digits of a number that is told as a word, “二号” or “第三家”; empty where it is more, or none."""
    found = _NUMBER.fullmatch(bare(normalised(text)))
    return found[1] if found else ""


def is_question(text: str) -> bool:
    """Whether it ends in a question: “小方水果的老板叫什么”."""
    clauses = [clause for clause in _CLAUSES.split(normalised(text)) if clause.strip()]
    return bool(clauses) and bool(_QUESTION.search(clauses[-1]))


def asks(text: str) -> bool:
    """Whether any clause of it is a question: “你们节假日也要发吗，我国庆想歇歇”."""
    return any(_QUESTION.search(clause) for clause in _CLAUSES.split(normalised(text)))


def drops(text: str) -> bool:
    """Whether the whole message only says that what was shown is not to go on: “算了，先不停”."""
    return _is_after_hold_on(_DROPS, text)


def lets_be(text: str) -> bool:
    """Whether a clause says that nobody need see to it: “算了，花坛那个不用管了，我自己拔”."""
    return any(_LETS_BE.search(clause.strip()) for clause in _CLAUSES.split(normalised(text)))


def alters(text: str) -> bool:
    """Whether the whole message only asks for other words than those that were shown: “等一下，先改一下内容”."""
    return _is_after_hold_on(_ALTERS, text)


def _is_after_hold_on(pattern: re.Pattern[str], text: str) -> bool:
    plain = bare(normalised(text))
    while not pattern.fullmatch(plain):
        opening = _HOLD_ON.match(plain)
        if opening is None or not opening.end():
            return False
        plain = plain[opening.end() :]
    return True


def denies(text: str) -> str | None:
    """What follows where a message begins by saying that it is not so, “没有的事，垃圾都进桶了”; None for any other."""
    plain = normalised(text)
    found = _DENIES.match(plain)
    return plain[found.end() :].strip(EDGES) if found else None


def is_not_mine(text: str) -> bool:
    """Whether an owner says that what they tell of is not theirs."""
    return bool(_NOT_MINE.search(normalised(text)))


def has_no_photo(text: str) -> bool:
    """Whether somebody who is asked for a photo says that they cannot take one."""
    plain = normalised(text)
    return bool(_NO_PHOTO.search(plain) or _AWAY.fullmatch(bare(plain)))


def still_stands(plain: str) -> bool:
    """“扫了还是有”: whatever was done, it is there still."""
    return bool(_STANDS.search(bare(plain)))


def goes_on(tokens: Sequence[Token], before: str) -> bool:
    """Whether they speak of a thing of which was told before: “水都漫到门口了” after “下水道堵了”."""
    said = normalised(before)
    return any(token.kind in _THINGS and token.text in said for token in tokens)
