"""The bar of shapes: which one is shown, for which platform, and which further ones the cover is wanted in."""

from __future__ import annotations

import functools
from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QPushButton, QSizePolicy, QWidget

from app.domain.edits import Shape
from app.domain.geometry import Aspect
from app.domain.platforms import Platforms
from app.store.settings import STANDARD_SHAPES
from app.ui.shapes.shape_menus import FreeMenu, OtherShape, PlatformMenu
from app.ui.shapes.shape_names import ICON_SIDE, aspect_text, preset_text, preset_tip, shape_icon, shape_text
from app.ui.style.language import translate
from app.ui.widgets.labels import IconButton, MenuButton

_SPACING = 8
_LONGEST_PRESET = 200
"""Pixels that the name of a preset may take."""


class Chip(QFrame):
    """A shape that the cover is wanted in too."""

    chosen = Signal()
    dropped = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "chip")
        self.button = QPushButton()
        self.button.clicked.connect(self.chosen)
        self.drop_button = IconButton("close", 12)
        self.drop_button.clicked.connect(self.dropped)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(2, 0, 2, 0)
        layout.setSpacing(0)
        layout.addWidget(self.button)
        layout.addWidget(self.drop_button)

    def show_shape(self, text: str, shown: bool) -> None:
        """Show a shape; whether it is the one that is shown."""
        self.button.setText(text)
        self.button.setAccessibleName(translate("Shapes", "Kept shape {shape}").format(shape=text))
        self.button.setToolTip(translate("Shapes", "Show this shape"))
        self.drop_button.say(translate("Shapes", "Keep {shape} no longer").format(shape=text))
        self.setProperty("shown", shown)
        self.style().polish(self)


