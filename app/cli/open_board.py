"""Opens the board for whoever has just played a street: prints a link that enters it, and shows it where there is a desktop."""

from __future__ import annotations

import asyncio
import os
import sys
import webbrowser

from app.app import App
from storage.board import board_access
from storage.people import people


async def open_board(app: App) -> None:
    """A manager's link, good once; nothing where the street has no manager."""
    managers = await app.database.read(lambda tx: people.with_role(tx, "manager"))
    if not managers:
        return
    token = await app.database.write(lambda tx: board_access.make_link(tx, managers[0].id, app.clock()))
    link = f"{app.settings.address}/board/enter/{token}"
    print(app.say("command.board_open", link=link), flush=True)
    if _has_desktop():
        await asyncio.to_thread(webbrowser.open, link)


def _has_desktop() -> bool:
    """A browser in a terminal would take the terminal away."""
    return sys.platform in ("darwin", "win32") or any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY"))
