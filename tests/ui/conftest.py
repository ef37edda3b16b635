from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterator
from pathlib import Path

# Before Qt is imported by anything below.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtCore import QLocale, QObject, QThread, QTimer, QTranslator
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from shiboken6 import Shiboken

from app.domain.geometry import Aspect
from app.store.settings import Language
from app.ui.application import make_window
from app.ui.flow import keeper, typesetter
from app.ui.flow.controller import Controller
from app.ui.state.session import Session
from app.ui.style import language
from app.ui.timeline import deck, scrubber
from app.ui.window import MainWindow

from .editing import open_clip
from .fakes import FakeCore, FakeReader
from .titles import entitle, wait_for_title


def _kinds(kind: type[QObject]) -> Iterator[type[QObject]]:
    """A class and all that are made from it."""
    yield kind
    for narrower in kind.__subclasses__():
        yield from _kinds(narrower)


def _active() -> list[str]:
    """Threads that run and timers that tick."""
    found = []
    kinds = {*_kinds(QThread), *_kinds(QTimer)}
    # `type` and not `isinstance`, which asks lazy modules and proxies what they are.
    for thing in [thing for thing in gc.get_objects() if type(thing) in kinds]:
        if Shiboken.isValid(thing):
            if isinstance(thing, QThread) and thing.isRunning():
                found.append(f"thread {thing.objectName()!r}")
            elif isinstance(thing, QTimer) and thing.isActive():
                found.append(f"timer of {thing.parent()!r}")
    return found


@pytest.fixture(autouse=True)
def _nothing_left_behind(monkeypatch: pytest.MonkeyPatch, qapp: QApplication) -> Iterator[None]:
    """A thread or a timer that outlives its test is a failure."""
    monkeypatch.setattr(gc, "freeze", lambda: None)  # frozen objects could not be found
    before = _active()
    yield
    left = [name for name in _active() if name not in before]
    assert not left, f"left behind: {left}"


@pytest.fixture(autouse=True)
def _english(monkeypatch: pytest.MonkeyPatch, qapp: QApplication) -> Iterator[None]:
    """Every test starts in English, whatever the machine speaks, and with the font of the machine."""
    monkeypatch.setattr(language, "_of_system", lambda: Language.ENGLISH)
    font, locale = qapp.font(), QLocale()
    translators: list[QTranslator] = []
    really = QApplication.installTranslator

    def install(translator: QTranslator) -> bool:
        translators.append(translator)
        return really(translator)

    monkeypatch.setattr(QApplication, "installTranslator", staticmethod(install))
    yield
    for translator in translators:
        if Shiboken.isValid(translator):
            qapp.removeTranslator(translator)
    language._catalogue.clear()
    qapp.setFont(font)
    QLocale.setDefault(locale)


@pytest.fixture(autouse=True)
def _clipboard(qapp: QApplication) -> Iterator[None]:
    """Every test leaves the clipboard empty: without a display its data would outlive Python, and crash at the end."""
    yield
    qapp.clipboard().clear()


@pytest.fixture
def core() -> FakeCore:
    return FakeCore()


@pytest.fixture
def open_window(
    qapp: QApplication, qtbot: QtBot, core: FakeCore, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[..., MainWindow]]:
    """Opens a window on the fake core (or another), as the program does."""
    controllers: list[QObject] = []

    def make(aspect: str = "original", controller: Controller | None = None) -> MainWindow:
        if controller is None:
            monkeypatch.setattr(deck, "open_reader", FakeReader)
            monkeypatch.setattr(scrubber, "look_through", lambda *_arguments: None)
        controller = controller or Controller(Session(Aspect.parse(aspect)), core.core)
        controllers.append(controller)
        window = make_window(qapp, controller)
        qtbot.addWidget(window)
        with qtbot.waitExposed(window):
            window.show()
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        return window

    yield make
    core.release()
    controllers.clear()


@pytest.fixture
def clip(tmp_path: Path) -> Path:
    """A file that the fake core takes for a video."""
    path = tmp_path / "holiday.mp4"
    path.write_bytes(b"not really")
    return path


@pytest.fixture
def window(open_window: Callable[..., MainWindow], qtbot: QtBot, clip: Path) -> MainWindow:
    """A window in which a clip was analysed, as squares."""
    window = open_window("1:1")
    open_clip(qtbot, window, clip)
    return window


@pytest.fixture
def saving_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sessions are saved without a pause, so that no test waits for one."""
    monkeypatch.setattr(keeper, "PAUSE_MS", 0)


@pytest.fixture
def sharp_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Titles are set sharply without a pause."""
    monkeypatch.setattr(typesetter, "REST_MS", 0)


@pytest.fixture
def writable(open_window: Callable[..., MainWindow], qtbot: QtBot, clip: Path) -> MainWindow:
    """A window in which a clip was analysed, as squares, and a title can be written."""
    window = open_window("1:1")
    wait_for_title(qtbot, window, clip)
    return window


@pytest.fixture
def titled(writable: MainWindow, qtbot: QtBot) -> MainWindow:
    """One with a title on its cover; the canvas has the focus."""
    entitle(qtbot, writable)
    return writable
