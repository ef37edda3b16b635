"""A clip in the window, for tests: the hand that edits its cover, and what came of that."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.domain.edits import Verdict
from app.domain.geometry import Aspect, Box
from app.store.autosave import slot_of
from app.store.decisions import DecisionStore, store_path
from app.store.session_file import read_session
from app.ui.state.session import Session, Stage
from app.ui.window import MainWindow

from .fakes import moment

OpenWindow = Callable[..., MainWindow]

SQUARE, TALL = Aspect.parse("1:1"), Aspect.parse("9:16")
PATIENCE_MS = 20_000
"""A machine that does much else needs that long to load the decision store."""

PLAIN = Qt.KeyboardModifier.NoModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
CONTROL = Qt.KeyboardModifier.ControlModifier


def open_clip(qtbot: QtBot, window: MainWindow, clip: Path) -> None:
    """Have a clip analysed, and its picture shown sharp."""
    window.controller.open([clip])
    qtbot.waitUntil(lambda: window.controller.session.stage is Stage.READY, timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: window.controller.sharp_picture() is not None, timeout=PATIENCE_MS)


def press(window: MainWindow, key: Qt.Key | str, modifier: Qt.KeyboardModifier = PLAIN) -> None:
    if isinstance(key, str):
        QTest.keyClicks(window, key, modifier)
    else:
        QTest.keyClick(window, key, modifier)


def session_of(window: MainWindow) -> Session:
    return window.controller.session


def crop_of(window: MainWindow) -> Box:
    chosen = session_of(window).chosen
    assert chosen is not None
    return session_of(window).crop_of(chosen)


def saved(window: MainWindow) -> bool:
    """Whether all that the user did is on the disk."""
    path = slot_of(session_of(window).paths)
    return path.exists() and read_session(path).project == session_of(window).project


def decisions(window: MainWindow) -> list[Verdict]:
    if not store_path().exists():
        return []
    history = DecisionStore.open().history(session_of(window).project.identity)
    return [decision.verdict for past in history for decision in past.decisions]


def go_to(qtbot: QtBot, window: MainWindow, seconds: float) -> None:
    """Scrub to a frame and stay there."""
    window.timeline.scrubbed.emit(seconds)
    window.timeline.scrub_ended.emit(seconds)
    qtbot.waitUntil(
        lambda: session_of(window).looked_up == moment(seconds) and not session_of(window).moving, timeout=PATIENCE_MS
    )
