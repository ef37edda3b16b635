"""Pictures in which there are no faces, made by a program: pages, screens, letters, round things, textures."""

from __future__ import annotations

import string
from collections.abc import Callable

import cv2
import numpy as np

from app.domain.media import Image
from models.training.judge.decoys import RUBBISH

Random = np.random.Generator
Maker = Callable[[Random, int, int], Image]
"""Makes a picture of a height and a width, in pixels."""

_FONTS = (
    cv2.FONT_HERSHEY_SIMPLEX,
    cv2.FONT_HERSHEY_DUPLEX,
    cv2.FONT_HERSHEY_COMPLEX,
    cv2.FONT_HERSHEY_TRIPLEX,
    cv2.FONT_HERSHEY_SCRIPT_COMPLEX,
    cv2.FONT_HERSHEY_PLAIN,
)
_SIGNS = np.array(list(string.ascii_letters + string.digits + "?&%@#!§+="))

_FLAT = RUBBISH[3][0]


def _colour(random: Random) -> list[int]:
    values: list[int] = random.integers(0, 256, 3).tolist()
    return values


def _paper(random: Random, height: int, width: int) -> Image:
    """A plain ground, light more often than not."""
    level = random.integers(200, 256, 3) if random.random() < 0.6 else random.integers(0, 256, 3)
    return np.full((height, width, 3), level, np.uint8)


def _ink(random: Random, ground: Image) -> list[int]:
    """A colour that stands out from a ground."""
    level = random.integers(0, 90, 3) if ground.mean() > 127 else random.integers(165, 256, 3)
    values: list[int] = level.tolist()
    return values


def _word(random: Random, longest: int = 11) -> str:
    return "".join(random.choice(_SIGNS[:52], random.integers(1, longest)))


