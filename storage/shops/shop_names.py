"""Shops that somebody may mean who does not say the whole name."""

from __future__ import annotations

from storage.core.tx import Tx
from storage.shops.shops import Shop


async def every(tx: Tx) -> list[Shop]:
    """All shops, in walking order."""
    return await tx.all(Shop, "shops_all")


async def begun_in(tx: Tx, words: str) -> list[Shop]:
    """Shops of whose name at least the first two characters occur in what somebody said."""
    return await tx.all(Shop, "shops_begun_in_words", words=words)
