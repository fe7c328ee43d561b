"""One alert of a platform, as it is read out of the vendor's own words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import jmespath
from jmespath.exceptions import JMESPathError

from files.dataclass import dataclass
from programme.platforms import FIELDS, Source

LONGEST = {"id": 200, "camera": 100, "kind": 100, "code": 40, "at": 60, "place": 200, "score": 40, "text": 1000}
"""Characters that are kept of each field. An id that is longer is refused, since two of them could be cut to one."""
MOST_AT_ONCE = 1000


class NotAnAlert(ValueError):
    """What lacks, in words for whoever sets the platform up."""


@dataclass(frozen=True, slots=True)
class Alert:
    """`at` is the moment as the platform said it, whatever that was; `image` base64 or a link, empty for none."""

    id: str
    camera: str = ""
    kind: str = ""
    code: str = ""
    at: str = ""
    place: str = ""
    score: str = ""
    text: str = ""
    image: str = ""


def read(source: Source, event: Mapping[str, Any]) -> list[Alert]:
    """The alerts of one event; several only where the vendor's own JSON has a list of them.

    Raises:
        NotAnAlert: an id is missing, or there is nothing in it.
    """
    data = event.get("data")
    if not source.fields:
        values = {name: data.get(name) for name in FIELDS} if isinstance(data, dict) else {}
        given = {**values, "id": event.get("id") or values.get("id"), "at": values.get("at") or event.get("time")}
        return [_alert(given, event)]
    found = _search(source.each, data) if source.each else [data]
    if not isinstance(found, list) or not found:
        raise NotAnAlert(f"“{source.each}” finds no list of alerts in it")
    if len(found) > MOST_AT_ONCE:
        raise NotAnAlert(f"at most {MOST_AT_ONCE} alerts at once")
    return [_alert({name: _search(path, one) for name, path in source.fields.items()}, event) for one in found]


def _alert(given: Mapping[str, Any], event: Mapping[str, Any]) -> Alert:
    words = {name: _text(value) for name, value in given.items()}
    if not words.get("id"):
        raise NotAnAlert("an alert has an id")
    if len(words["id"]) > LONGEST["id"]:
        raise NotAnAlert(f"an id has at most {LONGEST['id']} characters")
    if not (words.get("kind") or words.get("code")):
        words["kind"] = _text(event.get("type"))
    cut = {name: value if name == "image" else value[: LONGEST[name]] for name, value in words.items()}
    return Alert(**{name: cut.get(name, "") for name in FIELDS})


def _search(path: str, data: object) -> object:
    try:
        return jmespath.search(path, data)
    except JMESPathError as error:  # a function of the path that does not fit what was sent
        raise NotAnAlert(f"“{path}” cannot be read in it: {str(error)[:120]}") from error


def _text(value: object) -> str:
    """A field as words: numbers as they are, and nothing of what is no single value."""
    if value is None or isinstance(value, dict | list):
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return " ".join(str(value).replace("\x00", "").encode("utf-8", "ignore").decode().split())
