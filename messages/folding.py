"""Text as people mean it when they type what stands on a button."""

from __future__ import annotations

import unicodedata
from functools import lru_cache


@lru_cache(maxsize=1024)
def folded(text: str) -> str:
    """Full-width and circled digits, case and marks at either end make no difference. Labels repeat, so they are kept."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return plain.strip().strip("。.!！~ \t").strip()
