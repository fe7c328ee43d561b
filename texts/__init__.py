"""Every sentence a person reads, apart from the code, so that a clerk can mend the wording without a programmer.

`texts/zh/<topic>.toml` and `texts/en/<topic>.toml` hold flat keys; `say("self_check.thanks", shop="李记面馆")` fills in the
braces. A value that knows its own name in a language (a duty, a day) says it by itself.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from string import Formatter
from typing import Any, Protocol, runtime_checkable

LANGUAGES = ("zh", "en")


@runtime_checkable
class Localised(Protocol):
    """A value that knows its own name: `name("zh")` → "卫生"."""

    def name(self, language: str) -> str: ...


@cache
def catalogue(language: str) -> Mapping[str, str]:
    """All sentences of one language by `topic.key`, read once.

    Raises:
        TypeError: when a topic file holds anything but sentences.
    """
    names = sorted(f.name for f in files(__package__).joinpath(language).iterdir() if f.name.endswith(".toml"))
    topics = [(name.removesuffix(".toml"), topic(name.removesuffix(".toml"), language)) for name in names]
    return {f"{name}.{key}": sentence for name, sentences in topics for key, sentence in sentences.items()}


@cache
def topic(name: str, language: str) -> Mapping[str, str]:
    """The sentences of one topic by their keys; none where it has no file.

    Raises:
        TypeError: when its file holds anything but sentences.
    """
    file = files(__package__).joinpath(language, f"{name}.toml")
    found = tomllib.loads(file.read_text("utf-8")) if file.is_file() else {}
    for key, sentence in found.items():
        if not isinstance(sentence, str):
            raise TypeError(f"texts/{language}/{name}.toml: {key} is not a sentence")
    return {key: sentence.strip("\n") for key, sentence in found.items()}


class Say:
    """One language's voice."""

    __slots__ = ("language", "sentences")

    def __init__(self, language: str) -> None:
        self.language = language
        self.sentences = catalogue(language)

    def __call__(self, sentence: str, /, **values: object) -> str:
        """The sentence with its braces filled; a missing key or value is a programmer's error and raises KeyError."""
        spoken = (
            {k: v if type(v) in _PLAIN else _said(v, self.language) for k, v in values.items()} if values else values
        )
        words = self.sentences[sentence]
        return _COUNTED.vformat(words, (), spoken) if "|" in words else words.format(**spoken)


class _Counted(Formatter):
    """`{many:shop|shops}` is “1 shop” or “3 shops”; `{many:~has|have}` is the form alone."""

    def format_field(self, value: object, format_spec: str) -> str:
        if "|" not in format_spec:
            return str(super().format_field(value, format_spec))
        one, _, more = format_spec.removeprefix("~").partition("|")
        form = one if str(value) == "1" else more
        return form if format_spec.startswith("~") else f"{value} {form}"


_COUNTED = _Counted()
_PLAIN = frozenset({str, int, float})


class _HasName(dict[type, bool]):
    """Whether values of a type know their own names, found once for each type."""

    def __missing__(self, kind: type) -> bool:
        self[kind] = issubclass(kind, Localised)
        return self[kind]


_HAS_NAME = _HasName()


def _said(value: Any, language: str) -> object:
    return value.name(language) if _HAS_NAME[type(value)] else value


def spoken(code: str) -> str:
    """The language of ours that a code means, as channels and systems write it (`zh-CN`, `en_GB.UTF-8`); empty for none."""
    language = re.split(r"[-_.@]", code.strip(), maxsplit=1)[0].lower()
    return language if language in LANGUAGES else ""


@cache
def speaker(language: str) -> Say:
    """The voice for a language code; Chinese when we do not speak it."""
    return Say(spoken(language) or LANGUAGES[0])
