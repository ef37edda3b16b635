"""The choices of an export: format, quality or file size, pixels, metadata, name and folder."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMenu,
    QPushButton,
    QSizePolicy,
    QSlider,
    QVBoxLayout,
    QWidget,
)

from app.domain.export import (
    EXAMPLE,
    LARGEST_TARGET,
    LONGEST_PATTERN,
    SIDES,
    SMALLEST_TARGET,
    ExportOptions,
    Facts,
    Field,
    Format,
    Sizing,
    example_name,
)
from app.ui.style.language import translate
from app.ui.widgets.controls import WholeBox, without_wheel
from app.ui.widgets.labels import ElidedLabel, IconButton, MenuButton

WIDTH = 330
"""Of the form, in points; with the scroll bar of a low window it is narrower by that."""

_BAR = 12
_USUAL_TARGET = 500


class Segments(QFrame):
    """One of a few values, each a button."""

    chosen = Signal(object)

    def __init__(self, values: Sequence[object], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "segments")
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.buttons: dict[object, QPushButton] = {value: QPushButton() for value in values}
        self._group = QButtonGroup(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(2, 2, 2, 2)
        row.setSpacing(1)
        for value, button in self.buttons.items():
            button.setCheckable(True)
            self._group.addButton(button)
            row.addWidget(button)
            button.clicked.connect(self._teller(value))
        self._group.buttonToggled.connect(lambda _button, on: self._fit() if on else None)

    def show_value(self, value: object) -> None:
        """Show which one it is."""
        self.buttons[value].setChecked(True)

    def show_available(self, values: Collection[object]) -> None:
        """Let only these be chosen."""
        for value, button in self.buttons.items():
            button.setEnabled(value in values)
        self._fit()

    def name(self, name: str, texts: dict[Any, str]) -> None:
        """Set the texts of the buttons, and what they are about for those who cannot see it."""
        self.setAccessibleName(name)
        for value, text in texts.items():
            self.buttons[value].setText(text)
            self.buttons[value].setAccessibleName(f"{name}: {text}")

    def _fit(self) -> None:
        """Let Tab lead to the one that is chosen, or to the first that can be; the arrow keys choose the others.

        Qt does so only once one of them had the focus.
        """
        able = [button for button in self.buttons.values() if button.isEnabledTo(self)]
        stop = next((button for button in able if button.isChecked()), able[0] if able else None)
        for button in self.buttons.values():
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus if button is stop else Qt.FocusPolicy.ClickFocus)

    def _teller(self, value: object) -> Callable[[], None]:
        return lambda: self.chosen.emit(value)


class ExportSettings(QFrame):
    """A form of all choices."""

    changed = Signal(object)
    """Other choices were made: `ExportOptions`."""

    invalid = Signal(bool)
    """Whether the name pattern makes no sense, so that nothing can be exported."""

    folder_clicked = Signal()
    """Another folder is to be chosen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("ExportSettings")
        self.setMinimumWidth(WIDTH - _BAR)
        self.options = ExportOptions()
        self._facts: Facts = EXAMPLE
        self.valid = True
        self.formats = Segments(tuple(Format))
        self.limits = Segments((False, True))
        self.quality_slider = without_wheel(QSlider(Qt.Orientation.Horizontal))
        self.quality_slider.setRange(1, 100)
        self.quality_slider.setPageStep(5)
        self.quality_box = _spin_box(1, 100)
        self.target_box = _spin_box(SMALLEST_TARGET // 1000, LARGEST_TARGET // 1000)
        self.target_box.setValue(_USUAL_TARGET)
        self.target_box.setSuffix(" kB")
        self.sizings = Segments(tuple(Sizing))
        self.side_box = _spin_box(*SIDES)
        self.side_box.setSuffix(" px")
        self.kept = Segments((False, True))
        self.pattern = QLineEdit()
        self.pattern.setMaxLength(LONGEST_PATTERN)
        self.fields = MenuButton(QMenu(self))
        self.example = ElidedLabel(mode=Qt.TextElideMode.ElideMiddle)
        self.example.setProperty("role", "caption")
        self.folder = ElidedLabel(mode=Qt.TextElideMode.ElideMiddle)
        self.folder_button = QPushButton()
        self.beside_button = IconButton("close")
        self._size_note = _caption()
        self._labels = {name: QLabel() for name in ("format", "limit", "size", "metadata", "name", "folder")}
        self._arrange()
        self._connect()
        self.retranslate()
        self.show_options(self.options)

    def _arrange(self) -> None:
        self._quality_row, self._target_row = QWidget(), QWidget()
        _row(self._quality_row, (self.quality_slider, 1), (self.quality_box, 0))
        _row(self._target_row, (self.target_box, 0), (_stretch(), 1))
        side, folder, name = QWidget(), QWidget(), QWidget()
        self._side_row = side
        _row(side, (self.side_box, 0), (_stretch(), 1))
        _row(folder, (self.folder, 1), (self.beside_button, 0), (self.folder_button, 0))
        _row(name, (self.pattern, 1), (self.fields, 0))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 14, 16, 14)
        layout.setSpacing(5)
        groups: dict[str, Sequence[QWidget]] = {
            "format": (self.formats,),
            "limit": (self.limits, self._quality_row, self._target_row),
            "size": (self.sizings, side, self._size_note),
            "metadata": (self.kept,),
            "name": (name, self.example),
            "folder": (folder,),
        }
        for title, parts in groups.items():
            self._labels[title].setProperty("role", "caption")
            layout.addWidget(self._labels[title])
            for part in parts:
                layout.addWidget(part)
            layout.addSpacing(9)
        layout.addStretch()

    def _connect(self) -> None:
        self.formats.chosen.connect(self._choose_format)
        self.limits.chosen.connect(lambda limited: self._change(target=self._target() if limited else None))
        self.quality_slider.valueChanged.connect(lambda value: self._change(quality=value))
        self.quality_box.valueChanged.connect(lambda value: self._change(quality=value))
        self.target_box.valueChanged.connect(lambda _value: self._change(target=self._target()))
        self.sizings.chosen.connect(lambda sizing: self._change(sizing=sizing))
        self.side_box.valueChanged.connect(lambda value: self._change(side=value))
        self.kept.chosen.connect(lambda kept: self._change(metadata=kept))
        self.pattern.textEdited.connect(self._write_pattern)
        self.folder_button.clicked.connect(self.folder_clicked)
        self.beside_button.clicked.connect(lambda: self.take_folder(None))

    # What is shown

    def show_options(self, options: ExportOptions) -> None:
        """Show other choices; nothing is told."""
        typed = self.pattern.text() if not self.valid else None
        self.options = options
        boxes = (self.quality_slider, self.quality_box, self.target_box, self.side_box)
        blockers = [QSignalBlocker(box) for box in boxes]
        self.formats.show_value(options.format)
        self.limits.show_value(options.target is not None)
        self.quality_slider.setValue(options.quality)
        self.quality_box.setValue(options.quality)
        if options.target is not None:
            self.target_box.setValue(options.target // 1000)
        self.side_box.setValue(options.side)
        for blocker in blockers:
            blocker.unblock()
        self.sizings.show_value(options.sizing)
        self.kept.show_value(options.metadata)
        if typed is None and self.pattern.text() != options.pattern:
            self.pattern.setText(options.pattern)
        self._fit()

    def show_facts(self, facts: Facts | None) -> None:
        """Make the example from a cover that is there."""
        self._facts = facts or EXAMPLE
        self._tell_example()

    def show_available(self, formats: Collection[Format]) -> None:
        """Let only these formats be chosen."""
        self.formats.show_available(formats)
        for wanted in Format:
            tip = translate("Export", "{format} cannot be written with this installation").format(format=wanted.label)
            self.formats.buttons[wanted].setToolTip("" if wanted in formats else tip)

    def take_folder(self, folder: Path | None) -> None:
        """Write into another folder; None is beside the source."""
        self._change(folder=folder)

    def retranslate(self) -> None:
        """Set all texts in the language shown now."""
        labels = {
            "format": translate("Export", "Format"),
            "limit": translate("Export", "Quality"),
            "size": translate("Export", "Size"),
            "metadata": translate("Export", "Camera, time and place"),
            "name": translate("Export", "Name"),
            "folder": translate("Export", "Folder"),
        }
        for name, text in labels.items():
            self._labels[name].setText(text)
        self.formats.name(labels["format"], {wanted: wanted.label for wanted in Format})
        by_size = translate("Export", "File size")
        self.limits.name(labels["limit"], {False: translate("Export", "Quality"), True: by_size})
        self.sizings.name(
            labels["size"],
            {
                Sizing.ORIGINAL: translate("Export", "As cropped"),
                Sizing.PRESET: translate("Export", "Platform's"),
                Sizing.LONG_SIDE: translate("Export", "Long side"),
            },
        )
        self.kept.name(labels["metadata"], {False: translate("Export", "Leave out"), True: translate("Export", "Keep")})
        self.quality_slider.setAccessibleName(labels["limit"])
        self.quality_box.setAccessibleName(labels["limit"])
        self.target_box.setAccessibleName(translate("Export", "At most, in kilobytes"))
        self.side_box.setAccessibleName(translate("Export", "Long side in pixels"))
        self.pattern.setAccessibleName(translate("Export", "Name pattern"))
        self.fields.setText(translate("Export", "Insert"))
        self.fields.setAccessibleName(translate("Export", "Insert a field into the name"))
        self.folder_button.setText(translate("Export", "Choose…"))
        self.folder_button.setAccessibleName(translate("Export", "Choose a folder"))
        self.beside_button.say(translate("Export", "Beside the source"))
        self._fill_menu()
        self._fit()

    def _fill_menu(self) -> None:
        texts = {
            Field.NAME: translate("Export", "Name of the source"),
            Field.SHAPE: translate("Export", "Shape"),
            Field.PLATFORM: translate("Export", "Platform"),
            Field.RANK: translate("Export", "Rank"),
            Field.TIME: translate("Export", "Time in the video"),
            Field.DATE: translate("Export", "Date"),
            Field.NUMBER: translate("Export", "Number"),
        }
        menu = self.fields.menu_
        menu.clear()
        for field, text in texts.items():
            menu.addAction(text).triggered.connect(self._inserter(field))

    def _fit(self) -> None:
        """Show what these choices leave to be chosen."""
        options = self.options
        limited, lossless = options.target is not None, options.format.lossless
        self._quality_row.setVisible(not limited)
        self._target_row.setVisible(limited)
        self._quality_row.setEnabled(not lossless)
        self._target_row.setEnabled(not lossless)
        # A limit that was chosen for another format can be left.
        self.limits.setEnabled(not lossless or limited)
        quality = translate("Export", "Quality")
        self._labels["limit"].setText(translate("Export", "Quality: PNG keeps every pixel") if lossless else quality)
        self._side_row.setVisible(options.sizing is Sizing.LONG_SIDE)
        note = {
            Sizing.ORIGINAL: "",
            Sizing.PRESET: translate("Export", "Shapes of no platform stay as cropped."),
            Sizing.LONG_SIDE: translate("Export", "Smaller covers are not enlarged."),
        }[options.sizing]
        self._size_note.setText(note)
        self._size_note.setVisible(bool(note))
        folder = options.folder
        self.folder.show_text(translate("Export", "Beside the source") if folder is None else str(folder))
        self.beside_button.setVisible(folder is not None)
        self._tell_example()

    def _tell_example(self) -> None:
        text, wrong = self.pattern.text(), False
        try:
            shown = example_name(text, self._facts) + self.options.format.suffix
        except ValueError:
            wrong = True
            shown = translate("Export", "Fields are written {name}, {shape} and so on; see “Insert”.")
        self.example.show_text(shown)
        if self.example.property("wrong") != wrong:
            self.example.setProperty("wrong", wrong)
            self.example.style().polish(self.example)

    # What the person does

    def _change(self, **choices: Any) -> None:
        changed = replace(self.options, **choices)
        if changed != self.options:
            self.show_options(changed)
            self.changed.emit(changed)

    def _choose_format(self, wanted: Format) -> None:
        """One that keeps every pixel has no size to be chosen either."""
        self._change(format=wanted, target=None if wanted.lossless else self.options.target)

    def _target(self) -> int:
        return self.target_box.value() * 1000

    def _write_pattern(self, text: str) -> None:
        valid = False
        with suppress(ValueError):
            replace(self.options, pattern=text)
            valid = True
        if valid != self.valid:
            self.valid = valid
            self.invalid.emit(not valid)
        if valid:
            self._change(pattern=text)
        self._tell_example()

    def _inserter(self, field: Field) -> Callable[[], None]:
        def insert() -> None:
            self.pattern.insert(f"{{{field.value}}}")
            self._write_pattern(self.pattern.text())
            self.pattern.setFocus()

        return insert


def _spin_box(least: int, most: int) -> WholeBox:
    box = without_wheel(WholeBox())
    box.setRange(least, most)
    box.setAccelerated(True)
    box.setKeyboardTracking(False)  # a number is meant once it is typed
    return box


def _caption() -> QLabel:
    label = QLabel(wordWrap=True)
    label.setProperty("role", "caption")
    return label


def _stretch() -> QWidget:
    """Room that is left free."""
    return QWidget()


def _row(row: QWidget, *parts: tuple[QWidget, int]) -> None:
    layout = QHBoxLayout(row)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(8)
    for part, stretch in parts:
        layout.addWidget(part, stretch)
