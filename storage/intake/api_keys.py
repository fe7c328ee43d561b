"""Keys of other systems: shown once; only the digest is kept, and the secret itself where signatures are checked with it."""

from __future__ import annotations

import secrets
from base64 import b64encode
from datetime import datetime
from hashlib import sha256

from files.dataclass import dataclass
from storage.core.tx import Tx

ALERTS, OPEN311 = "alerts", "open311"
SCOPES = (ALERTS, OPEN311)
"""What a key opens."""
PER_MINUTE = {ALERTS: 600, OPEN311: 60}


@dataclass(frozen=True, slots=True)
class ApiKey:
    """`name` is the source it belongs to, or whose application it is; `secret` only of scope alerts."""

    id: int
    name: str
    scope: str
    digest: str
    secret: str
    per_minute: int
    made_at: datetime
    revoked_at: datetime | None


async def make(tx: Tx, name: str, scope: str, now: datetime, per_minute: int = 0) -> str:
    """A new key, as it is shown this once; earlier ones of the name go on until they are revoked."""
    shown = f"whsec_{b64encode(secrets.token_bytes(32)).decode()}" if scope == ALERTS else secrets.token_urlsafe(24)
    await tx.value(
        "api_key_add",
        name=name,
        scope=scope,
        digest=digest(shown),
        secret=shown if scope == ALERTS else "",
        per_minute=per_minute or PER_MINUTE[scope],
        made_at=now,
    )
    return shown


async def find(tx: Tx, scope: str, shown: str) -> ApiKey | None:
    """The key somebody showed, unless it is revoked; looked up by its digest, so that no comparison takes a telling time."""
    return await tx.one(ApiKey, "api_key_of", scope=scope, digest=digest(shown))


async def named(tx: Tx, scope: str, name: str) -> list[ApiKey]:
    """The keys of a name that are good, the newest first."""
    return await tx.all(ApiKey, "api_keys_named", scope=scope, name=name)


async def every(tx: Tx) -> list[ApiKey]:
    """All keys there ever were."""
    return await tx.all(ApiKey, "api_keys_all")


async def revoke(tx: Tx, number: int, now: datetime) -> bool:
    """Whether it was good until now."""
    return await tx.do("api_key_revoke", id=number, at=now) == 1


def digest(shown: str) -> str:
    return sha256(shown.encode("utf-8", "replace")).hexdigest()
