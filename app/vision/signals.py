"""What can be measured of a picture without learning: sharpness, light and colour."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from app.domain.cover import Flag
from app.domain.media import Image

Grey = npt.NDArray[np.uint8] | npt.NDArray[np.float32]
"""A grey picture: height × width, 0–255."""

TILE = 40
"""Side of the tiles that sharpness is measured in, in pixels of the small picture."""

_MIN_CONTRAST = 5.0
"""Tiles whose grey values deviate less than this (0–255) say nothing of sharpness."""

_MIN_DETAIL = 12.0
"""Deviation of the grey values (0–255) in a tile, from which there is something in it."""

_BLURRED_LOSS, _SHARP_LOSS = 0.10, 0.55
"""Share of its gradients that a tile loses when it is blurred: that of a defocused and of a sharp picture, measured on
250 frames of clips blurred by discs of known radius."""

BLURRED_BELOW = 22.0
"""Sharpness under which a picture is called blurred."""

_LOST_BELOW, _LOST_ABOVE = 9, 246
"""Grey values outside of which detail is lost in black and white."""

_OPPONENT_COLOURS = np.array([[1, -1, 0], [0.5, 0.5, -1]], np.float32)
"""From RGB to red–green and yellow–blue."""


@dataclass(frozen=True, slots=True)
class Signals:
    """Measurements of a picture, 0–100, and what is wrong with it.

    Attributes:
        sharpness: how sharp its sharpest parts are.
        exposure: how far its light is from black, white and flat.
        contrast: the range of its grey values without the darkest and the brightest twentieth; 100 is black to white.
        colourfulness: how colourful it is.
        flags: what is wrong with it.
    """

    sharpness: float
    exposure: float
    contrast: float
    colourfulness: float
    flags: frozenset[Flag]


def measure(image: Image) -> Signals:
    """Measure a small picture."""
    grey = _grey(image)
    sharp = _sharpness(grey)
    light, contrast, flags = _light(grey)
    # Where nothing can be measured, as with a small subject before an even sky, nothing is known to be blurred.
    if sharp is not None and sharp < BLURRED_BELOW and Flag.BLANK not in flags:
        flags |= {Flag.BLURRED}
    return Signals(sharp or 0.0, light, contrast, colourfulness(image), frozenset(flags))


def sharpness_of(image: Image) -> float:
    """The sharpness of a small picture, 0–100."""
    return sharpness(_grey(image))


def _grey(image: Image) -> Grey:
    return np.asarray(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY), dtype=np.uint8)


def sharpness(grey: Grey) -> float:
    """How sharp the sharpest parts of a grey picture (0–255) are, 0–100; 0 where there is no contrast to measure it on.

    A blurred picture loses little by being blurred again (Crété et al., "The blur effect", 2007). The loss is measured
    in tiles, across and down, of which the lesser counts, since motion blurs in one direction only. The sharpest
    quarter of the tiles with any contrast decides: a sharp subject on a soft background is sharp. A light smoothing
    first keeps noise from passing for detail.
    """
    return _sharpness(grey) or 0.0


def _sharpness(grey: Grey) -> float | None:
    """As `sharpness`; None where there is nothing to measure it on."""
    smooth = cv2.GaussianBlur(np.asarray(grey, dtype=np.float32), (0, 0), 0.8)
    again = cv2.GaussianBlur(smooth, (0, 0), 2.0)
    grid = _grid(grey)
    telling = _tile_contrast(smooth) > _MIN_CONTRAST
    if not telling.any():
        return None
    loss = np.minimum(_loss(smooth, again, (1, 0), grid), _loss(smooth, again, (0, 1), grid))
    losses = np.sort(loss[telling])
    best = float(losses[-max(1, len(losses) // 4) :].mean())
    return min(max((best - _BLURRED_LOSS) / (_SHARP_LOSS - _BLURRED_LOSS), 0.0), 1.0) * 100


def _grid(grey: cv2.typing.MatLike) -> tuple[int, int]:
    """How many tiles there are across and down."""
    return max(1, grey.shape[1] // TILE), max(1, grey.shape[0] // TILE)


def _tile_contrast(grey: cv2.typing.MatLike) -> npt.NDArray[np.float32]:
    """The standard deviation of the grey values in each tile."""
    values = np.asarray(grey, dtype=np.float32)
    mean, square = _tiles(values, _grid(values)), _tiles(values * values, _grid(values))
    return np.sqrt(np.maximum(square - mean * mean, 0))


def _tiles(values: cv2.typing.MatLike, grid: tuple[int, int]) -> npt.NDArray[np.float32]:
    """The mean of each tile."""
    return np.asarray(cv2.resize(values, grid, interpolation=cv2.INTER_AREA), dtype=np.float32).reshape(grid[::-1])


def _loss(
    smooth: cv2.typing.MatLike, again: cv2.typing.MatLike, axis: tuple[int, int], grid: tuple[int, int]
) -> npt.NDArray[np.float32]:
    """Share of the gradients along one axis that each tile loses by the second blur."""
    before = np.abs(cv2.Sobel(smooth, cv2.CV_32F, *axis))
    after = np.abs(cv2.Sobel(again, cv2.CV_32F, *axis))
    kept = _tiles(np.minimum(before, after), grid) / np.maximum(_tiles(before, grid), 1e-3)
    return np.asarray(1 - kept, dtype=np.float32)


def colourfulness(image: Image) -> float:
    """How colourful a picture is, 0–100.

    The measure M of Hasler and Süsstrunk, "Measuring colorfulness in natural images" (2003), from every other pixel
    each way. To the people they asked, 15 was slightly, 33 moderately, 59 quite and 82 highly colourful. More than 100
    counts as 100.
    """
    opponents = cv2.transform(image[::2, ::2].astype(np.float32), _OPPONENT_COLOURS)
    mean, deviation = cv2.meanStdDev(opponents)
    return min(100.0, float(np.linalg.norm(deviation) + 0.3 * np.linalg.norm(mean)))


def _light(grey: Grey) -> tuple[float, float, set[Flag]]:
    """Exposure and contrast of a grey picture, 0–100, and what is wrong with its light."""
    low, middle, high = (float(value) for value in np.percentile(grey, (5, 50, 95)))
    mean, spread = float(grey.mean()), high - low
    flags: set[Flag] = set()
    if spread < 18 and float(_tile_contrast(grey).max()) < _MIN_DETAIL:
        # A small subject before an even sky has as little spread, but a tile that is full of it.
        flags.add(Flag.BLANK)
    elif high < 75 or (mean < 34 and middle < 22):
        flags.add(Flag.DARK)
    elif low > 190 or (mean > 224 and middle > 240):
        flags.add(Flag.OVEREXPOSED)
    centred = float(np.interp(mean, (10, 90, 160, 248), (0, 1, 1, 0)))
    kept = cv2.countNonZero(cv2.inRange(grey, _LOST_BELOW, _LOST_ABOVE)) / grey.size
    return 100 * centred * min(1.0, spread / 110) * kept, spread / 255 * 100, flags
