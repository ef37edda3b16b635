"""All of a window, on a screen that may be smaller."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget


class Screen(QScrollArea):
    """Parts one below the other; where there is less room than they need at the least, one scrolls.

    So the window can be made as small as a screen is, and does not grow by itself where a part needs more room.
    """

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        """Make an empty one.

        Args:
            name: of what the parts lie on, for the style sheet.
            parent: what it lies on itself.
        """
        super().__init__(parent, widgetResizable=True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.body = QWidget()
        self.body.setObjectName(name)
        self.rows = _Rows(self.body)
        self.rows.setContentsMargins(0, 0, 0, 0)
        self.rows.setSpacing(0)
        self.setWidget(self.body)


class _Rows(QVBoxLayout):
    def hasHeightForWidth(self) -> bool:
        """Nothing: with texts that break lines in it, the scroll area would give it the height that it likes best."""
        return False
