"""The page and what it loads, read once and served whole: no build step, nothing from elsewhere."""

from __future__ import annotations

import gzip
import json
from collections.abc import Mapping, Sequence
from hashlib import sha256
from html import escape
from pathlib import Path
from string import Template

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from channels.webchat.visitors import Persona

TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".webmanifest": "application/manifest+json",
}
FOR_EVER = "public, max-age=31536000, immutable"


class Page:
    """The chat page in every language. `folder` holds `chat.html` and its static files; `chrome` the sentences on it."""

    def __init__(self, folder: Path, chrome: Mapping[str, Mapping[str, str]], address: str = "") -> None:
        """`address` is how people are to reach the page, where that is known."""
        self._address = address.rstrip("/")
        self._template = Template((folder / "chat.html").read_text("utf-8"))
        self._files = {f.name: f.read_bytes() for f in sorted(folder.iterdir()) if f.suffix in TYPES}
        self._zipped = {name: gzip.compress(content, mtime=0) for name, content in self._files.items()}
        self.version = sha256(b"".join(self._files.values())).hexdigest()[:12]
        self.chrome = chrome

    def show(self, language: str, persona: Persona | None, personas: Sequence[Persona]) -> HTMLResponse:
        """The page for one visitor; what its script needs to know travels as data, never as code."""
        words = self.chrome[language]
        facts = {
            "language": language,
            "words": words,
            "address": self._address,
            "persona": persona.key if persona else "",
            "personas": [
                {"key": p.key, "label": p.label(language), "role": p.role(language)} for p in personas if persona
            ],
        }
        shown = {key: escape(sentence) for key, sentence in words.items()}
        html = self._template.substitute(
            shown | ({"subtitle": shown["subtitle_demo"]} if persona else {}),
            lang="en" if language == "en" else "zh-CN",
            other="zh" if language == "en" else "en",
            static=f"/chat/static/{self.version}",
            facts=json.dumps(facts, ensure_ascii=False).replace("<", "\\u003c"),
        )
        return HTMLResponse(html, headers={"cache-control": "no-cache, private", "vary": "cookie, accept-language"})

    def static(self, request: Request) -> Response:
        """One static file: for ever fresh under its version, checked by its tag under any other."""
        name = request.path_params["name"]
        content = self._files.get(name)
        if content is None:
            return Response(status_code=404)
        tag = f'"{self.version}"'
        fresh = request.path_params["version"] == self.version
        headers = {"etag": tag, "cache-control": FOR_EVER if fresh else "no-cache", "vary": "accept-encoding"}
        if request.headers.get("if-none-match") == tag:
            return Response(status_code=304, headers=headers)
        if "gzip" in request.headers.get("accept-encoding", ""):
            content, headers["content-encoding"] = self._zipped[name], "gzip"
        return Response(content, headers=headers, media_type=TYPES[Path(name).suffix])
