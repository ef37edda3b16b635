"""Boxes to choose, to count and to tick; style sheets have no arrows and ticks in the colours of a theme."""

from __future__ import annotations

from typing import TypeVar

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QSpinBox,
    QStyle,
    QStyleOptionButton,
    QWidget,
)

_INDENT = 7
"""Points before a number, as before the text of the other boxes: a style sheet does not reach the field inside."""

_W = TypeVar("_W", bound=QWidget)


class ChoiceBox(QComboBox):
    """A list that opens."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the sign of a list at the right."""
        super().paintEvent(event)
        _draw(self, [(self.width() - 14.0, self.height() / 2, 1)])


class WholeBox(QSpinBox):
    """A whole number."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lineEdit().setTextMargins(_INDENT, 0, 0, 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the signs of its buttons."""
        super().paintEvent(event)
        _draw_steps(self)


class DecimalBox(QDoubleSpinBox):
    """A number."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lineEdit().setTextMargins(_INDENT, 0, 0, 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the signs of its buttons."""
        super().paintEvent(event)
        _draw_steps(self)


class TickBox(QCheckBox):
    """On or off."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the tick into its box."""
        super().paintEvent(event)
        if not self.isChecked():
            return
        option = QStyleOptionButton()
        self.initStyleOption(option)
        box = QRectF(self.style().subElementRect(QStyle.SubElement.SE_CheckBoxIndicator, option, self))
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(_pen(self.palette().color(QPalette.ColorRole.HighlightedText).name(), 1.8))
        shares = ((0.25, 0.52), (0.43, 0.7), (0.76, 0.3))
        painter.drawPolyline([QPointF(box.x() + box.width() * x, box.y() + box.height() * y) for x, y in shares])
        painter.end()


def without_wheel(control: _W) -> _W:
    """Leave the wheel to the page that scrolls, unless the control has the focus."""
    control.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    control.installEventFilter(_NoWheel(control))
    return control


class _NoWheel(QObject):
    """Swallows the wheel over a control without focus."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Wheel and isinstance(watched, QWidget) and not watched.hasFocus():
            event.ignore()
            return True
        return super().eventFilter(watched, event)


def _draw_steps(box: QAbstractSpinBox) -> None:
    middle, x = box.height() / 2, box.width() - 14.0
    _draw(box, [(x, middle - 4.5, -1), (x, middle + 4.5, 1)])


def _draw(widget: QWidget, signs: list[tuple[float, float, int]]) -> None:
    """Draw small angles.

    Args:
        widget: on which.
        signs: the middle of each, across and down, and whether it points down (1) or up (-1).
    """
    painter = QPainter(widget)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(_pen(widget.palette().color(QPalette.ColorRole.PlaceholderText).name(), 1.5))
    for x, y, way in signs:
        bend = 1.75 * way
        painter.drawPolyline([QPointF(x - 3.5, y - bend), QPointF(x, y + bend), QPointF(x + 3.5, y - bend)])
    painter.end()


def _pen(colour: str, width: float) -> QPen:
    pen = QPen(QColor(colour), width)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    return pen
