"""How a picture becomes a model's input: one implementation for training, conversion checks and the app."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import cv2
import numpy as np
import numpy.typing as npt

from app.domain.media import Image

Tensor = npt.NDArray[np.float32]
"""What goes into a model or comes out of it."""


@dataclass(frozen=True, slots=True)
class Preprocessing:
    """The steps from an RGB picture to an input tensor, as a model's manifest entry states them.

    The picture keeps its aspect ratio (to within the rounding of its sides to `multiple`), so that no shape is
    squashed, and is brought to about `pixels` pixels in all, so that every shape costs the same; or, with `least`, it
    keeps its size where that lies between the two, so that nothing is lost or made up.

    Attributes:
        pixels: area of the network's input, in pixels; the largest, where there is a `least`.
        multiple: both sides of the input are multiples of this.
        max_aspect: pictures longer than this (long side / short side) are squeezed to it, so that a strip of
            1:50 does not become a line.
        colour_order: order of the channels that the network expects.
        mean: value subtracted from every channel, on the scale 0–255.
        scale: factor applied after the mean is subtracted.
        least: smallest area of the network's input, in pixels; None where every picture is brought to `pixels`.
    """

    pixels: int
    multiple: int
    max_aspect: float
    colour_order: Literal["RGB", "BGR"]
    mean: float
    scale: float
    least: int | None = None

    def input_size(self, width: int, height: int) -> tuple[int, int]:
        """Width and height, in pixels, of the input for a picture of `width` × `height`."""
        aspect = min(max(width / height, 1 / self.max_aspect), self.max_aspect)
        area = self.pixels if self.least is None else min(self.pixels, max(self.least, width * height))
        ideal = math.sqrt(area * aspect)
        columns = max(1, round(ideal / self.multiple))
        rows = max(1, round(ideal / aspect / self.multiple))
        return columns * self.multiple, rows * self.multiple

    def resize(self, image: Image) -> Image:
        """`image` at the input's size; area averaging when it shrinks, bilinear when it grows."""
        height, width = image.shape[:2]
        size = self.input_size(width, height)
        if size == (width, height):
            return image
        shrinks = size[0] * size[1] < width * height
        method = cv2.INTER_AREA if shrinks else cv2.INTER_LINEAR
        return np.asarray(cv2.resize(image, size, interpolation=method), dtype=np.uint8)

    def tensor(self, image: Image) -> Tensor:
        """The input tensor of `image`: 1 × 3 × height × width, float32."""
        small = self.resize(image)
        if self.colour_order == "BGR":
            small = small[:, :, ::-1]
        planes = np.ascontiguousarray(small.transpose(2, 0, 1), dtype=np.float32)
        planes -= self.mean
        planes *= self.scale
        return planes[np.newaxis]
