"""How long the window takes to switch an overlay on, once what it shows is known; and to find that out.

    python -m tests.benchmarks.bench_overlays [CLIP]

Switched by its action as by its key, until the canvas is drawn anew. Without a clip, on the sample.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop
from PySide6.QtWidgets import QApplication

from app.domain.geometry import Aspect
from app.media.sample import build_sample
from app.store.settings import Overlay
from app.ui.application import make_application, make_window
from app.ui.controller import Controller
from app.ui.session import Session, Stage
from app.ui.window import MainWindow

RUNS = 20
MOST_MS = 50.0


def _until(controller: Controller, true: Callable[[], bool]) -> None:
    """Wait in the loop."""
    loop = QEventLoop()
    controller.changed.connect(lambda: loop.quit() if true() else None)
    if not true():
        loop.exec()


def _switch(window: MainWindow, overlay: Overlay) -> float:
    """Milliseconds until the canvas is drawn with the overlay, or without."""
    begun = time.perf_counter()
    window.actions_[f"toggle_{overlay}"].trigger()
    window.repaint()
    window.canvas.viewport().repaint()
    return 1000 * (time.perf_counter() - begun)


def measure(app: QApplication, clip: Path) -> float:
    """Print what it takes.

    Returns:
        The longest that switching an overlay on took, in milliseconds.
    """
    controller = Controller(Session(Aspect.parse("3:4")))
    session = controller.session
    window = make_window(app, controller)
    window.resize(1280, 720)
    window.show()
    controller.open([clip])
    _until(controller, lambda: session.stage is Stage.READY and controller.sharp_picture() is not None)
    begun = time.perf_counter()
    _switch(window, Overlay.HEAT)
    _until(controller, lambda: session.sight.heat is not None or session.sight.failed)
    print(f"{clip.name}: first look at a picture {1000 * (time.perf_counter() - begun):.0f} ms after it is asked for")
    _switch(window, Overlay.HEAT)
    worst = 0.0
    for overlay in Overlay:
        times = []
        for _ in range(RUNS):
            times.append(_switch(window, overlay))
            _switch(window, overlay)
        worst = max(worst, *times)
        print(f"{overlay} on: median {statistics.median(times):.1f} ms, longest {max(times):.1f} ms of {RUNS}")
    window.close()
    return worst


def main(clip: Path | None = None) -> int:
    """Measure and print.

    Returns:
        Exit code: 1 when a figure is above what is promised.
    """
    with tempfile.TemporaryDirectory() as folder:
        os.environ["XDG_CONFIG_HOME"] = folder  # the settings of whoever runs this stay out of it
        worst = measure(make_application(), clip or build_sample(Path(folder)).path)
    print(f"longest {worst:.1f} ms (at most {MOST_MS:.0f})")
    return 1 if worst > MOST_MS else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else None))
