"""What part of a cover a title may take up, and where the faces are in it."""

from __future__ import annotations

import functools
import itertools
import math
from collections.abc import Iterable

from app.domain.faces import Face
from app.domain.geometry import Box, Size
from app.domain.look import Look
from app.domain.platforms import Area, Effect, Preset

MARGIN = 0.04
"""Of the shorter side, that stays free of letters along every edge of the safe area."""

_CORNER = (0.95, 0.95)
"""A point that the length of a video would lie over."""

STEPS = 200
"""The edges of safe areas lie on a grid of so many steps a side, so that a preview and the file agree on them exactly.

A pixel of a side of more than `STEPS` pixels is less than a step, so that the step can be told from rounded pixels.
"""

BADGE = (48, 22)
"""Width and height of the lower right corner that feeds write the length of a video into, in pixels of the screen; so
large in the feed preview of this program, platforms differ by little."""

FEED = 180
"""Width of a cover in a feed of two columns, in the same pixels; phones show them between 160 and 200."""


def safe_area(preset: Preset | None, size: Size) -> Box:
    """The largest part of a cover that no interface lies over and that is shown everywhere, less a margin.

    Args:
        preset: of the platform; None for a shape of none.
        size: of the cover.

    Returns:
        In pixels of the cover, at least one each way.
    """
    covered: tuple[Area, ...] = ()
    kept: tuple[Area, ...] = ()
    if preset is not None:
        covered = tuple(zone.area for zone in preset.zones if zone.effect is Effect.COVERED)
        kept = tuple(zone.area for zone in preset.zones if zone.effect is Effect.KEPT)
    shape = size.width / size.height
    left, top, right, bottom = _free(covered, kept, round(shape, 2))
    across, down = MARGIN * min(1.0, 1 / shape), MARGIN * min(1.0, shape)
    first, last = _on_grid(left, right, across)
    start, end = _on_grid(top, bottom, down)
    x, y = round(first * size.width), round(start * size.height)
    return Box(x, y, max(1, round(last * size.width) - x), max(1, round(end * size.height) - y))


def badge(size: Size, width: float = FEED) -> Box:
    """Where feeds write the length of a video.

    Args:
        size: of the cover.
        width: of the cover in the feed, in pixels of the screen.

    Returns:
        In pixels of the cover.
    """
    scale = size.width / width
    across = min(size.width, max(1, round(BADGE[0] * scale)))
    down = min(size.height, max(1, round(BADGE[1] * scale)))
    return Box(size.width - across, size.height - down, across, down)


def badged(preset: Preset | None) -> bool:
    """Whether the length of a video is to be expected there; not where it is known what a platform puts elsewhere."""
    if preset is None:
        return True
    return any(zone.effect is Effect.COVERED and zone.area.holds(*_CORNER) for zone in preset.zones)


def faces_in(faces: Iterable[Face], look: Look, crop: Box, source: Size, out: Size) -> tuple[Box, ...]:
    """Where faces of a frame are in a cover made of it.

    Args:
        faces: in pixels of the frame at full resolution, as it is in the source.
        look: what is done to the frame before it is cropped.
        crop: of the frame with that look, in pixels at full resolution.
        source: size of the frame as it is in the source.
        out: size of the cover.

    Returns:
        What can be seen of them, in pixels of the cover.
    """
    across, down = out.width / crop.width, out.height / crop.height
    found = []
    for face in faces:
        seen = look.seen(face.box, source).moved(-crop.x, -crop.y)
        left, top = max(0, math.floor(seen.x * across)), max(0, math.floor(seen.y * down))
        right = min(out.width, math.ceil((seen.x + seen.width) * across))
        bottom = min(out.height, math.ceil((seen.y + seen.height) * down))
        if right > left and bottom > top:
            found.append(Box(left, top, right - left, bottom - top))
    return tuple(found)


def _on_grid(low: float, high: float, margin: float) -> tuple[float, float]:
    """An extent less its margins, drawn in to the grid; what leaves nothing is the middle of it."""
    start, end = math.ceil((low + margin) * STEPS - 1e-6), math.floor((high - margin) * STEPS + 1e-6)
    if end <= start:
        start = min(STEPS - 1, math.floor((low + high) / 2 * STEPS))
        end = start + 1
    return start / STEPS, end / STEPS


@functools.lru_cache(maxsize=64)
def _free(covered: tuple[Area, ...], kept: tuple[Area, ...], shape: float) -> tuple[float, float, float, float]:
    """The largest rectangle inside all of `kept` that touches none of `covered`: left, top, right, bottom, 0–1.

    Its edges are edges of the areas, so that few have to be looked at. Where all is covered it is what is kept. Of two
    as large, that nearer to a square is better for a title.
    """
    left, top = max((area.x for area in kept), default=0.0), max((area.y for area in kept), default=0.0)
    right = min((area.x + area.width for area in kept), default=1.0)
    bottom = min((area.y + area.height for area in kept), default=1.0)
    if right <= left or bottom <= top:
        left, top, right, bottom = 0.0, 0.0, 1.0, 1.0
    xs = sorted({left, right, *(edge for a in covered for edge in (a.x, a.x + a.width) if left < edge < right)})
    ys = sorted({top, bottom, *(edge for a in covered for edge in (a.y, a.y + a.height) if top < edge < bottom)})
    best, found = (0.0, 0.0), (left, top, right, bottom)
    for x, end in itertools.combinations(xs, 2):
        columns = [area for area in covered if area.x < end and area.x + area.width > x]
        for y, low in itertools.combinations(ys, 2):
            width, height = (end - x) * shape, low - y
            worth = (round(width * height, 6), min(width, height))
            if worth > best and not any(area.y < low and area.y + area.height > y for area in columns):
                best, found = worth, (x, y, end, low)
    return found
