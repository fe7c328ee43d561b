"""Who is at the page: a cookie nobody can guess is the whole identity, and the address derived from it is no secret."""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from time import monotonic
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import Response

from messages.address import Address

COOKIE = "fivestar"
LANGUAGE_COOKIE = "fivestar_lang"
YEAR = 365 * 24 * 3600
"""How long a browser remembers who it is, in seconds."""

_TOKEN = re.compile(r"[\w-]{16,128}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Persona:
    """Somebody the demonstration lets one visitor play; `key` stands in the address bar, `token` in a cookie."""

    key: str
    label_zh: str
    label_en: str
    role_zh: str
    role_en: str
    token: str

    def label(self, language: str) -> str:
        return self.label_en if language == "en" else self.label_zh

    def role(self, language: str) -> str:
        return self.role_en if language == "en" else self.role_zh


def address_of(token: str) -> Address:
    """Where the holder of a token is reached: 128 bits of its SHA-256, so that a leaked database opens no chat."""
    return Address("web", sha256(token.encode()).hexdigest()[:32])


class Visitors:
    """Recognises visitors and gives newcomers their cookie; personas exist in the demonstration only."""

    def __init__(self, *, public_url: str = "", personas: Sequence[Persona] = ()) -> None:
        self.personas = tuple(personas)
        self._spoken: dict[str, str] = {}
        self._secure = public_url.startswith("https:")
        self._host = urlsplit(public_url).netloc.lower()

    def persona(self, key: str) -> Persona | None:
        return next((p for p in self.personas if p.key == key), None)

    def address(self, request: Request, key: str = "") -> Address | None:
        """Whose letters a request may see; None for somebody who has not opened the page yet."""
        if key and not self.persona(key):
            return None
        token = request.cookies.get(f"{COOKIE}_{key}" if key else COOKIE, "")
        return address_of(token) if _TOKEN.fullmatch(token) else None

    def welcome(self, request: Request, response: Response) -> None:
        """Give or renew the cookies of whoever opens the page."""
        token = request.cookies.get(COOKIE, "")
        self._remember(response, COOKIE, token if _TOKEN.fullmatch(token) else secrets.token_urlsafe(32))
        for persona in self.personas:
            self._remember(response, f"{COOKIE}_{persona.key}", persona.token)

    def heard(self, request: Request, language: str, default: str, *, asked: bool) -> list[Address]:
        """Who has to be told that the page now speaks `language`: in the demonstration everybody, else who asked for it."""
        if not self.personas:
            who = self.address(request) if asked else None
            return [who] if who else []
        changed = [p for p in self.personas if self._spoken.get(p.key, default) != language]
        self._spoken = {p.key: language for p in self.personas}
        return [address_of(p.token) for p in changed]

    def remember_language(self, response: Response, language: str) -> None:
        self._remember(response, LANGUAGE_COOKIE, language)

    def _remember(self, response: Response, name: str, value: str) -> None:
        response.set_cookie(name, value, max_age=YEAR, httponly=True, samesite="lax", secure=self._secure)

    def is_ours(self, request: Request) -> bool:
        """Whether a change was asked for by our own page: another site can send neither the header nor the origin."""
        if request.headers.get("x-fivestar") != "1":
            return False
        origin = request.headers.get("origin")
        if origin is None:
            return True
        theirs = urlsplit(origin).netloc.lower()  # nothing of “null”, which a page in a frame without rights sends
        return bool(theirs) and theirs in {request.headers.get("host", "").lower(), self._host}


def language_of(request: Request, known: Mapping[str, object], default: str) -> str:
    """The language of the page: asked for, remembered, or the first the browser names that we speak."""
    wishes = [request.query_params.get("lang", ""), request.cookies.get(LANGUAGE_COOKIE, "")]
    wishes += [part.partition(";")[0] for part in request.headers.get("accept-language", "").split(",")]
    for wish in wishes:
        code = wish.strip().partition("-")[0].lower()
        if code in known:
            return code
    return default


class Patience:
    """How much one person may send: a bucket that refills, so that a burst of photos is fine and a flood is not."""

    MOST = 10_000
    """People remembered at once; the oldest are forgotten first."""

    def __init__(self, burst: float, per_second: float) -> None:
        self._burst = burst
        self._per_second = per_second
        self._left: dict[str, tuple[float, float]] = {}

    def wait(self, user: str) -> float:
        """Seconds to wait before the next; 0.0 takes one from the bucket."""
        now = monotonic()
        left, since = self._left.pop(user, (self._burst, now))
        left = min(self._burst, left + (now - since) * self._per_second)
        allowed = left >= 1
        self._left[user] = (left - 1 if allowed else left, now)
        if len(self._left) > self.MOST:
            del self._left[next(iter(self._left))]
        return 0.0 if allowed else (1 - left) / self._per_second
