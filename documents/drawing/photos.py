"""Makes a photo fit to be kept: metadata such as place and camera removed, upright, and no larger than needed.

The bytes come from strangers, so nothing is believed: formats are named, the size is judged before a decoder is handed them,
and every decoder error becomes one `ValueError`. In the running bot this happens in a worker process.
"""

from __future__ import annotations

import io
import math
import re
from datetime import datetime
from functools import cache
from statistics import median

from PIL import Image, UnidentifiedImageError

from documents.drawing.picture_header import BYTES, LONGEST_SIDE, PIXELS, Header, read_header
from files.dataclass import dataclass

QUALITY = 82
FORMATS = ("JPEG", "PNG", "WEBP")

Image.MAX_IMAGE_PIXELS = PIXELS
"""Pillow itself warns above this; here it is refused."""

_ORIENTATION, _DATE_TIME, _DETAILS, _TAKEN, _TAKEN_ZONE = 0x0112, 0x0132, 0x8769, 0x9003, 0x9011
_UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_ZONE = re.compile(r"[+-]\d\d:\d\d")
_SIDE, _LOW = 32, 8


@dataclass(frozen=True, slots=True)
class Kept:
    """A file fit to be kept. `phash` 16 hex digits, photos only; `taken_at` ISO, as the camera said."""

    content: bytes
    phash: str = ""
    taken_at: str | None = None


@dataclass(frozen=True, slots=True)
class Camera:
    """The three things in a photo's EXIF that we look at; no place is among them."""

    orientation: int = 1
    taken: str = ""
    zone: str = ""


def prepare(kind: str, content: bytes) -> Kept:
    """What is kept of something a person sent: a `photo` made plain, anything else as it is.

    Raises:
        ValueError: it is empty, too large, or no picture we can read to its end.
        MemoryError: it takes more memory than there is.
    """
    if not content:
        raise ValueError("the file is empty")
    if len(content) > BYTES:
        raise ValueError(f"the file has {len(content)} bytes, at most {BYTES}")
    if kind != "photo":
        return Kept(content)
    header = read_header(content)
    try:
        with Image.open(io.BytesIO(content), formats=FORMATS) as picture:
            _insist(picture, header)
            camera = _exif(picture)
            photo = _plain(picture, camera.orientation)
    except UnidentifiedImageError as error:
        raise ValueError("the file is no JPEG, PNG or WebP picture") from error
    except MemoryError:
        raise
    except Exception as error:  # a decoder fed by strangers fails in more ways than it documents
        raise ValueError(f"the picture cannot be read: {type(error).__name__}: {error}") from error
    out = io.BytesIO()
    photo.save(out, "JPEG", quality=QUALITY, optimize=True)
    return Kept(out.getvalue(), perceptual_hash(photo), _taken_at(camera))


def perceptual_hash(picture: Image.Image) -> str:
    """64 bits that survive rescaling and recompression, as 16 hex digits.

    The lowest 8 × 8 frequencies of the cosine transform of the grey 32 × 32 picture, each above or below their median.
    """
    grey = picture.convert("L").resize((_SIDE, _SIDE), Image.Resampling.LANCZOS).tobytes()
    waves = _waves()
    rows = [[sum(map(_product, wave, grey[y : y + _SIDE])) for wave in waves] for y in range(0, len(grey), _SIDE)]
    columns = list(zip(*rows, strict=True))
    low = [round(sum(map(_product, wave, column)), 3) for wave in waves for column in columns]
    middle = median(low)
    return f"{sum(1 << n for n, value in enumerate(low) if value > middle):016x}"


def _insist(picture: Image.Image, header: Header) -> None:
    """Check that the decoder sees the size that was judged by the header."""
    if picture.size != (header.width, header.height):
        raise ValueError("the picture says two sizes")


def _plain(picture: Image.Image, orientation: int) -> Image.Image:
    """Upright, on white, bounded, and with none of what the file said beside its pixels."""
    picture.draft(None, (LONGEST_SIDE, LONGEST_SIDE))
    picture.load()
    if picture.mode in ("RGB", "RGBA", "L", "LA", "CMYK"):  # of the others a smaller one would be coarse
        picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    if picture.has_transparency_data:
        coloured = picture.convert("RGBA")
        photo = Image.new("RGB", coloured.size, "white")
        photo.paste(coloured, mask=coloured.getchannel("A"))
    else:
        photo = picture.convert("RGB")
    photo.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    if orientation in _UPRIGHT:
        photo = photo.transpose(_UPRIGHT[orientation])
    photo.info.clear()  # Pillow would write its comment and XMP back
    return photo


def _exif(picture: Image.Image) -> Camera:
    """What we look at; a camera that writes nonsense loses it and not the photo."""
    try:
        exif = picture.getexif()
        details = exif.get_ifd(_DETAILS)
        taken = details.get(_TAKEN) or exif.get(_DATE_TIME, "")
        return Camera(int(exif.get(_ORIENTATION, 1)), str(taken), str(details.get(_TAKEN_ZONE, "")))
    except Exception:
        return Camera()


def _taken_at(camera: Camera) -> str | None:
    """The camera's own time, ISO: local to wherever it was unless the camera gave its zone."""
    try:
        moment = datetime.strptime(camera.taken.strip("\0 "), "%Y:%m:%d %H:%M:%S")  # noqa: DTZ007 cameras rarely say their zone
    except ValueError:
        return None
    return moment.isoformat() + (camera.zone if _ZONE.fullmatch(camera.zone) else "")


@cache
def _waves() -> list[list[float]]:
    """The eight lowest cosine waves over 32 samples."""
    return [[math.cos(math.pi * u * (2 * x + 1) / (2 * _SIDE)) for x in range(_SIDE)] for u in range(_LOW)]


def _product(a: float, b: float) -> float:
    return a * b
