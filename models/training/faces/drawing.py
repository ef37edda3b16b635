"""Drawn heads whose faces are known: anime, chibi, comic and simple cartoon heads, made of random parts.

Everything is drawn in the head's own coordinates: the face is 1 high and about as wide, its middle is the origin, y
points down. A head is drawn on a transparent ground at three times its size and shrunk, so that lines are smooth.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

Random = np.random.Generator
Colour = tuple[float, float, float]
Points = npt.NDArray[np.float64]

_SHARPER = 3

SKINS: tuple[Colour, ...] = (
    (255, 226, 206), (250, 214, 190), (255, 240, 228), (236, 188, 150), (198, 140, 98), (141, 85, 54),
    (96, 60, 40), (255, 255, 255), (250, 230, 160), (190, 220, 170), (170, 200, 240),
)  # fmt: skip
"""Natural skins more often than paper, yellow, green and blue ones."""

_SKIN_SHARES = np.array([4, 4, 3, 4, 4, 4, 3, 4, 1, 0.5, 0.5])


@dataclass(frozen=True, slots=True)
class Head:
    """A drawn head.

    Attributes:
        picture: height × width × 4, RGB and opacity.
        box: left, top, right and bottom edge of the face in it, forehead to chin and ear to ear.
        frontal: whether it looks at the viewer.
    """

    picture: npt.NDArray[np.uint8]
    box: tuple[float, float, float, float]
    frontal: bool


class Pen:
    """Draws in the head's coordinates, turned about the head's middle."""

    def __init__(self, side: int, face: float, turn: float, *, line: float, ink: Colour) -> None:
        """Take an empty sheet.

        Args:
            side: of the sheet, in pixels; the head's middle is a little above its own.
            face: height of the face in pixels.
            turn: radians, clockwise.
            line: thickness of the outlines in pixels; 0 for none.
            ink: their colour.
        """
        self.sheet = np.zeros((side, side, 4), np.uint8)
        self.line, self.ink = line, ink
        rotation = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
        self._matrix = rotation * face
        self._middle = np.array([side / 2, side * 0.46])

    def place(self, points: Points) -> Points:
        """Points in pixels of the sheet."""
        return np.asarray(points @ self._matrix.T + self._middle, float)

    def fill(self, points: Points, colour: Colour, *, outlined: bool = True) -> None:
        """A filled shape with its outline."""
        placed = [np.round(self.place(points) * 16).astype(np.int32)]
        cv2.fillPoly(self.sheet, placed, (*colour, 255), cv2.LINE_8, 4)
        if outlined and self.line >= 0.5:
            cv2.polylines(self.sheet, placed, True, (*self.ink, 255), max(1, round(self.line)), cv2.LINE_8, 4)

    def stroke(self, points: Points, width: float, colour: Colour | None = None) -> None:
        """A line; `width` in parts of the outlines' thickness, or of the face where there are none."""
        thickness = max(1, round(width * max(self.line, abs(self._matrix[0, 0]) * 0.012)))
        placed = [np.round(self.place(points) * 16).astype(np.int32)]
        cv2.polylines(self.sheet, placed, False, (*(colour or self.ink), 255), thickness, cv2.LINE_8, 4)


def oval(
    x: float, y: float, half_width: float, half_height: float, span: tuple[float, float] = (0, 2 * np.pi)
) -> Points:
    """An ellipse or an arc of it; angles from the right, clockwise."""
    angle = np.linspace(*span, 40)
    return np.stack([x + half_width * np.cos(angle), y + half_height * np.sin(angle)], 1)


def outline(random: Random, wide: float, pointed: float) -> Points:
    """The face from the hairline to the chin: half an ellipse above, cheeks that run to a chin below."""
    above = oval(0, -0.05, wide, 0.45, (np.pi, 2 * np.pi))
    side = np.linspace(0, np.pi / 2, 20)
    # A superellipse: exponent 2 is round, below it the chin gets pointed, above it the jaw gets square.
    power = 2 - 0.85 * pointed if pointed >= 0 else 2 - 2.5 * pointed
    below = np.stack([wide * np.cos(side) ** (2 / power), -0.05 + 0.55 * np.sin(side) ** (2 / power)], 1)
    mirrored = below[::-1] * (-1, 1)
    return np.concatenate([above, below, mirrored])


@dataclass(frozen=True, slots=True)
class Look:
    """What a drawn head looks like: numbers that all its parts share.

    Attributes:
        yaw: turned to the side, −1 (left) to 1 (right).
        wide: half the width of the face.
        eye: half height of an eye.
        eyes: kind of the eyes.
        skin, hair, iris: colours.
        childlike: 0–1, how low the eyes sit.
        screened: drawn in ink only.
    """

    yaw: float
    wide: float
    eye: float
    eyes: str
    skin: Colour
    hair: Colour
    iris: Colour
    childlike: float
    screened: bool


