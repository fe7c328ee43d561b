"""What a platform sent, taken out of its envelope: CloudEvents 1.0 (structured, binary, a batch), or the vendor's own JSON."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote

import orjson

ONE, BATCH, PLAIN = "application/cloudevents+json", "application/cloudevents-batch+json", "application/json"
MOST_EVENTS = 1000
LONGEST_ATTRIBUTE = 1024
REQUIRED = ("id", "source", "specversion", "type")


class NotRead(Exception):
    """It cannot be taken; `status` is the HTTP status, the words say what to send instead."""

    def __init__(self, status: int, words: str) -> None:
        super().__init__(words)
        self.status = status


def unpack(headers: Mapping[str, str], body: bytes, *, own: bool) -> list[dict[str, Any]]:
    """The events of one request, each with its attributes and `data`; without an envelope it is the vendor's `own` or refused.

    Raises:
        NotRead: it is no JSON, no CloudEvent, or of another kind than we take.
    """
    kind, charset = _content_type(headers)
    if charset not in ("", "utf-8", "us-ascii"):
        raise NotRead(415, "send UTF-8")
    if headers.get("content-encoding", "identity").lower() not in ("", "identity"):
        raise NotRead(415, "send it uncompressed")
    if kind not in (ONE, BATCH, PLAIN):
        raise NotRead(415, f"send {ONE}, {BATCH} or {PLAIN}")
    found = _json(body)
    if kind == BATCH:
        return _batch(found)
    if kind == ONE:
        return [_event(found)]
    if "ce-specversion" in headers or "ce-id" in headers:
        attributes = {name[3:]: _decoded(value) for name, value in headers.items() if name.startswith("ce-")}
        return [_event({**attributes, "data": found})]
    if own:
        return [{"data": found}]
    if isinstance(found, dict) and "specversion" in found:
        return [_event(found)]  # a sender that does not know the name of what it sends
    raise NotRead(422, "send a CloudEvent: specversion, id, source, type and data")


def is_binary(headers: Mapping[str, str]) -> bool:
    """Whether the attributes stand in headers, which no signature covers."""
    return _content_type(headers)[0] == PLAIN and ("ce-specversion" in headers or "ce-id" in headers)


def _content_type(headers: Mapping[str, str]) -> tuple[str, str]:
    kind, *parameters = headers.get("content-type", "").lower().split(";")
    values = dict(p.strip().partition("=")[::2] for p in parameters)
    return kind.strip(), str(values.get("charset", "")).strip('"')


def _json(body: bytes) -> Any:
    try:
        return orjson.loads(body)
    except (orjson.JSONDecodeError, RecursionError) as error:
        raise NotRead(422, f"this is no JSON: {str(error)[:100]}") from error


def _decoded(value: str) -> str:
    """A header's value as CloudEvents writes it: percent-encoded UTF-8."""
    return unquote(value.strip('"'), errors="replace")


def _batch(found: object) -> list[dict[str, Any]]:
    if not isinstance(found, list) or not found:
        raise NotRead(422, "a batch is a list of at least one CloudEvent")
    if len(found) > MOST_EVENTS:
        raise NotRead(413, f"a batch has at most {MOST_EVENTS} events")
    return [_event(one) for one in found]


def _event(found: object) -> dict[str, Any]:
    if not isinstance(found, dict):
        raise NotRead(422, "a CloudEvent is an object")
    for name in REQUIRED:
        value = found.get(name)
        if not isinstance(value, str) or not value.strip() or len(value) > LONGEST_ATTRIBUTE:
            raise NotRead(422, f"a CloudEvent has “{name}”, a text of 1 to {LONGEST_ATTRIBUTE} characters")
    if not found["specversion"].startswith("1."):
        raise NotRead(422, "specversion is 1.0")
    if "data_base64" in found:
        raise NotRead(422, "send JSON in “data”, not data_base64")
    if not isinstance(found.get("data"), dict):
        raise NotRead(422, "“data” is an object")
    return found
