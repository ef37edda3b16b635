"""Looking for the best quality whose file is not larger than wanted, in few encodes.

Somebody has an idea beforehand how file sizes follow the quality. So the first guess is near, each file that was made
corrects the idea, and two on either side enclose the answer.
"""

from __future__ import annotations

import bisect
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

ENCODES = 6
"""At most so many files are made."""

WITHIN = 0.05
"""A file may be smaller than wanted by this share, and not larger at all."""

_AIM = 1 - WITHIN / 2

_FURTHER = 0.012
"""Nepers for each file in a row that misses on the same side."""

_BEYOND = 0.3
"""And of what the last of them missed by, this share."""

_NEAR = 0.006
"""Nepers that a guess may be off: nothing is gained by a better one."""

Expected = Callable[[float, int], float]
"""Nepers of bytes, without those that are always the same, that are expected for a quality (1–100) and a softness."""


@dataclass(frozen=True, slots=True)
class Scale:
    """What a format offers.

    Attributes:
        qualities: those that make different files and are worth their bytes, growing, 1–100.
        softest: degrees of softness there are besides none; they need not be in the order of what they make of a file.
    """

    qualities: tuple[float, ...]
    softest: int


@dataclass(frozen=True, slots=True)
class Try:
    """A file that was made.

    Attributes:
        quality: 1–100.
        softness: degree, 0 for the picture as it is.
        data: the file.
    """

    quality: float
    softness: int
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
    write: Callable[[float, int], bytes], target: int, scale: Scale, expected: Expected, overhead: int = 0
) -> Found:
    """Make files until one is at most `target` bytes large and at least 95 % of that, or the best quality fits.

    Where one step of the quality is too much, the picture is softened by a little instead: that is less of a loss than
    the whole step down.

    Args:
        write: makes the file for a quality (1–100) and a softness (degree).
        target: bytes.
        scale: the qualities there are.
        expected: how large files of them are thought to be.
        overhead: bytes of a file that do not depend on the quality.
    """
    hunt = _Hunt(target, scale, expected, overhead)
    for left in reversed(range(ENCODES)):
        quality, softness = hunt.next(last=left == 0)
        hunt.learn(Try(quality, softness, write(quality, softness)))
        if hunt.settled:
            break
    return Found(hunt.best, hunt.least, hunt.encodes)


class _Hunt:
    """What is known on the way."""

    def __init__(self, target: int, scale: Scale, expected: Expected, overhead: int) -> None:
        self._target = target
        self._overhead = min(overhead, target // 2)
        self._aim = self._nepers(_AIM * target)
        self._scale = scale
        self._expected = expected
        # The qualities that have not been found too low or too high, by their numbers; empty once two meet.
        self._open = range(len(scale.qualities))
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
        at_best = not self._open and self._over is None
        at_worst = not self._open and self._open.start == 0
        return at_best or at_worst or len(self._softened) == self._scale.softest

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
        number = bisect.bisect_left(self._scale.qualities, new.quality)
        if self._small(new):
            self._open = range(number + 1, self._open.stop)
        else:
            self._open = range(self._open.start, number)
            self._over = new

    def next(self, *, last: bool) -> tuple[float, int]:
        """Quality and softness of the file to be made now."""
        if last and self.best is None:
            return self._scale.qualities[0], 0
        if self._over is not None and not self._open:
            return self._over.quality, self._softness(self._over)
        return self._quality(), 0

    def _quality(self) -> float:
        """Where what is expected, corrected by what is known, meets the aim."""
        further = 0.0
        if self._streak:
            # Who comes nearer from one side only has a wrong idea of the slope, and is sent further.
            missed = self._aim - self._nepers(len(self._plain[-1].data))
            further = math.copysign(_FURTHER * self._streak, missed) + _BEYOND * missed

        def miss(quality: float) -> float:
            return self._expected(quality, 0) + self._height(quality) - self._aim - further

        return _crossing(miss, self._scale.qualities[self._open.start : self._open.stop])

    def _height(self, quality: float) -> float:
        """Nepers by which files are larger than expected: a line through what is known, and on at either end."""
        known = sorted((other.quality, self._nepers(len(other.data))) for other in self._plain)
        points = [(place, nepers - self._expected(place, 0)) for place, nepers in known]
        if len(points) < 2:
            return points[0][1] if points else 0.0
        right = next((number for number, (place, _) in enumerate(points) if place >= quality), len(points) - 1)
        (start, one), (end, other) = points[max(1, right) - 1], points[max(1, right)]
        return one + (other - one) * (quality - start) / (end - start)

    def _softness(self, over: Try) -> int:
        """How soft the picture should be for a quality that is a little too much."""
        known = {0: self._nepers(len(over.data))}
        known |= {other.softness: self._nepers(len(other.data)) for other in self._softened}
        end = min((degree for degree, nepers in known.items() if nepers <= self._aim), default=None)
        start = max(degree for degree, nepers in known.items() if nepers > self._aim and degree < (end or math.inf))
        if end is not None and end - start > 1:
            share = (known[start] - self._aim) / (known[start] - known[end])
            return min(end - 1, max(start + 1, round(start + share * (end - start))))
        wrong = known[start] - self._expected(over.quality, start)
        degrees = [degree for degree in range(1, self._scale.softest + 1) if degree not in known]
        further = [degree for degree in degrees if degree > start] or degrees
        return min(further, key=lambda degree: abs(self._expected(over.quality, degree) + wrong - self._aim))

    def _small(self, made: Try) -> bool:
        return len(made.data) <= self._target

    def _nepers(self, size: float) -> float:
        return math.log(max(1.0, size - self._overhead))


def _crossing(miss: Callable[[float], float], places: Sequence[float]) -> float:
    """The place, of growing ones, at which a function that does not fall comes nearest to zero; the last of equals."""
    low, middle, high = 0, len(places) - 1, len(places) - 1
    nearest, found = math.inf, places[-1]
    while low <= high and nearest > _NEAR:
        value = miss(places[middle])
        if abs(value) < nearest:
            nearest, found = abs(value), places[middle]
        low, high = (low, middle - 1) if value > 0 else (middle + 1, high)
        middle = (low + high) // 2
    return found
