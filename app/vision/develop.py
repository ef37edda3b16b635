"""Gives a picture its look: the same code for what is shown while a slider moves and for the file in the end.

Every step works on whole numbers, 8 bits a channel: the preview is as fast as it can be, and the file is exactly what
was shown, but for its size.
"""

from __future__ import annotations

import functools
import math

import cv2
import numpy as np
import numpy.typing as npt

from app.domain.geometry import Size
from app.domain.look import Look
from app.domain.media import Image

CONTRAST_POWER = 0.7
"""Contrast of 100 raises the odds of every grey to the power 2^0.7; −100 to 2^−0.7."""

WARMTH_STOPS = 0.4
"""Warmth of 100 gives red so many stops, and takes as many from blue."""

SHARPEN_SIGMA = 1 / 1500
"""Of what sharpness adds back, by the long side, so that a small picture shows what a large one will be like."""

LUMINANCE = (0.2126, 0.7152, 0.0722)
"""Share of red, green and blue in how bright a colour is (ITU-R BT.709)."""

_LONGEST = 30_000
"""OpenCV moves the pixels of pictures with sides below 32,767."""

_STRIP = 4096
"""Longer ones are straightened in squares of this side."""


def develop(image: Image, look: Look, *, quick: bool = False) -> Image:
    """A picture with a look.

    Args:
        image: the picture, of any size.
        look: what is done to it.
        quick: straighten it a little less sharply in a quarter of the time, for what a moment later is another one.

    Returns:
        A picture of `look.size`; the very same array where the look is neutral.
    """
    return coloured(placed(image, look, quick=quick), look)


def placed(image: Image, look: Look, *, quick: bool = False) -> Image:
    """The first half of `develop`, which moves pixels: a picture or a map, turned, mirrored and straightened."""
    return straightened(turned(image, look), look.angle, quick=quick)


def coloured(image: Image, look: Look) -> Image:
    """The second half of `develop`, which changes light and colour."""
    image = _lit(image, look)
    image = _saturated(image, look.saturation)
    return _sharpened(image, look.sharpness)


# Geometry


def turned(image: Image, look: Look) -> Image:
    """A picture or a map after the quarter turns of a look, and mirrored if it is."""
    if look.turns:
        image = np.rot90(image, -look.turns)
    if look.flipped:
        image = image[:, ::-1]
    return image if image.flags.c_contiguous else np.ascontiguousarray(image)


def straightened(image: Image, angle: float, *, quick: bool = False) -> Image:
    """A picture or a map rotated about its middle within its own size, and enlarged until no corner is empty.

    Args:
        image: the picture.
        angle: degrees clockwise.
        quick: see `develop`.
    """
    if angle == 0:
        return image
    height, width = image.shape[:2]
    matrix = _to_source(width, height, angle)
    if max(width, height) <= _LONGEST:
        return _warped(image, matrix, (width, height), quick=quick)
    return _warped_in_squares(image, matrix)


def _to_source(width: int, height: int, angle: float) -> npt.NDArray[np.float64]:
    """2 × 3: from a pixel of the straightened picture to the one of the picture that it shows."""
    slope, grown = math.radians(angle), Look(angle=angle).enlargement(Size(width, height))
    across, down = math.cos(slope) / grown, math.sin(slope) / grown
    # About the middle between the middles of the outermost pixels.
    x, y = (width - 1) / 2, (height - 1) / 2
    return np.array(
        [[across, down, x - across * x - down * y], [-down, across, y + down * x - across * y]], dtype=np.float64
    )


def _warped(image: Image, matrix: npt.NDArray[np.float64], size: tuple[int, int], *, quick: bool = False) -> Image:
    # What is half a pixel outside is the border once more.
    flags = (cv2.INTER_LINEAR if quick else cv2.INTER_CUBIC) | cv2.WARP_INVERSE_MAP
    return np.asarray(cv2.warpAffine(image, matrix, size, flags=flags, borderMode=cv2.BORDER_REPLICATE), np.uint8)


