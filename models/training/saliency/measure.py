"""How well a map tells where people look."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt

from models.training.saliency.data import Gaze, Points


def fixated(points: Points, width: int, height: int) -> npt.NDArray[np.bool_]:
    """The pixels of a map (height × width) that anybody looked at."""
    seen = np.zeros((height, width), bool)
    columns, rows = (points * (width, height)).astype(int).T
    seen[np.minimum(rows, height - 1), np.minimum(columns, width - 1)] = True
    return seen


def auc_judd(heat: npt.NDArray[np.generic], points: Points) -> float:
    """Area under the ROC curve of telling fixated pixels from all others by their saliency; 0.5 is chance.

    Judd, Durand and Torralba, "A benchmark of computational models of saliency" (2012). Pixels of one value count as
    half told apart, which is what the jitter of the original comes to.
    """
    seen = fixated(points, heat.shape[1], heat.shape[0]).ravel()
    values, inverse = np.unique(heat.ravel(), return_inverse=True)
    hits = np.bincount(inverse[seen], minlength=len(values)).astype(np.float64)
    others = np.bincount(inverse[~seen], minlength=len(values)).astype(np.float64)
    below = np.cumsum(others) - others / 2
    return float((hits * below).sum() / (hits.sum() * others.sum()))


def nss(heat: npt.NDArray[np.generic], points: Points) -> float:
    """Normalised scanpath saliency: mean over the fixated pixels of the map at mean 0 and deviation 1; 0 is chance.

    Peters et al., "Components of bottom-up gaze allocation in natural images" (2005). A map without contrast tells
    nothing: 0.
    """
    values = heat.astype(np.float64)
    deviation = float(values.std())
    if deviation == 0:
        return 0.0
    seen = fixated(points, heat.shape[1], heat.shape[0])
    return float((values[seen].mean() - values.mean()) / deviation)


def figures(heats: Iterable[npt.NDArray[np.generic]], gazes: Sequence[Gaze]) -> dict[str, float]:
    """Mean over the pictures of each figure of merit of their maps."""
    told = [(auc_judd(heat, gaze.points), nss(heat, gaze.points)) for heat, gaze in zip(heats, gazes, strict=True)]
    return dict(zip(("auc_judd", "nss"), np.mean(told, axis=0).tolist(), strict=True))
