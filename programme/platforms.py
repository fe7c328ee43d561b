"""`[[intake.sources]]`: the platforms that may send alerts, where their fields stand, and where they hear what came of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import field
from typing import ClassVar
from urllib.parse import urlsplit

import jmespath
from jmespath.exceptions import JMESPathError

from files.dataclass import dataclass

FIELDS = ("id", "camera", "kind", "code", "at", "place", "score", "text", "image")
"""What is read of an alert; each may have a JMESPath in `fields`."""
_STRICT = {"extra": "forbid"}


@dataclass(frozen=True, slots=True)
class Source:
    """One platform. Without `fields` it sends CloudEvents whose `data` has our own names.

    `name` is what stands in the address (`/api/alerts?source=…`) and never changes once used. `fields` are JMESPath expressions
    into the vendor's own JSON, `each` the one that finds the list of alerts in it. `kinds` says which of our services each of
    the vendor's words or codes means. `image_hosts` are the only machines a picture is fetched from. `callback` is where the
    platform hears what came of an alert, empty for nowhere. `signed_only` refuses a bare key.
    """

    __pydantic_config__: ClassVar = _STRICT
    name: str
    zh: str = ""
    en: str = ""
    each: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)
    kinds: Mapping[str, str] = field(default_factory=dict)
    image_hosts: tuple[str, ...] = ()
    callback: str = ""
    signed_only: bool = False
    per_minute: int = 600

    def called(self, language: str) -> str:
        """Its name for people."""
        return (self.en if language == "en" else self.zh) or self.name


@dataclass(frozen=True, slots=True)
class Intake:
    """How alerts are taken: `merge_minutes` after the last one of a camera and kind another counts with it."""

    __pydantic_config__: ClassVar = _STRICT
    merge_minutes: int = 30
    sources: tuple[Source, ...] = ()

    def source(self, name: str) -> Source | None:
        return next((one for one in self.sources if one.name == name), None)


def problems(intake: Intake, services: frozenset[str]) -> Iterator[tuple[str, str]]:
    """What is wrong with it, as (path, what to do about it)."""
    if intake.merge_minutes < 1:
        yield "intake.merge_minutes", "is at least one minute"
    names = [one.name for one in intake.sources]
    if len(set(names)) < len(names):
        yield "intake.sources", "two sources have the same name"
    for n, one in enumerate(intake.sources):
        for where, words in _wrong(one, services):
            yield f"intake.sources.{n}.{where}", words


def _wrong(one: Source, services: frozenset[str]) -> Iterator[tuple[str, str]]:
    if not re.fullmatch(r"[a-z][a-z0-9-]{1,30}", one.name):
        yield "name", f"“{one.name}”: use two to 31 small letters, digits and -, and never change it later"
    yield from _wrong_fields(one)
    for word, service in one.kinds.items():
        if service not in services:
            yield f"kinds.{word}", f"“{service}” is none of the services"
    if one.callback and (urlsplit(one.callback).scheme not in ("http", "https") or not urlsplit(one.callback).hostname):
        yield "callback", "is an address that begins with https://"
    for host in one.image_hosts:
        if not re.fullmatch(r"[A-Za-z0-9.-]+(:\d{1,5})?", host):
            yield "image_hosts", f"“{host}”: write the name of a machine only, as nvr.example.cn or 10.0.0.5:8443"
    if one.per_minute < 1:
        yield "per_minute", "is at least one"


def _wrong_fields(one: Source) -> Iterator[tuple[str, str]]:
    for name in sorted(set(one.fields) - set(FIELDS)):
        yield f"fields.{name}", f"there is no such field; use {', '.join(FIELDS)}"
    for name, words in {**one.fields, "each": one.each}.items():
        if words and (why := _not_jmespath(words)):
            yield "each" if name == "each" else f"fields.{name}", f"“{words}” is no JMESPath: {why}"
    if one.fields and "id" not in one.fields:
        yield "fields", "“id” is needed: without it nobody can tell two alerts from one sent twice"


def _not_jmespath(words: str) -> str:
    try:
        jmespath.compile(words)
    except JMESPathError as error:
        return str(error).splitlines()[0][:120]
    return ""