def _warped_in_squares(image: Image, matrix: npt.NDArray[np.float64]) -> Image:
    """The same of a picture that is too long for OpenCV."""
    height, width = image.shape[:2]
    result = np.empty_like(image)
    for top in range(0, height, _STRIP):
        for left in range(0, width, _STRIP):
            bottom, right = min(height, top + _STRIP), min(width, left + _STRIP)
            corners = np.array([[x, y, 1] for x in (left, right) for y in (top, bottom)]) @ matrix.T
            low = np.maximum(np.floor(corners.min(axis=0)).astype(int) - 3, 0)
            high = np.ceil(corners.max(axis=0)).astype(int) + 4
            part = image[low[1] : high[1], low[0] : high[0]]
            shift = matrix @ np.array([left, top, 1.0]) - low
            local = np.column_stack([matrix[:, :2], shift])
            result[top:bottom, left:right] = _warped(part, local, (right - left, bottom - top))
    return result


# Light and colour


def _lit(image: Image, look: Look) -> Image:
    if not (look.exposure or look.contrast or look.warmth):
        return image
    return np.asarray(cv2.LUT(image, curves(look.exposure, look.contrast, look.warmth)), np.uint8)


@functools.lru_cache(maxsize=64)
def curves(exposure: float, contrast: float, warmth: float) -> npt.NDArray[np.uint8]:
    """What becomes of each value of red, green and blue: 1 × 256 × 3.

    Black and white stay, and nothing between is clipped: light gains by its odds, y / (1 − y) = 2^stops · x / (1 − x)
    in linear light, which is a plain gain in the shadows and rolls off before white; contrast raises the odds of the
    encoded value to a power, which is steepest at middle grey. Every curve rises, and lies the higher the more light.
    """
    encoded = np.arange(256) / 255
    linear = np.where(encoded <= 0.04045, encoded / 12.92, ((encoded + 0.055) / 1.055) ** 2.4)
    channels = []
    for gain in _gains(warmth):
        light = _with_odds(linear, 2**exposure * gain, 1.0)
        shown = np.where(light <= 0.0031308, 12.92 * light, 1.055 * light ** (1 / 2.4) - 0.055)
        channels.append(_with_odds(shown, 1.0, 2 ** (CONTRAST_POWER * contrast / 100)))
    table = np.rint(255 * np.stack(channels, axis=-1)).astype(np.uint8)[np.newaxis]
    table.flags.writeable = False
    return table


def _gains(warmth: float) -> tuple[float, float, float]:
    """Of red, green and blue; grey stays as bright as it is."""
    red, green, blue = 2 ** (WARMTH_STOPS * warmth / 100), 1.0, 2 ** (-WARMTH_STOPS * warmth / 100)
    level = LUMINANCE[0] * red + LUMINANCE[1] * green + LUMINANCE[2] * blue
    return red / level, green / level, blue / level


def _with_odds(values: npt.NDArray[np.float64], gain: float, power: float) -> npt.NDArray[np.float64]:
    """Values of 0–1 with their odds multiplied, and raised to a power."""
    up = gain * values**power
    return np.asarray(up / (up + (1 - values) ** power), np.float64)


def _saturated(image: Image, saturation: float) -> Image:
    """Every colour moved away from the grey that is as bright, or towards it."""
    if saturation == 0:
        return image
    share = 1 + saturation / 100
    matrix = share * np.eye(3) + (1 - share) * np.tile(LUMINANCE, (3, 1))
    return np.asarray(cv2.transform(image, matrix.astype(np.float32)), np.uint8)


def _sharpened(image: Image, sharpness: float) -> Image:
    """With what a blur takes away added once more (unsharp mask)."""
    if sharpness == 0:
        return image
    sigma = max(0.3, SHARPEN_SIGMA * max(image.shape[:2]))
    blurred = cv2.GaussianBlur(image, (0, 0), sigma)
    return np.asarray(cv2.addWeighted(image, 1 + sharpness / 100, blurred, -sharpness / 100, 0), np.uint8)
