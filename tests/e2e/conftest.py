"""The stories of this folder look at the real thing, some of them in a real browser."""

from __future__ import annotations

from tests.web.browser import opens

__all__ = ["opens"]
