"""Whether the cuts of a long picture are panels' borders, or lines in one tall photo.

Paper is printed: its colour is the same at every gutter, and panels are set on it alike. What a photo shows is lit: the
colour of a wall or of the bars of a window differs from place to place.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from app.domain.geometry import Box
from app.domain.media import Image
from app.media.cuts import Cut
from app.media.gutters import LEAST_PANEL, MOST_TOLERANCE, Band, Mask, difference
from app.media.page_text import main_colour
from app.media.seams import palette

_OTHER, _OTHER_EVEN = 0.65, 0.85
"""How different (0–1) the colours of neighbouring pieces are at least, if they differ in height, and if they do not."""

_EVEN = 0.05
"""Standard deviation of the heights of pieces of even height at most, as a share of their mean."""

_GOES_ON = -1.0
"""Odds of most borders between storeys or shelves at most; panels of one story may have the same colours."""

_MANY = 3
"""Equal bands with straight borders that are gutters whatever their colour; panels that are set alike."""

_CERTAINLY = 5
"""Gutters with which it does not matter if their colours differ; or, if flat, if what is between them is ragged."""

_GRAINY = 14.0
"""Tolerance from which paper has grain, as what a photo shows mostly has: it has to end straight, and in one colour."""

_ONE_COLOUR = 12.0
"""Difference (0–255) between two gutters of one paper, or more with grain, at most."""

_STRAIGHT = 0.9
"""Share (0–1) of what is beside a strip's gutter that ends in one row at least; letters and furrows end unevenly."""

_PRINTED = 3.0
"""Difference (0–255) between gutters of exactly one colour: only JPEG is between them."""

_UNEVEN = 0.25
"""Standard deviation, as a share of their mean, from which heights differ more than those of slabs do."""

_ALONE, _OTHER_SEAM = 6.0, 1.5
"""Odds of one seam, or of all together, at least; and of the second of them.

Panels that touch are rare, and a street or a floor has up to 5. A window and a table below it may have 2 each.
"""

_ALL_RIMS = 4
"""Corners of a gutter, at all of which it goes on along the picture's border."""

_SURE_SEAM = 2.0
"""Odds of both borders of the only flat gutter at least: a beam before a plain wall has up to 1."""

_LEAST_TOUCHING = 128
"""Width in pixels below which any line in a picture is as sharp as a seam."""

_WIDE, _ALIKE = 0.6, 3
"""Width of panels that are set alike at least, as a share of the picture's; pixels by which they differ."""


@dataclass(frozen=True, slots=True)
class Piece:
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

    def is_large(self, width: int) -> bool:
        """Whether it is as large as a panel of a picture that is so wide."""
        return is_large(self.box, width)

    def sides(self) -> list[float]:
        """Share of ink along the top, bottom, left and right."""
        return [float(line.mean()) for line in (self.ink[1], self.ink[-2], self.ink[:, 1], self.ink[:, -2])]

    def is_free(self, width: int) -> bool:
        """Whether it is a rectangle with paper on its left and right."""
        return self.box.x > 2 and self.box.x + self.box.width < width - 2 and min(self.sides()) > 0.9


def is_large(box: Box, width: int) -> bool:
    """Whether a box is as large as a panel of a picture that is so wide."""
    return min(box.width, box.height) >= LEAST_PANEL * width


def between(cuts: list[Cut], height: int) -> Iterator[tuple[int, int, Cut | None, Cut | None]]:
    """First row, row after the last, and the two cuts of each piece."""
    for above, below in zip([None, *cuts], [*cuts, None], strict=True):
        top, bottom = above.stop if above else 0, below.start if below else height
        if bottom - top >= 3:
            yield top, bottom, above, below


