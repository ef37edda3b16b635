"""Where a title stands: in the safe area, off the faces, and drawn to the lines that guide the eye."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from app.domain.geometry import Box, Size
from app.domain.title import Align, Spot
from app.lettering.areas import badge

ROWS = (5 / 6, 1 / 6, 1 / 2)
"""Where the middle of a title may stand down the safe area, best first: the middles of its thirds."""

COLUMNS = {
    Align.LEFT: (0.0, 1.0, 0.5),
    Align.CENTRE: (0.5, 0.0, 1.0),
    Align.RIGHT: (1.0, 0.0, 0.5),
}
"""Across: 0 is at the left edge of the safe area, 1 at the right; best first, by how the lines are aligned."""

THIRDS = (1 / 3, 1 / 2, 2 / 3)
"""The lines that the middle of a title sticks to, in fractions of the cover."""

FACE_MARGIN = 0.06
"""Of a face, that stays free around it where there is room."""

MOST_FACES = 24
"""Faces between which room is looked for, the largest of all; a crowd leaves none anyway."""

_Numbers = npt.NDArray[np.float64]


class Guides(NamedTuple):
    """The lines that a title sticks to, in fractions of the cover: upright ones by x, level ones by y."""

    xs: tuple[float, ...] = ()
    ys: tuple[float, ...] = ()


def place(
    size: Size, block: Size, keep_off: Sequence[Box], safe: Box, spot: Spot | None, *, align: Align = Align.CENTRE
) -> tuple[Spot, bool]:
    """Where the middle of a title comes to stand.

    Args:
        size: of the cover.
        block: of the title; what is larger than the safe area is centred in it.
        keep_off: faces, in pixels of the cover; a little is left free around them where there is room.
        safe: the safe area, in pixels of the cover.
        spot: where it is wanted. It is moved into the safe area, and from there by the smallest move that clears all
            faces. None picks the first place of the thirds that is free, or the one that the smallest move clears,
            above the corner that feeds write the length of a video into (`app.lettering.areas.badge`).
        align: of its lines, which says what side of the cover is tried first.

    Returns:
        The spot, and whether a face could not be cleared.
    """
    faces = sorted((face for face in keep_off if face.area > 0), key=lambda face: -face.area)
    if spot is not None:
        corner = _clamped(spot.x * size.width - block.width / 2, spot.y * size.height - block.height / 2, block, safe)
        corners = [corner]
    else:
        corners = [_above(badge(size), corner, block, safe) for corner in _places(block, safe, align)]
    for kept_free in (list(map(_grown, faces)), faces):
        free = next((corner for corner in corners if _covered(corner, block, kept_free) == 0), None)
        if free is not None:
            return _middle(free, block, size), False
        largest = kept_free[:MOST_FACES]
        moved = [found for corner in corners if (found := _cleared(corner, block, largest, safe)) is not None]
        moved = [found for found in moved if _covered(found[1], block, kept_free) == 0]
        if moved:
            return _middle(min(moved)[1], block, size), False
    if spot is None:
        # At the very edge of the safe area it may cover the least.
        corners += [_clamped(x, y, block, safe) for x, _ in corners for y in (safe.y + safe.height, safe.y)]
    least = min(corners, key=lambda corner: _covered(corner, block, faces))
    return _middle(least, block, size), True


def snapped(spot: Spot, block: Size, size: Size, safe: Box, reach: float) -> tuple[Spot, Guides]:
    """A spot that somebody drags to, drawn to a line that is near.

    The middle sticks to the thirds and the middle of the cover, the edges to those of the safe area.

    Args:
        spot: where it is dragged to.
        block: of the title, in pixels of the cover.
        size: of the cover.
        safe: the safe area, in pixels of the cover.
        reach: how near a line has to be, in pixels of the cover.

    Returns:
        The spot, and the lines to be shown, in fractions of the cover.
    """
    x, xs = _stuck(spot.x, block.width / size.width, start=safe.x, extent=safe.width, side=size.width, reach=reach)
    y, ys = _stuck(spot.y, block.height / size.height, start=safe.y, extent=safe.height, side=size.height, reach=reach)
    return Spot(x, y), Guides(xs, ys)


def _stuck(
    middle: float, length: float, *, start: int, extent: int, side: int, reach: float
) -> tuple[float, tuple[float, ...]]:
    """One axis of `snapped`; `middle` and `length` in fractions, the rest in pixels."""
    edges = (start / side, (start + extent) / side)
    stops = [(line, line) for line in THIRDS] + [(edges[0] + length / 2, edges[0]), (edges[1] - length / 2, edges[1])]
    near = min(stops, key=lambda stop: abs(stop[0] - middle))
    if abs(near[0] - middle) * side > reach or not 0 <= near[0] <= 1:
        return middle, ()
    return near[0], (near[1],)


def _places(block: Size, safe: Box, align: Align) -> list[tuple[float, float]]:
    """Top left corners of a title in the places of the thirds, best first."""
    spare = safe.width - block.width
    return [
        _clamped(safe.x + spare * column, safe.y + safe.height * row - block.height / 2, block, safe)
        for column in COLUMNS[align]
        for row in (ROWS if column == COLUMNS[align][0] else ROWS[:2])
    ]


def _above(taken: Box, corner: tuple[float, float], block: Size, safe: Box) -> tuple[float, float]:
    """A top left corner from which a title does not reach into the lower right corner of its cover."""
    x, y = corner
    reaches = x + block.width > taken.x and y + block.height > taken.y
    return _clamped(x, taken.y - block.height, block, safe) if reaches else corner


def _clamped(x: float, y: float, block: Size, safe: Box) -> tuple[float, float]:
    """A top left corner in the safe area; one axis at a time, centred where the title is longer."""
    return _into(x, block.width, safe.x, safe.width), _into(y, block.height, safe.y, safe.height)


def _into(start: float, length: int, low: int, extent: int) -> float:
    if length >= extent:
        return low + (extent - length) / 2
    return float(min(max(start, low), low + extent - length))


def _grown(face: Box) -> Box:
    across, down = round(FACE_MARGIN * face.width), round(FACE_MARGIN * face.height)
    return Box(face.x - across, face.y - down, face.width + 2 * across, face.height + 2 * down)


def _covered(corner: tuple[float, float], block: Size, faces: Sequence[Box]) -> float:
    """How many pixels of faces a title covers."""
    return sum(
        max(0.0, min(corner[0] + block.width, face.x + face.width) - max(corner[0], face.x))
        * max(0.0, min(corner[1] + block.height, face.y + face.height) - max(corner[1], face.y))
        for face in faces
    )


def _cleared(
    corner: tuple[float, float], block: Size, faces: Sequence[Box], safe: Box
) -> tuple[float, tuple[float, float]] | None:
    """The nearest corner in the safe area from where no face is covered, and how far it is; None if there is none.

    The free corners make up an area bounded by upright and level lines: where the title would touch a face, and where
    it would leave the safe area. The nearest point of it shares each coordinate with the corner or such a line.
    """
    if block.width > safe.width or block.height > safe.height:
        return None
    xs = [corner[0], *(face.x - block.width for face in faces), *(face.x + face.width for face in faces)]
    ys = [corner[1], *(face.y - block.height for face in faces), *(face.y + face.height for face in faces)]
    across, down = np.meshgrid(np.array(xs, np.float64), np.array(ys, np.float64))
    free = (across >= safe.x) & (across <= safe.x + safe.width - block.width)
    free &= (down >= safe.y) & (down <= safe.y + safe.height - block.height)
    for face in faces:
        beside = (across + block.width <= face.x) | (across >= face.x + face.width)
        free &= beside | (down + block.height <= face.y) | (down >= face.y + face.height)
    if not free.any():
        return None
    far: _Numbers = np.where(free, np.hypot(across - corner[0], down - corner[1]), np.inf)
    row, column = np.unravel_index(int(np.argmin(far)), far.shape)
    return float(far[row, column]), (float(across[row, column]), float(down[row, column]))


def _middle(corner: tuple[float, float], block: Size, size: Size) -> Spot:
    x, y = (corner[0] + block.width / 2) / size.width, (corner[1] + block.height / 2) / size.height
    return Spot(min(max(x, 0.0), 1.0), min(max(y, 0.0), 1.0))
