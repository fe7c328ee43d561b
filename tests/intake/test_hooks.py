"""The address platforms send to, knocked at over HTTP: who may, what is taken, what is refused, and what comes back to them."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from standardwebhooks.webhooks import Webhook

from channels.hooks.envelope import BATCH, ONE
from messages.errors import StorageDown
from programme.platforms import Intake, Source
from programme.rules import Rules
from storage.intake import api_keys
from tests.knocks.doors import Doors, open_doors
from tests.media.pictures import saved, scene
from tests.waiting import until

CITY = Source("smart-city", callback="http://127.0.0.1:1/", image_hosts=("127.0.0.1",))
OTHER = Source("other", signed_only=True)
VENDOR = Source(
    "vendor", each="alarms", fields={"id": "no", "camera": "cam", "kind": "what", "image": "pic"}, per_minute=5
)
EVENT = {
    "specversion": "1.0",
    "id": "e-1",
    "source": "/c",
    "type": "alert",
    "data": {"camera": "C1", "place": "鼓楼巷口"},
}
AT = "/api/alerts"


@pytest.fixture
async def doors(tmp_path: Path) -> AsyncIterator[Doors]:
    async with open_doors(tmp_path, Rules(intake=Intake(sources=(CITY, OTHER, VENDOR)))) as opened:
        yield opened


async def key(doors: Doors, name: str = "smart-city") -> str:
    return await doors.app.database.write(lambda tx: api_keys.make(tx, name, api_keys.ALERTS, doors.app.clock()))


async def post(
    doors: Doors, body: object, *, source: str = "smart-city", content: bytes | None = None, **headers: str
) -> httpx.Response:
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    content = json.dumps(body).encode() if content is None else content
    return await doors.http.post(AT, params={"source": source}, content=content, headers={"content-type": ONE} | sent)


def signed(secret: str, body: bytes, now: datetime, name: str = "m-1") -> dict[str, str]:
    made = Webhook(secret).sign(name, now, body.decode())
    return {"webhook-id": name, "webhook-timestamp": str(int(now.timestamp())), "webhook-signature": made}


async def many(doors: Doors) -> int:
    return len(await doors.app.database.read(lambda tx: tx.rows("intakes_known", source="smart-city")))


async def test_a_key_or_a_signature_opens_and_the_same_id_again_is_204_and_nothing(doors: Doors) -> None:
    secret = await key(doors)
    for _ in range(2):
        assert (await post(doors, EVENT, authorization=f"Bearer {secret}")).status_code == 204
    body = json.dumps(EVENT | {"id": "e-2"}).encode()
    headers = {n.replace("-", "_"): v for n, v in signed(secret, body, doors.app.clock()).items()}
    for _ in range(2):
        assert (await post(doors, None, content=body, **headers)).status_code == 204
    assert await many(doors) == 2
    assert doors.failed() == []


async def test_who_may_not_is_told_what_to_do_and_nothing_is_kept(doors: Doors) -> None:
    secret, theirs = await key(doors), await key(doors, "other")
    body = json.dumps(EVENT).encode()
    now = doors.app.clock()
    old = signed(secret, body, now - timedelta(minutes=6))
    wrong = signed(theirs, body, now)
    changed = signed(secret, body + b" ", now)
    tries: list[tuple[dict[str, str], str]] = [
        ({}, "smart-city"),
        ({"authorization": "Bearer "}, "smart-city"),
        ({"authorization": f"Bearer {secret}x"}, "smart-city"),
        ({"authorization": f"Basic {secret}"}, "smart-city"),
        ({"authorization": f"Bearer {theirs}"}, "smart-city"),
        ({"authorization": f"Bearer {secret}"}, "other"),
        ({"authorization": f"Bearer {secret}"}, "nobody"),
        ({"authorization": f"Bearer {secret}"}, ""),
        ({"authorization": f"Bearer {theirs}"}, "other"),
        (old, "smart-city"),
        (wrong, "smart-city"),
        (changed, "smart-city"),
        (old | {"authorization": f"Bearer {secret}"}, "smart-city"),
    ]
    for headers, source in tries:
        answer = await doors.http.post(
            AT, params={"source": source}, content=body, headers={"content-type": ONE} | headers
        )
        assert answer.status_code == 401, (headers, source)
        assert answer.json()["words"]
    assert await many(doors) == 0


async def test_a_revoked_key_opens_nothing_and_the_new_one_does_at_once(doors: Doors) -> None:
    old, new = await key(doors), await key(doors)
    for secret in (old, new):
        assert (await post(doors, EVENT, authorization=f"Bearer {secret}")).status_code == 204
    await doors.app.database.write(lambda tx: api_keys.revoke(tx, 1, doors.app.clock()))
    assert (await post(doors, EVENT, authorization=f"Bearer {old}")).status_code == 401
    assert (await post(doors, EVENT, authorization=f"Bearer {new}")).status_code == 204


async def test_in_binary_mode_the_id_must_be_the_one_that_is_signed(doors: Doors) -> None:
    """The signature covers the body and not the headers: a repeated body under another ce-id would be another alert."""
    secret, body = await key(doors), json.dumps(EVENT["data"]).encode()
    attributes = {"ce-specversion": "1.0", "ce-source": "/c", "ce-type": "alert", "content-type": "application/json"}
    for name, status in (("m-1", 204), ("m-2", 401)):
        headers = signed(secret, body, doors.app.clock()) | attributes | {"ce-id": name}
        answer = await doors.http.post(AT, params={"source": "smart-city"}, content=body, headers=headers)
        assert answer.status_code == status
    assert await many(doors) == 1


async def test_a_batch_is_taken_whole_or_not_at_all(doors: Doors) -> None:
    bearer = f"Bearer {await key(doors)}"
    good = [EVENT | {"id": f"b-{n}"} for n in range(100)]
    assert (await post(doors, [*good, {}], authorization=bearer, content_type=BATCH)).status_code == 422
    assert await many(doors) == 0
    assert (await post(doors, good, authorization=bearer, content_type=BATCH)).status_code == 204
    assert await many(doors) == 100


async def test_pictures_and_bodies_too_large_or_no_pictures_are_refused(doors: Doors) -> None:
    bearer = f"Bearer {await key(doors)}"

    def with_image(image: str) -> dict[str, Any]:
        return EVENT | {"data": {"camera": "C1", "place": "鼓楼巷口", "image": image}}

    photo = b64encode(saved(scene(1, 320, 240))).decode()
    twelve = b64encode(b"\xff\xd8\xff" + b"\0" * 11 * 1024 * 1024).decode()
    for image, status in (("@@@", 422), (b64encode(b"GIF89a").decode(), 422), (twelve, 413), ("A" * 20_000_000, 413)):
        assert (await post(doors, with_image(image), authorization=bearer)).status_code == status
    assert await many(doors) == 0
    assert (await post(doors, with_image(f"data:image/jpeg;base64,{photo}"), authorization=bearer)).status_code == 204
    rows = await doors.app.database.read(lambda tx: tx.rows("media_of", subject="request", subject_id=1))
    assert [row["ref"][:6] for row in rows] == ["hooks/"]

    async def fetched() -> str:
        [row] = await doors.app.database.read(lambda tx: tx.rows("media_of", subject="request", subject_id=1))
        return str(row["state"]) if row["state"] != "to fetch" else ""

    assert await until(fetched) == "stored"


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[" * 100_000, b"\xff\xfe", b"null", b"[]", b"{}", b'"words"'], ids=range(8)
)
async def test_bodies_that_are_nothing_are_422(doors: Doors, body: bytes) -> None:
    secret = await key(doors)
    assert (await post(doors, None, content=body, authorization=f"Bearer {secret}")).status_code == 422


async def test_a_type_we_do_not_take_is_415(doors: Doors) -> None:
    secret = await key(doors)
    for kind in ("text/plain", "application/xml", "multipart/form-data; boundary=x", ""):
        assert (await post(doors, EVENT, authorization=f"Bearer {secret}", content_type=kind)).status_code == 415


async def test_a_vendors_own_json_and_more_than_its_share_of_it(doors: Doors) -> None:
    bearer, plain = f"Bearer {await key(doors, 'vendor')}", "application/json"
    body = {"alarms": [{"no": 1, "cam": "V", "what": "垃圾"}, {"no": 2, "cam": "V", "what": "垃圾"}]}
    statuses = [
        (await post(doors, body, source="vendor", authorization=bearer, content_type=plain)).status_code
        for _ in range(6)
    ]
    assert statuses == [204] * 5 + [429]


async def test_while_the_database_is_down_it_is_503_and_the_platform_sends_again(
    doors: Doors, monkeypatch: pytest.MonkeyPatch
) -> None:
    bearer = f"Bearer {await key(doors)}"

    async def down(*_: object, **__: object) -> None:
        raise StorageDown("the disk is full")

    with monkeypatch.context() as patch:
        patch.setattr(type(doors.app.database), "write", down)
        answer = await post(doors, EVENT, authorization=bearer)
        assert (answer.status_code, answer.headers["retry-after"]) == (503, "10")
    assert (await post(doors, EVENT, authorization=bearer)).status_code == 204
    assert await many(doors) == 1
