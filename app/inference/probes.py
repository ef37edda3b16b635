"""Built-in pictures that show whether two backends judge alike; drawn, so that there is no file to be missing."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from app.domain.media import Image

_Plane = npt.NDArray[np.float32]


def probes() -> list[Image]:
    """The pictures: RGB, the same on every call, of several shapes and worths.

    Sharp, dark, noisy and blurred scenes, a pattern and next to nothing: their scores lie far apart, so that a backend
    that is right on some of them only is found out, and one that errs a little does not change the order. Five shapes,
    because a GPU's kernels may be wrong for one shape and right for another.
    """
    scene, tall, square = _scene(448, 252, 1), _scene(252, 448, 2), _scene(336, 336, 3)
    return [
        _scene(640, 213, 4),
        tall,
        _dimmed(scene, 0.4),
        _noisy(square, 15),
        _blurred(tall, 1.5),
        _blurred(scene, 2.5),
        _noisy(square, 45),
        _chess(448, 252),
        _gradient(96, 128),
    ]


def _dimmed(image: Image, share: float) -> Image:
    """As under `share` of the light."""
    return (image * share).astype(np.uint8)


def _blurred(image: Image, sigma: float) -> Image:
    """Out of focus, by a Gaussian of `sigma` pixels."""
    return np.asarray(cv2.GaussianBlur(image, (0, 0), sigma), np.uint8)


def _noisy(image: Image, deviation: float) -> Image:
    """With grey noise of a deviation in levels of 0–255."""
    height, width = image.shape[:2]
    return np.clip(image + _noise(width, height, 5)[..., None] * deviation, 0, 255).astype(np.uint8)


def _noise(width: int, height: int, seed: int) -> _Plane:
    """White noise of deviation 1, height × width."""
    return np.random.default_rng(seed).standard_normal((height, width), dtype=np.float32)


def _clouds(width: int, height: int, seed: int) -> _Plane:
    """Noise in which every scale is as strong as the others, about -1 to 1, height × width."""
    plane = np.zeros((height, width), np.float32)
    for octave in range(1, 7):
        small = _noise(2**octave, 2**octave, seed * 10 + octave)
        plane += cv2.resize(small, (width, height), interpolation=cv2.INTER_CUBIC) * (0.5 if octave < 4 else 0.25)
    return np.tanh(plane)


def _scene(width: int, height: int, seed: int) -> Image:
    """A sky with a sun over three rows of hills, height × width × 3."""
    x, y = np.meshgrid(np.linspace(0, 1, width, dtype=np.float32), np.linspace(0, 1, height, dtype=np.float32))
    clouds = _clouds(width, height, seed)[..., None]
    blue, warm = np.array([70, 130, 210], np.float32), np.array([250, 190, 120], np.float32)
    picture = blue + (warm - blue) * y[..., None] + clouds * 22
    sun = np.hypot((x - 0.68) * width, (y - 0.3) * height) / (0.09 * min(width, height))
    picture += np.clip(1.6 - sun, 0, 1)[..., None] * np.array([90, 80, 40], np.float32)
    ridges = _clouds(width, 8, seed + 50)
    for row, colour in enumerate(([90, 110, 130], [60, 95, 60], [35, 60, 25])):
        ridge = 0.5 + 0.17 * row + 0.12 * ridges[row]
        texture = _clouds(width, height, seed + 90 + row)[..., None]
        hill = np.array(colour, np.float32) * (1.0 + 0.45 * texture)
        picture = np.where((y > ridge)[..., None], hill, picture)
    return np.clip(picture, 0, 255).astype(np.uint8)


def _gradient(width: int, height: int) -> Image:
    """From one grey to the next, height × width × 3."""
    row = np.linspace(90, 150, width, dtype=np.float32)
    return np.broadcast_to(row[None, :, None], (height, width, 3)).astype(np.uint8)


def _chess(width: int, height: int) -> Image:
    """Black and white fields of 16 pixels, height × width × 3."""
    fields = (np.indices((height, width)) // 16).sum(0) % 2 * 255
    return np.repeat(fields[..., None], 3, axis=2).astype(np.uint8)
