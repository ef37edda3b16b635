"""How far the detector that ships carries into animation: `python -m models.training.faces.animated --data DATA`.

All frames of the ten clips among `appeal/frames` that are animated, of a game, or of toys; nothing was learnt or chosen
from them. `record/animated.json` says where a look at each frame saw a face, and whose: of a human figure, a rabbit, a
bird or a toy. Left out are a rabbit asleep in the dark, a figure without eyes, and people of a few pixels.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import cv2
import numpy as np

from app.inference import load_manifest
from app.vision.faces import NAME, Boxes, FaceFinder
from models.training.faces.labels import LABELS
from models.training.faces.measure import Search

ANIMATED = LABELS.with_name("animated.json")
"""For each frame its faces: left, top, right and bottom edge in pixels, and whose it is."""

Known = list[tuple[float, float, float, float, str]]
"""Faces of a frame, as in `ANIMATED`."""


@dataclass(slots=True)
class Tally:
    """What was found in frames.

    Attributes:
        frames: how many there were.
        faces: how many faces, by whose they are.
        found: how many of these were found.
        false: findings that are no face, or that are of a face found before.
    """

    frames: int = 0
    faces: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    false: int = 0

    def add(self, boxes: Boxes, faces: Known) -> None:
        """Count a frame: boxes that were found, surest first, and the faces that are there."""
        left = list(faces)
        self.frames += 1
        self.faces.update(whose for *_, whose in faces)
        for box in boxes:
            match = next((face for face in left if _same(box, np.array(face[:4], np.float32))), None)
            if match is None:
                self.false += 1
            else:
                left.remove(match)
                self.found[match[4]] += 1


def _same(first: Boxes, second: Boxes) -> bool:
    """Whether each box holds the other's middle: faces were marked by eye, not to the pixel."""
    return all(
        bool(((middle > box[:2]) & (middle < box[2:])).all())
        for box, middle in ((first, (second[:2] + second[2:]) / 2), (second, (first[:2] + first[2:]) / 2))
    )


def tallied(search: Search, folder: Path, threshold: float, known: Iterable[tuple[str, Known]] | None = None) -> Tally:
    """What a search finds in the animated frames.

    Args:
        search: of the detector.
        folder: of `appeal/frames`.
        threshold: score from which a finding counts.
        known: frames with their faces; unless given, those of `ANIMATED`.
    """
    tally = Tally()
    frames = json.loads(ANIMATED.read_text(encoding="utf-8")).items() if known is None else known
    for name, faces in frames:
        pixels = cv2.imread(str(folder / name))
        assert pixels is not None, f"{folder / name} is missing"
        found = search(np.asarray(cv2.cvtColor(pixels, cv2.COLOR_BGR2RGB), np.uint8))
        tally.add(found.boxes[found.scores >= threshold], faces)
    return tally


def main() -> None:
    """Read the arguments and print a line for each kind of figure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    arguments = parser.parse_args()
    cv2.setNumThreads(1)
    model = load_manifest()[NAME]
    finder = FaceFinder("cpu")
    tally = tallied(
        lambda image: finder.search(image, model.threshold), arguments.data / "appeal/frames", model.threshold
    )
    for whose, count in tally.faces.items():
        print(f"{whose}: {tally.found[whose]} of {count} faces found")
    print(f"faces {model.version}: {tally.false} false findings in {tally.frames} frames")


if __name__ == "__main__":
    main()
