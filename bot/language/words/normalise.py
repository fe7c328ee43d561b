"""One spelling for what is typed in many: width, case, script, emoji, invisible characters and numerals."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from typing import Protocol

from bot.language.words.numerals import NUMBER_WORDS, NUMERAL, plain_numbers
from bot.language.words.vocabulary import Vocabulary

_GROUPS = Vocabulary("normalise")
_INVISIBLE = re.compile(
    "[\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\u20e3\U0001f3fb-\U0001f3ff]"
)
_BESIDE = re.compile("([\u2460-\u2473\u2776-\u277f\u2780-\u2793])(?=[\u2460-\u2473\u2776-\u277f\u2780-\u2793])")
"""Circled numbers side by side: “③④⑩” is three of them."""
_HAN = re.compile("[\u3400-\u9fff]+")
_ENGLISH = re.compile(rf"(?:(?!(?:{'|'.join(NUMBER_WORDS)})\b)[a-z]+(?:[ '-](?=[a-z])|$))+")
"""English of single blanks and without a number: nothing of it is spelt in another way."""
_NUMERAL = re.compile(NUMERAL)
_DASHES = re.compile("[\u2010-\u2015\u2212\u2500\uff5e\u301c~]+")
_QUOTES = re.compile("[\u2018\u2019\u02bc`\u00b4]")
_BRACKETS = re.compile('[\u201c\u201d"\u300c\u300d\u300e\u300f\u300a\u300b\u3010\u3011\\[\\]()<>{}]')
_ASIDE = re.compile(r"(?<=[a-z]) \((?=[a-z])")
"""“order no (scooters everywhere)”: what stands in brackets is a clause of its own."""
_SHORTENED = re.compile(rf"\b({_GROUPS.pattern('denied')})nt\b")
_JOINED = re.compile(rf"\b({_GROUPS.pattern('joined')})({_GROUPS.pattern('endings')})(?<!were)\b")
"""“wasnt”, “theyre”: typed without the apostrophe."""
_LISTED = re.compile(
    rf"(?<![\d./])\d{{1,2}}(?:(?:[./]\d{{1,2}}){{2,}}(?![\d./])|[./]\d{{1,2}}(?= ?号?{_GROUPS.pattern('all')}))"
)
"""“1.4.6均达标”, “1/4/7都好”: shops told with dots or strokes between."""
_POINT = re.compile("[./]")
_RARE = str.maketrans(dict.fromkeys(_GROUPS.words("rare", "zh"), ""))
_TOMORROW = re.compile(rf"\b{_GROUPS.pattern('tomorrow')}\b")
_PICTURED = re.compile(r"\[[\u4e00-\u9fff]{1,3}\]")
"""“[抱拳]”: a picture of the messenger, told in words."""
_STOP = re.compile(rf"(?<=[a-z]{{2}})(?<!\b{_GROUPS.pattern('not_a_stop')})\.+ (?=[a-z0-9])")
"""“greasy step. Not good”: where an English sentence ends; “no. 5” goes on."""
_SPACES = re.compile(r"[^\S\n]+")
_LINES = re.compile(r"\s*\n\s*")


class _Converter(Protocol):
    def convert(self, text: str) -> str: ...


@lru_cache(maxsize=256)
def normalised(text: str) -> str:
    """`text` as the lexicon spells it; line breaks stay, every other space is one blank.

    >>> normalised("③號　好👍🏿")
    '3号 好👍'
    """
    if _ENGLISH.fullmatch(text) or (
        _HAN.fullmatch(text) and not (_NUMERAL.search(text) or _is_foreign_to_gb2312(text))
    ):
        return text  # the 150,000 words of the lexicon, and most that is said
    apart = _BESIDE.sub(r"\1、", _PICTURED.sub("", _INVISIBLE.sub("", text)))
    plain = unicodedata.normalize("NFKC", apart).casefold()
    plain = _QUOTES.sub("'", _DASHES.sub("-", _INVISIBLE.sub("", plain)))
    plain = _BRACKETS.sub(" ", _ASIDE.sub(", ", plain))
    plain = _LISTED.sub(lambda found: _POINT.sub("、", found[0]), _SHORTENED.sub(r"\1n't", plain))
    plain = _TOMORROW.sub("tomorrow", plain)
    plain = _JOINED.sub(lambda found: f"{found[1]}'{found[2]}", plain)
    plain = _STOP.sub("; ", plain_numbers(_simplified(plain)))
    return _LINES.sub("\n", _SPACES.sub(" ", plain)).strip()


def _simplified(text: str) -> str:
    """Traditional characters as simplified ones. The tables are read when the first such character comes."""
    if not any(_is_foreign_to_gb2312(run) for run in _HAN.findall(text)):
        return text
    return _converter().convert(text)


def _is_foreign_to_gb2312(run: str) -> bool:
    try:
        run.encode("gb2312")
    except UnicodeEncodeError:
        known = run.translate(_RARE)
        return known == run or _is_foreign_to_gb2312(known)
    return False


@cache
def _converter() -> _Converter:
    from opencc import OpenCC  # noqa: PLC0415 most people never need the 7 MB

    converter: _Converter = OpenCC("t2s")
    return converter
