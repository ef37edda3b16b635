"""Pictures with the places that people looked at, split as the judge's pictures are."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from app.domain.media import Image, Picture
from app.media.pictures import read_small
from models.training.judge.data import FOLDS, fold_of

SETS = ("osie", "eyecrowd")
"""Folders below `gaze/`."""

Points = npt.NDArray[np.float64]
"""Places in a picture: N × 2, across and down, 0–1 each."""


@dataclass(frozen=True, slots=True)
class Gaze:
    """A picture and where people looked.

    Attributes:
        name: path of the file, relative to the folder above the data; its hash is the fold.
        image: the picture at the size and in the way that the app reads it.
        points: every fixation of every viewer that lies in the picture.
    """

    name: str
    image: Image
    points: Points

    @property
    def fold(self) -> int:
        """The fold that it belongs to, which is the same in the training of the judge."""
        return fold_of(self.name, FOLDS)


def load(data: Path) -> list[Gaze]:
    """Every picture with fixations below `data` (a folder with `gaze/osie` and `gaze/eyecrowd`)."""
    found = []
    for folder in (data / "gaze" / name for name in SETS):
        for line in (folder / "labels.jsonl").read_text(encoding="utf-8").splitlines():
            item = json.loads(line)
            path = folder / "images" / item["file"]
            places = [(x / item["width"], y / item["height"]) for viewer in item["fixations"] for x, y, _ in viewer]
            points = np.array(places).reshape(-1, 2)
            inside = ((points >= 0) & (points < 1)).all(1)
            image = read_small(Picture(0, path)).image
            found.append(Gaze(path.relative_to(data.parent).as_posix(), image, points[inside]))
    return found
