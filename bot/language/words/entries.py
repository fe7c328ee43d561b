"""The words of the lexicon, spelt out group by group in the order in which they count."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from bot.language.words.kinds import DUTIES, FACTS, Kind
from bot.language.words.normalise import normalised
from files.dataclass import dataclass
from programme.duties import Duty
from texts.words import Groups, has_many_ways, spelt


@dataclass(frozen=True, slots=True)
class Entries:
    """The words of one group."""

    kind: Kind
    lines: str
    """Every way to say them, each on a line of its own: 77,000 objects would stay behind as holes in the memory."""
    duty: str = ""
    many: tuple[str, ...] = ()
    """Those of very many ways, as they are written."""
    is_spare: bool = False
    """Whether they count only where nothing else is spelt so."""

    def words(self) -> list[str]:
        return self.lines.split("\n") if self.lines else []


def entries(duties: Sequence[Duty], facts: Groups, by_duty: Mapping[str, Groups]) -> Iterator[Entries]:
    for duty in duties:
        yield Entries(Kind.DUTY, _lines((duty.key, duty.zh, duty.en)), duty.key)
        yield Entries(Kind.SYMPTOM, _lines(duty.symptoms), duty.key)
    for duty in duties:
        for group, words in by_duty.get(duty.key, {}).items():
            yield Entries(DUTIES[group], _lines(spelt(words)), duty.key)
    for duty in duties:
        yield Entries(Kind.DUTY, _lines(duty.aliases), duty.key, is_spare=True)
    for group, kind in FACTS.items():
        words = facts.get(group, ())
        many = tuple(filter(has_many_ways, words))
        yield Entries(kind, _lines(spelt(word for word in words if word not in many)), many=many)


def _lines(words: Iterable[str]) -> str:
    return "\n".join(filter(None, map(normalised, words)))
