"""docs/openapi.yaml says what every address answers; schemathesis makes the requests, our own running bot answers them."""

from __future__ import annotations

import asyncio
import re
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from starlette.routing import Route

from tests.knocks.doors import open_doors
from tests.ports import own_port
from tests.web.conftest import OURS
from web.server import serve

SPEC = Path(__file__).parents[2] / "docs" / "openapi.yaml"
SCHEMA: Any = schemathesis.openapi.from_path(str(SPEC))
OPERATIONS = [result.ok() for result in SCHEMA.get_all_operations()]
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
ILL = {503}
"""The one answer from 500 on that is meant: a part is ill, and it says so."""


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, set[str]]]:
    """The bot in a thread of its own, at this address, with these routes."""
    folder, port, stop = tmp_path_factory.mktemp("doors"), own_port(), threading.Event()
    up, routes = threading.Event(), set[str]()

    async def run() -> None:
        async with open_doors(folder) as doors:
            routes.update(re.sub(r":\w+}", "}", r.path) for r in doors.pages.routes if isinstance(r, Route))
            ready = asyncio.Event()
            serving = asyncio.create_task(serve(doors.pages, "127.0.0.1", port, ready))
            await ready.wait()
            up.set()
            await asyncio.to_thread(stop.wait)
            serving.cancel()
            await asyncio.gather(serving, return_exceptions=True)
            assert doors.failed() == []

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("channels.webchat.channel.BURST", 1_000_000)
        patch.setattr("channels.webchat.channel.LONGEST_WAIT", 0.05)
        thread = threading.Thread(target=lambda: asyncio.run(run()))
        thread.start()
        assert up.wait(30)
        yield f"http://127.0.0.1:{port}", routes
        stop.set()
        thread.join(30)
        assert not thread.is_alive()


def test_every_address_is_described(running: tuple[str, set[str]]) -> None:
    assert running[1] == {operation.path for operation in OPERATIONS}


@pytest.mark.parametrize("many", [8, pytest.param(100, marks=pytest.mark.slow)])
@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda o: o.label)
def test_every_answer_is_as_described(running: tuple[str, set[str]], operation: Any, many: int) -> None:
    """As a visitor whose page it is, so that what is refused is refused for what it says."""
    address, _ = running
    visitor = requests.Session()
    visitor.get(f"{address}/chat")

    @settings(max_examples=many, deadline=None, suppress_health_check=list(HealthCheck))
    @given(case=operation.as_strategy())
    def answers(case: Any) -> None:
        response = case.call(base_url=address, session=visitor, headers=OURS)
        checks = CHECKS[1:] if response.status_code in ILL else CHECKS
        case.validate_response(response, checks=checks)

    answers()
