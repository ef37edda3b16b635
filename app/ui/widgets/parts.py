"""The parts of a score as small bars, one below the other."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Property, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.ui.style.language import PART_NAMES, part_name

_BAR = 4
_GAP = 10
_LEADING = 3
_SHORTEST_BAR = 24


class PartsBars(QWidget):
    """The first few parts of a score: name, bar and number in a row each; colours come from the style sheet.

    One widget and not three a row: to bring many of them in sight at once takes Qt long.
    """

    def __init__(self, rows: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "caption")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._rows = rows
        self._parts: tuple[tuple[str, float], ...] = ()
        self._colours = {"track": QColor(), "fill": QColor(), "name": QColor(), "number": QColor()}

    @property
    def parts(self) -> dict[str, float]:
        """What it shows, 0–100, by name."""
        return dict(self._parts)

    def show_parts(self, parts: Mapping[str, float]) -> None:
        """Show other parts, as many as there are rows for."""
        shown = tuple(parts.items())[: self._rows]
        if shown != self._parts:
            self._parts = shown
            self.update()

    def sizeHint(self) -> QSize:
        """All rows, whether there is something in them or not, so that nothing moves when there is."""
        line = self.fontMetrics().lineSpacing() + _LEADING
        return QSize(self._name_width() + self._number_width() + 2 * _GAP + 2 * _SHORTEST_BAR, self._rows * line)

    def minimumSizeHint(self) -> QSize:
        """All rows, with short bars."""
        hint = self.sizeHint()
        return QSize(hint.width() - _SHORTEST_BAR, hint.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the rows."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        line = self.fontMetrics().lineSpacing() + _LEADING
        for row, (part, value) in enumerate(self._parts):
            self._draw_row(painter, QRectF(0, row * line, self.width(), line), part_name(part), value)
        painter.end()

    def _draw_row(self, painter: QPainter, row: QRectF, name: str, value: float) -> None:
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setPen(self._colours["name"])
        name_room = QRectF(row.left(), row.top(), self._name_width(), row.height())
        elided = self.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, int(name_room.width()))
        painter.drawText(name_room, middle | Qt.AlignmentFlag.AlignLeft, elided)
        painter.setPen(self._colours["number"])
        painter.drawText(row, middle | Qt.AlignmentFlag.AlignRight, f"{value:.0f}")
        left = name_room.right() + _GAP
        track = QRectF(left, row.center().y() - _BAR / 2, row.right() - self._number_width() - _GAP - left, _BAR)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._colours["track"])
        painter.drawRoundedRect(track, _BAR / 2, _BAR / 2)
        share = min(1.0, max(0.0, value / 100))
        if share > 0:
            track.setWidth(max(_BAR, track.width() * share))
            painter.setBrush(self._colours["fill"])
            painter.drawRoundedRect(track, _BAR / 2, _BAR / 2)

    def _name_width(self) -> int:
        """Room for the names of the usual parts, shown or not, so that the bars of all cards begin alike."""
        shown = (*tuple(PART_NAMES)[:4], *(part for part, _ in self._parts if part in PART_NAMES))
        return max(self.fontMetrics().horizontalAdvance(part_name(part)) for part in shown) + 1

    def _number_width(self) -> int:
        return self.fontMetrics().horizontalAdvance("100")

    def _set(self, use: str, colour: QColor) -> None:
        self._colours[use] = colour
        self.update()

    track = Property(QColor, lambda self: self._colours["track"], lambda self, colour: self._set("track", colour))
    fill = Property(QColor, lambda self: self._colours["fill"], lambda self, colour: self._set("fill", colour))
    number = Property(QColor, lambda self: self._colours["number"], lambda self, colour: self._set("number", colour))
    name = Property(QColor, lambda self: self._colours["name"], lambda self, colour: self._set("name", colour))
