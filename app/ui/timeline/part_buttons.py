"""The buttons that switch the lines of the curve on and off; they say which line is which."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QPointF, QSize, Qt, Signal
from PySide6.QtGui import QIcon, QPainter, QPixmap, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QToolButton, QWidget

from app.ui.style.language import part_name, translate
from app.ui.timeline.curve import PARTS, line_pen

_SPACING = 2
_WORDS = Qt.ToolButtonStyle.ToolButtonTextBesideIcon
_LINES = Qt.ToolButtonStyle.ToolButtonIconOnly
_LINE = QSize(18, 10)


class PartButtons(QWidget):
    """A button for each line: how it looks and, where there is room, what it is called."""

    changed = Signal()
    """Other lines are to be shown."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.buttons = {part: QToolButton() for part in PARTS}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(_SPACING)
        row.setSizeConstraint(QHBoxLayout.SizeConstraint.SetNoConstraint)
        for part, button in self.buttons.items():
            button.setProperty("role", "part")
            button.setCheckable(True)
            button.setChecked(part == "score")
            button.setToolButtonStyle(_WORDS)
            button.setIconSize(_LINE)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.toggled.connect(lambda _checked: self.changed.emit())
            row.addWidget(button)
        self._sizes = {_WORDS: QSize(), _LINES: QSize()}
        self._measure()

    @property
    def chosen(self) -> frozenset[str]:
        """The lines that are to be shown."""
        return frozenset(part for part, button in self.buttons.items() if button.isChecked())

    def retranslate(self) -> None:
        """Set all texts in the language shown now."""
        for part, button in self.buttons.items():
            name = translate("Timeline", "Score") if part == "score" else part_name(part)
            button.setText(name)
            button.setToolTip(translate("Timeline", "Show in the curve: {part}").format(part=name))
            button.setAccessibleName(name)
        self._measure()

    def recolour(self, tokens: Mapping[str, str]) -> None:
        """Take the colours of a theme."""
        for part, button in self.buttons.items():
            button.setIcon(_swatch(part, tokens, self.devicePixelRatioF()))
        self._measure()

    # How they use their room

    def sizeHint(self) -> QSize:
        """Room for the names."""
        return self._sizes[_WORDS]

    def minimumSizeHint(self) -> QSize:
        """The lines say enough to those who know them, and their tooltips the rest."""
        return self._sizes[_LINES]

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Other room holds more or less."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Another font needs other room."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._measure()

    def _measure(self) -> None:
        for style in self._sizes:
            sizes = []
            for button in self.buttons.values():
                button.ensurePolished()
                button.setToolButtonStyle(style)
                sizes.append(button.sizeHint())
            width = sum(size.width() for size in sizes) + _SPACING * (len(sizes) - 1)
            self._sizes[style] = QSize(width, max(size.height() for size in sizes))
        self.updateGeometry()
        self._fit()

    def _fit(self) -> None:
        style = _WORDS if self.width() >= self._sizes[_WORDS].width() else _LINES
        for button in self.buttons.values():
            button.setToolButtonStyle(style)


def _swatch(part: str, tokens: Mapping[str, str], ratio: float) -> QIcon:
    """How the line of a part looks; faint where it is off."""
    made = QIcon()
    for state, opacity in ((QIcon.State.On, 1.0), (QIcon.State.Off, 0.45)):
        drawn = QPixmap(_LINE * ratio)
        drawn.setDevicePixelRatio(ratio)
        drawn.fill(Qt.GlobalColor.transparent)
        painter = QPainter(drawn)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setOpacity(opacity)
        pen = line_pen(part, tokens)
        pen.setWidthF(pen.widthF() + 0.4)
        painter.setPen(pen)
        painter.drawLine(QPointF(1, 5), QPointF(17, 5))
        painter.end()
        made.addPixmap(drawn, QIcon.Mode.Normal, state)
    return made
