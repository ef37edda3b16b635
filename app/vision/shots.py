"""Where one shot ends and the next begins, found from small frames.

Two neighbouring frames differ as much as their colour histograms and their layouts do. Between frames that lie seconds
apart, motion alone makes a difference, and how much depends on the footage: what counts as a boundary is set by the
differences around it (Yusoff, Christmas, Kittler, "Video shot cut detection using adaptive thresholding", BMVC 2000:
mean and spread in a sliding window), never below a floor. Histograms after Zhang, Kankanhalli, Smoliar, "Automatic
partitioning of full-motion video", Multimedia Systems 1 (1993); the layout is compared as zero-mean normalised
correlation, so that a change of light is no boundary.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from app.domain.media import Image, Moment

_GRID = (32, 18)
_BINS = (12, 4, 4)
_FLOOR_FAR = 0.45
_FLOOR_NEXT = 0.3
_REACH = 5
"""Differences to either side that the threshold is made of."""

_SPREADS = 3.0
"""Standard deviations above the mean of its surroundings that make a difference stand out."""

_SURE = 0.75
"""A difference that is a boundary whatever surrounds it: two pictures with nothing in common."""

_RATIO = 2.5
"""How many times as large as the mean of those beside it a difference between neighbours is at a cut; the ratio as in
PySceneDetect's adaptive detector."""

_LONGEST = 1.0
"""A dissolve takes so many seconds at the most."""

_CALM = 0.25
"""What differs less than this is the same view."""

_SHORTEST = 0.5
"""Of boundaries nearer to one another than this, in seconds, only the strongest is kept: flashes, fades in steps."""

_NEXT = 0.2
"""Frames no further apart than this, in seconds, are neighbours: between them, motion makes little difference."""

Vector = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Signature:
    """What is compared of a frame.

    Attributes:
        colours: histogram of hue, saturation and value, with sum 1.
        layout: grey values in a coarse grid, with mean 0 and norm 1; zero for a picture of one grey.
    """

    colours: Vector
    layout: Vector


@dataclass(frozen=True, slots=True)
class Boundary:
    """A change of shot between two frames: `after` is the last known of one shot, `before` the first of the next."""

    after: Moment
    before: Moment

    @property
    def seconds(self) -> float:
        """When the next shot begins, or at the latest."""
        return self.before.seconds

    @property
    def doubt(self) -> float:
        """How much earlier it may begin, in seconds."""
        return self.before.seconds - self.after.seconds


def signature(image: Image) -> Signature:
    """The signature of a small picture; takes about a tenth of a millisecond at 448 pixels."""
    small = cv2.resize(image, (96, 54), interpolation=cv2.INTER_AREA)
    hsv = cv2.cvtColor(small, cv2.COLOR_RGB2HSV)
    counts = cv2.calcHist([hsv], [0, 1, 2], None, list(_BINS), [0, 180, 0, 256, 0, 256]).ravel()
    grey = cv2.resize(cv2.cvtColor(small, cv2.COLOR_RGB2GRAY), _GRID, interpolation=cv2.INTER_AREA)
    layout = grey.astype(np.float32).ravel()
    layout -= layout.mean()
    norm = float(np.linalg.norm(layout))
    # Noise in a blank picture is no layout: a spread of two grey values.
    layout = layout / norm if norm > 2 * layout.size**0.5 else np.zeros_like(layout)
    return Signature(np.asarray(counts / max(1.0, float(counts.sum())), np.float32), np.asarray(layout, np.float32))


def difference(one: Signature, other: Signature) -> float:
    """How different two frames are, 0 (alike) to 1 (nothing in common)."""
    colours = 1 - float(np.minimum(one.colours, other.colours).sum())
    if not one.layout.any() or not other.layout.any():
        layout = 0.0 if not one.layout.any() and not other.layout.any() else 1.0
    else:
        layout = float(np.clip(1 - one.layout @ other.layout, 0, 1))
    return (colours + layout) / 2


