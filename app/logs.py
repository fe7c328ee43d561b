"""Logs are for operators and may be copied anywhere: so no token, phone number, code or cookie ever stands in one."""

from __future__ import annotations

import logging
import re
import sys
from datetime import datetime
from time import monotonic
from typing import Literal, TextIO

import orjson

from app.towns.here import TOWN

_CODE = "23456789ABCDEFGHJKMNPQRSTUVWXYZabcdefghjkmnpqrstuvwxyz"
_SECRETS: tuple[tuple[re.Pattern[str], str], ...] = (
    (
        re.compile(r"(?i)\b((?:set-)?cookie|authorization|x-telegram-bot-api-secret-token)(['\"]?\s*[:=,]\s*).+"),
        r"\1\2<secret>",
    ),
    (
        re.compile(
            r"(?i)\b(access_token|corpsecret|msg_signature|echostr|encrypt|external_userid)(['\"]?\s*[:=]\s*['\"]?)[^&\s'\",;)]+"
        ),
        r"\1\2<secret>",
    ),
    (re.compile(r"(?s)<Encrypt>.*?</Encrypt>"), "<Encrypt><secret></Encrypt>"),
    (re.compile(r"\bfivestar(_\w+)?=[^;,\s'\"]+"), r"fivestar\1=<cookie>"),
    (re.compile(r"(://[^:/@\s]*):[^@/\s]+@"), r"\1:<password>@"),
    (re.compile(r"\d{3,}:[\w-]{30,}"), "<token>"),
    (re.compile(r"(?<![\w/-])(?=[\w-]*[a-z])(?=[\w-]*[A-Z])(?=[\w-]*\d)[A-Za-z0-9_-]{40,}(?![\w-])"), "<secret>"),
    (re.compile(r"(?<![\d.])(?:\+?86[- ]?)?1[3-9]\d(?:[- ]?\d{4}){2}(?!\d)"), "<phone>"),
    (re.compile(r"(?<!\d)0\d{2,3}-\d{7,8}(?!\d)"), "<phone>"),
    (re.compile(r"(?<![\w-])(?=[A-Z]*\d)(?=\d*[A-Z])[2-9A-HJKMNP-Z]{28}(?![\w-])"), "<token>"),
    (re.compile(rf"(?<!\w)(?=[A-Za-z-]*\d)(?=[\d-]*[A-Za-z])[{_CODE}]{{4}}-?[{_CODE}]{{4}}(?!\w)"), "<code>"),
)


class Sparing(logging.Filter):
    """Limits each kind of log line to a few a minute, so that repeated requests cannot fill the disk.

    A kind is one sentence in the code, whatever its values, for one town. The first line of the next minute says how many
    were left out.
    """

    MOST, WITHIN = 60, 60.0
    KINDS = 1000
    """Kinds remembered at once; the oldest are forgotten first."""

    def __init__(self) -> None:
        super().__init__()
        self._seen: dict[tuple[str, str, int, str], tuple[float, int]] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        kind = (TOWN.get(), record.name, record.levelno, str(record.msg)[:200])
        now = monotonic()
        since, many = self._seen.get(kind, (now, 0))
        if now - since >= self.WITHIN:
            left_out = many - self.MOST
            if left_out > 0:
                record.msg, record.args = f"{record.getMessage()} (and {left_out} more like it before)", ()
            since, many = now, 0
            self._seen.pop(kind, None)
        self._seen[kind] = (since, many + 1)
        if len(self._seen) > self.KINDS:
            del self._seen[next(iter(self._seen))]
        return many < self.MOST


def redacted(line: str) -> str:
    """The line with everything personal or secret replaced."""
    for pattern, instead in _SECRETS:
        line = pattern.sub(instead, line)
    return line


class Lines(logging.Formatter):
    """One line for each thing logged, its traceback behind it, with nothing personal or secret in either."""

    def format(self, record: logging.LogRecord) -> str:
        told = self._told(record)
        trace = f"\n{told['exception']}" if "exception" in told else ""
        town = f" {told['town']}:" if "town" in told else ""
        return redacted(f"{told['timestamp']} [{told['level']:<8}]{town} {told['event']} [{told['logger']}]{trace}")

    def _told(self, record: logging.LogRecord) -> dict[str, str]:
        at = datetime.fromtimestamp(record.created).astimezone().isoformat(timespec="milliseconds")
        told = {"event": record.getMessage(), "level": record.levelname.lower(), "logger": record.name, "timestamp": at}
        if town := TOWN.get():
            told["town"] = town
        if record.exc_info:
            told["exception"] = self.formatException(record.exc_info)
        return told


class JsonLines(Lines):
    """The same for machines."""

    def format(self, record: logging.LogRecord) -> str:
        return redacted(orjson.dumps(self._told(record)).decode())


def set_up(form: Literal["text", "json"] = "text", stream: TextIO | None = None) -> None:
    """Send everything logged from now on to `stream` (standard error), redacted."""
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(JsonLines() if form == "json" else Lines())
    handler.addFilter(Sparing())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.INFO)
    for noisy in ("apscheduler", "httpx", "uvicorn", "aiosqlite"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
