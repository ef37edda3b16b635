"""How good a crop is at every place of a picture: the mask, the weight matrix, and their convolution.

The mask tells what is worth keeping; a weight matrix of the size of the wanted crop tells where in the crop it should
lie; their convolution, the nomination map, tells how good the crop is at each place. The matrix is constant on a few
rectangles, so the convolution is a few sums over boxes of an integral image.

The method and its published values are those of Tencent's cover extraction for picture posts; what was changed, and
what that brought, is in `docs/decisions/0010-crop-proposals.md`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

import cv2
import numpy as np
import numpy.typing as npt

from app.domain.geometry import Box, Size
from app.domain.media import Heat
from app.vision.frequency_tuned import centre_prior

Plane: TypeAlias = npt.NDArray[np.float64]
"""One number for each pixel of a mask, or for each place of a crop."""

Line: TypeAlias = npt.NDArray[np.int64]
"""Places along one side."""


@dataclass(frozen=True, slots=True)
class Parameters:
    """How crops are proposed, in one place.

    Attributes:
        face: what a pixel of a face is worth in the mask, 0–100.
        salience: what a salient pixel is worth in the mask, above 0 up to 100.
        centre: what the middle of the picture is worth in the mask, as a whole, 0–2 times all that is salient.
            Published: 0.
        salient_from: saliency, 1–255, from which a pixel is salient; None grades it: `salience` at 255, 0 at 0.
        ring: k, what the outermost ring of the matrix takes off, 0–8 times the weight of its centre; published: 2–4.
        attenuation: α, the weight of the matrix's corners, 0–1 times that of its centre; its edges weigh half-way
            between. Published: above 0.8. At 1 all weigh alike.
        half_decay: L, the sides of the matrix's centre as shares of the crop's, above 0 up to 1.
        keep: what the share of the faces that is kept adds, 0–2 times the share of the mask; published: 0.
        cut: what the share of the faces that is cut takes off, likewise; published: 0.
        mask_side: long side of the mask in pixels, 16–512.
        stride: distance of neighbouring places in pixels of the mask, 1–16.
        scales: sides of the crops as shares of those of the largest that fits, falling from 1, above 0.
        overlap: how much two proposals may overlap (intersection over union), above 0 and below 1.
    """

    face: float = 0.0
    salience: float = 1.0
    centre: float = 0.4
    salient_from: int | None = None
    ring: float = 1.0
    attenuation: float = 0.85
    half_decay: float = 0.5
    keep: float = 0.3
    cut: float = 0.8
    mask_side: int = 160
    stride: int = 2
    scales: tuple[float, ...] = (1.0, 0.92, 0.84, 0.76, 0.68, 0.6)
    overlap: float = 0.65

    def __post_init__(self) -> None:
        falling = all(first > second for first, second in zip(self.scales, self.scales[1:], strict=False))
        allowed = {
            "face": 0 <= self.face <= 100,
            "salience": 0 < self.salience <= 100,
            "centre": 0 <= self.centre <= 2,
            "salient_from": self.salient_from is None or 1 <= self.salient_from <= 255,
            "ring": 0 <= self.ring <= 8,
            "attenuation": 0 <= self.attenuation <= 1,
            "half_decay": 0 < self.half_decay <= 1,
            "keep": 0 <= self.keep <= 2,
            "cut": 0 <= self.cut <= 2,
            "mask_side": 16 <= self.mask_side <= 512,
            "stride": 1 <= self.stride <= 16,
            "scales": len(self.scales) > 0 and self.scales[0] == 1 and falling and self.scales[-1] > 0,
            "overlap": 0 < self.overlap < 1,
        }
        for name, fine in allowed.items():
            if not fine:
                raise ValueError(f"{name} cannot be {getattr(self, name)!r}")


DEFAULT = Parameters()
"""What keeps most of what people look at, and cuts few faces."""

PUBLISHED = Parameters(
    face=10.0, centre=0.0, salient_from=128, ring=3.0, attenuation=0.9, half_decay=0.5, keep=0.0, cut=0.0
)
"""The method as published, α and k in the middle of their ranges."""


@dataclass(frozen=True, slots=True)
class Nomination:
    """The crops of one size at a grid of places, and how good each is.

    Attributes:
        crop: their size, in pixels of the picture.
        lefts: left edges, in pixels of the picture (N).
        tops: top edges (M).
        scores: M × N, at most 1.
    """

    crop: Size
    lefts: Line
    tops: Line
    scores: Plane

    def box(self, row: int, column: int) -> Box:
        """The crop at a place."""
        return Box(int(self.lefts[column]), int(self.tops[row]), self.crop.width, self.crop.height)

    def overlaps(self, box: Box) -> Plane:
        """Intersection over union of a box with the crop at each place: M × N."""
        across = _shared(self.lefts, self.crop.width, np.array([box.x]), np.array([box.width]))
        down = _shared(self.tops, self.crop.height, np.array([box.y]), np.array([box.height]))
        shared = down @ across.T
        return np.asarray(shared / (self.crop.pixels + box.width * box.height - shared))


def nominate(
    heat: Heat, faces: Sequence[Box], size: Size, crops: Sequence[Size], parameters: Parameters
) -> list[Nomination]:
    """How good crops of some sizes are, wherever they may lie in a picture.

    A score is the sum of the mask under the matrix as a share of the sum of the whole mask, with what the faces add and
    take off. Where the mask holds nothing and there are no faces, all scores are 0.

    Args:
        heat: the picture's saliency, at any resolution.
        faces: in pixels of the picture; what lies outside of it does not count.
        size: of the picture.
        crops: the sizes, none larger than the picture.
        parameters: how.
    """
    inside = [face for face in (_clipped(face, size) for face in faces) if min(face.width, face.height) > 0]
    mask = _mask(heat, inside, size, parameters)
    sums = np.asarray(cv2.integral(mask), np.float64)
    return [_nominate(sums, inside, size, crop, parameters) for crop in crops]


def _clipped(box: Box, size: Size) -> Box:
    left, top = max(box.x, 0), max(box.y, 0)
    return Box(left, top, min(box.x + box.width, size.width) - left, min(box.y + box.height, size.height) - top)


def _mask(heat: Heat, faces: Sequence[Box], size: Size, parameters: Parameters) -> Plane:
    """What is worth keeping. The lines at the border are 0, so that the picture's own edge cuts nothing."""
    shrunk = parameters.mask_side / max(size.width, size.height)
    width, height = max(1, round(size.width * shrunk)), max(1, round(size.height * shrunk))
    small = np.asarray(cv2.resize(heat, (width, height), interpolation=cv2.INTER_AREA), np.uint8)
    graded = small / 255 if parameters.salient_from is None else small >= parameters.salient_from
    mask = np.asarray(graded * parameters.salience, np.float64)
    middle = centre_prior(small)
    mask += middle * (parameters.centre * mask.sum() / middle.sum())
    faced = np.zeros_like(mask)
    for face in faces:
        left, top = int(face.x * width / size.width), int(face.y * height / size.height)
        right = max(left + 1, round((face.x + face.width) * width / size.width))
        bottom = max(top + 1, round((face.y + face.height) * height / size.height))
        faced[top:bottom, left:right] = parameters.face
    mask += faced
    mask[[0, -1], :] = 0
    mask[:, [0, -1]] = 0
    return mask


