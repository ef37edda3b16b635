"""A title on a cover, from the words to the pixels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import cv2
import numpy as np
import numpy.typing as npt

from app.domain.geometry import Box, Size
from app.domain.media import Image
from app.domain.title import Spot, Style, Title
from app.lettering.areas import STEPS, safe_area
from app.lettering.colours import Colour
from app.lettering.inks import Inks, Proof, choose, faded
from app.lettering.lines import LEADING, SIDE, Composer, Layout
from app.lettering.masks import Draughtsman, Drawn, Mask, shadow
from app.lettering.place import place

SHARES = (1.0, 0.85, 0.72, 0.62)
"""Of the size that is asked for, that are tried until the title by itself keeps off all faces."""

_PROOF_LETTERS = 32.0
"""Pixels of the letters on which colours are tried, or less, so that the drawing stays small."""

_PROOF_SIDE = 480.0
"""Pixels."""

_SIMPLE = 100
"""Largest denominator of a shape that is told from the pixels of a cover."""

_STRIP = 2**20
"""Pixels that are mixed at a time, so that a cover of 100 megapixels needs hardly more memory than one of one."""


@dataclass(frozen=True, slots=True, eq=False)
class Lettering:
    """A title, ready to be laid on its cover.

    Attributes:
        image: H × W × 4, RGBA, alpha not multiplied in: letters with outline, shadow and box.
        at: its left and top, in pixels of the cover; shadows may reach beyond the cover.
        box: of the letters, or of the box behind them, in pixels of the cover.
        points: height of a line, in pixels of the cover.
        shrunk: whether it is smaller than asked, so that it fits or keeps off faces.
        fits: whether all of it is there; what does not fit at the smallest size ends in an ellipsis.
        missing: characters that no font of the system has.
        contrast: of the letters against what lies right around them, 1–21 (WCAG 2.2); nine tenths of it
            have at least so much.
        spot: where its middle stands.
        over_face: whether it could not be kept off a face.
    """

    image: npt.NDArray[np.uint8]
    at: tuple[int, int]
    box: Box
    points: float
    shrunk: bool
    fits: bool
    missing: str
    contrast: float
    spot: Spot
    over_face: bool


def letter(
    title: Title, picture: Image, *, keep_off: Sequence[Box] = (), safe: Box | None = None, spot: Spot | None = None
) -> Lettering:
    """Set a title for a cover.

    Lines, sizes and places follow from the shape of the cover and not from its pixels, so that a preview is what the
    file will be.

    Args:
        title: the words and their style.
        picture: the cover without it, of any size.
        keep_off: faces, in pixels of the cover.
        safe: the part of the cover that it stays in; None is all but a margin (`app.lettering.areas.safe_area`).
        spot: where its middle is wanted; None lets it stand by itself. Lines and size are the same wherever it stands.
    """
    size = Size(picture.shape[1], picture.shape[0])
    safe = safe_area(None, size) if safe is None else safe
    composer = Composer(title)
    if composer.empty:
        return _nothing(size, spot)
    scale = min(size.width, size.height) / SIDE
    layout, block, found, over_face = _stood(composer, title.style, size, safe=safe, keep_off=keep_off, spot=spot)
    left = round(found.x * size.width - block.width / 2)
    top = round(found.y * size.height - block.height / 2)
    box = Box(left, top, block.width, block.height)
    inks = _inks(title.style, layout, picture, box)
    draughtsman = Draughtsman(layout, title.style.align, title.style.weight, scale)
    margin = draughtsman.margin
    return Lettering(
        _inked(draughtsman, inks),
        (left - margin, top - margin),
        box,
        layout.pitch * scale,
        layout.shrunk,
        layout.fits,
        composer.setting.missing,
        round(inks.contrast, 2),
        found,
        over_face,
    )


def lettered(picture: Image, lettering: Lettering) -> Image:
    """A cover with its title: a new picture; what reaches beyond the cover is left out."""
    result = picture.copy()
    height, width = picture.shape[:2]
    left, top = lettering.at
    first, start = max(0, left), max(0, top)
    last, end = min(width, left + lettering.image.shape[1]), min(height, top + lettering.image.shape[0])
    if last <= first:
        return result
    rows = max(1, _STRIP // (last - first))
    for row in range(start, end, rows):
        low = min(end, row + rows)
        ink = lettering.image[row - top : low - top, first - left : last - left]
        part = result[row:low, first:last]
        alpha = np.asarray(cv2.merge([ink[:, :, 3]] * 3), np.uint8)
        part[:] = cv2.add(_share(part, _inverted(alpha)), _share(ink[:, :, :3], alpha))
    return result


def _stood(
    composer: Composer, style: Style, size: Size, *, safe: Box, keep_off: Sequence[Box], spot: Spot | None
) -> tuple[Layout, Size, Spot, bool]:
    """The layout with its size in pixels, its spot, and whether it is over a face; smaller where that clears faces."""
    width, height = _room(size, safe)
    scale = min(size.width, size.height) / SIDE
    for share in SHARES if keep_off else SHARES[:1]:
        layout = composer.layout(width, height, share)
        block = Size(max(1, round(layout.width * scale)), max(1, round(layout.height * scale)))
        found, over_face = place(size, block, keep_off, safe, None, align=style.align)
        if not over_face:
            break
    # Where none is free the smallest covers least of the face. One that somebody stands elsewhere has the lines and
    # the size that it has by itself, so that it is the same in the hand.
    if spot is not None:
        found, over_face = place(size, block, keep_off, safe, spot, align=style.align)
    return layout, block, found, over_face


def _room(size: Size, safe: Box) -> tuple[float, float]:
    """The sides of the safe area, in thousandths of the shorter side of the cover.

    Rounding to pixels is undone: the shape of a cover is a simple fraction, and safe areas lie on a grid. So a preview
    and the file have exactly the same room.
    """
    shape = Fraction(size.width, size.height).limit_denominator(_SIMPLE) or Fraction(size.width, size.height)
    across = SIDE * float(max(shape, Fraction(1)))
    down = SIDE * float(max(1 / shape, Fraction(1)))
    width = _steps(safe.x + safe.width, size.width) - _steps(safe.x, size.width)
    height = _steps(safe.y + safe.height, size.height) - _steps(safe.y, size.height)
    return max(1, width) / STEPS * across, max(1, height) / STEPS * down


def _steps(edge: int, side: int) -> int:
    return round(edge * STEPS / side)


def _inks(style: Style, layout: Layout, picture: Image, box: Box) -> Inks:
    """The inks, tried on a small drawing whose size does not depend on that of the cover."""
    letters = min(_PROOF_LETTERS, _PROOF_SIDE * layout.letters / max(layout.width, layout.height))
    small = Draughtsman(layout, style.align, style.weight, letters / layout.letters)
    drawn = small.letters()
    height, width = drawn.letters.shape
    zoom = box.width / small.block[0]
    around = round(small.margin * zoom)
    ground = _part(picture, Box(box.x - around, box.y - around, box.width + 2 * around, box.height + 2 * around))
    ground = np.asarray(cv2.resize(ground, (width, height), interpolation=cv2.INTER_AREA), np.uint8)
    return choose(style, Proof(ground, drawn, small.box(), letters))


def _part(picture: Image, box: Box) -> Image:
    """A part of a picture; what is outside of it looks as its border does."""
    height, width = picture.shape[:2]
    left, top = min(max(box.x, 0), width - 1), min(max(box.y, 0), height - 1)
    right, bottom = max(left + 1, min(width, box.x + box.width)), max(top + 1, min(height, box.y + box.height))
    part = picture[top:bottom, left:right]
    edges = (top - box.y, box.y + box.height - bottom, left - box.x, box.x + box.width - right)
    if not any(edge > 0 for edge in edges):
        return part
    above, below, before, behind = (max(0, edge) for edge in edges)
    return np.asarray(cv2.copyMakeBorder(part, above, below, before, behind, cv2.BORDER_REPLICATE), np.uint8)


def _inked(draughtsman: Draughtsman, inks: Inks) -> npt.NDArray[np.uint8]:
    """All layers as one picture, strip by strip."""
    drawn = draughtsman.letters()
    layers = _layers(draughtsman, drawn, inks)
    height, width = drawn.letters.shape
    image = np.empty((height, width, 4), np.uint8)
    rows = max(1, _STRIP // width)
    for row in range(0, height, rows):
        strip = slice(row, row + rows)
        pictures = None if drawn.pictures is None else drawn.pictures[strip]
        image[strip] = _mixed([(colour, mask[strip]) for colour, mask in layers], pictures)
    return image


def _layers(draughtsman: Draughtsman, drawn: Drawn, inks: Inks) -> list[tuple[Colour, Mask]]:
    """Colour and shape of each layer, the lowest first."""
    layers: list[tuple[Colour, Mask]] = []
    shape = drawn.letters
    if inks.outline > 0:
        shape = draughtsman.outline(inks.outline / 100 * LEADING * draughtsman.size)
    if inks.shadow > 0:
        thrown = shape if drawn.pictures is None else np.maximum(shape, drawn.pictures[:, :, 3])
        layers.append((inks.edge, faded(shadow(thrown, draughtsman.size), inks.shadow)))
    if inks.box > 0:
        layers.append((inks.box_colour, faded(draughtsman.box(), inks.box)))
    if inks.outline > 0:
        layers.append((inks.edge, shape))
    return [*layers, (inks.letters, drawn.letters)]


def _mixed(layers: Sequence[tuple[Colour, Mask]], pictures: npt.NDArray[np.uint8] | None) -> npt.NDArray[np.uint8]:
    """Layers over each other, as colours that alpha is not multiplied into."""
    clear = np.full_like(layers[0][1], 255)
    for _, mask in layers:
        clear = _share(clear, _inverted(mask))
    opaque = None if pictures is None else np.ascontiguousarray(pictures[:, :, 3])
    if opaque is not None:
        clear = _share(clear, _inverted(opaque))
    alpha = _inverted(clear)
    known: dict[tuple[int, ...], Mask] = {}
    channels = []
    for channel in range(3):
        values = tuple(colour[channel] for colour, _ in layers)
        if values not in known:
            # Of greys one channel is enough.
            known[values] = _channel(values, [mask for _, mask in layers])
        light = known[values]
        if pictures is not None and opaque is not None:
            own = _share(np.ascontiguousarray(pictures[:, :, channel]), opaque)
            light = np.asarray(cv2.add(_share(light, _inverted(opaque)), own), np.uint8)
        channels.append(cv2.divide(light, alpha, scale=255))
    return np.asarray(cv2.merge([*channels, alpha]), np.uint8)


def _channel(values: Sequence[int], masks: Sequence[Mask]) -> Mask:
    """One channel of layers over each other, with alpha multiplied in."""
    light = np.zeros_like(masks[0])
    for value, mask in zip(values, masks, strict=True):
        light = _share(light, _inverted(mask))
        if value:
            light = np.asarray(cv2.add(light, cv2.convertScaleAbs(mask, alpha=value / 255)), np.uint8)
    return light


def _inverted(mask: Mask) -> Mask:
    return np.asarray(cv2.bitwise_not(mask), np.uint8)


def _share(one: Mask, other: Mask) -> Mask:
    return np.asarray(cv2.multiply(one, other, scale=1 / 255), np.uint8)


def _nothing(size: Size, spot: Spot | None) -> Lettering:
    """A title without anything to be seen."""
    found = Spot(0.5, 0.5) if spot is None else spot
    at = round(found.x * (size.width - 1)), round(found.y * (size.height - 1))
    image = np.zeros((1, 1, 4), np.uint8)
    return Lettering(image, at, Box(*at, 1, 1), 0.0, False, True, "", 21.0, found, False)
