"""What exporting costs, and how well file sizes are met: `python -m tests.benchmarks.bench_export [FOLDER] [COUNT]`.

Times are medians of several runs for a photo of 1920 × 1080 pixels, with the processor's time beside those of the
clock, which says more where other programs are running; `held` is the longest that another thread had to wait
meanwhile. With a folder of pictures, COUNT of them (60 without a number) are brought to files of five sizes in each
format.
"""

from __future__ import annotations

import random
import statistics
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np

from app.domain.edits import Shape
from app.domain.errors import BestframeError
from app.domain.export import ExportOptions, Format
from app.domain.geometry import Aspect, Size
from app.domain.media import Image
from app.domain.wanted import Wanted
from app.export import available, encode, export_covers
from app.export.encoders import SCALES
from app.export.search import WITHIN
from app.media.pictures import SUFFIXES, read_full
from tests.media_factory import real_photo
from tests.project_factory import moment

RUNS = 9
FULL_HD = Size(1920, 1080)
SHAPES = tuple(Shape(Aspect.parse(text)) for text in ("16:9", "4:3", "1:1", "3:4", "9:16"))
BITS = (0.4, 0.8, 1.5, 2.5, 4.0)
"""Wanted bits per pixel."""

LONG_SIDE = 640
"""Of the pictures that file sizes are tried on."""


def main() -> None:
    """Print one line for each number."""
    cv2.setNumThreads(1)
    photo = np.asarray(cv2.resize(real_photo("coffee"), (FULL_HD.width, FULL_HD.height), interpolation=cv2.INTER_CUBIC))
    rough = np.random.default_rng(0).normal(0, 4, photo.shape)  # enlarged photos are smoother than real ones
    image = np.clip(photo + rough, 0, 255).astype(np.uint8)
    with tempfile.TemporaryDirectory() as folder:
        for wanted in filter(available, Format):
            options = ExportOptions(format=wanted)
            report(f"one cover, {wanted.label}", writing(image, options, Path(folder), 1))
            report(f"five shapes, {wanted.label}", writing(image, options, Path(folder), 5))
        small = ExportOptions(target=300_000)
        report("one cover, JPEG of 300 kB", writing(image, small, Path(folder), 1))
    if len(sys.argv) > 1:
        sizes(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 60)


def writing(image: Image, options: ExportOptions, folder: Path, count: int) -> Callable[[], None]:
    """Writes covers of the first few shapes."""
    boxes = [shape.aspect.largest_in(FULL_HD) for shape in SHAPES[:count]]
    covers = [
        Wanted(shape, moment(0), box, Size(box.width, box.height), f"cover-{number}")
        for number, (shape, box) in enumerate(zip(SHAPES, boxes, strict=False))
    ]

    def write() -> None:
        done = export_covers(image, covers, options, folder)
        assert not done.failed

    return write


def report(name: str, work: Callable[[], None]) -> None:
    """Time some work, and how long it keeps another thread from going on."""
    clock, processor, held = [], [], []
    for _ in range(RUNS):
        start = time.perf_counter(), time.process_time()
        held.append(_longest_wait(work))
        clock.append(time.perf_counter() - start[0])
        processor.append(time.process_time() - start[1])
    print(
        f"{name}: {statistics.median(clock) * 1000:.0f} ms (least {min(clock) * 1000:.0f}), "
        f"processor {statistics.median(processor) * 1000:.0f} ms, held {statistics.median(held) * 1000:.0f} ms"
    )


def _longest_wait(work: Callable[[], None]) -> float:
    """Do some work in a thread; returns the longest that this one, which wants to run all the time, did not."""
    thread = threading.Thread(target=work)
    thread.start()
    longest, last = 0.0, time.perf_counter()
    while thread.is_alive():
        time.sleep(0.001)
        now = time.perf_counter()
        longest, last = max(longest, now - last), now
    thread.join()
    return longest


def sizes(folder: Path, count: int) -> None:
    """Meet file sizes with many pictures."""
    files = sorted(path for path in folder.rglob("*") if path.suffix.lower() in SUFFIXES)
    random.Random(8).shuffle(files)
    images = [_small(read_full(path)) for path in files[:count]]
    for wanted in SCALES:
        if available(wanted):
            _meet(wanted, images)


def _small(image: Image) -> Image:
    size = Size(image.shape[1], image.shape[0]).within(LONG_SIDE)
    return np.asarray(cv2.resize(image, (size.width, size.height), interpolation=cv2.INTER_AREA), np.uint8)


def _meet(wanted: Format, images: list[Image]) -> None:
    encodes: Counter[int] = Counter()
    deviations: list[float] = []
    best = impossible = 0
    for image in images:
        for bits in BITS:
            target = max(1_000, round(bits * image.shape[0] * image.shape[1] / 8))
            try:
                made = encode(image, replace(ExportOptions(format=wanted), target=target), Path("cover"))
            except BestframeError:
                impossible += 1
                continue
            deviation = len(made.data) / target - 1
            if deviation < -WITHIN and made.quality is not None and made.quality >= SCALES[wanted].qualities[-1] - 0.7:
                best += 1  # at the best quality the file is smaller than it may be
                continue
            encodes[made.encodes] += 1
            deviations.append(deviation)
    met = sum(-WITHIN <= deviation <= 0 for deviation in deviations) / len(deviations)
    used = ", ".join(f"{number}: {encodes[number]}" for number in sorted(encodes))
    print(
        f"{wanted.label} of a file size, {len(images)} pictures × {len(BITS)}: within −5 % / +0 % {met:.1%}, "
        f"largest deviation {min(deviations):.1%} / {max(deviations):+.1%}, mean {statistics.mean(deviations):.1%}; "
        f"encodes {used}; best quality is smaller {best}, impossible {impossible}"
    )


if __name__ == "__main__":
    main()
