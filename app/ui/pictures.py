"""From the pictures of the core (RGB arrays) to those of Qt, without holding up the window."""

from __future__ import annotations

from dataclasses import dataclass, field

import cv2
import numpy as np
import numpy.typing as npt
from PySide6.QtGui import QImage

from app.domain.media import Image

DISPLAY_SIDE = 3840
"""Long side, in pixels, that is enough to show a picture sharply on a 4K screen."""

_SMALLEST_SIDE = 640


@dataclass(frozen=True, slots=True)
class Pyramid:
    """One picture at several sizes, largest first, each half as large as the one before.

    Drawing the level just above the size on the screen is fast and free of the shimmer of a large reduction.
    """

    levels: tuple[QImage, ...]
    # Qt reads the arrays' memory in place.
    _memory: tuple[npt.NDArray[np.uint8], ...] = field(repr=False, compare=False)

    def level_for(self, width: float) -> QImage:
        """The smallest level at least `width` pixels wide, else the largest."""
        for level in reversed(self.levels):
            if level.width() >= width:
                return level
        return self.levels[0]


def pyramid(image: Image, side: int = DISPLAY_SIDE) -> Pyramid:
    """The picture ready to be shown, its long side at most `side`; takes milliseconds per megapixel.

    OpenCV lets go of the interpreter lock in here, which Qt's own conversions do not: called in a background thread,
    the window stays responsive.
    """
    shrink = side / max(image.shape[:2])
    if shrink < 1:
        height, width = (max(1, round(length * shrink)) for length in image.shape[:2])
        image = np.asarray(cv2.resize(image, (width, height), interpolation=cv2.INTER_AREA), np.uint8)
    memory = [np.asarray(cv2.cvtColor(image, cv2.COLOR_RGB2BGRA), np.uint8)]
    while max(memory[-1].shape[:2]) >= 2 * _SMALLEST_SIDE:
        height, width = (max(1, length // 2) for length in memory[-1].shape[:2])
        memory.append(np.asarray(cv2.resize(memory[-1], (width, height), interpolation=cv2.INTER_AREA), np.uint8))
    return Pyramid(tuple(_wrap(level) for level in memory), tuple(memory))


def _wrap(bgra: npt.NDArray[np.uint8]) -> QImage:
    """A QImage on the memory of an array; little-endian `Format_RGB32` is blue, green, red, unused."""
    height, width = bgra.shape[:2]
    return QImage(bgra.data, width, height, 4 * width, QImage.Format.Format_RGB32)
