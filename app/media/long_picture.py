"""Long pictures: strips of panels and long screenshots, cut into their panels; a tall photo stays whole.

The published method, which binarises the picture and merges neighbouring convex hulls, is in `app.media.hulls`. What is
done here instead, and how much better that is, is in decision 11.
"""

from __future__ import annotations

from enum import StrEnum
from itertools import pairwise

import cv2
import numpy as np

from app.domain.geometry import Box, Size
from app.domain.media import Image
from app.media.cells import cells_of, ink_of, margin_of, paper_at, without_margins
from app.media.cuts import MUCH_THINNER, Cut, Lines, inner_cuts, look_for_lines, page_cuts
from app.media.evidence import Piece, between, is_cut, is_large, is_plain, repeats
from app.media.gutters import LEAST_PANEL
from app.media.hulls import panels_by_hulls
from app.media.page_text import (
    count_lines,
    gap_between_columns,
    is_bubble,
    is_text,
    main_colour,
    picture_within,
    stands_out,
)

LONG = 2.2
"""Ratio of the long to the short side from which a picture may be a strip: phones' screens are up to 2.17."""

LEAST_SIDE = 32
"""Short side, in pixels, below which a picture has no panels."""

WORKING_WIDTH = 400
WORKING_PIXELS = 10_000_000
"""Short side, and most pixels, of what panels are looked for in."""

_SCREEN_GRAIN = 9.0
"""Tolerance of the flattest quarter of a screen's paper at most, unlike a wall that windows stand in as letters do."""

_LINES = 5
"""Lines of text on a screenshot at least."""

_RAGGED = 0.3
"""Share of ink along three sides of a block in a screenshot at most that is no picture, but a group of small things."""

_PANELS = 0.5
"""Share of what is large on a strip's paper that panels are at least; the rest is text, or the windows of a wall."""

_HABIT = 2.8
"""How much less certain, in odds, a seam between two columns may be where panels touch and others stand in columns."""

_CORNER, _CORNERS = -3.0, 8
"""Odds of a seam between two rows at least, in one of which a sure seam between columns ends there; most tried."""

_DEEPEST = 3
"""How often a piece is cut again."""


class Splitting(StrEnum):
    """How panels are found."""

    GUTTERS = "gutters"
    HULLS = "hulls"


def is_long(size: Size) -> bool:
    """Whether a picture is so long that it may consist of panels."""
    return max(size.width, size.height) >= LONG * min(size.width, size.height)


def panels_of(image: Image, how: Splitting = Splitting.GUTTERS) -> list[Box]:
    """The panels of a picture, from top to bottom and, in a row, from left to right.

    Args:
        image: height × width × 3, RGB.
        how: by gutters and seams, or by the published method.

    Returns:
        Boxes inside the picture that do not overlap; the whole picture, alone, if it is not a long picture of panels.
    """
    height, width = image.shape[:2]
    if not is_long(Size(width, height)) or min(width, height) < LEAST_SIDE:
        return [Box(0, 0, width, height)]
    if width > height:
        turned = panels_of(np.ascontiguousarray(image.transpose(1, 0, 2)), how)
        return [Box(box.y, box.x, box.height, box.width) for box in turned]
    shrink = min(1.0, WORKING_WIDTH / width, (WORKING_PIXELS / (width * height)) ** 0.5)
    size = (max(1, round(width * shrink)), max(1, round(height * shrink)))
    small = image if shrink == 1 else np.asarray(cv2.resize(image, size, interpolation=cv2.INTER_AREA), np.uint8)
    found = panels_by_hulls(small) if how is Splitting.HULLS else _split(small)
    if len(found) < 2:
        return [Box(0, 0, width, height)]
    return sorted((box.scaled(width / size[0], height / size[1]) for box in found), key=lambda box: (box.y, box.x))


def _split(image: Image) -> list[Box]:
    """The panels of a working picture, as a screenshot if there is enough text in it, else as a strip."""
    lines = look_for_lines(image)
    found = _as_two_columns(image) or _as_screenshot(image, lines)
    return _as_strip(image, lines) if found is None else found


def _as_two_columns(image: Image) -> list[Box]:
    """The pictures in a screenshot of two columns of cards, whose gaps are not beside each other; else none."""
    gap = gap_between_columns(image)
    if gap is None:
        return []
    found: list[Box] = []
    for left, right in ((0, gap.x), (gap.x + gap.width, image.shape[1])):
        column = np.ascontiguousarray(image[gap.y : gap.y + gap.height, left:right])
        pictures = _as_screenshot(column, look_for_lines(column), _LINES - 2)
        if pictures is None:
            return []
        found += [box.moved(left, gap.y) for box in pictures]
    return found


def _as_screenshot(image: Image, lines: Lines, least: int = _LINES) -> list[Box] | None:
    """The pictures in a screenshot; None if it is none, with `least` lines of text at least."""
    width = image.shape[1]
    cuts = page_cuts(lines, strict=False)
    grain = [cut.band.tolerance for cut in cuts if cut.band is not None]
    if not grain or np.percentile(grain, 25) > _SCREEN_GRAIN:
        return None
    pieces, text_lines = _pieces(image, cuts, strict=False)
    large = [piece for piece in pieces if piece.is_large(width)]
    texts = text_lines + sum(piece.text for piece in pieces)
    if texts < max(least, 0.4 * len(large)) or not is_cut(image, cuts, pieces, strict=False):
        return None
    papers = [main_colour(piece.image) for piece in pieces if piece.text and piece.box.width > 0.3 * width]
    papers += [cut.band.first for cut in cuts if cut.band][:1]
    found = []
    for piece in large:
        if sorted(piece.sides())[2] < _RAGGED:
            continue
        text = piece.text and not stands_out(piece.image, width, papers)
        inside = None if text else picture_within(piece.image, piece.box, width, piece.ink, papers)
        if inside is not None and is_large(inside, width):
            found.append(inside)
    return found


def _as_strip(image: Image, lines: Lines) -> list[Box]:
    """The panels of a strip."""
    width = image.shape[1]
    cuts = page_cuts(lines, strict=True)
    pieces, _ = _pieces(image, cuts, strict=True)
    if not is_cut(image, cuts, pieces) or repeats(image, cuts, pieces):
        return []
    # The more gutters of one paper there are, the less panels touch.
    gutters = sum(cut.on_page for cut in cuts)
    doubt = min(4.0, gutters / 2) if gutters >= 3 else 0.0
    large = [piece for piece in pieces if piece.is_large(width)]
    panels = [piece for piece in large if not _is_caption(piece, width)]
    drawn = sum(piece.box.area for piece in panels if not is_plain(piece.image))
    if drawn < _PANELS * sum(piece.box.area for piece in large):
        return []
    found = []
    for piece in panels:
        found += _cut_again(piece.image, piece.box, width, doubt)
    beside = any(one.y == other.y for one, other in pairwise(found))
    if beside and 2 * sum(cut.band is None for cut in cuts) > len(cuts):
        found = [row for box in found for row in _rows_at_corner(_part(image, box), box, width)]
        found = [panel for box in found for panel in _columns(_part(image, box), box, width, -_HABIT)]
    return found


def _part(image: Image, box: Box) -> Image:
    """What is in a box."""
    return image[box.y : box.y + box.height, box.x : box.x + box.width]


def _rows_at_corner(part: Image, box: Box, unit: int) -> list[Box]:
    """Two rows that touch where what stands side by side in one of them ends; else the box alone."""
    seams = [seam for seam in look_for_lines(part).seams if seam.odds > _CORNER]
    for seam in sorted(seams, key=lambda seam: -seam.odds)[:_CORNERS]:
        if min(seam.row, box.height - seam.row) < 0.2 * unit:
            continue
        above = Box(box.x, box.y, box.width, seam.row)
        below = Box(box.x, box.y + seam.row, box.width, box.height - seam.row)
        rows = _columns(part[: seam.row], above, unit, 0.0) + _columns(part[seam.row :], below, unit, 0.0)
        if len(rows) > 2:
            return rows
    return [box]


