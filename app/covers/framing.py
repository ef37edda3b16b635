"""What there is to see in a picture, and the best crops of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

import cv2
import numpy as np

from app.covers.proposals import propose
from app.domain.cover import Crop, Trait
from app.domain.faces import Face
from app.domain.geometry import Aspect, Box, Size
from app.domain.media import Frame, Heat
from app.domain.messages import Message
from app.vision.crop_scorer import CropScorer
from app.vision.faces import FaceFinder, in_full
from app.vision.saliency import Saliency

PROPOSED = 8
"""How many proposals the scorer is asked about."""

ALONG = 17
"""How many crops of the largest size, evenly along the picture, it is asked about besides."""

OVERLAP = 0.65
"""Intersection over union up to which two crops are worth telling apart."""

KEPT_WEIGHT = 0.5
"""Weight of the share of the saliency that a crop keeps; the rest is what the scorer says. Without it crops please the
judges more and lose what people look at; `docs/decisions/0010-crop-proposals.md` has the exchange."""

CUT = 20.0
"""Points that a crop loses for cutting the only face through the middle."""

SMALLER = 25.0
"""Points that a crop loses with its size, in proportion to what its sides are shorter than those of the largest."""

MIDDLE = 1.0
"""Points for lying in the middle, as everybody expects."""


_SPOKEN_OF = 0.08
"""Height, as a share of the crop's, from which on a face is spoken of."""

_WHOLE, _OUTSIDE = 0.97, 0.05
"""Shares of a face inside of a crop: from the first on it is whole, up to the second it is left out."""

_LEFT_OUT = 0.5
"""Height of a face that is left out, as a share of the tallest one inside, from which on it is missed."""

_OFF_CENTRE, _SPREAD = 0.06, 0.2
"""How far from the middle, and how widely about its own, saliency may lie for a subject to be in the centre; shares of
the crop's sides. A uniform map has a spread of 0.29."""


@dataclass(frozen=True, slots=True)
class Framing:
    """The crops of a picture, and what they were chosen by.

    Attributes:
        crops: best first, in pixels of the picture at full resolution; never empty.
        heat: its saliency, small.
        faces: in pixels of the picture at full resolution, surest first.
        size: of the picture at full resolution.
    """

    crops: tuple[Crop, ...]
    heat: Heat = field(repr=False, compare=False)
    faces: tuple[Face, ...]
    size: Size

    @property
    def traits(self) -> tuple[Trait, ...]:
        """What the best crop shows of faces and subject: only what is plain to see."""
        crop = self.crops[0].box
        shares = {face.box: crop.shared(face.box) / face.box.area for face in self.faces if _counts(face.box, crop)}
        inside = {face: share for face, share in shares.items() if share > _OUTSIDE}
        tallest = max((face.height for face in inside), default=0)
        missed = any(face.height >= _LEFT_OUT * tallest for face in shares.keys() - inside.keys())
        traits = []
        if inside and min(inside.values()) < _WHOLE:
            traits.append(Trait.FACE_CUT)
        elif inside and not missed:  # who sees the picture beside it would not call a face that is gone "not cut"
            traits.append({1: Trait.ONE_FACE, 2: Trait.TWO_FACES}.get(len(inside), Trait.FACES))
        if not inside and self._centred(crop):
            traits.append(Trait.CENTRED)
        return tuple(traits)

    def _centred(self, crop: Box) -> bool:
        """Whether what is salient is in one place, in the middle of a crop."""
        heat = self.heat
        part = crop.scaled(heat.shape[1] / self.size.width, heat.shape[0] / self.size.height)
        shown = heat[part.y : part.y + part.height, part.x : part.x + part.width].astype(np.float64)
        if not shown.any():
            return False
        rows, columns = np.indices(shown.shape)
        places = (rows / shown.shape[0], columns / shown.shape[1])
        middle = [float(np.average(place, weights=shown)) for place in places]
        spread = [
            float(np.average(np.square(place - mean), weights=shown)) ** 0.5
            for place, mean in zip(places, middle, strict=True)
        ]
        return max(abs(mean - 0.5) for mean in middle) < _OFF_CENTRE and max(spread) < _SPREAD


def _counts(face: Box, crop: Box) -> bool:
    """Whether a face is large enough to be spoken of."""
    return face.height >= _SPOKEN_OF * crop.height


