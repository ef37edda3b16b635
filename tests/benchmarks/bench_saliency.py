"""How well maps tell where people look, and how quickly, on pictures that no method was trained or chosen on.

`python -m tests.benchmarks.bench_saliency DATA`; `DATA` holds `gaze/`, see `models/training/saliency`. Without it, only
the time is measured.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from app.domain.media import Heat, Picture
from app.media.pictures import read_small
from app.vision.saliency import DEFAULT, Method, Saliency
from models.training.judge.data import HELD_FOLD
from models.training.saliency.data import load
from models.training.saliency.measure import figures
from tests.media_factory import real_photo

DRAWN = ("stories", "comics", "sprites", "clipart")
FACES_FROM = 100
"""Drawn pictures of each kind whose faces are looked for."""


def milliseconds(method: Method, threads: int) -> tuple[float, float]:
    """Median times for a frame of 1920 × 1080: of the map at the frame's size, and of the small map."""
    saliency = Saliency(method, "cpu", threads)
    frame = np.asarray(cv2.resize(real_photo("astronaut"), (1920, 1080)), np.uint8)
    times = []
    for look in (saliency.map, saliency.small):
        each = []
        for _ in range(60):
            begun = time.perf_counter()
            look(frame)
            each.append(time.perf_counter() - begun)
        times.append(float(np.median(each[10:])) * 1000)
    return times[0], times[1]


def face_auc(heat: Heat, row: dict[str, Any]) -> float:
    """Chance that a pixel of a labelled face is more salient than one of no face; not a number without both."""
    scale = np.array([heat.shape[1] / row["width"], heat.shape[0] / row["height"]] * 2)
    inside = np.zeros(heat.shape, bool)
    for box in row["faces"]:
        x, y, width, height = np.rint(np.array(box) * scale).astype(int)
        inside[y : y + height, x : x + width] = True
    if inside.all() or not inside.any():
        return float("nan")
    others = np.sort(heat[~inside])
    below = np.searchsorted(others, heat[inside], "left") + np.searchsorted(others, heat[inside], "right")
    return float(below.mean() / 2 / len(others))


def tell_drawn(folder: Path, kind: str) -> None:
    """Print how well each method finds the faces of drawn pictures."""
    lines = (folder / "drawn" / kind / "labels.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [row for row in map(json.loads, lines) if row["faces"]]
    rows = rows[:: max(1, len(rows) // FACES_FROM)]
    images = [read_small(Picture(0, folder / "drawn" / kind / row["file"])).image for row in rows]
    for method in Method:
        saliency = Saliency(method)
        told = [face_auc(saliency.small(image), row) for image, row in zip(images, rows, strict=True)]
        print(f"{method}: faces of {len(rows)} drawn pictures ({kind}): AUC {np.nanmean(told):.3f}")


def main(folder: Path | None = None) -> int:
    """Measure, and print a line for each method."""
    print(f"default: {DEFAULT}")
    for threads in (1, 2):
        cv2.setNumThreads(threads)
        for method in Method:
            full, small = milliseconds(method, threads)
            print(f"{method}, {threads} cores: {full:.1f} ms for a map of 1920 × 1080, {small:.1f} ms for a small map")
    if folder is None:
        print("needs gaze data for the rest: python -m tests.benchmarks.bench_saliency DATA")
        return 0
    held = [gaze for gaze in load(folder) if gaze.fold == HELD_FOLD]
    for method in Method:
        saliency = Saliency(method)
        told = figures([saliency.map(gaze.image) for gaze in held], held)
        print(f"{method}: AUC-Judd {told['auc_judd']:.3f}, NSS {told['nss']:.2f} ({len(held)} held-back pictures)")
    for kind in DRAWN:
        tell_drawn(folder, kind)
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else None))
