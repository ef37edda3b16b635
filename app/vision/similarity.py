"""How alike two frames are, and whether a frame lies in a fade or a dissolve."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from app.domain.media import Image
from app.vision.judge import Feature

_LAYOUT = (12, 8)
"""Columns and rows of the coarse picture that stands for colour and layout."""

_HASHED = 32
"""Side of the grey square whose low frequencies make the hash."""

_SAME_HASH = 10
"""Bits of 64 by which the hashes of two copies of one picture may differ."""

_SAME_COLOURS = 45.0
"""Layout distance, in Lab, that such copies stay under; flat pictures of any two colours have one hash."""

_SAME_FEATURE = 0.95
"""Cosine of two features from which on two pictures show the same in the same way."""

_THUMB = (32, 18)

Thumb = npt.NDArray[np.float32]
"""A coarse grey picture, 18 × 32, 0–255."""


@dataclass(frozen=True, slots=True)
class Signature:
    """What a frame is compared by.

    Attributes:
        feature: the judge's.
        layout: its colours in a coarse layout (8 × 12 × 3, Lab).
        hash: its perceptual hash, 64 bits.
    """

    feature: Feature
    layout: npt.NDArray[np.float32]
    hash: int = 0


def signature(image: Image, feature: Feature) -> Signature:
    """The signature of a small picture whose feature the judge has found."""
    coarse = cv2.resize(image, _LAYOUT, interpolation=cv2.INTER_AREA).astype(np.float32) / 255
    return Signature(feature, np.asarray(cv2.cvtColor(coarse, cv2.COLOR_RGB2LAB), dtype=np.float32), _hash(image))


def _hash(image: Image) -> int:
    """The perceptual hash of a picture: which of its 8 × 8 lowest frequencies lie above their median.

    (Zauner, "Implementation and benchmarking of perceptual image hash functions", 2010; pHash.)
    """
    square = cv2.resize(image, (_HASHED, _HASHED), interpolation=cv2.INTER_AREA)
    lowest = cv2.dct(cv2.cvtColor(square, cv2.COLOR_RGB2GRAY).astype(np.float32))[:8, :8].ravel()
    # The first is the mean brightness, which says nothing of what is where.
    above = lowest > np.median(lowest[1:])
    return int.from_bytes(np.packbits(above).tobytes(), "big")


def alike(one: Signature, other: Signature) -> bool:
    """Whether two pictures are hardly different: copies at another size or compression, retouched, or a burst.

    What was measured is in `docs/decisions/0014-posts.md`, by `python -m tests.benchmarks.bench_similar DATA`.
    """
    if float(one.feature @ other.feature) >= _SAME_FEATURE:
        return True
    return (one.hash ^ other.hash).bit_count() <= _SAME_HASH and layout_distance(one, other) < _SAME_COLOURS


def similarity(one: Signature, other: Signature) -> float:
    """How alike two frames are, 0 (nothing in common) to 1 (the same).

    The mean of two judgements: the cosine of the features (what is seen, wherever it is), and the colour distance of
    the layouts (where it is), for which 40 units of Lab are "nothing in common".
    """
    cosine = float(one.feature @ other.feature)
    return (max(0.0, cosine) + max(0.0, 1 - layout_distance(one, other) / 40)) / 2


def layout_distance(one: Signature, other: Signature) -> float:
    """Mean colour distance of two coarse layouts, in units of Lab; blur and noise hardly change it."""
    return float(np.linalg.norm(one.layout - other.layout, axis=2).mean())


def thumb(image: Image) -> Thumb:
    """A coarse grey version of a picture, for comparison with its neighbours in time."""
    return np.asarray(
        cv2.cvtColor(cv2.resize(image, _THUMB, interpolation=cv2.INTER_AREA), cv2.COLOR_RGB2GRAY), np.float32
    )


def in_transition(thumbs: Sequence[Thumb], index: int) -> bool:
    """Whether a frame lies in a fade or a dissolve.

    In both, pictures are mixed in shares that change evenly, so a frame in the middle is the mean of those at equal
    distances before and after it, which differ strongly. Motion does not add up that way: what moved is in one place
    only. Looked at over several distances, since transitions last from a quarter of a second to several.

    Args:
        thumbs: consecutive frames.
        index: the frame in question.
    """
    reach = min(index, len(thumbs) - 1 - index)
    return any(_mixed(thumbs[index - step], thumbs[index], thumbs[index + step]) for step in _steps(reach)) or _fading(
        thumbs, index
    )


def _steps(reach: int) -> list[int]:
    return [step for step in (3, 6, 12) if step <= reach]


def _mixed(before: Thumb, here: Thumb, after: Thumb) -> bool:
    """Whether `here` is half of `before` and half of `after`, and these are different pictures."""
    change = float(np.abs(after - before).mean())
    error = float(np.abs(here - (before + after) / 2).mean())
    return change > 12 and error < 0.14 * change


def _fading(thumbs: Sequence[Thumb], index: int) -> bool:
    """Whether the frames around go evenly to or from a flat picture."""
    window = thumbs[max(0, index - 6) : index + 7]
    if len(window) < 5:
        return False
    contrast = np.array([float(picture.std()) for picture in window])
    steps = np.diff(contrast)
    one_way = bool(np.all(steps > -0.05) or np.all(steps < 0.05))
    weakest = max(float(contrast.min()), 1.0)
    alike = np.corrcoef(window[0].ravel(), window[-1].ravel())[0, 1] if contrast.min() > 0.5 else 1.0
    # The same picture throughout, whose contrast changes by a quarter in half a second, without a break.
    return one_way and float(contrast.max()) / weakest > 1.25 and float(alike) > 0.95
