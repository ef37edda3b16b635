"""How well a judge judges: rank correlations on pictures, and the choice that it makes within each clip."""

from __future__ import annotations

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
        whose top choice is worse than the first frame by half a point of ten or more.
    """
    labels = np.array([(sample.quality, sample.appeal) for sample in samples])
    is_frame = np.array([bool(sample.clip) for sample in samples])
    rated = ~np.isnan(labels[:, 0])
    pictures = ~is_frame & ~np.isnan(labels[:, 1])
    clips: dict[str, list[int]] = defaultdict(list)
    for index in np.flatnonzero(is_frame).tolist():
        clips[samples[index].clip].append(index)
    within, gained, possible, worse = [], 0.0, 0.0, 0
    for indices in clips.values():
        truth, guess = labels[indices, 1], scores[indices, 1]
        if np.ptp(truth) > 0:
            # What finds all frames equal orders none of them.
            within.append(spearmanr(truth, guess).statistic if np.ptp(guess) > 0 else 0.0)
        chosen = truth[guess.argmax()]
        gained += chosen - truth[0]
        possible += truth.max() - truth[0]
        worse += chosen <= truth[0] - 0.5 / 9 + 1e-9
    return {
        "quality_srcc": float(spearmanr(labels[rated, 0], scores[rated, 0]).statistic),
        "quality_plcc": float(pearsonr(labels[rated, 0], scores[rated, 0]).statistic),
        "picture_srcc": float(spearmanr(labels[pictures, 1], scores[pictures, 1]).statistic),
        "clip_srcc": float(np.mean(within)),
        "gain": gained / possible,
        "worse": worse / len(clips),
    }
