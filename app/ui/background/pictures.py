"""From the pictures of the core (RGB arrays) to those of Qt, without holding up the window."""

from __future__ import annotations

from dataclasses import dataclass, field

import cv2
import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from app.domain.media import Image

DISPLAY_SIDE = 3840
"""Long side, in pixels, that is enough to show a picture sharply on a 4K screen.

Video is shown in full at 100 %; of a larger photo, what is drawn there is this, enlarged.
"""

_SMALLEST_SIDE = 640

_PIXELS_FROM = 3.0
"""From so many device pixels per pixel on, pixels are drawn as they are and not smoothed."""


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

    def image(self, side: int) -> Image:
        """A copy of the largest level whose long side is at most `side`, or of the smallest one, as the core has it."""
        sides = [max(level.shape[:2]) for level in self._memory]
        fitting = next((number for number, length in enumerate(sides) if length <= side), len(sides) - 1)
        return np.asarray(cv2.cvtColor(self._memory[fitting], cv2.COLOR_BGRA2RGB), np.uint8)


class PictureItem(QGraphicsItem):
    """A picture stretched to its full size, drawn from the level that suits the screen."""

    def __init__(self) -> None:
        super().__init__()
        self._rect = QRectF()
        self._pyramid: Pyramid | None = None

    def set_picture(self, rect: QRectF, pyramid: Pyramid | None) -> None:
        """Draw another picture, stretched to `rect`; None draws nothing."""
        if rect != self._rect:
            self.prepareGeometryChange()
            self._rect = rect
        if pyramid is not self._pyramid:
            self._pyramid = pyramid
            self.update()

    def boundingRect(self) -> QRectF:
        """The picture at full size."""
        return self._rect

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        """Draw the picture, smoothly unless its pixels are large enough to be seen."""
        if self._pyramid is None:
            return
        on_screen = painter.deviceTransform().mapRect(self._rect).width()
        level = self._pyramid.level_for(on_screen)
        smooth = on_screen < _PIXELS_FROM * self._rect.width() or level.width() < self._rect.width()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, smooth)
        painter.drawImage(self._rect, level)


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
