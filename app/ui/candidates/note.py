"""What the person writes about a cover: one line that grows with the text."""

from __future__ import annotations

import itertools

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence, QResizeEvent, QTextCursor
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QSizePolicy, QWidget

from app.ui.style.language import translate

_LINES = 4
"""It grows to so many lines; then it scrolls."""

_LONGEST = 2000
"""Characters that can be written."""


class NoteEdit(QPlainTextEdit):
    """A note. Undo and redo are the window's, as a note is part of the cover."""

    edited = Signal(str)
    """Another text was typed."""

    finished = Signal()
    """The person is done: the field was left."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("Note")
        self.setAccessibleName("Note")
        self.setUndoRedoEnabled(False)
        self.setTabChangesFocus(True)
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.WidgetWidth)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.document().setDocumentMargin(4)
        self._told = ""
        self.textChanged.connect(self._changed)
        self.document().documentLayout().documentSizeChanged.connect(lambda _size: self._fit())
        self.retranslate()
        self._fit()

    def show_note(self, text: str) -> None:
        """Show another note; where it differs only is the text replaced, so that the cursor stays where it was."""
        shown = self.toPlainText()
        if text == shown:
            return
        before = _alike(shown, text)
        after = _alike(shown[before:][::-1], text[before:][::-1])
        self._told = text
        cursor = QTextCursor(self.document())
        cursor.setPosition(_units(shown[:before]))
        cursor.setPosition(_units(shown[: len(shown) - after]), QTextCursor.MoveMode.KeepAnchor)
        cursor.insertText(text[before : len(text) - after])

    def retranslate(self) -> None:
        """Set the texts in the language shown now."""
        self.setPlaceholderText(translate("NoteEdit", "Add a note"))

    def sizeHint(self) -> QSize:
        """As high as it is."""
        return QSize(160, self.minimumHeight())

    def minimumSizeHint(self) -> QSize:
        """As high as it is."""
        return QSize(60, self.minimumHeight())

    # What Qt hands to the field

    def event(self, event: QEvent) -> bool:
        """Keep the keys that mean something in here from the window's actions, and leave it undo and redo."""
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            if event.matches(QKeySequence.StandardKey.Undo) or event.matches(QKeySequence.StandardKey.Redo):
                event.ignore()
                return False
            if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter):
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and Esc leave the field; Shift+Enter begins a line."""
        breaks = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        leaving = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not breaks
        if leaving or event.key() == Qt.Key.Key_Escape:
            self.clearFocus()
            event.accept()
            return
        super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Tell that the person is done; a menu that opens, or another window, is no end."""
        super().focusOutEvent(event)
        if event.reason() not in (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason):
            self.finished.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lines break elsewhere."""
        super().resizeEvent(event)
        self._fit()

    def _changed(self) -> None:
        text = self.toPlainText()
        if len(text) > _LONGEST:
            self.show_note(text[:_LONGEST])
            text = text[:_LONGEST]
            self._told = ""  # what was typed is told of all the same
        if text != self._told:
            self._told = text
            self.edited.emit(text)

    @property
    def line_height(self) -> int:
        """How high it is with one line, in pixels."""
        return self._height_of(1)

    def _height_of(self, lines: int) -> int:
        margins = self.contentsMargins()
        around = 2 * self.document().documentMargin() + margins.top() + margins.bottom()
        return round(lines * self.fontMetrics().lineSpacing() + around)

    def _fit(self) -> None:
        """As high as the lines need, up to a limit."""
        self.setFixedHeight(self._height_of(max(1, min(_LINES, round(self.document().size().height())))))


def _units(text: str) -> int:
    """Length of a text as Qt counts: in units of UTF-16."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _alike(one: str, other: str) -> int:
    """How many characters two texts begin with in common."""
    return sum(1 for _ in itertools.takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
