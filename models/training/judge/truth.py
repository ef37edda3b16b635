"""What must hold whatever anybody likes: worse versions score lower, rubbish scores low, and a logo changes little."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from app.domain.media import Image
from models.training.judge import decoys

Rate = Callable[[Image], tuple[float, float]]
"""From a picture to quality and appeal, 0–100."""


@dataclass(frozen=True, slots=True)
class Truth:
    """How far a judge holds what is known to be true.

    Attributes:
        ladders: for each degradation the share of neighbouring strengths (none, then 1–5) whose quality is in order.
        appeal_ladders: the same by appeal.
        decoys: share of the decoys whose appeal lies under the median of the real pictures.
        overlays: mean change of appeal, in points of 100, by a logo, a subtitle, black bars.
        soft_background: mean change of quality, in points, when the surroundings of a sharp middle are blurred.
        soft_everything: the same when the middle is blurred too.
    """

    ladders: dict[str, float]
    appeal_ladders: dict[str, float]
    decoys: float
    overlays: dict[str, float]
    soft_background: float
    soft_everything: float


def examine(rate: Rate, pictures: Sequence[Image], count: int, seed: int = 1) -> Truth:
    """Put a judge to the test.

    Args:
        rate: the judge.
        pictures: real ones, which it never saw.
        count: decoys.
        seed: of everything that is drawn.
    """
    random = np.random.default_rng(seed)
    plain = np.array([rate(picture) for picture in pictures])
    ladders = {way.__name__: _ladder(rate, pictures, plain, way, random) for way in decoys.DEGRADATIONS}
    median = float(np.median(plain[:, 1]))
    below = 0
    for number in range(count):
        make, _ = decoys.RUBBISH[number % len(decoys.RUBBISH)]
        height, width = pictures[number % len(pictures)].shape[:2]
        below += rate(make(random, height, width))[1] < median
    overlays = {
        name: float(np.mean([abs(rate(lay(random, p))[1] - was[1]) for p, was in zip(pictures, plain, strict=True)]))
        for name, lay in decoys.OVERLAYS.items()
    }
    background = [rate(decoys.soft_background(random, picture))[0] for picture in pictures]
    everything = [rate(_soft(picture))[0] for picture in pictures]
    return Truth(
        {name: quality for name, (quality, _) in ladders.items()},
        {name: appeal for name, (_, appeal) in ladders.items()},
        below / count,
        overlays,
        float(np.mean(background - plain[:, 0])),
        float(np.mean(everything - plain[:, 0])),
    )


def _ladder(
    rate: Rate, pictures: Sequence[Image], plain: np.ndarray, way: decoys.Degradation, random: np.random.Generator
) -> tuple[float, float]:
    """Shares of neighbouring steps in order, by quality and by appeal."""
    steps = []
    for picture, untouched in zip(pictures, plain, strict=True):
        chosen = decoys.worsening(way, picture)
        rungs = [untouched, *(rate(chosen(random, picture, severity)) for severity in range(1, 6))]
        steps.append(np.diff(np.array(rungs), axis=0) < 0)
    quality, appeal = np.concatenate(steps).mean(0)
    return float(quality), float(appeal)


def _soft(picture: Image) -> Image:
    """A picture out of focus."""
    return np.asarray(cv2.GaussianBlur(picture, (0, 0), max(picture.shape) / 90), np.uint8)