def _any_colour(random: Random) -> Colour:
    red, green, blue = random.integers(0, 256, 3).tolist()
    return red, green, blue


def _darker(colour: Colour, share: float) -> Colour:
    return colour[0] * share, colour[1] * share, colour[2] * share


def _hair_colour(random: Random) -> Colour:
    if random.random() < 0.45:
        natural: tuple[Colour, ...] = ((25, 20, 20), (60, 38, 25), (110, 70, 40), (220, 180, 100), (150, 150, 155))
        return natural[random.integers(len(natural))]
    return _any_colour(random)


def look(random: Random) -> Look:
    """A random look."""
    anime = random.random() < 0.6
    screened = random.random() < 0.18
    yaw = float(np.clip(random.normal(0, 0.35), -0.9, 0.9)) if random.random() < 0.8 else float(random.choice((-1, 1)))
    grey = float(random.choice((255, 255, 235)))
    skin = SKINS[random.choice(len(SKINS), p=_SKIN_SHARES / _SKIN_SHARES.sum())]
    paper: Colour = (grey, grey, grey)
    dark: Colour = (20, 20, 20) if random.random() < 0.5 else paper
    return Look(
        yaw,
        random.uniform(0.42, 0.6),
        random.uniform(0.085, 0.19) if anime else random.uniform(0.02, 0.12),
        str(random.choice(("anime", "anime", "anime", "shut"))) if anime else str(random.choice(_SIMPLE_EYES)),
        paper if screened else skin,
        dark if screened else _hair_colour(random),
        (90, 90, 90) if screened else _any_colour(random),
        random.uniform(0, 1),
        screened,
    )


_SIMPLE_EYES = ("dots", "dots", "round", "round", "ovals", "shut", "glasses")


def hair_behind(random: Random, pen: Pen, seen: Look) -> None:
    """Hair behind the head: a cap, a bob, or long hair; buns or tails at times."""
    reach = random.choice((0.1, 0.5, 0.5, 1.1, 1.6)) * random.uniform(0.8, 1.2)
    width = seen.wide * random.uniform(1.12, 1.5)
    top = oval(0, -0.12, width, random.uniform(0.55, 0.75), (np.pi, 2 * np.pi))
    locks = np.linspace(
        width * random.uniform(0.8, 1.3), -width * random.uniform(0.8, 1.3), int(random.integers(4, 14))
    )
    jagged = np.where(np.arange(len(locks)) % 2, reach * 0.8, reach)
    pen.fill(np.concatenate([top, np.stack([locks, jagged], 1)]), seen.hair)
    for side in (-1, 1) if random.random() < 0.25 else ():
        middle = (side * width * random.uniform(0.9, 1.15), random.uniform(-0.6, 0.1))
        pen.fill(oval(*middle, random.uniform(0.12, 0.3), random.uniform(0.15, 0.6)), seen.hair)


def hair_before(random: Random, pen: Pen, seen: Look) -> None:
    """A fringe: spikes over the forehead, a straight cut, or hair combed back."""
    width = seen.wide * random.uniform(1.03, 1.15)
    line = oval(0, -0.05, width, random.uniform(0.5, 0.62), (np.pi, 2 * np.pi))
    kind = random.random()
    if kind < 0.55:
        tips = np.linspace(width, -width, int(random.integers(5, 13)))
        depth = np.where(np.arange(len(tips)) % 2, random.uniform(-0.35, -0.2), random.uniform(-0.2, 0.0))
        depth[[0, -1]] = random.uniform(-0.05, 0.35)
        end = np.stack([tips + random.normal(0, 0.03, len(tips)), depth + random.normal(0, 0.02, len(tips))], 1)
    elif kind < 0.8:
        end = oval(seen.yaw * 0.1, -0.12, width * 0.95, random.uniform(0.08, 0.3), (2 * np.pi, np.pi))
    else:
        end = np.array([[width, -0.1], [random.uniform(-0.3, 0.3), -0.38], [-width, -0.1]])
    pen.fill(np.concatenate([line, end]), seen.hair)


def ears(random: Random, pen: Pen, seen: Look) -> None:
    """Ears at the sides, or an animal's on top."""
    if random.random() < 0.6:
        for side in (-1, 1):
            if seen.yaw * side < 0.6:
                pen.fill(oval(side * seen.wide * 0.98, 0.02, 0.08, 0.12), seen.skin)
    if random.random() < 0.08:
        for side in (-1, 1):
            base = side * seen.wide * 0.6
            pen.fill(np.array([[base - 0.15, -0.4], [base + side * 0.12, -0.85], [base + 0.15, -0.4]]), seen.hair)


