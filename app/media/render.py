"""From a decoded video frame to a picture as displayed: colour, sample aspect ratio, rotation."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import av
import numpy as np
import numpy.typing as npt
from av.sidedata.sidedata import SideData
from av.video.reformatter import Interpolation

from app.domain.geometry import Size
from app.domain.media import WORKING_SIDE, Image
from app.media.colour import ScreenColour, on_background
from app.media.orientation import Orientation

_RGB, _BT709, _UNSPECIFIED, _BT470BG, _BT2020 = 0, 1, 2, 5, 9
"""Colour matrices (Rec. ITU-T H.273, table 4)."""

_YCGCO, _CHROMA_DERIVED = 8, 12

_DOUBTFUL_MATRICES = {11, 13, 14, 15, 16, 17}
"""Those that nothing here converts, and that others cannot stand for: Y'D'zD'x, ICtCp, IPT and their like."""

_KNOWN_MATRICES = {_RGB, _BT709, _UNSPECIFIED, 4, _BT470BG, 6, 7, _BT2020}
"""Those that libswscale converts; it refuses frames of the others."""

_DOLBY_TAGS = {"dvh1", "dvhe", "dva1", "dvav", "dav1"}
"""Of streams in Dolby Vision for which not everything that can show the codec is fit."""

_HD_HEIGHT = 720
"""From this height on, a stream that does not name its colour matrix is taken for BT.709, as players do."""

# Without these two, everything comes out up to five levels too dark, and colours are as coarse as they are coded.
_EXACT = Interpolation.ACCURATE_RND | Interpolation.FULL_CHR_H_INT


@dataclass(frozen=True, slots=True)
class Renderer:
    """Makes pictures of the frames of one stream.

    Attributes:
        sample_aspect: width / height of one coded pixel.
        orientation: how frames are turned for display; PyAV hands them out as they are coded.
        peak: cd/m² of the brightest in the stream, where it tells; of use in high dynamic range only.
        doubtful: whether the colours are coded in a way that cannot be followed, so that they may be wrong.
    """

    sample_aspect: Fraction
    orientation: Orientation
    peak: float | None = None
    doubtful: bool = False

    @classmethod
    def of(cls, sample_aspect: Fraction | None, first: av.VideoFrame, tag: str = "") -> Renderer:
        """A renderer for what a stream says of its pixels and its first frame of the display matrix.

        Nothing and nonsense mean square pixels. The matrix is read once, and from a tiny copy: a frame whose side data
        was looked at is part of a reference cycle, and whole pictures would wait for the garbage collector.
        """
        matrix_number = first.colorspace
        square = sample_aspect is None or not Fraction(1, 10) <= sample_aspect <= 10
        told = _tiny(first).side_data
        matrix = told.get("DISPLAYMATRIX")
        turned = Orientation.from_display_matrix(bytes(matrix)) if isinstance(matrix, SideData) else Orientation()
        peak = _peak(told.get("CONTENT_LIGHT_LEVEL"))
        # Dolby Vision without an ordinary layer (profile 5) says nothing of its transfer; the others do.
        dolby = tag in _DOLBY_TAGS or "DOVI_METADATA" in told or "DOVI_RPU_BUFFER" in told
        doubtful = matrix_number in _DOUBTFUL_MATRICES or (dolby and first.color_trc == _UNSPECIFIED)
        return cls(Fraction(1) if square or sample_aspect is None else sample_aspect, turned, peak, doubtful)

    def size(self, frame: av.VideoFrame) -> Size:
        """Full size of a frame as displayed."""
        return self.orientation.size(self._square(frame))

    def small(self, frame: av.VideoFrame, side: int = WORKING_SIDE) -> Image:
        """The frame with its long side at most `side`.

        Raises:
            av.error.FFmpegError: it has a format that nothing can be made of.
        """
        return self._render(frame, self._square(frame).within(side), Interpolation.AREA)

    def full(self, frame: av.VideoFrame) -> Image:
        """The frame at full size.

        Raises:
            av.error.FFmpegError: as `small`.
        """
        return self._render(frame, self._square(frame), Interpolation.BICUBIC)

    def _square(self, frame: av.VideoFrame) -> Size:
        """Size with square pixels, before the rotation."""
        return Size(max(1, round(frame.width * self.sample_aspect)), frame.height)

    def _render(self, frame: av.VideoFrame, size: Size, interpolation: Interpolation) -> Image:
        if frame.colorspace == _YCGCO and not frame.format.is_rgb:
            return self.orientation.apply(_from_ycgco(frame, size, interpolation))
        _name_colours(frame)
        colour = ScreenColour.of(frame.color_trc, frame.color_primaries, self.peak)
        clear = any(part.is_alpha for part in frame.format.components) or frame.format.has_palette
        # Planes, since libswscale gets saturated colours wrong in rgb48 where nothing is scaled.
        wanted = "gbrp16le" if colour else "rgba" if clear else "rgb24"
        picture = frame.reformat(size.width, size.height, wanted, interpolation=interpolation | _EXACT).to_ndarray()
        return self.orientation.apply(_shown(picture, colour, clear))


