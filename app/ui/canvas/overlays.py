"""What can be drawn over the picture: where people look, the crops that were proposed, the faces that were found."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import cv2
import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QLineF, QMarginsF, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter, QPen, QTransform
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from app.domain.cover import Crop
from app.domain.faces import Face
from app.domain.geometry import Box
from app.domain.media import Heat

CROP_COLOUR = QColor("#5cc8ff")
FACE_COLOUR = QColor("#ffd54a")
"""Told apart by all who see colours otherwise than most; and the lines differ, too."""

DARK = QColor(12, 14, 18, 200)
"""Below lines and letters, so that they can be seen on any picture."""

_HEAT_SIDE = 640
"""Long side, in pixels, of the heat map that is drawn; it is smooth, so that more would not show."""

_ALPHA_EXPONENT = 0.65
"""Below 1, so that what is looked at a little can be told from what is not looked at on dark and on bright pictures."""

_LABEL_POINTS = 9
_PADDING = QMarginsF(5, 2, 5, 2)
_GAP = 3.0
_SMALLEST_LABELLED = 16.0
"""Width on the screen, in points, from which on a face has a label."""

_MOST_LABELLED = 60
"""So many of the most important boxes have labels; more could not be read, and would take long to place."""


def heat_colours() -> npt.NDArray[np.uint8]:
    """The colours of salience 0–255: 256 × 4, red, green, blue and alpha, not premultiplied.

    The colour map is plasma, in which equal steps look equally large and lightness only rises, so that it can be read
    without seeing colours. Alpha rises with salience, so that what is not looked at stays visible.
    """
    bgr = cv2.applyColorMap(np.arange(256, dtype=np.uint8)[:, None], cv2.COLORMAP_PLASMA)[:, 0]
    alpha = 255 * np.linspace(0, 1, 256) ** _ALPHA_EXPONENT
    return np.column_stack([bgr[:, ::-1], np.round(alpha).astype(np.uint8)])


def heat_picture(heat: Heat) -> QImage:
    """A heat map in colours."""
    shrink = _HEAT_SIDE / max(heat.shape)
    if shrink < 1:
        height, width = (max(1, round(length * shrink)) for length in heat.shape)
        heat = np.asarray(cv2.resize(heat, (width, height), interpolation=cv2.INTER_AREA), np.uint8)
    colours = heat_colours().astype(np.float32)
    # Premultiplied, else the colour of what cannot be seen would show between the pixels; in memory blue comes first.
    colours[:, :3] *= colours[:, 3:] / 255
    table = np.round(colours[:, [2, 1, 0, 3]]).astype(np.uint8)
    coloured = table[heat]
    height, width = heat.shape
    return QImage(coloured.data, width, height, 4 * width, QImage.Format.Format_ARGB32_Premultiplied).copy()


class HeatItem(QGraphicsItem):
    """A heat map stretched to the size of the picture; `setOpacity` says how much of the picture it covers."""

    def __init__(self) -> None:
        super().__init__()
        self._rect = QRectF()
        self._heat: Heat | None = None
        self._image = QImage()

    @property
    def shown(self) -> bool:
        """Whether there is a map to be seen."""
        return self._heat is not None

    def show_heat(self, picture: QRectF, heat: Heat | None) -> None:
        """Draw another map over `picture`; None draws nothing."""
        if picture != self._rect:
            self.prepareGeometryChange()
            self._rect = picture
        if heat is not self._heat:
            self._heat = heat
            self._image = QImage() if heat is None else heat_picture(heat)
            self.update()

    def boundingRect(self) -> QRectF:
        """The picture."""
        return self._rect

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        """Draw the map, smoothly."""
        if self._heat is not None:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(self._rect, self._image)


@dataclass(frozen=True, slots=True)
class LineStyle:
    """How the outline of a box is drawn, at any zoom: colour, width in points, how round its corners are (0–1)."""

    colour: QColor
    width: float
    dashes: tuple[float, ...] = ()
    roundness: float = 0.0


BEST_CROP = LineStyle(CROP_COLOUR, 4.0)
OTHER_CROP = LineStyle(CROP_COLOUR, 2.0)
FACE = LineStyle(FACE_COLOUR, 2.0, (3.0, 2.0), 0.25)


def draw_outline(painter: QPainter, rect: QRectF, style: LineStyle) -> None:
    """Draw an outline with a dark line below it, in the coordinates of the screen."""
    if not style.roundness:
        _draw_straight(painter, rect, style)
        return
    radius = style.roundness * min(rect.width(), rect.height())
    painter.setBrush(Qt.BrushStyle.NoBrush)
    below, above = QPen(DARK, style.width + 2), QPen(style.colour, style.width)
    for pen in (below, above):
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    if style.dashes:
        above.setDashPattern(style.dashes)
    for pen in (below, above):
        painter.setPen(pen)
        painter.drawRoundedRect(rect, radius, radius)


def _draw_straight(painter: QPainter, rect: QRectF, style: LineStyle) -> None:
    """Draw an outline whose lines run along the pixels: filled, which takes a fraction of what drawing a path does."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    for strip in _strips(rect, style.width + 2):
        painter.fillRect(strip, DARK)
    if style.dashes:
        pen = QPen(style.colour, style.width)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        pen.setDashPattern(style.dashes)
        painter.setPen(pen)
        corners = (rect.topLeft(), rect.topRight(), rect.bottomRight(), rect.bottomLeft(), rect.topLeft())
        painter.drawLines([QLineF(start, end) for start, end in pairwise(corners)])
    else:
        for strip in _strips(rect, style.width):
            painter.fillRect(strip, style.colour)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)


