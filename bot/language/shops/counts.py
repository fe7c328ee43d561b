"""Numbers that name no shop: how many are told of, and the score of a duty."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.language.words.vocabulary import Vocabulary

_GROUPS = Vocabulary("shops")
_THEM = re.compile(rf"{_GROUPS.pattern('these')}?\d家")
_MARK = re.compile("[,，。:：;；.!]")
_SCORED = re.compile(f"{_GROUPS.pattern('scored')}[:：= ]?$")
_GOES_ON = re.compile(rf"(?:[ ,、]|{_GROUPS.pattern('joins', 'zh')})*\d")


def counted_behind(text: str, ends: Sequence[int]) -> set[int]:
    """Where numbers stand that count the names right before them: “眼镜店和花店两家”."""
    return {found.end() - 2 for end in ends if (found := _THEM.match(text, end))}


def counts(text: str, match: re.Match[str], names: Sequence[tuple[int, int]], numbers: Sequence[re.Match[str]]) -> bool:
    """“看了三家。1号好”, “面馆和花店看过了，两家都好”: how many are told of, or were."""
    if match[3] != "家" or match[1]:
        return False
    told = sum(end <= match.start() for _, end in names) + len(numbers)
    if told == int(match[2]) > 1:
        return True
    is_listed = any(start == match.end() for start, _ in names)
    return not told and (is_listed or _MARK.match(text, match.end()) is not None)


def is_score(text: str, match: re.Match[str]) -> bool:
    """“卫生1 秩序0”: one as the mark of a duty, where no list of shops goes on behind it."""
    is_one = match[2] == "1" and not (match[1] or match[3])
    return is_one and bool(_SCORED.search(text[: match.start()])) and not _GOES_ON.match(text, match.end())
