"""Which shops a message speaks of: numbers, ranges, lists and names as people write them, with the words about each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from bot.language.meanings import NamedShop
from bot.language.shops.clause_ends import apart, clause_end
from bot.language.shops.counts import counted_behind, counts, is_score
from bot.language.shops.mentions import Named, Part, is_heading, once
from bot.language.shops.names import ShopNames
from bot.language.shops.wares import SEPARATORS, is_of_another, is_said_again
from bot.language.words.numerals import NUMBER_WORDS
from bot.language.words.vocabulary import Vocabulary

_GROUPS = Vocabulary("shops")
_UNITS = f"(?!{_GROUPS.pattern('things')}){_GROUPS.pattern('units')}"
_UNIT = rf"(?!{_UNITS})(?![:：]\d|\.\d|\d|/\d)"
_APART = re.compile(rf" +{_UNITS}")
_MARKED_DUTIES = re.compile(r"(?:[\u4e00-\u9fff]{2,4}[01](?:[ ,，、;；]+|$)){2,}")
"""“卫生1 秩序0”: marks behind what they are given for."""
_LINE = re.compile(r"(?:^|[\n,，;；。])\s*$")
_OF_DUTY = "".join(f"(?<!{word} )" for word in _GROUPS.words("duties", "en"))
"""“3 order no 4 ok”: the “no” is of the order, and no number."""
_BEFORE = rf"(?<![\d.a-z/])(?<!\d[:：])(#|{_OF_DUTY}{_GROUPS.pattern('before_number')})?"
_FRONT = _GROUPS.pattern("front")
_NUMBER = re.compile(rf"{_BEFORE}([1-9]\d?){_UNIT}\s*(号店(?!{_FRONT})|号|家店|家|店(?!{_FRONT})|#)?")
_FROM, _JUST = _GROUPS.words("from"), _GROUPS.words("just")
_RANGE = re.compile(rf"\s*(?:-|{_GROUPS.pattern('ranges')})\s*$")
_JOINS, _HOUSE, _THOSE = _GROUPS.pattern("joins"), _GROUPS.pattern("house"), _GROUPS.pattern("those")
_AND = re.compile(rf"\s*(?:[,、，&/+]|\.(?! )|{_HOUSE}?(?:[、，,]|{_JOINS}){_THOSE}{{0,2}})?\s*$")
_FOCUS = re.compile(f"{_GROUPS.pattern('focus')}$")
_MARKED = re.compile("[,，;；。]")
_NOT_ONE = _GROUPS.words("not_one")
_ALL_OF_MINE = re.compile(f"{_GROUPS.pattern('mine')}$")
"""“不是我这十家”: how many there are, not the tenth."""
_FEW, _SHOP_WORDS = _GROUPS.words("few"), _GROUPS.words("shop")
_COUNTS = {word: n for n, word in enumerate(NUMBER_WORDS[:5], 1)} | dict.fromkeys(_SHOP_WORDS, 1)
_POSITION = re.compile(
    rf"{_GROUPS.pattern('backwards')}第?(?P<nth>\d)(?:家店?|号)"
    rf"|(?P<side>{_GROUPS.pattern('first', 'zh')}|{_GROUPS.pattern('last', 'zh')})(?P<many>\d)家店?"
    rf"|(?<![a-z])(?:the )?(?P<en_side>{_GROUPS.pattern('first', 'en')}|{_GROUPS.pattern('last', 'en')})"
    rf" (?P<en_many>{'|'.join(_COUNTS)}|[2-9]){_GROUPS.pattern('several')}?"
    rf"(?=[,:]| ?$| {_GROUPS.pattern('behind_position')}\b)"
)
_FIRST = _GROUPS.words("first")
_NEXT = _GROUPS.words("next")
"""What may as well mean those that stand before or behind the one just spoken of."""
_DIGITS = re.compile(r"\d+")
_INSIDE = re.compile(f" ?{_GROUPS.pattern('among')}")
_SEEN = re.compile(rf"{_GROUPS.pattern('these')}?(?:\d家)?{_GROUPS.pattern('seen')}[,，。;； ]*")
_OTHERS = re.compile(
    rf"{_GROUPS.pattern('others')}的?(?:(?P<many>\d|{_GROUPS.pattern('few')})家|的|(?={_GROUPS.pattern('behind_others')}))"
)
MOST = 30
_BETWEEN = re.compile(
    rf"{_GROUPS.pattern('between', 'zh')}(?!{_GROUPS.pattern('time')})|\b{_GROUPS.pattern('between', 'en')}\b"
    rf"|{_GROUPS.pattern('unclear')}"
)


def is_between(text: str) -> bool:
    """Whether what lies between two shops is told, or belongs to one of them: it counts for neither until it is assigned."""
    return bool(_BETWEEN.search(text))


def parts(text: str, linked: Sequence[NamedShop]) -> list[Part]:
    """The message cut at the shops it names; words before the first belong to it."""
    if not linked:
        return [Part((), "", text)]
    found = _references(text, tuple(linked))
    if not found:
        return [Part((), "", text)]
    groups = [once(group) for group in _among(text, _grouped(text, found, linked))]
    cut = _cut(text, groups)
    told = [part for n, part in enumerate(cut) if not is_heading(part, cut[n + 1 :])]
    return [replace(part, before=_VISIT.sub("", part.before)) if part.text.strip(_MARKS) else part for part in told]


def _references(text: str, linked: tuple[NamedShop, ...]) -> list[Named]:
    by_name = _names(linked).find(text)
    by_name = [n for n in by_name if not is_said_again(text, n, by_name)]
    taken = [(n.start, n.end) for n in by_name]
    by_number = {shop.number: shop for shop in linked if shop.number}
    placed = _by_position(text, by_number, min((hit.start for hit in by_name), default=len(text)))
    taken += [(one.start, one.end) for one in placed]
    numbers = _numbers(text, taken, by_number)
    named = [
        Named(n.start, n.end, n.shops, 0, n.is_sure) for n in by_name if not is_of_another(text, n, numbers, by_name)
    ]
    return sorted([*named, *placed, *numbers], key=lambda n: n.start)


def _numbers(text: str, taken: Sequence[tuple[int, int]], by_number: Mapping[int, NamedShop]) -> list[Named]:
    """Shops told by their number; “两家” right behind names counts those."""
    counted = counted_behind(text, [end for _, end in taken])
    numbers = (match for match in _NUMBER.finditer(text) if _is_shop(text, match, taken, len(by_number)))
    told = [match for match in numbers if match.start() not in counted]
    return [_numbered(match, by_number) for n, match in enumerate(told) if not counts(text, match, taken, told[:n])]


def _by_position(text: str, by_number: Mapping[int, NamedShop], first_name: int) -> list[Named]:
    """Shops told by where they stand in walking order: “头三家”, “最后一家”, “the first two”.

    `first_name` is where the first shop is called by its name.
    """
    row = sorted(by_number)
    return [
        named
        for match in _POSITION.finditer(text)
        for named in _placed(match, row, by_number, is_first=match.start() <= first_name)
    ]


def _placed(
    match: re.Match[str], row: Sequence[int], by_number: Mapping[int, NamedShop], *, is_first: bool
) -> Iterator[Named]:
    """The shops at one end of the row; none where “前面一家” may be whoever stands there."""
    if match["nth"]:
        if int(match["nth"]) <= len(row):
            yield Named(match.start(), match.end(), (by_number[row[-int(match["nth"])]],), row[-int(match["nth"])])
        return
    said = match["many"] or match["en_many"] or "1"
    many, side = _COUNTS.get(said) or int(said), match["side"] or match["en_side"]
    if not 0 < many < len(row) or (side in _NEXT and many == 1):
        return
    told = row[:many] if side in _FIRST else row[-many:]
    before = [int(number) for number in _DIGITS.findall(match.string[: match.start()])]
    is_sure = side not in _NEXT or _is_end_of_row(told, before, is_first=is_first)
    for number in told:
        yield Named(match.start(), match.end(), (by_number[number],), number, is_sure)


def is_the_last(text: str, named: Named) -> bool:
    """“最后一家”: of what was recorded it is the last one, wherever it stands in the row."""
    found = _POSITION.match(text, named.start)
    if found is None or found["nth"] or (found["side"] or found["en_side"]) in _FIRST:
        return False
    said = found["many"] or found["en_many"]
    return (_COUNTS.get(said) or int(said)) == 1


def _is_end_of_row(told: Sequence[int], before: Sequence[int], *, is_first: bool) -> bool:
    """Whether “前三家” can be nobody else: no shop is named before, or the last one is that row's end or next to it."""
    if not before:
        return is_first
    return before[-1] in (*told, told[0] - 1, told[-1] + 1)


