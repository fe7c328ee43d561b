"""Identifies the visitors of the chat page by a signed, unguessable cookie alone; the page address is no secret.

It is renewed when somebody enrols, so that a cookie planted in their browser before opens nothing afterwards.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping, Sequence
from hashlib import sha256
from time import monotonic
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import Response

from channels.webchat import seal
from channels.webchat.post import Mailbox
from files.dataclass import dataclass
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


def _digest(token: str) -> str:
    return sha256(token.encode()).hexdigest()


def address_of(token: str) -> Address:
    """Where the holder of a token is reached: 128 bits of its SHA-256, so that a leaked database opens no chat."""
    return Address("web", _digest(token)[:32])


class Visitors:
    """Recognises visitors and gives newcomers their cookie; personas exist in the demonstration only."""

    def __init__(self, mailbox: Mailbox, *, public_url: str = "", personas: Sequence[Persona] = ()) -> None:
        self.personas = tuple(personas)
        self._mailbox = mailbox
        self._key = b""
        self._spoken: dict[str, str] = {}
        self._secure = public_url.startswith("https:")
        self._host = urlsplit(public_url).netloc.lower()

    def persona(self, key: str) -> Persona | None:
        return next((p for p in self.personas if p.key == key), None)

    async def address(self, request: Request, key: str = "") -> Address | None:
        """Whose messages a request may see; None for somebody who has not opened the page yet."""
        if key and not self.persona(key):
            return None
        token = await self._token(request.cookies.get(f"{COOKIE}_{key}" if key else COOKIE, ""))
        if not token or key:
            return address_of(token) if token else None
        user = await self._mailbox.opened(_digest(token), address_of(token).user)
        return Address("web", user) if user else None

    async def welcome(self, request: Request, response: Response) -> None:
        """Give or renew the cookies of whoever opens the page."""
        token = await self._token(request.cookies.get(COOKIE, ""))
        known = token and await self.address(request)
        await self._give(response, COOKIE, token if known else secrets.token_urlsafe(32))
        for persona in self.personas:
            await self._give(response, f"{COOKIE}_{persona.key}", persona.token)

    async def renew(self, request: Request, response: Response, user: str, before: int | None) -> None:
        """Another cookie for whoever has just enrolled; again, while it has not come back."""
        person = await self._mailbox.person(user)
        if self.personas or person is None:
            return
        if person != before or await self._mailbox.awaits_key(user):
            token = await self._token(request.cookies.get(COOKIE, ""))
            fresh = seal.following(await self._sealing_key(), token)
            await self._mailbox.renew(user, _digest(fresh))
            await self._give(response, COOKIE, fresh)

    async def heard(self, request: Request, language: str, default: str, *, asked: bool) -> list[Address]:
        """Who has to be told that the page now speaks `language`: in the demonstration everybody, else who asked for it.

        Somebody who has not said anything yet is nobody: looking at the page writes nothing down.
        """
        if not self.personas:
            who = await self.address(request) if asked else None
            return [who] if who and await self._mailbox.before(who.user, None, 1) else []
        changed = [p for p in self.personas if self._spoken.get(p.key, default) != language]
        self._spoken = {p.key: language for p in self.personas}
        return [address_of(p.token) for p in changed]

    async def _token(self, cookie: str) -> str:
        """The token of a cookie of ours. One without a seal is of an earlier version, and good for who spoke with it then."""
        if "." in cookie:
            return seal.unsealed(await self._sealing_key(), cookie)
        spoke = _TOKEN.fullmatch(cookie) and await self._mailbox.before(address_of(cookie).user, None, 1)
        return cookie if spoke else ""

    async def _give(self, response: Response, name: str, token: str) -> None:
        self._remember(response, name, seal.sealed(await self._sealing_key(), token))

    async def _sealing_key(self) -> bytes:
        self._key = self._key or await self._mailbox.cookie_key()
        return self._key

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
    """A token bucket for what one person sends: allows a burst of photos and stops a flood."""

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
