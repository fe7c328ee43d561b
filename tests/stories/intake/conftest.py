"""A town with a platform: its alerts come in as its channel hands them over, and it hears what came of them."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from app.hooks import Platforms
from messages.address import Address
from messages.attachment import Attachment, Medium
from messages.incoming import Incoming, Kind
from messages.limits import Limits
from programme.intake.intake_state import IntakeState
from programme.platforms import Intake, Source
from programme.rules import Rules
from storage.core.tx import Database, Tx
from storage.intake import intakes
from storage.intake.intakes import Intake as Row
from tests.lists import ListChannel
from tests.media.pictures import saved, scene
from tests.town import MONDAY, StoppedClock, Town

CITY = Source("smart-city", zh="智慧城管", en="Smart city", callback="https://city.example.cn/heard")


@dataclass
class Platform:
    """What one platform sends and hears."""

    town: Town
    heard: ListChannel
    source: Source = CITY
    _numbers: Any = field(default_factory=lambda: count(1))

    async def alert(
        self, camera: str = "C12", code: str = "0504", *, number: str = "", photo: bool = False, **data: object
    ) -> str:
        """One alert; its id."""
        name = number or f"a-{next(self._numbers)}"
        event = {"id": name, "type": "alert", "data": {"camera": camera, "code": code, **data}}
        (message,) = Platforms(self.town.rules, self.town.database).read(self.source, event)
        ref = self.town.folder / f"{name}.jpg"
        if photo:
            ref.write_bytes(saved(scene(7, 320, 240)))
        photos = (Attachment(Medium.PHOTO, str(ref)),) if photo else ()
        key, sender = f"hooks:{self.source.name}:{message.id}", Address("hooks", self.source.name)
        incoming = Incoming(key, sender, self.town.clock(), Kind.EVENT, message.body, attachments=photos)
        await self.town.engine.receive(incoming)
        await self.town.settle()
        return name

    @property
    def words(self) -> list[tuple[str, str, int]]:
        """What it heard: of which alert, which word, which state."""
        said = [json.loads(reply.text) for _, reply in self.heard.sent]
        return [(one["subject"], one["data"]["word"], one["data"]["state"]) for one in said]

    async def rows(self) -> list[Row]:
        async def read(tx: Tx) -> list[Row]:
            found = [row for state in IntakeState for row in await intakes.in_state(tx, state, 10_000)]
            return sorted((row for row in found if row.source == self.source.name), key=lambda row: row.id)

        return await self.town.database.read(read)


@pytest.fixture
async def town(database: Database, tmp_path: Path, shape: str) -> AsyncIterator[Town]:
    rules = Rules(intake=Intake(sources=(CITY,)))
    made = Town(database, StoppedClock(MONDAY), tmp_path, rules=rules, shape=shape)
    made.beside["hooks"] = ListChannel(
        "hooks", Limits(text_bytes=100_000, buttons=0, edits=False, per_second=1e6, per_person=1e6)
    )
    await made.start()
    yield made
    await made.stop()


@pytest.fixture
def platform(town: Town) -> Platform:
    return Platform(town, town.beside["hooks"])


async def add_site(town: Town, name: str, kind: str = "camera", *shops: int, keeper: int | None = None) -> int:
    """A site, with the shops before it."""

    async def write(tx: Tx) -> int:
        who = "NULL" if keeper is None else str(keeper)
        await tx.raw(f"INSERT INTO sites (kind, name, keeper_id, made_at) VALUES ('{kind}', '{name}', {who}, 1)")
        site = int((await tx.rows("camera_site", name=name))[0]["id"]) if kind == "camera" else 0
        for shop in shops:
            await tx.raw(f"INSERT INTO site_shops (site_id, shop_id) VALUES ({site}, {shop})")
        return site

    return await town.database.write(write)
