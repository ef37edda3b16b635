"""A title in the window, for tests: what it is, how it was set, and the hand that drags it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.domain.title import Spot, Title
from app.ui.background.words import Words
from app.ui.window import MainWindow

from .editing import PATIENCE_MS, open_clip, session_of

LEFT = Qt.MouseButton.LeftButton
ALT = Qt.KeyboardModifier.AltModifier


def wait_for_title(qtbot: QtBot, window: MainWindow, clip: Path) -> None:
    """Have a clip analysed, as squares, and the column of the title shown."""
    open_clip(qtbot, window, clip)
    window.actions_["title"].trigger()
    qtbot.waitUntil(lambda: bool(window.title_panel.templates.buttons), timeout=PATIENCE_MS)


def entitle(qtbot: QtBot, window: MainWindow) -> None:
    """Write a title; the focus goes back to the picture."""
    write(window, "Summer")
    qtbot.waitUntil(lambda: set_as_wanted(window), timeout=PATIENCE_MS)
    window.canvas.setFocus()


def title_of(window: MainWindow) -> Title | None:
    return session_of(window).edits.title


def spot_of(window: MainWindow) -> Spot | None:
    return session_of(window).edits.spot(session_of(window).shape)


def words_of(window: MainWindow) -> Words | None:
    return window.canvas.title.words


def set_as_wanted(window: MainWindow) -> bool:
    """Whether the canvas shows the title as it is now."""
    words = words_of(window)
    if words is None:
        return False
    wanted = words.inscription
    return (wanted.title, wanted.spot, wanted.shape) == (title_of(window), spot_of(window), session_of(window).shape)


def write(window: MainWindow, text: str) -> None:
    QTest.keyClicks(window.title_panel.text, text)


def place_of(window: MainWindow) -> QPoint:
    """The middle of the title in the view."""
    return window.canvas.viewportTransform().mapRect(window.canvas.title.block).center().toPoint()


def drag(window: MainWindow, *by: tuple[int, int], drop: bool = True) -> None:
    """Drag the title by points to the right and down, from where it was taken hold of."""
    view, start = window.canvas.viewport(), place_of(window)
    QTest.mousePress(view, LEFT, pos=start)
    for across, down in by:
        move_to(window, start + QPoint(across, down))
    if drop:
        QTest.mouseRelease(view, LEFT, pos=start + QPoint(*by[-1]))


def move_to(window: MainWindow, to: QPoint) -> None:
    view, none = window.canvas.viewport(), Qt.KeyboardModifier.NoModifier
    at = QPointF(to)
    event = QMouseEvent(QEvent.Type.MouseMove, at, view.mapToGlobal(at), LEFT, LEFT, none)
    QApplication.sendEvent(view, event)
