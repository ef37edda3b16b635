"""Pictures that must score low: rubbish that is sharp, and good pictures made worse by a known amount."""

from __future__ import annotations

import string
from collections.abc import Callable

import cv2
import numpy as np

from app.domain.media import Image

Random = np.random.Generator

KEPT = (0.92, 0.75, 0.55, 0.35, 0.2)
"""Share of a picture's score that is left after a degradation of severity 1–5 (chosen by us)."""


def _colour(random: Random) -> np.ndarray:
    return random.integers(0, 256, 3)


def _backdrop(random: Random, height: int, width: int) -> Image:
    """A flat colour or a gradient between two."""
    first, second = _colour(random), _colour(random)
    if random.random() < 0.6:
        second = first
    x, y = np.meshgrid(np.linspace(0, 1, width), np.linspace(0, 1, height))
    angle = random.uniform(0, 2 * np.pi)
    t = np.clip(0.5 + (x - 0.5) * np.cos(angle) + (y - 0.5) * np.sin(angle), 0, 1)[..., None]
    return np.asarray(first * (1 - t) + second * t, np.uint8)


def text_card(random: Random, height: int, width: int) -> Image:
    """Lines of text on a plain ground: a title, credits, a slide."""
    card = np.ascontiguousarray(_backdrop(random, height, width))
    ink = 255 - _colour(random) // 3 if card.mean() < 128 else _colour(random) // 3
    fonts = (
        cv2.FONT_HERSHEY_SIMPLEX,
        cv2.FONT_HERSHEY_DUPLEX,
        cv2.FONT_HERSHEY_COMPLEX,
        cv2.FONT_HERSHEY_TRIPLEX,
        cv2.FONT_HERSHEY_SCRIPT_COMPLEX,
    )
    lines = int(random.integers(1, 9))
    scale = float(random.uniform(0.4, 2.4)) * min(height, width) / 320 / (1 + lines / 6)
    letters = np.array(list(string.ascii_letters + "    "))
    for line in range(lines):
        text = "".join(random.choice(letters, random.integers(3, 18)))
        font = int(random.choice(fonts))
        (text_width, text_height), _ = cv2.getTextSize(text, font, scale, 2)
        x = (width - text_width) // 2 if random.random() < 0.7 else int(width * 0.08)
        y = int(height * (line + 1) / (lines + 1)) + text_height // 2
        cv2.putText(card, text, (x, y), font, scale, ink.tolist(), int(random.integers(1, 4)), cv2.LINE_AA)
    return card


