"""What lies on the paper between two gutters: the ink, cut recursively along straight gaps (XY-cut).

The recursive cut is Nagy and Seth's (1984). Here a gap must have straight borders, since drawings have paper too.
"""

from __future__ import annotations

import cv2
import numpy as np

from app.domain.geometry import Box
from app.domain.media import Image
from app.media.cuts import Cut
from app.media.gutters import CHUNK, MOST_TOLERANCE, Floats, Mask, crossed, difference, joined, passed, runs, straight

_EMPTY = 0.03
"""Share of a row that may be ink in a gap: specks, scroll bars."""

_LEAST_TOLERANCE = 12.0
"""How far paper in narrow gaps may be from its colour, 0–255, since pictures beside it ring."""

_LITTERED = 0.5
"""The same for a gap that speech bubbles lie on."""

_WIDEST_LITTER = 0.35
"""Width of what may go through such a gap, as a share of its length; what is wider is a panel."""

_LONGEST_LITTERED = 0.25
"""Height of such a gap, as a share of the picture's width."""

_BAR, _BAR_FILLED = 3, 0.85
"""Height of a bar in its width at least, and the share of its box that it fills."""

_RIM = 5
"""Columns at a strip's border that tell the colour and the grain of its margin."""

_SAME_MARGIN = 3
"""Pixels by which margins differ at most."""

_BUBBLES = 0.1
"""Share of a margin that bubbles may cover."""

_DEEPEST = 6


def paper_at(cuts: list[Cut], top: int, bottom: int) -> Floats | None:
    """The colour of the strip's paper beside each row of a piece, from the gutters around it; None if it has none.

    Args:
        cuts: all cuts of the picture.
        top: first row of the piece.
        bottom: row after its last.
    """
    bands = [cut.band for cut in cuts if cut.band is not None and cut.on_page]
    if not bands:  # a few gutters of one colour are no page yet, but they are paper
        bands = [cut.band for cut in cuts if cut.band is not None and cut.band.clean]
        ends = np.array([colour for band in bands for colour in (band.first, band.last)], np.float32)
        if not bands or float(np.ptp(ends, 0).max()) > 12:
            return None
    rows = np.array([row for band in bands for row in (band.start, band.stop - 1)], np.float32)
    colours = np.array([colour for band in bands for colour in (band.first, band.last)], np.float32)
    wanted = np.arange(top, bottom, dtype=np.float32)
    paper = np.stack([np.interp(wanted, rows, colours[:, channel]) for channel in range(3)], 1)
    if len(bands) > 1:  # a gradient goes on above the first gutter and below the last
        for near, far, beyond in ((0, 3, wanted < rows[0]), (-1, -4, wanted > rows[-1])):
            slope = (colours[near] - colours[far]) / (rows[near] - rows[far])
            paper[beyond] = colours[near] + (wanted[beyond, None] - rows[near]) * slope
    return np.asarray(np.clip(paper, 0, 255), np.float32)


def ink_of(part: Image, above: Cut | None, below: Cut | None, page: Floats | None, *, filled: bool) -> Mask:
    """What is not paper in a piece between two cuts.

    Args:
        part: the piece, RGB.
        above: the cut it begins at; None at the picture's border.
        below: the cut it ends at.
        page: colour of the strip's paper beside each row, if it has one.
        filled: what ink encloses is ink.
    """
    height = len(part)
    over, under = above.band if above else None, below.band if below else None
    papers: list[Floats] = []
    if over is not None:
        papers.append(np.broadcast_to(over.last, (height, 3)))
    if under is not None:
        papers.append(np.broadcast_to(under.first, (height, 3)))
    if page is not None:
        papers.append(page)
    ink = np.ones(part.shape[:2], np.bool_)
    tolerance = max((band.tolerance for band in (over, under) if band is not None), default=0.0)
    # Grain is on both sides; what only one has comes from the pictures beside it.
    grain = min((band.tolerance for band in (over, under) if band is not None), default=0.0)
    smooth = np.asarray(cv2.blur(part, (3, 3)), np.uint8) if grain > 14 else part
    tolerance = max(tolerance, _LEAST_TOLERANCE)
    for top in range(0, height, CHUNK):
        rows = slice(top, top + CHUNK)
        for paper in papers:
            ink[rows] &= difference(smooth[rows], paper[rows, None]) > tolerance
    return _filled(ink) if filled else ink