def _strips(rect: QRectF, width: float) -> list[QRectF]:
    """The lines of an outline, without overlap, as transparent ones would show it."""
    half = width / 2
    # Whole points, so that all four are equally wide.
    left, top = math.floor(rect.left() - half + 0.5), math.floor(rect.top() - half + 0.5)
    right, bottom = math.floor(rect.right() - half + 0.5), math.floor(rect.bottom() - half + 0.5)
    outer = QRectF(left, top, right + width - left, bottom + width - top)
    inner = outer.adjusted(width, width, -width, -width)
    if min(inner.width(), inner.height()) <= 0:
        return [outer]
    return [
        QRectF(outer.left(), outer.top(), outer.width(), width),
        QRectF(outer.left(), inner.bottom(), outer.width(), width),
        QRectF(outer.left(), inner.top(), width, inner.height()),
        QRectF(inner.right(), inner.top(), width, inner.height()),
    ]


@dataclass(frozen=True, slots=True)
class Mark:
    """A box to be drawn, in pixels of the picture, with what is written on it."""

    rect: QRectF
    label: str
    style: LineStyle
    face: bool = False


def crop_marks(crops: Sequence[Crop]) -> list[Mark]:
    """The marks of proposed crops, best first, each with its rank and its score."""
    return [
        Mark(rect_of(crop.box), f"{rank}  ·  {crop.score:.0f}", OTHER_CROP if rank > 1 else BEST_CROP)
        for rank, crop in enumerate(crops, 1)
    ]


def face_marks(faces: Iterable[Face]) -> list[Mark]:
    """The marks of faces, surest first, each with how sure the detector is."""
    ordered = sorted(faces, key=lambda face: -face.score)
    return [Mark(rect_of(face.box), f"{face.score:.0%}", FACE, face=True) for face in ordered]


def label_font(widget: QWidget | None) -> QFont:
    """The letters of labels over the picture."""
    font = QFont(widget.font() if widget is not None else QFont())
    font.setPointSizeF(_LABEL_POINTS)
    font.setBold(True)
    return font


