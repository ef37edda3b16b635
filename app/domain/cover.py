"""How good a frame is, and the covers made of the best."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from app.domain.geometry import Box
from app.domain.media import Frame, Place


class Flag(StrEnum):
    """What is measurably wrong with a picture."""

    DARK = "dark"
    OVEREXPOSED = "overexposed"
    BLANK = "blank"
    BLURRED = "blurred"
    TRANSITION = "transition"


@dataclass(frozen=True, slots=True)
class Assessment:
    """How good a frame is; every number is 0–100, higher is better.

    Attributes:
        quality: technical quality.
        appeal: worth as a cover.
        sharpness: how sharp its sharpest parts are.
        exposure: how far its light is from black, white and flat.
        score: the one number that frames are ranked by.
        flags: what is wrong with it.
    """

    quality: float
    appeal: float
    sharpness: float
    exposure: float
    score: float
    flags: frozenset[Flag] = frozenset()

    @property
    def parts(self) -> dict[str, float]:
        """The numbers that the score is made of, by name."""
        return {
            "quality": self.quality,
            "appeal": self.appeal,
            "sharpness": self.sharpness,
            "exposure": self.exposure,
        }


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
