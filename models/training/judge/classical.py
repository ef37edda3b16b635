"""NIQE and BRISQUE: judges of technical quality that never saw our labels.

Both look at luminance normalised by its surroundings, whose values follow one curve in undistorted photos of natural
scenes, and measure how far a picture leaves it. NIQE knows good photos only; BRISQUE has learnt from people's scores
of 29 photos distorted in five ways. Drawings, screens and cards are nothing that either of them knows.

Sources: Mittal, Soundararajan and Bovik, "Making a 'Completely Blind' Image Quality Analyzer", IEEE SPL 2013 (NIQE);
Mittal, Moorthy and Bovik, "No-Reference Image Quality Assessment in the Spatial Domain", IEEE TIP 2012 (BRISQUE), with
the parameters of the authors' release (NIQE) and of opencv_contrib's quality module (BRISQUE), and with the small
choices, such as how the picture is halved, that these parameters were fitted with.
"""

from __future__ import annotations

import math
from pathlib import Path
from typing import NamedTuple

import cv2
import numpy as np
import numpy.typing as npt

from app.domain.media import WORKING_SIDE, Image, Picture
from app.media.picture_set import PictureSource

Array = npt.NDArray[np.float64]

NIQE_FILE = "niqe_pris_params.npz"
BRISQUE_FILES = ("brisque_model_live.yml", "brisque_range_live.yml")

BLOCK = 96
"""Side, in pixels, of the blocks that NIQE takes its statistics from."""

SMALLEST = 16
"""Short side, in pixels, below which BRISQUE has no say: half of it is hardly more than the window of 7 × 7."""

# The shape α of a generalised Gaussian and its ratio (E|x|)² / E x², which grows with α: the fit looks α up.
_SHAPES = np.arange(0.2, 10.0005, 0.001)
_RATIOS = np.array([math.gamma(2 / a) ** 2 / (math.gamma(1 / a) * math.gamma(3 / a)) for a in _SHAPES])

# Neighbours (down, right) that each value is multiplied by: across, down, and along both diagonals.
_NIQE_SHIFTS = ((0, 1), (1, 0), (1, 1), (1, -1))
_BRISQUE_SHIFTS = ((0, 1), (1, 0), (1, 1), (-1, 1))

# Weights of MATLAB's antialiased bicubic halving: Keys' kernel (a = −1/2), stretched to twice its width.
_HALVING = np.array([-3, -9, 29, 111, 111, 29, -9, -3]) / 256
_HALVING_ANCHOR = 3


class Asymmetric(NamedTuple):
    """Fits of an asymmetric generalised Gaussian, one a row of values.

    Attributes:
        shape: α, 0.2–10; 2 is a Gaussian, less has a sharper peak and heavier tails.
        left: standard deviation of the negative values about zero.
        right: the same of the positive values.
    """

    shape: Array
    left: Array
    right: Array

    @property
    def mean(self) -> Array:
        """Mean of the fitted distribution, equation 8 of NIQE."""
        return (self.right - self.left) * self.scale * _gamma(2 / self.shape) / _gamma(1 / self.shape)

    @property
    def scale(self) -> Array:
        """What a standard deviation is multiplied by to give the distribution's β."""
        return np.sqrt(_gamma(1 / self.shape) / _gamma(3 / self.shape))


def _gamma(values: Array) -> Array:
    return np.array([math.gamma(value) if np.isfinite(value) else np.nan for value in values])


