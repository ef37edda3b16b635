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
        orientation: how frames are turned for display; PyAV hands them out as they are coded.
    """

    sample_aspect: Fraction
    orientation: Orientation

    @classmethod
    def of(cls, sample_aspect: Fraction | None, first: av.VideoFrame) -> Renderer:
        """A renderer for what a stream says of its pixels and its first frame of the display matrix.

        Nothing and nonsense mean square pixels. The matrix is read once: a frame whose side data was looked at is part
        of a reference cycle, and whole pictures would wait for the garbage collector.
        """
        square = sample_aspect is None or not Fraction(1, 10) <= sample_aspect <= 10
        matrix = first.side_data.get("DISPLAYMATRIX")
        turned = Orientation.from_display_matrix(bytes(matrix)) if isinstance(matrix, SideData) else Orientation()
        return cls(Fraction(1) if square or sample_aspect is None else sample_aspect, turned)

    def size(self, frame: av.VideoFrame) -> Size:
        """Full size of a frame as displayed."""
        return self.orientation.size(self._square(frame))

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
        return self.orientation.apply(np.asarray(picture.to_ndarray(), dtype=np.uint8))
