"""What helps to place a crop: the lines of thirds, and the areas that a platform covers or keeps."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen, QPixmap, QTransform
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from app.domain.geometry import Box
from app.domain.platforms import Effect, Zone
from app.ui.canvas.overlays import (
    DARK,
    LineStyle,
    Mark,
    MarksItem,
    draw_label,
    draw_outline,
    label_font,
    label_place,
    label_size,
    rect_of,
)
from app.ui.style.language import name_of

COVERED = LineStyle(QColor("#ff9db5"), 1.0)
KEPT = LineStyle(QColor("#8fe3b4"), 2.0, (6.0, 4.0))
"""Told apart from crops and faces, and from each other, by more than their colour: hatched, and dashed."""

_TINT = QColor(30, 10, 16, 110)
_HATCH = QColor(255, 157, 181, 120)
_HATCH_STEP = 9.0
_THIRDS = QColor(255, 255, 255, 190)
_THIRDS_BELOW = QColor(0, 0, 0, 110)
_INSIDE = 4.0
"""Between the label of an area and the crop's edges, in points."""


def draw_covered(painter: QPainter, rect: QRectF) -> None:
    """Draw an area that is covered, in the coordinates of the screen: dimmed and hatched."""
    painter.fillRect(rect, _TINT)
    ratio = painter.device().devicePixelRatio()
    # From multiples of its size on, so that the hatching of areas side by side is one.
    offset = QPointF(rect.left() % _HATCH_STEP, rect.top() % _HATCH_STEP)
    painter.drawTiledPixmap(rect, _hatching(ratio), offset)
    draw_outline(painter, rect, COVERED)


@functools.lru_cache(maxsize=8)
def _hatching(ratio: float) -> QPixmap:
    """What hatched areas are tiled with, for a screen of so many pixels a point."""
    side = round(_HATCH_STEP * ratio)
    tile = QPixmap(side, side)
    tile.fill(Qt.GlobalColor.transparent)
    painter = QPainter(tile)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(_HATCH, 1.25 * ratio))
    # The line through the corners, and those that reach in from the tiles beside it.
    painter.drawLines([QLineF(shift - side, 2 * side, shift + 2 * side, -side) for shift in (-side, 0, side)])
    painter.end()
    tile.setDevicePixelRatio(side / _HATCH_STEP)
    return tile


def draw_kept(painter: QPainter, rect: QRectF) -> None:
    """Draw an area that is kept, in the coordinates of the screen: a dashed outline."""
    draw_outline(painter, rect, KEPT)


def draw_thirds(painter: QPainter, rect: QRectF) -> None:
    """Draw the lines of thirds, in the coordinates of the screen."""
    lines = thirds(rect)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)  # sharp, as they run along the pixels
    # So small, as in the legend, that nothing else is between: without what is below the lines.
    below = [(_THIRDS_BELOW, 3.0)] if rect.width() > 48 else []
    for colour, width in (*below, (_THIRDS, 1.0)):
        pen = QPen(colour, width)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        painter.setPen(pen)
        painter.drawLines(lines)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)


def thirds(rect: QRectF) -> list[QLineF]:
    """Two lines down and two across that part a rectangle into nine alike."""
    lines = []
    for share in (1 / 3, 2 / 3):
        x, y = rect.left() + share * rect.width(), rect.top() + share * rect.height()
        lines += [QLineF(x, rect.top(), x, rect.bottom()), QLineF(rect.left(), y, rect.right(), y)]
    return lines


@dataclass(frozen=True, slots=True)
class PlacedZone:
    """An area of a platform as it lies in the crop: in pixels of the picture, with its name."""

    rect: QRectF
    name: str
    effect: Effect


