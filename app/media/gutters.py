"""The paper between the panels of a long picture: bands of rows that run from one side to the other."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from app.domain.media import Image

Floats = npt.NDArray[np.float32]
Mask = npt.NDArray[np.bool_]

CHUNK = 2048
"""Rows that are looked at in one go, so that long pictures need no more memory than short ones."""

_CLEAN = 0.97
"""Share of a row that is paper, from which nothing lies on it; scroll bars and specks may."""

_LOOSE = 0.5
"""Share of a row that is paper, from which the row may be paper with a speech bubble on it."""

MAX_NOISE = 7.0
"""Median deviation (0–255) of a row of paper from its colour: grain, not texture."""

MOST_TOLERANCE = 28.0
"""How far (0–255) paper with grain is from its colour at most."""

_HARD = 0.55
"""Share of a block's width that must begin in one row, for its border to be straight."""

LEAST_PANEL = 0.12
"""Short side of the smallest panel, as a share of the picture's; what is smaller is a portrait or a button."""

_MOST = 800
"""Bands looked at in one picture, the tallest; more are texture or text."""


def difference(pixels: Image | Floats, colour: Floats) -> Floats:
    """Largest difference over the three channels, 0–255, of each pixel from a colour, or from that of its row."""
    red, green, blue = (np.abs(pixels[..., channel] - colour[..., channel]) for channel in range(3))
    return np.asarray(np.maximum(np.maximum(red, green), blue), np.float32)


@dataclass(frozen=True, slots=True)
class Band:
    """Rows of paper.

    Attributes:
        start: first row.
        stop: row after the last.
        first: colour of its first row, RGB.
        last: colour of its last row.
        above: how straight what is above ends: the share, 0–1, that ends in one row; 1 at the picture's end.
        below: how straight what is below begins.
        clean: whether some of its rows hold nothing but paper.
        tolerance: how far paper may be from its colour, 0–255.
        rims: at how many of its four corners it goes on along the picture's border, as margins do.
    """

    start: int
    stop: int
    first: Floats
    last: Floats
    above: float
    below: float
    clean: bool
    tolerance: float
    rims: int

    @property
    def height(self) -> int:
        """Number of rows."""
        return self.stop - self.start

    @property
    def hard(self) -> bool:
        """Whether straight borders are on both sides."""
        return min(self.above, self.below) >= _HARD

    @property
    def half_hard(self) -> bool:
        """Whether a straight border is on one side at least."""
        return max(self.above, self.below) >= _HARD

    @property
    def sound(self) -> bool:
        """Whether nothing but paper lies between two straight borders."""
        return self.hard and self.clean

    @property
    def plainness(self) -> float:
        """How usual its colour is for paper: 1 for white and black, −1 for a colour, between for greys."""
        if max(float(np.ptp(self.first)), float(np.ptp(self.last))) >= 14:
            return -1.0
        white, black = max(self.first.max(), self.last.max()) > 240, min(self.first.min(), self.last.min()) < 14
        return 1.0 if white or black else 0.3


@dataclass(frozen=True, slots=True)
class Rows:
    """What the rows of a picture look like.

    Attributes:
        sharp: the picture.
        image: the picture, blurred along its rows, so that grain goes and horizontal borders stay.
        colour: height × 3, the median of each row.
        noise: median deviation from it.
        tolerance: deviation up to which a pixel has the row's colour.
        paper: share of each row that has its colour.
    """

    sharp: Image
    image: Image
    colour: Floats
    noise: Floats
    tolerance: Floats
    paper: Floats

    def differing(self, rows: slice, paper: int) -> Mask:
        """Where rows have not the colour that row `paper` has."""
        return np.asarray(difference(self.image[rows], self.colour[paper]) > self.tolerance[paper], np.bool_)


def look_at_rows(image: Image) -> Rows:
    """Measure the rows of a picture."""
    blurred = np.asarray(cv2.blur(image, (5, 1)), np.uint8)
    height = image.shape[0]
    colour, noise = np.empty((height, 3), np.float32), np.empty(height, np.float32)
    tolerance, paper = np.empty(height, np.float32), np.empty(height, np.float32)
    for top in range(0, height, CHUNK):
        part = slice(top, top + CHUNK)
        rows = blurred[part, ::2].astype(np.float32)
        colour[part] = np.median(rows, axis=1)
        away = difference(rows, colour[part, None])
        noise[part] = np.median(away, axis=1)
        tolerance[part] = np.clip(4 * noise[part] + 6, 8, MOST_TOLERANCE)
        paper[part] = (away <= tolerance[part, None]).mean(1)
    return Rows(image, blurred, colour, noise, tolerance, paper)


