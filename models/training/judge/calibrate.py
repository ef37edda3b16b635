"""From which probability on a flag is shown: where people who were asked agree with it in four cases of five."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from models.training.judge.data import FLAGS

PRECISION = 0.8
"""Share of the pictures shown with a flag that must have it, on pictures that the judge never saw."""

WANTED = 0.85
"""The precision that a threshold is chosen for; more than `PRECISION`, since a choice flatters what it was made on."""

FEWEST = 10
"""Pictures that must be over a threshold for its precision to mean anything."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """A flag's threshold (None: it is never shown), and how it did on pictures that did not choose it.

    Attributes:
        threshold: probability from which on the flag is shown.
        precision: share of the pictures over the threshold of the other groups that have it; NaN: there were none.
        recall: share of the pictures with the flag that are shown with it.
        count: pictures that have the flag.
    """

    threshold: float | None
    precision: float
    recall: float
    count: int


def calibrate(said: np.ndarray, seen: np.ndarray, groups: np.ndarray) -> dict[str, Calibration]:
    """The threshold of each flag.

    A picture has a flag when any of those asked saw it. A group's pictures are judged with the threshold that the other
    groups would have chosen; a flag whose precision falls short there is never shown.

    Args:
        said: N × flags, probabilities.
        seen: N × flags, share of the people who saw it.
        groups: N, the group that each picture belongs to.
    """
    found = {}
    for column, name in enumerate(FLAGS):
        score, truth = said[:, column], seen[:, column] > 0
        shown = np.zeros(len(score), bool)
        for group in np.unique(groups):
            here = groups == group
            limit = threshold_of(score[~here], truth[~here])
            shown[here] = limit is not None and score[here] >= limit
        precision = float(truth[shown].mean()) if shown.any() else float("nan")
        recall = float(shown[truth].mean()) if truth.any() else 0.0
        limit = threshold_of(score, truth) if precision >= PRECISION else None
        found[name] = Calibration(limit, precision, recall, int(truth.sum()))
    return found


def threshold_of(score: np.ndarray, truth: np.ndarray) -> float | None:
    """The lowest threshold over which at least `WANTED` of the pictures have the flag; None where there is none."""
    order = np.argsort(-score)
    precision = np.cumsum(truth[order]) / np.arange(1, len(order) + 1)
    enough = np.flatnonzero((precision >= WANTED) & (np.arange(len(order)) >= FEWEST - 1))
    return round(float(score[order[enough[-1]]]), 4) if len(enough) else None
