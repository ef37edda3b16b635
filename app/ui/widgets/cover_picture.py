"""A part of a picture as the cover would show it, small."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QWidget

from app.domain.geometry import Box, Size
from app.domain.media import Frame
from app.ui.background.pictures import Pyramid, pyramid
from app.ui.background.words import Words

_RADIUS = 5


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """A part of a picture.

    Attributes:
        picture: the whole picture, at any size.
        size: of the picture at full resolution.
        crop: the part, at full resolution.
        words: the title that stands on it; None for none.
        cover: what the words were set into, where the part is less than that.
    """

    picture: Pyramid
    size: Size
    crop: Box
    words: Words | None = None
    cover: Box | None = None


class CoverPicture(QWidget):
    """A small picture cropped as the cover would be."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._frame: Frame | None = None
        self._crop: Box | None = None
        self._pyramid: Pyramid | None = None
        self._words: Words | None = None

    @property
    def words(self) -> Words | None:
        """The title that is drawn on it."""
        return self._words

    def show_words(self, words: Words | None) -> None:
        """Show another title on it; None shows none."""
        if words is not self._words:
            self._words = words
            self.update()

    def show_cover(self, frame: Frame | None, crop: Box | None) -> None:
        """Show a part of a frame; None shows nothing."""
        if frame is self._frame and crop == self._crop:
            return
        if frame is not self._frame:
            self._pyramid = pyramid(frame.image) if frame is not None else None
        self._frame, self._crop = frame, crop
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the crop as large as fits, with rounded corners."""
        if self._frame is None or self._crop is None or self._pyramid is None:
            return
        painter = QPainter(self)
        part = Part(self._pyramid, self._frame.size, self._crop, self._words)
        draw_part(painter, fitted(self._crop, QRectF(self.rect())), part, _RADIUS)
        painter.end()


def fitted(crop: Box, room: QRectF) -> QRectF:
    """Where a crop lies when it is as large as fits into `room`, in the middle of it."""
    zoom = min(room.width() / crop.width, room.height() / crop.height)
    target = QRectF(0, 0, crop.width * zoom, crop.height * zoom)
    target.moveCenter(room.center())
    return target


def draw_part(painter: QPainter, target: QRectF, part: Part, radius: float) -> None:
    """Draw a part of a picture, stretched to `target`, with rounded corners; the painter is left as it was.

    Args:
        painter: what draws.
        target: where to, in the painter's coordinates.
        part: what is drawn.
        radius: of the corners, in the painter's coordinates.
    """
    size, crop = part.size, part.crop
    on_screen = painter.deviceTransform().mapRect(target)
    image = part.picture.level_for(on_screen.width() * size.width / crop.width)
    across, down = image.width() / size.width, image.height() / size.height
    source = QRectF(crop.x * across, crop.y * down, crop.width * across, crop.height * down)
    painter.save()
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
    rounded = QPainterPath()
    rounded.addRoundedRect(target, radius, radius)
    painter.setClipPath(rounded)
    painter.drawImage(target, image, source)
    draw_words(painter, target, part)
    painter.restore()


def draw_words(painter: QPainter, target: QRectF, part: Part) -> None:
    """Draw the title over a part of a picture that is drawn already, as far as it lies in the part.

    Args:
        painter: what draws; what it is to clip away is set.
        target: where the part is, in the painter's coordinates.
        part: what is drawn there.
    """
    if part.words is None:
        return
    crop, cover = part.crop, part.cover or part.crop
    across, down = target.width() / crop.width, target.height() / crop.height
    left, top = target.left() + (cover.x - crop.x) * across, target.top() + (cover.y - crop.y) * down
    part.words.draw(painter, QRectF(left, top, cover.width * across, cover.height * down))
