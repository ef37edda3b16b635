"""How well a judge judges: rank correlations on pictures, and the choice that it makes within each clip."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence

import numpy as np
from scipy.stats import pearsonr, spearmanr

from models.training.judge.data import Sample


def figures(samples: Sequence[Sample], scores: np.ndarray) -> dict[str, float]:
    """Figures of merit of `scores` (N × 2: quality, appeal) on labelled samples.

    Returns:
        `quality_srcc`, `quality_plcc`: correlation with people's technical scores. `picture_srcc`: of appeal on
        pictures. `clip_srcc`: mean over the clips of the rank correlation of appeal within a clip. `gain`: share of
        the possible gain over the first frame that the top choice brings (sum over clips). `worse`: share of clips
        whose top choice is worse than the first frame by half a point of ten or more. NaN where nothing tells.
    """
    labels = np.array([(sample.quality, sample.appeal) for sample in samples])
    is_frame = np.array([bool(sample.clip) for sample in samples])
    rated = ~np.isnan(labels[:, 0])
    pictures = ~is_frame & ~np.isnan(labels[:, 1])
    quality, appeal = (labels[rated, 0], scores[rated, 0]), (labels[pictures, 1], scores[pictures, 1])
    return {
        "quality_srcc": float(spearmanr(*quality).statistic) if rated.any() else math.nan,
        "quality_plcc": float(pearsonr(*quality).statistic) if rated.any() else math.nan,
        "picture_srcc": float(spearmanr(*appeal).statistic) if pictures.any() else math.nan,
        **_choices(samples, labels[:, 1], scores[:, 1]),
    }


def _choices(samples: Sequence[Sample], truth: np.ndarray, guess: np.ndarray) -> dict[str, float]:
    """The figures of what is chosen within each clip."""
    clips: dict[str, list[int]] = defaultdict(list)
    for index, sample in enumerate(samples):
        if sample.clip:
            clips[sample.clip].append(index)
    within, gained, possible, worse = [], 0.0, 0.0, 0
    for indices in clips.values():
        wanted, said = truth[indices], guess[indices]
        if np.ptp(wanted) > 0:
            # What finds all frames equal orders none of them.
            within.append(spearmanr(wanted, said).statistic if np.ptp(said) > 0 else 0.0)
        chosen = wanted[said.argmax()]
        gained += chosen - wanted[0]
        possible += wanted.max() - wanted[0]
        worse += chosen <= wanted[0] - 0.5 / 9 + 1e-9
    return {
        "clip_srcc": float(np.mean(within)) if within else math.nan,
        "gain": gained / possible if possible else math.nan,
        "worse": worse / len(clips) if clips else math.nan,
    }
