"""The channel `web`, a chat in a browser without account or installation: for demonstration, training and daily use.

A message is on the disk, in the mailbox and handled before the page hears that it went; until then the page keeps it and
tries again under the same key, so it counts once.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from channels.webchat.feed import FULL_PAGE, Asked, read
from channels.webchat.files import PHOTO_BYTES, PICTURES, SOUNDS, Files, Stored, Unwelcome
from channels.webchat.page import Page
from channels.webchat.post import Mailbox, News, Posted, body_of_post, body_of_reply, number_in, on_the_page, posted
from channels.webchat.requests import as_json, body_of
from channels.webchat.visitors import Patience, Persona, Visitors, language_of
from messages.address import Address
from messages.attachment import Attachment, Medium
from messages.channel import Health, Receive
from messages.errors import NotSent, Refused, StorageDown
from messages.incoming import Incoming, Kind
from messages.limits import Limits
from messages.reply import Receipt, Reply

log = logging.getLogger(__name__)

LONGEST_WAIT = 25.0
"""Seconds the page waits for news in one request."""

LOOK_AROUND = 2.0
"""Seconds between looks for messages another process wrote."""

JSON_BYTES = 64 * 1024
BURST, PER_SECOND = 30, 1.0
PRIVATE = {"cache-control": "no-store"}


def _now() -> datetime:
    return datetime.now(UTC)


class WebChat:
    """The channel `web`. `page` is the folder with the page, `chrome` the sentences on it, by language."""

    name = "web"
    limits = Limits(text_bytes=20_000, buttons=100, edits=True, per_second=500.0, per_person=50.0)

    def __init__(
        self,
        mailbox: Mailbox,
        data_dir: Path,
        page: Path,
        chrome: Mapping[str, Mapping[str, str]],
        *,
        language: str = "zh",
        public_url: str = "",
        personas: Sequence[Persona] = (),
        clock: Callable[[], datetime] = _now,
    ) -> None:
        self._mailbox = mailbox
        self._files = Files(data_dir)
        self._page = Page(page, chrome, public_url)
        self._visitors = Visitors(mailbox, public_url=public_url, personas=personas)
        self._patience = Patience(BURST, PER_SECOND)
        self._language = language
        self._clock = clock
        self._news = News()
        self._receive: Receive | None = None
        self._seen_at: datetime | None = None

    @property
    def health(self) -> Health:
        return Health(seen_at=self._seen_at)

    def routes(self) -> Sequence[BaseRoute]:
        return [
            Route("/chat", self._open),
            Route("/chat/send", self._send, methods=["POST"]),
            Route("/chat/upload", self._upload, methods=["POST"]),
            Route("/chat/messages", self._messages),
            Route("/chat/earlier", self._earlier),
            Route("/chat/photo/{name}", self._photo),
            Route("/chat/static/{version}/{name}", self._page.static),
        ]

    async def run(self, receive: Receive) -> None:
        """Take messages until cancelled; then those who wait for news are let go at once."""
        self._receive, self._news.closed = receive, False
        try:
            await asyncio.Event().wait()
        finally:
            self._receive = None
            self._news.close()

    async def send(self, to: Address, reply: Reply, *, thread: str = "", key: str = "", ticket: str = "") -> Receipt:
        """Put it in the person's mailbox and wake their page; `thread` means nothing here."""
        try:
            files = [(await self._hand_over(to, a), a.name) for a in reply.attachments if a.kind is not Medium.PLACE]
            body = body_of_reply(reply, files)
            number = await self._mailbox.append(
                to.user, f"out:{key}", body, direction="out", replaces=number_in(reply.replace)
            )
        except StorageDown as down:
            raise NotSent(str(down)) from down
        except FileNotFoundError as missing:
            raise Refused(str(missing)) from missing
        except OSError as error:
            raise NotSent(f"the disk does not take the file: {error}") from error
        self._news.tell(to.user)
        return Receipt(str(number))

    async def fetch(self, attachment: Attachment) -> bytes:
        try:
            return await asyncio.to_thread(lambda: self._files.inside(attachment.ref).read_bytes())
        except FileNotFoundError as missing:
            raise Refused(str(missing)) from missing
        except OSError as error:
            raise NotSent(f"the file cannot be read: {error}") from error

    async def _hand_over(self, to: Address, attachment: Attachment) -> Stored:
        return await asyncio.to_thread(self._files.hand_over, to.user, attachment)

    async def _open(self, request: Request) -> Response:
        """The page. In the demonstration everybody is somebody: the first persona unless another was asked for."""
        key = request.query_params.get("as", "")
        personas = self._visitors.personas
        if key and not self._visitors.persona(key):
            return RedirectResponse("/chat")
        if personas and not key and "me" not in request.query_params:
            return RedirectResponse(f"/chat?{request.url.include_query_params(**{'as': personas[0].key}).query}")
        language = language_of(request, self._page.chrome, self._language)
        response = self._page.show(language, self._visitors.persona(key), personas)
        await self._visitors.welcome(request, response)
        asked = request.query_params.get("lang") == language
        if asked:
            self._visitors.remember_language(response, language)
        await self._speak(request, language, asked=asked)
        return response

    async def _speak(self, request: Request, language: str, *, asked: bool) -> None:
        """Whoever reads the page in a language is answered in it too; `/en` is the word for it on every channel."""
        receive = self._receive
        if receive is None:
            return
        for who in await self._visitors.heard(request, language, self._language, asked=asked):
            now = self._clock()
            incoming = Incoming(
                f"web:{who.user}:speak:{now.timestamp()}", who, now, text=f"/{language}", language=language
            )
            try:
                await receive(incoming)
            except StorageDown as down:
                log.warning("the language of the page is not yet that of the chat: %s", down)

    async def _messages(self, request: Request) -> Response:
        """News for all this browser asks about (`as=a,b&after=3,7`) as soon as there is any; no `after` is a fresh page."""
        keys = request.query_params.get("as", "").split(",")[: len(self._visitors.personas) or 1]
        afters = [number_in(part) for part in request.query_params.get("after", "").split(",")]
        users = [(await self._who(request, key)).user for key in keys]
        if len(afters) < len(users):
            raise HTTPException(400)
        asked = Asked(tuple(zip(users, afters, strict=False)), request.query_params.get("life", ""))
        until = monotonic() + LONGEST_WAIT
        with self._news.about(users) as event:
            while True:
                event.clear()
                feeds, has_news = await read(self._mailbox, asked)
                if self._news.closed:
                    raise HTTPException(503)
                if has_news or monotonic() >= until or await request.is_disconnected():
                    return JSONResponse(dict(zip(keys, feeds, strict=True)), headers=PRIVATE)
                await _wait(event, min(LOOK_AROUND, until - monotonic()))

    async def _earlier(self, request: Request) -> Response:
        number = number_in(request.query_params.get("before", ""))
        letters = await self._mailbox.before((await self._who(request)).user, number, FULL_PAGE)
        return JSONResponse([on_the_page(letter) for letter in letters], headers=PRIVATE)

    async def _send(self, request: Request) -> Response:
        """Take one message: 200 when it is kept and handled, 503 to try it again, 4xx with the words why not."""
        who = await self._allowed(request)
        if isinstance(who, Response):
            return who
        try:
            before = await self._mailbox.person(who.user)
            post = posted(as_json(await body_of(request, JSON_BYTES)))
            number = await self._take(who, post, language_of(request, self._page.chrome, self._language))
            response = JSONResponse({"number": number}, headers=PRIVATE)
            await self._visitors.renew(request, response, who.user, before)
        except Unwelcome as unwelcome:
            return self._sorry(request, unwelcome.sentence, 422)
        except StorageDown as down:
            log.warning("a message of the web chat has to wait: %s", down)
            return self._sorry(request, "waiting", 503)
        return response

    async def _take(self, who: Address, post: Posted, language: str) -> int:
        if self._receive is None:
            raise StorageDown("the bot is not receiving just now")
        files = await asyncio.to_thread(lambda: [self._files.attach(who.user, name) for name in post.files])
        attachments = tuple(file for file in files if file)
        if len(attachments) < len(files):
            raise Unwelcome("file_missing")
        hello = post.kind is Kind.HELLO
        if hello and not (self._visitors.personas or await self._mailbox.before(who.user, None, 1)):
            return 0  # the page itself greets whoever has not said anything yet: nothing is written down for a look
        key = f"web:{who.user}:{f'hello {language}' if hello else post.uuid}"
        if post.on and post.life not in ("", await self._mailbox.life()):
            post = replace(post, on=0)
        body = body_of_post(post, [Stored(a.name, a.kind) for a in attachments])
        number = 0
        if not hello:
            number = await self._mailbox.append(who.user, f"in:{key}", body, direction="in", replaces=None)
        self._seen_at = self._clock()
        incoming = Incoming(
            key, who, self._seen_at, post.kind, post.text, post.choice, post.picked, attachments, language=language
        )
        await self._receive(incoming)
        self._news.tell(who.user)
        return number

    async def _upload(self, request: Request) -> Response:
        """Take one photo or voice message as it is; the answer names it for the message that carries it."""
        who = await self._allowed(request)
        if isinstance(who, Response):
            return who
        try:
            content = await body_of(request, PHOTO_BYTES)
            stored = await asyncio.to_thread(self._files.keep, who.user, content)
        except Unwelcome as unwelcome:
            return self._sorry(request, unwelcome.sentence, 422)
        except OSError as error:
            log.error("the disk does not take an upload: %s", error)
            return self._sorry(request, "waiting", 503)
        return JSONResponse({"name": stored.name, "kind": stored.kind}, headers=PRIVATE)

    async def _photo(self, request: Request) -> Response:
        """A file of the visitor's own chat; anybody else's is simply not there."""
        user, name = (await self._who(request)).user, request.path_params["name"]
        path = await asyncio.to_thread(self._files.path, user, name)
        if path is None:
            raise HTTPException(404)
        shown = {**PICTURES, **SOUNDS}.get(path.suffix[1:])
        headers = {
            "cache-control": "private, max-age=31536000, immutable",
            "content-disposition": "inline" if shown else "attachment",
            "content-security-policy": "default-src 'none'; sandbox",
        }
        return FileResponse(path, media_type=shown or "application/octet-stream", headers=headers)

    async def _who(self, request: Request, key: str | None = None) -> Address:
        address = await self._visitors.address(request, request.query_params.get("as", "") if key is None else key)
        if address is None:
            raise HTTPException(401)
        return address

    async def _allowed(self, request: Request) -> Address | Response:
        """Who may post just now; or the answer that says why not."""
        if not self._visitors.is_ours(request):
            return self._sorry(request, "not_understood", 403)
        who = await self._who(request)
        if wait := self._patience.wait(who.user):
            answer = self._sorry(request, "slow_down", 429)
            answer.headers["retry-after"] = str(int(wait) + 1)
            return answer
        return who

    def _sorry(self, request: Request, sentence: str, status: int) -> Response:
        words = self._page.chrome[language_of(request, self._page.chrome, self._language)][sentence]
        return JSONResponse({"words": words}, status, headers=PRIVATE)


async def _wait(event: asyncio.Event, seconds: float) -> None:
    try:
        await asyncio.wait_for(event.wait(), seconds)
    except TimeoutError:
        return
