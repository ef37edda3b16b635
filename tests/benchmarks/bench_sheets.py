"""What comes up beside the work, for the first time: how long each stretch of work in the window's thread is.

`python -m tests.benchmarks.bench_sheets [LANGUAGE]`. Of each stretch the time that this thread computed is told, which
other processes do not lengthen, and the time that passed. Nothing else is open or runs in the window.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

if sys.platform == "linux" and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from app.domain.geometry import Aspect
from app.store.preferences import Section
from app.store.settings import Language, Settings, save, settings_path
from app.ui.application import make_application, make_window
from app.ui.companions import Companions
from app.ui.flow.controller import Controller
from app.ui.state.session import Session

MOST_MS = 50.0


def stretches(companions: Companions) -> Iterator[tuple[str, Callable[[], object]]]:
    """What a user does one after the other, by name; a section of the preferences is made when it is turned to."""
    yield "preferences", companions.open_preferences
    sections = companions.settings.sections
    for row, section in list(enumerate(Section))[1:-1]:
        yield f"preferences: {section}", lambda row=row: sections.setCurrentRow(row)  # type: ignore[misc]
    yield "preferences: a search, with the keys not made yet", lambda: companions.settings.search.setText("t")
    companions.settings.close()
    yield "shortcuts", companions.open_shortcuts
    companions.shortcuts.close()
    yield "diagnostics", companions.open_diagnostics
    companions.diagnostics.close()
    yield "palette", companions.palette.open


def measure(app: QApplication, language: Language) -> float:
    """Print a line for each stretch.

    Returns:
        The longest that this thread computed in one, in milliseconds.
    """
    save(Settings(language=language), settings_path())
    window = make_window(app, Controller(Session(Aspect(None))))
    window.show()
    _spin(500)  # until it is drawn
    longest = 0.0
    for name, work in stretches(window.companions):
        for kind, step in (("done", work), ("drawn", app.processEvents)):
            since, computed = time.perf_counter(), time.thread_time()
            step()
            passed, computed = (time.perf_counter() - since) * 1e3, (time.thread_time() - computed) * 1e3
            longest = max(longest, computed)
            sys.stdout.write(f"{language}, {name}, {kind}: {computed:.1f} ms computed, {passed:.1f} ms passed\n")
    window.close()
    return longest


def _spin(milliseconds: int) -> None:
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def main(language: Language) -> int:
    """Measure and print.

    Returns:
        Exit code: 1 when a stretch computes for longer than is promised.
    """
    with tempfile.TemporaryDirectory() as folder:
        for kind in ("CONFIG", "STATE", "DATA", "CACHE"):
            os.environ[f"XDG_{kind}_HOME"] = str(Path(folder) / kind.lower())
        longest = measure(make_application(), language)
    sys.stdout.write(f"longest stretch: {longest:.0f} ms (at most {MOST_MS:.0f})\n")
    return 1 if longest > MOST_MS else 0


if __name__ == "__main__":
    sys.exit(main(Language(sys.argv[1]) if len(sys.argv) > 1 else Language.ENGLISH))
