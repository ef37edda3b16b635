"""From an opened picture to its pixels as displayed: mode, transparency, colour profile, range, orientation."""

from __future__ import annotations

import functools
import io
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import PIL.Image

from app.domain.geometry import Size
from app.domain.media import Image
from app.media.colour import BACKGROUND, ScreenColour

if TYPE_CHECKING:
    from PIL import ImageCms

_TURNS = {
    2: PIL.Image.Transpose.FLIP_LEFT_RIGHT,
    3: PIL.Image.Transpose.ROTATE_180,
    4: PIL.Image.Transpose.FLIP_TOP_BOTTOM,
    5: PIL.Image.Transpose.TRANSPOSE,
    6: PIL.Image.Transpose.ROTATE_270,
    7: PIL.Image.Transpose.TRANSVERSE,
    8: PIL.Image.Transpose.ROTATE_90,
}

_STRIP = 1 << 20
"""Pixels that are converted at a time."""

_SPACES = {"RGB": "RGB", "L": "GRAY", "CMYK": "CMYK"}
"""The colour space that a profile must be for, by the mode of the picture."""


def displayed_size(picture: PIL.Image.Image) -> Size:
    """Size once the EXIF orientation is applied: 5 to 8 turn by a quarter."""
    turned = _orientation(picture) >= 5
    return Size(picture.height, picture.width) if turned else Size(picture.width, picture.height)


def displayed(
    picture: PIL.Image.Image, colour: ScreenColour | None = None, small: Size | None = None, *, turn: bool = True
) -> Image:
    """The pixels as displayed.

    Args:
        picture: opened.
        colour: what brings its colours to the screen, where a profile does not.
        small: the size to bring it to; its own if left out.
        turn: whether the EXIF orientation is applied. To look for it, Pillow reads a PNG file to its end, and is then
            unable to find the next picture of an animation.

    Raises:
        Exception: of many kinds, if the file is damaged or cut off.
    """
    orientation = _orientation(picture) if turn else 1
    profile = picture.info.get("icc_profile")
    opaque = _opaque(picture)
    if orientation in _TURNS:
        opaque = opaque.transpose(_TURNS[orientation])
    if small is not None and opaque.size != (small.width, small.height):
        opaque = opaque.resize((small.width, small.height), PIL.Image.Resampling.BOX, reducing_gap=None)
    if colour is not None:
        return colour.show(np.asarray(opaque.convert("RGB"), np.uint16) * np.uint16(257))
    return np.array(_screen(opaque, profile if isinstance(profile, bytes) else None), dtype=np.uint8)


def _orientation(picture: PIL.Image.Image) -> int:
    if picture.format == "TIFF":
        return 1  # Pillow turns them itself.
    try:
        value = picture.getexif().get(0x0112, 1)
    except Exception:  # noqa: BLE001 - damaged EXIF data raises anything; the picture itself may be fine
        return 1
    return value if isinstance(value, int) and 1 <= value <= 8 else 1


def _opaque(picture: PIL.Image.Image) -> PIL.Image.Image:
    """RGB, grey, CMYK or Lab: transparency on the background, 16-bit grey brought to 8, what is no number black."""
    if picture.mode.startswith(("I", "F")):
        return _from_numbers(picture)
    if picture.has_transparency_data:
        laid = PIL.Image.new("RGB", picture.size, BACKGROUND)
        for place in _strips(picture.size):
            part = picture.crop(place).convert("RGBA")
            laid.paste(part, place, part)
        return laid
    # Loading may change the mode.
    picture.load()
    return picture if picture.mode in {"RGB", "L", "CMYK", "LAB"} else picture.convert("RGB")


def _from_numbers(picture: PIL.Image.Image) -> PIL.Image.Image:
    """Grey of 8 bits from whole numbers of more, or numbers with a fraction."""
    levels = np.asarray(picture)
    strips = [slice(top, bottom) for _, top, _, bottom in _strips(picture.size)]
    most = max(_numbers(levels[strip]).max() for strip in strips)
    # Numbers with a fraction are shares of white where none is larger than that.
    whole = 1.0 if picture.mode == "F" and most <= 1 else 255.0
    top = 65535.0 if picture.mode.startswith("I;16") or most > 255 else whole
    grey = np.empty(levels.shape, np.uint8)
    for strip in strips:
        grey[strip] = np.clip(_numbers(levels[strip]) * (255.0 / top), 0, 255)
    return PIL.Image.fromarray(grey)


def _numbers(levels: npt.NDArray[np.generic]) -> npt.NDArray[np.float64]:
    """As they are, but what is no number is 0."""
    return np.nan_to_num(levels.astype(np.float64), posinf=0.0, neginf=0.0)


def _strips(size: tuple[int, int]) -> list[tuple[int, int, int, int]]:
    """Left, top, right and bottom of strips that are converted one by one, for the memory that large pictures take."""
    width, height = size
    rows = max(1, _STRIP // width)
    return [(0, top, width, min(height, top + rows)) for top in range(0, height, rows)]


def _screen(picture: PIL.Image.Image, profile: bytes | None) -> PIL.Image.Image:
    """sRGB: by the colour profile, if there is one that fits, else by what the mode usually means."""
    lab = picture.mode == "LAB"
    transform = _transform(profile, picture.mode) if lab or profile else None
    if transform is None:
        return picture.convert("RGB")
    from PIL import ImageCms

    shown = ImageCms.applyTransform(picture, transform)
    assert shown is not None
    return shown


@functools.lru_cache(maxsize=8)
def _transform(profile: bytes | None, mode: str) -> ImageCms.ImageCmsTransform | None:
    """What brings a mode to sRGB; None where nothing is to be done, or the profile is damaged or for another space."""
    from PIL import ImageCms

    try:
        if mode == "LAB":
            source = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB"))
        else:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile or b""))
            known = source.profile
            if known.xcolor_space.strip() != _SPACES.get(mode) or "sRGB" in (known.profile_description or ""):
                return None
        return ImageCms.buildTransform(
            source,
            ImageCms.createProfile("sRGB"),
            mode,
            "RGB",
            ImageCms.Intent.RELATIVE_COLORIMETRIC,
            ImageCms.Flags.BLACKPOINTCOMPENSATION,
        )
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return None
