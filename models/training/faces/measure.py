"""How many faces are found, and how many of the findings are faces."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from app.domain.media import Image
from app.vision.faces import Boxes, Found, overlaps

SAME = 0.5
"""Intersection over union from which a finding is a face."""

Search = Callable[[Image], Found]
"""Looks for faces in an RGB picture: boxes in its pixels, surest first."""


@dataclass(frozen=True, slots=True)
class Counted:
    """What came out of a picture, or of several put together.

    Attributes:
        heights: height of each face, in pixels of a picture whose long side is 640.
        shares: height of each face in parts of the picture's height.
        hits: score of the finding that is this face; −1 where there is none.
        frontal: whether each face looks at the viewer, 0 or 1; NaN where that is not known.
        looks: what the finding says of that, 0–1; NaN where there is none.
        false: scores of the findings that are no faces.
    """

    heights: np.ndarray
    shares: np.ndarray
    hits: np.ndarray
    frontal: np.ndarray
    looks: np.ndarray
    false: np.ndarray

    def only(self, chosen: np.ndarray) -> Counted:
        """Some of the faces, with all that are none."""
        return Counted(
            self.heights[chosen],
            self.shares[chosen],
            self.hits[chosen],
            self.frontal[chosen],
            self.looks[chosen],
            self.false,
        )

    def recall(self, threshold: float) -> float:
        """Share of the faces that are found; NaN without faces."""
        return float((self.hits >= threshold).mean()) if len(self.hits) else float("nan")

    def precision(self, threshold: float) -> float:
        """Share of the findings that are faces; NaN without findings."""
        right, wrong = int((self.hits >= threshold).sum()), int((self.false >= threshold).sum())
        return right / (right + wrong) if right + wrong else float("nan")


def together(counts: Iterable[Counted]) -> Counted:
    """Several pictures as one."""
    given = list(counts)
    return Counted(*(np.concatenate([getattr(one, name) for one in given]) for name in Counted.__slots__))


def count(
    found: Found,
    size: tuple[int, int],
    faces: Boxes,
    doubtful: Boxes,
    *,
    least: float = 24.0,
    frontal: np.ndarray | None = None,
) -> Counted:
    """Compare what was found in a picture with what is there.

    A face has one finding, a finding one face, the surest first. A finding is left out of account where it is a face
    smaller than `least`, or lies in a doubtful region by half of its own area.

    Args:
        found: surest first.
        size: width and height of the picture.
        faces: N × 4.
        doubtful: M × 4.
        least: smallest height of a face, in pixels of a picture whose long side is 640.
        frontal: whether each face looks at the viewer, if known.
    """
    scale = 640 / max(size)
    heights = (faces[:, 3] - faces[:, 1]) * scale
    frontal = np.full(len(faces), np.nan) if frontal is None else frontal
    hits, looks = np.full(len(faces), -1.0), np.full(len(faces), np.nan)
    false = []
    for box, score, look in zip(found.boxes, found.scores, found.frontal, strict=True):
        overlap = overlaps(box, faces) * (hits < 0)
        best = int(overlap.argmax()) if len(overlap) else -1
        if best >= 0 and overlap[best] >= SAME:
            hits[best], looks[best] = score, look
        elif (box[3] - box[1]) * scale >= least and inside(box, doubtful) < 0.5:
            false.append(float(score))
    kept = heights >= least
    shares = (faces[:, 3] - faces[:, 1]) / size[1]
    return Counted(heights[kept], shares[kept], hits[kept], frontal[kept], looks[kept], np.array(false))


def inside(box: Boxes, regions: Boxes) -> float:
    """The largest share of a box that lies in one of the regions."""
    if not len(regions):
        return 0.0
    common = np.minimum(box[2:], regions[:, 2:]) - np.maximum(box[:2], regions[:, :2])
    return float(np.prod(np.maximum(common, 0), 1).max() / max(1e-6, float(np.prod(box[2:] - box[:2]))))


def threshold_for(counts: Sequence[Counted], precision: float) -> float:
    """The lowest score from which on every one of several sets has at least a precision."""
    candidates = np.arange(0.2, 0.95, 0.01)
    good = [value for value in candidates if all(not one.precision(value) < precision for one in counts)]
    return float(round(good[0], 2)) if good else float(candidates[-1])