def eyes(random: Random, pen: Pen, seen: Look) -> None:
    """Both eyes with their brows, closer together and narrower on the far side."""
    level = random.uniform(-0.06, 0.04) + 0.12 * seen.childlike
    apart = seen.wide * random.uniform(0.42, 0.55)
    narrow = random.uniform(0.6, 1.0)
    gaze = random.normal(0, 0.15)
    tilt = random.normal(0, 0.06)
    for side in (-1, 1):
        x = side * apart * (1 - 0.35 * abs(seen.yaw)) + seen.yaw * seen.wide * 0.45
        if abs(x) > seen.wide * 0.95 or (abs(seen.yaw) > 0.85 and side * seen.yaw > 0):
            continue
        squeeze = 1 - 0.45 * max(0.0, seen.yaw * side)
        _EYES[seen.eyes](random, pen, seen, (x, level, narrow * squeeze, gaze))
        if random.random() < 0.8:
            brow = level - seen.eye - random.uniform(0.04, 0.09)
            reach = 0.12 * squeeze
            ends = np.array([[x - reach, brow + side * tilt], [x, brow - 0.02], [x + reach, brow - side * tilt]])
            pen.stroke(ends, random.uniform(0.8, 2.5), _darker(seen.hair, 0.6))


Eye = tuple[float, float, float, float]
"""Place across and down, width by height, gaze to the side (−1 … 1)."""


def _anime_eye(random: Random, pen: Pen, seen: Look, eye: Eye) -> None:
    x, y, narrow, gaze = eye
    tall, wide = seen.eye, seen.eye * narrow
    if random.random() < 0.85:
        pen.fill(oval(x, y, wide, tall), (255, 255, 255), outlined=False)
    middle = x + gaze * wide * 0.4
    pen.fill(oval(middle, y, wide * 0.72, tall * 0.92), seen.iris, outlined=False)
    if random.random() < 0.9:
        pen.fill(oval(middle, y - tall * 0.1, wide * 0.42, tall * 0.55), _darker(seen.iris, 0.35), outlined=False)
    if random.random() < 0.9:
        shine = oval(middle - wide * 0.25, y - tall * 0.4, wide * 0.24, tall * 0.22)
        pen.fill(shine, (255, 255, 255), outlined=False)
    pen.stroke(oval(x, y, wide * 1.1, tall, (1.08 * np.pi, 1.92 * np.pi)), random.uniform(2, 4.5), (25, 15, 20))
    pen.stroke(oval(x, y, wide * 0.8, tall, (0.25 * np.pi, 0.75 * np.pi)), 1, (60, 40, 40))


def _dot_eye(random: Random, pen: Pen, seen: Look, eye: Eye) -> None:
    x, y, narrow, _ = eye
    size = max(0.025, min(seen.eye, 0.06))
    pen.fill(oval(x, y, size * narrow, size * random.uniform(1, 1.8)), (20, 16, 16), outlined=False)


def _round_eye(random: Random, pen: Pen, seen: Look, eye: Eye) -> None:
    x, y, narrow, gaze = eye
    size = max(0.06, seen.eye)
    pen.fill(oval(x, y, size * narrow, size), (255, 255, 255))
    spot = size * random.uniform(0.35, 0.6)
    pen.fill(oval(x + gaze * size * 0.8, y + random.normal(0, 0.01), spot, spot), (15, 12, 12), outlined=False)


def _oval_eye(random: Random, pen: Pen, seen: Look, eye: Eye) -> None:
    x, y, _, gaze = eye
    size = max(0.05, seen.eye)
    pen.fill(oval(x, y, size * 1.5, size * 0.75), (255, 255, 255))
    pen.fill(oval(x + gaze * size, y, size * 0.6, size * 0.7), seen.iris, outlined=False)
    pen.fill(oval(x + gaze * size, y, size * 0.3, size * 0.35), (10, 10, 10), outlined=False)


def _shut_eye(random: Random, pen: Pen, seen: Look, eye: Eye) -> None:
    x, y, _, _ = eye
    start, end = (1.1, 1.9) if random.random() < 0.5 else (0.1, 0.9)
    pen.stroke(oval(x, y, 0.1, 0.05, (start * np.pi, end * np.pi)), random.uniform(1.5, 3), (25, 15, 15))


def _glasses_eye(random: Random, pen: Pen, seen: Look, eye: Eye) -> None:
    x, y, _, _ = eye
    if random.random() < 0.7:
        _dot_eye(random, pen, seen, eye)
        pen.stroke(oval(x, y, 0.14, 0.13), 1.5)
    else:
        pen.fill(oval(x, y, 0.15, 0.13), (25, 25, 30))


