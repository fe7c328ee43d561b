"""Pictures and workbooks made to hurt whoever opens them."""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from pathlib import Path

import xlsxwriter
from PIL import Image

from messages.attachment import Attachment, Medium
from tests.media.pictures import saved, scene


def webp_of_34_bytes() -> bytes:
    """It claims 16,383 × 16,383 pixels; a decoder takes its memory as soon as it is handed the file."""
    bits = (16_383 - 1) | (16_383 - 1) << 14
    body = b"VP8L" + struct.pack("<I", 14) + b"\x2f" + struct.pack("<I", bits) + bytes(9)
    return b"RIFF" + struct.pack("<I", 4 + len(body)) + b"WEBP" + body


def png(width: int, height: int, colour: int = 6) -> bytes:
    """A few kilobytes that unpack to every pixel they claim."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    channels = {0: 1, 2: 3, 6: 4}[colour]
    packer = zlib.compressobj(9)
    row = bytes(1 + width * channels)
    packed = b"".join(packer.compress(row) for _ in range(height)) + packer.flush()
    header = struct.pack(">IIBBBBB", width, height, 8, colour, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")


def claiming(content: bytes, width: int, height: int) -> bytes:
    """A JPEG that says it is larger than it is."""
    at = re.search(rb"\xff[\xc0\xc2]\0.\x08", content, re.DOTALL)
    assert at
    return content[: at.end()] + struct.pack(">HH", height, width) + content[at.end() + 4 :]


def jpeg(width: int, height: int, mode: str = "RGB") -> bytes:
    """One colour, progressive: a few hundred kilobytes at most, whatever its size."""
    return saved(Image.new(mode, (width, height)), "JPEG", progressive=True, quality=30)


def scans(many: int, width: int = 4000, height: int = 3000) -> bytes:
    """A progressive JPEG whose last scan comes again and again: each is empty and walks the whole picture."""
    whole = saved(Image.new("L", (width, height), 128), "JPEG", progressive=True)
    last = whole.rindex(b"\xff\xda")
    return whole[:-2] + whole[last:-2] * many + whole[-2:]


def stray_cell(far: str = "XFD1048576", *, only_coloured: bool = False) -> bytes:
    """A roster of one shop, and one sign, or one colour, in a cell far away from it."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        page = book.add_worksheet("名册")
        page.write_row(0, 0, ["店名", "门牌"])
        page.write_row(1, 0, ["李记面馆", "1号"])
        if only_coloured:
            page.write_blank(far, None, book.add_format({"bg_color": "red"}))
        else:
            page.write(far, 1)
    return out.getvalue()


def repeated(rows: int, columns: int) -> bytes:
    """An OpenDocument table with one cell that stands for so many."""
    kinds = "urn:oasis:names:tc:opendocument:xmlns"
    one = '<table:table-cell{} office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    many = one.format(f' table:number-columns-repeated="{columns}"', "x")
    table = (
        f"<table:table-row>{one.format('', '店名')}{one.format('', '门牌')}</table:table-row>"
        f'<table:table-row table:number-rows-repeated="{rows}">{many}</table:table-row>'
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        book.writestr(
            "META-INF/manifest.xml", f'<manifest:manifest xmlns:manifest="{kinds}:manifest:1.0"></manifest:manifest>'
        )
        book.writestr(
            "content.xml",
            f'<office:document-content xmlns:office="{kinds}:office:1.0" xmlns:table="{kinds}:table:1.0" '
            f'xmlns:text="{kinds}:text:1.0"><office:body><office:spreadsheet><table:table table:name="A">{table}'
            "</table:table></office:spreadsheet></office:body></office:document-content>",
        )
    return out.getvalue()


def photo() -> bytes:
    """An ordinary one, to see that all is well."""
    return saved(scene(1))


def attached(path: Path) -> Attachment:
    """A file somebody sends."""
    return Attachment(Medium.FILE, str(path), path.name)
