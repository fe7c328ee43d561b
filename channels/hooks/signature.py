"""Signatures of Standard Webhooks: `v1,` and the HMAC-SHA256 of “id.timestamp.body” with a shared secret.

Written here and not taken from a library, because the clock is ours and a source may have several keys at once; the tests
hold it to the reference implementation.
"""

from __future__ import annotations

import hashlib
import hmac
from base64 import b64decode, b64encode
from binascii import Error
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

PREFIX = "whsec_"
TOLERANCE = timedelta(minutes=5)
"""How far the far side's clock may be from ours; older than that may be somebody repeating what they overheard."""
MOST_SIGNATURES = 10
HEADERS = ("webhook-id", "webhook-timestamp", "webhook-signature")


class Unsigned(Exception):
    """What came is not signed by anybody who may; the words are for whoever sets the far side up."""


def is_signed(headers: Mapping[str, str]) -> bool:
    """Whether it claims to be signed: then only its signature counts."""
    return any(name in headers for name in HEADERS)


def verify(headers: Mapping[str, str], body: bytes, secrets: Sequence[str], now: datetime) -> str:
    """The id that was signed.

    Raises:
        Unsigned: a header is missing, the time is not now, or no key of ours made the signature.
    """
    name, stamp, given = (headers.get(header, "") for header in HEADERS)
    if not (name and stamp and given):
        raise Unsigned(f"send all of {', '.join(HEADERS)}")
    if not stamp.isascii() or not stamp.isdecimal() or len(stamp) > 12:  # noqa: PLR2004 digits of a second
        raise Unsigned("webhook-timestamp is a whole number of seconds since 1970")
    if abs(now.timestamp() - int(stamp)) > TOLERANCE.total_seconds():
        raise Unsigned("webhook-timestamp is more than five minutes from our clock: set the clock, or sign anew")
    signed = f"{name}.{stamp}.".encode() + body
    made = [hmac.new(key_of(secret), signed, hashlib.sha256).digest() for secret in secrets]
    fits = [hmac.compare_digest(ours, theirs) for theirs in _signatures(given) for ours in made]
    if not any(fits):
        raise Unsigned("webhook-signature is of no key we know for this source")
    return name


def sign(secret: str, name: str, body: bytes, now: datetime) -> dict[str, str]:
    """The three headers of something we send."""
    stamp = str(int(now.timestamp()))
    made = hmac.new(key_of(secret), f"{name}.{stamp}.".encode() + body, hashlib.sha256).digest()
    return dict(zip(HEADERS, (name, stamp, f"v1,{b64encode(made).decode()}"), strict=True))


def key_of(secret: str) -> bytes:
    """The bytes of a secret as it is shown: `whsec_` and base64.

    Raises:
        ValueError: it is none.
    """
    try:
        key = b64decode(secret.removeprefix(PREFIX) + "==", validate=False)
    except Error as error:
        raise ValueError("a signing secret is whsec_ and base64") from error
    if not key:
        raise ValueError("a signing secret is not empty")
    return key


def _signatures(given: str) -> list[bytes]:
    """Those of the version we know, each as bytes; what is no base64 fits nothing."""
    found = []
    for one in given.split(" ")[:MOST_SIGNATURES]:
        version, _, text = one.partition(",")
        try:
            if version == "v1":
                found.append(b64decode(text, validate=True))
        except (Error, ValueError):
            continue
    return found
