"""Small buttons that lie on a picture and can be seen on any."""

from __future__ import annotations

from PySide6.QtCore import QLineF, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPalette, QPen, QPolygonF
from PySide6.QtWidgets import QAbstractButton, QWidget

_SIDE = 20
_BOX = QRectF(2.5, 2.5, 15, 15)
_CHECK = QPolygonF([QPointF(6, 10.2), QPointF(8.9, 13), QPointF(14, 7.2)])
_CROSS = [QLineF(7, 7, 13, 13), QLineF(13, 7, 7, 13)]
_SHADE = QColor(0, 0, 0, 120)
_LINE = QColor(255, 255, 255)
_INK = QColor(0, 0, 0)
"""On white, so that the one with the focus is seen on light pictures and on dark ones."""

_FAINT = QColor(255, 255, 255, 170)


class PictureButton(QAbstractButton):
    """A box of a few pixels; what it means is for the class that is made of it to draw."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedSize(_SIDE, _SIDE)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def say(self, text: str) -> None:
        """Tell what it does to those who cannot see it, and in a tooltip."""
        self.setAccessibleName(text)
        self.setToolTip(text)

    def sizeHint(self) -> QSize:
        """As large as it is."""
        return QSize(_SIDE, _SIDE)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the box and what is in it."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.hasFocus():
            painter.setPen(QPen(_INK, 2))
            painter.setBrush(_LINE)
        else:
            painter.setPen(QPen(_LINE if self.underMouse() or self.isChecked() else _FAINT, 1.2))
            painter.setBrush(self.palette().color(QPalette.ColorRole.Highlight) if self.isChecked() else _SHADE)
        self.draw(painter)
        painter.end()

    def draw(self, painter: QPainter) -> None:
        """Draw with the pen and the brush that are set."""
        raise NotImplementedError


class MarkBox(PictureButton):
    """Puts a picture among those to be compared."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setCheckable(True)

    def draw(self, painter: QPainter) -> None:
        """Draw a check box."""
        painter.drawRoundedRect(_BOX, 4, 4)
        if self.isChecked():
            line = QPen(_INK if self.hasFocus() else self.palette().color(QPalette.ColorRole.HighlightedText), 2)
            line.setCapStyle(Qt.PenCapStyle.RoundCap)
            line.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
            painter.setPen(line)
            painter.drawPolyline(_CHECK)


class RemoveButton(PictureButton):
    """Takes a picture away."""

    def draw(self, painter: QPainter) -> None:
        """Draw a cross in a circle."""
        line = painter.pen()
        painter.setPen(line if self.hasFocus() else Qt.PenStyle.NoPen)
        painter.drawEllipse(_BOX)
        line.setWidthF(1.6)
        line.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(line)
        painter.drawLines(_CROSS)
