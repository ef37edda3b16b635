"""From a decoded video frame to a picture as displayed: colour, sample aspect ratio, rotation."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import av
import numpy as np
from av.sidedata.sidedata import SideData

from app.domain.geometry import Size
from app.domain.media import WORKING_SIDE, Image
from app.media.orientation import Orientation

_UNSPECIFIED = 2
"""AVCOL_SPC_UNSPECIFIED."""

_HD_HEIGHT = 720
"""From this height on, a stream that does not name its colour matrix is taken for BT.709, as players do."""


@dataclass(frozen=True, slots=True)
class Renderer:
    """Makes pictures of the frames of one stream.

    Attributes:
        sample_aspect: width / height of one coded pixel.
    """

    sample_aspect: Fraction

    @classmethod
    def of(cls, sample_aspect: Fraction | None) -> Renderer:
        """A renderer for what the stream says of its pixels; nothing and nonsense mean square ones."""
        if sample_aspect is None or not Fraction(1, 10) <= sample_aspect <= 10:
            return cls(Fraction(1))
        return cls(sample_aspect)

    def size(self, frame: av.VideoFrame) -> Size:
        """Full size of a frame as displayed."""
        return orientation_of(frame).size(self._square(frame))

    def small(self, frame: av.VideoFrame) -> Image:
        """The frame with its long side at most `WORKING_SIDE`."""
        return self._render(frame, self._square(frame).within(WORKING_SIDE), "AREA")

    def full(self, frame: av.VideoFrame) -> Image:
        """The frame at full size."""
        return self._render(frame, self._square(frame), "BICUBIC")

    def _square(self, frame: av.VideoFrame) -> Size:
        """Size with square pixels, before the rotation."""
        return Size(max(1, round(frame.width * self.sample_aspect)), frame.height)

    def _render(self, frame: av.VideoFrame, size: Size, interpolation: str) -> Image:
        matrix = "ITU709" if frame.colorspace == _UNSPECIFIED and frame.height >= _HD_HEIGHT else None
        picture = frame.reformat(
            width=size.width, height=size.height, format="rgb24", src_colorspace=matrix, interpolation=interpolation
        )
        return orientation_of(frame).apply(np.asarray(picture.to_ndarray(), dtype=np.uint8))


def orientation_of(frame: av.VideoFrame) -> Orientation:
    """How a frame is turned for display; PyAV hands frames out as they are coded."""
    matrix = frame.side_data.get("DISPLAYMATRIX")
    return Orientation.from_display_matrix(bytes(matrix)) if isinstance(matrix, SideData) else Orientation()
