"""Judges requests and answers by the machine-readable specification of the Bot API: names, types, limits, shapes."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from html import unescape
from pathlib import Path
from typing import Any

SPEC = json.loads((Path(__file__).parents[1] / "data" / "telegram-bot-api.json").read_text("utf-8"))
METHODS: Mapping[str, Any] = SPEC["methods"]
TYPES: Mapping[str, Any] = SPEC["types"]

_TAGS = re.compile(r"</?(?:b|i|u|s|a|code|pre|blockquote)(?: [^>]*)?>")
_NUMBER = re.compile(r"-?\d+")
_LENGTH = re.compile(r"(\d+)-(\d+) (characters|bytes)")
_RANGE = re.compile(r"(?:Values between |, )(\d+)-(\d+)(?: are accepted|\.)")
_ITEMS = re.compile(r"must include (\d+)-(\d+) items")
_AT_MOST = re.compile(r"At most (\d+) commands")


@dataclass
class File:
    """One uploaded part of a request."""

    name: str
    kind: str
    content: bytes


@dataclass
class Call:
    """One request as it came: the method, the text parameters, the uploaded files."""

    method: str
    values: dict[str, str]
    files: dict[str, File] = field(default_factory=dict)

    def json(self, name: str, default: Any = None) -> Any:
        """A parameter that is written as JSON."""
        return json.loads(self.values[name]) if name in self.values else default


def problems(call: Call) -> list[str]:
    """All that the specification has against a request."""
    method = METHODS.get(call.method)
    if method is None:
        return [f"there is no method {call.method}"]
    known = {f["name"]: f for f in method.get("fields", [])}
    given = {**call.values, **{name: "" for name in call.files if name in known}}
    attached = {name for value in call.values.values() for name in re.findall(r"attach://([^\"\s]+)", value)}
    found = [f"{call.method}: unknown parameter {name}" for name in given.keys() - known.keys()]
    found += [f"{call.method}: a file nobody asked for: {n}" for n in call.files.keys() - known.keys() - attached]
    found += [f"{call.method}: {name} is missing" for name, f in known.items() if f["required"] and name not in given]
    found += [f"{call.method}: {name} says attach://, but no such file came" for name in attached - call.files.keys()]
    for name in given.keys() & known.keys():
        if name in call.files:
            wrong = [] if "InputFile" in known[name]["types"] else ["takes no file"]
        else:
            wrong = [*_wrong_value(known[name]["types"], given[name]), *_beyond(known[name], given, name)]
        found += [f"{call.method}: {name} {words}" for words in wrong]
    return found or list(_customs(call))


def shape(kind: str, value: object) -> list[str]:
    """All that the specification has against an answer of ours, or an update."""
    return list(_wrong(kind, value, kind))


def utf16(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def _wrong_value(types: list[str], text: str) -> list[str]:
    """A form carries everything as text; the specification says what it has to be."""
    tries = [_read(kind, text) for kind in types]
    if any(not wrong for wrong in tries):
        return []
    return tries[-1] if len(tries) == 1 else [f"is none of {', '.join(types)}: {text[:60]}", *tries[0]]


def _read(kind: str, text: str) -> list[str]:
    if kind in ("String", "InputFile"):
        return []
    if kind == "Integer":
        return [] if _NUMBER.fullmatch(text) else [f"is no integer: {text[:40]}"]
    if kind == "Boolean":
        return [] if text in ("true", "false") else [f"is no boolean: {text[:40]}"]
    if kind == "Float":
        return [] if re.fullmatch(r"-?\d+(\.\d+)?", text) else [f"is no number: {text[:40]}"]
    try:
        return list(_wrong(kind, json.loads(text), ""))
    except ValueError:
        return [f"is no JSON: {text[:40]}"]


_PLAIN: dict[str, tuple[type, ...]] = {
    "Integer": (int,),
    "String": (str,),
    "Boolean": (bool,),
    "Float": (float, int),
    "InputFile": (str,),
}


def _wrong(kind: str, value: object, where: str) -> Iterator[str]:
    if kind.startswith("Array of "):
        if not isinstance(value, list):
            yield f"{where} is no list"
            return
        for number, item in enumerate(value):
            yield from _wrong(kind.removeprefix("Array of "), item, f"{where}[{number}]")
    elif kind in _PLAIN:
        if not isinstance(value, _PLAIN[kind]) or (isinstance(value, bool) and kind != "Boolean"):
            yield f"{where} is no {kind}: {value!r}"
    elif "subtypes" in TYPES[kind]:
        tries = [list(_wrong(sub, value, where)) for sub in TYPES[kind]["subtypes"]]
        if all(tries):
            yield f"{where} is no {kind}"
            yield from min(tries, key=lambda wrong: (any(" is not " in words for words in wrong), len(wrong)))
    else:
        yield from _wrong_object(kind, value, where)


def _wrong_object(kind: str, value: object, where: str) -> Iterator[str]:
    if not isinstance(value, dict):
        yield f"{where} is no {kind}"
        return
    fields = _fields(kind)
    for name in value.keys() - fields.keys():
        yield f"{where}.{name}: {kind} has no such field"
    for name, about in fields.items():
        if name not in value:
            if about["required"]:
                yield f"{where}.{name} is missing"
            continue
        tries = [list(_wrong(one, value[name], f"{where}.{name}")) for one in about["types"]]
        yield from min(tries, key=len)
        yield from (f"{where}.{name} {words}" for words in _beyond(about, {name: value[name]}, name))
        must = re.search(r"must be (\w+)$", about["description"])
        if must and value[name] != must[1]:
            yield f"{where}.{name} is not {must[1]}"


@cache
def _fields(kind: str) -> dict[str, Any]:
    return {f["name"]: f for f in TYPES[kind].get("fields", [])}


def _beyond(about: Mapping[str, Any], given: Mapping[str, Any], name: str) -> Iterator[str]:
    """The limits that the specification has in words."""
    value, words = given[name], about["description"]
    if (limit := _LENGTH.search(words)) and isinstance(value, str):
        text = unescape(_TAGS.sub("", value)) if given.get("parse_mode") == "HTML" else value
        size = len(value.encode()) if limit[3] == "bytes" else utf16(text)
        if not int(limit[1]) <= size <= int(limit[2]):
            yield f"is {size} {limit[3]}, not {limit[0]}"
    if (limit := _RANGE.search(words)) and _NUMBER.fullmatch(str(value)):  # noqa: SIM102 one limit, one paragraph
        if not int(limit[1]) <= int(value) <= int(limit[2]):
            yield f"is {value}, not {limit[1]}-{limit[2]}"
    items = _ITEMS.search(words) or _AT_MOST.search(words)
    if items and isinstance(value, str):
        least, most = (int(items[1]), int(items[2])) if items.re is _ITEMS else (0, int(items[1]))
        if not least <= len(json.loads(value)) <= most:
            yield f"has {len(json.loads(value))} items, not {least}-{most}"
    if "Only characters A-Z" in words and not re.fullmatch(r"[\w-]+", str(value), re.ASCII):
        yield "has other characters than A-Z, a-z, 0-9, _ and -"


def _customs(call: Call) -> Iterator[str]:
    """What the real server insists on and the tables do not say."""
    if call.values.get("parse_mode") == "HTML":
        text = call.values.get("text") or call.values.get("caption") or ""
        if "<" in _TAGS.sub("", text) or re.search(r"&(?!(?:lt|gt|amp|quot|#\d+);)", text):
            yield f"{call.method}: can't parse entities"
    if call.method.startswith("edit") and not {"chat_id", "message_id"} <= call.values.keys():
        yield f"{call.method}: neither chat_id and message_id nor inline_message_id"
    rows = (call.json("reply_markup") or {}).get("inline_keyboard", []) if "reply_markup" in call.values else []
    if sum(map(len, rows)) > 100 or any(not 1 <= len(row) <= 8 for row in rows):
        yield f"{call.method}: too many keys"
    for key in (key for row in rows for key in row):
        if len(key.keys() - {"text", "style", "icon_custom_emoji_id"}) != 1:
            yield f"{call.method}: the key {key.get('text')!r} does not do exactly one thing"
    if call.method == "setWebhook" and not call.values.get("url", "").startswith("https://"):
        yield "setWebhook: an HTTPS URL must be provided"
    for command in call.json("commands", []) if call.method == "setMyCommands" else []:
        if not re.fullmatch(r"[a-z0-9_]{1,32}", command["command"]) or not 1 <= len(command["description"]) <= 256:
            yield f"setMyCommands: {command}"
