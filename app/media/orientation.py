"""Turning a decoded picture the way it is displayed."""

from __future__ import annotations

import struct
from dataclasses import dataclass

import numpy as np

from app.domain.geometry import Size
from app.domain.media import Image


@dataclass(frozen=True, slots=True)
class Orientation:
    """One of the eight ways to turn and mirror a picture: transpose first, then flip.

    Attributes:
        transpose: rows become columns.
        flip_x: left and right change places.
        flip_y: top and bottom change places.
    """

    transpose: bool = False
    flip_x: bool = False
    flip_y: bool = False

    @classmethod
    def from_display_matrix(cls, data: bytes) -> Orientation:
        """The nearest orientation to a display matrix, nine native int32 (libavutil/display.h).

        The matrix (a b u, c d v, x y w) takes the point (p, q) to (a·p + c·q, b·p + d·q).
        """
        if len(data) < 36:
            return cls()
        a, b, _, c, d, *_ = struct.unpack("=9i", data[:36])
        if abs(b) + abs(c) > abs(a) + abs(d):
            return cls(True, c < 0, b < 0)
        return cls(False, a < 0, d < 0)

    def size(self, size: Size) -> Size:
        """`size` after turning."""
        return Size(size.height, size.width) if self.transpose else size

    def apply(self, image: Image) -> Image:
        """`image` turned, as contiguous memory."""
        if self.transpose:
            image = image.transpose(1, 0, 2)
        if self.flip_x:
            image = image[:, ::-1]
        if self.flip_y:
            image = image[::-1]
        return np.ascontiguousarray(image)
