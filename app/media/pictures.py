"""Picture files, read through Pillow."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from pathlib import Path

import numpy as np
import PIL.Image

from app.domain.errors import UnreadableMedia
from app.domain.geometry import Size
from app.domain.media import WORKING_SIDE, Frame, Image, Picture
from app.media.checks import check_file

SUFFIXES = frozenset({".avif", ".bmp", ".gif", ".jfif", ".jpe", ".jpeg", ".jpg", ".png", ".tif", ".tiff", ".webp"})
"""Endings by which the pictures in a folder are known."""

MAX_MEGAPIXELS = 150
"""Larger pictures are refused before their pixels are read: a small file can claim any size."""

# What Pillow finds odd but can read is nobody's concern; what it cannot read, it raises.
warnings.filterwarnings("ignore", category=UserWarning, module="PIL")

# Pillow's own limit warns long before ours and cannot name the size.
PIL.Image.MAX_IMAGE_PIXELS = None

BACKGROUND = (255, 255, 255)
"""What transparent pictures are laid on: white, as feeds show them."""


def working_size(size: Size) -> Size:
    """The size at which a picture is scored."""
    return size.within(WORKING_SIDE)


def read_small(place: Picture, fit: Callable[[Size], Size] = working_size) -> Frame:
    """A picture file as a frame to be scored, or looked at closer.

    Args:
        place: the file.
        fit: the size at which it is to be read, from its own as displayed; never larger.

    Raises:
        UnreadableMedia: it is not a picture that can be read, or too large.
    """
    with _open(place.path) as picture:
        size = _displayed(picture)
        small = fit(size)
        # A JPEG file is decoded at 1/2, 1/4 or 1/8 of its size where that is still twice as large as needed.
        picture.draft("RGB", (small.width * 2, small.width * 2))
        image = _pixels(picture, place.path, small)
    return Frame(place, size, image)


def read_full(path: Path) -> Image:
    """A picture file at full resolution, as displayed.

    Raises:
        UnreadableMedia: it is not a picture that can be read, or too large.
    """
    with _open(path) as picture:
        return _pixels(picture, path)


def displayed_size(path: Path) -> Size:
    """The size of a picture file as displayed, from its header.

    Raises:
        UnreadableMedia: it is not a picture that can be read, or too large.
    """
    with _open(path) as picture:
        return _displayed(picture)


def _open(path: Path) -> PIL.Image.Image:
    """The header of a picture file.

    Raises:
        UnreadableMedia: it is none, or claims too many pixels.
    """
    check_file(path)
    try:
        picture = PIL.Image.open(path)
    except Exception as error:
        # Pillow's readers raise SyntaxError, struct.error, ValueError and others on damaged headers.
        raise UnreadableMedia(path, "not_media") from error
    megapixels = picture.width * picture.height / 1e6
    if megapixels > MAX_MEGAPIXELS:
        picture.close()
        raise UnreadableMedia(path, "too_large", megapixels=f"{megapixels:.0f}", limit=str(MAX_MEGAPIXELS))
    return picture


def _displayed(picture: PIL.Image.Image) -> Size:
    """Size once the EXIF orientation is applied: 5 to 8 turn by a quarter."""
    turned = _orientation(picture) >= 5
    return Size(picture.height, picture.width) if turned else Size(picture.width, picture.height)


def _orientation(picture: PIL.Image.Image) -> int:
    try:
        value = picture.getexif().get(0x0112, 1)
    except Exception:  # noqa: BLE001 - damaged EXIF data raises anything; the picture itself may be fine
        return 1
    return value if isinstance(value, int) and 1 <= value <= 8 else 1


_TURNS = {
    2: PIL.Image.Transpose.FLIP_LEFT_RIGHT,
    3: PIL.Image.Transpose.ROTATE_180,
    4: PIL.Image.Transpose.FLIP_TOP_BOTTOM,
    5: PIL.Image.Transpose.TRANSPOSE,
    6: PIL.Image.Transpose.ROTATE_270,
    7: PIL.Image.Transpose.TRANSVERSE,
    8: PIL.Image.Transpose.ROTATE_90,
}


def _pixels(picture: PIL.Image.Image, path: Path, small: Size | None = None) -> Image:
    """The pixels as displayed, at full size or brought to `small`.

    Raises:
        UnreadableMedia: the file is damaged or cut off.
    """
    orientation = _orientation(picture)
    try:
        rgb = _rgb(picture)
        if orientation in _TURNS:
            rgb = rgb.transpose(_TURNS[orientation])
        if small is not None and rgb.size != (small.width, small.height):
            rgb = rgb.resize((small.width, small.height), PIL.Image.Resampling.BOX, reducing_gap=None)
        return np.array(rgb, dtype=np.uint8)
    except Exception as error:
        raise UnreadableMedia(path, "damaged") from error


def _rgb(picture: PIL.Image.Image) -> PIL.Image.Image:
    """RGB, transparency laid on white, 16-bit grey brought to 8, what is no number black."""
    if picture.mode.startswith(("I", "F")):
        levels = np.nan_to_num(np.asarray(picture, dtype=np.float64), posinf=0.0, neginf=0.0)
        top = 65535.0 if levels.max(initial=0) > 255 else 255.0
        picture = PIL.Image.fromarray(np.clip(levels * (255.0 / top), 0, 255).astype(np.uint8))
    if picture.has_transparency_data:
        coloured = picture.convert("RGBA")
        ground = PIL.Image.new("RGBA", coloured.size, (*BACKGROUND, 255))
        return PIL.Image.alpha_composite(ground, coloured).convert("RGB")
    return picture.convert("RGB")