def outstanding(differences: Sequence[float], floors: Sequence[float]) -> list[int]:
    """Which of the differences between neighbours stand out.

    Args:
        differences: in order of time, 0–1.
        floors: the least difference that counts, for each.
    """
    found = []
    for number, (value, floor) in enumerate(zip(differences, floors, strict=True)):
        around = [*differences[max(0, number - _REACH) : number], *differences[number + 1 : number + 1 + _REACH]]
        # The largest around it may be boundaries themselves, and must not hide this one.
        calm = sorted(around)[: max(1, len(around) * 2 // 3)] if around else [0.0]
        threshold = max(floor, float(np.mean(calm) + _SPREADS * np.std(calm)))
        if value >= min(threshold, max(_SURE, floor)):
            found.append(number)
    return found


def boundaries(frames: Sequence[tuple[Moment, Signature]]) -> list[Boundary]:
    """Between which of some frames, in order of time, the shot changes; how near these are is how exact it is."""
    pairs = list(itertools.pairwise(frames))
    differences = [difference(one[1], other[1]) for one, other in pairs]
    floors = [_FLOOR_NEXT if _apart(one[0], other[0]) <= _NEXT else _FLOOR_FAR for one, other in pairs]
    kept: list[int] = []
    for number in sorted(outstanding(differences, floors), key=lambda number: -differences[number]):
        before, begin = pairs[number][0][0], pairs[number][1][0]
        # Between frames that lie apart there may well be two boundaries in a row.
        near = _apart(before, begin) <= _NEXT
        if not near or all(abs(_apart(pairs[other][1][0], begin)) >= _SHORTEST for other in kept):
            kept.append(number)
    return [Boundary(pairs[number][0][0], pairs[number][1][0]) for number in sorted(kept)]


def located(rough: Boundary, between: Iterable[tuple[Moment, Image]], stop: Callable[[], bool]) -> Boundary | None:
    """The boundary between two neighbouring frames.

    Args:
        rough: found between frames that lie apart.
        between: all frames from `rough.after` on; only read up to `rough.before`.
        stop: asked after each frame; if it becomes true, the answer is as exact as what was read by then.

    Returns:
        None where the picture changes little by little and no boundary is to be seen, as in a pan.
    """
    seen: list[tuple[Moment, Signature]] = []
    for moment, image in between:
        if moment > rough.before:
            break
        seen.append((moment, signature(image)))
        if len(seen) > 1 and difference(seen[-2][1], seen[-1][1]) >= _SURE:
            return Boundary(seen[-2][0], moment)
        if stop() and moment < rough.before:
            return Boundary(max(moment, rough.after), rough.before)
    differences = [difference(one[1], other[1]) for one, other in itertools.pairwise(seen)]
    if not differences:
        return rough
    largest = int(np.argmax(differences))
    beside = [*differences[max(0, largest - _REACH) : largest], *differences[largest + 1 : largest + 1 + _REACH]]
    # A camera that is swung round makes large differences one after the other, a cut a single one.
    if differences[largest] >= max(_FLOOR_NEXT, _RATIO * float(np.mean(beside)) if beside else 0.0):
        return Boundary(seen[largest][0], seen[largest + 1][0])
    return _dissolved(seen, rough)


def _dissolved(seen: Sequence[tuple[Moment, Signature]], rough: Boundary) -> Boundary | None:
    """A change within a second from one calm shot to another, as a dissolve is; None where there is none.

    Without calm on both sides it cannot be told from a camera that is swung round or something that passes by.
    """
    best, place, begin = _FLOOR_FAR, 0, 0
    for end in range(1, len(seen)):
        while _apart(seen[begin][0], seen[end][0]) > _LONGEST:
            begin += 1
        calm = max(difference(seen[0][1], seen[begin][1]), difference(seen[end][1], seen[-1][1])) < _CALM
        change = difference(seen[begin][1], seen[end][1])
        if calm and begin > 0 and end < len(seen) - 1 and change > best:
            best, place = change, (begin + end + 1) // 2
    return Boundary(max(rough.after, seen[place - 1][0]), seen[place][0]) if place else None


def _apart(one: Moment, other: Moment) -> float:
    return other.seconds - one.seconds
