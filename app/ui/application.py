"""The process around the window: Qt's application, the interrupt key, and the order of things at start and end."""

from __future__ import annotations

import contextlib
import functools
import gc
import logging
import os
import signal
import socket
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import FrameType, TracebackType

from PySide6.QtCore import QSocketNotifier, QTimer
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from app.domain.geometry import Aspect
from app.domain.messages import Message
from app.store import settings as stored
from app.store.log import start_log
from app.ui.choices import Preferences, dropped_names
from app.ui.flow.controller import Controller
from app.ui.state.notices import Level, Notice
from app.ui.state.session import Session
from app.ui.style import theme
from app.ui.style.language import LanguageManager
from app.ui.window import MainWindow

_logger = logging.getLogger(__name__)


def run(paths: Sequence[Path], aspect: Aspect | None, started: float) -> int:
    """Open the window and stay until it is closed; see `app.ui.run`."""
    start_log()
    wanted = stored.peek(stored.settings_path())
    set_scale(wanted.scale)
    app = make_application()
    with _quit_on_interrupt(app):
        controller = Controller(Session(aspect or wanted.shape))
        sys.excepthook = functools.partial(_report, controller)
        window = make_window(app, controller)
        window.show()
        gc.freeze()  # what is there now stays; see app.ui.background.work
        _logger.info("window shown after %.2f s", time.perf_counter() - started)
        # In the loop, that is once the window is drawn.
        QTimer.singleShot(0, controller, lambda: start(controller, paths))
        code = app.exec()
    if not controller.shutdown():
        # A thread that does not stop (a file on a dead network) would take Qt down with a crash at the end.
        logging.shutdown()
        os._exit(code)
    return code


def start(controller: Controller, paths: Sequence[Path]) -> None:
    """Open what is to be opened at once, and look for what else can be offered."""
    if paths:
        controller.open(paths)
    else:
        controller.warm_up()
    controller.begin()


def _report(
    controller: Controller, kind: type[BaseException], error: BaseException, trace: TracebackType | None
) -> None:
    """Keep a bug in a handler out of the terminal: the traceback goes to the log, one line into the window."""
    _logger.critical("unexpected error", exc_info=(kind, error, trace))
    controller.notify(Notice.of_error(error))


def set_scale(percent: int) -> None:
    """Show everything larger or smaller; only before there is an application. What the environment says goes first."""
    if percent != 100:
        os.environ.setdefault("QT_SCALE_FACTOR", str(percent / 100))


def make_application() -> QApplication:
    """The application object, with what concerns the whole process."""
    # The window's thread waits at most this long for a busy worker to let go of the interpreter; it asks for it many
    # times in one update, and Python's own 5 ms added up to what a user notices.
    sys.setswitchinterval(0.001)
    app = QApplication(sys.argv[:1])
    app.setStyle("Fusion")  # the same on every system, so that the style sheet meets no surprises
    app.setApplicationName("Bestframe")
    app.setDesktopFileName("bestframe")
    app.setWindowIcon(QIcon(theme.draw("bestframe", "", 256)))
    return app


def make_window(app: QApplication, controller: Controller) -> MainWindow:
    """The window as the user's settings want it."""
    path = stored.settings_path()
    loaded = stored.load(path)
    preferences = Preferences(loaded.settings, path, theme.ThemeManager(app), LanguageManager(app), controller.session)
    if loaded.backup is not None:
        message = Message("settings_dropped", {"names": dropped_names(loaded.dropped), "backup": str(loaded.backup)})
        controller.session.notify(Notice(Level.WARNING, message))
    elif loaded.dropped:
        controller.session.notify(Notice(Level.WARNING, Message("settings_unreadable")))
    return MainWindow(controller, preferences)


@contextlib.contextmanager
def _quit_on_interrupt(app: QApplication) -> Iterator[None]:
    """Close the window on Ctrl-C in the terminal and when the system asks the process to end.

    Python handles a signal only when it runs again, and in Qt's loop it does not: so the signal writes into a socket,
    and the socket wakes the loop.
    """
    reader, writer = socket.socketpair()
    with reader, writer:
        reader.setblocking(False)
        writer.setblocking(False)
        notifier = QSocketNotifier(reader.fileno(), QSocketNotifier.Type.Read)
        notifier.activated.connect(lambda *_: _drain(reader))
        before_fd = signal.set_wakeup_fd(writer.fileno())

        def end(_number: int, _frame: FrameType | None) -> None:
            # From the loop, as it may not run yet, and then there is nothing to quit.
            QTimer.singleShot(0, app, app.quit)

        before = {number: signal.signal(number, end) for number in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)
            signal.set_wakeup_fd(before_fd)
            notifier.setEnabled(False)


def _drain(reader: socket.socket) -> None:
    with contextlib.suppress(BlockingIOError):
        reader.recv(64)
