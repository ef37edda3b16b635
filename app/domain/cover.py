"""How good a frame is, and the covers made of the best."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from app.domain.geometry import Box
from app.domain.media import Frame, Place


class Flag(StrEnum):
    """What is wrong with a picture, as measured or as the judge sees it."""

    DARK = "dark"
    OVEREXPOSED = "overexposed"
    BLANK = "blank"
    BLURRED = "blurred"
    TRANSITION = "transition"
    NOISY = "noisy"
    EYES_SHUT = "eyes_shut"
    SUBJECT_CUT = "subject_cut"
    TURNED_AWAY = "turned_away"
    TEXT = "text"
    NO_SUBJECT = "no_subject"
    CLUTTER = "clutter"


class Trait(StrEnum):
    """What a number says of a picture in a word, where it is high or low enough to be sure."""

    GOOD_QUALITY = "good_quality"
    VIVID = "vivid"
    WELL_LIT = "well_lit"
    SHARP = "sharp"
    LOW_QUALITY = "low_quality"


Reason = Trait | Flag
"""Why a picture scores as it does; `app.domain.messages.REASONS` has the words."""


@dataclass(frozen=True, slots=True)
class Assessment:
    """How good a frame is; every number is 0–100, higher is better.

    Attributes:
        quality: technical quality.
        appeal: worth as a cover.
        sharpness: how sharp its sharpest parts are.
        exposure: how far its light is from black, white and flat.
        contrast: how much of the range from black to white its light takes up.
        colourfulness: how colourful it is; more is not always better.
        score: the one number that frames are ranked by.
        measured: what is measurably wrong with it.
        judged: what is wrong with it as the judge sees it.
        reasons: why it scores as it does, most telling first.
    """

    quality: float
    appeal: float
    sharpness: float
    exposure: float
    contrast: float
    colourfulness: float
    score: float
    measured: frozenset[Flag] = frozenset()
    judged: frozenset[Flag] = frozenset()
    reasons: tuple[Reason, ...] = ()

    @property
    def flags(self) -> frozenset[Flag]:
        """All that is wrong with it."""
        return self.measured | self.judged

    @property
    def parts(self) -> dict[str, float]:
        """The numbers behind the score and its reasons, by name."""
        return {
            "quality": self.quality,
            "appeal": self.appeal,
            "sharpness": self.sharpness,
            "exposure": self.exposure,
            "contrast": self.contrast,
            "colourfulness": self.colourfulness,
        }


@dataclass(frozen=True, slots=True)
class Crop:
    """A part of a picture that would make a cover.

    Attributes:
        box: where it is, in pixels of the picture at full resolution.
        score: how good a crop it is, 0–100, higher is better; comparable within one picture.
    """

    box: Box
    score: float


@dataclass(frozen=True, slots=True)
class Cover:
    """A recommended cover: a place in the source, the crop of it (at full resolution), and how good it is."""

    frame: Frame
    crop: Box
    assessment: Assessment

    @property
    def place(self) -> Place:
        """Where it is."""
        return self.frame.place
