"""Words that patterns look for beside others, from `texts/*/words/context.toml`: the code holds how they stand together.

What may stand in the code itself are single particles that are the form of a pattern (的, 了, 号 …), digits and marks;
whatever a clerk may want to add a word to is a group there. `tests/house/test_vocabulary.py` holds the line.
"""

from __future__ import annotations

import re
import unicodedata

from files.dataclass import dataclass
from texts import LANGUAGES
from texts.words import choices, context, ways


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The groups of one section."""

    topic: str

    def words(self, group: str, *languages: str) -> tuple[str, ...]:
        """Every word of a group, in one language or in all."""
        return tuple(dict.fromkeys(word for phrase in self._phrases(group, languages) for word in ways(phrase)))

    def pattern(self, group: str, *languages: str) -> str:
        """Any word of a group as a piece of a pattern; what stands first is tried first."""
        return f"(?:{'|'.join(map(phrase_pattern, self._phrases(group, languages)))})"

    def _phrases(self, group: str, languages: tuple[str, ...]) -> list[str]:
        """
        Raises:
            KeyError: none of the languages has such a group.
        """
        sections = [context(language).get(self.topic, {}) for language in languages or LANGUAGES]
        found = [phrase for section in sections for phrase in section.get(group, ())]
        if not found:
            raise KeyError(f"texts/*/words/context.toml: [{self.topic}] {group}")
        return list(map(_plain, found))


def phrase_pattern(phrase: str) -> str:
    """A phrase with choices as a pattern.

    >>> phrase_pattern("(几|多少)颗")
    '(?:几|多少)颗'
    """
    parts = choices(_plain(phrase))
    return "".join(re.escape(part[0]) if len(part) == 1 else f"(?:{'|'.join(map(re.escape, part))})" for part in parts)


def _plain(phrase: str) -> str:
    return unicodedata.normalize("NFKC", phrase).casefold()