class _Side(NamedTuple):
    """One side of a picture, of its mask, and of the crop, the first and the last in pixels of the picture."""

    picture: int
    mask: int
    crop: int

    @property
    def matrix(self) -> int:
        """Side of the matrix, in pixels of the mask."""
        return max(1, round(self.crop * self.mask / self.picture))


@dataclass(frozen=True, slots=True)
class _Axis:
    """Where crops lie along one side.

    Attributes:
        places: their first edges, in pixels of the picture (N).
        outer: first and last edges of the matrix, in pixels of the mask (N each).
        inner: those of what its ring encloses.
        centre: those of its centre.
    """

    places: Line
    outer: tuple[Line, Line]
    inner: tuple[Line, Line]
    centre: tuple[Line, Line]


def _axis(side: _Side, rim: int, parameters: Parameters) -> _Axis:
    """Places evenly along a side, both ends and the middle among them.

    Args:
        side: which.
        rim: how thick the matrix's ring is, in pixels of the mask.
        parameters: stride and half-decay length.
    """
    matrix = side.matrix
    room = side.mask - matrix
    starts = _spread(room, room, parameters.stride)
    inner = matrix - 2 * rim
    centre = max(1, round(parameters.half_decay * inner))
    before = rim + (inner - centre) // 2
    return _Axis(
        _spread(side.picture - side.crop, room, parameters.stride),
        (starts, starts + matrix),
        (starts + rim, starts + matrix - rim),
        (starts + before, starts + before + centre),
    )