def _shown(picture: npt.NDArray[np.generic], colour: ScreenColour | None, clear: bool) -> Image:
    if colour is not None:
        return colour.show(picture.astype(np.uint16, copy=False))
    pixels = picture.astype(np.uint8, copy=False)
    return on_background(pixels) if clear else pixels


def _from_ycgco(frame: av.VideoFrame, size: Size, interpolation: Interpolation) -> Image:
    """RGB of luma, green and orange difference (Rec. ITU-T H.273, matrix 8), which libswscale does not convert."""
    frame.colorspace = _BT470BG  # Of both sides, so that nothing but the range and the size is changed.
    try:
        planes = frame.reformat(
            size.width,
            size.height,
            "yuv444p",
            src_colorspace=_BT470BG,
            dst_colorspace=_BT470BG,
            dst_color_range=2,
            interpolation=interpolation | _EXACT,
        ).to_ndarray()
    finally:
        frame.colorspace = _YCGCO
    luma, green, orange = planes.astype(np.int16)
    green, orange = green - 128, orange - 128
    rgb = np.stack((luma - green + orange, luma + green, luma - green - orange), axis=2)
    return np.asarray(np.clip(rgb, 0, 255), np.uint8)


def _name_colours(frame: av.VideoFrame) -> None:
    """Give a frame a matrix and a range that can be converted, where it has none or an unusual one."""
    if frame.colorspace == _CHROMA_DERIVED and frame.color_primaries == _BT709:
        frame.colorspace = _BT709
    if frame.colorspace not in _KNOWN_MATRICES:
        frame.colorspace = _BT2020 if frame.color_primaries == _BT2020 else _UNSPECIFIED
    if frame.color_range not in {0, 1, 2}:
        frame.color_range = 0
    coded_rgb = frame.format.is_rgb or frame.format.has_palette
    if frame.colorspace == _UNSPECIFIED and not coded_rgb:
        wide = frame.color_primaries == _BT2020
        frame.colorspace = _BT2020 if wide else _BT709 if frame.height >= _HD_HEIGHT else _BT470BG


def _tiny(frame: av.VideoFrame) -> av.VideoFrame:
    """A frame of hardly any pixels with the side data of another; that frame itself, if nothing can be made of it."""
    matrix = frame.colorspace
    _name_colours(frame)
    try:
        return frame.reformat(16, 16, "gray", interpolation=Interpolation.POINT)
    except av.error.FFmpegError:
        return frame
    finally:
        frame.colorspace = matrix


def _peak(level: object) -> float | None:
    """The brightest pixel of a stream in cd/m², by its content light level (CTA-861.3); None where there is none."""
    if not isinstance(level, SideData):
        return None
    data = bytes(level)
    # MaxCLL, an unsigned int in the machine's own order (libavutil/mastering_display_metadata.h).
    return float(np.frombuffer(data[:4], np.uint32)[0]) if len(data) >= 4 else None
