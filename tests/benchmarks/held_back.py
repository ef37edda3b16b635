"""What is said of the labelled pictures by judges that never saw them."""

from __future__ import annotations

from pathlib import Path
from unittest import mock

import numpy as np

from app.covers.assess import assess
from app.domain.cover import Assessment
from app.domain.geometry import Size
from app.domain.media import Frame, Picture
from app.vision.judge import Judge, Verdict
from models.training.judge import data, folds
from models.training.judge.data import Sample

RECORD = Path(folds.__file__).with_name("record")
"""Where the answers of the judges of all folds are kept."""

NOTHING = np.zeros(1, np.float32)
"""A feature, and chances of flags, that are not asked for."""

Told = list[tuple[Sample, Assessment]]
"""Pictures, and what is said of them."""


def assessed(folder: Path) -> tuple[str, Told]:
    """The version of the judge, and what is said of each picture of the fold that it never saw.

    Args:
        folder: what the judge is trained on, see `models/training/judge`.
    """
    judge = Judge()
    held = data.split(data.load(folder), data.FOLDS, data.HELD_FOLD)[1]
    return judge.version, [(sample, _assessment(sample, judge)) for sample in held]


def assessed_by_folds(folder: Path) -> list[Told]:
    """For each fold that is in the record, what is said of its pictures by the judge that never saw it.

    Args:
        folder: what the judge is trained on, see `models/training/judge`.
    """
    judge = mock.create_autospec(Judge, instance=True)
    found = []
    for fold in folds.read_folds(RECORD, data.load(folder)).values():
        told = []
        for sample, (quality, appeal) in zip(fold.samples, fold.scores * 100, strict=True):
            judge.rate.return_value = Verdict(float(quality), float(appeal), NOTHING, NOTHING)
            told.append((sample, _assessment(sample, judge)))
        found.append(told)
    return found


def _assessment(sample: Sample, judge: Judge) -> Assessment:
    height, width = sample.image.shape[:2]
    frame = Frame(Picture(0, Path(sample.name)), Size(width, height), sample.image)
    return assess(frame, judge).assessment
