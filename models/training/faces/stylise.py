"""Photos made to look drawn, every face where it was; and what happens to any picture on its way to a viewer."""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np

from app.domain.media import Image

Random = np.random.Generator
Style = Callable[[Random, Image], Image]


def _smooth(image: Image, rounds: int) -> Image:
    for _ in range(rounds):
        image = np.asarray(cv2.bilateralFilter(image, 5, 40, 5), np.uint8)
    return image


def _edges(random: Random, image: Image) -> np.ndarray:
    """Lines where the picture is darker than around it, 0 (ink) to 1 (paper): height × width × 1."""
    grey = cv2.GaussianBlur(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY), (0, 0), random.uniform(0.6, 1.2))
    wide = cv2.GaussianBlur(grey.astype(np.float32), (0, 0), random.uniform(1.5, 3.5))
    ratio = (grey + 8) / (wide + 8)
    return np.asarray(np.clip((ratio - 0.86) * 12, 0, 1), np.float32)[..., None]


def posterise(random: Random, image: Image) -> Image:
    """Few levels of each colour after smoothing, as in flat colouring."""
    levels = int(random.integers(3, 7))
    step = 255 / (levels - 1)
    table = (np.round(np.arange(256) / step) * step).astype(np.uint8)
    return np.asarray(cv2.LUT(_smooth(image, 2), table), np.uint8)


def cartoon(random: Random, image: Image) -> Image:
    """Flat, saturated colours with ink lines."""
    flat = cv2.cvtColor(posterise(random, image), cv2.COLOR_RGB2HSV).astype(np.float32)
    flat[..., 1] = np.clip(flat[..., 1] * random.uniform(1.1, 1.9), 0, 255)
    colours = cv2.cvtColor(flat.astype(np.uint8), cv2.COLOR_HSV2RGB)
    return np.asarray(colours * _edges(random, image), np.uint8)


def line_art(random: Random, image: Image) -> Image:
    """Ink lines on paper, with a tint of the colours at times."""
    paper = np.full_like(image, 255)
    tint = random.choice((0.0, 0.0, 0.25, 0.5))
    ground = cv2.addWeighted(_smooth(image, 1), tint, paper, 1 - tint, 0)
    return np.asarray(ground * _edges(random, image), np.uint8)


def watercolour(random: Random, image: Image) -> Image:
    """Smoothed far, light, with the paper's grain."""
    light = _smooth(image, 4).astype(np.float32) * random.uniform(0.7, 1) + random.uniform(0, 60)
    grain = cv2.resize(random.normal(0, 6, (image.shape[0] // 2 + 1, image.shape[1] // 2 + 1)), image.shape[1::-1])
    return np.asarray(np.clip(light + grain[..., None], 0, 255), np.uint8)


def halftone(random: Random, image: Image) -> Image:
    """Dots of ink whose size tells the grey, as in manga's screentone, with lines over it."""
    grey = cv2.GaussianBlur(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY), (0, 0), 1)
    period, angle = random.uniform(3, 6), random.uniform(0, np.pi)
    y, x = np.mgrid[: image.shape[0], : image.shape[1]]
    across, down = x * np.cos(angle) + y * np.sin(angle), y * np.cos(angle) - x * np.sin(angle)
    screen = (np.cos(across * 2 * np.pi / period) + np.cos(down * 2 * np.pi / period)) * 0.25 + 0.5
    dots = np.clip((grey / 255 - screen * 0.8) * 6 + 0.5, 0, 1)[..., None] * _edges(random, image)
    return np.repeat((dots * 255).astype(np.uint8), 3, 2)


def hatching(random: Random, image: Image) -> Image:
    """Strokes that get denser where it is darker."""
    grey = cv2.GaussianBlur(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY), (0, 0), 1.5)
    y, x = np.mgrid[: image.shape[0], : image.shape[1]]
    paper = np.ones(grey.shape, np.float32)
    for level, angle in ((200, 0.8), (140, 2.3), (80, 0.1)):
        period = random.uniform(3, 6)
        stroke = np.sin((x * np.cos(angle) + y * np.sin(angle)) * 2 * np.pi / period) > 0.2
        paper[(grey < level) & stroke] *= 0.35
    return np.repeat((paper[..., None] * _edges(random, image) * 255).astype(np.uint8), 3, 2)


def recolour(random: Random, image: Image) -> Image:
    """Other hues: skin may be blue and hair green."""
    hsv = cv2.cvtColor(_smooth(image, 1), cv2.COLOR_RGB2HSV)
    hsv[..., 0] = (hsv[..., 0].astype(int) + random.integers(0, 180)) % 180
    return np.asarray(cv2.cvtColor(hsv, cv2.COLOR_HSV2RGB), np.uint8)


STYLES: tuple[Style, ...] = (posterise, cartoon, cartoon, line_art, watercolour, halftone, hatching, recolour)
"""Ways to make a photo look drawn."""


def stylised(random: Random, image: Image) -> Image:
    """A photo in one of `STYLES`."""
    return STYLES[random.integers(len(STYLES))](random, image)


def _light(random: Random, image: Image) -> Image:
    gain, lift, gamma = random.uniform(0.6, 1.4), random.uniform(-30, 30), random.uniform(0.7, 1.4)
    levels = np.clip((np.arange(256) / 255) ** gamma * 255 * gain + lift, 0, 255)
    return np.asarray(cv2.LUT(image, levels.astype(np.uint8)), np.uint8)


def _tint(random: Random, image: Image) -> Image:
    return np.clip(image * random.uniform(0.75, 1.25, 3).astype(np.float32), 0, 255).astype(np.uint8)


def _grey(random: Random, image: Image) -> Image:
    return np.asarray(cv2.cvtColor(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY), cv2.COLOR_GRAY2RGB), np.uint8)


def _soft(random: Random, image: Image) -> Image:
    return np.asarray(cv2.GaussianBlur(image, (0, 0), random.uniform(0.5, 1.6)), np.uint8)


def _jpeg(random: Random, image: Image) -> Image:
    encoded = cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, int(random.integers(25, 90))])[1]
    return np.asarray(cv2.imdecode(encoded, cv2.IMREAD_COLOR), np.uint8)


def _noise(random: Random, image: Image) -> Image:
    noise = random.standard_normal(image.shape, np.float32) * random.uniform(2, 14)
    return np.clip(image + noise, 0, 255).astype(np.uint8)


_WEAR: tuple[tuple[Style, float], ...] = (
    (_light, 0.5),
    (_tint, 0.3),
    (_grey, 0.08),
    (_soft, 0.12),
    (_noise, 0.1),
    (_jpeg, 0.25),
)


def worn(random: Random, image: Image) -> Image:
    """A picture with other light and colours, softer, noisier, compressed; each only at times."""
    for way, share in _WEAR:
        if random.random() < share:
            image = way(random, image)
    return image