def margin_of(parts: list[Image]) -> int:
    """Width in pixels of the margins on both sides of a strip whose paper may change behind its panels; 0 for none.

    Args:
        parts: what lies between its cuts; where most of them begin and end, the margins do.
    """
    found = [margin for margin in map(_own_margin, parts) if margin]
    usual = int(np.median(found)) if found else 0
    alike = sum(abs(margin - usual) <= _SAME_MARGIN for margin in found)
    return usual if alike >= max(2, 0.5 * len(parts)) else 0


def without_margins(ink: Mask, part: Image, margin: int) -> Mask:
    """The ink of a piece without its margins, if nothing lies on them but bubbles."""
    if not margin or max(_away(part)[:, :margin].mean(), _away(part[:, ::-1])[:, :margin].mean()) > _BUBBLES:
        return ink
    inside = np.zeros_like(ink)
    inside[:, margin:-margin] = ink[:, margin:-margin]
    return inside


def _own_margin(part: Image) -> int:
    """Columns on both sides of a piece that have the colour of its border, row by row, up to something straight."""
    left, right = (_plain_columns(_away(side)) for side in (part, part[:, ::-1]))
    return min(left, right) if abs(left - right) <= _SAME_MARGIN else 0


def _away(part: Image) -> Mask:
    """Where a piece has not the colour that its row has at the left border, within its grain."""
    reach = part.shape[1] // 4
    away = difference(part[:, :reach], np.median(part[:, :_RIM], 1)[:, None].astype(np.float32))
    grain = float(np.median(away[:, :_RIM]))
    return np.asarray(away > np.clip(4 * grain + 6, _LEAST_TOLERANCE, MOST_TOLERANCE), np.bool_)


def _plain_columns(away: Mask) -> int:
    """Columns at the left that are not away from the border's colour, before one that mostly is; 0 if there is none."""
    share = away.mean(0)
    beyond = np.flatnonzero(share > _BUBBLES)
    first = int(beyond[0]) if len(beyond) else 0
    return first if first >= 3 and share[first : first + 3].max() >= _LITTERED else 0


def _filled(ink: Mask) -> Mask:
    """The ink with all that it encloses: paper within a frame or a bubble is not the strip's.

    An enclosed upright bar is a gap between two panels whose ends something lies on.
    """
    count, labels, stats, _ = cv2.connectedComponentsWithStats((~ink).astype(np.uint8), connectivity=4)
    outside = np.zeros(count, np.bool_)
    for border in (labels[0], labels[-1], labels[:, 0], labels[:, -1]):
        outside[border] = True
    wide, high = stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT]
    outside |= (high >= _BAR * wide) & (stats[:, cv2.CC_STAT_AREA] >= _BAR_FILLED * wide * high)
    outside[0] = False  # the ink
    return np.asarray(~outside[labels], np.bool_)


def cells_of(ink: Mask, unit: int, *, strict: bool, least: float = 1) -> list[Box]:
    """The blocks that straight gaps divide a piece into, without the paper around them.

    Args:
        ink: what is not paper in it.
        unit: the long picture's width.
        strict: both borders of a gap must be straight to some degree, not just one.
        least: rows of the thinnest gap.
    """
    return _cut(ink, unit, strict, least, 0)


