"""Long screenshots with known pictures in them: chats, articles, feeds, lists of settings."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import cv2
import numpy as np

from app.domain.geometry import Box
from app.domain.media import Image
from tests.strips_drawing import Colour, Gallery, Random, colour, resized, words, write


@dataclass
class _Screen:
    """A page that is filled from above; `unit` is the size of its text in pixels."""

    random: Random
    gallery: Gallery
    width: int
    dark: bool
    height: int
    y: int = 0
    boxes: list[Box] = field(default_factory=list)

    def __post_init__(self) -> None:
        grounds = [(17, 17, 20), (0, 0, 0), (13, 22, 28)] if self.dark else [(255,) * 3, (237,) * 3, (245, 245, 248)]
        self.ground: Colour = grounds[int(self.random.integers(3))]
        self.ink: Colour = (228, 228, 230) if self.dark else (25, 25, 28)
        self.faint: Colour = (140, 140, 146)
        self.card: Colour = (34, 36, 40) if self.dark else (255, 255, 255)
        if self.card == self.ground:
            self.card = (242, 243, 245)
        self.unit = int(self.width / self.random.uniform(22, 30))
        self.square = bool(self.random.random() < 0.5)
        self.image: Image = np.full((self.height, self.width, 3), self.ground, np.uint8)

    def bar(self) -> None:
        """Status and title at the top."""
        band = self.unit * 4
        self.image[:band] = self.card
        write(self.image, "9:41", (self.unit, self.unit // 3), self.unit * 3 // 4, self.ink)
        write(self.image, words(self.random, 3), (self.unit * 3, self.unit * 2), self.unit, self.ink)
        cv2.circle(self.image, (self.width - 2 * self.unit, self.unit * 5 // 2), self.unit // 2, self.ink, 2)
        self.y = band + self.unit

    def text(self, x: int, count: int, width: int, ink: Colour | None = None, size: float = 1.0) -> None:
        """A paragraph."""
        says, tall = words(self.random, count), int(self.unit * size)
        self.y = write(self.image, says, (x, self.y), tall, ink or self.ink, width=width, square=self.square)

    def rounded(self, box: Box, fill: Colour, radius: int) -> None:
        """A box with round corners."""
        self.image[box.y : box.y + box.height, box.x : box.x + box.width][_round(box, radius)] = fill

    def picture(self, box: Box, radius: int = 0) -> None:
        """A picture, which is a panel."""
        made = self.gallery.picture(self.random, box.width, box.height)
        # Neither as dark nor as bright as the card it is on, so that it can be told from it.
        low, high = (60, 255) if self.dark else (0, 215)
        made = (low + made * ((high - low) / 255)).astype(np.uint8)
        mask = _round(box, radius)
        self.image[box.y : box.y + box.height, box.x : box.x + box.width][mask] = made[mask]
        self.boxes.append(box)

    def avatar(self, x: int, side: int) -> None:
        """A small round or square picture, which is no panel."""
        made = self.gallery.picture(self.random, side, side)
        mask = _round(Box(0, 0, side, side), side // 2 if self.random.random() < 0.5 else side // 8)
        self.image[self.y : self.y + side, x : x + side][mask] = made[mask]

    def done(self) -> tuple[Image, list[Box]]:
        """The page, cut off below."""
        return self.image[: self.y], self.boxes


def _round(box: Box, radius: int) -> np.ndarray[tuple[int, int], np.dtype[np.bool_]]:
    mask = np.zeros((box.height, box.width), np.uint8)
    right, bottom = box.width - 1, box.height - 1
    cv2.rectangle(mask, (radius, 0), (right - radius, bottom), 1, -1)
    cv2.rectangle(mask, (0, radius), (right, bottom - radius), 1, -1)
    for x in (radius, right - radius):
        for y in (radius, bottom - radius):
            cv2.circle(mask, (x, y), radius, 1, -1)
    return mask.astype(bool)


def _screen(random: Random, gallery: Gallery, dark_share: float = 0.4) -> _Screen:
    width = int(random.integers(540, 1100))
    screen = _Screen(random, gallery, width, bool(random.random() < dark_share), width * 16)
    screen.bar()
    return screen


def chat(random: Random, gallery: Gallery) -> tuple[Image, list[Box]]:
    """Messages left and right, pictures among them, some in a bubble."""
    screen = _screen(random, gallery)
    unit, width = screen.unit, screen.width
    side, wide = 2 * unit, int(width * random.uniform(0.5, 0.7))
    mine = (149, 236, 105) if not screen.dark else (0, 92, 75)
    turns = ["picture"] * int(random.integers(3, 7)) + ["text"] * int(random.integers(5, 12))
    for turn in random.permutation(turns):
        right = bool(random.random() < 0.4)
        x = width - wide - side - unit if right else side + unit
        screen.avatar(width - side - unit // 2 if right else unit // 2, side)
        if turn == "picture":
            _sent(screen, Box(x, screen.y, wide, int(wide * random.uniform(0.6, 1.3))), mine if right else screen.card)
        else:
            top, count = screen.y, int(random.integers(1, 16))
            box = Box(x, top, wide, unit * (2 + 2 * (count * 4 // 18 + 1)))
            screen.rounded(box, mine if right else screen.card, unit // 2)
            screen.y += unit // 2
            screen.text(x + unit // 2, count, wide - unit, (20, 20, 20) if right and not screen.dark else None)
            screen.y = max(screen.y, top + box.height) + unit
        screen.y += int(unit * random.uniform(0.2, 1.5))
    return screen.done()


def _sent(screen: _Screen, box: Box, fill: Colour) -> None:
    """A picture by itself, or within a bubble with a caption below it."""
    edge = int(screen.random.integers(0, 10))
    if screen.random.random() < 0.5:
        screen.picture(box, int(screen.random.integers(0, screen.unit // 2)))
        screen.y = box.y + box.height + screen.unit
        return
    caption = 2 * screen.unit if screen.random.random() < 0.5 else edge
    screen.rounded(Box(box.x - edge, box.y, box.width + 2 * edge, box.height + edge + caption), fill, 8)
    screen.picture(Box(box.x, box.y + edge, box.width, box.height))
    screen.y = box.y + box.height + edge
    if caption > edge:
        screen.y += screen.unit // 4
        screen.text(box.x + screen.unit // 2, 3, box.width)
    screen.y = box.y + box.height + caption + 2 * edge + screen.unit


def article(random: Random, gallery: Gallery) -> tuple[Image, list[Box]]:
    """Headline, paragraphs, pictures with captions, some on cards."""
    screen = _screen(random, gallery)
    unit, width = screen.unit, screen.width
    edge = int(width * random.uniform(0.0, 0.08))
    cards = bool(random.random() < 0.4) and edge > unit // 2
    pad = max(unit, edge)
    screen.text(pad, 5, width - 2 * pad, size=1.7)
    for _ in range(int(random.integers(3, 8))):
        screen.y += unit
        screen.text(pad, int(random.integers(8, 60)), width - 2 * pad)
        screen.y += unit
        high = int((width - 2 * edge) * random.uniform(0.45, 1))
        if cards:
            rim = unit // 3
            screen.rounded(Box(edge - rim, screen.y - rim, width - 2 * (edge - rim), high + 3 * unit), screen.card, rim)
        screen.picture(Box(edge, screen.y, width - 2 * edge, high))
        screen.y += high + unit // 2
        screen.text(pad, 4, width - 2 * pad, screen.faint, 0.8)
        screen.y += unit
    screen.text(pad, 30, width - 2 * pad)
    return screen.done()


def feed(random: Random, gallery: Gallery) -> tuple[Image, list[Box]]:
    """Two columns of cards: a picture, a title, a small portrait and a name."""
    screen = _screen(random, gallery, 0.2)
    screen.image[screen.y :] = screen.ground = (244, 244, 246) if not screen.dark else (12, 12, 14)
    screen.card = (255, 255, 255) if not screen.dark else (32, 32, 36)
    unit, gap = screen.unit, max(6, screen.width // 80)
    wide = (screen.width - 3 * gap) // 2
    bottoms = [screen.y, screen.y]
    for _ in range(int(random.integers(6, 15))):
        column = int(np.argmin(bottoms))
        x, top = gap + column * (wide + gap), bottoms[column]
        high = int(wide * random.uniform(0.75, 1.4))
        screen.rounded(Box(x, top, wide, high + 6 * unit), screen.card, unit // 3)
        screen.picture(Box(x, top, wide, high))
        screen.y = top + high + unit // 2
        screen.text(x + unit // 2, 5, wide - unit, size=0.8)
        screen.y = top + high + 4 * unit
        screen.avatar(x + unit // 2, unit)
        screen.text(x + 2 * unit, 1, wide, screen.faint, 0.6)
        bottoms[column] = top + high + 6 * unit + gap
    screen.y = max(bottoms)
    return screen.image[: screen.y], sorted(screen.boxes, key=lambda box: (box.y, box.x))


def news(random: Random, gallery: Gallery) -> tuple[Image, list[Box]]:
    """Posts with a name, a text, and one picture or nine small ones, between lines."""
    screen = _screen(random, gallery)
    unit, width = screen.unit, screen.width
    for _ in range(int(random.integers(3, 7))):
        screen.avatar(unit, 2 * unit)
        screen.text(4 * unit, 2, width)
        screen.y += unit
        screen.text(4 * unit, int(random.integers(4, 30)), width - 5 * unit)
        screen.y += unit // 2
        if random.random() < 0.6:
            wide = int((width - 5 * unit) * random.uniform(0.6, 1))
            high = int(wide * random.uniform(0.5, 1.2))
            screen.picture(Box(4 * unit, screen.y, wide, high), int(random.integers(0, unit // 2)))
        else:
            gap = max(4, width // 120)
            wide = (width - 5 * unit - 2 * gap) // 3
            rows = int(random.integers(1, 4))
            for number in range(3 * rows):
                x, y = 4 * unit + number % 3 * (wide + gap), screen.y + number // 3 * (wide + gap)
                screen.picture(Box(x, y, wide, wide))
            high = rows * (wide + gap)
        screen.y += high + unit
        cv2.line(screen.image, (0, screen.y), (width, screen.y), screen.faint, 1)
        screen.y += unit
    return screen.done()


def settings(random: Random, gallery: Gallery) -> tuple[Image, list[Box]]:
    """Lines of text with an icon and a switch: no picture at all, so the whole is the panel."""
    screen = _screen(random, gallery)
    unit, width = screen.unit, screen.width
    while screen.y < width * 4:
        icon = resized(np.full((4, 4, 3), colour(random), np.uint8), unit, unit)
        screen.image[screen.y : screen.y + unit, unit : 2 * unit] = icon
        top = screen.y
        screen.text(3 * unit, int(random.integers(1, 4)), width // 2)
        cv2.circle(screen.image, (width - 2 * unit, top + unit // 2), unit // 2, colour(random), -1)
        screen.y += unit
        cv2.line(screen.image, (3 * unit, screen.y), (width, screen.y), screen.faint, 1)
        screen.y += unit
    return screen.image[: screen.y], [Box(0, 0, width, screen.y)]


SCREENS: dict[str, Callable[[Random, Gallery], tuple[Image, list[Box]]]] = {
    "chat": chat,
    "article": article,
    "feed": feed,
    "news": news,
    "settings": settings,
}
"""Each returns the page and the pictures in it."""
