"""A control for each kind of setting: it shows a value and tells of another one."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QPushButton, QSizePolicy, QWidget

from app.domain.geometry import Aspect
from app.store.preferences import Choice, Decimal, Folder, Keys, Kind, Shaped, Switch, Whole
from app.ui.choices import choice_name
from app.ui.dialogs.shortcuts_editor import ShortcutEditor
from app.ui.shapes.shape_names import aspect_text
from app.ui.style.language import translate
from app.ui.widgets.controls import ChoiceBox, DecimalBox, TickBox, WholeBox, without_wheel
from app.ui.widgets.labels import ElidedLabel, IconButton

_WIDTH = 230


class Field(QWidget):
    """The control of a setting."""

    edited = Signal(object)
    """Another value was chosen."""

    control: QWidget
    """What takes the focus."""

    @abstractmethod
    def show_value(self, value: Any) -> None:
        """Show a value without telling of it."""

    def retranslate(self) -> None:
        """Set the texts in the language shown now."""

    def name(self, title: str, description: str) -> None:
        """Tell those who cannot see it what it is for."""
        self.control.setAccessibleName(title)
        self.control.setAccessibleDescription(description)

    def search(self, _typed: str) -> bool:
        """Show of many things only those that fit what is typed, all of them for nothing; whether some are found."""
        return False

    def _tell(self, value: Any) -> None:
        """Pass on what a signal of a certain type tells."""
        self.edited.emit(value)

    def _put(self, *parts: QWidget, control: QWidget) -> None:
        self.control = control
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        for part in parts:
            layout.addWidget(part)


class _OneOf(Field):
    """A list that opens; what is not in it, because a file says so, is added."""

    def __init__(self, values: tuple[Any, ...], text_of: Callable[[Any], str]) -> None:
        super().__init__()
        self._values = list(values)
        self._text_of = text_of
        self.box = without_wheel(ChoiceBox())
        self.box.setFixedWidth(_WIDTH)
        self.box.activated.connect(lambda row: self.edited.emit(self._values[row]))
        self._put(self.box, control=self.box)
        self.retranslate()

    def show_value(self, value: Any) -> None:
        if value not in self._values:
            self._values.append(value)
            self.box.addItem(self._text_of(value))
        self.box.setCurrentIndex(self._values.index(value))

    def retranslate(self) -> None:
        row = self.box.currentIndex()
        self.box.clear()
        self.box.addItems([self._text_of(value) for value in self._values])
        self.box.setCurrentIndex(row)


class _Number(Field):
    """A number with its unit; what is typed counts once it is finished."""

    def __init__(self, kind: Whole | Decimal) -> None:
        super().__init__()
        self._unit = kind.unit
        self.box: WholeBox | DecimalBox
        if isinstance(kind, Whole):
            self.box = whole = without_wheel(WholeBox())
            whole.setRange(kind.low, kind.high)
            whole.setSingleStep(kind.step)
            whole.valueChanged.connect(self._tell)
        else:
            self.box = decimal = without_wheel(DecimalBox())
            decimal.setDecimals(1)
            decimal.setRange(kind.low, kind.high)
            decimal.setSingleStep(kind.step)
            decimal.valueChanged.connect(self._tell)
        self.box.setKeyboardTracking(False)
        self.box.setFixedWidth(_WIDTH)
        self._put(self.box, control=self.box)
        self.retranslate()

    def show_value(self, value: Any) -> None:
        self.box.blockSignals(True)
        self.box.setValue(value)
        self.box.blockSignals(False)

    def retranslate(self) -> None:
        before, _, behind = translate("Preferences", self._unit).partition("{number}")
        self.box.setPrefix(before)
        self.box.setSuffix(behind)


class _OnOff(Field):
    """A box to tick."""

    def __init__(self) -> None:
        super().__init__()
        self.box = TickBox()
        self.box.setFixedWidth(_WIDTH)
        self.box.clicked.connect(self._tell)
        self._put(self.box, control=self.box)
        self.retranslate()

    def show_value(self, value: Any) -> None:
        self.box.setChecked(value)

    def retranslate(self) -> None:
        self.box.setText(translate("Preferences", "Show it"))


class _FolderField(Field):
    """A folder, or none."""

    def __init__(self) -> None:
        super().__init__()
        self._value: Path | None = None
        self.label = ElidedLabel(mode=Qt.TextElideMode.ElideMiddle)
        self.label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.button = QPushButton()
        self.button.setAutoDefault(False)
        self.button.clicked.connect(self._ask)
        self.clear_button = IconButton("close")
        self.clear_button.clicked.connect(lambda: self.edited.emit(None))
        self.setFixedWidth(_WIDTH)
        self._put(self.label, self.button, self.clear_button, control=self.button)
        self.retranslate()

    def show_value(self, value: Any) -> None:
        self._value = value
        self.clear_button.setVisible(value is not None)
        self.label.show_text(translate("Preferences", "Beside the source") if value is None else str(value))

    def retranslate(self) -> None:
        self.button.setText(translate("Preferences", "Choose…"))
        self.clear_button.say(translate("Preferences", "Write beside the source again"))
        self.show_value(self._value)

    def _ask(self) -> None:
        dialog = QFileDialog(self.window(), translate("Preferences", "Where covers are written"))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        if self._value is not None:
            dialog.setDirectory(str(self._value))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda name: self.edited.emit(Path(name).absolute()))
        dialog.open()


class _KeysField(Field):
    """The keys of all actions."""

    def __init__(self) -> None:
        super().__init__()
        self.editor = ShortcutEditor()
        self.editor.edited.connect(self.edited)
        self._put(self.editor, control=self.editor.tree)

    def show_value(self, value: Any) -> None:
        self.editor.show_keys(value)

    def retranslate(self) -> None:
        self.editor.retranslate()

    def search(self, typed: str) -> bool:
        return self.editor.filter(typed) > 0 and bool(typed)

    def name(self, title: str, description: str) -> None:
        """The editor names its parts itself."""


def field_for(kind: Kind[Any]) -> Field:
    """The control for a kind of setting.

    Raises:
        TypeError: there is none, since settings of the kind are not in the preferences.
    """
    match kind:
        case Choice():
            return _OneOf(kind.choices, lambda value: choice_name(kind.names[value]))
        case Shaped():
            return _OneOf(kind.usual, _shape_name)
        case Whole() | Decimal():
            return _Number(kind)
        case Switch():
            return _OnOff()
        case Folder():
            return _FolderField()
        case Keys():
            return _KeysField()
    raise TypeError(f"no control for {type(kind).__name__}")


def _shape_name(value: Aspect) -> str:
    return aspect_text(value)
