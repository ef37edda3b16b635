"""A crop in the hand: moved, resized, dragged by its frame; always inside the picture and in its shape.

A shape is locked as `Aspect.largest_in` does it: the longer side is free, and the other follows from it to the pixel.
For the shape `original` it is that of the picture.
"""

from __future__ import annotations

import math
from enum import StrEnum
from fractions import Fraction

from app.domain.geometry import Aspect, Box, Size

SMALLEST = 32
"""Shortest side of a crop, in pixels, that a hand can make; in small or narrow pictures that of the largest crop."""


class Handle(StrEnum):
    """Where a crop can be taken hold of, to make it larger or smaller."""

    TOP_LEFT = "top_left"
    TOP = "top"
    TOP_RIGHT = "top_right"
    RIGHT = "right"
    BOTTOM_RIGHT = "bottom_right"
    BOTTOM = "bottom"
    BOTTOM_LEFT = "bottom_left"
    LEFT = "left"

    @property
    def across(self) -> int:
        """-1 on the left side, 1 on the right, 0 between."""
        return ("right" in self.value) - ("left" in self.value)

    @property
    def down(self) -> int:
        """-1 on the upper side, 1 on the lower, 0 between."""
        return ("bottom" in self.value) - ("top" in self.value)

    @property
    def is_corner(self) -> bool:
        """Whether it is a corner, and not the middle of a side."""
        return self.across != 0 and self.down != 0

    def on(self, crop: Box) -> tuple[float, float]:
        """Where it is on a crop, in pixels of the picture."""
        return crop.x + crop.width * (1 + self.across) / 2, crop.y + crop.height * (1 + self.down) / 2


def moved(crop: Box, dx: int, dy: int, within: Size) -> Box:
    """The crop `dx` pixels to the right and `dy` down, or as far as the picture goes."""
    return Box(
        max(0, min(crop.x + dx, within.width - crop.width)),
        max(0, min(crop.y + dy, within.height - crop.height)),
        crop.width,
        crop.height,
    )


def grown(crop: Box, factor: float, aspect: Aspect, within: Size) -> Box:
    """The crop larger or smaller, about its centre as far as the picture allows.

    Args:
        crop: the crop before.
        factor: of its sides; other than 1 it changes them by a pixel at least, as long as there is room.
        aspect: the shape that is locked.
        within: the picture.

    Returns:
        A crop between the smallest (`SMALLEST`) and the largest of the shape.
    """
    shape = _locked(aspect, within)
    long_side = crop.width if _is_wide(shape) else crop.height
    wanted = long_side * factor
    if factor != 1:  # never stuck where a pixel is more than the factor asks for
        wanted = max(wanted, long_side + 1) if factor > 1 else min(wanted, long_side - 1)
    size = _sized(wanted, shape, within, within)
    # Towards zero, so that larger and smaller in turn does not wander off.
    x, y = crop.x + int((crop.width - size.width) / 2), crop.y + int((crop.height - size.height) / 2)
    return moved(Box(x, y, size.width, size.height), 0, 0, within)


def dragged(crop: Box, handle: Handle, x: float, y: float, *, aspect: Aspect, within: Size) -> Box:
    """The crop with one of its corners or sides drawn as near to a point as its shape allows.

    The opposite corner stays where it is. Drawn by a side, the opposite side stays on its line, and the crop grows to
    both sides of the line between their middles as far as the picture allows.

    Args:
        crop: the crop when it was taken hold of, inside the picture.
        handle: what is drawn.
        x: pixels of the picture, as `y`; what the handle does not move is ignored.
        y: as `x`.
        aspect: the shape that is locked.
        within: the picture.
    """
    shape = _locked(aspect, within)
    ratio = float(_ratio(shape))
    right, bottom = crop.x + crop.width, crop.y + crop.height
    width, room_across = _reach(handle.across, x, crop.x, right, within.width)
    height, room_down = _reach(handle.down, y, crop.y, bottom, within.height)
    # By how much wider, so that nothing moves until the point does, whatever was rounded before.
    if handle.is_corner:  # the point of the diagonal that is nearest to the wanted corner
        wider = (width - crop.width + (height - crop.height) / ratio) / (1 + 1 / ratio**2)
    elif handle.across:
        wider = width - crop.width
    else:
        wider = (height - crop.height) * ratio
    long_side = crop.width + wider if _is_wide(shape) else crop.height + wider / ratio
    size = _sized(long_side, shape, Size(room_across, room_down), within)
    left = _placed(handle.across, crop.x, right, size.width)
    top = _placed(handle.down, crop.y, bottom, size.height)
    return moved(Box(left, top, size.width, size.height), 0, 0, within)


def _reach(side: int, point: float, near: int, far: int, limit: int) -> tuple[float, int]:
    """Along one axis: the length from the edge that stays to a point, and the most that there is room for.

    Args:
        side: of the handle, as `Handle.across`.
        point: where the handle is wanted.
        near: left or upper edge of the crop.
        far: right or lower edge.
        limit: length of the picture.
    """
    if side == 0:
        return far - near, limit
    return (point - near, max(1, limit - near)) if side > 0 else (far - point, max(1, far))


def _placed(side: int, near: int, far: int, length: int) -> int:
    """Left or upper edge of what is `length` long now and had its edges at `near` and `far`."""
    if side == 0:
        return near + int((far - near - length) / 2)
    return near if side > 0 else far - length


def _locked(aspect: Aspect, within: Size) -> Aspect:
    """The shape; where it is `original`, that of the picture."""
    return Aspect(Fraction(within.width, within.height)) if aspect.ratio is None else aspect


def _ratio(shape: Aspect) -> Fraction:
    assert shape.ratio is not None
    return shape.ratio


def _is_wide(shape: Aspect) -> bool:
    """Whether its width is the longer side; else, and for a square, the height."""
    return _ratio(shape) > 1


def _sized(long_side: float, shape: Aspect, room: Size, within: Size) -> Size:
    """The size of a crop by its longer side, as near as the least, the largest, and the room allow."""
    wide = _is_wide(shape)
    stretch = _ratio(shape) if wide else 1 / _ratio(shape)
    overall = shape.largest_in(within)
    largest = max(overall.width, overall.height)
    least = min(math.ceil(SMALLEST * stretch), largest)
    along, beside = (room.width, room.height) if wide else (room.height, room.width)
    fitting = math.floor((beside + Fraction(1, 2)) * stretch)  # the longest whose other side is rounded into the room
    if round(fitting / stretch) > beside:
        fitting -= 1
    most = min(largest, along, fitting)
    length = math.floor(min(max(long_side, least), most) + 0.5)
    other = max(1, round(length / stretch))
    return Size(length, other) if wide else Size(other, length)