def is_cut(image: Image, cuts: list[Cut], pieces: list[Piece], *, strict: bool = True) -> bool:
    """Whether the cuts of a picture are certain enough together; else it is one tall photo.

    Args:
        image: the working picture.
        cuts: where it may be cut.
        pieces: what is between the cuts.
        strict: gutters need straight borders on both sides, as in a strip; in a screenshot they lie beside text.
    """
    height, width = image.shape[:2]
    inner = [cut for cut in cuts if cut.start > 2 and cut.stop < height - 2]
    papers = [cut.band for cut in inner if cut.band is not None]
    plain = float(np.mean([band.plainness for band in papers])) if papers else 1.0
    gutters = [cut for cut in inner if _is_sure_gutter(cut, width, _STRAIGHT if strict else 0.0)]
    flat = [cut for cut in gutters if cut.band is not None and cut.band.tolerance <= _GRAINY]
    if _rectangles(pieces, width) < (0.6 if plain < 0.5 and len(flat) < _CERTAINLY else 0.2):
        return False
    sharp = [cut.band for cut in inner if cut.band is not None and cut.on_page and _is_sharp(cut, width, 0.005)]
    if len(sharp) >= _MANY and (_spread(sharp) <= _ONE_COLOUR or all(band.tolerance <= _GRAINY for band in sharp)):
        return True
    if _are_on_paper(gutters, flat):
        return True
    if _are_set_alike(pieces, width) and _spread([band for band in papers if band.sound]) <= _ONE_COLOUR:
        return True
    return _touches(image, cuts, inner) or _has_block(cuts, pieces, width, height)


def _are_on_paper(gutters: list[Cut], flat: list[Cut]) -> bool:
    """Whether two flat gutters are alike, or more; or one is a sure seam, or there are too many for bars."""
    if len(gutters) >= _CERTAINLY or any(cut.odds >= _SURE_SEAM for cut in flat):
        return True
    return _alike(flat) >= 2 or _alike(gutters) >= _MANY


def _alike(gutters: list[Cut]) -> int:
    """How many gutters have one colour; or, if more than two, lie on one page or go over into margins all around.

    The bars of a window and the lines of a screen that was filmed have several colours, and any two lie on a gradient.
    """
    bands = [cut.band for cut in gutters if cut.band is not None]
    set_alike = max(sum(cut.on_page for cut in gutters), sum(band.rims == _ALL_RIMS for band in bands))
    same = max((sum(_spread([one, other]) <= _ONE_COLOUR for other in bands) for one in bands), default=0)
    return max(same, set_alike if set_alike >= _MANY else 0)


def _spread(bands: list[Band]) -> float:
    """Largest difference (0–255) between the colours of bands; 0 for less than two."""
    if len(bands) < 2:
        return 0.0
    return float(np.ptp([(band.first + band.last) / 2 for band in bands], axis=0).max())


def _are_set_alike(pieces: list[Piece], width: int) -> bool:
    """Whether nearly all pieces are rectangles, at least three of them below each other between two even margins.

    A facade has several windows in a storey.
    """
    free = [piece.box for piece in pieces if piece.is_large(width) and piece.is_free(width)]
    wide = [box for box in free if box.width >= _WIDE * width]
    if len(wide) < _MANY or len(wide) < 0.5 * len(free) or _rectangles(pieces, width) < 0.9:
        return False
    sides = np.array([(box.x, width - box.x - box.width) for box in wide])
    usual = np.median(sides, 0)
    alike = (np.abs(sides - usual).max(1) <= _ALIKE).sum()
    return bool(alike >= _MANY and abs(usual[0] - usual[1]) <= _ALIKE)


def _touches(image: Image, cuts: list[Cut], inner: list[Cut]) -> bool:
    """Whether one seam is very sure, or two sure ones and the others are as sure together."""
    touching = [cut for cut in inner if cut.band is None or not cut.band.clean]
    seams = sorted((cut.odds for cut in touching if not _is_end(image, cuts, cut)), reverse=True)
    if not seams or image.shape[1] < _LEAST_TOUCHING:
        return False
    return seams[0] >= _ALONE or (len(seams) > 1 and seams[1] >= _OTHER_SEAM and sum(seams) >= _ALONE)


def _is_end(image: Image, cuts: list[Cut], seam: Cut) -> bool:
    """Whether a seam is where a drawing ends on empty paper: nothing is on one side of it."""
    return any(
        _is_empty(image[top:bottom])
        for top, bottom, *beside in between(cuts, len(image))
        if any(cut is seam for cut in beside)
    )


def _is_empty(part: Image) -> bool:
    """Whether nothing is drawn on a piece: each of its rows has one colour, as in a clear sky."""
    rows = np.median(part, 1)[:, None].astype(np.float32)
    return bool((difference(part, rows) <= 16).mean() > 0.97)


def is_plain(part: Image) -> bool:
    """Whether a piece has one colour, but for its rim."""
    rim = min(part.shape[:2]) // 16
    inside = part[rim : len(part) - rim, rim : part.shape[1] - rim]
    return bool((difference(inside, main_colour(inside)) <= 16).mean() > 0.97)


