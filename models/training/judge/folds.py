"""What the judges of all folds say of pictures that they never saw, in RUNS/detail-0/held.csv and so on."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from models.training.judge.data import FLAGS, FOLDS, Sample, fold_of
from models.training.judge.measure import figures

BRANCHES = ("detail", "whole")
"""The two judges whose mean is the one that ships; also the names of their configurations and of its inputs."""


@dataclass(frozen=True, slots=True)
class Fold:
    """What was said of one fold by judges that never saw it.

    Attributes:
        samples: its N labelled pictures.
        scores: N × 2, quality and appeal, 0–1.
        flags: N × flags, 0–1.
    """

    samples: list[Sample]
    scores: np.ndarray
    flags: np.ndarray


def read_folds(runs: Path, samples: Sequence[Sample], branches: Sequence[str] = BRANCHES) -> dict[int, Fold]:
    """The folds of which every branch has been asked: the mean of what the branches say."""
    named = {sample.name: sample for sample in samples}
    found = {}
    for number in range(100):
        files = [runs / f"{branch}-{number}" / "held.csv" for branch in branches]
        if not all(file.exists() for file in files):
            continue
        told = [_read(file) for file in files]
        names = [name for name in told[0] if name in named]
        values = np.mean([[one[name] for name in names] for one in told], axis=0)
        found[number] = Fold([named[name] for name in names], values[:, :2], values[:, 2:])
    return found


def _read(path: Path) -> dict[str, list[float]]:
    with path.open(newline="", encoding="utf-8") as file:
        return {
            row["name"]: [float(row[column]) for column in ("quality", "appeal", *FLAGS)]
            for row in csv.DictReader(file)
        }


def mean_figures(folds: dict[int, Fold]) -> dict[str, float]:
    """Mean over the folds of each figure of merit."""
    told = [figures(fold.samples, fold.scores) for fold in folds.values()]
    return {name: float(np.mean([one[name] for one in told])) for name in told[0]}


def seen_flags(folds: dict[int, Fold]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """What is said of flags (N × flags), what people saw (N × flags), and a group (N), where anybody was asked.

    What shows the same is in one of `FOLDS` groups. They are others than the folds, since all that is said here is of
    pictures that the judges never saw; they serve to choose thresholds on some and to measure on others.
    """
    said = np.concatenate([fold.flags for fold in folds.values()])
    seen = np.stack([sample.flags for fold in folds.values() for sample in fold.samples])
    group = np.array(
        [fold_of(f"flags of {sample.content}", FOLDS) for fold in folds.values() for sample in fold.samples]
    )
    asked = ~np.isnan(seen).any(axis=1)
    return said[asked], seen[asked], group[asked]
