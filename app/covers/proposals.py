"""Where to crop a picture: a few good crops of a wanted shape that differ from each other."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import cv2
import numpy as np

from app.covers.nomination import DEFAULT, Nomination, Parameters, Plane, nominate
from app.domain.cover import Crop
from app.domain.geometry import Aspect, Box, Size
from app.domain.media import Heat

_SAME = 1e-6
"""Scores that differ less than this are one plateau."""


def propose(
    heat: Heat, faces: Sequence[Box], size: Size, aspect: Aspect, top: int, *, parameters: Parameters = DEFAULT
) -> list[Crop]:
    """The best crops of a picture, at most `top` of them, best first; no two overlap by more than allowed.

    Where nothing in the picture is worth more than the rest, the first is the largest centred one. Where the shape is
    the picture's own, the first is the whole picture, with full marks.

    Args:
        heat: its saliency, at any resolution.
        faces: in pixels of the picture; none is fine.
        size: of the picture, at full resolution; the crops are in its pixels.
        aspect: the wanted shape.
        top: how many.
        parameters: how.
    """
    nominations = nominate(heat, faces, size, _sizes(size, aspect, parameters), parameters)
    if aspect.ratio is None:
        # Whoever wants the picture's own shape wants the picture, which is the only crop of the largest size.
        nominations[0].scores[:] = 1.0
    return _picked(nominations, top, parameters.overlap)


def _sizes(size: Size, aspect: Aspect, parameters: Parameters) -> list[Size]:
    """The sizes of the crops, largest first; small pictures have fewer, since no size comes twice."""
    shape = Aspect(aspect.ratio or Fraction(size.width, size.height))
    found = []
    for scale in parameters.scales:
        frame = Size(max(1, round(size.width * scale)), max(1, round(size.height * scale)))
        largest = shape.largest_in(frame)
        found.append(Size(largest.width, largest.height))
    return list(dict.fromkeys(found))


def _picked(nominations: Sequence[Nomination], top: int, overlap: float) -> list[Crop]:
    """The maxima, best first, each with its neighbourhood taken out of the running before the next."""
    left = [one.scores.copy() for one in nominations]
    found: list[Crop] = []
    while len(found) < top:
        best = max(range(len(left)), key=lambda index: float(left[index].max()))
        score = float(left[best].max())
        if score == -np.inf:
            break
        box = nominations[best].box(*_centre_of_plateau(left[best], score))
        found.append(Crop(box, min(max(score, 0.0), 1.0) * 100))
        for one, scores in zip(nominations, left, strict=True):
            scores[one.overlaps(box) > overlap] = -np.inf
    return found


def _centre_of_plateau(scores: Plane, highest: float) -> tuple[int, int]:
    """Row and column of the centre of the plateau that the first maximum lies on."""
    plateau = (scores >= highest - _SAME).astype(np.uint8)
    labels = np.asarray(cv2.connectedComponents(plateau, connectivity=8)[1])
    rows, columns = np.nonzero(labels == labels[np.unravel_index(scores.argmax(), scores.shape)])
    away = np.square(rows - rows.mean()) + np.square(columns - columns.mean())
    nearest = int(away.argmin())
    return int(rows[nearest]), int(columns[nearest])
