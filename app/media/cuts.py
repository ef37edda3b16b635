"""Where a long picture is cut from side to side: through which bands of paper, and at which seams."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from app.domain.media import Image
from app.media.gutters import LEAST_PANEL, MAX_NOISE, Band, Rows, find_bands, look_at_rows
from app.media.page import on_one_page
from app.media.seams import SURE, Borders, Seam, look_at_borders

_SHAPE, _SPREAD = 0.7, 0.6
"""Usual height of a piece as a share of its width, and the standard deviation of its logarithm."""

_STRONG = 4.0
"""Bands on one page from which the page is beyond doubt."""

_CLEAN = 0.99
"""Share of a band that is paper, from which nothing is drawn on it."""

MUCH_THINNER = 0.2
"""Height of a band or a gap in that of most gutters, below which it is rather a line in a picture."""

_UNKNOWN = -2.0
"""What such a line is worth for having the page's colour."""

_LOOK_BACK = 60
"""Possible cuts before a cut that may be the last one before it."""


@dataclass(frozen=True, slots=True)
class Cut:
    """Rows that are taken out.

    Attributes:
        start: first row.
        stop: row after the last; `start` for a seam.
        band: what lies there, if it is paper.
        on_page: whether the paper is that of the whole strip.
        score: what is gained by cutting here.
        odds: logarithm of the odds that its borders are seams, of the less certain one.
    """

    start: int
    stop: int
    band: Band | None
    on_page: bool
    score: float
    odds: float


@dataclass(frozen=True, slots=True)
class Lines:
    """All that runs from side to side through a picture.

    Attributes:
        rows: what its rows look like.
        bands: bands of paper.
        odds: of each band, the odds of the less certain of its borders.
        seams: straight borders.
    """

    rows: Rows
    bands: list[Band]
    odds: list[float]
    seams: list[Seam]

    @property
    def size(self) -> tuple[int, int]:
        """Height and width."""
        return self.rows.image.shape[:2]


def look_for_lines(image: Image) -> Lines:
    """Find the bands and seams of a picture."""
    height, width = image.shape[:2]
    rows, borders = look_at_rows(image), look_at_borders(image)
    bands, seams = find_bands(rows, width), borders.seams()
    if _touching(bands, seams) > 0:
        bands = [band for band in bands if band.height < LEAST_PANEL * width or _is_empty(rows, band)]
    return Lines(rows, bands, [_odds(borders, band, height) for band in bands], seams)


def _is_empty(rows: Rows, band: Band) -> bool:
    """Whether nothing is drawn on a band; else, where panels touch, it is a panel if it is high enough."""
    return bool(rows.paper[band.start : band.stop].mean() > _CLEAN)


def _odds(borders: Borders, band: Band, height: int) -> float:
    """Odds of the less certain border of a band."""
    above = borders.odds_near(band.start) if band.start > 3 else SURE
    below = borders.odds_near(band.stop) if band.stop < height - 3 else SURE
    return min(above, below)


def page_cuts(lines: Lines, *, strict: bool) -> list[Cut]:
    """The cuts of a whole picture: first through the paper that is the same all along it, then in what remains.

    Args:
        lines: what was found in it.
        strict: bands need straight borders on both sides; else one will do, as of text.
    """
    height, width = lines.size
    on, strength = on_one_page(lines.bands, width)
    pairs = zip(lines.bands, lines.odds, strict=True)
    here = [(band, odds) for (band, odds), wanted in zip(pairs, on, strict=True) if wanted]
    cuts: list[Cut] = []
    usual = float(np.median([band.height for band, _ in here])) if here else 0.0
    sound = [odds for band, odds in here if band.sound and band.start > 2 and band.stop < height - 2]
    # Few bands are a page if they are many for one photo, or one of them ends as panels do.
    if strength >= _STRONG or (strength >= 2 and (len(sound) >= 3 or max(sound, default=-9) > -2)):
        cuts = [
            Cut(band.start, band.stop, band, True, _score_on_page(band, width, known, strict=strict), odds)
            for band, odds in here
            for known in (strength if band.height >= MUCH_THINNER * usual else _UNKNOWN,)
        ]
        cuts = _best_chain(cuts, width, 0, height)
    certain = strength >= _STRONG
    found = list(cuts)
    for top, bottom in _between(cuts, height):
        if bottom - top > (1.5 if certain else 1.0) * width:
            doubt = 1.0 if certain and bottom - top < 1.6 * width else 0.0
            found += _free_cuts(lines, top, bottom, doubt)
    return sorted(found, key=lambda cut: cut.start)