def _among(text: str, groups: list[list[Named]]) -> list[list[Named]]:
    """“1 2 3里头就2有垃圾 另外两家好”: those told of apart, and the others of the same list alone."""
    listed, end = groups[0], groups[0][-1].end
    rest = _OTHERS.search(text, end)
    is_heading = _INSIDE.match(text, end) or (len(groups) > 1 and _SEEN.fullmatch(text[end : groups[1][0].start]))
    if len(listed) <= 1 or rest is None or not is_heading:
        return groups
    told = [group for group in groups[1:] if group[-1].end <= rest.start()]
    behind = [group for group in groups[1:] if group[0].start >= rest.end()]
    shops = {named.shops for group in told for named in group}
    others = [replace(n, start=rest.start(), end=rest.end()) for n in listed if n.shops not in shops]
    fits = shops and shops < {named.shops for named in listed} and rest["many"] in (None, *_FEW, str(len(others)))
    return [*told, others, *behind] if fits else groups


def _is_shop(text: str, match: re.Match[str], taken: Sequence[tuple[int, int]], many: int) -> bool:
    """Whether a number names a shop: “有 2 个烟头” counts, “2 桌子摆外面” begins with a shop."""
    if any(start < match.end() and match.start() < end for start, end in taken):
        return False
    if any(found.start() < match.start() < found.end() for found in _MARKED_DUTIES.finditer(text)):
        return False
    if match[3] == "家" and match[2] == "1" and text.startswith(_NOT_ONE, match.end()):
        return False
    if match[3] == "家" and _ALL_OF_MINE.search(text[: match.start()]):
        return False
    if match[3] in ("家", "家店") and not match[1] and int(match[2]) == many:
        return False  # “十家走了一圈”: how many there are
    if is_score(text, match):
        return False
    return not _APART.match(text, match.end(2)) or bool(_LINE.search(text[: match.start()]))


