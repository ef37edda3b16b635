"""Text and pictures in screenshots: what is only read, and the picture within a card or a bubble."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
import numpy.typing as npt

from app.domain.geometry import Box
from app.domain.media import Image
from app.media.gutters import Floats, Mask, difference, joined, runs

Counts = npt.NDArray[np.int32]

_SAME, _INK = 6, 24
"""Difference (0–255) up to which a pixel has a block's main colour, and from which it is drawn on it."""

_TEXT, _NO_TEXT = 0.65, 0.5
"""Share of what is drawn that is in lines, from which it is text, and below which it is a picture."""

_HARDLY = 0.03
"""Share of a block that is drawn on, below which it is an empty card or a single word."""

_FAR = 30.0
"""Difference (0–255) between a screen's paper and the ground of a picture, from which they cannot be one."""

_EVEN = 2
"""Pixels by which the left and the right rim of a card differ at most."""

_GAP_REACH, _GAP_LENGTH, _GAP_WIDTH = 0.06, 0.6, 0.08
"""How far from the middle a gap between columns of cards is at most, its length, its width, as shares of the sides."""

_GAP_EVEN = 5.0
"""Difference (0–255) within such a gap at most."""

_SMALLEST = 16
"""Pixels across, below which nothing is a picture."""


def main_colour(part: Image) -> Floats:
    """The commonest colour."""
    bits = (part >> 4).astype(np.int32)
    codes = (bits[..., 0] << 8) | (bits[..., 1] << 4) | bits[..., 2]
    return np.asarray(np.median(part[codes == np.bincount(codes.ravel(), minlength=4096).argmax()], 0), np.float32)


def is_text(part: Image, unit: int) -> bool:
    """Whether a block is text, or an empty card; `unit` is the width of the screen."""
    inside = _without_rim(part)
    away = difference(inside, main_colour(inside))
    if (away <= _SAME).mean() < 0.4 or (away <= 16).mean() < 0.5 or _is_shaded(away, away > _INK):
        return False
    written = np.asarray(away > 40, np.bool_)
    if written.mean() >= _HARDLY:
        return _is_written(written, unit, _TEXT)
    if (away <= 16).mean() <= 1 - 2 * _HARDLY:
        return False
    # At most a word, or a line or two on an empty card; not a night with stars.
    return _rows_between(written) <= 0.1 * unit or _is_written(written, unit, _TEXT)


def _rows_between(drawn: Mask) -> int:
    """From the first to the last row that is drawn on; 0 if none is."""
    rows = np.flatnonzero(drawn.any(1))
    return int(rows[-1] - rows[0]) if len(rows) else 0


def _without_rim(part: Image) -> Image:
    """A block without what is round it: a little paper, corners that are cut off."""
    rim = min(part.shape[:2]) // 16 if min(part.shape[:2]) > 32 else 2
    return part[rim:-rim, rim:-rim] if min(part.shape[:2]) > 12 else part


def is_bubble(part: Image, unit: int, ink: Mask) -> bool:
    """Whether a block that is no rectangle is a speech bubble: flat, with hardly more than text on it.

    Args:
        part: the block.
        unit: the width of the picture.
        ink: where the block is not paper.
    """
    inside = np.asarray(cv2.erode(ink.astype(np.uint8), np.ones((5, 5), np.uint8), borderValue=0)) > 0
    if not inside.any():
        return False
    away = difference(part, main_colour(part[inside][None]))
    written = np.asarray((away > 40) & inside, np.bool_)
    flat = float((away[inside] <= 16).mean())
    return flat >= 0.9 or (flat >= 0.5 and _is_written(written, unit, _TEXT))