def fit(values: Array) -> Asymmetric:
    """Fit by moments (Lasmar, Stitou and Berthoumieu 2009), α to 0.001.

    Args:
        values: N × M, each row a sample.

    Returns:
        N fits, all NaN for a row whose values are not both negative and positive somewhere.
    """
    squares = values**2
    negative, positive = values < 0, values > 0
    with np.errstate(divide="ignore", invalid="ignore"):
        left = np.sqrt((squares * negative).sum(1) / negative.sum(1))
        right = np.sqrt((squares * positive).sum(1) / positive.sum(1))
        ratio = np.abs(values).mean(1) ** 2 / squares.mean(1)
        skew = left / right
        ratio *= (skew**3 + 1) * (skew + 1) / (skew**2 + 1) ** 2
    above = np.searchsorted(_RATIOS, ratio).clip(1, len(_RATIOS) - 1)
    nearest = above - (ratio - _RATIOS[above - 1] < _RATIOS[above] - ratio)
    shape = np.where(np.isfinite(ratio), _SHAPES[nearest], np.nan)
    return Asymmetric(shape, left, right)


def normalised(luminance: Array) -> Array:
    """MSCN coefficients: luminance (H × W, 0–255) less its local mean, by its local standard deviation plus 1.

    The surroundings are weighted by a Gaussian of 7 × 7 with σ = 7/6.
    """
    mean = _smooth(luminance)
    variance = _smooth(luminance**2) - mean**2
    away = luminance - mean
    # Over a burnt-out sky what is left is rounding, whose sign would count among the negative or positive values.
    away[np.abs(away) < 1e-9] = 0
    return np.asarray(away / (np.sqrt(np.abs(variance)) + 1), np.float64)


def _smooth(plane: Array) -> Array:
    return np.asarray(cv2.GaussianBlur(plane, (7, 7), 7 / 6, borderType=cv2.BORDER_REPLICATE), np.float64)


def _luminance(image: Image) -> Array:
    return np.asarray(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY), np.float64)


def averaged(path: Path) -> Image:
    """A picture brought to the working size by the mean of the area under each pixel.

    The app's own small pictures are made faster, and less evenly: on them NIQE's rank correlation with people is 0.39
    instead of 0.45, and BRISQUE's 0.36 instead of 0.41.

    Raises:
        UnreadableMedia: it is not a picture that can be read.
    """
    with PictureSource(path, [path]) as source:
        image = source.full(Picture(0, path))
        small = source.info.size.within(WORKING_SIDE)
    return np.asarray(cv2.resize(image, (small.width, small.height), interpolation=cv2.INTER_AREA), np.uint8)


