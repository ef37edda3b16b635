"""How well faces are found, and how quickly, on pictures that the detector never saw.

`python -m tests.benchmarks.bench_faces DATA [LABELS [TEACHERS]]`; `DATA` is what the detector is trained on, `LABELS`
what its teacher saw in the photos, see `models/training/faces`. With the folder of the published detector's weights,
which needs PyTorch, it is measured on the same pictures, at a long side of 640 px and a threshold of 0.6.
"""

from __future__ import annotations

import importlib
import sys
import time
from pathlib import Path

import cv2
import numpy as np

from app.domain.media import Image
from app.inference import load_manifest
from app.vision.faces import NAME, FaceFinder, Found
from models.training.faces import exam
from models.training.faces.labels import LABELS
from models.training.faces.measure import Counted, Search

PUBLISHED_THRESHOLD, PUBLISHED_SIDE = 0.6, 640


def milliseconds(height: int, width: int, threads: int) -> float:
    """Median time of a whole search."""
    finder = FaceFinder("cpu", threads)
    image = np.random.default_rng(1).integers(0, 256, (height, width, 3), np.uint8)
    times = []
    for _ in range(30):
        begun = time.perf_counter()
        finder.find(image)
        times.append(time.perf_counter() - begun)
    return float(np.median(times[5:])) * 1000


def tell(name: str, search: Search, given: exam.Exam, threshold: float) -> None:
    """Print what a detector finds."""
    told = exam.answers(search, given)
    for kind, one in told.items():
        print(f"{name}: {kind}: {len(given.sets[kind])} pictures, {len(one.hits)} faces: {at(one, threshold)}")
    for figure, value in exam.figures_of(told, threshold).items():
        if figure.startswith(("photos", "large", "frontal")):
            print(f"{name}: {figure} {value:.3f}")
    for what, images in given.empty.items():
        print(f"{name}: {len(images)} {what}: {exam.alarms(search, images, threshold):.3f} faces a picture")


def at(one: Counted, threshold: float) -> str:
    """Recall and precision in words."""
    return f"recall {one.recall(threshold):.3f}, precision {one.precision(threshold):.3f}"


def published(teachers: Path) -> Search:
    """The published detector."""
    # Only where PyTorch is.
    teacher = importlib.import_module("models.training.faces.teacher")
    network = teacher.published(teachers)

    def search(image: Image) -> Found:
        found: Found = teacher.search(network, image, PUBLISHED_SIDE, mirrored=False, threshold=exam.LEAST_SCORE)
        return found

    return search


def main(folder: Path | None = None, labels: Path = LABELS, teachers: Path | None = None) -> int:
    """Measure, and print a line for each figure."""
    model = load_manifest()[NAME]
    print(f"faces {model.version}: {model.size / 1e6:.2f} MB, threshold {model.threshold}")
    for threads in (1, 2):
        for width, height in ((448, 252), (640, 480), (416, 416)):
            print(f"{width} × {height}, {threads} threads: {milliseconds(height, width, threads):.1f} ms")
    if folder is None:
        print("needs the labelled pictures: python -m tests.benchmarks.bench_faces DATA")
        return 0
    cv2.setNumThreads(1)
    finder = FaceFinder("cpu", threads=2)
    dealt = exam.examples(folder, labels)
    given = exam.final_exam(folder, dealt)
    tell("ours", lambda image: finder.search(image, exam.LEAST_SCORE), given, model.threshold)
    if teachers is not None:
        tell("published", published(teachers), given, PUBLISHED_THRESHOLD)
    return 0


if __name__ == "__main__":
    sys.exit(main(*(Path(argument) for argument in sys.argv[1:])))
