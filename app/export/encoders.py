"""Finished pictures as the bytes of files: JPEG, PNG, WebP and AVIF, in sRGB, at a quality or of a file size."""

from __future__ import annotations

import functools
import io
import math
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import PIL.features
import PIL.Image
import PIL.JpegImagePlugin

from app.domain.errors import CannotWrite
from app.domain.export import ExportOptions, Format
from app.domain.geometry import Box, Size
from app.domain.media import Image
from app.export.expected import sampled, typical_of_webp
from app.export.profile import srgb_profile
from app.export.search import Scale, search

_Extra = dict[str, bytes]

_WEBP_METHODS = 2, 4
"""Effort, 0–6: of a file by quality, which is to be there at once, and of one by size, which is to be good for it."""

_AVIF_SPEED = 9
"""Effort, 10 (none) to 0: files of 8 take a tenth less, and three to four times as long."""

_AVIF_SOFTER = (
    *(({"sharpness": str(level)}, 0.0) for level in (6, 5, 4, 3, 2, 1)),
    *(({"sharpness": "1"}, tenths / 10) for tenths in range(1, 11)),
    *(({"sharpness": str(level), "deltaq-mode": "0"}, 0.0) for level in (7, 5, 3, 1)),
)
"""What libaom is told to make a smaller file of one quality, and by what share the picture is smoothed besides.

The first make it smaller by 1 % to 8 %, the last by 10 % to 20 %, where smoothing may do nothing.
"""

_PNG_LEVEL = 3

_FULL_COLOUR = 1.0
"""Bits per pixel of a JPEG file from which colour is kept at full resolution; below, light needs the bytes more."""

_OVERHEAD = 300
"""Bytes of tables and headers in a file, besides profile and metadata."""

_SOFTEST = len(_AVIF_SOFTER)
"""Degrees of softness."""

_SOFT_SIGMA = 0.8
"""Pixels, of what the softest picture is smoothed by."""

_AVIF_QUALITIES = "2 5 7 9 11 13 15 17 19 21 23 25 27 29 31 33 34 36 38 39 41 43 44 46 48 49 51 53 54 55 57 "
_AVIF_QUALITIES += "58 59 61 62 63 65 66 67 69 70 71 73 74 75 77 78 79 81 82 83 85 86 87 89 90 91 93 94 95 97 98 99"
"""AV1 has 64 quantisers, for which libavif has a quality or two each; the one without loss is not worth its bytes."""

SCALES = {
    Format.JPEG: Scale(tuple(number / 50 for number in range(50, 4976)), _SOFTEST),
    Format.WEBP: Scale(tuple(number / 4 for number in range(4, 401)), _SOFTEST),
    Format.AVIF: Scale(tuple(map(float, _AVIF_QUALITIES.split())), _SOFTEST),
}
"""Of the formats that have qualities."""


@dataclass(frozen=True, slots=True)
class Encoded:
    """A picture as the bytes of a file.

    Attributes:
        data: the file.
        format: of it.
        size: in pixels.
        quality: 1–100; None for a lossless format.
        encodes: how many files were made to get to this one.
    """

    data: bytes
    format: Format
    size: Size
    quality: float | None
    encodes: int


@functools.cache
def available(wanted: Format) -> bool:
    """Whether a format can be written with the Pillow that is installed."""
    return wanted in (Format.JPEG, Format.PNG) or bool(PIL.features.check(wanted.value))


def cut(image: Image, crop: Box, size: Size | None = None) -> Image:
    """A part of a picture, brought to a size (Lanczos); as it is where that is its own or none is given."""
    part = image[crop.y : crop.y + crop.height, crop.x : crop.x + crop.width]
    if size is None or size == Size(crop.width, crop.height):
        return part
    resized = PIL.Image.fromarray(part).resize((size.width, size.height), PIL.Image.Resampling.LANCZOS)
    return np.asarray(resized, np.uint8)


def encode(image: Image, options: ExportOptions, about: Path, metadata: bytes | None = None) -> Encoded:
    """A finished picture as a file.

    Args:
        image: cropped, edited and brought to its size.
        options: format, and quality or file size; the rest of them is for others.
        about: what errors are about.
        metadata: EXIF data to put into the file.

    Raises:
        CannotWrite: the format cannot be written here or holds no picture so large, or no file of it is as small as
            wanted.
    """
    wanted = options.format
    height, width = image.shape[:2]
    if not available(wanted):
        raise CannotWrite(about, "format_missing", format=wanted.label)
    if max(width, height) > wanted.longest_side:
        raise CannotWrite(about, "too_long_for_format", format=wanted.label, limit=f"{wanted.longest_side:,}")
    extra: _Extra = {"icc_profile": srgb_profile()}
    if metadata is not None:
        extra["exif"] = metadata
    try:
        if options.target is not None:
            return _of_file_size(image, wanted, options.target, about, extra)
        data = _WRITERS[wanted](image, float(options.quality), extra)
    except (OSError, ValueError, MemoryError) as error:
        raise CannotWrite(about, "cannot_encode", format=wanted.label) from error
    return Encoded(data, wanted, Size(width, height), None if wanted.lossless else float(options.quality), 1)


