"""The frame of the windows that come up beside the main one: a heading, what scrolls, buttons below."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from app.ui.style.language import translate


class Sheet(QDialog):
    """A window of its own that stops nothing; Esc closes it."""

    def __init__(self, name: str, size: QSize, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(name)
        self.setProperty("role", "sheet")
        self._size = size
        self.heading = QLabel()
        self.heading.setProperty("role", "heading")
        self.close_button = QPushButton()
        self.close_button.setAutoDefault(False)
        self.close_button.clicked.connect(self.close)
        self.head = QHBoxLayout()
        self.head.addWidget(self.heading)
        self.head.addStretch()
        self.foot = QHBoxLayout()
        self.foot.setSpacing(8)
        self.foot.addStretch()
        self.foot.addWidget(self.close_button)
        self.middle = QVBoxLayout()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 14)
        layout.setSpacing(12)
        layout.addLayout(self.head)
        layout.addLayout(self.middle, 1)
        layout.addLayout(self.foot)

    def come(self) -> None:
        """Come up in front, no larger than the screen."""
        if not self.isVisible():
            self.resize(self._size.boundedTo(self.screen().availableSize() * 0.9))
        self.show()
        self.raise_()
        self.activateWindow()

    def retranslate(self) -> None:
        """Set all texts in the language shown now."""
        self.close_button.setText(translate("Sheet", "Close"))


def scrolling(content: QWidget) -> QScrollArea:
    """An area that scrolls up and down, with the keys too where it has the focus; then it needs a name."""
    content.setObjectName("SheetContent")
    area = QScrollArea(widgetResizable=True)
    area.setObjectName("SheetArea")
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(content)
    return area
