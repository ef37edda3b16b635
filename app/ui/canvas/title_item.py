"""The title on the canvas: drawn inside the crop, and dragged to where it should stand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QTransform
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from app.domain.title import Spot
from app.ui.background.words import Words

if TYPE_CHECKING:
    from app.lettering.place import Guides

PAD = 6.0
"""Points around the block of its lines in which the title can be taken hold of."""

_BELOW = QColor(0, 0, 0, 120)
_OUTLINE = QColor(255, 255, 255, 210)
_HELD = QColor("#8ab4ff")
"""The same in both themes: it lies on pictures."""


@dataclass(frozen=True, slots=True)
class _Sticking:
    """The lines that a title in the hand sticks to, in fractions of the cover."""

    xs: tuple[float, ...] = ()
    ys: tuple[float, ...] = ()


class TitleItem(QGraphicsItem):
    """The title as it was set; in the hand it goes along at once, with the lines that it sticks to."""

    def __init__(self) -> None:
        super().__init__()
        self._words: Words | None = None
        self._crop = QRectF()
        self._spot: Spot | None = None
        self._lines = _Sticking()
        self._settling = False
        self._selected = False
        self._hovered = False
        self.hide()

    @property
    def words(self) -> Words | None:
        """What is drawn."""
        return self._words

    @property
    def selected(self) -> bool:
        """Whether it is meant by the arrow keys."""
        return self._selected

    @property
    def spot(self) -> Spot | None:
        """Where its middle is drawn."""
        return self._spot if self._spot is not None or self._words is None else self._words.spot

    @property
    def lines(self) -> tuple[tuple[float, ...], tuple[float, ...]]:
        """The upright and the level lines that it sticks to, in fractions of the cover."""
        return self._lines.xs, self._lines.ys

    @property
    def block(self) -> QRectF:
        """Where the block of its lines is, in pixels of the picture; empty where there is none."""
        if self._words is None or not self._words.levels or self._crop.isEmpty():
            return QRectF()
        return self._words.block(self._crop, self._spot)

    def show_words(self, words: Words | None) -> None:
        """Draw another title; None draws none."""
        if words is not self._words:
            self._words = words
            self._settle()
            self._changed()

    def set_crop(self, crop: QRectF) -> None:
        """Draw it inside another part of the picture."""
        if crop != self._crop:
            self.prepareGeometryChange()
            self._crop = crop
            self._changed()

    def hold(self, spot: Spot | None, lines: Guides | None = None) -> None:
        """Draw it where the hand has it; None is where it was set."""
        sticking = _Sticking() if lines is None else _Sticking(lines.xs, lines.ys)
        self._settling = False
        if (spot, sticking) != (self._spot, self._lines):
            self._spot, self._lines = spot, sticking
            self.update()

    def let_go(self) -> None:
        """Draw it where the hand left it, until it was set there."""
        self._lines, self._settling = _Sticking(), True
        self._settle()
        self.update()

    def _settle(self) -> None:
        if self._settling and (self._words is None or self._words.inscription.spot == self._spot):
            self._spot, self._settling = None, False

    def select(self, selected: bool) -> None:
        """Show whether it is meant by the arrow keys."""
        if selected != self._selected:
            self._selected = selected
            self.update()

    def hover(self, hovered: bool) -> None:
        """Show that it can be taken hold of."""
        if hovered != self._hovered:
            self._hovered = hovered
            self.update()

    def _changed(self) -> None:
        self.setVisible(not self.block.isEmpty())
        if not self.isVisible():
            self._selected = False
        self.update()

    def boundingRect(self) -> QRectF:
        """The crop: nothing of a title is seen outside of it."""
        return self._crop

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        """Draw the letters, and over them what belongs to the hand."""
        if self._words is None:
            return
        to_screen = painter.worldTransform()
        painter.save()
        painter.setWorldTransform(QTransform())
        if self._lines != _Sticking():
            self._draw_lines(painter, to_screen.mapRect(self._crop))
        painter.restore()
        painter.save()
        painter.setClipRect(self._crop)
        self._words.draw(painter, self._crop, self._spot)
        painter.restore()
        painter.setWorldTransform(QTransform())
        if self._selected or self._hovered or self._spot is not None:
            self._draw_outline(painter, to_screen.mapRect(self.block))

    def _draw_outline(self, painter: QPainter, block: QRectF) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        around = block.adjusted(-PAD, -PAD, PAD, PAD)
        held = self._selected or self._spot is not None
        for pen in (QPen(_BELOW, 3.0), QPen(_HELD if held else _OUTLINE, 1.5)):
            painter.setPen(pen)
            painter.drawRoundedRect(around, 4, 4)

    def _draw_lines(self, painter: QPainter, cover: QRectF) -> None:
        lines = []
        for share in self._lines.xs:
            x = cover.left() + share * cover.width()
            lines.append(QLineF(QPointF(x, cover.top()), QPointF(x, cover.bottom())))
        for share in self._lines.ys:
            y = cover.top() + share * cover.height()
            lines.append(QLineF(QPointF(cover.left(), y), QPointF(cover.right(), y)))
        for pen in (QPen(_BELOW, 3.0), QPen(_HELD, 1.5)):
            painter.setPen(pen)
            painter.drawLines(lines)
