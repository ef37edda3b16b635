"""How large a file of a quality will be, before it is made.

Some blocks of a picture, as a file of their own, tell how the size of all follows the quality; also where it jumps, as
it does for pictures that have been JPEG before. WebP codes blocks so much by their neighbours that a curve which holds
for most pictures tells more.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Callable

import cv2
import numpy as np

from app.domain.media import Image
from app.export.search import Expected

_BLOCK = 32
"""Pixels."""

_PART = 1 / 16
"""Of the blocks of a picture are tried."""

_FEWEST_BLOCKS = 4

_LEAST_BYTES = 16
"""Of a file without its headers, so that it has a logarithm."""

_DETAIL_FLOOR = 0.3
"""Of the detail: what flat pictures have, whose files are headers."""

_WEBP_QUALITIES = (1, 3, 6, 10, 20, 35, 50, 65, 80, 88, 92, 95, 97, 98, 99, 100)

_WEBP_CURVE = (-1.52, -1.37, -1.26, -1.13, -0.92, -0.67, -0.47, -0.30, 0, 0.35, 0.62, 0.85, 1.03, 1.10, 1.16, 1.18)
"""Nepers of bytes at these qualities, above those at 80.

Like the numbers below the median of 20 photos, drawings and frames of videos with long sides of 400, 700 and 1000
pixels.
"""

_WEBP_DETAIL = 0.93, -2.35
"""Slope and height of the nepers of bits per pixel at quality 80 over those of the detail."""

_WEBP_SOFTENING = 0.0175
"""Nepers for each degree."""


def typical_of_webp(image: Image) -> Expected:
    """What most pictures with so much fine detail have: the mean of the absolute Laplacian of their light."""
    grey = cv2.cvtColor(np.ascontiguousarray(image), cv2.COLOR_RGB2GRAY)
    detail = float(cv2.mean(cv2.convertScaleAbs(cv2.Laplacian(grey, cv2.CV_16S)))[0]) + _DETAIL_FLOOR
    slope, height = _WEBP_DETAIL
    offset = slope * math.log(detail) + height + math.log(grey.size / 8)

    def expected(quality: float, softness: int) -> float:
        return offset + float(np.interp(quality, _WEBP_QUALITIES, _WEBP_CURVE)) - _WEBP_SOFTENING * softness

    return expected


def sampled(image: Image, write: Callable[[Image, float, int], bytes], overhead: int) -> Expected:
    """What some blocks of the picture have, as a file of their own, for all of them; nothing is tried twice.

    Args:
        image: the picture.
        write: makes a file of some picture at a quality and a softness.
        overhead: bytes of a file that do not depend on the quality.
    """
    some = _sample(image)
    offset = math.log(image.shape[0] * image.shape[1] / (some.shape[0] * some.shape[1]))

    @functools.cache
    def expected(quality: float, softness: int) -> float:
        return offset + math.log(max(_LEAST_BYTES, len(write(some, quality, softness)) - overhead))

    return expected


def _sample(image: Image) -> Image:
    """A sixteenth of the blocks of a picture, evenly from all of it, side by side; small pictures are taken whole."""
    rows, columns = image.shape[0] // _BLOCK, image.shape[1] // _BLOCK
    count = max(_FEWEST_BLOCKS, round(_PART * rows * columns))
    if count >= rows * columns:
        return image
    wide = math.isqrt(count)
    tall = count // wide
    blocks = image[: rows * _BLOCK, : columns * _BLOCK].reshape(rows, _BLOCK, columns, _BLOCK, 3).swapaxes(1, 2)
    # Not at equal distances, which would meet patterns: somewhere in each of as many equal stretches.
    somewhere = np.random.default_rng(0).random(wide * tall)
    numbers = ((np.arange(wide * tall) + somewhere) * (rows * columns) / (wide * tall)).astype(int)
    chosen = blocks[numbers // columns, numbers % columns]
    mosaic = chosen.reshape(tall, wide, _BLOCK, _BLOCK, 3).swapaxes(1, 2)
    return np.ascontiguousarray(mosaic.reshape(tall * _BLOCK, wide * _BLOCK, 3))
