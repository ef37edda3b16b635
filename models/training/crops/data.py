"""The rated crops that the scorer learns from, split by the content of their pictures as the judge's pictures are."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from app.domain.media import Image, Picture
from app.media.pictures import read_small
from models.training.judge.data import FOLDS, clip_content, fold_of, stories_of

FAULTS = {
    "head_cut": "h",
    "subject_cut": "c",
    "empty": "e",
    "badly_placed": "o",
    "too_tight": "z",
    "too_small": "w",
}
"""What can be wrong with a crop, in the order of the scorer's output, and the letter that the labels have for it."""

HELD_FOLD = 0
"""The fold that the shipped scorer never saw, neither in training nor when the recipe was chosen."""


@dataclass(frozen=True, slots=True)
class Sample:
    """A picture with rated crops of one shape.

    Attributes:
        image: the picture at the size and in the way that the app reads it.
        boxes: N × 4: left, top, width and height as shares of the picture's sides.
        scores: N, 0–1.
        faults: N × faults, 0 or 1.
        shape: of the crops, as `3:4`.
        content: the film, story or cast that it shows; what shows the same is in one fold.
        name: path of the file, relative to the folder above the data.
    """

    image: Image
    boxes: np.ndarray
    scores: np.ndarray
    faults: np.ndarray
    shape: str
    content: str
    name: str

    @property
    def fold(self) -> int:
        """The fold that it belongs to."""
        return fold_of(self.content, FOLDS)

    @property
    def centre(self) -> int:
        """The largest of its crops that lies in the middle: what a program without eyes would take."""
        return centre_crop(self.boxes)


def centre_crop(boxes: np.ndarray) -> int:
    """The number of the largest crop among those that lie nearest to the middle."""
    off = np.abs(boxes[:, :2] + boxes[:, 2:] / 2 - 0.5).max(axis=1)
    middle = off < off.min() + 0.01
    return int(np.argmax(np.where(middle, boxes[:, 2] * boxes[:, 3], 0)))


def load(data: Path) -> list[Sample]:
    """Every picture with rated crops below `data` (a folder with `appeal/` and the pictures that it names)."""
    rows: dict[str, list[dict[str, str]]] = {}
    with (data / "appeal/crops.csv").open(newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            rows.setdefault(row["picture"], []).append(row)
    story_of = stories_of(data)
    return [_sample(data, name, crops, story_of) for name, crops in rows.items()]


def _sample(data: Path, name: str, crops: Sequence[dict[str, str]], story_of: dict[str, str]) -> Sample:
    frame = read_small(Picture(0, data.parent / name))
    sides = (frame.size.width, frame.size.height)
    return Sample(
        frame.image,
        np.array([[float(row[key]) for key in "xywh"] for row in crops]) / (*sides, *sides),
        np.array([float(row["score"]) - 1 for row in crops]) / 9,
        np.array([[letter in row["flags"] for letter in FAULTS.values()] for row in crops], np.float32),
        crops[0]["shape"],
        content_of(name, story_of),
        name,
    )


def content_of(name: str, story_of: dict[str, str]) -> str:
    """What a picture shows: the film of a frame, the story of a drawn picture, else its own name."""
    if "/covers/" in name:
        return clip_content(re.sub(r"_[\d.]+\.jpg$", "", Path(name).name))
    return story_of.get(name, name)
