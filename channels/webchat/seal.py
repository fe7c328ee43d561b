"""Signs the cookies of the web chat with our key, and derives the token that replaces another at enrolment.

What follows a token depends on it and on the key alone: two windows of one browser that enrol at once are given the same.
"""

from __future__ import annotations

import hmac
from base64 import urlsafe_b64encode
from hashlib import sha256

MARK = 22
"""Characters of a mark: 132 bits."""


def sealed(key: bytes, token: str) -> str:
    """The cookie of a token."""
    return f"{token}.{_mark(key, token)}"


def unsealed(key: bytes, cookie: str) -> str:
    """The token of a cookie we made; empty for any other."""
    token, _, mark = cookie.partition(".")
    return token if hmac.compare_digest(mark.encode(), _mark(key, token).encode()) else ""


def following(key: bytes, token: str) -> str:
    """The token that takes this one's place; whoever knows only this one cannot make it."""
    return _coded(hmac.digest(key, f"after {token}".encode(), sha256))


def _mark(key: bytes, token: str) -> str:
    return _coded(hmac.digest(key, f"cookie {token}".encode(), sha256))[:MARK]


def _coded(digest: bytes) -> str:
    return urlsafe_b64encode(digest).decode().rstrip("=")
