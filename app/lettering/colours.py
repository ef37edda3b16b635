"""Colours that can be read: contrast as the Web Content Accessibility Guidelines measure it (WCAG 2.2, 1.4.3)."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from app.domain.media import Image

WHITE, BLACK = (255, 255, 255), (0, 0, 0)

READABLE = 4.5
"""The least contrast of text that everybody is to read (level AA)."""

WORST = 10.0
"""Percent of what lies around the letters that may have less contrast."""

Colour = tuple[int, int, int]
Values = npt.NDArray[np.float32]


def parse(text: str) -> Colour:
    """The colour that is written `#rrggbb`."""
    return int(text[1:3], 16), int(text[3:5], 16), int(text[5:7], 16)


def luminance(colours: npt.NDArray[np.uint8]) -> Values:
    """Relative luminance of colours in sRGB, 0–1: of an array whose last axis is the channel."""
    linear = _LINEAR[colours]
    return np.asarray(linear @ np.array([0.2126, 0.7152, 0.0722], np.float32), np.float32)


def luminance_of(colour: Colour) -> float:
    """The same of one colour."""
    return float(luminance(np.array([colour], np.uint8))[0])


def contrast(one: float, other: float) -> float:
    """The contrast of two luminances, 1 (none) to 21."""
    return (max(one, other) + 0.05) / (min(one, other) + 0.05)


def worst_contrast(colour: Colour, ground: Image, around: npt.NDArray[np.bool_]) -> float:
    """The contrast that letters have with nine tenths of what lies around them, at least.

    Args:
        colour: of the letters.
        ground: H × W × 3, without the letters.
        around: H × W, what lies right around them; where that is nothing, nothing hides them.
    """
    pixels = ground[around]
    if not len(pixels):
        return 21.0
    own, values = luminance_of(colour), luminance(pixels)
    contrasts = (np.maximum(values, own) + 0.05) / (np.minimum(values, own) + 0.05)
    return float(np.percentile(contrasts, WORST))


def opposite(colour: Colour) -> Colour:
    """White or black, whichever contrasts more with a colour."""
    own = luminance_of(colour)
    return WHITE if contrast(own, 1.0) > contrast(own, 0.0) else BLACK


def over(ground: Image, colour: Colour, alpha: npt.NDArray[np.uint8]) -> Image:
    """A picture with a colour laid over it: H × W × 3, as opaque as `alpha` (H × W) says."""
    share = cv2.merge([alpha, alpha, alpha]).astype(np.uint16)
    mixed = ground * (255 - share) + np.array(colour, np.uint16) * share
    return np.asarray((mixed + 127) // 255, np.uint8)


def _linear() -> Values:
    encoded = np.arange(256) / 255
    return np.where(encoded <= 0.04045, encoded / 12.92, ((encoded + 0.055) / 1.055) ** 2.4).astype(np.float32)


_LINEAR = _linear()