def find_bands(rows: Rows, unit: int) -> list[Band]:
    """Bands of paper, from top to bottom.

    Args:
        rows: the rows.
        unit: the picture's width, which sizes are measured in.
    """
    flat = (rows.noise <= MAX_NOISE) & (rows.paper >= _LOOSE)
    found = []
    stretches = [stretch for stretch in runs(flat, _breaks(rows.colour)) if stretch[1] - stretch[0] >= 2]
    tallest = sorted(stretches, key=lambda stretch: stretch[0] - stretch[1])[:_MOST]
    for start, stop in sorted(tallest):
        parts = joined(runs(rows.paper[start:stop] >= _CLEAN), unit // 8)
        if not parts and not _passed(rows, start, stop, unit) and not _framed(rows, start, stop):
            found.append(_band(rows, start, stop, unit, clean=False))
        for number, (first, last) in enumerate(parts):
            top, bottom = start + first, start + last
            if number == 0 and first and _border(rows, start - 3, start + 1):
                top = start
            if number == len(parts) - 1 and bottom < stop and _border(rows, stop + 2, stop - 2):
                bottom = stop
            if not _framed(rows, top, bottom):
                found.append(_band(rows, top, bottom, unit, clean=True))
    return _without_frames([band for band in found if band.height >= max(2, unit // 200)], unit)


def _without_frames(bands: list[Band], unit: int) -> list[Band]:
    """Bands without those that are lines of panels' frames: equal ones above and below a higher band, a gutter."""
    frames = set()
    for over, gutter, under in zip(bands, bands[1:], bands[2:], strict=False):
        beside = gutter.start - over.stop <= 2 and under.start - gutter.stop <= 2
        thin = max(over.height, under.height) < gutter.height < LEAST_PANEL * unit
        if beside and thin and np.abs(over.last - under.first).max() <= max(over.tolerance, under.tolerance):
            frames |= {over.start, under.start}
    return [band for band in bands if band.start not in frames]


def _breaks(colour: Floats) -> Mask:
    """Rows that differ from the rows above by more than a gradient does, at once or within four rows."""
    steps = np.zeros(len(colour), np.float32)
    steps[1:] = np.abs(np.diff(colour, axis=0)).max(1)
    sharp = steps > 6 + 2 * np.median(_windows(steps, 5), axis=1)  # a thin line has four steps
    padded = np.pad(colour, ((2, 2), (0, 0)), mode="edge")
    wide = np.abs(padded[4:] - padded[:-4]).max(1)
    around = _windows(wide, 4)
    soft = (wide > 12) & (wide > 6 + 2 * np.maximum(around[:, 0], around[:, -1])) & (wide >= around[:, 2:7].max(1))
    return np.asarray(sharp | soft)


def _windows(values: Floats, reach: int) -> Floats:
    """Each value with those up to `reach` before and after it."""
    return np.lib.stride_tricks.sliding_window_view(np.pad(values, reach, mode="edge"), 2 * reach + 1)


def runs(wanted: Mask, breaks: Mask | None = None) -> list[tuple[int, int]]:
    """Start and stop of each run of true values; where `breaks` is true, a new run starts."""
    change = np.flatnonzero(np.diff(np.concatenate(([False], wanted, [False])).astype(np.int8)))
    found: list[tuple[int, int]] = []
    for start, stop in zip(change[::2].tolist(), change[1::2].tolist(), strict=True):
        inside = [] if breaks is None else (np.flatnonzero(breaks[start + 1 : stop]) + start + 1).tolist()
        found += zip([start, *inside], [*inside, stop], strict=True)
    return found


def joined(parts: list[tuple[int, int]], least: int) -> list[tuple[int, int]]:
    """Parts with less than `least` between them as one: no panel lies there."""
    found: list[tuple[int, int]] = []
    for start, stop in parts:
        if found and start - found[-1][1] < least:
            found[-1] = (found[-1][0], stop)
        else:
            found.append((start, stop))
    return found


def _border(rows: Rows, outside: int, inside: int) -> bool:
    """Whether a straight border lies between a row `outside` and a row `inside` of a band."""
    if not 0 <= outside < len(rows.colour):
        return True
    beyond = rows.differing(slice(outside, outside + 1), inside).mean()
    before = rows.differing(slice(inside, inside + 1), inside).mean()
    return bool(beyond - before >= 0.3 and beyond >= 0.5)


def _framed(rows: Rows, start: int, stop: int) -> bool:
    """Whether lines go down through a band on both sides: then it is the ground of a panel with a frame."""
    rim = 1 if stop - start > 4 else 0
    line = np.ones(rows.image.shape[1], np.bool_)
    for top in range(start + rim, stop - rim, CHUNK):
        part = slice(top, min(top + CHUNK, stop - rim))
        line &= (difference(rows.sharp[part], rows.colour[part, None]) > 16).all(0)
    over, under = rows.sharp[max(0, start - 6) : max(0, start - 1)], rows.sharp[stop + 1 : stop + 6]
    first, last = start + rim, stop - 1 - rim
    above = (difference(over, rows.colour[first]) > rows.tolerance[first]).any(0)
    below = (difference(under, rows.colour[last]) > rows.tolerance[last]).any(0)
    return crossed(line, np.asarray(above | below))


def _passed(rows: Rows, start: int, stop: int, unit: int) -> bool:
    """Whether a panel stands beside a band, with a gap between them that goes on above and below: not just a bubble."""
    reach = unit // 10
    top, bottom = max(0, start - reach), min(len(rows.colour), stop + reach)
    middle = (start + stop) // 2  # narrow gaps are lost where rows are blurred
    ink = np.asarray(difference(rows.sharp[top:bottom], rows.colour[middle]) > rows.tolerance[middle] + 4, np.bool_)
    return passed(ink, ink[start - top : stop - top])


def passed(around: Mask, within: Mask) -> bool:
    """Whether a panel stands beside a band of paper, not just a bubble on it.

    Args:
        around: where rows above, in and below the band are not paper.
        within: the same of the band only.

    Returns:
        Whether a gap between panels goes on above and below, and something wide goes through the band.
    """
    width = within.shape[1]
    gap = np.asarray(around.mean(0) <= 0.05)
    through = np.asarray(within.mean(0) > 0.9)
    return any(
        0.15 * width < right - left < 0.8 * width and through[left:right].mean() > 0.6 for left, right in runs(~gap)
    )


def crossed(line: Mask, beyond: Mask) -> bool:
    """Whether the two sides of a frame go through a band, and not the outline of a bubble that lies on it.

    Args:
        line: columns in which a line goes through the band.
        beyond: columns in which something is just above or below the band.
    """
    lines = runs(line)
    for number, (left, _) in enumerate(lines):
        for _, right in lines[number + 1 :]:
            if right - left < 0.2 * len(line):
                continue
            beside = np.concatenate([beyond[max(0, left - 5) : max(0, left - 1)], beyond[right + 1 : right + 5]])
            if not len(beside) or beside.mean() < 0.4:
                return True
    return False


def _band(rows: Rows, start: int, stop: int, unit: int, *, clean: bool) -> Band:
    reach = max(4, unit // 16)
    over, under = slice(max(0, start - 1 - reach), max(0, start - 1)), slice(stop + 1, stop + 1 + reach)
    above = straight(rows.differing(over, start)[::-1])
    below = straight(rows.differing(under, stop - 1))
    tolerance = float(np.median(rows.tolerance[start:stop]))
    rim = min(2, (stop - start - 1) // 2)  # the first and the last row may be mixed with what is beyond
    first, last = rows.colour[start + rim], rows.colour[stop - 1 - rim]
    rims = _rims(rows, over, first, tolerance) + _rims(rows, under, last, tolerance)
    return Band(start, stop, first, last, above, below, clean, tolerance, rims)


def _rims(rows: Rows, part: slice, colour: Floats, tolerance: float) -> int:
    """At how many of the picture's two sides some rows have a colour at the very border."""
    beside = [rows.image[part, :2], rows.image[part, -2:]]
    return sum(bool(side.size and (difference(side, colour) <= tolerance + 4).mean() > 0.8) for side in beside)


def straight(beyond: Mask, first: int = 2, least: float = 0.3) -> float:
    """How straight a block begins, 0–1.

    Args:
        beyond: where the rows beyond a band are not paper, nearest first.
        first: rows that it may begin in; the nearest may be mixed with the paper.
        least: share of the width that is divided by at least, so that a speck does not count.

    Returns:
        The share of what begins within these rows that begins in the first; 1 where there are none.
    """
    if not len(beyond):
        return 1.0
    edge = np.asarray(beyond[:first].any(0))
    return float(edge.sum() / max(beyond.any(0).sum(), least * len(edge)))