class GuidesItem(QGraphicsItem):
    """Thirds and areas of a platform inside the crop, which they move along with."""

    def __init__(self, marks: MarksItem) -> None:
        super().__init__()
        self._marks = marks
        self._crop: Box | None = None
        self._zones: tuple[Zone, ...] = ()
        self._names: tuple[str, ...] = ()
        self.thirds = False
        self.badge = QRectF()
        """Where on the screen no name of an area may be."""

    @property
    def zones(self) -> tuple[PlacedZone, ...]:
        """The areas that are drawn."""
        crop = self._crop
        if crop is None:
            return ()
        return tuple(
            PlacedZone(rect_of(zone.area.within(crop)), name, zone.effect)
            for zone, name in zip(self._zones, self._names, strict=True)
        )

    def show_guides(self, *, thirds: bool, zones: Iterable[Zone]) -> None:
        """Draw the lines of thirds or not, and these areas."""
        zones = tuple(zones)
        names = tuple(name_of(zone.name) for zone in zones)
        if (thirds, zones, names) != (self.thirds, self._zones, self._names):
            self.thirds, self._zones, self._names = thirds, zones, names
            self.update()

    def set_crop(self, crop: Box | None) -> None:
        """Draw them in another crop; None draws nothing."""
        if crop == self._crop:
            return
        shown = self.thirds or self._zones
        if shown:
            self.update()
        self.prepareGeometryChange()
        self._crop = crop
        if shown:
            self.update()

    def boundingRect(self) -> QRectF:
        """The crop; what is drawn stays inside, up to the width of a line."""
        return QRectF() if self._crop is None else rect_of(self._crop)

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        """Draw the areas, the lines above them, and the names above all."""
        if self._crop is None or not (self.thirds or self._zones):
            return
        to_screen = painter.worldTransform()
        painter.setWorldTransform(QTransform())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = to_screen.mapRect(rect_of(self._crop))
        zones = [(zone, to_screen.mapRect(zone.rect)) for zone in self.zones]
        # Those that are kept above, lest their outline is lost.
        for zone, rect in sorted(zones, key=lambda placed: placed[0].effect is Effect.KEPT):
            (draw_kept if zone.effect is Effect.KEPT else draw_covered)(painter, rect)
        if self.thirds:
            draw_thirds(painter, frame)
        if zones:
            self._draw_names(painter, to_screen, zones, widget)

    def _draw_names(
        self,
        painter: QPainter,
        to_screen: QTransform,
        zones: Sequence[tuple[PlacedZone, QRectF]],
        widget: QWidget | None,
    ) -> None:
        font = label_font(widget)
        painter.setFont(font)
        metrics = QFontMetricsF(font)
        room = to_screen.mapRect(self.boundingRect()).adjusted(_INSIDE, _INSIDE, -_INSIDE, -_INSIDE)
        if widget is not None:
            room &= QRectF(widget.rect())
        taken = [where for _, where in self._marks.labels(to_screen, widget)]
        if not self.badge.isEmpty():
            taken.append(self.badge)
        for zone, rect in zones:
            text = metrics.elidedText(zone.name, Qt.TextElideMode.ElideRight, max(0.0, room.width() - 10))
            where = name_place(text, rect, metrics, room, taken)
            if where is not None:
                taken.append(where)
                style = KEPT if zone.effect is Effect.KEPT else COVERED
                draw_label(painter, where, text, style.colour, DARK)


def name_place(text: str, rect: QRectF, metrics: QFontMetricsF, room: QRectF, taken: Sequence[QRectF]) -> QRectF | None:
    """Where on the screen the name of an area goes: in its middle, or else around it, or nowhere.

    Args:
        text: the name.
        rect: where the area is on the screen.
        metrics: of the font.
        room: what of the crop can be seen.
        taken: where other labels are.
    """
    size = label_size(text, metrics)
    seen = rect & room
    where = QRectF(seen.center() - QPointF(size.width() / 2, size.height() / 2), size)
    if seen.contains(where) and not any(where.intersects(other) for other in taken):
        return where
    return label_place(Mark(rect, text, COVERED, face=True), seen, metrics, room, taken)
