"""What lies in the window and is left with Esc."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame


class Leavable(QFrame):
    """A frame that Esc closes, wherever in it the focus is; the window's own action of that key is not asked."""

    closed = Signal()
    """Enough of it."""

    def keeps(self, event: QKeyEvent) -> bool:
        """Whether a key means something in here, so that the window's actions do not get it."""
        return event.key() == Qt.Key.Key_Escape

    def leave(self) -> None:
        """What Esc does."""
        self.closed.emit()

    def event(self, event: QEvent) -> bool:
        """Keep the keys that mean something in here from the window's actions."""
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self.keeps(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves."""
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        else:
            super().keyPressEvent(event)