def inner_cuts(lines: Lines, doubt: float) -> list[Cut]:
    """The cuts within a piece of a long picture; the more doubt, the more they must be worth.

    Args:
        lines: what was found in the piece.
        doubt: how much, in odds; below zero where seams, but no paper, are to be expected.
    """
    height, width = lines.size
    return _free_cuts(lines, 0, height, max(0.0, doubt), min(0.0, doubt), inside=True) if height > width else []


def _between(cuts: list[Cut], height: int) -> Iterator[tuple[int, int]]:
    """What is left between cuts."""
    stops, starts = [0, *(cut.stop for cut in cuts)], [*(cut.start for cut in cuts), height]
    return zip(stops, starts, strict=True)


def _free_cuts(
    lines: Lines, top: int, bottom: int, doubt: float, seam_doubt: float = 0.0, *, inside: bool = False
) -> list[Cut]:
    """The cuts in a part of a picture, through any paper and at seams.

    Args:
        lines: what was found in the picture.
        top: first row of the part.
        bottom: row after its last.
        doubt: how much more they must be worth.
        seam_doubt: how much more than that seams must.
        inside: the picture is a piece already: what is paper at its top and bottom is part of it.
    """
    height, width = lines.size
    cuts = []
    for band, odds in zip(lines.bands, lines.odds, strict=True):
        if (top and band.start < top + 3) or (bottom < height and band.stop > bottom - 3):
            continue  # the frame of a panel beside a gutter
        if band.start < top or band.stop > bottom or not band.hard or (not band.clean and band.height >= 0.3 * width):
            continue
        if inside and band.height > 0.15 * width and (band.start <= top + 2 or band.stop >= bottom - 2):
            continue
        if band.height > 0.15 * width and not _is_tall_paper(band, odds):
            continue
        cuts.append(Cut(band.start, band.stop, band, False, _score_of_band(band, width, odds) - doubt, odds))
    seams = [seam for seam in lines.seams if top + 4 < seam.row < bottom - 4]
    habit = _touching(lines.bands, lines.seams)
    for seam in seams:
        if seam.odds > min(0.0, seam_doubt) - 0.5 * habit:
            at_band = 1.0 if _at_band(seam, lines.bands, width) else 0.0
            score = min(seam.odds, 2.5) - 0.7 + habit - doubt - seam_doubt - at_band
            cuts.append(Cut(seam.row, seam.row, None, False, score, seam.odds))
    for band, odds in _paper_between(lines.rows, seams, width):
        cuts.append(Cut(band.start, band.stop, band, False, _score_of_band(band, width, odds) - doubt, odds))
    return _best_chain(sorted(cuts, key=lambda cut: (cut.start, cut.stop)), width, top, bottom)


def _is_tall_paper(band: Band, odds: float) -> bool:
    """Whether a tall band may be paper, though not the strip's; else it is a sky, a wall or a night."""
    changes = float(np.abs(band.first - band.last).max())
    # Paper may go over from white to black, or back.
    return band.plainness > 0 and band.tolerance <= 10 and ((changes <= 6 and odds > -2) or changes >= 180)


def _touching(bands: list[Band], seams: list[Seam]) -> float:
    """What certain seams without usual paper beside them say for others, in odds: 0 to 2, 0 for less than three."""
    papers = [band for band in bands if band.sound and band.plainness > 0]
    sure = [seam.row for seam in seams if seam.odds >= 2]
    count = sum(not any(band.start - 5 <= row <= band.stop + 5 for band in papers) for row in sure)
    return min(2.0, count / 3) if count >= 3 else 0.0


def _at_band(seam: Seam, bands: list[Band], width: int) -> bool:
    """Whether a seam is the border of a gutter, where the gutter is to be taken."""
    return any(
        band.sound and band.height < 0.15 * width and min(abs(seam.row - band.start), abs(seam.row - band.stop)) <= 4
        for band in bands
    )


