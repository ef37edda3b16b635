"""Pictures of which is known where people looked or where faces are: what the scorer's attention learns from."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from app.domain.media import Image, Picture
from app.media.pictures import read_small
from models.training.crops.data import Sample, content_of
from models.training.faces.teacher import published, search
from models.training.judge.data import FOLDS, fold_of, stories_of

SURE = 0.6
"""Score from which a finding of the published face detector is taken for a face."""

SIDE = 448
"""Long side, in pixels, at which it searches."""

BLUR = 1.0
"""Standard deviation, in cells of the map, by which fixations are spread: about what the eye sees sharply at once."""


@dataclass(frozen=True, slots=True)
class Watched:
    """A picture and what is known of it.

    Attributes:
        image: the picture at the size and in the way that the app reads it.
        fixations: M × 2: where people looked, as shares of the picture's sides; none where nobody was asked.
        faces: F × 4: left, top, width and height of the faces, as shares.
        name: path of the file, relative to the folder above the data.
        content: what it shows; what shows the same is in one fold.
    """

    image: Image
    fixations: np.ndarray
    faces: np.ndarray
    name: str
    content: str

    @property
    def fold(self) -> int:
        """The fold that it belongs to."""
        return fold_of(self.content, FOLDS)

    def looks(self, height: int, width: int) -> np.ndarray:
        """Where people looked, as shares that sum up to 1 (height × width); zeros where nobody was asked."""
        found = np.zeros((height, width), np.float32)
        inside = ((self.fixations >= 0) & (self.fixations < 1)).all(axis=1)
        cells = (self.fixations[inside] * (width, height)).astype(int)
        np.add.at(found, (cells[:, 1], cells[:, 0]), 1)
        found = np.asarray(cv2.GaussianBlur(found, (0, 0), BLUR), np.float32)
        return found / max(float(found.sum()), 1e-6)

    def face_map(self, height: int, width: int) -> np.ndarray:
        """1 in the cells that a face touches, else 0 (height × width)."""
        found = np.zeros((height, width), np.float32)
        for x, y, w, h in (self.faces * (width, height, width, height)).tolist():
            found[max(0, int(y)) : int(y + h) + 1, max(0, int(x)) : int(x + w) + 1] = 1
        return found


def load_watched(data: Path, teachers: Path, samples: Sequence[Sample]) -> list[Watched]:
    """The pictures with eye-tracking below `data`, and those with rated crops.

    Faces are those that people drew boxes around; in other pictures, what the published detector is sure of.
    """
    network = published(teachers)

    def seen(image: Image) -> np.ndarray:
        edges = search(network, image, SIDE, mirrored=False, threshold=SURE).boxes.astype(np.float64).reshape(-1, 4)
        return np.concatenate([edges[:, :2], edges[:, 2:] - edges[:, :2]], axis=1) / _sides(image)

    found = {}
    for labels in sorted(data.glob("gaze/*/labels.jsonl")):
        for item in _lines(labels):
            path = labels.parent / "images" / item["file"]
            name = path.relative_to(data.parent).as_posix()
            image = read_small(Picture(0, path)).image
            sides = (item["width"], item["height"])
            points = [point[:2] for viewer in item["fixations"] for point in viewer]
            faces = _shares(item, [face["box"] for face in item["faces"]]) if "faces" in item else seen(image)
            found[name] = Watched(image, np.array(points, np.float64).reshape(-1, 2) / sides, faces, name, name)
    drawn = {
        f"data/drawn/{labels.parent.name}/{item['file']}": _shares(item, item["faces"])
        for labels in sorted(data.glob("drawn/*/labels.jsonl"))
        for item in _lines(labels)
    }
    stories = stories_of(data)
    for sample in samples:
        if sample.name not in found:
            faces = drawn[sample.name] if sample.name in drawn else seen(sample.image)
            content = content_of(sample.name, stories)
            found[sample.name] = Watched(sample.image, np.zeros((0, 2)), faces, sample.name, content)
    return list(found.values())


def _lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def _sides(image: Image) -> tuple[int, int, int, int]:
    height, width = image.shape[:2]
    return width, height, width, height


def _shares(item: dict[str, Any], boxes: list[list[float]]) -> np.ndarray:
    return np.array(boxes, np.float64).reshape(-1, 4) / (item["width"], item["height"], item["width"], item["height"])
