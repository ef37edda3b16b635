"""The shapes of a title: where letters, outline, shadow and box are, each as a map of how much they cover."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt
import PIL.Image
import PIL.ImageDraw
import PIL.ImageFont

from app.domain.title import Align
from app.lettering.fonts import BUILT_IN, opened
from app.lettering.lines import ABOVE, Layout
from app.lettering.runs import Line, Run, direction, ordered

Mask = npt.NDArray[np.uint8]
"""H × W, 0 (nothing) to 255 (all)."""

MARGIN = 0.5
"""Around the block, in the size of the letters: for shadows, and marks that are taller than a line."""

SHADOW_SIGMA = 0.13
"""How soft a shadow is, in the size of the letters."""

SHADOW_DROP = 0.035
"""How far below the letters it falls, in their size."""

_SHADOW_GROWN = 0.05
"""How much wider than the letters it is before it is softened."""

_SHADOW_DEPTH = 1.7
"""By which it is deepened after that, since thin letters would leave hardly any."""

_SOFT_PIXELS = 3.0
"""What is softened by more pixels is so on a smaller copy."""

_CORNER = 0.22
"""Radius of the corners of a box, in the size of the letters."""

_FEW = 450
"""From this weight on, letters of a font that has none so bold are made bolder."""

_BOLDER = 0.022
"""By how much on each side, in the size of the letters."""


@dataclass(frozen=True, slots=True, eq=False)
class Drawn:
    """The letters of a title at a size.

    Attributes:
        letters: how much they cover.
        pictures: H × W × 4, letters with colours of their own, such as emoji; None where there are none.
        margin: pixels around the block, on all sides.
    """

    letters: Mask
    pictures: npt.NDArray[np.uint8] | None
    margin: int


class Draughtsman:
    """Draws a layout at a scale.

    Args:
        layout: what is drawn.
        align: how its lines stand to each other.
        weight: that is wanted; fonts that have none so bold are made bolder.
        scale: pixels to a thousandth of the shorter side of the cover.
    """

    def __init__(self, layout: Layout, align: Align, weight: int, scale: float) -> None:
        self._layout, self._align, self._weight, self._scale = layout, align, weight, scale
        self.size = layout.letters * scale
        self.margin = int(np.ceil(MARGIN * self.size)) + 1
        self.block = max(1, round(layout.width * scale)), max(1, round(layout.height * scale))

    @property
    def _extent(self) -> tuple[int, int]:
        return self.block[0] + 2 * self.margin, self.block[1] + 2 * self.margin

    def letters(self) -> Drawn:
        """The letters alone."""
        picture = PIL.Image.new("L", self._extent)
        coloured: PIL.Image.Image | None = None
        draw = PIL.ImageDraw.Draw(picture)
        for run, x, y, backwards in self._places():
            if run.face.named.coloured:
                coloured = coloured or PIL.Image.new("RGBA", self._extent)
                self._picture(coloured, run, x, y, backwards)
            else:
                self._text(draw, run, x, y, backwards=backwards, width=0.0)
        if coloured is None:
            return Drawn(np.asarray(picture), None, self.margin)
        return Drawn(np.asarray(picture), np.asarray(coloured), self.margin)

    def outline(self, width: float) -> Mask:
        """The letters grown by `width` pixels all round."""
        picture = PIL.Image.new("L", self._extent)
        draw = PIL.ImageDraw.Draw(picture)
        for run, x, y, backwards in self._places():
            if not run.face.named.coloured:
                self._text(draw, run, x, y, backwards=backwards, width=width)
        return np.asarray(picture)

    def box(self) -> Mask:
        """A box with round corners behind the letters."""
        across, down = self._extent
        factor = 4
        # Pillow draws corners without smoothing: they are drawn larger, and the straight rest is plain.
        radius = max(1, round(_CORNER * self.size))
        corner = PIL.Image.new("L", (2 * radius * factor, 2 * radius * factor))
        PIL.ImageDraw.Draw(corner).ellipse((0, 0, corner.width - 1, corner.height - 1), fill=255)
        disc = np.asarray(corner.resize((2 * radius, 2 * radius), PIL.Image.Resampling.BOX))
        mask = np.zeros((down, across), np.uint8)
        inner = mask[self.margin : down - self.margin, self.margin : across - self.margin]
        inner[:] = 255
        if min(inner.shape) >= 2 * radius:
            inner[:radius, :radius], inner[:radius, -radius:] = disc[:radius, :radius], disc[:radius, radius:]
            inner[-radius:, :radius], inner[-radius:, -radius:] = disc[radius:, :radius], disc[radius:, radius:]
        return mask

    def _places(self) -> list[tuple[Run, float, float, bool]]:
        """Each run, where its base line begins, and whether it runs from right to left."""
        layout, scale = self._layout, self._scale
        found: list[tuple[Run, float, float, bool]] = []
        y = self.margin + (layout.padding[1] + ABOVE * layout.letters) * scale
        for line in layout.lines:
            x = self.margin + self._start(line) * scale
            for run in line.runs:
                found.append((run, x, y, line.right_to_left))
                x += run.width * self.size / 100
            y += layout.pitch * scale
        return found

    def _start(self, line: Line) -> float:
        """How far from the left edge of the block a line begins, in thousandths of the shorter side."""
        room = self._layout.width - 2 * self._layout.padding[0] - line.width * self._layout.letters / 100
        share = {Align.LEFT: 0.0, Align.CENTRE: 0.5, Align.RIGHT: 1.0}[self._align]
        return self._layout.padding[0] + room * share

    def _text(
        self, draw: PIL.ImageDraw.ImageDraw, run: Run, x: float, y: float, *, backwards: bool, width: float
    ) -> None:
        font, scale = self._font(run)
        if scale != 1.0:
            return  # smaller than a pixel
        stroke = width
        if self._weight >= 600 and run.face.weight < _FEW:
            stroke += _BOLDER * self.size
        text = ordered(run.text, backwards)
        draw.text((x, y), text, 255, font, "ls", direction=direction(backwards), stroke_width=stroke, stroke_fill=255)

    def _font(self, run: Run) -> tuple[PIL.ImageFont.FreeTypeFont, float]:
        """The font of a run; where its file went since it was measured, that which is always there."""
        try:
            return opened(run.face, self.size)
        except OSError:
            return opened(BUILT_IN, self.size)

    def _picture(self, onto: PIL.Image.Image, run: Run, x: float, y: float, backwards: bool) -> None:
        """Draw letters with colours of their own, scaled from the one size that they may have."""
        font, scale = self._font(run)
        text, way = ordered(run.text, backwards), direction(backwards)
        left, top, right, bottom = font.getbbox(text, anchor="ls", direction=way)
        if right <= left or bottom <= top:
            return
        drawn = PIL.Image.new("RGBA", (int(right - left) + 2, int(bottom - top) + 2))
        draw = PIL.ImageDraw.Draw(drawn)
        draw.text((1 - left, 1 - top), text, (0, 0, 0, 255), font, "ls", direction=way, embedded_color=True)
        if scale != 1.0:
            wanted = max(1, round(drawn.width * scale)), max(1, round(drawn.height * scale))
            drawn = drawn.resize(wanted, PIL.Image.Resampling.LANCZOS)
        onto.alpha_composite(
            drawn.crop((max(0, -round(x)), 0, drawn.width, drawn.height)),
            (max(0, round(x + (left - 1) * scale)), max(0, round(y + (top - 1) * scale))),
        )


def shadow(shape: Mask, letters: float) -> Mask:
    """What a shape throws below it: grown, softened, and moved down.

    Args:
        shape: the letters with their outline.
        letters: their size in pixels.
    """
    sigma = SHADOW_SIGMA * letters
    factor = max(1.0, sigma / _SOFT_PIXELS)
    height, width = shape.shape
    small = (max(1, round(width / factor)), max(1, round(height / factor)))
    soft = cv2.resize(shape, small, interpolation=cv2.INTER_AREA) if factor > 1 else shape
    grown = max(1, round(2 * _SHADOW_GROWN * letters / factor)) | 1
    soft = cv2.dilate(soft, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (grown, grown)))
    soft = cv2.GaussianBlur(soft, (0, 0), sigma / factor, borderType=cv2.BORDER_CONSTANT)
    soft = cv2.convertScaleAbs(soft, alpha=_SHADOW_DEPTH)
    if factor > 1:
        soft = cv2.resize(soft, (width, height), interpolation=cv2.INTER_LINEAR)
    drop = round(SHADOW_DROP * letters)
    moved = np.zeros_like(shape)
    moved[drop:] = soft[: height - drop]
    return moved
