"""Reads programme.toml, which an office clerk edits: every error is reported with its line."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from programme.rules import Rules, problems

_HEADER = re.compile(r"\s*(\[\[?)\s*([\w.\s-]+?)\s*\]\]?\s*(?:#.*)?$")
_KEY = re.compile(r"\s*([\w.-]+)\s*=")


def read_rules(path: Path) -> tuple[Rules, list[str]]:
    """The rules in a file, and what is wrong with them, each with file and line; with anything wrong, the defaults."""
    try:
        text = path.read_text("utf-8-sig")
        found = tomllib.loads(text)
    except (OSError, UnicodeDecodeError) as error:
        return Rules(), [f"{path}: cannot be read: {error}"]
    except tomllib.TOMLDecodeError as error:
        return Rules(), [f"{path}: this is not TOML: {error}"]
    try:
        rules = TypeAdapter(Rules).validate_python(found)
    except ValidationError as error:
        return Rules(), [_said(path, text, e["loc"], _words(e["type"], e["msg"])) for e in error.errors()]
    wrong = [_said(path, text, tuple(where.split(".")), words) for where, words in problems(rules)]
    return (Rules() if wrong else rules), wrong


def line_of(text: str, where: tuple[str | int, ...]) -> int | None:
    """The line, from 1, on which a key stands or would have stood; None when not even its table is there."""
    wanted = tuple(map(str, where))
    table: tuple[str, ...] = ()
    counts: dict[tuple[str, ...], int] = {}
    best, depth = None, 0
    for number, line in enumerate(text.splitlines(), 1):
        path: tuple[str, ...] = ()
        if header := _HEADER.match(line):
            table = tuple(part.strip() for part in header[2].split("."))
            if header[1] == "[[":
                counts[table] = counts.get(table, -1) + 1
                table = (*table, str(counts[table]))
            path = table
        elif key := _KEY.match(line):
            path = (*table, *key[1].split("."))
        if len(path) > depth and path == wanted[: len(path)]:
            best, depth = number, len(path)
    return best


def _said(path: Path, text: str, where: tuple[str | int, ...], words: str) -> str:
    line = line_of(text, where)
    return f"{path}{f' line {line}' if line else ''}: {'.'.join(map(str, where))}: {words}"


def _words(kind: str, message: str) -> str:
    if kind in ("unexpected_keyword_argument", "extra_forbidden"):
        return "there is no such entry; look at its spelling, or take it out"
    if kind == "missing":
        return "is missing"
    return message.replace("Input should be", "should be")
