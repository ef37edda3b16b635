"""The chooser of the cover's shape: one button a shape, all in sight."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QPushButton, QWidget

from app.domain.geometry import Aspect
from app.ui.language import translate
from app.ui.theme import ThemeManager

STANDARD = tuple(Aspect.parse(text) for text in ("original", "16:9", "4:3", "1:1", "3:4", "9:16"))

_ICON_SIDE = 16


class ShapeChooser(QFrame):
    """Exactly one shape is chosen; one that is not among the standard ones gets a button of its own."""

    chosen = Signal(object)

    def __init__(self, aspect: Aspect, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("Shapes")
        self._group = QButtonGroup(self)
        self.buttons: dict[Aspect, QPushButton] = {}
        layout = QHBoxLayout(self)
        layout.setContentsMargins(2, 2, 2, 2)
        layout.setSpacing(1)
        for shape in STANDARD if aspect in STANDARD else (*STANDARD, aspect):
            button = QPushButton()
            button.setCheckable(True)
            button.setIconSize(QSize(_ICON_SIDE, _ICON_SIDE))
            button.setChecked(shape == aspect)
            button.clicked.connect(lambda _checked, shape=shape: self.chosen.emit(shape))
            self._group.addButton(button)
            self.buttons[shape] = button
            layout.addWidget(button)
        self.retranslate()

    def retranslate(self) -> None:
        """Set the texts in the language shown now."""
        for shape, button in self.buttons.items():
            text = str(shape) if shape.ratio is not None else translate("ShapeChooser", "Original")
            button.setText(text)
            button.setAccessibleName(translate("ShapeChooser", "Shape {shape}").format(shape=text))

    def recolour(self, theme: ThemeManager) -> None:
        """Draw the icons in the colours of the theme."""
        for shape, button in self.buttons.items():
            icon = QIcon()
            for token, state in (("muted", QIcon.State.Off), ("accent", QIcon.State.On)):
                for ratio in (1, 2):
                    icon.addPixmap(_outline(shape, theme.tokens[token], ratio), state=state)
            button.setIcon(icon)


def _outline(shape: Aspect, colour: str, device_ratio: int) -> QPixmap:
    """The outline of a shape; that of the original is dashed, as it can be any."""
    pixmap = QPixmap(_ICON_SIDE * device_ratio, _ICON_SIDE * device_ratio)
    pixmap.setDevicePixelRatio(device_ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    ratio = float(shape.ratio) if shape.ratio is not None else 4 / 3
    side = _ICON_SIDE - 3
    width, height = (side, max(4.0, side / ratio)) if ratio >= 1 else (max(4.0, side * ratio), side)
    rect = QRectF(0, 0, round(width), round(height))
    rect.moveTo((_ICON_SIDE - rect.width()) // 2 + 0.5, (_ICON_SIDE - rect.height()) // 2 + 0.5)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    pen = QPen(QColor(colour), 1.4)
    if shape.ratio is None:
        pen.setDashPattern([2, 1.6])
    painter.setPen(pen)
    painter.drawRoundedRect(rect, 1.5, 1.5)
    painter.end()
    return pixmap
