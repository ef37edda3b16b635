"""From the actions as data to Qt's: one QAction each, with its shortcuts, its handler and its texts."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar, QWidget

from app.commands import ACTIONS, MENUS, Fact
from app.ui.language import translate


class Actions:
    """The actions of a window."""

    def __init__(self, window: QWidget, handlers: Mapping[str, Callable[[], object]]) -> None:
        self._made = {action.id: QAction(window) for action in ACTIONS}
        for action in ACTIONS:
            made = self._made[action.id]
            made.setObjectName(action.id)
            made.setCheckable(action.checkable)
            made.setShortcuts([QKeySequence(keys) for keys in action.shortcuts])
            made.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
            # Held down, the key that writes a cover must not write a hundred.
            made.setAutoRepeat(False)
            made.triggered.connect(_without_argument(handlers[action.id]))
            window.addAction(made)
        self.menus: dict[str, QMenu] = {}
        self.retranslate()

    def __getitem__(self, name: str) -> QAction:
        return self._made[name]

    def fill(self, bar: QMenuBar) -> None:
        """Add the menus to a menu bar."""
        for menu in MENUS:
            made = self.menus[menu.id] = bar.addMenu("")
            for name in menu.actions:
                if name is None:
                    made.addSeparator()
                else:
                    made.addAction(self._made[name])
        self.retranslate()

    def enable(self, facts: frozenset[Fact]) -> None:
        """Enable the actions that can be done while `facts` hold."""
        for action in ACTIONS:
            self._made[action.id].setEnabled(action.enabled(facts))

    def check(self, checked: Mapping[str, bool]) -> None:
        """Show which of the checkable actions, by id, are on."""
        for name, on in checked.items():
            self._made[name].setChecked(on)

    def retranslate(self) -> None:
        """Set all texts in the language shown now."""
        for action in ACTIONS:
            self._made[action.id].setText(translate("Actions", action.title))
        for menu in MENUS:
            if menu.id in self.menus:
                self.menus[menu.id].setTitle(translate("Actions", menu.title))


def _without_argument(handler: Callable[[], object]) -> Callable[[bool], None]:
    """A slot for `triggered`, which tells whether the action is checked."""

    def handle(_checked: bool) -> None:
        handler()

    return handle
