"""Chooses the colours of a title, and makes sure that it can be read on what lies below."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import cv2
import numpy as np

from app.domain.media import Image
from app.domain.title import Style
from app.lettering.colours import BLACK, READABLE, WHITE, Colour, opposite, over, parse, worst_contrast
from app.lettering.lines import LEADING
from app.lettering.masks import Drawn, Mask, shadow

WHITE_BEFORE = 1.6
"""So many times more contrast black letters need to be preferred to white ones where both can be made readable."""

RESCUING_OUTLINE = 7.0
"""Width of the outline that makes letters readable on any ground, in hundredths of the height of a line."""

_AROUND = 0.06
"""How far around the letters it matters what is there, in their size."""


@dataclass(frozen=True, slots=True)
class Inks:
    """What a title is drawn with.

    Attributes:
        letters: their colour.
        edge: colour of outline and shadow.
        box_colour: of the box.
        outline: as of `app.domain.title.Style`, and so the others.
        contrast: of the letters against what lies right around them, 1–21; nine tenths of it have at least so much.
    """

    letters: Colour
    edge: Colour
    box_colour: Colour
    outline: float
    shadow: float
    box: float
    contrast: float = 1.0


class Proof:
    """A small drawing of a title on its ground, on which colours are tried.

    Args:
        ground: the picture below, as large as the drawing.
        drawn: the letters.
        box: the box behind them.
        letters: their size in pixels.
    """

    def __init__(self, ground: Image, drawn: Drawn, box: Mask, letters: float) -> None:
        self._ground, self._box, self._letters = ground, box, letters
        self._mask = drawn.letters
        if drawn.pictures is not None:
            self._mask = np.maximum(self._mask, drawn.pictures[:, :, 3])
        reach = max(1, round(_AROUND * letters))
        self._around = (_grown(self._mask, reach) > 127) & (self._mask < 128)

    def contrast(self, inks: Inks) -> float:
        """The contrast of letters in some inks."""
        ground = self._ground
        shape = self._mask
        if inks.outline > 0:
            shape = _grown(shape, max(1, round(inks.outline / 100 * LEADING * self._letters)))
        if inks.shadow > 0:
            ground = over(ground, inks.edge, faded(shadow(shape, self._letters), inks.shadow))
        if inks.box > 0:
            ground = over(ground, inks.box_colour, faded(self._box, inks.box))
        if inks.outline > 0:
            ground = over(ground, inks.edge, shape)
        return worst_contrast(inks.letters, ground, self._around)


def choose(style: Style, proof: Proof) -> Inks:
    """The inks for a style on a ground.

    A colour that somebody chose is used as it is, and nothing is added: that it cannot be read is told by the contrast.
    Where the colour is left to the program it is white or black: the one that can be read with the effects of the
    style, white where both can. Where neither can, effects are made stronger until one can: the shadow or the box
    first, and an outline where that is not enough, which always is.
    """
    if style.colour:
        inks = _inks(style, parse(style.colour))
        return replace(inks, contrast=proof.contrast(inks))
    plain = replace(style, shadow=0.0, outline=0.0)
    bare = {colour: proof.contrast(_inks(plain, colour)) for colour in (WHITE, BLACK)}
    first = BLACK if bare[BLACK] > WHITE_BEFORE * bare[WHITE] else WHITE
    second = WHITE if first == BLACK else BLACK
    best: Inks | None = None
    for stronger in _ever_stronger(style):
        # The other colour is only tried where it would not need more than this one.
        for colour in (first, second) if stronger is style else (first,):
            inks = _inks(stronger, colour)
            inks = replace(inks, contrast=proof.contrast(inks))
            if inks.contrast >= READABLE:
                return inks
            if best is None or inks.contrast > best.contrast:
                best = inks
    assert best is not None  # the style itself was tried
    return best


def faded(mask: Mask, percent: float) -> Mask:
    """A map of something that covers only so much."""
    return mask if percent >= 100 else np.asarray(cv2.convertScaleAbs(mask, alpha=percent / 100), np.uint8)


def _ever_stronger(style: Style) -> Iterator[Style]:
    yield style
    if style.box > 0:
        yield replace(style, box=max(style.box, 80.0))
        yield replace(style, box=100.0)
    else:
        yield replace(style, shadow=max(style.shadow, 80.0))
        yield replace(style, shadow=100.0)
    yield replace(style, shadow=100.0, outline=max(style.outline, RESCUING_OUTLINE))


def _inks(style: Style, letters: Colour) -> Inks:
    box = parse(style.box_colour) if style.box_colour else opposite(letters)
    return Inks(letters, opposite(letters), box, style.outline, style.shadow, style.box)


def _grown(mask: Mask, pixels: int) -> Mask:
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * pixels + 1, 2 * pixels + 1))
    return np.asarray(cv2.dilate(mask, kernel), np.uint8)
