"""The buttons at the right of the top bar: what is done to a cover, and what it is looked at in."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from app.commands.finding import plain
from app.ui.actions import Actions
from app.ui.widgets.labels import IconButton

TOOLS = ("adjust", "title", "feed", "export")
"""Actions, which have an icon of the same name."""

_SIDE = 18


class Tools(QFrame):
    """A button for each of `TOOLS`: on, enabled and called as its action is."""

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.buttons = {name: Tool(actions[name], name) for name in TOOLS}
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        for button in self.buttons.values():
            layout.addWidget(button)


class Tool(IconButton):
    """A button for one action."""

    def __init__(self, action: QAction, icon: str) -> None:
        super().__init__(icon, _SIDE)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._action = action
        self.setCheckable(action.isCheckable())
        # What is on is for the action to say, and so it is shown again once a click has been heard of.
        self.clicked.connect(action.trigger)
        self.clicked.connect(self._follow)
        action.changed.connect(self._follow)
        self._follow()

    def _follow(self) -> None:
        keys = self._action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        name = plain(self._action.text()).removesuffix("…")
        self.setChecked(self._action.isChecked())
        self.setEnabled(self._action.isEnabled())
        self.say(name)
        self.setToolTip(f"{name} ({keys})" if keys else name)