def _spread(length: int, room: int, stride: int) -> Line:
    """Whole numbers evenly from 0 to `length`, the middle, rounded down, among them.

    They are so many that in `room` they would be at most `stride` apart; where there is no room, only the middle.
    """
    halves = -(-room // (2 * stride))
    if halves == 0:
        return np.array([length // 2])
    return (2 * np.arange(2 * halves + 1) * length + 2 * halves - 1) // (4 * halves)


def _nominate(sums: Plane, faces: Sequence[Box], size: Size, crop: Size, parameters: Parameters) -> Nomination:
    height, width = sums.shape[0] - 1, sums.shape[1] - 1
    sides = _Side(size.width, width, crop.width), _Side(size.height, height, crop.height)
    # A matrix that is all ring would nominate what is least worth keeping.
    rim = 1 if min(side.matrix for side in sides) > 2 else 0
    across, down = (_axis(side, rim, parameters) for side in sides)
    scores = _convolved(sums, across, down, parameters) / max(float(sums[-1, -1]), 1e-9)
    if faces:
        kept, cut = _kept_and_cut(faces, crop, across.places, down.places)
        scores = (scores + parameters.keep * kept - parameters.cut * cut) / (1 + parameters.keep)
    return Nomination(crop, across.places, down.places, scores)


def _convolved(sums: Plane, across: _Axis, down: _Axis, parameters: Parameters) -> Plane:
    """The mask under the matrix at each place.

    The centre weighs W1 = 1, the corners W3 = α and the edges W2 = (1 + α) / 2, so the matrix inside of its ring is α,
    plus (1 − α) / 2 in the middle column, plus as much in the middle row.
    """
    inner = _boxes(sums, across.inner, down.inner)
    cross = _boxes(sums, across.centre, down.inner) + _boxes(sums, across.inner, down.centre)
    ring = _boxes(sums, across.outer, down.outer) - inner
    alpha = parameters.attenuation
    return np.asarray(alpha * inner + (1 - alpha) / 2 * cross - parameters.ring * ring)


def _boxes(sums: Plane, across: tuple[Line, Line], down: tuple[Line, Line]) -> Plane:
    """Sums over boxes, from an integral image, with their first and last edges across (N) and down (M): M × N."""
    rows = sums[down[1]] - sums[down[0]]
    return np.asarray(rows[:, across[1]] - rows[:, across[0]])


def _kept_and_cut(faces: Sequence[Box], crop: Size, lefts: Line, tops: Line) -> tuple[Plane, Plane]:
    """The shares of the faces that each crop keeps, and that it cuts: M × N, 0–1, twice.

    A face of which the share p is inside is kept by p, and cut by 4 · p · (1 − p): 1 when cut in half, 0 when whole or
    left out. Each weighs as much as it is long, so that a crowd in the distance does not outweigh who stands in front.
    """
    x, y, width, height = np.array([face.as_list() for face in faces]).T
    across = _shared(lefts, crop.width, x, width) / width
    down = _shared(tops, crop.height, y, height) / height
    weights = np.sqrt(width * height)
    weights /= weights.sum()
    kept, squared = (down * weights) @ across.T, (np.square(down) * weights) @ np.square(across).T
    return kept, 4 * (kept - squared)


def _shared(starts: Line, length: int, others: Line, lengths: Line) -> Plane:
    """How long the part is that each of N spans of one length has in common with each of F others: N × F."""
    first = np.maximum(starts[:, None], others)
    last = np.minimum(starts[:, None] + length, others + lengths)
    return np.asarray(np.maximum(last - first, 0), np.float64)
