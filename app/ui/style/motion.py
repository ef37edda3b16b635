"""Whether things may move: as the user chose, or as the system says where it can be asked (Windows, Linux desktops)."""

from __future__ import annotations

import contextlib
import os
import sys
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication

from app.store.settings import Motion

_CLIENT_AREA_ANIMATION = 0x1042
"""SPI_GETCLIENTAREAANIMATION, which the switch in the settings of Windows sets."""


class MotionManager(QObject):
    """Knows whether motion is to be spared."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.choice = Motion.SYSTEM
        self._of_system = _windows_reduces()
        self._asked: QObject | None = None
        # Without its address a bus would be started, and the window would wait for it.
        if QGuiApplication.platformName() in ("xcb", "wayland") and "DBUS_SESSION_BUS_ADDRESS" in os.environ:
            self._ask_desktop()

    @property
    def reduced(self) -> bool:
        """Whether what comes and goes is to do so at once."""
        return self._of_system if self.choice is Motion.SYSTEM else self.choice is Motion.REDUCED

    def answered(self, arguments: list[Any]) -> None:
        """Take in what the desktop said; where it has no such setting there is nothing."""
        value: Any = arguments[0] if arguments else None
        while value is not None and hasattr(value, "variant"):  # a variant in a variant
            value = value.variant()
        if isinstance(value, bool):
            self._of_system = not value

    def _ask_desktop(self) -> None:
        """Ask for the setting of the desktop, which Qt does not tell; the answer comes while the window runs."""
        with contextlib.suppress(ImportError):  # a system without D-Bus
            from PySide6.QtDBus import QDBusConnection, QDBusMessage, QDBusPendingCallWatcher

            bus = QDBusConnection.sessionBus()
            if not bus.isConnected():
                return
            call = QDBusMessage.createMethodCall(
                "org.freedesktop.portal.Desktop",
                "/org/freedesktop/portal/desktop",
                "org.freedesktop.portal.Settings",
                "Read",
            )
            call.setArguments(["org.gnome.desktop.interface", "enable-animations"])
            watcher = QDBusPendingCallWatcher(bus.asyncCall(call), self)
            watcher.finished.connect(lambda done: self.answered(done.reply().arguments()))
            self._asked = watcher


def _windows_reduces() -> bool:
    """Whether animations are off in the settings of Windows."""
    if sys.platform != "win32":
        return False
    import ctypes

    on = ctypes.c_int(1)
    ctypes.windll.user32.SystemParametersInfoW(_CLIENT_AREA_ANIMATION, 0, ctypes.byref(on), 0)
    return not on.value
