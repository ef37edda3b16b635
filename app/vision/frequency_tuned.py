"""Saliency without learning: frequency-tuned contrast, its improved form, and the centre of the picture.

Every function takes a small picture and returns a map of the same size. A picture without contrast has nothing that
stands out: its map is all 0.
"""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from app.domain.media import Heat, Image

_BLUR = 1.0
"""Standard deviation, in pixels of the small picture, of the Gaussian blur that takes noise and fine texture away."""

_THRESHOLDS = (0.8, 1.2, 1.6)
"""Where the map is binarised, as multiples of its mean. Achanta et al. cut at twice the mean; higher thresholds than
these agree less with where people look."""

_MIN_CONTRAST = 1.0
"""A picture whose largest distance to its mean colour, in units of 8-bit Lab, is less than this is flat."""

_CENTRE_SPREAD = 0.22
"""Standard deviation of the centre prior, as a share of each side."""


def frequency_tuned(image: Image) -> Heat:
    """FT: how far each pixel's colour in Lab is from the picture's mean colour, after a Gaussian blur.

    Achanta et al., "Frequency-tuned salient region detection" (2009), equation 4.
    """
    lab = cv2.cvtColor(cv2.GaussianBlur(image, (0, 0), _BLUR), cv2.COLOR_RGB2LAB).astype(np.float32)
    lab -= lab.mean((0, 1))
    return _normalised(np.sqrt(np.square(lab).sum(2)))


def improved_frequency_tuned(image: Image) -> Heat:
    """IFT: the FT map cut at three thresholds, without what hangs together with the border, summed."""
    distance = frequency_tuned(image)
    mean = float(distance.mean())
    masks = [_inside(distance > min(mean * factor, 254.0)) for factor in _THRESHOLDS]
    return _normalised(np.sum(masks, axis=0, dtype=np.float32))


def centre_prior(image: Image) -> Heat:
    """What people look at before they have seen anything: a Gaussian in the middle, as wide as the picture's shape."""
    height, width = image.shape[:2]
    down, across = (np.exp(-0.5 * np.square(_places(side) / _CENTRE_SPREAD)) for side in (height, width))
    return np.asarray(np.rint(np.outer(down, across) * 255), np.uint8)


def _places(side: int) -> npt.NDArray[np.float64]:
    """Where the pixels of a side are: −0.5 at one edge, 0.5 at the other."""
    return (np.arange(side) + 0.5) / side - 0.5


def _inside(mask: npt.NDArray[np.bool_]) -> npt.NDArray[np.uint8]:
    """A mask (0 and 1) without what a flood fill from the border reaches."""
    framed = cv2.copyMakeBorder(mask.astype(np.uint8), 1, 1, 1, 1, cv2.BORDER_CONSTANT, value=1)
    cv2.floodFill(framed, None, (0, 0), 0)
    return np.asarray(framed[1:-1, 1:-1], np.uint8)


def _normalised(values: npt.NDArray[np.float32]) -> Heat:
    """Brought to 0–255; all 0 where nothing differs."""
    low, high = float(values.min()), float(values.max())
    if high < _MIN_CONTRAST or high == low:
        return np.zeros(values.shape, np.uint8)
    return np.asarray(np.rint((values - low) * (255 / (high - low))), np.uint8)
