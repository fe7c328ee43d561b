"""Files of the web chat that a power cut has emptied are asked for again, and never shown as they are."""

from __future__ import annotations

from pathlib import Path

import pytest

from messages.attachment import Attachment, Medium
from messages.errors import Refused
from messages.reply import Reply
from tests.web.conftest import visitor
from tests.web.echo import Echo
from tests.web.pictures import photo


@pytest.mark.parametrize("left", [b"", b"\0" * 500], ids=["nothing", "zeros"])
async def test_an_upload_a_power_cut_has_emptied_is_asked_for_again(echo: Echo, tmp_path: Path, left: bytes) -> None:
    """Once it was shown for a year as it was: empty."""
    content = photo()
    async with visitor(echo) as li:
        name = (await li.uploads(content)).json()["name"]
        await li.posts("photo-uuid", text="门口", files=[name])
        [attachment] = echo.heard[-1].attachments
        (tmp_path / attachment.ref).write_bytes(left)
        assert (await li.http.get(f"/chat/photo/{name}")).status_code == 404
        assert (await li.posts("later-uuid", files=[name])).status_code == 422
        with pytest.raises(Refused):
            await echo.chat.fetch(attachment)
        assert (await li.uploads(content)).json()["name"] == name
        assert (await li.http.get(f"/chat/photo/{name}")).content == content


async def test_an_empty_file_of_ours_is_never_handed_to_a_visitor(echo: Echo, tmp_path: Path) -> None:
    (tmp_path / "2026-Q3-0001.pdf").write_bytes(b"")
    async with visitor(echo) as chen:
        await chen.posts("here-uuid", text="在")
        reply = Reply("证书", attachments=(Attachment(Medium.FILE, "2026-Q3-0001.pdf"),))
        with pytest.raises(Refused):
            await echo.chat.send(echo.heard[0].sender, reply, key="k")
