"""A field for several lines whose undo and redo are the window's."""

from __future__ import annotations

import itertools
import math

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence, QResizeEvent, QTextCursor
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QSizePolicy, QWidget


class WrittenEdit(QPlainTextEdit):
    """What is written is part of the cover, and so undo and redo are the window's; Tab and Esc leave the field."""

    edited = Signal(str)
    """Another text was typed."""

    finished = Signal()
    """The person is done: the field was left."""

    def __init__(self, lines: tuple[int, int], longest: int, parent: QWidget | None = None) -> None:
        """Make an empty field.

        Args:
            lines: that it shows at least, and at most; then it scrolls.
            longest: characters that can be written.
            parent: what it lies on.
        """
        super().__init__(parent)
        self._lines = lines
        self._longest = longest
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
        self._fit()

    def show_text(self, text: str) -> None:
        """Show another text; where it differs only is the text replaced, so that the cursor stays where it was."""
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

    def leaves(self, event: QKeyEvent) -> bool:
        """Whether a key leaves the field."""
        return event.key() == Qt.Key.Key_Escape

    def leave(self) -> None:
        """Give the focus away."""
        self.clearFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Write, or leave."""
        if self.leaves(event):
            self.leave()
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

    def changeEvent(self, event: QEvent) -> None:
        """Letters of another font, as those of another language are, may be higher."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit()

    def _changed(self) -> None:
        text = self.toPlainText()
        if len(text) > self._longest:
            self.show_text(text[: self._longest])
            text = text[: self._longest]
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
        """As high as the lines need, up to a limit; letters of other fonts may be higher."""
        least, most = self._lines
        lines = round(self.document().size().height())
        height = self._height_of(max(least, min(most, lines)))
        if lines <= most:
            blocks = map(self.document().findBlockByNumber, range(self.document().blockCount()))
            text = sum(block.layout().boundingRect().height() for block in blocks)
            height = max(height, math.ceil(text) + self._height_of(0))
        self.setFixedHeight(height)


def _units(text: str) -> int:
    """Length of a text as Qt counts: in units of UTF-16."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _alike(one: str, other: str) -> int:
    """How many characters two texts begin with in common."""
    return sum(1 for _ in itertools.takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
