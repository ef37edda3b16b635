"""Pictures to fill strips with: drawn scenes, photos that scikit-image ships, and text; all from a seed."""

from __future__ import annotations

import functools
import importlib.util
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import PIL.Image
import PIL.ImageDraw
import PIL.ImageFont

from app.domain.media import Image

Random = np.random.Generator
Colour = tuple[int, int, int]

_PHOTOS = (
    "astronaut.png",
    "camera.png",
    "chelsea.png",
    "coffee.png",
    "rocket.jpg",
    "color.png",
    "hubble_deep_field.jpg",
    "ihc.png",
    "motorcycle_left.png",
    "moon.png",
    "coins.png",
    "grass.png",
)
_WORDS = (
    "the",
    "rain",
    "came",
    "early",
    "and",
    "nobody",
    "knew",
    "why",
    "ok!",
    "look",
    "here",
    "market",
    "8:40",
    "WAIT",
)


@functools.cache
def sample_photos() -> tuple[Image, ...]:
    """The photos of scikit-image, RGB."""
    package = importlib.util.find_spec("skimage")
    assert package is not None
    assert package.origin is not None
    folder = Path(package.origin).parent / "data"
    return tuple(np.asarray(PIL.Image.open(folder / name).convert("RGB")) for name in _PHOTOS)


def colour(random: Random, low: int = 0, high: int = 255) -> Colour:
    """Any colour."""
    red, green, blue = random.integers(low, high + 1, 3)
    return int(red), int(green), int(blue)


def resized(image: Image, width: int, height: int) -> Image:
    """The picture at another size."""
    smaller = width < image.shape[1]
    way = cv2.INTER_AREA if smaller else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(image, (width, height), interpolation=way), np.uint8)


def cropped(random: Random, image: Image, width: int, height: int, least: float = 0.55) -> Image:
    """A random part of a picture, at least `least` as large as the largest of that shape, mirrored half of the time."""
    rows, columns = image.shape[:2]
    scale = min(columns / width, rows / height) * random.uniform(least, 1)
    part_width, part_height = max(1, int(width * scale)), max(1, int(height * scale))
    x, y = int(random.integers(columns - part_width + 1)), int(random.integers(rows - part_height + 1))
    part = image[y : y + part_height, x : x + part_width]
    return resized(np.ascontiguousarray(part[:, :: -1 if random.random() < 0.5 else 1]), width, height)


@dataclass(frozen=True)
class Gallery:
    """Where the pictures in the panels come from.

    Attributes:
        photos: photos, or drawings by others.
        drawn: share of the pictures that are drawn here instead.
    """

    photos: Sequence[Image]
    drawn: float = 0.5

    def picture(self, random: Random, width: int, height: int) -> Image:
        """A picture of that size."""
        if random.random() < self.drawn or not self.photos:
            return scene(random, width, height)
        return cropped(random, self.photos[int(random.integers(len(self.photos)))], width, height)

    def touching(self, random: Random, width: int, height: int, number: int) -> Image:
        """The picture of a panel that touches others: no photo twice in a row, no drawing with straight lines."""
        if random.random() < self.drawn or not self.photos:
            return scene(random, width, height, lines=False)
        return cropped(random, self.photos[number % len(self.photos)], width, height)


def vertical_gradient(top: Sequence[float], bottom: Sequence[float], width: int, height: int) -> Image:
    """From one colour at the top to another at the bottom."""
    share = np.linspace(0, 1, height)[:, None, None]
    rows = np.asarray(top, np.float64) * (1 - share) + np.asarray(bottom, np.float64) * share
    return np.ascontiguousarray(np.broadcast_to(rows, (height, width, 3)).round().astype(np.uint8))