def _numbered(match: re.Match[str], by_number: Mapping[int, NamedShop]) -> Named:
    number, is_many = int(match[2]), match[3] in ("家", "家店") and not match[1]
    shop = by_number.get(number)
    return Named(match.start(), match.end(), (shop,) if shop else (), number, not is_many)


def without_name(text: str, own: Sequence[NamedShop]) -> str:
    """`text` of somebody who begins with the name of their own shop, without it."""
    if len(own) != 1:
        return text
    hits = _names(tuple(own)).find(text)
    return (
        text[hits[0].end :].lstrip(_MARKS) if hits and hits[0].is_sure and not text[: hits[0].start].strip() else text
    )


_MARKS = " ,，、:：号店"


@lru_cache(maxsize=64)
def _names(linked: tuple[NamedShop, ...]) -> ShopNames:
    return ShopNames(linked)


def _grouped(text: str, found: Sequence[Named], linked: Sequence[NamedShop]) -> list[list[Named]]:
    """References with nothing but “and” between them share their words; a range stands for all within."""
    groups = [[found[0]]]
    for named in found[1:]:
        last = groups[-1][-1]
        between = text[last.end : named.start]
        before = text[: last.start]
        is_range = (last.number and named.number) or (before.endswith(_FROM) and not before.endswith(_JUST))
        if is_range and _RANGE.fullmatch(between):
            groups[-1].extend(_within(last, named, linked))
        elif _AND.fullmatch(between) and not _begins_anew(text, groups, named):
            groups[-1][-1:] = _joined(last, named, between)
        else:
            groups.append([named])
    return [part for group in groups for part in apart(text, group)]


def _begins_anew(text: str, groups: Sequence[Sequence[Named]], named: Named) -> bool:
    """“看了五到七号，五号好”, “脏的是4号，5号好”, “从7号到了8号 7号好”: one told of before, or none of those."""
    group, between = groups[-1], text[groups[-1][-1].end : named.start]
    is_marked = bool(_MARKED.search(between))
    is_again = len(group) > 1 and bool(named.shops) and any(one.shops == named.shops for one in group)
    if between and named.shops and any(one.shops == named.shops for told in groups[:-1] for one in told):
        return True
    return is_marked and (is_again or bool(_FOCUS.search(text[: group[-1].start])))


def _joined(last: Named, named: Named, between: str) -> list[Named]:
    """Two references beside each other: one shop said twice, two shops, or a number and a name that differ."""
    if last.shops and last.shops == named.shops:  # “3号阿香包子铺”
        return [replace(last, end=named.end)]
    if between or bool(last.number) == bool(named.number):
        return [last, named]
    both = (*last.shops, *named.shops)  # “3号五金店”: the number is one shop, the name another
    return [replace(last, end=named.end, shops=both, is_sure=False)]


def _within(first: Named, last: Named, linked: Sequence[NamedShop]) -> list[Named]:
    by_number = {shop.number: shop for shop in linked}
    start, end = (one.number or one.shops[0].number for one in (first, last))
    low, high = start + 1, min(end, start + MOST)
    inside = [
        Named(last.start, last.end, (by_number[n],), n, last.is_sure) for n in range(low, high + 1) if n in by_number
    ]
    return inside or [last]


def _stop(words: str) -> int:
    """Where what is said of one shop ends and the words right before the next begin."""
    return clause_end(words) or max((m.end() for m in SEPARATORS.finditer(words)), default=0)


_NEIGHBOUR = re.compile(f"{_GROUPS.pattern('next_door')}的?$")
"""“阿香家都好，隔壁眼镜店有垃圾”: the shop is named."""


_VISIT = re.compile(rf"{Vocabulary('names').pattern('visits')}\s*$")
"""“再看6号”: that one came there."""
_SIGH = re.compile(rf"^{_GROUPS.pattern('sighs')}(?=[,， ]+\S)")


def _cut(text: str, groups: Sequence[Sequence[Named]]) -> list[Part]:
    """What stands right before a shop without a stop between belongs to it: “好 听说5号脏”."""
    cut: list[Part] = []
    before = text[: groups[0][0].start]
    for number, group in enumerate(groups):
        end = groups[number + 1][0].start if number + 1 < len(groups) else len(text)
        words = text[group[-1].end : end]
        words = _SIGH.sub("", words)
        words = (_NEIGHBOUR.sub("", words) if number + 1 < len(groups) else words) or words
        carried = ""
        if number + 1 < len(groups):
            stop = _stop(words)
            if stop and words[stop:].strip():
                words, carried = words[:stop], words[stop:]
        cut.append(Part(tuple(group), before, words))
        before = _NEIGHBOUR.sub("", carried)
    return cut
