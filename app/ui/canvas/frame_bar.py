"""What lies over the canvas while a frame is shown that is no candidate: what can be done with it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from app.ui.style.language import translate

_MARGIN = 14


class FrameBar(QFrame):
    """Uses the frame or goes back, at the lower edge of what it lies on."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("FrameBar")
        self._below = parent
        self.back_button = QPushButton()
        self.use_button = QPushButton()
        self.use_button.setProperty("role", "primary")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(10, 8, 10, 8)
        layout.setSpacing(8)
        layout.addWidget(self.back_button)
        layout.addWidget(self.use_button)
        parent.installEventFilter(self)
        self.hide()

    def show_frame(self, *, shown: bool, usable: bool) -> None:
        """Be there while such a frame is shown.

        Args:
            shown: whether one is.
            usable: whether it can be made a candidate now.
        """
        if self.use_button.hasFocus() and not (shown and usable):
            # Or it would go to whatever comes next.
            self._below.setFocus()
        self.use_button.setEnabled(usable)
        if shown != self.isVisible():
            self.setVisible(shown)
            self._place()

    def retranslate(self) -> None:
        """Set the texts in the language shown now."""
        self.back_button.setText(translate("FrameBar", "Back to the cover"))
        self.use_button.setText(translate("FrameBar", "Use this frame"))
        self._place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay at the lower edge."""
        if event.type() == QEvent.Type.Resize:
            self._place()
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        self.adjustSize()
        room = self._below.rect()
        self.move((room.width() - self.width()) // 2, room.height() - self.height() - _MARGIN)