class MarksItem(QGraphicsItem):
    """Boxes whose lines have the same size at any zoom; their labels are an item of their own, to lie above others."""

    def __init__(self) -> None:
        super().__init__()
        self.letters = LettersItem(self)
        self._picture = QRectF()
        self.marks: tuple[Mark, ...] = ()
        self._placed_for: tuple[object, ...] = ()
        self._placed: list[tuple[Mark, QRectF]] = []

    def show_marks(self, picture: QRectF, marks: Iterable[Mark]) -> None:
        """Draw other boxes over `picture`, the most important first."""
        shown = tuple(marks)
        if (picture, shown) != (self._picture, self.marks):
            for item in (self, self.letters):
                item.prepareGeometryChange()
            self._picture, self.marks = picture, shown
            for item in (self, self.letters):
                item.update()

    def boundingRect(self) -> QRectF:
        """The picture, and room for faces and labels that reach beyond it."""
        room = max(self._picture.width(), self._picture.height()) * 0.2
        return self._picture.adjusted(-room, -room, room, room)

    def labels(self, to_screen: QTransform, widget: QWidget | None) -> list[tuple[Mark, QRectF]]:
        """The marks that have a label, and where on the screen it is: where it covers no other.

        Args:
            to_screen: from pixels of the picture.
            widget: what it is drawn on.
        """
        room = QRectF(widget.rect()) if widget is not None else to_screen.mapRect(self._picture)
        font = label_font(widget)
        case = (self.marks, QTransform(to_screen), room, font)
        if case != self._placed_for:
            self._placed_for, self._placed = case, []
            taken: list[QRectF] = []
            for mark in self.marks[:_MOST_LABELLED]:
                where = label_place(mark, to_screen.mapRect(mark.rect), QFontMetricsF(font), room, taken)
                if where is not None:
                    taken.append(where)
                    self._placed.append((mark, where))
        return self._placed

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        """Draw the boxes, the most important above the others."""
        if not self.marks:
            return
        to_screen = painter.worldTransform()
        painter.setWorldTransform(QTransform())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for mark in reversed(self.marks):
            draw_outline(painter, to_screen.mapRect(mark.rect), mark.style)


class LettersItem(QGraphicsItem):
    """The labels of boxes; their letters have the same size at any zoom."""

    def __init__(self, marks: MarksItem) -> None:
        super().__init__()
        self._marks = marks

    def boundingRect(self) -> QRectF:
        """That of the boxes."""
        return self._marks.boundingRect()

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        """Draw the labels."""
        if not self._marks.marks:
            return
        to_screen = painter.worldTransform()
        painter.setWorldTransform(QTransform())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(label_font(widget))
        for mark, where in self._marks.labels(to_screen, widget):
            best = mark.style is BEST_CROP
            ink, paper = (QColor(DARK.rgb()), mark.style.colour) if best else (mark.style.colour, DARK)
            draw_label(painter, where, mark.label, ink, paper)


def label_size(text: str, metrics: QFontMetricsF) -> QSizeF:
    """How large a label is, in points."""
    return QSizeF(metrics.horizontalAdvance(text), metrics.height()).grownBy(_PADDING)


def label_place(
    mark: Mark, rect: QRectF, metrics: QFontMetricsF, room: QRectF, taken: Sequence[QRectF]
) -> QRectF | None:
    """Where on the screen the label of a mark goes, or None if there is no place for it.

    Args:
        mark: the mark.
        rect: where its box is on the screen.
        metrics: of the font of the label.
        room: what can be seen.
        taken: where other labels are.
    """
    if mark.face and rect.width() < _SMALLEST_LABELLED:
        return None
    size = label_size(mark.label, metrics)
    for corner in _corners(rect, size, outside=mark.face):
        where = QRectF(corner, size)
        if room.contains(where) and not any(where.intersects(other) for other in taken):
            return where
    return None


def _corners(rect: QRectF, size: QSizeF, *, outside: bool) -> list[QPointF]:
    """Top left corners of a label, best first: around the box of a face, in the corners of a crop."""
    left, right = rect.left(), rect.right() - size.width()
    if outside:
        return [
            QPointF(x, y)
            for y in (rect.top() - size.height() - _GAP, rect.bottom() + _GAP)
            for x in (rect.center().x() - size.width() / 2, left, right)
        ]
    left, right = left + _GAP, right - _GAP
    top, bottom = rect.top() + _GAP, rect.bottom() - size.height() - _GAP
    corners = [QPointF(x, y) for y in (top, bottom) for x in (left, right)]
    beside = [QPointF(left + step * (size.width() + _GAP), top) for step in range(1, 4)]
    return [*corners, *beside]


def draw_label(painter: QPainter, where: QRectF, text: str, ink: QColor, paper: QColor) -> None:
    """Draw a label, in the coordinates of the screen."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(paper)
    painter.drawRoundedRect(where, 3, 3)
    painter.setPen(ink)
    painter.drawText(where, Qt.AlignmentFlag.AlignCenter, text)


def rect_of(box: Box) -> QRectF:
    """A box of the core as a rectangle of Qt's."""
    return QRectF(box.x, box.y, box.width, box.height)
