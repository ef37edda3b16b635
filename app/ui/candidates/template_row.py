"""Templates of titles, as small pictures of what they make of one."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QPainter, QPainterPath, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QPushButton, QWidget

from app.ui.style.language import name_of

if TYPE_CHECKING:
    from app.lettering.templates import Template

_COLUMNS = 4
_SIZE = QSize(54, 38)
_RADIUS = 5

_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -_COLUMNS, Qt.Key.Key_Down: _COLUMNS}
"""How far the arrow keys go in the row of all templates."""


class TemplateButton(QPushButton):
    """One template; an empty tile until its picture is there."""

    def __init__(self, template: Template, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.template = template
        self._picture: QImage | None = None
        self.setCheckable(True)
        self.setProperty("role", "template")
        self.setFixedSize(_SIZE)
        self.retranslate()

    def retranslate(self) -> None:
        """Tell its name in the language shown now."""
        name = name_of(self.template.name)
        self.setAccessibleName(name)
        self.setToolTip(name)

    def show_picture(self, picture: QImage) -> None:
        """Show what it makes of a title."""
        self._picture = picture
        self.update()

    def nextCheckState(self) -> None:
        """Which one the title looks like is for others to say."""

    def event(self, event: QEvent) -> bool:
        """Keep the arrow keys from the window's actions."""
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _step(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave the arrow keys to the row."""
        if _step(event):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the picture, and a frame around the one that is chosen or has the focus."""
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        whole = QRectF(self.rect())
        picture = whole.adjusted(3, 3, -3, -3)
        path = QPainterPath()
        path.addRoundedRect(picture, _RADIUS, _RADIUS)
        painter.setOpacity(1.0 if self.isEnabled() else 0.4)
        painter.setClipPath(path)
        if self._picture is not None:
            painter.drawImage(picture, self._picture)
        else:
            painter.fillPath(path, self.palette().color(QPalette.ColorRole.Button))
        painter.setClipping(False)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        self._draw_frame(painter, whole)
        painter.end()

    def _draw_frame(self, painter: QPainter, whole: QRectF) -> None:
        """What tells that it is chosen, has the focus, or is below the pointer."""
        palette = self.palette()
        if self.isChecked():
            painter.setPen(QPen(palette.color(QPalette.ColorRole.Highlight), 2.0))
            painter.drawRoundedRect(whole.adjusted(3, 3, -3, -3), _RADIUS, _RADIUS)
        elif self.underMouse():
            painter.setPen(QPen(palette.color(QPalette.ColorRole.PlaceholderText), 1.0))
            painter.drawRoundedRect(whole.adjusted(2.5, 2.5, -2.5, -2.5), _RADIUS, _RADIUS)
        if self.hasFocus():
            painter.setPen(QPen(palette.color(QPalette.ColorRole.WindowText), 1.5))
            painter.drawRoundedRect(whole.adjusted(0.75, 0.75, -0.75, -0.75), _RADIUS + 2, _RADIUS + 2)


class TemplateRow(QWidget):
    """All templates; the one that the title looks like is marked. Tab leads to it, and the arrow keys to the others."""

    chosen = Signal(object)
    """A `Template`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.buttons: list[TemplateButton] = []
        self._group = QButtonGroup(self)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(1)

    def show_templates(self, templates: Sequence[Template]) -> None:
        """Offer other templates."""
        for button in self.buttons:
            self._grid.removeWidget(button)
            button.deleteLater()
        self.buttons = [TemplateButton(template) for template in templates]
        # Qt would put them behind all else that Tab leads to, and only what takes the focus can say where they are.
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        before: QWidget = self
        for number, button in enumerate(self.buttons):
            button.clicked.connect(functools.partial(self.chosen.emit, button.template))
            self._grid.addWidget(button, number // _COLUMNS, number % _COLUMNS)
            self._group.addButton(button)
            QWidget.setTabOrder(before, button)
            before = button
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.show_chosen("")

    def show_pictures(self, pictures: Mapping[str, QImage]) -> None:
        """Show what they make of a title, by their ids."""
        for button in self.buttons:
            if button.template.id in pictures:
                button.show_picture(pictures[button.template.id])

    def show_chosen(self, template: str) -> None:
        """Mark one by its id; empty marks none."""
        chosen = next((button for button in self.buttons if button.template.id == template), None)
        stop = chosen or next(iter(self.buttons), None)
        self._group.setExclusive(False)  # else there is always one
        for button in self.buttons:
            button.setChecked(button is chosen)
        self._group.setExclusive(True)
        for button in self.buttons:
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus if button is stop else Qt.FocusPolicy.NoFocus)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take the next template where an arrow key points."""
        at = next((number for number, button in enumerate(self.buttons) if button.hasFocus()), None)
        step = _step(event)
        if at is None or not step:
            super().keyPressEvent(event)
        elif 0 <= at + step < len(self.buttons):
            button = self.buttons[at + step]
            button.setFocus(Qt.FocusReason.TabFocusReason)
            button.click()

    def retranslate(self) -> None:
        """Set all texts in the language shown now."""
        for button in self.buttons:
            button.retranslate()


def _step(event: QKeyEvent) -> int:
    """How far a key goes in the row; 0 for others."""
    held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    return _STEPS.get(Qt.Key(event.key()), 0) if held == Qt.KeyboardModifier.NoModifier else 0