def gap_between_columns(image: Image) -> Box | None:
    """A gap of one colour between two columns of cards that reaches along most of a screen; None if there is none.

    Cards hardly differ from the paper, but they do so all along the gap.
    """
    height, width = image.shape[:2]
    first = round((0.5 - _GAP_REACH) * width)
    middle = np.asarray(cv2.blur(image[:, first : width - first], (1, 9)), np.uint8)  # pictures beside it ring
    paper = np.median(middle, 0).astype(np.float32)
    near = np.asarray(difference(middle, paper) <= _GAP_EVEN, np.bool_)
    spans = [
        max(joined(runs(column), width // 16), key=lambda run: run[1] - run[0], default=(0, 0)) for column in near.T
    ]
    long = np.array([stop - start >= _GAP_LENGTH * height for start, stop in spans]) & (near.mean(0) > 0.5)
    for left, right in runs(long):
        start, stop = spans[(left + right) // 2]
        beside = [near[start:stop, at] for at in (left - 2, right + 1) if 0 <= at < near.shape[1]]
        if right - left <= _GAP_WIDTH * width and len(beside) == 2 and max(side.mean() for side in beside) < 0.5:
            return Box(first + left, start, right - left, stop - start)
    return None


def is_picture(part: Image, unit: int, ink: Mask, papers: Sequence[Floats] = ()) -> bool:
    """Whether a block holds a picture: it is mostly drawn on, or shaded, or what is drawn is large and no text.

    Args:
        part: the block.
        unit: the width of the screen.
        ink: where the block is not paper.
        papers: colours of the screen's paper and of bubbles with text only, which are not drawn on them.
    """
    if min(part.shape[:2]) < _SMALLEST:
        return False
    inside = part[3:-3, 3:-3]
    away = np.minimum.reduce([difference(inside, colour) for colour in (main_colour(inside), *papers)])
    drawn = (away > _INK) & ink[3:-3, 3:-3]
    share = float(drawn.mean())
    if stands_out(inside, unit, papers):
        return True
    if share > 0.5 or _is_shaded(away, drawn) or (share > _HARDLY and not _is_written(away > 40, unit, _NO_TEXT)):
        return True
    _, stats = _blobs(drawn)
    least = np.minimum(stats[1:, cv2.CC_STAT_WIDTH], stats[1:, cv2.CC_STAT_HEIGHT]) >= 0.1 * unit
    return bool(stats[1:, cv2.CC_STAT_AREA][least].sum() >= 0.06 * drawn.size)


def stands_out(part: Image, unit: int, papers: Sequence[Floats]) -> bool:
    """Whether a block is a dark or bright picture with little on it, such as a night: no line of text is in it.

    Args:
        part: the block.
        unit: the width of the screen.
        papers: colours of the screen's paper and of bubbles with text only, far from which its ground is.
    """
    if min(part.shape[:2]) < 0.2 * unit or not papers:
        return False
    colour = main_colour(part)
    if min(float(np.abs(colour - paper).max()) for paper in papers) < _FAR:
        return False
    ink = np.asarray(difference(_without_rim(part), colour) > 40, np.bool_)
    return bool(ink.mean() >= 0.01 and _rows_between(ink) > 0.1 * unit and count_lines(ink, unit) == 0)


def _is_shaded(away: Floats, drawn: Mask) -> bool:
    """Whether what is not drawn on has more than one colour, unlike cards and bubbles."""
    near = np.asarray(cv2.dilate(drawn.astype(np.uint8), np.ones((13, 13), np.uint8))) > 0
    return bool(near.mean() < 0.95 and (away[~near] <= 3).mean() < 0.9)


def count_lines(ink: Mask, unit: int) -> int:
    """How many lines of text there are: wide and low, with at least three letters of about their height."""
    labels, stats = _blobs(_joined_letters(ink, unit))
    _, letters = _blobs(ink)
    inside = np.zeros(len(stats), np.int64)
    for x, y, width, height, area in letters[1:].tolist():
        if 0.008 * unit <= height <= 0.08 * unit and area >= 0.2 * width * height:
            line = labels[y + height // 2, x + width // 2]
            if height >= 0.4 * stats[line, cv2.CC_STAT_HEIGHT]:
                inside[line] += 1
    return int((_like_lines(stats, unit) & (inside >= 3)).sum())


def picture_within(part: Image, box: Box, unit: int, ink: Mask, papers: list[Floats]) -> Box | None:
    """The picture in a card or a bubble, without its rim and its caption; None if there is none.

    Args:
        part: the card.
        box: where it is.
        unit: the width of the screen.
        ink: where the card is not paper.
        papers: colours of the screen's paper and of bubbles with text only.
    """
    left, top, right, bottom = 0, 0, box.width, box.height
    for _ in range(3):
        before = (left, top, right, bottom)
        bottom -= _caption(part[top:bottom, left:right][::-1], unit, papers)
        top += _caption(part[top:bottom, left:right], unit, papers)
        turned = part[top:bottom, left:right].transpose(1, 0, 2)
        beside = [_rim(side) for side in (turned, turned[::-1])]
        # A rim is as wide on both sides; what is wider on one belongs to the picture.
        if abs(beside[0] - beside[1]) <= _EVEN:
            left, right = left + beside[0], right - beside[1]
        if (left, top, right, bottom) == before:
            break
    if min(right - left, bottom - top) < _SMALLEST or not is_picture(
        part[top:bottom, left:right], unit, ink[top:bottom, left:right], papers
    ):
        return None
    return Box(box.x + left, box.y + top, right - left, bottom - top)


def _rim(part: Image, most: float = 0.125) -> int:
    """Rows of one colour at the top of a card, before a straight border; 0 if there are none, or too many."""
    height, width = part.shape[:2]
    if min(height, width) < _SMALLEST:
        return 0
    colour = _top_colour(part)
    share = (difference(part[: int(height * most) + 3, 3:-3], colour) > 12).mean(1)
    limit = max(4, int(height * most))
    if share[2] > 0.2:
        return 0
    covered = np.flatnonzero(share[2:limit] > 0.5)
    if not len(covered):
        return 0
    stop = 2 + int(covered[0])
    beyond, before = float(share[stop : stop + 3].max()), float(share[max(1, stop - 3) : stop].min())
    return stop if beyond >= 0.6 and beyond - before >= 0.3 else 0


def _caption(part: Image, unit: int, papers: list[Floats]) -> int:
    """Rows at the top of a card that are its own colour, with or without text, before a straight border."""
    stop = _rim(part, 0.6)
    if stop <= max(3, unit // 40):
        return stop
    colour, above = _top_colour(part), part[2 : stop - 1]
    if any(float(np.abs(colour - paper).max()) <= 8 for paper in papers):
        return stop
    away = difference(above[:, 3:-3], colour)
    written = (away <= 3).mean() > 0.5 and count_lines(np.asarray(away > 40), unit) > 0
    return stop if written else 0


def _top_colour(part: Image) -> Floats:
    return np.asarray(np.median(part[2, 3:-3], 0), np.float32)


def _is_written(ink: Mask, unit: int, least: float) -> bool:
    """Whether at least a share of what is drawn is in lines, one of which has letters."""
    return _share_in_lines(ink, unit) >= least and count_lines(ink, unit) > 0


def _share_in_lines(ink: Mask, unit: int) -> float:
    """Share of what is drawn that is in lines of text; 1 where nothing is."""
    labels, stats = _blobs(_joined_letters(ink, unit))
    count = np.bincount(labels[ink], minlength=len(stats))
    return float(count[_like_lines(stats, unit)].sum() / count.sum()) if count.any() else 1.0


def _joined_letters(ink: Mask, unit: int) -> Mask:
    """Ink with gaps as wide as those between letters filled."""
    return np.asarray(cv2.dilate(ink.astype(np.uint8), np.ones((1, max(3, unit // 40) | 1), np.uint8)) > 0)


def _blobs(mask: Mask) -> tuple[Counts, Counts]:
    """The connected parts of a mask: a label for each pixel, and a row of figures (OpenCV's) for each label."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats(mask.astype(np.uint8), connectivity=8)
    return np.asarray(labels, np.int32), np.asarray(stats, np.int32)


def _like_lines(stats: Counts, unit: int) -> Mask:
    """Which parts have the shape of a line of text."""
    tall, wide = stats[:, cv2.CC_STAT_HEIGHT], stats[:, cv2.CC_STAT_WIDTH] - unit // 40
    shaped = (tall <= 0.1 * unit) & (tall >= 0.012 * unit) & (wide >= 2.5 * tall)
    shaped[0] = False  # the ground
    return np.asarray(shaped)
