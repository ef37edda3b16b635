"""What the app says of the labelled pictures that its judge never saw."""

from __future__ import annotations

from pathlib import Path

from app.covers.assess import assess
from app.domain.cover import Assessment
from app.domain.geometry import Size
from app.domain.media import Frame, Picture
from app.vision.judge import Judge
from models.training.judge import data
from models.training.judge.data import Sample


def assessed(folder: Path) -> tuple[str, list[tuple[Sample, Assessment]]]:
    """The version of the judge, and what is said of each picture of the fold that it never saw.

    Args:
        folder: what the judge is trained on, see `models/training/judge`.
    """
    judge = Judge()
    held = data.split(data.load(folder), data.FOLDS, data.HELD_FOLD)[1]
    told = []
    for number, sample in enumerate(held):
        height, width = sample.image.shape[:2]
        frame = Frame(Picture(number, Path(sample.name)), Size(width, height), sample.image)
        told.append((sample, assess(frame, judge).assessment))
    return judge.version, told
