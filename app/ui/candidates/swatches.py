"""Colours to choose from: picked by itself, some that are at hand, and any other."""

from __future__ import annotations

import functools

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QColorDialog,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.domain.messages import QT_TRANSLATE_NOOP
from app.ui.style.language import translate

COLOURS = {
    "#ffffff": QT_TRANSLATE_NOOP("Swatches", "White"),
    "#14161a": QT_TRANSLATE_NOOP("Swatches", "Black"),
    "#ffe14d": QT_TRANSLATE_NOOP("Swatches", "Yellow"),
    "#ff9a3d": QT_TRANSLATE_NOOP("Swatches", "Orange"),
    "#f04848": QT_TRANSLATE_NOOP("Swatches", "Red"),
    "#e85a9b": QT_TRANSLATE_NOOP("Swatches", "Pink"),
    "#3f8cff": QT_TRANSLATE_NOOP("Swatches", "Blue"),
    "#33b873": QT_TRANSLATE_NOOP("Swatches", "Green"),
    "#fff6df": QT_TRANSLATE_NOOP("Swatches", "Cream"),
    "#8a919c": QT_TRANSLATE_NOOP("Swatches", "Grey"),
    "#fff4b8": QT_TRANSLATE_NOOP("Swatches", "Light yellow"),
    "#ffdcb8": QT_TRANSLATE_NOOP("Swatches", "Light orange"),
    "#ffc9c4": QT_TRANSLATE_NOOP("Swatches", "Light red"),
    "#fbcfe2": QT_TRANSLATE_NOOP("Swatches", "Light pink"),
    "#c9e0ff": QT_TRANSLATE_NOOP("Swatches", "Light blue"),
    "#c4efd6": QT_TRANSLATE_NOOP("Swatches", "Light green"),
}
"""What they are called, by colour: strong ones, and below each a tint of it."""

_COLUMNS = 8
_SIDE = 24


class Swatch(QAbstractButton):
    """A colour that can be chosen."""

    def __init__(self, colour: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.colour = colour
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def sizeHint(self) -> QSize:
        """A small disc, with room for its ring."""
        return QSize(_SIDE, _SIDE)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the disc; the one that is chosen, and the one with the focus, have a ring."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side = min(self.width(), self.height())
        whole = QRectF((self.width() - side) / 2, (self.height() - side) / 2, side, side)
        palette = self.palette()
        faded = 1.0 if self.isEnabled() else 0.35
        painter.setOpacity(faded)
        painter.setPen(QPen(palette.color(QPalette.ColorRole.PlaceholderText), 1))
        painter.setBrush(QColor(self.colour))
        painter.drawEllipse(whole.adjusted(5.5, 5.5, -5.5, -5.5))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if self.isChecked():
            painter.setPen(QPen(palette.color(QPalette.ColorRole.Highlight), 2.0))
            painter.drawEllipse(whole.adjusted(2.5, 2.5, -2.5, -2.5))
        if self.hasFocus():
            painter.setPen(QPen(palette.color(QPalette.ColorRole.WindowText), 1.5))
            painter.drawRoundedRect(whole.adjusted(0.75, 0.75, -0.75, -0.75), 5, 5)
        painter.end()


class Swatches(QWidget):
    """Exactly one colour is chosen; none of those at hand where it is one of one's own."""

    chosen = Signal(str)
    """As `#rrggbb`; empty for one that is picked by itself."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._colour = self._name = ""
        self._group = QButtonGroup(self)
        self.auto_button = QPushButton()
        self.own_button = QPushButton()
        self.swatches = [Swatch(colour) for colour in COLOURS]
        for button in (self.auto_button, self.own_button):
            button.setCheckable(True)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        for each in (self.auto_button, *self.swatches, self.own_button):
            self._group.addButton(each)
        self._arrange()
        self.auto_button.clicked.connect(lambda: self._choose(""))
        self.own_button.clicked.connect(self._ask)
        for swatch in self.swatches:
            swatch.clicked.connect(functools.partial(self._choose, swatch.colour))
        self.show_colour("")

    def _arrange(self) -> None:
        ways = QHBoxLayout()
        ways.setSpacing(6)
        ways.addWidget(self.auto_button, 1)
        ways.addWidget(self.own_button, 1)
        grid = QGridLayout()
        grid.setSpacing(2)
        for number, swatch in enumerate(self.swatches):
            grid.addWidget(swatch, number // _COLUMNS, number % _COLUMNS)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addLayout(ways)
        layout.addLayout(grid)

    @property
    def colour(self) -> str:
        """The one that is chosen."""
        return self._colour

    def show_colour(self, colour: str) -> None:
        """Show another one; nothing is told."""
        self._colour = colour
        known = next((swatch for swatch in self.swatches if swatch.colour == colour), None)
        if not colour:
            self.auto_button.setChecked(True)
        elif known is not None:
            known.setChecked(True)
        else:
            self.own_button.setChecked(True)

    def say(self, name: str, auto: str) -> None:
        """Set all texts in the language shown now.

        Args:
            name: what the colour is that of.
            auto: which colour is picked by itself.
        """
        self._name = name
        self.auto_button.setText(translate("Swatches", "Auto"))
        self.auto_button.setToolTip(auto)
        self.own_button.setText(translate("Swatches", "Other…"))
        for swatch, colour in zip(self.swatches, COLOURS.values(), strict=True):
            swatch.setToolTip(translate("Swatches", colour))
            swatch.setAccessibleName(f"{name}: {translate('Swatches', colour)}")
        for button in (self.auto_button, self.own_button):
            button.setAccessibleName(f"{name}: {button.text()}")

    def _choose(self, colour: str) -> None:
        if colour != self._colour:
            self.show_colour(colour)
            self.chosen.emit(colour)

    def _ask(self) -> None:
        """Have any other colour chosen; until that is done the old one stays."""
        self.show_colour(self._colour)
        dialog = QColorDialog(QColor(self._colour or "#ffffff"), self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setWindowTitle(self._name)
        dialog.colorSelected.connect(lambda colour: self._choose(colour.name()))
        dialog.open()
