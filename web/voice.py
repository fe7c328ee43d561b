"""In which language a page speaks to a browser that nobody has signed in with."""

from __future__ import annotations

from starlette.requests import Request

from texts import LANGUAGES, Say, speaker


def voice(request: Request, language: str) -> Say:
    """What the browser asks for first where we speak it, else `language`."""
    wish = request.headers.get("accept-language", "")[:2].lower()
    return speaker(wish if wish in LANGUAGES else language)
