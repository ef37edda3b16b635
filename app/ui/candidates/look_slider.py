"""A slider for a number that has a usual value, and is set back to that by a double-click."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QSlider, QStyle, QStyleOptionSlider, QWidget

from app.ui.widgets.colours import styled_colour
from app.ui.widgets.controls import without_wheel
from app.ui.widgets.labels import IconButton


class ZeroSlider(QSlider):
    """Moved by the mouse or the arrow keys; Delete and a double-click set it back."""

    zeroed = Signal()
    """It is to have its usual value."""

    track = styled_colour("track")
    fill = styled_colour("fill")

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setProperty("role", "zero")

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Back to what is usual."""
        self.zeroed.emit()
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete sets it back too."""
        if event.key() == Qt.Key.Key_Delete:
            self.zeroed.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the track, filled from zero, or from the least, to the handle; the style sheet draws the handle."""
        option = QStyleOptionSlider()
        self.initStyleOption(option)
        handle = self.style().subControlRect(
            QStyle.ComplexControl.CC_Slider, option, QStyle.SubControl.SC_SliderHandle, self
        )
        # Where the middle of the handle is at the least and at the most.
        reach = handle.width() / 2
        length = self.width() - handle.width()
        share = max(0, -self.minimum()) / max(1, self.maximum() - self.minimum())
        zero, now, middle = reach + length * share, handle.center().x() + 0.5, self.height() / 2
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.track)
        painter.drawRoundedRect(QRectF(0, middle - 2, self.width(), 4), 2, 2)
        painter.drawRoundedRect(QRectF(zero - 1, middle - 5, 2, 10), 1, 1)
        painter.setBrush(self.fill)
        painter.drawRect(QRectF(QPointF(min(zero, now), middle - 2), QPointF(max(zero, now), middle + 2)))
        painter.end()
        super().paintEvent(event)


class LookSlider(QWidget):
    """A number: its name, its value, and a slider."""

    moved = Signal(float)
    """The person wants another value; while a drag lasts, at every move."""

    ended = Signal()
    """The drag is over, or the focus went elsewhere."""

    def __init__(
        self, least: float, most: float, step: float, *, usual: float = 0.0, parent: QWidget | None = None
    ) -> None:
        """Make a slider at its usual value.

        Args:
            least: of the values.
            most: of the values.
            step: between two values.
            usual: the value that Delete and a double-click set.
            parent: what it lies on.
        """
        super().__init__(parent)
        self._step = step
        self._usual = usual
        self._signed = least < 0
        self._value = usual
        self.name = QLabel()
        self.figure = QLabel(alignment=Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.figure.setProperty("role", "figure")
        self.reset_button = IconButton("reset", 13)
        self.reset_button.setProperty("small", True)
        keep = self.reset_button.sizePolicy()
        keep.setRetainSizeWhenHidden(True)
        self.reset_button.setSizePolicy(keep)
        self.slider = without_wheel(ZeroSlider())
        self.slider.setRange(round(least / step), round(most / step))
        self.slider.setValue(round(usual / step))
        self.slider.setSingleStep(max(1, round((most - least) / step / 200)))
        self.slider.setPageStep(max(1, round((most - least) / step / 20)))
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setHorizontalSpacing(4)
        layout.setVerticalSpacing(0)
        layout.addWidget(self.name, 0, 0)
        layout.addWidget(self.figure, 0, 1)
        layout.addWidget(self.reset_button, 0, 2)
        layout.addWidget(self.slider, 1, 0, 1, 3)
        layout.setColumnStretch(0, 1)
        self.slider.valueChanged.connect(self._moved)
        self.slider.sliderReleased.connect(self.ended)
        self.slider.zeroed.connect(self._zero)
        self.reset_button.clicked.connect(self._zero)
        self.slider.installEventFilter(self)
        self._tell()

    @property
    def value(self) -> float:
        """What it shows."""
        return self._value

    def show_value(self, value: float) -> None:
        """Show another value; nothing is told."""
        if value != self._value:
            self._value = value
            blocked = self.slider.blockSignals(True)
            self.slider.setValue(round(value / self._step))
            self.slider.blockSignals(blocked)
            self._tell()

    def say(self, name: str, reset: str) -> None:
        """Tell what it is, and what its button does."""
        self.name.setText(name)
        self.slider.setAccessibleName(name)
        self.reset_button.say(reset)

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        """Whoever goes on with the keys has ended what was done to this slider."""
        if isinstance(event, QFocusEvent) and event.lostFocus():
            self.ended.emit()
        return False

    def _zero(self) -> None:
        self.slider.setSliderDown(False)
        self.ended.emit()
        self.slider.setValue(round(self._usual / self._step))
        self.ended.emit()

    def _moved(self, position: int) -> None:
        self._value = round(position * self._step, 3)
        self._tell()
        self.moved.emit(self._value)

    def _tell(self) -> None:
        digits = 0 if self._step >= 1 else 1 if self._step >= 0.1 else 2
        sign = "+" if self._signed else ""
        text = f"{self._value:{sign}.{digits}f}" if self._value else "0"
        self.figure.setText(text.replace("-", "−"))
        other = self._value != self._usual
        if self.reset_button.isHidden() is other:
            self.reset_button.setVisible(other)