def page(random: Random, height: int, width: int) -> Image:
    """Running text in columns, with headings and frames, as on a page of a book or of the net."""
    sheet = _paper(random, height, width)
    ink = _ink(random, sheet)
    columns = int(random.integers(1, 4))
    size = float(random.uniform(0.25, 0.9))
    font = int(random.choice(_FONTS))
    step = max(6, int(size * 34))
    for column in range(columns):
        left, right = int(width * (column + 0.06) / columns), int(width * (column + 0.96) / columns)
        y = step + int(random.integers(0, step * 3))
        while y < height:
            heading = random.random() < 0.07
            x = left
            while x < right and not (heading and x > left + (right - left) // 2):
                word = _word(random)
                scale = size * (1.6 if heading else 1)
                cv2.putText(sheet, word, (x, y), font, scale, ink, 2 if heading else 1, cv2.LINE_AA)
                x += int(scale * 20 * (len(word) + 1) * 0.9)
            y += step * (2 if random.random() < 0.1 else 1)
    if random.random() < 0.4:
        at, reach = random.uniform(0, 0.7, 2), random.uniform(0.15, 0.5, 2)
        corner = (at * (width, height)).astype(int)
        cv2.rectangle(sheet, corner.tolist(), (corner + reach * (width, height)).astype(int).tolist(), ink, -1)
    return sheet


def screen(random: Random, height: int, width: int) -> Image:
    """Windows with bars, buttons, switches, icons, lists and curves."""
    picture = _FLAT(random, height, width)
    picture = np.ascontiguousarray(picture)
    for _ in range(int(random.integers(2, 6))):
        left, top = (random.uniform(-0.1, 0.7, 2) * (width, height)).astype(int).tolist()
        right, bottom = left + int(width * random.uniform(0.2, 0.7)), top + int(height * random.uniform(0.2, 0.8))
        ground = _colour(random) if random.random() < 0.4 else [int(random.integers(180, 256))] * 3
        cv2.rectangle(picture, (left, top), (right, bottom), ground, -1)
        bar = max(6, int(height * random.uniform(0.03, 0.08)))
        cv2.rectangle(picture, (left, top), (right, top + bar), _colour(random), -1)
        for number in range(int(random.integers(0, 4))):
            cv2.circle(picture, (left + bar * (number + 1), top + bar // 2), bar // 3, _colour(random), -1, cv2.LINE_AA)
        _fill(random, picture, (left, top + bar, right, bottom))
    return picture


def _fill(random: Random, picture: Image, box: tuple[int, int, int, int]) -> None:
    """Put a list, icons or a curve into a part of a screen."""
    left, top, right, bottom = box
    ink, kind = _colour(random), random.integers(3)
    step = max(8, int(random.uniform(0.06, 0.25) * (right - left)))
    if kind == 0:
        for y in range(top + step, bottom, step):
            cv2.rectangle(picture, (left + step // 2, y - step // 2), (left + step, y), _colour(random), -1)
            cv2.putText(picture, _word(random, 18), (left + 2 * step, y), 0, step / 34, ink, 1, cv2.LINE_AA)
    elif kind == 1:
        for y in range(top + step, bottom - step // 2, step):
            for x in range(left + step, right - step // 2, step):
                side = int(step * 0.35)
                if random.random() < 0.5:
                    cv2.rectangle(picture, (x - side, y - side), (x + side, y + side), _colour(random), -1)
                else:
                    cv2.circle(picture, (x, y), side, _colour(random), -1, cv2.LINE_AA)
                if random.random() < 0.5:
                    sign = str(random.choice(_SIGNS))
                    cv2.putText(picture, sign, (x - side // 2, y + side // 2), 0, side / 14, _colour(random), 2)
    else:
        xs = np.linspace(left, right, 60)
        ys = (top + bottom) / 2 + np.cumsum(random.normal(0, max(1, bottom - top) / 30, 60))
        cv2.polylines(picture, [np.stack([xs, ys], 1).astype(np.int32)], isClosed=False, color=ink, thickness=2)


def letters(random: Random, height: int, width: int) -> Image:
    """A few large letters and digits, some in a ring or a box, as on signs, shirts and plates."""
    picture = np.ascontiguousarray(
        _FLAT(random, height, width) if random.random() < 0.6 else _cloth(random, height, width)
    )
    for _ in range(int(random.integers(1, 9))):
        size = min(height, width) * float(random.uniform(0.08, 0.7))
        at = (random.uniform(0.02, 0.98, 2) * (width, height)).astype(int)
        ink, thick = _colour(random), max(1, int(size * random.uniform(0.03, 0.22)))
        frame = random.random()
        if frame < 0.3:
            cv2.circle(picture, at.tolist(), int(size * 0.75), _colour(random), -1, cv2.LINE_AA)
            cv2.circle(picture, at.tolist(), int(size * 0.75), ink, thick, cv2.LINE_AA)
        elif frame < 0.45:
            reach = int(size * 0.7)
            cv2.rectangle(picture, (at - reach).tolist(), (at + reach).tolist(), _colour(random), -1)
        text = "".join(random.choice(_SIGNS, random.integers(1, 4)))
        font = int(random.choice(_FONTS))
        scale = size / 22 * (1.0 if len(text) == 1 else 0.6)
        (wide, high), _ = cv2.getTextSize(text, font, scale, thick)
        cv2.putText(picture, text, (int(at[0] - wide / 2), int(at[1] + high / 2)), font, scale, ink, thick, cv2.LINE_AA)
    return picture


def _cloth(random: Random, height: int, width: int) -> Image:
    """Woven threads of two colours."""
    first, second = np.array(_colour(random)), np.array(_colour(random))
    x, y = np.meshgrid(np.arange(width), np.arange(height))
    period = int(random.integers(2, 9))
    weave = (np.sin(x * 2 * np.pi / period) * np.sin(y * 2 * np.pi / period) + 1) / 2
    return np.asarray(first + (second - first) * weave[..., None] * random.uniform(0.2, 0.8), np.uint8)


def texture(random: Random, height: int, width: int) -> Image:
    """Clouds, leaves, pebbles: noise of several sizes between two or three colours, or many small shapes."""
    if random.random() < 0.5:
        total = np.zeros((height, width), np.float32)
        for octave in range(int(random.integers(2, 7))):
            cells = 2 ** (octave + 1)
            noise = random.standard_normal((cells, cells)).astype(np.float32)
            clouds = cv2.resize(noise, (width, height), interpolation=cv2.INTER_CUBIC)
            total += np.asarray(clouds, np.float32) / (1.2 + random.random()) ** octave
        share = np.clip((total - total.min()) / max(1e-6, float(np.ptp(total))), 0, 1)
        if random.random() < 0.3:
            share = np.round(share * random.integers(2, 6)) / 5
        colours = random.integers(0, 256, (4, 3)).astype(np.float32)
        steps = np.linspace(0, 1, len(colours))
        return np.stack([np.interp(share, steps, colours[:, channel]) for channel in range(3)], -1).astype(np.uint8)
    picture = np.full((height, width, 3), _colour(random), np.uint8)
    base, size = np.array(_colour(random)), min(height, width) * float(random.uniform(0.03, 0.2))
    outlined = random.random() < 0.5
    for _ in range(int(random.integers(60, 260))):
        at = (random.uniform(0, 1, 2) * (width, height)).astype(int).tolist()
        axes = (size * random.uniform(0.3, 1.2, 2)).astype(int).tolist()
        turn = float(random.uniform(0, 180))
        colour = np.clip(base + random.normal(0, 35, 3), 0, 255).tolist()
        cv2.ellipse(picture, at, axes, turn, 0, 360, colour, -1, cv2.LINE_AA)
        if outlined:
            cv2.ellipse(picture, at, axes, turn, 0, 360, (base * 0.3).tolist(), 1, cv2.LINE_AA)
    return picture


def round_things(random: Random, height: int, width: int) -> Image:
    """Wheels, clocks, buttons, balls, flowers, targets, spirals and spotted things: as round as faces, and none."""
    ground = (_FLAT, texture, _cloth, _paper)[random.integers(4)]
    picture = np.ascontiguousarray(ground(random, height, width))
    many = random.random() < 0.4
    for _ in range(int(random.integers(4, 16)) if many else int(random.integers(1, 4))):
        radius = min(height, width) * float(random.uniform(0.03, 0.12) if many else random.uniform(0.1, 0.45))
        put_round(random, picture, (random.uniform(0.05, 0.95, 2) * (width, height)).astype(np.float64), radius)
    return picture


def put_round(random: Random, picture: Image, middle: np.ndarray, radius: float) -> None:
    """Draw one round thing, perhaps seen at an angle, outlined or not."""
    at = middle.astype(int).tolist()
    axes = (max(2, int(radius * random.uniform(0.65, 1.0))), max(2, int(radius)))
    turn, ink = float(random.uniform(0, 180)), _colour(random)
    cv2.ellipse(picture, at, axes, turn, 0, 360, _colour(random), -1, cv2.LINE_AA)
    if random.random() < 0.7:
        cv2.ellipse(picture, at, axes, turn, 0, 360, ink, max(1, int(radius * random.uniform(0.02, 0.3))), cv2.LINE_AA)
    make = (_spokes, _spots, _rings, _petals, _spiral, _stroke, _hands)[random.integers(7)]
    make(random, picture, middle, radius * float(random.uniform(0.6, 0.95)), ink)


def _spokes(random: Random, picture: Image, middle: np.ndarray, radius: float, ink: list[int]) -> None:
    count, start = int(random.integers(3, 16)), random.uniform(0, np.pi)
    thick, colour = max(1, int(radius * random.uniform(0.03, 0.25))), _colour(random)
    for angle in start + np.arange(count) * 2 * np.pi / count:
        tip = middle + radius * np.array([np.cos(angle), np.sin(angle)])
        cv2.line(picture, middle.astype(int).tolist(), tip.astype(int).tolist(), colour, thick, cv2.LINE_AA)
    cv2.circle(picture, middle.astype(int).tolist(), max(1, int(radius * random.uniform(0.1, 0.35))), ink, -1)


def _spots(random: Random, picture: Image, middle: np.ndarray, radius: float, ink: list[int]) -> None:
    """Spots in a grid (buttons, dice), on a ring (dials), or anywhere, but at least four, so that they are no eyes."""
    kind, count = random.integers(3), int(random.integers(4, 11))
    if kind == 0:
        side = int(random.integers(2, 4))
        ticks = np.linspace(-0.45, 0.45, side)
        places = np.stack(np.meshgrid(ticks, ticks), -1).reshape(-1, 2)
    elif kind == 1:
        angles = np.arange(count) * 2 * np.pi / count
        places = 0.65 * np.stack([np.cos(angles), np.sin(angles)], 1)
    else:
        places = random.uniform(-0.65, 0.65, (count, 2))
    for place in places:
        size = max(1, int(radius * random.uniform(0.07, 0.2)))
        cv2.circle(picture, (middle + place * radius).astype(int).tolist(), size, ink, -1, cv2.LINE_AA)


def _rings(random: Random, picture: Image, middle: np.ndarray, radius: float, ink: list[int]) -> None:
    for share in np.linspace(0.95, 0.15, int(random.integers(2, 7))):
        colour = ink if random.random() < 0.5 else _colour(random)
        filled = -1 if random.random() < 0.6 else max(1, int(radius * 0.05))
        cv2.circle(picture, middle.astype(int).tolist(), max(1, int(radius * share)), colour, filled, cv2.LINE_AA)


def _petals(random: Random, picture: Image, middle: np.ndarray, radius: float, ink: list[int]) -> None:
    count, colour = int(random.integers(4, 10)), _colour(random)
    for angle in np.arange(count) * 2 * np.pi / count:
        at = (middle + radius * 0.6 * np.array([np.cos(angle), np.sin(angle)])).astype(int).tolist()
        axes = (max(1, int(radius * 0.45)), max(1, int(radius * 0.28)))
        cv2.ellipse(picture, at, axes, float(np.rad2deg(angle)), 0, 360, colour, -1, cv2.LINE_AA)
        cv2.ellipse(picture, at, axes, float(np.rad2deg(angle)), 0, 360, ink, 1, cv2.LINE_AA)
    cv2.circle(picture, middle.astype(int).tolist(), max(1, int(radius * 0.25)), ink, -1, cv2.LINE_AA)


def _spiral(random: Random, picture: Image, middle: np.ndarray, radius: float, ink: list[int]) -> None:
    angles = np.linspace(0, random.uniform(2, 6) * np.pi, 90)
    reach = radius * np.linspace(0.05, 1, 90)
    points = middle + reach[:, None] * np.stack([np.cos(angles), np.sin(angles)], 1)
    thick = max(1, int(radius * random.uniform(0.03, 0.15)))
    cv2.polylines(picture, [points.astype(np.int32)], isClosed=False, color=ink, thickness=thick, lineType=cv2.LINE_AA)


def _stroke(random: Random, picture: Image, middle: np.ndarray, radius: float, ink: list[int]) -> None:
    """Scribbles: seams of a ball, cracks, veins."""
    for _ in range(int(random.integers(1, 6))):
        points = middle + random.uniform(-0.8, 0.8, (int(random.integers(2, 6)), 2)) * radius
        thick = max(1, int(radius * random.uniform(0.02, 0.12)))
        cv2.polylines(
            picture, [points.astype(np.int32)], isClosed=False, color=ink, thickness=thick, lineType=cv2.LINE_AA
        )


def _hands(random: Random, picture: Image, middle: np.ndarray, radius: float, ink: list[int]) -> None:
    """A clock: ticks or digits, and hands."""
    for hour in range(12):
        way = np.array([np.sin(hour * np.pi / 6), -np.cos(hour * np.pi / 6)])
        start, end = (middle + radius * 0.85 * way).astype(int), (middle + radius * way).astype(int)
        if radius > 30 and hour % 3 == 0:
            cv2.putText(picture, str(hour or 12), start.tolist(), 0, radius / 90, ink, 1, cv2.LINE_AA)
        else:
            cv2.line(picture, start.tolist(), end.tolist(), ink, 1, cv2.LINE_AA)
    for share in (0.5, 0.8):
        angle = random.uniform(0, 2 * np.pi)
        tip = middle + radius * share * np.array([np.cos(angle), np.sin(angle)])
        thick = max(1, int(radius * 0.05))
        cv2.line(picture, middle.astype(int).tolist(), tip.astype(int).tolist(), ink, thick, cv2.LINE_AA)


NOTHING: tuple[tuple[Maker, float], ...] = (
    (RUBBISH[0][0], 0.12),
    (RUBBISH[2][0], 0.1),
    (RUBBISH[3][0], 0.05),
    (RUBBISH[4][0], 0.03),
    (page, 0.12),
    (screen, 0.12),
    (letters, 0.14),
    (texture, 0.12),
    (round_things, 0.2),
)
"""Makers of pictures without faces, and how often each is used."""

_CHANCES = np.array([share for _, share in NOTHING]) / sum(share for _, share in NOTHING)


def nothing(random: Random, height: int, width: int) -> Image:
    """A picture of one of these kinds."""
    return NOTHING[random.choice(len(NOTHING), p=_CHANCES)][0](random, height, width)
