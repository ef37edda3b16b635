"""How good a frame is, and the covers made of the best."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from app.domain.faces import Face
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
    ONE_FACE = "one_face"
    TWO_FACES = "two_faces"
    FACES = "faces"
    FACE_CUT = "face_cut"
    CENTRED = "centred"


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
        crop: of a cover, how good its crop is among those of its picture; None where nothing was cropped.
        faces: of a cover, how well its faces are shown; None where there are none, or nobody looked for any.
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
    crop: float | None = None
    faces: float | None = None

    @property
    def flags(self) -> frozenset[Flag]:
        """All that is wrong with it."""
        return self.measured | self.judged

    @property
    def parts(self) -> dict[str, float]:
        """The numbers behind the score and its reasons, by name."""
        found = {
            "quality": self.quality,
            "appeal": self.appeal,
            "crop": self.crop,
            "faces": self.faces,
            "sharpness": self.sharpness,
            "exposure": self.exposure,
            "contrast": self.contrast,
            "colourfulness": self.colourfulness,
        }
        return {name: value for name, value in found.items() if value is not None}


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
    """A recommended cover: a place in the source, the crop of it, and how good it is.

    Attributes:
        frame: where it is, and what it looks like small.
        crop: in pixels of the frame at full resolution.
        assessment: how good it is.
        faces: those in the whole frame, surest first, in pixels at full resolution; empty if nobody looked for any.
    """

    frame: Frame
    crop: Box
    assessment: Assessment
    faces: tuple[Face, ...] = ()

    @property
    def place(self) -> Place:
        """Where it is."""
        return self.frame.place
