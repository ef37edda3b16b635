"""Long pictures: how many are split exactly, how many tall photos are split, and how long that takes.

`python -m tests.benchmarks.bench_strips [STRIPS] [DATA] [--first SEED] [--seeds N] [--method hulls]`: strips are
generated from seeds that nothing was chosen by. `STRIPS` is a folder of strips with a `panels.json` of their true
panels, `DATA` one of photos, of which tall parts are taken. A strip counts as split exactly when there are as many
boxes as panels and each panel has a box with an IoU of at least 0.85. F1 counts boxes with an IoU of at least 0.75,
each panel and box once.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np
import PIL.Image

from app.domain.geometry import Box
from app.domain.media import Image
from app.media.long_picture import Splitting, panels_of
from tests.strips_drawing import Gallery, cropped, sample_photos
from tests.strips_factory import HARD, JUDGED, STRIPS, TALL, make

PHOTOS = {
    "iqa": "iqa/images/*",
    "gaze": "gaze/*/images/*",
    "portraits": "photos/*/*",
    "drawn stories": "drawn/stories/images/*",
    "video frames": "appeal/frames/*/*",
}
_EXACT = 0.85
"""IoU from which a panel counts as found exactly: of a small one, the line round it may be taken for paper."""

EACH = 250
"""Pictures taken of each folder."""


def matches(true: Sequence[Box], found: Sequence[Box], least: float) -> int:
    """How many panels are found, each by another box."""
    left = list(found)
    for panel in true:
        best = max(left, key=panel.overlap, default=None)
        if best is not None and panel.overlap(best) >= least:
            left.remove(best)
    return len(found) - len(left)


def is_exact(true: Sequence[Box], found: Sequence[Box]) -> bool:
    """Whether each panel is found and nothing else."""
    return len(true) == len(found) == matches(true, found, _EXACT)


def tell_generated(kinds: Sequence[str], seeds: range, how: Splitting) -> float:
    """Print a line for each kind; returns the share of all strips that is split exactly."""
    gallery = Gallery(sample_photos())
    exact = []
    for kind in kinds:
        strips = [make(kind, seed, gallery) for seed in seeds]
        here = [is_exact(strip.panels, panels_of(strip.image, how)) for strip in strips]
        wrong = [seed for seed, right in zip(seeds, here, strict=True) if not right]
        print(f"{how}, {kind}: exact {np.mean(here):.3f} of {len(here)}; not {wrong}", flush=True)
        exact += here
    return float(np.mean(exact))


def tell_strips(folder: Path, how: Splitting) -> None:
    """Print the F1 of strips with known panels, and the milliseconds of one core per picture."""
    known = json.loads((folder / "panels.json").read_text(encoding="utf-8"))
    hits = found = panels = 0
    took = []
    for name, strip in sorted(known.items()):
        image = np.asarray(PIL.Image.open(folder / name).convert("RGB"))
        started = time.process_time()
        boxes = panels_of(image, how)
        took.append((time.process_time() - started) * 1000)
        true = [Box(*box) for box in strip["panels"]]
        here = matches(true, boxes, 0.75)
        if here < len(true) or len(boxes) > len(true):
            print(f"{how}, {name}: {here} of {len(true)} panels, {len(boxes)} boxes")
        hits, found, panels = hits + here, found + len(boxes), panels + len(true)
    print(f"{how}, drawn strips: panel F1 {2 * hits / (found + panels):.3f} ({hits} of {panels} found, {found} boxes)")
    print(f"{how}, drawn strips: {np.median(took):.0f} ms of one core (median), {max(took):.0f} ms (longest)")


def tall_parts(files: Sequence[Path], seed: int) -> list[Image]:
    """Parts of photos that are 2.2 to 4 times as high as wide."""
    random = np.random.default_rng(seed)
    parts = []
    for number in random.permutation(len(files))[:EACH]:
        photo = np.asarray(PIL.Image.open(files[number]).convert("RGB"))
        width = int(random.integers(300, 500))
        parts.append(cropped(random, photo, width, int(width * random.uniform(2.2, 4)), 0.85))
    return parts


def tell_photos(folder: Path, seed: int, how: Splitting) -> None:
    """Print how many tall parts of photos are split."""
    for kind, pattern in PHOTOS.items():
        files = [file for file in sorted(folder.glob(pattern)) if file.suffix in (".jpg", ".png")]
        split = [len(panels_of(part, how)) > 1 for part in tall_parts(files, seed)]
        print(f"{how}, tall parts of {kind}: split {sum(split)} of {len(split)}", flush=True)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, and print a line for each number."""
    parser = argparse.ArgumentParser()
    parser.add_argument("strips", type=Path, nargs="?")
    parser.add_argument("data", type=Path, nargs="?")
    parser.add_argument("--first", type=int, default=JUDGED)
    parser.add_argument("--seeds", type=int, default=15)
    parser.add_argument("--method", choices=[how.value for how in Splitting], default=Splitting.GUTTERS.value)
    given = parser.parse_args(arguments)
    cv2.setNumThreads(1)
    seeds = range(given.first, given.first + given.seeds)
    how = Splitting(given.method)
    if seeds:
        share = tell_generated(list(STRIPS), seeds, how)
        print(f"{how}, all strips: exact {share:.3f} of {len(STRIPS) * len(seeds)}")
        print(f"{how}, all hard strips: exact {tell_generated(list(HARD), seeds, how):.3f}")
        print(f"{how}, all tall pictures: whole {tell_generated(list(TALL), seeds, how):.3f}")
    if given.strips is not None:
        tell_strips(given.strips, how)
    if given.data is not None:
        tell_photos(given.data, given.first, how)
    return 0


if __name__ == "__main__":
    sys.exit(main())
