"""The title in the window: `python -m tests.benchmarks.bench_title_window`.

How soon a key that is pressed in the field of the title, and a move of the mouse that drags it, are seen on the canvas,
with a picture of 12 megapixels open; and how long the window stands still while somebody types.
"""

from __future__ import annotations

import functools
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

if sys.platform == "linux" and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import PIL.Image

from app.domain.title import Spot
from tests.benchmarks.bench_look import MOST_MS, PICTURE, photo

TEXTS = {"Latin": "A long weekend by the lake", "Chinese": "湖边的一个漫长周末和朋友们"}
TYPED = 60
DRAGGED = 120
"""Moves of a drag that lasts two seconds."""


def window_figures(path: Path) -> Iterator[tuple[str, float]]:
    """Typing and dragging, with a picture open in the window."""
    from PySide6.QtCore import QEventLoop, QTimer

    from tests.benchmarks.bench_editor import Hand, wait_for, with_picture

    window = with_picture(path, "title", 2)
    controller = window.controller

    def seen(change: Callable[[], object]) -> float:
        """Milliseconds until the canvas is drawn with what a change made of the title."""
        loop = QEventLoop()
        shown = window.canvas.title.words
        poll = functools.partial(_quit_when, loop, lambda: window.canvas.title.words is not shown)
        controller.looker.typesetter.changed.connect(poll)
        QTimer.singleShot(5000, loop.quit)
        begun = time.perf_counter()
        change()
        loop.exec()
        window.canvas.viewport().repaint()
        taken = (time.perf_counter() - begun) * 1000
        controller.looker.typesetter.changed.disconnect(poll)
        return taken

    field = window.title_panel.text
    for name, text in TEXTS.items():
        seen(functools.partial(field.insertPlainText, text[0]))
        times = []
        for number in range(1, TYPED):
            if number % len(text) == 0:
                seen(functools.partial(field.setPlainText, text[0]))
            times.append(seen(functools.partial(field.insertPlainText, text[number % len(text)])))
        yield f"{name}: key to canvas, median", statistics.median(times)
        yield f"{name}: key to canvas, 95 of 100", statistics.quantiles(times, n=20)[-1]
        keys = (functools.partial(field.insertPlainText, text[number % len(text)]) for number in range(TYPED))
        yield f"{name}: longest standstill while it is typed", Hand(keys).longest()
        field.setPlainText(text)
        wait_for(lambda: False, 1.5)
        spots = [Spot(0.5 + 0.3 * (number % 7 - 3) / 7, 0.3 + 0.01 * (number % 40)) for number in range(DRAGGED)]
        times = [seen(functools.partial(controller.titling.stand, spot)) for spot in spots[:TYPED]]
        yield f"{name}: move to canvas, set anew, median", statistics.median(times)
        moves = (functools.partial(controller.titling.stand, spot) for spot in spots)
        yield f"{name}: longest standstill while it is dragged", Hand(moves).longest()
        controller.titling.remove()
        wait_for(lambda: False, 0.5)
    window.close()


def _quit_when(loop: object, done: Callable[[], bool], _place: object) -> None:
    from PySide6.QtCore import QEventLoop

    assert isinstance(loop, QEventLoop)
    if done():
        loop.quit()


def main() -> int:
    """Print what is measured; 1 if the title is seen later than it may be."""
    late = False
    with tempfile.TemporaryDirectory() as private:
        for kind in ("CONFIG", "CACHE", "DATA", "STATE"):
            os.environ[f"XDG_{kind}_HOME"] = str(Path(private, kind.lower()))
        path = Path(private, "photo.jpg")
        PIL.Image.fromarray(photo(PICTURE)).save(path, quality=90)
        for name, taken in window_figures(path):
            print(f"{name}: {taken:.1f} ms", flush=True)
            # A title in the hand goes along at once; that it is set anew follows.
            late |= "key to canvas, median" in name and taken > MOST_MS
    return int(late)


if __name__ == "__main__":
    sys.exit(main())
