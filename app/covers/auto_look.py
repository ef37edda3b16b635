"""Light and colour that make a cover better: proposed from what is measured, taken only where the judge agrees."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import cv2
import numpy as np

from app.covers.assess import assess
from app.domain.cover import Assessment
from app.domain.look import Look
from app.domain.media import Frame, Image
from app.vision.develop import LUMINANCE, coloured, placed
from app.vision.judge import Judge
from app.vision.signals import measure

CHANCE = 0.7
"""Points that the score of a picture changes by when it is compressed again or loses a border of two pixels: standard
deviation over 59 pictures that the judge never saw."""

LEAST_GAIN = 2.0
"""Points of the score from which a gain is one: three times what is chance."""

MIDDLE_GREY = 0.44
"""Encoded brightness, 0–1, that the middle of a well lit picture has."""

_MOST_STOPS = 0.9
_FULL_CONTRAST = 78.0
_MOST_CONTRAST = 30.0
_GREY_BELOW = 5.0
_USUAL_COLOUR = 42.0
_MOST_COLOUR = 30.0
_MOST_WARMTH = 40.0
_SHARES = (0.5, 1.0)
"""Of what is measured to be missing."""


@dataclass(frozen=True, slots=True)
class AutoLook:
    """What is proposed for a cover.

    Attributes:
        look: the proposed look; the one before where nothing is gained.
        before: the score of the frame with the look before, 0–100.
        after: that with the proposed look.
    """

    look: Look
    before: float
    after: float

    @property
    def gain(self) -> int:
        """Points that the score gains, of the rounded numbers that are shown; 0 where nothing was changed."""
        return round(self.after) - round(self.before)


def auto_look(frame: Frame, look: Look, judge: Judge, cancelled: Callable[[], bool] = lambda: False) -> AutoLook:
    """The light and colour that the score of a frame gains most by; turned, mirrored and straightened it stays.

    Each thing that is measured to be missing is tried alone, by half and in full, on top of the best so far; what does
    not make the score higher by more than chance is left out. Sharpness is left alone: at the size that the judge sees,
    it shows in nothing.

    Args:
        frame: the frame as it is in the source.
        look: the one that it has now.
        judge: asked in full.
        cancelled: asked before each try; the best so far is proposed then.
    """
    image = placed(frame.image, look)

    def judged(tried: Look) -> Assessment:
        return assess(replace(frame, image=coloured(image, tried)), judge).assessment

    first = judged(look)
    start = replace(look.geometry, sharpness=look.sharpness)
    best, found = start, first if look == start else judged(start)
    for step in _STEPS:
        missing = step(coloured(image, best))
        for share in _SHARES:
            tried = None if missing is None or cancelled() else _with(best, *missing, share)
            if tried is None:
                continue
            assessment = judged(tried)
            if assessment.score >= found.score + CHANCE and assessment.quality >= first.quality - CHANCE:
                best, found = tried, assessment
    proposed = AutoLook(best, first.score, found.score)
    if found.score - first.score < LEAST_GAIN or not _agreed(image, look, best, judge):
        return AutoLook(look, first.score, first.score)
    return proposed


def _agreed(image: Image, look: Look, proposed: Look, judge: Judge) -> bool:
    """Whether both branches of the judge like a look better; what only one of them likes may be its mistake."""
    before, after = coloured(image, look), coloured(image, proposed)
    glances = judge.glance(before), judge.glance(after)
    whole = judge.rate(after, glances[1]).appeal - judge.rate(before, glances[0]).appeal
    detail = glances[1].appeal - glances[0].appeal
    # The whole judge is the mean of the two.
    return detail > 0 and 2 * whole - detail > 0


# What is missing


Missing = tuple[str, float]
"""What a look lacks: the name of a number, and what it would be in full."""


def _exposed(image: Image) -> Missing | None:
    """Its middle as bright as that of a well lit picture."""
    grey = cv2.cvtColor(image, cv2.COLOR_RGB2GRAY)
    middle = min(0.9, max(0.02, float(np.median(grey)) / 255))
    stops = float(np.log2(_odds_of_light(MIDDLE_GREY) / _odds_of_light(middle)))
    return "exposure", min(_MOST_STOPS, max(-_MOST_STOPS, stops))


def _odds_of_light(encoded: float) -> float:
    linear = encoded / 12.92 if encoded <= 0.04045 else ((encoded + 0.055) / 1.055) ** 2.4
    return float(linear / (1 - linear))


def _contrasted(image: Image) -> Missing | None:
    """Light from near black to near white."""
    missing = (_FULL_CONTRAST - measure(image).contrast) / _FULL_CONTRAST
    return "contrast", min(_MOST_CONTRAST, max(0.0, 100 * missing))


def _coloured(image: Image) -> Missing | None:
    """As much colour as people call colourful; a picture without any stays grey."""
    colour = measure(image).colourfulness
    if colour < _GREY_BELOW:
        return None
    missing = (_USUAL_COLOUR - colour) / _USUAL_COLOUR
    return "saturation", min(_MOST_COLOUR, max(0.0, 60 * missing))


def _balanced(image: Image) -> Missing | None:
    """No cast on its least colourful parts (grey world, of what is nearly grey)."""
    small = image[::4, ::4].reshape(-1, 3).astype(np.float32)
    spread = small.max(axis=1) - small.min(axis=1)
    level = small @ np.asarray(LUMINANCE, np.float32)
    greyish = small[(spread < 60) & (level > 40) & (level < 220)]
    if len(greyish) < len(small) / 20:
        return None
    red, _, blue = (float(value) for value in greyish.mean(axis=0))
    return "warmth", min(_MOST_WARMTH, max(-_MOST_WARMTH, 2.5 * (blue - red)))


_STEPS: tuple[Callable[[Image], Missing | None], ...] = (_balanced, _exposed, _contrasted, _coloured)


def _with(look: Look, name: str, value: float, share: float) -> Look | None:
    """A look with a share of what is missing, in the steps of its slider; None where that is too little to be seen."""
    least, step = (0.1, 0.05) if name == "exposure" else (4.0, 1.0)
    if abs(share * value) < least:
        return None
    return look.with_number(name, round(round(share * value / step) * step, 2))
