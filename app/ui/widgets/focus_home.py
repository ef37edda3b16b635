"""Where the keys go when what had them goes."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QWidget


class FocusHome(QObject):
    """Brings the focus home when the part of a window that has it is hidden.

    Qt would give it to whatever comes next, say a button that then takes Space, which plays the video as a rule.
    """

    def __init__(self, window: QWidget, home: Callable[[], QWidget | None]) -> None:
        """Watch a window.

        Args:
            window: whose parts come and go.
            home: what gets the focus then.
        """
        super().__init__(window)
        self._window = window
        self._home = home
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._moved)

    def _moved(self, old: QWidget | None, _now: QWidget | None) -> None:
        if old is not None and not old.isVisible() and old.window() is self._window and self._window.isVisible():
            home = self._home()
            if home is not None:
                home.setFocus()
