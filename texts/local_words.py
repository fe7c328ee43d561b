"""Words an office has added to the commands: one small file beside its data, checked before it is used."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from pathlib import Path

from texts.words import Groups

FILE = "words.toml"
GROUPS = ("say", "has", "near", "story", "lead", "tight", "today", "around")
"""How a word may be used; what each means stands in `texts/zh/words/commands.toml`."""


class WrongWordsError(Exception):
    """The file is no list of words by command; the reason says where."""


def read_local(path: Path) -> Mapping[str, Groups]:
    """The added words by command and group; none where there is no file.

    Raises:
        WrongWordsError: it is no TOML, or holds anything but lists of words by command.
    """
    try:
        tables = tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise WrongWordsError(f"{path.name}: {error}") from error
    return {name: _groups(f"{path.name}: [{name}]", table) for name, table in tables.items()}


def _groups(where: str, table: object) -> Groups:
    if not isinstance(table, dict) or not set(table) <= set(GROUPS):
        raise WrongWordsError(f"{where}: {', '.join(GROUPS)}")
    for group, words in table.items():
        if not isinstance(words, list) or not all(isinstance(word, str) and word.strip() for word in words):
            raise WrongWordsError(f"{where} {group}")
    return {group: tuple(words) for group, words in table.items()}


def joined(commands: Mapping[str, Groups], local: Mapping[str, Groups]) -> Mapping[str, Groups]:
    """The commands with the words added to them; a section that is no command is left out."""
    return {
        name: {
            group: (*ways.get(group, ()), *local.get(name, {}).get(group, ()))
            for group in {*ways, *local.get(name, {})}
        }
        for name, ways in commands.items()
    }


def written(local: Mapping[str, Groups]) -> str:
    """The file's text."""
    lines = []
    for name, groups in local.items():
        lines.append(f"[{name}]")
        lines += [
            f"{group} = {json.dumps(list(words), ensure_ascii=False)}" for group, words in groups.items() if words
        ]
        lines.append("")
    return "\n".join(lines)
