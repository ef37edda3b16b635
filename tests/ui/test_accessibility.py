"""The whole window by keyboard, and a name for everything in it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QHeaderView,
    QLineEdit,
    QPlainTextEdit,
    QScrollBar,
    QWidget,
)
from pytestqt.qtbot import QtBot

from app.domain.errors import UnreadableMedia
from app.domain.messages import Message
from app.store.preferences import Section
from app.ui.state.notices import Level, Notice
from app.ui.state.session import Stage
from app.ui.window import MainWindow

OpenWindow = Callable[..., MainWindow]

_CONTROLS = (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QComboBox,
    QHeaderView,
    QLineEdit,
    QPlainTextEdit,
)


def _controls(window: QWidget) -> list[QWidget]:
    """All that can be operated now; parts of other controls, and what is a help for the mouse only, are none."""
    found: list[QWidget] = []
    for widget in window.findChildren(QWidget):
        inner = isinstance(widget.parentWidget(), QAbstractSpinBox | QComboBox | QLineEdit)
        if (
            isinstance(widget, _CONTROLS)
            and not isinstance(widget, QScrollBar | QHeaderView)
            and not inner
            and widget.isVisible()
            and widget.isEnabled()
            and widget.window() is window
        ):
            found.append(widget)
    return found


def _walk(qtbot: QtBot, window: QWidget) -> list[QWidget]:
    """What Tab leads to, until it comes round."""
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    seen: list[QWidget] = []
    for _ in range(300):
        focused = QApplication.focusWidget()
        if focused is not None:
            if focused in seen:
                return seen
            seen.append(focused)
        QTest.keyClick(focused or window, Qt.Key.Key_Tab)
    raise AssertionError(f"Tab does not come round: {[_told(widget) for widget in seen[-5:]]}")


def _name(widget: QWidget) -> str:
    if widget.accessibleName():
        return widget.accessibleName()
    return widget.text() if isinstance(widget, QAbstractButton) else ""


def _told(widget: QWidget) -> str:
    return (
        f"{type(widget).__name__} {widget.objectName()!r} {_name(widget)!r} in {type(widget.parentWidget()).__name__}"
    )


def _missed(qtbot: QtBot, window: QWidget) -> list[str]:
    reached = _walk(qtbot, window)
    controls = _controls(window)
    assert len(controls) > 1
    # Of buttons that exclude each other Tab leads to the one that holds, and the arrow keys from there to the others.
    groups = {widget.group() for widget in reached if isinstance(widget, QAbstractButton) and widget.group()}
    grouped = {button for group in groups if group.exclusive() for button in group.buttons()}
    unreached = [f"not reached: {_told(widget)}" for widget in controls if widget not in {*reached, *grouped}]
    unnamed = [f"no name: {_told(widget)}" for widget in {*controls, *reached} if not _name(widget)]
    return unreached + unnamed


@pytest.fixture
def window(open_window: OpenWindow, qtbot: QtBot, clip: Path) -> MainWindow:
    """A window with something of everything in it."""
    window = open_window()
    window.controller.open([clip])
    qtbot.waitUntil(lambda: window.controller.session.stage is Stage.READY)
    window.controller.notify(Notice.of_error(UnreadableMedia(clip, "damaged")))
    window.controller.notify(Notice(Level.SUCCESS, Message("written", {"path": str(clip)}), written=clip))
    return window


def test_everything_in_the_empty_window_is_reached_and_named(open_window: OpenWindow, qtbot: QtBot) -> None:
    assert _missed(qtbot, open_window()) == []


@pytest.mark.parametrize("page", [None, "compare", "feed", "adjust"])
def test_everything_on_every_page_is_reached_and_named(window: MainWindow, qtbot: QtBot, page: str | None) -> None:
    if page is not None:
        window.actions_[page].trigger()
    assert _missed(qtbot, window) == []


def test_overlays_and_a_frame_of_ones_own_are_reached_and_named(window: MainWindow, qtbot: QtBot) -> None:
    for name in ("toggle_heat", "toggle_faces", "toggle_safe_areas"):
        window.actions_[name].trigger()
    qtbot.waitUntil(window.canvas.legend.isVisible)
    assert _missed(qtbot, window) == []
    window.timeline.scrubbed.emit(4.0)
    qtbot.waitUntil(window.pages.frame_bar.isVisible)
    assert _missed(qtbot, window) == []


@pytest.mark.parametrize("section", Section)
def test_the_preferences_are_reached_and_named(open_window: OpenWindow, qtbot: QtBot, section: Section) -> None:
    preferences = open_window().companions.settings
    preferences.come(section)
    assert _missed(qtbot, preferences) == []
    preferences.close()


@pytest.mark.parametrize("name", ["shortcuts", "diagnostics"])
def test_the_other_windows_are_reached_and_named(open_window: OpenWindow, qtbot: QtBot, name: str) -> None:
    window = open_window()
    window.actions_[name].trigger()
    sheet = window.companions.shortcuts if name == "shortcuts" else window.companions.diagnostics
    assert _missed(qtbot, sheet) == []
    qtbot.waitUntil(lambda: window.controller.runner.running == 0)
    sheet.close()
