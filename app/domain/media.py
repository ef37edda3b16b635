"""What a source consists of: its description, the places in it, and the frames found there."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from pathlib import Path

import numpy as np
import numpy.typing as npt

from app.domain.geometry import Box, Size

Image = npt.NDArray[np.uint8]
"""A picture: height × width × 3, RGB, 0–255."""

Heat = npt.NDArray[np.uint8]
"""A saliency map: height × width, 0 (nothing to see) to 255 (what is looked at most)."""

WORKING_SIDE = 448
"""Long side, in pixels, of the small pictures that are scored; the judge is trained at this size."""


class Kind(StrEnum):
    """Kinds of source."""

    VIDEO = "video"
    PICTURES = "pictures"


@dataclass(frozen=True, slots=True)
class SourceInfo:
    """What is known of a source once it is open.

    Attributes:
        path: the video, the folder, or the first picture.
        size: size as displayed (of the first picture of a set).
        duration: seconds; None for pictures, and for a video whose length cannot be told.
    """

    path: Path
    kind: Kind
    size: Size
    duration: float | None


@dataclass(frozen=True, slots=True, order=True)
class Moment:
    """A frame of a video: its presentation time stamp and the time base, with the stream's first time stamp.

    A frame is never identified by number / fps, which is wrong for variable frame rates.
    """

    pts: int
    time_base: Fraction
    start: int = 0

    @property
    def seconds(self) -> float:
        """Time from the start of the presentation."""
        return float((self.pts - self.start) * self.time_base)


@dataclass(frozen=True, slots=True, order=True)
class Picture:
    """A picture of a set, or a panel of a long one.

    Attributes:
        number: its place in the set.
        path: its file.
        panel: the part of it that stands for itself, in pixels of the whole picture; None is all of it.
    """

    number: int
    path: Path
    panel: Box | None = None


Place = Moment | Picture
"""Where in a source a frame was found."""


@dataclass(frozen=True, slots=True)
class Frame:
    """A small picture of one place in a source, ready to be scored.

    Attributes:
        place: where it is.
        size: size at full resolution, as displayed.
        image: the small picture, long side at most `WORKING_SIDE`, rotation and sample aspect ratio applied.
        damaged: whether it is what is left of a damaged picture.
    """

    place: Place
    size: Size
    image: Image = field(repr=False, compare=False)
    damaged: bool = field(default=False, compare=False)