def _cut(ink: Mask, unit: int, strict: bool, least: float, depth: int) -> list[Box]:
    height, width = ink.shape
    columns = _parts(ink.T, unit, strict, least)
    found = []
    for left, right in columns:
        rows = _parts(ink[:, left:right], unit, strict, least)
        for top, bottom in rows:
            trimmed = depth == 0 and (right - left < width or bottom - top < height)
            if depth == _DEEPEST or (len(columns) == len(rows) == 1 and not trimmed):
                found.append(Box(left, top, right - left, bottom - top))
            else:
                inside = _cut(ink[top:bottom, left:right], unit, strict, least, depth + 1)
                found += [box.moved(left, top) for box in inside]
    return found


def _parts(ink: Mask, unit: int, strict: bool, least: float) -> list[tuple[int, int]]:
    """First row, and row after the last, of what lies between gaps of at least so many rows."""
    found = []
    row = 0
    for start, stop in _gaps(ink, unit, strict):
        if stop - start < least and start > 0 and stop < len(ink):
            continue
        if start > row:
            found.append((row, start))
        row = stop
    if row < len(ink):
        found.append((row, len(ink)))
    return found


def _gaps(ink: Mask, unit: int, strict: bool) -> list[tuple[int, int]]:
    """The rows of paper from side to side."""
    share = np.asarray(ink.mean(1), np.float32)
    found = []
    for start, stop in runs(share <= _LITTERED):
        empty = joined(runs(share[start:stop] <= _EMPTY), unit // 80)
        if not empty and _is_littered_gap(ink, share, start, stop, unit):
            found.append((start, stop))
        for number, (first, last) in enumerate(empty):
            top, bottom = start + first, start + last
            if number == 0 and 0 < first < _LONGEST_LITTERED * unit and _jump(share, start - 2, start + 1):
                top = start
            rest = stop - bottom
            if number == len(empty) - 1 and 0 < rest < _LONGEST_LITTERED * unit and _jump(share, stop + 1, stop - 2):
                bottom = stop
            if _is_gap(ink, top, bottom, unit, strict):
                found.append((top, bottom))
    return found


def _is_gap(ink: Mask, start: int, stop: int, unit: int, strict: bool) -> bool:
    """Whether rows of paper divide what is on both sides."""
    if start == 0 or stop == len(ink):
        return True
    above, below = _borders(ink, start, stop, unit)
    if (
        (stop - start < 2 and min(above, below) < 0.95)
        or max(above, below) < 0.55
        or (strict and min(above, below) < 0.35)
    ):
        return False
    rim = 1 if stop - start > 4 else 0
    beyond = ink[max(0, start - 6) : start - 1].any(0) | ink[stop + 1 : stop + 6].any(0)
    return not crossed(np.asarray(ink[start + rim : stop - rim].all(0)), np.asarray(beyond))


def _is_littered_gap(ink: Mask, share: Floats, start: int, stop: int, unit: int) -> bool:
    """Whether rows of paper with something on all of them are a gutter: it must begin and end sharply."""
    if not 2 <= stop - start < _LONGEST_LITTERED * unit:
        return False
    if not (_jump(share, start - 2, start + 1) and _jump(share, stop + 1, stop - 2)):
        return False
    reach = unit // 10
    through = runs(np.asarray(ink[start:stop].mean(0) > 0.9))
    if any(last - first > _WIDEST_LITTER * ink.shape[1] for first, last in through):
        return False
    if passed(ink[max(0, start - reach) : stop + reach], ink[start:stop]):
        return False
    return start == 0 or stop == len(ink) or min(_borders(ink, start, stop, unit)) > 0.6


def _borders(ink: Mask, start: int, stop: int, unit: int) -> tuple[float, float]:
    """How straight what is above a gap ends, and what is below begins."""
    reach = max(4, unit // 16)
    above = ink[max(0, start - 1 - reach) : max(0, start - 1)][::-1]
    return straight(above, 1, 0.2), straight(ink[stop + 1 : stop + 1 + reach], 1, 0.2)


def _jump(share: Floats, outside: int, inside: int) -> bool:
    """Whether there is far more ink in a row outside than in one inside of a gap."""
    if not 0 <= outside < len(share):
        return True
    return bool(share[outside] - share[inside] >= 0.2 and share[outside] >= 0.5)