class Framer:
    """Finds crops, ready to run in one thread. What it looks with is loaded when it is first needed."""

    def __init__(self, backend: str = "auto", threads: int = 1) -> None:
        """Make ready.

        Args:
            backend: what the networks should run on, one of `app.domain.backends.BACKENDS`.
            threads: their threads where that is the CPU.
        """
        self._backend = backend
        self._threads = threads

    @cached_property
    def _saliency(self) -> Saliency:
        return Saliency(backend=self._backend, threads=self._threads)

    @cached_property
    def _finder(self) -> FaceFinder:
        return FaceFinder(self._backend, self._threads)

    @cached_property
    def _scorer(self) -> CropScorer:
        return CropScorer(self._backend, self._threads)

    @property
    def notice(self) -> Message | None:
        """What is to be said about the backend; None for nothing. Loads what is not loaded yet.

        Raises:
            BrokenModel: the installation is damaged.
        """
        return self._saliency.notice or self._finder.notice or self._scorer.notice

    @property
    def versions(self) -> dict[str, str]:
        """The versions of the networks that it looks with, by what they are called. Loads what is not loaded yet."""
        found = {"faces": self._finder.version, "crops": self._scorer.version}
        return found if self._saliency.version is None else {"saliency": self._saliency.version, **found}

    def frame(self, frame: Frame, aspect: Aspect, top: int) -> Framing:
        """Find faces and crops.

        The crops that are weighed are the proposals, and crops of the largest size all along the picture; the scorer
        chooses among them. The best does not depend on `top`.

        Args:
            frame: the picture, of which the small version is looked at.
            aspect: the wanted shape. The picture's own needs no choice: it is the whole picture.
            top: how many crops at most, at least 1.

        Raises:
            BrokenModel: the installation is damaged.
        """
        heat = self._saliency.small(frame.image)
        faces = tuple(in_full(face, frame) for face in self._finder.find(frame.image))
        boxes = [face.box for face in faces]
        if aspect.ratio is None:
            return Framing(tuple(propose(heat, boxes, frame.size, aspect, top)), heat, faces, frame.size)
        proposed = [crop.box for crop in propose(heat, boxes, frame.size, aspect, PROPOSED)]
        asked = list(dict.fromkeys([*along(frame.size, aspect), *proposed]))
        crops = _apart(self._rated(frame, asked, boxes, heat), top)
        return Framing(tuple(crops), heat, faces, frame.size)

    def rate(self, frame: Frame, aspect: Aspect, box: Box, framing: Framing) -> Crop:
        """Rate any crop of a picture as the proposed ones are, so that their scores can be compared.

        Args:
            frame: the picture.
            aspect: the shape that its crops are compared in.
            box: the crop, inside of the picture, in its pixels at full resolution.
            framing: what is known of the picture.

        Raises:
            BrokenModel: the installation is damaged.
        """
        faces = [face.box for face in framing.faces]
        return self._rated(frame, [aspect.largest_in(frame.size), box], faces, framing.heat)[1]

    def _rated(self, frame: Frame, crops: Sequence[Box], faces: Sequence[Box], heat: Heat) -> list[Crop]:
        """Crops of one shape, the largest first among them, with their scores."""
        height, width = frame.image.shape[:2]
        across, down = width / frame.size.width, height / frame.size.height
        told = self._scorer.rate(frame.image, [crop.scaled(across, down) for crop in crops])
        largest = crops[0]
        middle = ((frame.size.width - largest.width) // 2, (frame.size.height - largest.height) // 2)
        rated = []
        for crop, liked, kept in zip(crops, told, kept_shares(heat, crops, frame.size), strict=True):
            score = (1 - KEPT_WEIGHT) * liked + KEPT_WEIGHT * 100 * kept
            score -= CUT * cut_share(crop, faces) + SMALLER * (1 - crop.width / largest.width)
            if (crop.x, crop.y) == middle and crop.width == largest.width:
                score += MIDDLE
            rated.append(Crop(crop, min(100.0, max(0.0, score))))
        return rated


def along(size: Size, aspect: Aspect) -> list[Box]:
    """Crops of the largest size evenly along a picture, the one in the middle among them; at most `ALONG`."""
    largest = aspect.largest_in(size)
    across, down = size.width - largest.width, size.height - largest.height
    steps = [step / (ALONG - 1) for step in range(ALONG)]
    places = [Box(int(across * step), int(down * step), largest.width, largest.height) for step in steps]
    places[ALONG // 2] = largest
    return list(dict.fromkeys(places))


def cut_share(crop: Box, faces: Sequence[Box]) -> float:
    """How far a crop cuts faces, 0 (each is whole or left out) to 1 (all are cut through the middle).

    A face of which the share p is inside counts 4 · p · (1 − p), and as much as its side is long.
    """
    weights = [face.area**0.5 for face in faces]
    inside = [crop.shared(face) / face.area for face in faces]
    cut = sum(weight * 4 * share * (1 - share) for weight, share in zip(weights, inside, strict=True))
    return cut / sum(weights) if weights else 0.0


def kept_shares(heat: Heat, crops: Sequence[Box], size: Size) -> list[float]:
    """The share of the saliency that each of some crops keeps, 0–1; where nothing is salient, that of the area.

    Args:
        heat: at any resolution.
        crops: in pixels of the picture.
        size: of the picture.
    """
    height, width = heat.shape
    sums = cv2.integral(heat if heat.any() else np.ones_like(heat))
    found = []
    for crop in crops:
        part = crop.scaled(width / size.width, height / size.height)
        right, bottom = min(width, part.x + part.width), min(height, part.y + part.height)
        left, top = min(part.x, right), min(part.y, bottom)
        inside = sums[bottom, right] - sums[top, right] - sums[bottom, left] + sums[top, left]
        found.append(float(inside) / float(sums[-1, -1]))
    return found


def _apart(crops: Sequence[Crop], top: int) -> list[Crop]:
    """The best crops, best first, of which no two are nearly the same."""
    found: list[Crop] = []
    for crop in sorted(crops, key=lambda one: one.score, reverse=True):
        if len(found) < top and all(crop.box.overlap(other.box) <= OVERLAP for other in found):
            found.append(crop)
    return found
