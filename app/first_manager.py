"""Enrols the first manager: whoever sends ADMIN_CODE, once, while there is no manager."""

from __future__ import annotations

from datetime import datetime

from storage.core.tx import Tx
from storage.people import invites, people
from texts import speaker

DAYS = 3650
"""ADMIN_CODE is the operator's to change, so it does not expire by itself."""


async def open_door(tx: Tx, code: str, language: str, now: datetime) -> None:
    """Make the code an open invitation while there is no manager; an earlier one that nobody used closes."""
    if await people.with_role(tx, "manager"):
        return
    await tx.do("first_manager_revoke", code=invites.normal(code), at=now)
    if await tx.value("first_manager_known", code=invites.normal(code)) is None:
        name = speaker(language)("enrol.role_manager")
        await invites.make(tx, kind="role", name=name, now=now, days=DAYS, role="manager", code=code)
