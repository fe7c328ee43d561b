"""GeoReport's two forms: XML and JSON of the same, and errors as the standard has them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from xml.etree import ElementTree

import orjson
from starlette.responses import Response

FORMATS = ("json", "xml")
Plain = str | int | float | bool | None
Item = Mapping[str, "Plain | Sequence[Plain] | Sequence[Item]"]
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that no XML may hold."""
NAMES = {
    "services": "service",
    "service_requests": "request",
    "service_request_updates": "request_update",
    "errors": "error",
    "endpoints": "endpoint",
    "formats": "format",
    "attributes": "attribute",
}
"""What one of a list is called in XML."""


class NotTaken(Exception):
    """It is refused: the HTTP status, and which sentence of open311.toml says why."""

    def __init__(self, status: int, sentence: str, **values: object) -> None:
        super().__init__(sentence)
        self.status = status
        self.sentence = sentence
        self.values = values


def listed(form: str, name: str, items: Sequence[Item], status: int = 200, **headers: str) -> Response:
    """A list of things, as XML under `name` or as a JSON array."""
    if form == "json":
        return _json(items, status, headers)
    root = ElementTree.Element(name)
    for item in items:
        _fill(ElementTree.SubElement(root, NAMES[name]), item)
    return _xml(root, status, headers)


def single(form: str, name: str, item: Item) -> Response:
    """One thing, as XML under `name` or as a JSON object."""
    if form == "json":
        return _json(item, 200, {})
    root = ElementTree.Element(name)
    _fill(root, item)
    return _xml(root, 200, {})


def _fill(node: ElementTree.Element, item: Item) -> None:
    for name, value in item.items():
        child = ElementTree.SubElement(node, name)
        if isinstance(value, Sequence) and not isinstance(value, str):
            for one in value:
                inner = ElementTree.SubElement(child, NAMES[name])
                if isinstance(one, Mapping):
                    _fill(inner, one)
                else:
                    inner.text = _text(one)
        else:
            child.text = _text(value)


def _text(value: Plain) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return _NOT_XML.sub("", str(value))


def _xml(root: ElementTree.Element, status: int, headers: Mapping[str, str]) -> Response:
    content = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return Response(content, status, dict(headers), media_type="text/xml; charset=utf-8")


def _json(value: object, status: int, headers: Mapping[str, str]) -> Response:
    return Response(orjson.dumps(value), status, dict(headers), media_type="application/json")
