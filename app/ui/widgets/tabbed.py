"""Showing where Tab went, on a part of the window that would otherwise show its focus all the time."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QWidget

_BY_TAB = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)


def tell_tabbed(widget: QWidget) -> None:
    """Give a widget the property `tabbed`, for the style sheet, while it has the focus because Tab led to it."""
    widget.installEventFilter(_Tabbed(widget))


class _Tabbed(QObject):
    """Sets the property; a click or the window itself gives the focus without it."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QFocusEvent) and isinstance(watched, QWidget):
            tabbed = event.gotFocus() and event.reason() in _BY_TAB
            if watched.property("tabbed") is not tabbed:
                watched.setProperty("tabbed", tabbed)
                watched.style().polish(watched)
        return False
