"""Whom a sentence about a leave names to stand in, whether or not anybody of that name is enrolled."""

from __future__ import annotations

import re

from bot.language.words.vocabulary import Vocabulary

_GROUPS = Vocabulary("stand_ins")
_ASKED, _NOBODY = _GROUPS.pattern("asked", "zh"), _GROUPS.pattern("nobody", "zh")
_CHINESE = re.compile(
    rf"(?:^|[,，。;； ]|{_ASKED}){_ASKED}*(?!{_ASKED}|{_NOBODY})([\u4e00-\u9fff·]{{2,4}}?)"
    rf"{_GROUPS.pattern('helps', 'zh')}?{_GROUPS.pattern('acts', 'zh')}"
)
_ENGLISH = re.compile(
    rf"(?:^|[,，。;； ])(?i:(?!{_GROUPS.pattern('nobody', 'en')}))([A-Z][a-z]+(?: [A-Z][a-z]+)?|[\u4e00-\u9fff·]{{2,4}}) "
    rf"{_GROUPS.pattern('acts', 'en')}\b"
)


def stand_in_told(text: str) -> str:
    """The name: “李明替她” → 李明; empty where nobody is named, “找个人替我”.

    >>> stand_in_told("王芳明天请假三天，李明替她"), stand_in_told("请假三天，麻烦找个人替我")
    ('李明', '')
    """
    found = _CHINESE.search(text) or _ENGLISH.search(text)
    return found[1] if found else ""