class Niqe:
    """Distance of a picture's statistics from those of 125 good photos."""

    def __init__(self, teachers: Path) -> None:
        """Load the good photos' statistics.

        Raises:
            OSError: `teachers` has no `niqe_pris_params.npz`.
        """
        with np.load(teachers / NIQE_FILE) as stored:
            self._mean: Array = stored["mu_pris_param"][0]
            self._covariance: Array = stored["cov_pris_param"]

    def __call__(self, image: Image) -> float:
        """NIQE of a picture (RGB): about 2–4 for good photos, 5–15 for bad ones, no upper bound; lower is better.

        Equation 10 of the paper. NaN where fewer than two blocks of 96 × 96 fit in or show anything.
        """
        rows, columns = image.shape[0] // BLOCK, image.shape[1] // BLOCK
        if rows * columns < 2:
            return math.nan
        luminance = _luminance(image)[: rows * BLOCK, : columns * BLOCK]
        features = np.hstack([self._features(luminance, BLOCK), self._features(_halved(luminance), BLOCK // 2)])
        # As in the authors' release, a block without texture counts in the mean of what could be fitted only.
        whole = features[np.isfinite(features).all(1)]
        if len(whole) < 2:
            return math.nan
        away = self._mean - np.nanmean(features, 0)
        together = np.linalg.pinv((self._covariance + np.cov(whole, rowvar=False)) / 2)
        return math.sqrt(max(0.0, float(away @ together @ away)))

    def _features(self, luminance: Array, side: int) -> Array:
        """18 features of each block of `side` × `side`."""
        height, width = luminance.shape
        tiles = normalised(luminance).reshape(height // side, side, width // side, side)
        blocks = tiles.swapaxes(1, 2).reshape(-1, side, side)
        own = fit(blocks.reshape(len(blocks), -1))
        columns = [own.shape, (own.left + own.right) / 2 * own.scale]
        for shift in _NIQE_SHIFTS:
            product = blocks * np.roll(blocks, shift, axis=(1, 2))
            pair = fit(product.reshape(len(blocks), -1))
            columns += [pair.shape, pair.mean, pair.left * pair.scale, pair.right * pair.scale]
        return np.stack(columns, 1)


def _halved(luminance: Array) -> Array:
    """Half the size, as MATLAB's `imresize(luminance, 0.5)` for even sides."""
    filtered = cv2.sepFilter2D(
        luminance,
        cv2.CV_64F,
        _HALVING,
        _HALVING,
        anchor=(_HALVING_ANCHOR, _HALVING_ANCHOR),
        borderType=cv2.BORDER_REFLECT,
    )
    return np.asarray(filtered[::2, ::2], np.float64)


class Brisque:
    """People's scores of distorted photos, learnt by a support vector machine from 36 statistics."""

    def __init__(self, teachers: Path) -> None:
        """Load the machine and the ranges of the statistics.

        The file is read here because OpenCV 5 has no `cv2.ml` to load it with.

        Raises:
            OSError: `teachers` has not both files.
        """
        model, ranges = (_opened(teachers / name) for name in BRISQUE_FILES)
        machine = model.getNode("opencv_ml_svm")
        vectors = machine.getNode("support_vectors")
        decision = machine.getNode("decision_functions").at(0)
        self._width = machine.getNode("kernel").getNode("gamma").real()
        self._vectors = np.array([_numbers(vectors.at(i)) for i in range(vectors.size())])
        self._weights = np.array(_numbers(decision.getNode("alpha")))
        self._offset = decision.getNode("rho").real()
        self._low, self._high = np.asarray(ranges.getNode("range").mat(), np.float64)

    def __call__(self, image: Image) -> float:
        """BRISQUE of a picture (RGB): 0–100, lower is better.

        NaN for a picture of less than 16 pixels a side, or without any texture.
        """
        if min(image.shape[:2]) < SMALLEST:
            return math.nan
        features = brisque_features(_luminance(image))
        if not np.isfinite(features).all():
            return math.nan
        scaled = 2 * (features - self._low) / (self._high - self._low) - 1
        kernel = np.exp(-self._width * ((self._vectors - scaled) ** 2).sum(1))
        return float(np.clip(self._weights @ kernel - self._offset, 0, 100))


def brisque_features(luminance: Array) -> Array:
    """The 36 statistics of table 1 of BRISQUE, 18 at each of two scales, from luminance (H × W, 0–255)."""
    height, width = luminance.shape
    # Bicubic without antialiasing: so opencv_contrib halved the pictures that its machine learnt from.
    half = cv2.resize(luminance, (width // 2, height // 2), interpolation=cv2.INTER_CUBIC)
    features: list[float] = []
    for plane in (luminance, np.asarray(half, np.float64)):
        values = normalised(plane)
        own = fit(values.reshape(1, -1))
        features += [own.shape[0], (own.left[0] ** 2 + own.right[0] ** 2) / 2]
        around = np.pad(values, 1)
        rows, columns = values.shape
        for down, right in _BRISQUE_SHIFTS:
            product = values * around[1 + down : 1 + down + rows, 1 + right : 1 + right + columns]
            pair = fit(product.reshape(1, -1))
            features += [pair.shape[0], pair.mean[0], pair.left[0] ** 2, pair.right[0] ** 2]
    return np.array(features)


def _opened(path: Path) -> cv2.FileStorage:
    if not path.is_file():
        raise FileNotFoundError(path)
    return cv2.FileStorage(str(path), cv2.FILE_STORAGE_READ)


def _numbers(node: cv2.FileNode) -> list[float]:
    return [node.at(i).real() for i in range(node.size())]
