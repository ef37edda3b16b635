"""What the person writes about a cover: one line that grows with the text."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from app.ui.style.language import translate
from app.ui.widgets.written import WrittenEdit

_LINES = 4
"""It grows to so many lines; then it scrolls."""

_LONGEST = 2000
"""Characters that can be written."""


class NoteEdit(WrittenEdit):
    """A note; Enter leaves it, and Shift+Enter begins a line."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__((1, _LINES), _LONGEST, parent)
        self.setObjectName("Note")
        self.setAccessibleName("Note")
        self.retranslate()

    def show_note(self, text: str) -> None:
        """Show another note."""
        self.show_text(text)

    def retranslate(self) -> None:
        """Set the texts in the language shown now."""
        self.setPlaceholderText(translate("NoteEdit", "Add a note"))

    def leaves(self, event: QKeyEvent) -> bool:
        """Enter does, too."""
        breaks = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        return super().leaves(event) or (event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not breaks)
