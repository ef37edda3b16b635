"""What opens from the bar of shapes: the presets of the platforms, the free shapes, and a field for any other."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QMenu, QPushButton, QVBoxLayout, QWidget

from app.domain.edits import Shape
from app.domain.geometry import Aspect
from app.domain.platforms import Platforms
from app.ui.shapes.shape_names import aspect_text, preset_tip
from app.ui.style.language import name_of, translate

_STROKES = str.maketrans({"：": ":", "x": ":", "X": ":", "×": ":", "*": ":", "/": ":", " ": None})
"""What people write in place of the colon."""


class PlatformMenu(QMenu):
    """The presets by platform, with their size in pixels."""

    chosen = Signal(object)
    """A preset's `Shape`."""

    def __init__(self, platforms: Platforms, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setToolTipsVisible(True)
        self._platforms = platforms
        self._headings: list[QAction] = []
        self.presets: dict[str, QAction] = {}
        group = QActionGroup(self)
        group.setExclusionPolicy(QActionGroup.ExclusionPolicy.ExclusiveOptional)
        for platform in platforms.platforms:
            heading = self.addAction("")
            heading.setEnabled(False)
            self._headings.append(heading)
            for preset in platform.presets:
                action = self.presets[preset.id] = self.addAction("")
                action.setCheckable(True)
                group.addAction(action)
                action.triggered.connect(lambda _checked, shape=preset.shape: self.chosen.emit(shape))
        self.retranslate()

    def show_shape(self, shape: Shape) -> None:
        """Check the preset of a shape; none for one that was chosen freely."""
        for name, action in self.presets.items():
            action.setChecked(name == shape.preset)

    def retranslate(self) -> None:
        """Set all texts in the language shown now."""
        for heading, platform in zip(self._headings, self._platforms.platforms, strict=True):
            heading.setText(name_of(platform.name))
            for preset in platform.presets:
                action = self.presets[preset.id]
                # What follows the tab stands at the right.
                action.setText(f"{name_of(preset.name)}\t{preset.pixels.width} × {preset.pixels.height}")
                action.setToolTip(preset_tip(preset, self._platforms))


class FreeMenu(QMenu):
    """The free shapes, where there is no room for a button each."""

    chosen = Signal(object)
    """An `Aspect`."""

    def __init__(self, aspects: Sequence[Aspect], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        group = QActionGroup(self)
        group.setExclusionPolicy(QActionGroup.ExclusionPolicy.ExclusiveOptional)
        self.aspects = {aspect: self.addAction("") for aspect in aspects}
        for aspect, action in self.aspects.items():
            action.setCheckable(True)
            group.addAction(action)
            action.triggered.connect(lambda _checked, aspect=aspect: self.chosen.emit(aspect))
        self.addSeparator()
        self.other = self.addAction("")
        self.retranslate()

    def show_shape(self, shape: Shape) -> None:
        """Check a free shape; none for a preset."""
        for aspect, action in self.aspects.items():
            action.setChecked(shape == Shape(aspect))

    def retranslate(self) -> None:
        """Set all texts in the language shown now."""
        for aspect, action in self.aspects.items():
            action.setText(aspect_text(aspect))
        self.other.setText(translate("Shapes", "Other…"))


class OtherShape(QFrame):
    """A field for any shape, in a frame of its own that a click elsewhere closes."""

    chosen = Signal(object)
    """An `Aspect`."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("OtherShape")
        self.field = QLineEdit()
        self.field.setMaxLength(16)
        self.field.setFixedWidth(90)
        self.field.returnPressed.connect(self._take)
        self.field.textEdited.connect(lambda _text: self._complain(False))
        self.use_button = QPushButton()
        self.use_button.clicked.connect(self._take)
        self.hint = QLabel()
        self.hint.setProperty("role", "caption")
        row = QHBoxLayout()
        row.addWidget(self.field)
        row.addWidget(self.use_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 10, 10, 8)
        layout.setSpacing(6)
        layout.addLayout(row)
        layout.addWidget(self.hint)
        self.retranslate()

    def ask(self, at: QPoint, aspect: Aspect) -> None:
        """Open below a point of the screen, with a shape to begin with."""
        self._complain(False)
        self.field.setText("" if aspect.ratio is None else str(aspect))
        self.field.selectAll()
        self.adjustSize()
        self.move(at)
        self.show()
        self.field.setFocus(Qt.FocusReason.PopupFocusReason)

    def retranslate(self) -> None:
        """Set all texts in the language shown now."""
        self.field.setPlaceholderText("21:9")
        self.field.setAccessibleName(translate("Shapes", "Width to height"))
        self.use_button.setText(translate("Shapes", "Use"))
        self._complain(False)

    def event(self, event: QEvent) -> bool:
        """Keep Esc from the window's actions."""
        if _is_escape(event) and event.type() is QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes."""
        if _is_escape(event):
            self.hide()
        else:
            super().keyPressEvent(event)

    def _take(self) -> None:
        try:
            aspect = Aspect.parse(self.field.text().translate(_STROKES))
        except ValueError:
            self._complain(True)
            return
        self.hide()
        self.chosen.emit(aspect)

    def _complain(self, wrong: bool) -> None:
        text = translate("Shapes", "Write W:H with whole numbers up to 999")
        self.hint.setText(text if wrong else translate("Shapes", "Width : height"))
        self.hint.setProperty("wrong", wrong)
        self.hint.style().polish(self.hint)
        self.adjustSize()


def _is_escape(event: QEvent) -> bool:
    return isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape
