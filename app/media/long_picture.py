"""Long pictures: strips of panels and long screenshots, cut into their panels; a tall photo stays whole.

The published method, which binarises the picture and merges neighbouring convex hulls, is in `app.media.hulls`. What is
done here instead, and how much better that is, is in decision 11.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

import cv2
import numpy as np

from app.domain.geometry import Box, Size
from app.domain.media import Image
from app.media.cells import cells_of, ink_of, paper_at
from app.media.cuts import MUCH_THINNER, Cut, Lines, inner_cuts, look_for_lines, page_cuts
from app.media.gutters import LEAST_PANEL, Mask, difference
from app.media.hulls import panels_by_hulls
from app.media.page_text import count_lines, is_bubble, is_text, main_colour, picture_within, stands_out
from app.media.seams import palette

LONG = 2.2
"""Ratio of the long to the short side from which a picture may be a strip: phones' screens are up to 2.17."""

LEAST_SIDE = 32
"""Short side, in pixels, below which a picture has no panels."""

WORKING_WIDTH = 400
WORKING_PIXELS = 10_000_000
"""Short side, and most pixels, of what panels are looked for in."""

_SCREEN_GRAIN = 9.0
"""Tolerance of the flattest quarter of a screen's paper at most, unlike a wall that windows stand in as letters do."""

_RAGGED = 0.3
"""Share of ink along three sides of a block in a screenshot at most that is no picture, but a group of small things."""

_OTHER, _OTHER_EVEN = 0.65, 0.85
"""How different (0–1) the colours of neighbouring pieces are at least, if they differ in height, and if they do not."""

_EVEN = 0.05
"""Standard deviation of the heights of pieces of even height at most, as a share of their mean."""

_GOES_ON = -1.0
"""Odds of most borders between storeys or shelves at most; panels of one story may have the same colours."""

_HABIT = 2.8
"""How much less certain, in odds, a seam between two columns may be where panels touch and others stand in columns."""

_MANY = 3
"""Equal bands with straight borders that are gutters whatever their colour."""

_DEEPEST = 3
"""How often a piece is cut again."""


class Splitting(StrEnum):
    """How panels are found."""

    GUTTERS = "gutters"
    HULLS = "hulls"


@dataclass(frozen=True, slots=True)
class _Piece:
    """What may be a panel.

    Attributes:
        image: its pixels.
        box: where it is in the working picture.
        ink: where it is not paper.
        text: whether it is text.
        on_paper: whether there is paper above or below it.
    """

    image: Image
    box: Box
    ink: Mask
    text: bool
    on_paper: bool


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
    found = _as_screenshot(image, lines)
    return _as_strip(image, lines) if found is None else found


def _as_screenshot(image: Image, lines: Lines) -> list[Box] | None:
    """The pictures in a screenshot; None if it is none."""
    width = image.shape[1]
    cuts = page_cuts(lines, strict=False)
    grain = [cut.band.tolerance for cut in cuts if cut.band is not None]
    if not grain or np.percentile(grain, 25) > _SCREEN_GRAIN:
        return None
    pieces, text_lines = _pieces(image, cuts, strict=False)
    large = [piece for piece in pieces if _is_large(piece.box, width)]
    texts = text_lines + sum(piece.text for piece in pieces)
    if texts < max(5, 0.4 * len(large)) or not _is_cut(image, cuts, pieces):
        return None
    papers = [main_colour(piece.image) for piece in pieces if piece.text and piece.box.width > 0.3 * width]
    papers += [cut.band.first for cut in cuts if cut.band][:1]
    found = []
    for piece in large:
        if sorted(_sides(piece.ink))[2] < _RAGGED:
            continue
        text = piece.text and not stands_out(piece.image, width, papers)
        inside = None if text else picture_within(piece.image, piece.box, width, piece.ink, papers)
        if inside is not None and _is_large(inside, width):
            found.append(inside)
    return found


def _as_strip(image: Image, lines: Lines) -> list[Box]:
    """The panels of a strip."""
    width = image.shape[1]
    cuts = page_cuts(lines, strict=True)
    pieces, _ = _pieces(image, cuts, strict=True)
    if not _is_cut(image, cuts, pieces) or _repeats(image, cuts, pieces):
        return []
    # The more gutters of one paper there are, the less panels touch.
    gutters = sum(cut.on_page for cut in cuts)
    doubt = min(4.0, gutters / 2) if gutters >= 3 else 0.0
    found = []
    for piece in pieces:
        if _is_large(piece.box, width) and not _is_caption(piece, width):
            found += _cut_again(piece.image, piece.box, width, doubt)
    beside = any(one.y == other.y for one, other in pairwise(found))
    if beside and 2 * sum(cut.band is None for cut in cuts) > len(cuts):
        found = [
            panel
            for box in found
            for panel in _columns(image[box.y : box.y + box.height, box.x : box.x + box.width], box, width, -_HABIT)
        ]
    return found


def _is_caption(piece: _Piece, width: int) -> bool:
    """Whether a piece of a strip is text or a speech bubble on the paper; text may also fill a framed panel."""
    if not piece.on_paper:
        return False
    low = min(piece.box.width, piece.box.height) < 0.25 * width
    if piece.text:
        return low or min(_sides(piece.ink)) < 0.8
    return max(_sides(piece.ink)) < 0.8 and is_bubble(piece.image, width, piece.ink)


def _is_large(box: Box, width: int) -> bool:
    return min(box.width, box.height) >= LEAST_PANEL * width


def _pieces(image: Image, cuts: list[Cut], *, strict: bool) -> tuple[list[_Piece], int]:
    """What is between the cuts, divided further where paper goes through; and the number of lines of text."""
    width = image.shape[1]
    found = []
    text_lines = 0
    usual = float(np.median([cut.band.height for cut in cuts if cut.band] or [0]))
    least = min(MUCH_THINNER * usual, width / 140) if strict else 1.0
    for top, bottom, above, below in _between(cuts, len(image)):
        part = image[top:bottom]
        # A bubble may reach into the next panel: whether something is enclosed is only seen with what is around.
        around = width // 5 if strict else 0
        first, last = max(0, top - around), min(len(image), bottom + around)
        ink = ink_of(image[first:last], above, below, paper_at(cuts, first, last), filled=strict)
        ink = ink[top - first : bottom - first]
        text_lines += 0 if strict else count_lines(ink, width)
        on_paper = any(cut is not None and cut.band is not None for cut in (above, below))
        for box in cells_of(ink, width, strict=strict, least=least):
            if min(box.width, box.height) < 6:
                continue
            here = slice(box.y, box.y + box.height), slice(box.x, box.x + box.width)
            place = box.moved(0, top)
            found.append(_Piece(part[here], place, ink[here], is_text(part[here], width), on_paper))
    return found, text_lines


def _between(cuts: list[Cut], height: int) -> Iterator[tuple[int, int, Cut | None, Cut | None]]:
    """First row, row after the last, and the two cuts of each piece."""
    for above, below in zip([None, *cuts], [*cuts, None], strict=True):
        top, bottom = above.stop if above else 0, below.start if below else height
        if bottom - top >= 3:
            yield top, bottom, above, below


def _is_cut(image: Image, cuts: list[Cut], pieces: list[_Piece]) -> bool:
    """Whether the cuts of a picture are certain enough together; else it is one tall photo."""
    height, width = image.shape[:2]
    inner = [cut for cut in cuts if cut.start > 2 and cut.stop < height - 2]
    papers = [cut.band for cut in inner if cut.band is not None]
    plain = float(np.mean([band.plainness for band in papers])) if papers else 1.0
    if _rectangles(pieces, width) < (0.6 if plain < 0.5 else 0.2):
        return False
    if sum(cut.on_page and _is_sharp(cut, width, 0.005) for cut in inner) >= _MANY:
        return True
    gutters = [cut for cut in inner if _is_sure_gutter(cut, width)]
    if len(gutters) >= 2 or any(cut.odds >= 0.5 for cut in gutters):
        return True
    touching = [cut for cut in inner if cut.band is None or not cut.band.clean]
    seams = sorted((cut.odds for cut in touching if not _is_end(image, cuts, cut)), reverse=True)
    if seams and (seams[0] >= 4 or (len(seams) > 1 and seams[1] >= 1.5)):
        return True
    papers = [cut.band for cut in cuts if cut.band is not None and cut.band.clean and cut.band.tolerance <= 10]
    if sum(band.height for band in papers) < 0.1 * height:
        return False
    return any(_is_block(piece, width, height) for piece in pieces)


def _is_end(image: Image, cuts: list[Cut], seam: Cut) -> bool:
    """Whether a seam is where a drawing ends on empty paper: nothing is on one side of it."""
    return any(
        _is_plain(image[top:bottom])
        for top, bottom, *beside in _between(cuts, len(image))
        if any(cut is seam for cut in beside)
    )


def _is_plain(part: Image) -> bool:
    """Whether a piece has one colour."""
    return bool((difference(part, main_colour(part)) <= 16).mean() > 0.97)


def _repeats(image: Image, cuts: list[Cut], parts: list[_Piece]) -> bool:
    """Whether coloured lines, across which things go on, part what looks much the same: storeys, shelves.

    What is equally high has to differ more. Storeys have other windows but one wall. Rectangles with paper on both
    sides of them are panels.
    """
    width = image.shape[1]
    free = [
        part.box.x > 2 and part.box.x + part.box.width < width - 2 and min(_sides(part.ink)) > 0.9 for part in parts
    ]
    if 2 * sum(free) > len(free):
        return False
    lines = [(cut.band.plainness, cut.odds) for cut in cuts if cut.band is not None]
    if not lines or np.mean(lines, 0)[0] >= 0 or np.median(lines, 0)[1] > _GOES_ON:
        return False
    pieces = [image[top:bottom] for top, bottom, *_ in _between(cuts, len(image)) if bottom - top > 0.1 * width]
    if len(pieces) < 2:
        return False
    colours = [palette(piece) for piece in pieces]
    apart = float(np.median([0.5 * np.abs(one - other).sum() for one, other in pairwise(colours)]))
    heights = [len(piece) for piece in (pieces[1:-1] if len(pieces) > 3 else pieces)]
    even = len(heights) > 1 and np.std(heights) < _EVEN * np.mean(heights)
    return apart < (_OTHER_EVEN if even else _OTHER)


def _is_sure_gutter(cut: Cut, width: int) -> bool:
    """Whether there is paper that buildings and shelves do not have: coloured or thin, it has to be flatter."""
    band = cut.band
    if band is None or not band.sound or band.tolerance > 28:
        return False
    flat = band.tolerance <= 8
    if band.height < 0.008 * width:
        return band.tolerance <= 10 and min(band.above, band.below) > 0.95 and (band.plainness > 0 or cut.odds > -0.5)
    return flat or band.plainness > 0 or cut.odds > (-4 if _is_sharp(cut, width) else -0.5)


def _is_sharp(cut: Cut, width: int, least: float = 0.02) -> bool:
    """Whether a band at least so high, as a share of the width, ends straight on both sides."""
    band = cut.band
    return band is not None and band.sound and band.height >= least * width and min(band.above, band.below) >= 0.98


def _is_block(piece: _Piece, width: int, height: int) -> bool:
    """Whether a piece is a rectangle on paper, with paper on three sides of it."""
    box = piece.box
    if not piece.on_paper or box.width < 0.35 * width or box.height < 0.2 * width:
        return False
    free = [box.y > 2, box.y + box.height < height - 2, box.x > 2, box.x + box.width < width - 2]
    sides = [share for share, is_free in zip(_sides(piece.ink), free, strict=True) if is_free]
    return len(sides) >= 3 and min(sides) > 0.85


def _rectangles(pieces: list[_Piece], width: int) -> float:
    """Share of what lies on the paper that has straight sides, unlike letters on a cover and windows in a wall."""
    sides = [sorted(_sides(piece.ink)) for piece in pieces if _is_large(piece.box, width) and not piece.text]
    return float(np.mean([least[1] > 0.8 for least in sides])) if sides else 1.0


def _sides(ink: Mask) -> list[float]:
    """Share of ink along the top, bottom, left and right."""
    return [float(line.mean()) for line in (ink[1], ink[-2], ink[:, 1], ink[:, -2])]


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
    return [(top, bottom) for top, bottom, *_ in _between(cuts, length) if bottom - top >= LEAST_PANEL * unit]