def _paper_between(rows: Rows, seams: list[Seam], width: int) -> Iterator[tuple[Band, float]]:
    """Bands between two seams that are paper for the greater part, such as gutters with speech bubbles on them."""
    for number, first in enumerate(seams):
        for second in seams[number + 1 :]:
            if second.row - first.row > 0.25 * width:
                break
            odds = min(first.odds, second.odds)
            if second.row - first.row >= 3 and odds >= -0.5 and _papery(rows, first.row + 1, second.row - 1):
                colours = rows.colour[first.row + 2], rows.colour[second.row - 2]
                tolerance = float(np.median(rows.tolerance[first.row + 1 : second.row - 1]))
                yield Band(first.row, second.row, *colours, 1.0, 1.0, False, tolerance, 0), odds


def _papery(rows: Rows, start: int, stop: int) -> bool:
    """Whether rows are paper for the greater part, of a colour that does not jump."""
    steps = np.abs(np.diff(rows.colour[start:stop], axis=0)).max(initial=0)
    return bool(
        np.median(rows.paper[start:stop]) >= 0.5 and np.median(rows.noise[start:stop]) <= MAX_NOISE and steps < 14
    )


def _score_of_height(band: Band, width: int) -> float:
    """Gutters are rarely thin: −1 to 1."""
    return float(np.clip(0.5 * np.log(band.height / (0.04 * width)), -1, 1))


def _score_on_page(band: Band, width: int, strength: float, *, strict: bool) -> float:
    """What a band is worth that has the colour of the strip's paper."""
    borders = 2.0 if band.hard else -0.5 if band.half_hard and not strict else -3.0
    clean = 0.5 if band.clean else -1.0
    return borders + clean + min(3.0, strength) + max(0.0, band.plainness) + _score_of_height(band, width)


def _score_of_band(band: Band, width: int, odds: float) -> float:
    """What a band is worth by itself; only hard ones are asked about."""
    if band.clean and min(band.above, band.below) >= 0.9 and band.tolerance <= 14:
        odds = max(odds, 0.5)
    clean = (1.2 if odds >= 0.3 else 0.5) if band.clean else -0.5
    return (
        float(np.clip(odds, -3, 2))
        + clean
        + max(-0.7, band.plainness)
        + _score_of_height(band, width)
        + 0.6 * band.rims
    )


def _best_chain(cuts: list[Cut], width: int, top: int, bottom: int) -> list[Cut]:
    """The cuts that are worth most together with the shapes of the pieces between them; none if the whole is.

    Dynamic programming over the cuts, which come sorted.
    """
    worth = _worth_of_piece(width)
    totals: list[float] = []
    before: list[int] = []
    for number, cut in enumerate(cuts):
        # A margin at the end is no proof of panels.
        at_end = cut.start <= top + 2 or cut.stop >= bottom - 2
        score = 0.1 * cut.score if cut.score > 0 and at_end else cut.score
        choices = [(worth(cut.start - top), -1)]
        choices += [
            (totals[other] + worth(cut.start - cuts[other].stop), other)
            for other in range(max(0, number - _LOOK_BACK), number)
            if cut.start - cuts[other].stop > 2
        ]
        total, previous = max(choices, key=lambda choice: choice[0])
        totals.append(total + score)
        before.append(previous)
    ends = [total + worth(bottom - cut.stop) for total, cut in zip(totals, cuts, strict=True)]
    if not ends or max(ends) <= worth(bottom - top):
        return []
    found = []
    number = ends.index(max(ends))
    while number >= 0:
        found.append(cuts[number])
        number = before[number]
    return found[::-1]


def _worth_of_piece(width: int) -> Callable[[int], float]:
    """The worth of a piece by its height: less the further from the usual shape, least for slivers."""

    def worth(height: int) -> float:
        if height <= 2:
            return 0.0
        shape = height / width
        unusual = min(5.0, float(np.log(shape / _SHAPE)) ** 2 / (2 * _SPREAD**2))
        return -0.3 - unusual - (3.0 if shape < 0.06 else 0.0)

    return worth
