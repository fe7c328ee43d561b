"""A photo as it is kept: plain, upright, bounded; recognised again after a messenger has been at it."""

from __future__ import annotations

import struct
import time
import zlib
from itertools import combinations
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageOps

from documents.drawing.photos import LONGEST_SIDE, prepare
from programme.reviews.anomalies import SAME_PICTURE, distance
from tests.media.pictures import from_a_telephone, opened, saved, scene


def test_everything_the_camera_said_is_gone_but_the_time() -> None:
    kept = prepare("photo", from_a_telephone(scene(1)))
    assert kept.taken_at == "2026-11-23T08:55:10+08:00"
    picture = opened(kept.content)
    assert dict(picture.getexif()) == {}
    assert picture.info.keys() <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    assert not any(word in kept.content for word in (b"Exif", b"HUAWEI", b"my house", b"2026", b"http"))


@pytest.mark.parametrize(
    ("taken", "zone", "kept"),
    [
        ("2026:11:23 08:55:10", None, "2026-11-23T08:55:10"),
        ("2026:11:23 08:55:10\0", "+08:00", "2026-11-23T08:55:10+08:00"),
        ("2026:11:23 08:55:10", "China", "2026-11-23T08:55:10"),
        ("0000:00:00 00:00:00", "+08:00", None),
        ("yesterday", None, None),
    ],
)
def test_the_time_is_the_cameras_or_none(taken: str, zone: str | None, kept: str | None) -> None:
    exif = Image.Exif()
    exif.get_ifd(0x8769).update({0x9003: taken} | ({0x9011: zone} if zone else {}))
    assert prepare("photo", saved(scene(1), exif=exif)).taken_at == kept


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_turned_photo_stands_upright(orientation: int) -> None:
    content = from_a_telephone(scene(2), orientation)
    upright = ImageOps.exif_transpose(opened(content))
    kept = opened(prepare("photo", content).content)
    assert kept.size == upright.size
    corners = [(5, 5), (kept.width - 6, 5), (5, kept.height - 6), (kept.width - 6, kept.height - 6)]
    for corner in corners:
        assert all(abs(a - b) < 12 for a, b in zip(kept.getpixel(corner), upright.getpixel(corner), strict=True))


def test_ten_megabytes_become_a_few_hundred_kilobytes_in_time() -> None:
    grain = Image.frombytes("RGB", (4000, 3000), Random(3).randbytes(36_000_000))
    content = from_a_telephone(Image.blend(scene(3, 4000, 3000), grain, 0.55), 6)
    assert 8_000_000 < len(content) < 14_000_000
    start = time.process_time()
    kept = prepare("photo", content)
    assert time.process_time() - start < 3
    assert opened(kept.content).size == (1200, LONGEST_SIDE)
    assert len(kept.content) < 1_000_000


@pytest.mark.parametrize("form", ["PNG", "WEBP"])
@pytest.mark.parametrize("mode", ["RGB", "RGBA", "L", "P", "LA", "1"])
def test_other_pictures_become_jpeg_on_white(form: str, mode: str) -> None:
    picture = scene(4)
    if mode == "RGBA":
        picture.putalpha(0)
    if form == "WEBP" and mode not in ("RGB", "RGBA"):
        mode = "RGB"
    kept = opened(prepare("photo", saved(picture.convert(mode), form)).content)
    assert (kept.format, kept.mode, kept.size) == ("JPEG", "RGB", picture.size)
    if mode == "RGBA":
        assert min(kept.getpixel((320, 240))) > 250


def test_a_jpeg_for_print_is_taken_too() -> None:
    assert opened(prepare("photo", saved(scene(5).convert("CMYK"))).content).mode == "RGB"


def bomb(width: int, height: int) -> bytes:
    """A PNG of a few bytes that claims to be enormous."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(bytes(100))) + chunk(b"IEND", b"")
    )


WHOLE = saved(scene(6))
BROKEN = {
    "empty": b"",
    "no picture": b"%PDF-1.7",
    "truncated": WHOLE[: len(WHOLE) // 2],
    "header only": WHOLE[:40],
    "a gif": saved(scene(6), "GIF"),
    "a large bomb": bomb(60_000, 60_000),
    "a middling bomb": bomb(16_000, 16_000),
    "a small bomb": bomb(9_000, 9_000),
    "short png": saved(scene(6), "PNG")[:-200],
    "too many bytes": WHOLE + bytes(20 * 1024 * 1024),
}


@pytest.mark.parametrize("what", BROKEN)
def test_what_is_no_whole_picture_is_refused(what: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        prepare("photo", BROKEN[what])


@given(st.integers(0, len(WHOLE) - 1), st.binary(min_size=1, max_size=40))
def test_damage_is_survived_or_refused(where: int, noise: bytes) -> None:
    try:
        kept = prepare("photo", WHOLE[:where] + noise + WHOLE[where + len(noise) :])
    except ValueError:
        return
    assert opened(kept.content).format == "JPEG"


def test_voices_and_files_pass_as_they_are() -> None:
    assert prepare("voice", b"OggS a voice").content == b"OggS a voice"
    assert prepare("file", b"PK a roster").phash == ""
    with pytest.raises(ValueError, match="bytes"):
        prepare("voice", bytes(20 * 1024 * 1024 + 1))


@pytest.mark.parametrize("seed", range(12))
def test_a_recompressed_picture_is_recognised(seed: int) -> None:
    first = prepare("photo", from_a_telephone(scene(seed, 1600, 1200), 6))
    for side, quality in ((1280, 60), (800, 40), (320, 70)):
        small = opened(first.content)
        small.thumbnail((side, side))
        again = prepare("photo", saved(small, quality=quality))
        assert distance(first.phash, again.phash) <= SAME_PICTURE
    assert len(first.phash) == 16


def test_different_pictures_are_far_apart() -> None:
    hashes = [prepare("photo", saved(scene(seed))).phash for seed in range(40)]
    nearest = min(distance(one, other) for one, other in combinations(hashes, 2))
    assert nearest > 2 * SAME_PICTURE - 2
