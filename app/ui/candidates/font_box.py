"""The fonts of the system, found by typing a part of their names."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QComboBox, QCompleter, QLineEdit, QWidget

from app.ui.style.language import translate
from app.ui.widgets.controls import ChoiceBox

USUAL, SERIF = "", "serif"
"""What stands for the usual font of the system, and for one with serifs, whichever of them it has."""


class FontBox(ChoiceBox):
    """A font is chosen from the list, or its name is typed; what is none goes back to what was chosen."""

    chosen = Signal(str)
    """The name of a family, or what stands for one."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._families: tuple[str, ...] = ()
        self._family = USUAL
        self._field = QLineEdit()
        self._field.setFrame(False)
        self.setLineEdit(self._field)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setMinimumContentsLength(8)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMaxVisibleItems(16)
        completer = self.completer()
        if completer is not None:
            completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
            completer.setFilterMode(Qt.MatchFlag.MatchContains)
            completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.activated.connect(self._take)
        self._field.editingFinished.connect(self._typed)
        self._fill()

    @property
    def families(self) -> tuple[str, ...]:
        """The fonts that are offered."""
        return self._families

    @property
    def family(self) -> str:
        """The one that is chosen."""
        return self._family

    def show_families(self, families: Sequence[str]) -> None:
        """Offer other fonts."""
        if tuple(families) != self._families:
            self._families = tuple(families)
            self._fill()

    def show_family(self, family: str) -> None:
        """Show what is chosen, also one that this system does not have; nothing is told."""
        if family != self._family:
            self._family = family
            self._show()

    def retranslate(self) -> None:
        """Set the names in the language shown now."""
        self._fill()

    def _fill(self) -> None:
        blocked = self.blockSignals(True)
        self.clear()
        self.addItem(translate("Title", "System font"), USUAL)
        self.addItem(translate("Title", "With serifs"), SERIF)
        for family in self._families:
            self.addItem(family, family)
        self.blockSignals(blocked)
        self._show()

    def _show(self) -> None:
        blocked = self.blockSignals(True)
        index = self.findData(self._family)
        self.setCurrentIndex(index)
        self.setEditText(self.itemText(index) if index >= 0 else self._family)
        self._field.setCursorPosition(0)
        self.blockSignals(blocked)

    def _take(self, index: int) -> None:
        family = self.itemData(index)
        if family is not None and family != self._family:
            self._family = family
            self.chosen.emit(family)
        self._show()

    def _typed(self) -> None:
        """Take what was typed if there is such a font."""
        index = self.findText(self.currentText().strip(), Qt.MatchFlag.MatchFixedString)
        if index >= 0:
            self._take(index)
        else:
            self._show()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Who begins to type means another name."""
        super().focusInEvent(event)
        if event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason):
            self._field.selectAll()
