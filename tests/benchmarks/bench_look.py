"""The look of a cover: `python -m tests.benchmarks.bench_look [--auto FOLDER] [--every N]`.

How soon a move of a slider is seen, with a picture of 12 megapixels open; how long a look takes at full size; and with
what the judge is trained on (see `models/training/judge`), what Auto does with pictures that the judge never saw: as
they are, and spoiled in a known way, so that it can be told whether it comes nearer to what they were.
"""

from __future__ import annotations

import argparse
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

import cv2
import numpy as np
import PIL.Image

from app.covers.auto_look import AutoLook, auto_look
from app.domain.geometry import Size
from app.domain.look import Look
from app.domain.media import Frame, Image, Picture
from app.vision.develop import coloured, develop
from app.vision.judge import Judge

PICTURE = Size(4000, 3000)
MOST_MS = 40.0
MOVES = 60
DRAGGED = 120
"""Moves of a drag that lasts two seconds."""

SPOILED = {
    "as they are": Look(),
    "a stop darker": Look(exposure=-1.0),
    "a stop lighter": Look(exposure=1.0),
    "flat": Look(contrast=-60, saturation=-40),
    "blue": Look(warmth=-60),
}
"""By what pictures are made worse before Auto sees them."""


def photo(size: Size) -> Image:
    """A picture with soft light, edges and grain."""
    noise = np.random.default_rng(8)
    small = noise.integers(0, 256, (24, 32, 3), dtype=np.uint8)
    large = cv2.resize(small, (size.width, size.height), interpolation=cv2.INTER_CUBIC)
    grain = noise.integers(0, 12, (size.height, size.width, 1), dtype=np.uint8)
    return np.asarray(cv2.add(large, np.repeat(grain, 3, axis=2)), np.uint8)


def milliseconds(work: Callable[[], object], times: int = 7) -> float:
    """The median time that something takes."""
    taken = []
    for _ in range(times):
        begun = time.perf_counter()
        work()
        taken.append((time.perf_counter() - begun) * 1000)
    return statistics.median(taken)


def full_size() -> Iterator[tuple[str, float]]:
    """How long looks take at full size."""
    looks = {
        "light and colour": Look(exposure=0.4, contrast=20, saturation=15, warmth=10),
        "all": Look(0, False, 2.0, 0.4, 20, 15, 10, 30),
    }
    for size in (Size(1920, 1080), PICTURE):
        image = photo(size)
        for name, look in looks.items():
            yield f"{name}, {size.width} × {size.height}", milliseconds(lambda i=image, k=look: develop(i, k))  # type: ignore[misc]


def preview(path: Path) -> Iterator[tuple[str, float]]:
    """From the move of a slider until the canvas is drawn with it, with a picture open in the window."""
    from PySide6.QtCore import QEventLoop, QTimer

    from tests.benchmarks.bench_editor import Hand, wait_for, with_picture

    window = with_picture(path, "adjust", 1)
    controller = window.controller
    for name, span in (("exposure", 40), ("saturation", 100), ("sharpness", 100), ("angle", 150)):
        slider = window.look_panel.sliders[name].slider
        times = []
        for number in range(MOVES):
            loop = QEventLoop()
            controller.looker.darkroom.developed.connect(loop.quit)
            QTimer.singleShot(5000, loop.quit)
            begun = time.perf_counter()
            slider.setValue(1 + (number * 7) % (span - 1))
            loop.exec()
            window.canvas.viewport().repaint()
            times.append((time.perf_counter() - begun) * 1000)
            controller.looker.darkroom.developed.disconnect(loop.quit)
        window.look_panel.ended.emit()
        yield f"{name}: slider to preview, median", statistics.median(times)
        yield f"{name}: slider to preview, 95 of 100", statistics.quantiles(times, n=20)[-1]
        moves = (functools.partial(slider.setValue, 1 + (number * 3) % (span - 1)) for number in range(DRAGGED))
        yield f"{name}: longest standstill while it is dragged", Hand(moves).longest()
        controller.adjusting.reset()
        wait_for(lambda: False, 0.5)
    window.close()


def likeness(one: Image, other: Image) -> float:
    """How alike two pictures are, as the peak signal-to-noise ratio in decibels."""
    error = float(np.mean((one.astype(np.float32) - other) ** 2))
    return 10 * float(np.log10(255**2 / max(error, 1e-3)))


def auto(folder: Path, every: int) -> Iterator[str]:
    """What Auto does with pictures that the judge never saw, one line for each way to spoil them."""
    from models.training.judge import data

    judge = Judge()
    held = data.split(data.load(folder), data.FOLDS, data.HELD_FOLD)[1][::every]
    for name, spoil in SPOILED.items():
        found: list[AutoLook] = []
        nearer: list[float] = []
        seconds = []
        for number, sample in enumerate(held):
            worse = coloured(sample.image, spoil)
            size = Size(worse.shape[1], worse.shape[0])
            begun = time.perf_counter()
            proposed = auto_look(Frame(Picture(number, Path(sample.name)), size, worse), Look(), judge)
            seconds.append(time.perf_counter() - begun)
            found.append(proposed)
            if proposed.gain and not spoil.neutral:
                better = likeness(coloured(worse, proposed.look), sample.image) - likeness(worse, sample.image)
                nearer.append(better)
        gains = [one.gain for one in found if one.gain]
        near = f", nearer to the original {sum(n > 0 for n in nearer)} of {len(nearer)}" if nearer else ""
        db = f" (median {statistics.median(nearer):+.1f} dB)" if nearer else ""
        yield (
            f"{name}: {len(found)} pictures, changed {len(gains) / len(found):.0%}, "
            f"median gain {statistics.median(gains) if gains else 0:.0f} points{near}{db}, "
            f"{statistics.median(seconds):.2f} s each"
        )


def main() -> int:
    """Print what is measured; 1 if the preview is later than it may be."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--auto", type=Path, metavar="FOLDER", help="what the judge is trained on")
    parser.add_argument("--every", type=int, default=1, metavar="N", help="of its pictures only every Nth")
    given = parser.parse_args()
    if given.auto is not None:
        for line in auto(given.auto, given.every):
            print(line, flush=True)
        return 0
    for name, taken in full_size():
        print(f"{name}: {taken:.0f} ms")
    late = False
    with tempfile.TemporaryDirectory() as private:
        for kind in ("CONFIG", "CACHE", "DATA", "STATE"):
            os.environ[f"XDG_{kind}_HOME"] = str(Path(private, kind.lower()))
        path = Path(private, "photo.jpg")
        PIL.Image.fromarray(photo(PICTURE)).save(path, quality=90)
        for name, taken in preview(path):
            print(f"{name}: {taken:.1f} ms")
            late |= "median" in name and taken > MOST_MS
    return int(late)


if __name__ == "__main__":
    sys.exit(main())
