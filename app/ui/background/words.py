"""Titles as pictures that can be drawn over covers; they are set in a background thread."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import cv2
import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QImage, QPainter

from app.domain.geometry import Box, Size
from app.domain.media import Image, Moment
from app.domain.title import Spot, Title
from app.ui.background.pictures import Pyramid
from app.ui.background.work import Listener
from app.ui.background.writing import platforms
from app.ui.state.outcome import CancelledError
from app.ui.state.titled import Inscription

if TYPE_CHECKING:
    from app.lettering.letter import Lettering
    from app.lettering.place import Guides

_SMALLEST_SIDE = 128
"""Of the sizes that a title is kept in, so that it does not shimmer where it is drawn small."""

SAMPLE = Size(102, 68)
"""Pixels of the pictures that show what templates look like."""

_GROUND = ((52, 66, 84), (140, 150, 158))
"""Upper and lower end of what templates are shown on: neither dark nor light."""


@dataclass(frozen=True, slots=True, eq=False)
class Words:
    """A title that was set into a cover.

    Attributes:
        inscription: what was to be set.
        size: of the cover that it was set into, in pixels.
        lettering: what came of it, in those pixels.
        safe: what of the cover it may take up, in those pixels.
        keep_off: the faces in the cover, in those pixels.
        badged: whether feeds write the length of the video into a corner of the cover.
        levels: its picture at several sizes, largest first.
    """

    inscription: Inscription
    size: Size
    lettering: Lettering
    safe: Box
    keep_off: tuple[Box, ...]
    badged: bool
    levels: tuple[QImage, ...]
    # Qt reads the arrays' memory in place.
    _memory: tuple[npt.NDArray[np.uint8], ...]

    @property
    def spot(self) -> Spot:
        """Where its middle is."""
        return self.lettering.spot

    @property
    def letters(self) -> float:
        """Size of its letters, as a share of the width of the cover."""
        from app.lettering.lines import LEADING

        return self.lettering.points / LEADING / self.size.width

    def under_badge(self, width: float) -> bool:
        """Whether the length of the video lies over it in a feed.

        Args:
            width: of the cover in the feed, in its pixels.
        """
        from app.lettering.areas import badge

        return self.badged and self.lettering.box.shared(badge(self.size, width)) > 0

    def at(self, spot: Spot) -> Spot:
        """Where it would come to stand if it was stood elsewhere: in the safe area, and off the faces."""
        from app.lettering.place import place

        box = self.lettering.box
        align = self.inscription.title.style.align
        return place(self.size, Size(box.width, box.height), self.keep_off, self.safe, spot, align=align)[0]

    def snapped(self, spot: Spot, reach: float) -> tuple[Spot, Guides]:
        """A spot that it is dragged to, drawn to a line that is near.

        Args:
            spot: where the hand is.
            reach: how near, as a share of the width of the cover.
        """
        from app.lettering.place import snapped

        box = self.lettering.box
        return snapped(spot, Size(box.width, box.height), self.size, self.safe, reach * self.size.width)

    def block(self, cover: QRectF, spot: Spot | None = None) -> QRectF:
        """Where the block of its lines is in a cover that is drawn somewhere.

        Args:
            cover: where the cover is drawn.
            spot: its middle; None is where it stands.
        """
        box = self.lettering.box
        return self._in(cover, QRectF(box.x, box.y, box.width, box.height), spot)

    def draw(self, painter: QPainter, cover: QRectF, spot: Spot | None = None) -> None:
        """Draw it over a cover.

        Args:
            painter: what draws.
            cover: where the cover is drawn, in the painter's coordinates; all of it, though a part may be clipped away.
            spot: its middle; None is where it stands.
        """
        if not self.levels:
            return
        x, y = self.lettering.at
        height, width = self.lettering.image.shape[:2]
        where = self._in(cover, QRectF(x, y, width, height), spot)
        on_screen = painter.deviceTransform().mapRect(where).width()
        level = next((each for each in reversed(self.levels) if each.width() >= on_screen), self.levels[0])
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(where, level)
        painter.restore()

    def _in(self, cover: QRectF, rect: QRectF, spot: Spot | None) -> QRectF:
        across, down = cover.width() / self.size.width, cover.height() / self.size.height
        placed = QRectF(rect.x() * across, rect.y() * down, rect.width() * across, rect.height() * down)
        placed.translate(cover.topLeft())
        if spot is not None:
            by = QPointF((spot.x - self.spot.x) * cover.width(), (spot.y - self.spot.y) * cover.height())
            placed.translate(by)
        return placed


class Cut:
    """The covers that titles were set into last, so that other letters need not cut them out again."""

    def __init__(self) -> None:
        self._kept: tuple[Pyramid, Box, Size, Image] | None = None

    def forget(self) -> None:
        """Let go of it."""
        self._kept = None

    def of(self, picture: Pyramid, inscription: Inscription, size: Size) -> Image:
        """A cover, small.

        Args:
            picture: the frame as it looks, at any size.
            inscription: says what of the frame is the cover.
            size: wanted, of the shape of the cover.
        """
        crop, kept = inscription.crop, self._kept
        if kept is not None and kept[0] is picture and kept[1:3] == (crop, size):
            return kept[3]
        image = cut(picture, inscription.frame, crop, size)
        self._kept = picture, crop, size, image
        return image


def cut(picture: Pyramid, frame: Size, crop: Box, size: Size) -> Image:
    """A part of a picture in a size of its own."""
    wanted = max(frame.width, frame.height) * size.width / crop.width
    whole = picture.image(max(1, round(2 * wanted) - 1))  # the smallest level that is not enlarged is below twice that
    height, width = whole.shape[:2]
    box = crop.scaled(width / frame.width, height / frame.height)
    left, top = min(box.x, width - 1), min(box.y, height - 1)
    part = whole[top : top + box.height, left : left + box.width]
    shrunk = part.shape[1] >= size.width
    way = cv2.INTER_AREA if shrunk else cv2.INTER_LINEAR
    return np.asarray(cv2.resize(part, (size.width, size.height), interpolation=way), np.uint8)


def set_words(listener: Listener, picture: Pyramid, inscription: Inscription, side: int, kept: Cut) -> Words:
    """Set a title into a cover, just as it is done for the file.

    Args:
        listener: the job.
        picture: the frame as it looks, at any size.
        inscription: the title.
        side: the longest side of the cover, in pixels.
        kept: the cover that was cut out last.

    Raises:
        CancelledError: another one is wanted by now.
    """
    from app.lettering.areas import badged, faces_in, safe_area
    from app.lettering.letter import letter

    crop = inscription.crop
    size = Size(crop.width, crop.height).within(side)
    image = kept.of(picture, inscription, size)
    if listener.cancelled():
        raise CancelledError
    faces = faces_in(inscription.faces, inscription.look, crop, inscription.source, size)
    preset = platforms().preset(inscription.shape.preset)
    safe = safe_area(preset, size)
    video = isinstance(inscription.place, Moment)
    lettering = letter(inscription.title, image, keep_off=faces, safe=safe, spot=inscription.spot)
    memory = _levels(lettering.image)
    return Words(inscription, size, lettering, safe, faces, video and badged(preset), tuple(map(_wrap, memory)), memory)


def sample(title: Title) -> QImage:
    """What a title looks like, on a plain ground."""
    from app.lettering.letter import letter, lettered

    shares = np.linspace(0, 1, SAMPLE.height, dtype=np.float32)[:, None, None]
    column = np.array(_GROUND[0], np.float32) * (1 - shares) + np.array(_GROUND[1], np.float32) * shares
    ground = np.ascontiguousarray(np.repeat(column, SAMPLE.width, axis=1).astype(np.uint8))
    drawn = lettered(ground, letter(title, ground, spot=Spot(0.5, 0.5)))
    return QImage(drawn.data, SAMPLE.width, SAMPLE.height, 3 * SAMPLE.width, QImage.Format.Format_RGB888).copy()


def _levels(rgba: npt.NDArray[np.uint8]) -> tuple[npt.NDArray[np.uint8], ...]:
    """The same with premultiplied colours, as Qt mixes them, at several sizes; none where there is nothing."""
    if rgba.size == 0:
        return ()
    opaque = rgba[..., 3:].astype(np.uint16)
    colours = (rgba[..., :3].astype(np.uint16) * opaque + 127) // 255
    # Qt's 32-bit colours are blue, green, red, opacity in memory.
    levels = [np.ascontiguousarray(np.dstack([colours[..., ::-1], opaque]).astype(np.uint8))]
    while max(levels[-1].shape[:2]) >= 2 * _SMALLEST_SIDE:
        height, width = (max(1, length // 2) for length in levels[-1].shape[:2])
        levels.append(np.asarray(cv2.resize(levels[-1], (width, height), interpolation=cv2.INTER_AREA), np.uint8))
    return tuple(levels)


def _wrap(bgra: npt.NDArray[np.uint8]) -> QImage:
    height, width = bgra.shape[:2]
    return QImage(bgra.data, width, height, 4 * width, QImage.Format.Format_ARGB32_Premultiplied)
