"""Looking for the best quality whose file is not larger than wanted, in few encodes.

File sizes follow the quality along nearly the same curve for all pictures, only higher or lower; how high, a look at
the fine detail tells. So the first guess is near, each file that was made corrects it, and two on either side enclose
the answer.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

ENCODES = 6
"""At most so many files are made."""

WITHIN = 0.05
"""A file may be smaller than wanted by this share, and not larger at all."""

_AIM = 1 - WITHIN / 2

_FURTHER = 0.012
"""Nepers for each file in a row that misses on the same side."""

QUALITIES = (1, 3, 6, 10, 20, 35, 50, 65, 80, 88, 92, 95, 97, 98, 99, 100)
"""Where curves are given."""

_FINE = np.linspace(1, 100, 991)


@dataclass(frozen=True, slots=True)
class Curve:
    """What is known of a format before anything is encoded.

    Attributes:
        shape: nepers of bytes at `QUALITIES`, above those at 80.
        detail: slope and height of the nepers of bits per pixel at 80 over those of the detail (`encoders.detail`).
        step: the least difference of quality that makes another file.
        top: the highest quality that is worth its bytes.
        softest: nepers by which the softest picture makes a smaller file, until two files have told.
    """

    shape: tuple[float, ...]
    detail: tuple[float, float]
    step: float
    top: float = 100
    softest: float = 0.35

    def offset(self, detail: float, pixels: int) -> float:
        """The height of the curve of a picture: nepers of bytes at quality 80."""
        slope, height = self.detail
        return slope * math.log(detail) + height + math.log(pixels / 8)

    def at(self, quality: float) -> float:
        """Nepers above the height."""
        return float(np.interp(quality, QUALITIES, self.shape))


@dataclass(frozen=True, slots=True)
class Try:
    """A file that was made.

    Attributes:
        quality: 1–100.
        softness: 0 (the picture as it is) to 1.
        data: the file.
    """

    quality: float
    softness: float
    data: bytes


@dataclass(frozen=True, slots=True)
class Found:
    """What a search ended with.

    Attributes:
        best: the largest file that is small enough; None if none is.
        least: bytes of the smallest file that was made.
        encodes: how many were made.
    """

    best: Try | None
    least: int
    encodes: int


def search(
    write: Callable[[float, float], bytes], target: int, curve: Curve, offset: float, overhead: int = 0
) -> Found:
    """Make files until one is at most `target` bytes large and at least 95 % of that, or the best quality fits.

    Where one step of the quality is too much, the picture is softened by a little instead: that is less of a loss than
    the whole step down.

    Args:
        write: makes the file for a quality (1–100) and a softness (0–1).
        target: bytes.
        curve: how file sizes follow the quality.
        offset: height of the curve for this picture.
        overhead: bytes of a file that do not depend on the quality.
    """
    hunt = _Hunt(target, curve, offset, overhead)
    for left in reversed(range(ENCODES)):
        quality, softness = hunt.next(last=left == 0)
        hunt.learn(Try(quality, softness, write(quality, softness)))
        if hunt.settled:
            break
    return Found(hunt.best, hunt.least, hunt.encodes)


class _Hunt:
    """What is known on the way."""

    def __init__(self, target: int, curve: Curve, offset: float, overhead: int) -> None:
        self._target = target
        self._overhead = min(overhead, target // 2)
        self._aim = self._nepers(_AIM * target)
        self._curve = curve
        self._offset = offset
        self._fits: Try | None = None
        self._over: Try | None = None
        self._streak = 0
        self._plain: list[Try] = []
        self._softened: list[Try] = []
        self.best: Try | None = None
        self.least = 2**63
        self.encodes = 0

    @property
    def settled(self) -> bool:
        """Whether there is nothing to gain."""
        if self.best is not None and len(self.best.data) >= (1 - WITHIN) * self._target:
            return True
        at_best = self._fits is not None and self._fits.quality >= self._curve.top
        at_worst = self._over is not None and self._over.quality <= 1
        too_soft = any(self._small(other) is False and other.softness >= 1 for other in self._softened)
        return at_best or at_worst or too_soft

    def learn(self, new: Try) -> None:
        """Take in a file."""
        self.encodes += 1
        self.least = min(self.least, len(new.data))
        if self._small(new) and (self.best is None or len(new.data) >= len(self.best.data)):
            self.best = new
        (self._softened if new.softness else self._plain).append(new)
        if new.softness:
            return
        same = bool(self._plain[1:]) and self._small(self._plain[-2]) is self._small(new)
        self._streak = self._streak + 1 if same else 0
        if self._small(new):
            self._fits = new
        else:
            self._over = new

    def next(self, *, last: bool) -> tuple[float, float]:
        """Quality and softness of the file to be made now."""
        if last and self.best is None:
            return 1.0, 0.0
        fits, over = self._fits, self._over
        if fits is not None and over is not None and over.quality - fits.quality <= self._curve.step * 1.001:
            return over.quality, self._softness(over)
        return self._quality(), 0.0

    def _quality(self) -> float:
        """Where the curve through what is known meets the aim, between what fits and what is too much."""
        step, top = self._curve.step, self._curve.top
        low = self._fits.quality + step if self._fits is not None else 1.0
        high = self._over.quality - step if self._over is not None else top
        # Who comes nearer from one side only has a wrong idea of the slope, and is sent further.
        further = _FURTHER * self._streak * (1 if self._plain and self._small(self._plain[-1]) else -1)
        misses = np.abs(np.interp(_FINE, QUALITIES, self._curve.shape) + self._heights() - self._aim - further)
        misses[(low > _FINE) | (high < _FINE)] = np.inf
        wanted = float(_FINE[int(np.argmin(misses))])
        return min(max(1.0, min(top, round(wanted / step) * step), low), max(low, high))

    def _heights(self) -> npt.NDArray[np.float64]:
        """The height of the curve at each quality: through what is known, and on in the same way on either side."""
        known = sorted(self._plain, key=lambda other: other.quality)
        if not known:
            return np.full(_FINE.shape, self._offset)
        places = [other.quality for other in known]
        heights = [self._nepers(len(other.data)) - self._curve.at(other.quality) for other in known]
        line = np.interp(_FINE, places, heights)
        if len(known) > 1:
            for (near, far), beyond in (((0, 1), places[0] > _FINE), ((-1, -2), places[-1] < _FINE)):
                slope = (heights[near] - heights[far]) / (places[near] - places[far])
                line[beyond] = heights[near] + slope * (_FINE[beyond] - places[near])
        return line

    def _softness(self, over: Try) -> float:
        """How soft the picture must be for a quality that is a little too much."""
        known = [(0.0, self._nepers(len(over.data)))]
        known += sorted((other.softness, self._nepers(len(other.data))) for other in self._softened)
        below = [point for point in known if point[1] <= self._aim]
        above = [point for point in known if point[1] > self._aim]
        start = max(above)
        end = min(below) if below else None
        if end is None:
            slope = self._curve.softest if len(above) == 1 else max(0.05, (known[0][1] - start[1]) / start[0])
            return min(1.0, start[0] + max(0.02, (start[1] - self._aim) / slope))
        share = (start[1] - self._aim) / max(1e-9, start[1] - end[1])
        return start[0] + min(0.95, max(0.05, share)) * (end[0] - start[0])

    def _small(self, made: Try) -> bool:
        return len(made.data) <= self._target

    def _nepers(self, size: float) -> float:
        return math.log(max(1.0, size - self._overhead))