_EYES: dict[str, Callable[[Random, Pen, Look, Eye], None]] = {
    "anime": _anime_eye,
    "dots": _dot_eye,
    "round": _round_eye,
    "ovals": _oval_eye,
    "shut": _shut_eye,
    "glasses": _glasses_eye,
}


def nose_and_mouth(random: Random, pen: Pen, seen: Look) -> None:
    """A nose, which anime often leaves out, a mouth, and blush at times."""
    x = seen.yaw * seen.wide * 0.6
    kind = random.random()
    if kind < 0.25:
        pen.stroke(np.array([[x, 0.12], [x + 0.02 + 0.06 * seen.yaw, 0.2], [x, 0.21]]), 1)
    elif kind < 0.5:
        size = random.uniform(0.03, 0.1)
        pen.fill(oval(x, 0.16, size, size * random.uniform(0.8, 1.6)), _darker(seen.skin, random.uniform(0.8, 0.97)))
    elif kind < 0.65:
        pen.stroke(oval(x, 0.16, 0.05, 0.04, (0, np.pi)), 1.2)
    _mouth(random, pen, x * 0.9, random.uniform(0.28, 0.36))
    for side in (-1, 1) if random.random() < 0.3 and not seen.screened else ():
        pen.fill(oval(side * seen.wide * 0.55 + x * 0.5, 0.2, 0.09, 0.05), (245, 150, 150), outlined=False)


def _mouth(random: Random, pen: Pen, x: float, y: float) -> None:
    size = random.uniform(0.05, 0.2)
    kind = random.random()
    if kind < 0.4:
        pen.stroke(oval(x, y - size * 0.3, size, size * 0.4, (0.1 * np.pi, 0.9 * np.pi)), 1.4)
    elif kind < 0.55:
        pen.stroke(np.array([[x - size, y], [x + size, y + random.normal(0, 0.02)]]), 1.4)
    elif kind < 0.85:
        inside = (150, 40, 50) if random.random() < 0.6 else (255, 255, 255)
        pen.fill(oval(x, y - size * 0.2, size, size * random.uniform(0.4, 1.1), (0, np.pi)), inside)
    elif kind < 0.95:
        pen.fill(oval(x, y, size * 0.5, size * 0.5), (140, 40, 50))


def body(random: Random, pen: Pen, seen: Look) -> None:
    """Neck and shoulders."""
    neck = random.uniform(0.1, 0.25)
    below = random.uniform(0.55, 0.7)
    pen.fill(np.array([[-neck, 0.3], [neck, 0.3], [neck, below + 0.1], [-neck, below + 0.1]]), _darker(seen.skin, 0.92))
    reach = random.uniform(0.45, 1.1)
    cloth: Colour = (255, 255, 255) if seen.screened and random.random() < 0.6 else _any_colour(random)
    shape = [[-neck, below], [neck, below], [reach, below + 0.25], [reach * 1.1, 2.5], [-reach * 1.1, 2.5]]
    pen.fill(np.array([*shape, [-reach, below + 0.25]]), cloth)


def draw_head(random: Random, face: int) -> Head:
    """A random head with its shoulders, on a transparent ground.

    Args:
        random: source of chance.
        face: height of the face in pixels, at most about 300.
    """
    seen = look(random)
    height = face * _SHARPER
    line = 0.0 if random.random() < 0.2 and not seen.screened else height * random.uniform(0.008, 0.035)
    turn = float(np.clip(random.normal(0, 0.18), -0.7, 0.7))
    side = int(height * 2.6)
    ink = (15, 10, 10) if random.random() < 0.7 else _darker(seen.hair, 0.3)
    pen = Pen(side, height, turn, line=line, ink=ink)
    shape = outline(random, seen.wide, random.uniform(-0.4, 1.0))
    with_hair = random.random() < 0.93
    if with_hair:
        hair_behind(random, pen, seen)
    if random.random() < 0.85:
        body(random, pen, seen)
    ears(random, pen, seen)
    pen.fill(shape, seen.skin)
    eyes(random, pen, seen)
    nose_and_mouth(random, pen, seen)
    if with_hair:
        hair_before(random, pen, seen)
    placed = pen.place(shape)
    # Above the hairline the shape goes on under the hair: the face begins at the forehead.
    edges = np.concatenate([placed.min(0), placed.max(0)]) / _SHARPER
    edges[1] += 0.08 * face
    small = side // _SHARPER
    sheet = cv2.resize(pen.sheet, (small, small), interpolation=cv2.INTER_AREA)
    left, top, right, bottom = edges.tolist()
    return Head(np.asarray(sheet, np.uint8), (left, top, right, bottom), abs(seen.yaw) < 0.5)
