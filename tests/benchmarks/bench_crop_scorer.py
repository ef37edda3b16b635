"""How well the crop scorer orders crops of pictures that it never saw, and how long it takes.

`python -m tests.benchmarks.bench_crop_scorer DATA`; `DATA` is what it is trained on, see `models/training/crops`.
Without it only the time is measured. Crops are rated by the app's own code, in whole pixels of the small picture.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from app.domain.geometry import Box
from app.vision.crop_scorer import CropScorer
from models.training.crops.data import HELD_FOLD, Sample, load
from models.training.crops.measure import figures

RUNS = 30


def boxes_of(sample: Sample) -> list[Box]:
    """The crops of a picture in its pixels."""
    height, width = sample.image.shape[:2]
    edges = (sample.boxes * (width, height, width, height)).round().astype(int)
    return [Box(x, y, max(1, w), max(1, h)) for x, y, w, h in edges.tolist()]


def kind_of(sample: Sample) -> str:
    """Whether a picture is drawn, a frame of a clip, or a photo."""
    if "/drawn/" in sample.name:
        return "drawn"
    return "frames" if "/covers/" in sample.name else "photos"


def shape_of(sample: Sample) -> str:
    """The shape of its crops."""
    return sample.shape


def milliseconds(scorer: CropScorer, crops: int) -> tuple[float, float]:
    """Median time for some crops of one picture of 448 × 336: by the clock, and of the processor."""
    image = np.random.default_rng(0).integers(0, 256, (336, 448, 3), dtype=np.uint8)
    boxes = [Box(10 * number, 5 * number, 180, 240) for number in range(crops)]
    times = []
    for _ in range(RUNS):
        begun = time.perf_counter(), time.process_time()
        scorer.rate(image, boxes)
        times.append((time.perf_counter() - begun[0], time.process_time() - begun[1]))
    clock, processor = np.median(times, axis=0) * 1000
    return float(clock), float(processor)


def _line(name: str, samples: Sequence[Sample], scores: Sequence[np.ndarray]) -> str:
    found = figures(samples, scores)
    return (
        f"{name}: {len(samples)} pictures, SRCC within a picture {found['srcc']:.3f}, gain over the centre "
        f"{found['gain']:.2f}, best of nine found {found['top']:.2f}, worse than the centre {found['worse']:.2f}"
    )


def main(folder: Path | None = None) -> int:
    """Measure, and print a line for each number."""
    for threads in (1, 2):
        scorer = CropScorer("cpu", threads)
        for crops in (1, 9):
            clock, processor = milliseconds(scorer, crops)
            told = f"{clock:.1f} ms, {clock / crops:.2f} ms a crop; {processor:.1f} ms of the processor"
            print(f"{threads} thread(s), {crops} crop(s): {told}")
    if folder is None:
        print("needs the labelled crops: python -m tests.benchmarks.bench_crop_scorer DATA")
        return 0
    held = [sample for sample in load(folder) if sample.fold == HELD_FOLD]
    scores = [np.array(scorer.rate(sample.image, boxes_of(sample))) for sample in held]
    print(f"crop scorer {scorer.version}")
    print(_line("all", held, scores))
    areas = [sample.boxes[:, 2] * sample.boxes[:, 3] for sample in held]
    print(_line("by area alone", held, areas))
    for group in (kind_of, shape_of):
        for name in sorted({group(sample) for sample in held}):
            chosen = [number for number, sample in enumerate(held) if group(sample) == name]
            print(_line(name, [held[number] for number in chosen], [scores[number] for number in chosen]))
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else None))