def _of_file_size(image: Image, wanted: Format, target: int, about: Path, extra: _Extra) -> Encoded:
    """The best file of at most `target` bytes."""
    height, width = image.shape[:2]
    if wanted.lossless:
        data = _WRITERS[wanted](image, 100.0, extra)
        if len(data) > target:
            raise _impossible(about, "target_lossless", wanted, target, len(data))
        return Encoded(data, wanted, Size(width, height), None, 1)
    write = _FINE_WRITERS[wanted]
    if wanted is Format.JPEG:
        colour = 0 if 8 * target / (width * height) >= _FULL_COLOUR else 2
        write = functools.partial(_fine_jpeg, colour=colour)
    if wanted is Format.WEBP:
        expected = typical_of_webp(image)
    else:
        expected = sampled(image, functools.partial(write, extra={}), _OVERHEAD)
    overhead = _OVERHEAD + sum(map(len, extra.values()))
    found = search(functools.partial(write, image, extra=extra), target, SCALES[wanted], expected, overhead)
    if found.best is None:
        raise _impossible(about, "target_too_small", wanted, target, found.least)
    return Encoded(found.best.data, wanted, Size(width, height), found.best.quality, found.encodes)


def _impossible(about: Path, message: str, wanted: Format, target: int, least: int) -> CannotWrite:
    """That no file is so small; the least is told as a target that can be met."""
    enough = f"{math.ceil(least / 1000):,}"
    return CannotWrite(about, message, format=wanted.label, wanted=f"{target // 1000:,}", least=enough)


def _smoothed(image: Image, share: float) -> Image:
    if share <= 0:
        return image
    smooth = cv2.GaussianBlur(image, (0, 0), _SOFT_SIGMA)
    return np.asarray(cv2.addWeighted(image, 1 - share, smooth, share, 0), np.uint8)


def _jpeg(image: Image, quality: float, extra: _Extra) -> bytes:
    return _saved(image, "JPEG", quality=round(quality), subsampling=0, optimize=True, **extra)


def _fine_jpeg(image: Image, quality: float, softness: int, extra: _Extra, colour: int = 0) -> bytes:
    """JPEG with a quality that may have decimals; `colour` is Pillow's number of the resolution of the colour."""
    tables, picture = fine_tables(quality), _smoothed(image, softness / _SOFTEST)
    return _saved(picture, "JPEG", quality=-1, qtables=tables, subsampling=colour, optimize=True, **extra)


def _png(image: Image, _quality: float, extra: _Extra) -> bytes:
    return _saved(image, "PNG", compress_level=_PNG_LEVEL, **extra)


def _webp(image: Image, quality: float, extra: _Extra) -> bytes:
    return _saved(image, "WEBP", quality=quality, method=_WEBP_METHODS[0], **extra)


def _fine_webp(image: Image, quality: float, softness: int, extra: _Extra) -> bytes:
    picture = _smoothed(image, softness / _SOFTEST)
    return _saved(picture, "WEBP", quality=quality, method=_WEBP_METHODS[1], **extra)


def _avif(image: Image, quality: float, extra: _Extra) -> bytes:
    return _saved(image, "AVIF", quality=round(quality), speed=_AVIF_SPEED, **extra)


def _fine_avif(image: Image, quality: float, softness: int, extra: _Extra) -> bytes:
    """AVIF, softened in the encoder first: what it leaves out there, a picture can do without more easily."""
    if softness == 0:
        return _avif(image, quality, extra)
    if not _tells_sharpness():
        return _avif(_smoothed(image, softness / _SOFTEST), quality, extra)
    wishes, share = _AVIF_SOFTER[softness - 1]
    picture = _smoothed(image, share)
    return _saved(picture, "AVIF", quality=round(quality), speed=_AVIF_SPEED, advanced=wishes, **extra)


@functools.cache
def _tells_sharpness() -> bool:
    """Whether the AVIF encoder that is installed is libaom, which takes these wishes."""
    try:
        _saved(np.zeros((16, 16, 3), np.uint8), "AVIF", speed=_AVIF_SPEED, advanced={"sharpness": "1"})
    except (OSError, ValueError):
        return False
    return True


_WRITERS: dict[Format, Callable[[Image, float, _Extra], bytes]] = {
    Format.JPEG: _jpeg,
    Format.PNG: _png,
    Format.WEBP: _webp,
    Format.AVIF: _avif,
}

_FINE_WRITERS: dict[Format, Callable[..., bytes]] = {
    Format.JPEG: _fine_jpeg,
    Format.WEBP: _fine_webp,
    Format.AVIF: _fine_avif,
}
"""For files of a size: by quality, softness and extra data."""


def fine_tables(quality: float) -> list[list[int]]:
    """Quantisation tables between those of whole qualities.

    The usual ones are rounded alike everywhere, so that at high qualities many entries change at once, and the file
    with them by a fifth. Here they change one after the other, the highest frequencies first.
    """
    scale = 5000 / quality if quality < 50 else 200 - 2 * quality
    return [
        [
            min(255, max(1, math.floor(entry * scale / 100 + threshold)))
            for entry, threshold in zip(table, thresholds, strict=True)
        ]
        for table, thresholds in zip(_standard_tables(), _thresholds(), strict=True)
    ]


@functools.cache
def _standard_tables() -> tuple[tuple[int, ...], ...]:
    """Those of light and colour in ITU-T T.81, annex K, row by row, as libjpeg uses them at quality 50."""
    data = _saved(np.zeros((8, 8, 3), np.uint8), "JPEG", quality=50)
    with PIL.JpegImagePlugin.JpegImageFile(io.BytesIO(data)) as picture:
        return tuple(tuple(picture.quantization[number]) for number in (0, 1))


@functools.cache
def _thresholds() -> tuple[tuple[float, ...], ...]:
    """Where each entry is rounded up, 0–1: the higher its frequency the earlier, light and colour in turns."""
    order = sorted(range(64), key=lambda place: (place // 8 + place % 8, place))
    ranks = {place: rank for rank, place in enumerate(order)}
    return tuple(tuple((ranks[place] + start) / 64 for place in range(64)) for start in (0.25, 0.75))


def _saved(image: Image, name: str, **choices: object) -> bytes:
    buffer = io.BytesIO()
    PIL.Image.fromarray(image).save(buffer, name, **choices)
    return buffer.getvalue()
