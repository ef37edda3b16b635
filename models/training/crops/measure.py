"""How well scores order the crops of a picture, as the judges of the labels see it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.stats import spearmanr

from models.training.crops.data import Sample


def figures(samples: Sequence[Sample], scores: Sequence[np.ndarray]) -> dict[str, float]:
    """Figures of merit of scores (one array a picture): means over pictures, and two shares.

    Returns:
        `srcc`: rank correlation within a picture. `top`: share of pictures whose best-rated crop is a best one. `gain`:
        share of the possible gain over the centre crop that the best-rated one brings, over all pictures together.
        `worse`: share of pictures whose best-rated crop is half a point of ten worse than the centre crop.
    """
    ranks, top, worse, brought, possible = [], 0, 0, 0.0, 0.0
    for sample, told in zip(samples, scores, strict=True):
        ranks.append(rank_correlation(told, sample.scores))
        chosen, centre = sample.scores[int(np.argmax(told))], sample.scores[sample.centre]
        top += chosen == sample.scores.max()
        worse += chosen <= centre - 0.5 / 9 + 1e-9
        brought += chosen - centre
        possible += sample.scores.max() - centre
    return {
        "srcc": float(np.mean(ranks)),
        "top": top / len(samples),
        "gain": brought / possible if possible else 0.0,
        "worse": worse / len(samples),
    }


def rank_correlation(told: np.ndarray, label: np.ndarray) -> float:
    """Spearman's rank correlation; 0 where one side does not tell crops apart."""
    if np.ptp(told) == 0 or np.ptp(label) == 0:
        return 0.0
    return float(spearmanr(told, label).statistic)
