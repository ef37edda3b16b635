"""Long pictures: how many are split exactly, how many tall photos are split, and how long that takes.

`python -m tests.benchmarks.bench_strips [STRIPS] [DATA] [--first SEED] [--seeds N] [--method hulls] [--half 1]
[--parts N]`: strips are generated from seeds that nothing was chosen by. `STRIPS` is a folder of strips with a
`panels.json` of their true panels, `DATA` one of photos, of which tall parts are taken. A strip counts as split exactly
when there are as many boxes as panels and each panel has a box with an IoU of at least 0.85. F1 counts boxes with an
IoU of at least 0.75, each panel and box once. With `--half` all photos of one half are taken, `--parts` of each,
instead of 250 of each folder: half 0 was looked at while rules were made, half 1 was not.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
import zlib
from collections.abc import Iterator, Sequence
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
    "drawn comics": "drawn/comics/**/*",
}
_EXACT = 0.85
"""IoU from which a panel counts as found exactly: of a small one, the line round it may be taken for paper."""

EACH = 250
"""Pictures taken of each folder."""

TALLEST = 5.0
"""Height of the tallest parts in their width."""


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


def tall_parts(files: Sequence[Path], seed: int, parts: int = 1) -> Iterator[tuple[Path, Image]]:
    """Parts of photos that are 2.2 to 5 times as high as wide, with the photo that each comes from."""
    random = np.random.default_rng(seed)
    for file in files:
        photo = np.asarray(PIL.Image.open(file).convert("RGB"))
        for _ in range(parts):
            width = int(random.integers(300, 500))
            yield file, cropped(random, photo, width, int(width * random.uniform(2.2, TALLEST)), 0.7)


def photos_of(folder: Path, pattern: str, seed: int, half: int | None) -> list[Path]:
    """Some photos of a folder, or all of one half; frames of one clip stay together."""
    files = [file for file in sorted(folder.glob(pattern)) if file.suffix in (".jpg", ".png")]
    if half is None:
        return [files[number] for number in np.random.default_rng(seed).permutation(len(files))[:EACH]]
    frames = pattern.endswith("frames/*/*")
    return [file for file in files if zlib.crc32((file.parent if frames else file).name.encode()) % 2 == half]


def tell_photos(folder: Path, seed: int, how: Splitting, half: int | None, parts: int) -> None:
    """Print how many tall parts of photos are split, and of which photos."""
    total = count = 0
    for kind, pattern in PHOTOS.items():
        split = [
            (file.stem, len(panels_of(part, how)) > 1)
            for file, part in tall_parts(photos_of(folder, pattern, seed, half), seed, parts)
        ]
        wrong = [name for name, is_split in split if is_split]
        print(f"{how}, tall parts of {kind}: split {len(wrong)} of {len(split)} {wrong}", flush=True)
        total, count = total + len(wrong), count + len(split)
    print(f"{how}, all tall parts: split {total} of {count}")


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, and print a line for each number."""
    parser = argparse.ArgumentParser()
    parser.add_argument("strips", type=Path, nargs="?")
    parser.add_argument("data", type=Path, nargs="?")
    parser.add_argument("--first", type=int, default=JUDGED)
    parser.add_argument("--seeds", type=int, default=15)
    parser.add_argument("--method", choices=[how.value for how in Splitting], default=Splitting.GUTTERS.value)
    parser.add_argument("--half", type=int, choices=(0, 1))
    parser.add_argument("--parts", type=int, default=1)
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
        tell_photos(given.data, given.first, how, given.half, given.parts)
    return 0


if __name__ == "__main__":
    sys.exit(main())
