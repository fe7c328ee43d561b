"""The process that opens what strangers send: `python -m documents.isolation.worker`, spoken to over its input and output.

It imports no more than what it is asked to open needs, holds no secret, and is ended by the kernel when it takes too much.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import IO, Any

from documents.isolation import limits
from documents.isolation.wire import Broken, receive, send


def main() -> None:
    """Open one thing after another until nobody asks any more."""
    inbox, outbox = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_RDWR)
    for handle in (0, 1, 2):
        os.dup2(nowhere, handle)  # whatever a decoder prints must not get between our lines
    limits.confine()
    try:
        while True:
            asked, content = receive(inbox)
            _answer(asked, content, inbox, outbox)
            limits.rest()
    except (Broken, OSError):
        return


def _answer(asked: dict[str, Any], content: bytes, inbox: IO[bytes], outbox: IO[bytes]) -> None:
    limits.allow(asked["cpu"], asked["wall"])
    try:
        about, body = _OPENERS[asked["what"]](asked, content, inbox, outbox)
    except MemoryError:
        os._exit(os.EX_UNAVAILABLE)  # nothing in here can be relied on any more
    except ValueError as error:
        about, body = {"refused": str(error)[:500]}, b""
    send(outbox, about, body)


def _photo(asked: dict[str, Any], content: bytes, inbox: IO[bytes], outbox: IO[bytes]) -> tuple[dict[str, Any], bytes]:
    """First what it will take; the pixels once there is room for them."""
    from documents.drawing import photos, picture_header  # noqa: PLC0415 a worker that reads workbooks needs none of it

    limits.rest()
    needed = picture_header.read_header(content).memory
    send(outbox, {"needs": needed})
    receive(inbox)
    limits.allow(asked["cpu"], asked["wall"])
    kept = photos.prepare("photo", content)
    return {"phash": kept.phash, "taken_at": kept.taken_at}, kept.content


def _ready(asked: dict[str, Any], content: bytes, inbox: IO[bytes], outbox: IO[bytes]) -> tuple[dict[str, Any], bytes]:
    """Loaded, and waiting for a picture."""
    from documents.drawing import photos  # noqa: PLC0415

    del asked, content, inbox, outbox
    return {"formats": photos.FORMATS}, b""


def _roster(asked: dict[str, Any], content: bytes, inbox: IO[bytes], outbox: IO[bytes]) -> tuple[dict[str, Any], bytes]:
    from documents.roster.roster_sheet import read_roster  # noqa: PLC0415
    from programme.duties import Duties, Duty  # noqa: PLC0415

    del inbox, outbox
    duties = Duties([Duty(**{**duty, "aliases": tuple(duty["aliases"])}) for duty in asked["duties"]])
    return _table(lambda: ({}, read_roster(content, asked["name"], duties, encoding=asked["encoding"])))


def _sites(asked: dict[str, Any], content: bytes, inbox: IO[bytes], outbox: IO[bytes]) -> tuple[dict[str, Any], bytes]:
    from documents.roster.site_sheet import read_sites  # noqa: PLC0415

    def read() -> tuple[dict[str, Any], object]:
        sheet = read_sites(content, asked["name"], encoding=asked["encoding"])
        return {"is_sites": sheet is not None}, sheet

    del inbox, outbox
    return _table(read)


def _cases(asked: dict[str, Any], content: bytes, inbox: IO[bytes], outbox: IO[bytes]) -> tuple[dict[str, Any], bytes]:
    from documents.intake.case_sheet import is_case_sheet, read_cases  # noqa: PLC0415

    def read() -> tuple[dict[str, Any], object]:
        if asked["only"] == "kind":
            return {"is_case_sheet": is_case_sheet(content, asked["name"])}, None
        return {}, read_cases(content, asked["name"], encoding=asked["encoding"])

    del inbox, outbox
    return _table(read)


def _table(read: Callable[[], tuple[dict[str, Any], object]]) -> tuple[dict[str, Any], bytes]:
    """What a table says, or the sentence for whoever sent it."""
    import orjson  # noqa: PLC0415

    from documents.roster.roster_cells import Unreadable  # noqa: PLC0415

    try:
        said, sheet = read()
    except Unreadable as found:
        return {"sentence": found.sentence, "values": found.values}, b""
    except MemoryError:
        raise
    except Exception:  # a decoder fed with what people send fails in more ways than it documents
        return {"sentence": "file_broken", "values": {}}, b""
    return said, b"" if sheet is None else orjson.dumps(sheet, default=str)


_OPENERS = {"ready": _ready, "photo": _photo, "roster": _roster, "sites": _sites, "cases": _cases}

if __name__ == "__main__":
    main()