def test_pattern(random: Random, height: int, width: int) -> Image:
    """Colour bars, a chessboard, stripes, rings or a grid."""
    x, y = np.meshgrid(np.arange(width), np.arange(height))
    period = int(random.integers(6, max(8, width // 4)))
    kind = random.integers(5)
    if kind == 0:
        bars = random.integers(0, 2, (int(random.integers(5, 9)), 3)) * 191
        return bars[np.minimum(x * len(bars) // width, len(bars) - 1)].astype(np.uint8)
    if kind == 1:
        mask = (x // period + y // period) % 2
    elif kind == 2:
        mask = ((x * np.cos(period) + y * np.sin(period)) // period % 2).astype(int)
    elif kind == 3:
        mask = (np.hypot(x - width / 2, y - height / 2) // period % 2).astype(int)
    else:
        mask = ((x % period < 2) | (y % period < 2)).astype(int)
    return np.where(mask[..., None] > 0, _colour(random), _colour(random)).astype(np.uint8)


def flat(random: Random, height: int, width: int) -> Image:
    """Black, white, one colour, or a soft gradient, with a little grain at times."""
    kind = random.random()
    level = random.integers(0, 14) if kind < 0.35 else random.integers(240, 256)
    picture = np.full((height, width, 3), level, np.uint8) if kind < 0.55 else _backdrop(random, height, width)
    grain = random.normal(0, random.uniform(0, 5), picture.shape)
    return np.clip(picture + grain, 0, 255).astype(np.uint8)


def static(random: Random, height: int, width: int) -> Image:
    """Noise and nothing else, fine or coarse, grey or coloured."""
    cell = int(random.choice((1, 1, 2, 4, 16)))
    shape = (-(-height // cell), -(-width // cell), int(random.choice((1, 3))))
    noise = random.integers(0, 256, shape, dtype=np.uint8)
    noise = np.broadcast_to(noise, (*shape[:2], 3))
    return np.ascontiguousarray(noise.repeat(cell, 0).repeat(cell, 1)[:height, :width])


RUBBISH: tuple[tuple[Callable[[Random, int, int], Image], tuple[str, ...]], ...] = (
    (text_card, ("text", "no_subject")),
    (text_card, ("text", "no_subject")),
    (test_pattern, ("no_subject",)),
    (flat, ("no_subject",)),
    (static, ("no_subject", "noisy")),
)
"""Makers of pictures that are worth nothing as a cover, text cards twice as often, and the flags that these have."""


def defocus(random: Random, image: Image, severity: int) -> Image:
    """Blur by a disc."""
    radius = (1.2, 2, 3.5, 6, 10)[severity - 1] * max(image.shape) / 448 * random.uniform(0.9, 1.15)
    side = 2 * int(np.ceil(radius)) + 1
    x, y = np.meshgrid(np.arange(side) - side // 2, np.arange(side) - side // 2)
    disc = np.clip(radius + 0.5 - np.hypot(x, y), 0, 1).astype(np.float32)
    return cv2.filter2D(image, -1, disc / disc.sum(), borderType=cv2.BORDER_REFLECT).astype(np.uint8)


def motion_blur(random: Random, image: Image, severity: int) -> Image:
    """Blur along a line."""
    length = (4, 7, 12, 20, 34)[severity - 1] * max(image.shape) / 448 * random.uniform(0.9, 1.15)
    side = 2 * int(np.ceil(length / 2)) + 3
    angle = random.uniform(0, np.pi)
    reach = np.array([np.cos(angle), np.sin(angle)]) * length / 2
    kernel = np.zeros((side, side), np.float32)
    centre = np.array([side // 2, side // 2])
    start, end = ((centre - reach) * 16).astype(int), ((centre + reach) * 16).astype(int)
    cv2.line(kernel, start.tolist(), end.tolist(), 1.0, 1, cv2.LINE_AA, 4)
    return cv2.filter2D(image, -1, kernel / max(kernel.sum(), 1e-6), borderType=cv2.BORDER_REFLECT).astype(np.uint8)


def noise(random: Random, image: Image, severity: int) -> Image:
    """Gaussian noise, in grey or in colour."""
    sigma = (7, 14, 26, 45, 75)[severity - 1] * random.uniform(0.9, 1.1)
    shape = image.shape if random.random() < 0.5 else (*image.shape[:2], 1)
    return np.clip(image + random.normal(0, sigma, shape), 0, 255).astype(np.uint8)


def jpeg(random: Random, image: Image, severity: int) -> Image:
    """Strong JPEG compression."""
    quality = (30, 18, 10, 6, 3)[severity - 1]
    encoded = cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, quality])[1]
    return np.asarray(cv2.imdecode(encoded, cv2.IMREAD_COLOR), np.uint8)


def pixelate(random: Random, image: Image, severity: int) -> Image:
    """Squares of one colour."""
    height, width = image.shape[:2]
    cell = (2, 3, 5, 9, 16)[severity - 1]
    small = cv2.resize(image, (max(1, width // cell), max(1, height // cell)), interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.resize(small, (width, height), interpolation=cv2.INTER_NEAREST), np.uint8)


def _expose(random: Random, image: Image, severity: int, sign: int) -> Image:
    stops = (0.8, 1.4, 2.2, 3.2, 4.5)[severity - 1] * random.uniform(0.9, 1.1)
    levels = (np.arange(256) / 255.0) ** 2.2 * 2 ** (sign * stops)
    curve = (np.clip(levels, 0, 1) ** (1 / 2.2) * 255).astype(np.uint8)
    return np.asarray(cv2.LUT(image, curve), np.uint8)


def darken(random: Random, image: Image, severity: int) -> Image:
    """Too little light, by stops."""
    return _expose(random, image, severity, -1)


def brighten(random: Random, image: Image, severity: int) -> Image:
    """Too much light, by stops."""
    return _expose(random, image, severity, 1)


def _fade(random: Random, image: Image, severity: int, target: int) -> Image:
    share = (0.25, 0.4, 0.55, 0.7, 0.85)[severity - 1] * random.uniform(0.95, 1.05)
    return np.asarray(image * (1 - share) + target * share, np.uint8)


def fade_to_black(random: Random, image: Image, severity: int) -> Image:
    """On the way to black."""
    return _fade(random, image, severity, 0)


def fade_to_white(random: Random, image: Image, severity: int) -> Image:
    """On the way to white."""
    return _fade(random, image, severity, 255)


Degradation = Callable[[Random, Image, int], Image]

DEGRADATIONS: dict[Degradation, str] = {
    defocus: "blurred",
    motion_blur: "blurred",
    noise: "noisy",
    jpeg: "noisy",
    pixelate: "noisy",
    darken: "dark",
    brighten: "overexposed",
    fade_to_black: "transition",
    fade_to_white: "transition",
}
"""Ways to make a picture worse by a severity of 1–5, and the flag that the worse ones have."""


def worsening(way: Degradation, image: Image) -> Degradation:
    """`way`, unless more light is to make a dark picture worse, or less a bright one; then the opposite."""
    light = image.mean()
    if way is brighten and light < 90:
        return darken
    if way is darken and light > 190:
        return brighten
    return way


def dissolve(random: Random, first: Image, second: Image) -> Image:
    """Two pictures mixed, as in the middle of a dissolve."""
    height, width = first.shape[:2]
    other = cv2.resize(second, (width, height), interpolation=cv2.INTER_AREA)
    share = random.uniform(0.3, 0.7)
    return np.asarray(cv2.addWeighted(first, 1 - share, other, share, 0), np.uint8)


def logo(random: Random, image: Image) -> Image:
    """A channel's mark in a corner."""
    picture = image.copy()
    height, width = picture.shape[:2]
    side = int(min(height, width) * random.uniform(0.08, 0.16))
    margin = side // 3
    x = margin if random.random() < 0.5 else width - side - margin
    y = margin if random.random() < 0.5 else height - side - margin
    cv2.circle(picture, (x + side // 2, y + side // 2), side // 2, _colour(random).tolist(), -1, cv2.LINE_AA)
    cv2.putText(picture, "TV", (x + side // 6, y + side * 2 // 3), 0, side / 40, (255, 255, 255), 2, cv2.LINE_AA)
    return picture


def subtitle(random: Random, image: Image) -> Image:
    """A line of white text with a black outline near the bottom."""
    picture = image.copy()
    height, width = picture.shape[:2]
    text = "".join(random.choice(list(string.ascii_lowercase + "     "), random.integers(12, 30)))
    scale = width / 448 * random.uniform(0.5, 0.8)
    (text_width, _), _ = cv2.getTextSize(text, 0, scale, 2)
    place = (max(2, (width - text_width) // 2), int(height * 0.93))
    for ink, thickness in (((0, 0, 0), 4), ((255, 255, 255), 2)):
        cv2.putText(picture, text, place, 0, scale, ink, thickness, cv2.LINE_AA)
    return picture


def bars(random: Random, image: Image) -> Image:
    """Black bars above and below, or at both sides."""
    picture = image.copy()
    share = random.uniform(0.04, 0.12)
    if random.random() < 0.7:
        bar = max(1, int(picture.shape[0] * share))
        picture[:bar] = 0
        picture[-bar:] = 0
    else:
        bar = max(1, int(picture.shape[1] * share))
        picture[:, :bar] = 0
        picture[:, -bar:] = 0
    return picture


def soft_background(random: Random, image: Image) -> Image:
    """Out of focus but for an oval near the middle, as in a portrait."""
    height, width = image.shape[:2]
    soft = cv2.GaussianBlur(image, (0, 0), max(height, width) / random.uniform(60, 140)).astype(np.float32)
    x, y = np.meshgrid(np.linspace(-1, 1, width), np.linspace(-1, 1, height))
    place = random.uniform(-0.15, 0.15, 2)
    reach = np.hypot((x - place[0]) / random.uniform(0.45, 0.7), (y - place[1]) / random.uniform(0.6, 0.9))
    share = np.clip((1.15 - reach) * 4, 0, 1)[..., None]
    return np.asarray(image * share + soft * (1 - share), np.uint8)


OVERLAYS: dict[str, Callable[[Random, Image], Image]] = {"logo": logo, "subtitle": subtitle, "bars": bars}
"""What is laid over pictures without making them better or worse."""

_NEUTRAL = (*OVERLAYS.values(), soft_background, soft_background)


def neutral(random: Random, image: Image) -> Image:
    """A picture to which something was done that makes it no worse."""
    return _NEUTRAL[random.integers(len(_NEUTRAL))](random, image)