def repeats(image: Image, cuts: list[Cut], parts: list[Piece]) -> bool:
    """Whether coloured lines, across which things go on, part what looks much the same: storeys, shelves.

    What is equally high has to differ more. Storeys have other windows but one wall. Rectangles with paper on both
    sides of them are panels, and what has exactly one colour and uneven heights is paper.
    """
    width = image.shape[1]
    if 2 * sum(part.is_free(width) for part in parts) > len(parts) or _is_printed(cuts):
        return False
    lines = [(cut.band.plainness, cut.odds) for cut in cuts if cut.band is not None]
    if not lines or np.mean(lines, 0)[0] >= 0 or np.median(lines, 0)[1] > _GOES_ON:
        return False
    pieces = [image[top:bottom] for top, bottom, *_ in between(cuts, len(image)) if bottom - top > 0.1 * width]
    if len(pieces) < 2:
        return False
    colours = [palette(piece) for piece in pieces]
    apart = float(np.median([0.5 * np.abs(one - other).sum() for one, other in pairwise(colours)]))
    heights = [len(piece) for piece in (pieces[1:-1] if len(pieces) > 3 else pieces)]
    even = len(heights) > 1 and np.std(heights) < _EVEN * np.mean(heights)
    return apart < (_OTHER_EVEN if even else _OTHER)


def _is_printed(cuts: list[Cut]) -> bool:
    """Whether more than three lines have exactly one colour, but not one height."""
    bands = [cut.band for cut in cuts if cut.band is not None]
    heights = [band.height for band in bands]
    one = len(bands) > _MANY and all(band.sound for band in bands) and _spread(bands) <= _PRINTED
    return one and float(np.std(heights)) > _UNEVEN * float(np.mean(heights))


def _is_sure_gutter(cut: Cut, width: int, least: float) -> bool:
    """Whether there is paper that buildings and shelves do not have: coloured or thin, it has to be flatter.

    Args:
        cut: where it may be.
        width: the picture's.
        least: how straight (0–1) its borders are at least; with grain, they have to be straight anyway.
    """
    band = cut.band
    if band is None or not band.sound or band.tolerance > MOST_TOLERANCE:
        return False
    if min(band.above, band.below) < (_STRAIGHT if band.tolerance > _GRAINY else least):
        return False
    flat = band.tolerance <= 8
    if band.height < 0.008 * width:
        return band.tolerance <= 10 and min(band.above, band.below) > 0.95 and (band.plainness > 0 or cut.odds > -0.5)
    return flat or band.plainness > 0 or cut.odds > (-4 if _is_sharp(cut, width) else -0.5)


def _is_sharp(cut: Cut, width: int, least: float = 0.02) -> bool:
    """Whether a band at least so high, as a share of the width, ends straight on both sides."""
    band = cut.band
    return band is not None and band.sound and band.height >= least * width and min(band.above, band.below) >= 0.98


def _has_block(cuts: list[Cut], pieces: list[Piece], width: int, height: int) -> bool:
    """Whether a block lies on a picture whose paper is a tenth of it at least."""
    papers = [cut.band for cut in cuts if cut.band is not None and cut.band.clean and cut.band.tolerance <= 10]
    if sum(band.height for band in papers) < 0.1 * height:
        return False
    return any(_is_block(piece, width, height) for piece in pieces)


def _is_block(piece: Piece, width: int, height: int) -> bool:
    """Whether a piece is a rectangle on paper, with paper on three sides of it."""
    box = piece.box
    if not piece.on_paper or box.width < 0.35 * width or box.height < 0.2 * width:
        return False
    free = [box.y > 2, box.y + box.height < height - 2, box.x > 2, box.x + box.width < width - 2]
    sides = [share for share, is_free in zip(piece.sides(), free, strict=True) if is_free]
    return len(sides) >= 3 and min(sides) > 0.85


def _rectangles(pieces: list[Piece], width: int) -> float:
    """Share of what lies on the paper that has straight sides, unlike letters on a cover and windows in a wall."""
    sides = [sorted(piece.sides()) for piece in pieces if piece.is_large(width) and not piece.text]
    return float(np.mean([least[1] > 0.8 for least in sides])) if sides else 1.0