class ShapeBar(QFrame):
    """Shows one shape and those kept; what there is no room for goes into menus, the shapes kept first."""

    chosen = Signal(object)
    """A `Shape` to be shown."""

    kept = Signal(object)
    """A `Shape` that the cover is wanted in too."""

    dropped = Signal(object)
    """A `Shape` that it is wanted in no longer."""

    def __init__(self, platforms: Platforms, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("ShapeBar")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._platforms = platforms
        self._shape = Shape(Aspect(None))
        self._kept: tuple[Shape, ...] = ()
        self.buttons = {aspect: QPushButton() for aspect in STANDARD_SHAPES}
        self.other_button = QPushButton()
        self.pin_button = IconButton("pin")
        self.chips: list[Chip] = []
        self.free_menu = FreeMenu(STANDARD_SHAPES, self)
        self.platform_menu = PlatformMenu(platforms, self)
        self.kept_menu = QMenu(self)
        self.free_button = MenuButton(self.free_menu)
        self.platform_button = MenuButton(self.platform_menu)
        self.kept_button = MenuButton(self.kept_menu)
        self.other_shape = OtherShape(self)
        self._arrange()
        self._connect()
        self._draw_icons()
        self.retranslate()

    def _arrange(self) -> None:
        self._segments = QFrame()
        self._segments.setProperty("role", "segments")
        row = QHBoxLayout(self._segments)
        row.setContentsMargins(2, 2, 2, 2)
        row.setSpacing(1)
        for button in (*self.buttons.values(), self.other_button):
            button.setCheckable(True)
            button.setIconSize(QSize(ICON_SIDE, ICON_SIDE))
            row.addWidget(button)
        self.free_button.setIconSize(QSize(ICON_SIDE, ICON_SIDE))
        for button in (self.platform_button, self.free_button):
            button.setCheckable(True)
        self.pin_button.setCheckable(True)
        self._chips = QWidget()
        chips = self._chip_row = QHBoxLayout(self._chips)
        chips.setContentsMargins(0, 0, 0, 0)
        chips.setSpacing(5)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(_SPACING)
        # The bar may be narrower than all of it; see `resizeEvent`.
        layout.setSizeConstraint(QHBoxLayout.SizeConstraint.SetNoConstraint)
        self._parts: tuple[QWidget, ...] = (
            self._segments,
            self.free_button,
            self.platform_button,
            self.pin_button,
            self._chips,
            self.kept_button,
        )
        for part in self._parts:
            layout.addWidget(part)
        layout.addStretch()

    def _connect(self) -> None:
        for aspect, button in self.buttons.items():
            button.clicked.connect(functools.partial(self._choose, Shape(aspect)))
        self.other_button.clicked.connect(self._ask)
        self.free_menu.other.triggered.connect(self._ask)
        self.free_menu.chosen.connect(lambda aspect: self._choose(Shape(aspect)))
        self.other_shape.chosen.connect(lambda aspect: self._choose(Shape(aspect)))
        self.platform_menu.chosen.connect(self._choose)
        self.pin_button.clicked.connect(self._pin)

    # What is shown

    def show_shape(self, shape: Shape, kept: Sequence[Shape]) -> None:
        """Show which shape is shown, and in which ones the cover is wanted too."""
        if (shape, tuple(kept)) == (self._shape, self._kept):
            return
        self._shape, self._kept = shape, tuple(kept)
        while len(self.chips) > len(self._kept):
            chip = self.chips.pop()
            self._chip_row.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        while len(self.chips) < len(self._kept):
            self._add_chip(len(self.chips))
        self.retranslate()

    def _add_chip(self, index: int) -> None:
        chip = Chip()
        chip.chosen.connect(lambda: self._choose(self._kept[index]))
        chip.dropped.connect(lambda: self.dropped.emit(self._kept[index]))
        self.chips.append(chip)
        self._chip_row.addWidget(chip)

    def retranslate(self) -> None:
        """Set the texts in the language shown now, and what is checked."""
        self.free_menu.retranslate()
        self.platform_menu.retranslate()
        self.other_shape.retranslate()
        self._tell_free()
        self._tell_platform()
        self._tell_kept()
        self._fit()

    def _tell_free(self) -> None:
        free = not self._shape.preset
        other = free and self._shape.aspect not in STANDARD_SHAPES
        for aspect, button in self.buttons.items():
            text = aspect_text(aspect)
            button.setText(text)
            button.setAccessibleName(translate("Shapes", "Shape {shape}").format(shape=text))
            button.setChecked(self._shape == Shape(aspect))
        own = aspect_text(self._shape.aspect) if other else translate("Shapes", "Other…")
        self.other_button.setText(own)
        self.other_button.setChecked(other)
        self.other_button.setToolTip(translate("Shapes", "Another shape…"))
        self.other_button.setAccessibleName(translate("Shapes", "Another shape…"))
        self.free_button.setText(aspect_text(self._shape.aspect))
        self.free_button.setChecked(free)
        self.free_button.setIcon(shape_icon(self._shape.aspect))
        self.free_button.setAccessibleName(translate("Shapes", "Shape"))
        self.free_menu.show_shape(self._shape)

    def _tell_platform(self) -> None:
        preset = self._platforms.preset(self._shape.preset)
        text = translate("Shapes", "Platform") if preset is None else preset_text(preset, self._platforms)
        shown = self.platform_button.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, _LONGEST_PRESET)
        tips = [] if preset is None else [f"{text}: {preset.pixels.width} × {preset.pixels.height}"]
        tips += [translate("Shapes", "Shapes of platforms")]
        if preset is not None:
            tips[1:] = [preset_tip(preset, self._platforms)]
        self.platform_button.setText(shown)
        self.platform_button.setToolTip("\n".join(tips))
        self.platform_button.setAccessibleName(translate("Shapes", "Platform"))
        self.platform_button.setAccessibleDescription("" if preset is None else text)
        self.platform_button.setChecked(bool(self._shape.preset))
        self.platform_menu.show_shape(self._shape)

    def _tell_kept(self) -> None:
        pinned = self._shape in self._kept
        self.pin_button.setChecked(pinned)
        self.pin_button.say(
            translate("Shapes", "Keep this shape no longer")
            if pinned
            else translate("Shapes", "Keep this shape too: the cover is saved in all shapes kept")
        )
        for chip, shape in zip(self.chips, self._kept, strict=True):
            chip.show_shape(shape_text(shape, self._platforms), shape == self._shape)
        self.kept_button.setText(translate("Shapes", "{count} kept").format(count=len(self._kept)))
        self.kept_menu.clear()
        for shape in self._kept:
            text = shape_text(shape, self._platforms)
            self._add_kept(text, functools.partial(self.chosen.emit, shape))
        self.kept_menu.addSeparator()
        for shape in self._kept:
            text = translate("Shapes", "Keep {shape} no longer").format(shape=shape_text(shape, self._platforms))
            self._add_kept(text, functools.partial(self.dropped.emit, shape))

    def _add_kept(self, text: str, handler: functools.partial[None]) -> QAction:
        action = self.kept_menu.addAction(text)
        action.triggered.connect(lambda _checked: handler())
        return action

    # How it uses its room

    def sizeHint(self) -> QSize:
        """Room for all of it."""
        return QSize(self._needed(chips=True, segments=True), self._height())

    def minimumSizeHint(self) -> QSize:
        """With menus it can do with little."""
        return QSize(self._needed(chips=False, segments=False), self._height())

    def _height(self) -> int:
        return max(part.sizeHint().height() for part in (self._segments, self.platform_button))

    def _shown(self, *, chips: bool, segments: bool) -> tuple[QWidget, ...]:
        """The parts that are in sight while chips, or segments, have room."""
        free = self._segments if segments else self.free_button
        kept: tuple[QWidget, ...] = (self._chips if chips else self.kept_button,) if self._kept else ()
        return (free, self.platform_button, self.pin_button, *kept)

    def _needed(self, *, chips: bool, segments: bool) -> int:
        shown = self._shown(chips=chips, segments=segments)
        return sum(part.sizeHint().width() for part in shown) + _SPACING * len(shown)

    def _fit(self) -> None:
        """Show as much as there is room for."""
        for part in self.findChildren(QWidget):
            part.ensurePolished()
        steps = ((True, True), (False, True), (False, False))
        fitting = [step for step in steps if self._needed(chips=step[0], segments=step[1]) <= self.width()]
        chips, segments = fitting[0] if fitting else steps[-1]
        shown = self._shown(chips=chips, segments=segments)
        for part in self._parts:
            part.setVisible(part in shown)
        self.updateGeometry()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Other room holds more or less."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Another theme has other colours, another font needs other room."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.StyleChange):
            self._draw_icons()
            self._fit()

    def _draw_icons(self) -> None:
        for aspect, button in self.buttons.items():
            button.setIcon(shape_icon(aspect))
        self.free_button.setIcon(shape_icon(self._shape.aspect))

    # What the person does

    def _choose(self, shape: Shape, _checked: bool = False) -> None:
        # What is checked is for the session to say.
        self._tell_free()
        self._tell_platform()
        self.chosen.emit(shape)

    def _pin(self) -> None:
        pinned = self._shape in self._kept
        self.pin_button.setChecked(pinned)
        (self.dropped if pinned else self.kept).emit(self._shape)

    def _ask(self) -> None:
        self._tell_free()
        button = self.other_button if self.other_button.isVisible() else self.free_button
        self.other_shape.ask(button.mapToGlobal(QPoint(0, button.height() + 4)), self._shape.aspect)