def _is_caption(piece: Piece, width: int) -> bool:
    """Whether a piece of a strip is text or a speech bubble on the paper; text may also fill a framed panel."""
    if not piece.on_paper:
        return False
    low = min(piece.box.width, piece.box.height) < 0.25 * width
    if piece.text:
        return low or min(piece.sides()) < 0.8
    return max(piece.sides()) < 0.8 and is_bubble(piece.image, width, piece.ink)


def _pieces(image: Image, cuts: list[Cut], *, strict: bool) -> tuple[list[Piece], int]:
    """What is between the cuts, divided further where paper goes through; and the number of lines of text."""
    width = image.shape[1]
    found = []
    text_lines = 0
    usual = float(np.median([cut.band.height for cut in cuts if cut.band] or [0]))
    least = min(MUCH_THINNER * usual, width / 140) if strict else 1.0
    margin = margin_of([image[top:bottom] for top, bottom, *_ in between(cuts, len(image))]) if strict else 0
    for top, bottom, above, below in between(cuts, len(image)):
        part = image[top:bottom]
        # A bubble may reach into the next panel: whether something is enclosed is only seen with what is around.
        around = width // 5 if strict else 0
        first, last = max(0, top - around), min(len(image), bottom + around)
        ink = ink_of(image[first:last], above, below, paper_at(cuts, first, last), filled=strict)
        ink = without_margins(ink[top - first : bottom - first], part, margin)
        text_lines += 0 if strict else count_lines(ink, width)
        on_paper = any(cut is not None and cut.band is not None for cut in (above, below))
        for box in cells_of(ink, width, strict=strict, least=least):
            if min(box.width, box.height) < 6:
                continue
            here = slice(box.y, box.y + box.height), slice(box.x, box.x + box.width)
            place = box.moved(0, top)
            found.append(Piece(part[here], place, ink[here], is_text(part[here], width), on_paper))
    return found, text_lines


def _cut_again(part: Image, box: Box, unit: int, doubt: float, depth: int = 0) -> list[Box]:
    """The panels in a piece of a strip, which may touch, or have paper between them that lies nowhere else."""
    height, width = box.height, box.width
    if depth == _DEEPEST:
        return [box]
    if width >= 0.2 * unit and height > 1.1 * width:
        found = []
        for top, bottom in _spans(inner_cuts(look_for_lines(part), doubt), height, unit):
            place = Box(box.x, box.y + top, width, bottom - top)
            found += _cut_again(part[top:bottom], place, unit, doubt, depth + 1)
        if len(found) > 1:
            return found
    return _columns(part, box, unit, doubt)


def _columns(part: Image, box: Box, unit: int, doubt: float) -> list[Box]:
    """The panels that stand side by side in a piece."""
    height, width = box.height, box.width
    if height < 0.2 * unit or width <= 1.1 * height:
        return [box]
    turned = np.ascontiguousarray(part.transpose(1, 0, 2))
    cuts = [cut for cut in inner_cuts(look_for_lines(turned), doubt) if cut.odds > 1 + min(0.0, doubt)]
    spans = _spans(cuts, width, unit)
    if len(spans) < 2:
        return [box]
    return [Box(box.x + left, box.y, right - left, height) for left, right in spans]


def _spans(cuts: list[Cut], length: int, unit: int) -> list[tuple[int, int]]:
    """What is between cuts and as large as a panel; nothing if there are no cuts."""
    if not cuts:
        return []
    return [(top, bottom) for top, bottom, *_ in between(cuts, length) if bottom - top >= LEAST_PANEL * unit]