def _figure(random: Random, canvas: Image, foot: tuple[int, int], tall: int, outline: int) -> None:
    """A person: legs, body, arms, head, eyes."""
    x, feet = foot
    skin, shirt, ink = colour(random, 60, 230), colour(random), colour(random, 0, 40)
    head = max(3, tall // 7)
    hips, shoulders = feet - tall // 2, feet - tall + 2 * head
    limb = max(2, tall // 14)
    for side in (-1, 1):
        cv2.line(canvas, (x + side * head // 2, hips), (x + side * head, feet), colour(random, 0, 120), limb)
        hand = (x + side * int(random.integers(head, 3 * head)), shoulders + int(random.integers(-head, 2 * head)))
        cv2.line(canvas, (x, shoulders + limb), hand, skin, limb, cv2.LINE_AA)
    body = np.array([(x - head, shoulders), (x + head, shoulders), (x + int(1.3 * head), hips), (x - head, hips)])
    cv2.fillPoly(canvas, [body], shirt, cv2.LINE_AA)
    centre = (x, shoulders - head + limb)
    cv2.ellipse(canvas, centre, (head, int(head * 1.15)), 0, 0, 360, skin, -1, cv2.LINE_AA)
    if outline:
        cv2.polylines(canvas, [body], True, ink, outline, cv2.LINE_AA)
        cv2.ellipse(canvas, centre, (head, int(head * 1.15)), 0, 0, 360, ink, outline, cv2.LINE_AA)
    for side in (-1, 1):
        cv2.circle(canvas, (x + side * head // 2, centre[1]), max(1, head // 6), ink, -1)


def _landscape(random: Random, canvas: Image) -> None:
    """Sky, hills or a horizon, sun, trees."""
    height, width = canvas.shape[:2]
    sky = colour(random, 90, 255)
    canvas[:] = vertical_gradient(sky, colour(random, 90, 255) if random.random() < 0.6 else sky, width, height)
    cv2.circle(
        canvas, (int(random.integers(width)), height // 5), width // 9, colour(random, 180, 255), -1, cv2.LINE_AA
    )
    level = int(height * random.uniform(0.35, 0.75))
    for _ in range(int(random.integers(1, 4))):
        wave = random.uniform(0, height * 0.1) * np.sin(np.linspace(0, random.uniform(0, 9), 24) + random.uniform(0, 6))
        ridge = np.stack([np.linspace(0, width, 24), level + wave], 1)
        hill = np.concatenate([ridge, [(width, height), (0, height)]]).round().astype(np.int32)
        cv2.fillPoly(canvas, [hill], colour(random, 30, 200), cv2.LINE_AA)
        level += int(height * random.uniform(0.05, 0.2))
    for _ in range(int(random.integers(0, 5))):
        x, foot, tall = int(random.integers(width)), level, int(height * random.uniform(0.15, 0.5))
        cv2.line(canvas, (x, foot), (x, foot - tall), (80, 50, 30), max(2, tall // 9), cv2.LINE_AA)
        cv2.circle(canvas, (x, foot - tall), max(3, tall // 3), colour(random, 20, 160), -1, cv2.LINE_AA)


def _room(random: Random, canvas: Image) -> None:
    """Wall, floor, door, window, table: the straight lines that are no borders of panels."""
    height, width = canvas.shape[:2]
    floor = int(height * random.uniform(0.6, 0.85))
    canvas[:floor], canvas[floor:] = colour(random, 90, 255), colour(random, 40, 180)
    for _ in range(int(random.integers(1, 5))):
        x, y = int(random.integers(width)), int(random.integers(floor))
        corner = (x + int(width * random.uniform(0.1, 0.4)), y + int(height * random.uniform(0.1, 0.5)))
        cv2.rectangle(canvas, (x, y), corner, colour(random), -1)
        cv2.rectangle(canvas, (x, y), corner, colour(random, 0, 90), max(1, width // 200))
    cv2.line(canvas, (0, floor), (width, floor), colour(random, 0, 90), max(1, width // 150))


def _ink(random: Random, canvas: Image) -> None:
    """Black lines on white, with hatching, as in a manga."""
    height, width = canvas.shape[:2]
    canvas[:] = 255 if random.random() < 0.8 else 236
    for _ in range(int(random.integers(3, 9))):
        centre = (int(random.integers(width)), int(random.integers(height)))
        axes = (int(width * random.uniform(0.04, 0.3)), int(height * random.uniform(0.04, 0.3)))
        if random.random() < 0.4:
            cv2.ellipse(canvas, centre, axes, random.uniform(0, 180), 0, 360, (int(random.integers(0, 230)),) * 3, -1)
        cv2.ellipse(canvas, centre, axes, random.uniform(0, 180), 0, 360, (0, 0, 0), max(2, width // 250), cv2.LINE_AA)
    for step in range(0, width, max(5, width // int(random.integers(20, 60)))):
        cv2.line(canvas, (step, height), (step + height // 3, int(height * 0.7)), (40, 40, 40), 1, cv2.LINE_AA)


def _night(random: Random, canvas: Image) -> None:
    """Dark, with lights."""
    height, width = canvas.shape[:2]
    canvas[:] = vertical_gradient(colour(random, 0, 40), colour(random, 0, 70), width, height)
    for _ in range(int(random.integers(10, 60))):
        at = (int(random.integers(width)), int(random.integers(height)))
        cv2.circle(canvas, at, int(random.integers(1, max(2, width // 60))), colour(random, 120, 255), -1, cv2.LINE_AA)
    cv2.rectangle(canvas, (width // 3, height // 2), (width * 3 // 4, height), colour(random, 0, 60), -1)


def _closeup(random: Random, canvas: Image) -> None:
    """A plain or radial background with one large head."""
    height, width = canvas.shape[:2]
    y, x = np.mgrid[0:height, 0:width]
    far = np.hypot(x - width / 2, y - height / 2)[..., None] / np.hypot(width, height) * 2
    inner, outer = np.array(colour(random, 80, 255)), np.array(colour(random, 60, 255))
    canvas[:] = np.clip(inner * (1 - far) + outer * far, 0, 255)
    if random.random() < 0.4:
        for angle in random.uniform(0, 2 * np.pi, 40):
            reach = np.hypot(width, height)
            start = (int(width / 2 + np.cos(angle) * reach * 0.3), int(height / 2 + np.sin(angle) * reach * 0.3))
            end = (int(width / 2 + np.cos(angle) * reach), int(height / 2 + np.sin(angle) * reach))
            cv2.line(canvas, start, end, (20, 20, 20), max(1, width // 200), cv2.LINE_AA)
    _figure(random, canvas, (int(width * random.uniform(0.3, 0.7)), int(height * 1.4)), int(height * 1.2), 2)


_WITHOUT_LINES: tuple[Callable[[Random, Image], None], ...] = (_ink, _night, _closeup)
_GROUNDS = (_landscape, _room, *_WITHOUT_LINES)


def scene(random: Random, width: int, height: int, *, lines: bool = True) -> Image:
    """A drawn picture, with or without straight lines from side to side."""
    canvas = np.zeros((height, width, 3), np.uint8)
    grounds = _GROUNDS if lines else _WITHOUT_LINES
    grounds[int(random.integers(len(grounds)))](random, canvas)
    for _ in range(int(random.integers(0, 4))):
        tall = int(height * random.uniform(0.25, 0.9))
        feet = int(height * random.uniform(0.8, 1.1))
        foot = (int(random.integers(width)), feet)
        _figure(random, canvas, foot, tall, int(random.integers(0, 1 + max(2, width // 200))))
    if random.random() < 0.3:
        grain = random.normal(0, random.uniform(2, 9), canvas.shape)
        canvas = np.clip(canvas + grain, 0, 255).astype(np.uint8)
    return canvas


def words(random: Random, count: int) -> str:
    """Some words."""
    return " ".join(str(word) for word in random.choice(_WORDS, count))


def write(
    canvas: Image,
    text: str,
    at: tuple[int, int],
    size: int,
    ink: Colour,
    *,
    width: int | None = None,
    square: bool = False,
) -> int:
    """Write text, broken into lines of `width` pixels; returns the y below it.

    Args:
        canvas: the picture to write on.
        text: words.
        at: left and top of the first line.
        size: height of the letters in pixels.
        ink: their colour.
        width: of the lines; None makes one line.
        square: draw square signs made of strokes, as Chinese text looks from afar, instead of letters.
    """
    x, y = at
    picture = PIL.Image.fromarray(canvas)
    draw = PIL.ImageDraw.Draw(picture)
    font = PIL.ImageFont.load_default(size)
    lines, line = [], ""
    for word in text.split():
        longer = f"{line} {word}".strip()
        wide = size * len(longer[::2]) if square else draw.textlength(longer, font)
        if line and width is not None and wide > width:
            lines.append(line)
            line = word
        else:
            line = longer
    for each in [*lines, line]:
        if square:
            _signs(draw, each, (x, y), size, ink)
        else:
            draw.text((x, y), each, ink, font)
        y += int(size * 1.4)
    canvas[:] = np.asarray(picture)
    return y


def _signs(draw: PIL.ImageDraw.ImageDraw, text: str, at: tuple[int, int], size: int, ink: Colour) -> None:
    x, y = at
    for number, letter in enumerate(text[::2]):
        strokes = np.random.default_rng(ord(letter)).uniform(0, size * 0.9, (7, 3))
        for place, start, end in strokes:
            left, low, high = x + number * size, min(start, end), max(start, end)
            draw.line((left + low, y + place, left + high, y + place), ink, max(1, size // 12))
            draw.line((left + place, y + low, left + place, y + high), ink, max(1, size // 12))
