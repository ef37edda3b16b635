"""Long pictures with known panels, and tall photos that are none, each made from a kind and a seed.

The splitter was made looking at seeds below 1000; those from `JUDGED` on are for the figures.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

import cv2
import numpy as np

from app.domain.geometry import Box, Size
from app.domain.media import Image
from app.media.long_picture import is_long
from tests import strips_tall
from tests.strips_drawing import (
    Colour,
    Gallery,
    Random,
    colour,
    vertical_gradient,
    words,
    write,
)
from tests.strips_screens import SCREENS


@dataclass(frozen=True)
class LongPicture:
    """A picture and the panels that it is made of, in reading order; the whole picture where it is one photo."""

    kind: str
    image: Image
    panels: tuple[Box, ...]


@dataclass(frozen=True)
class Style:
    """How a strip is laid out.

    Attributes:
        grounds: kinds of gutter, one of which (or, if mixed, a new one at each gutter) is taken.
        gutter: least and largest height of a gutter, as a share of the strip's width; zeros leave none.
        margin: least and largest width of the margin at the sides, likewise; none half of the time.
        columns: most panels in a row.
        border: share of the strips with lines round the panels.
        bubbles: share of the gutters with a speech bubble or a caption.
        count: least and largest number of rows.
        mixed: a new kind of gutter each time.
        shapes: least and largest height of a row, as a share of its width.
        even: all gutters are equally high.
    """

    grounds: tuple[str, ...]
    gutter: tuple[float, float] = (0.015, 0.15)
    margin: tuple[float, float] = (0.02, 0.08)
    columns: int = 1
    border: float = 0.3
    bubbles: float = 0.0
    count: tuple[int, int] = (4, 10)
    mixed: bool = False
    shapes: tuple[float, float] = (0.5, 1.1)
    even: bool = False


_Maker = Callable[[Random, Gallery], LongPicture]


def ground(random: Random, name: str, width: int, height: int) -> Image:
    """The paper between the panels."""
    plain: dict[str, Callable[[], Colour]] = {
        "white": lambda: (255, 255, 255) if random.random() < 0.7 else colour(random, 246, 255),
        "black": lambda: (0, 0, 0) if random.random() < 0.7 else colour(random, 0, 12),
        "grey": lambda: (int(random.integers(40, 230)),) * 3,
        "coloured": lambda: colour(random, 0, 255),
    }
    if name in plain:
        return np.full((height, width, 3), plain[name](), np.uint8)
    if name == "gradient":
        return vertical_gradient(colour(random), colour(random), width, height)
    base = np.array(colour(random, 40, 235), np.float64)
    if name == "noisy":
        return np.clip(base + random.normal(0, random.uniform(3, 12), (height, width, 1)), 0, 255).astype(np.uint8)
    assert name == "paper"
    blots = random.normal(0, random.uniform(4, 9), (height // 12 + 2, width // 12 + 2)).astype(np.float32)
    grown = cv2.resize(blots, (width, height), interpolation=cv2.INTER_CUBIC)
    return np.clip(base + grown[..., None] + random.normal(0, 2, (height, width, 1)), 0, 255).astype(np.uint8)


@dataclass
class _Canvas:
    """A strip that grows downwards."""

    width: int
    margin: int
    boxes: list[Box] = field(default_factory=list)
    bands: list[tuple[int, int]] = field(default_factory=list)
    height: int = 0

    def gutter(self, height: int) -> None:
        self.bands.append((self.height, self.height + height))
        self.height += height

    def row(self, random: Random, columns: int, height: int, gap: int) -> None:
        """Panels side by side; the widths differ a little."""
        inner = self.width - 2 * self.margin - gap * (columns - 1)
        shares = random.uniform(0.7, 1.3, columns)
        ends = np.round(np.cumsum(shares) / shares.sum() * inner).astype(int)
        for number, (start, end) in enumerate(zip([0, *ends], ends, strict=False)):
            x = self.margin + int(start) + number * gap
            self.boxes.append(Box(x, self.height, int(end - start), height))
        self.height += height


def make_strip(style: Style, random: Random, gallery: Gallery) -> LongPicture:
    """A strip of panels."""
    width = int(random.integers(480, 1100))
    low, high = style.gutter
    margin = 0 if random.random() < 0.5 or not high else int(width * random.uniform(*style.margin))
    even = int(width * random.uniform(low, high))
    gap = max(4, int(width * random.uniform(0.012, 0.03))) if high else 0
    strip = _Canvas(width, margin)
    strip.gutter(int(even * random.choice([0, 1])) if high else 0)
    rows = int(random.integers(style.count[0], style.count[1] + 1))
    while rows > 0 or not is_long(Size(width, strip.height)):
        rows -= 1
        columns = int(random.integers(1, style.columns + 1))
        shape = random.uniform(*style.shapes) / columns**0.6
        strip.row(random, columns, int(width * shape), gap)
        strip.gutter(even if style.even else int(width * random.uniform(low, high)))
    image = _paper(style, random, strip)
    for number, box in enumerate(strip.boxes):
        if high:
            _fill(image, box, gallery.picture(random, box.width, box.height))
        else:
            _fill_touching(random, image, box, gallery, number)
    if random.random() < style.border:
        _borders(random, image, strip.boxes)
    else:
        _borders(random, image, [box for box in strip.boxes if not _stands_out(image, box)], contrast=True)
    for top, bottom in strip.bands[1:-1]:
        if random.random() < style.bubbles:
            _bubble(random, image, top, bottom)
    return LongPicture("", image, tuple(strip.boxes))


def _paper(style: Style, random: Random, strip: _Canvas) -> Image:
    """The ground of the whole strip: one, or a new one from the middle of each row on."""
    image = np.zeros((strip.height, strip.width, 3), np.uint8)
    middles = [(above[1] + below[0]) // 2 for above, below in itertools.pairwise(strip.bands)]
    cuts = [0, *middles, strip.height] if style.mixed else [0, strip.height]
    for top, bottom in itertools.pairwise(cuts):
        image[top:bottom] = ground(random, str(random.choice(style.grounds)), strip.width, bottom - top)
    return image


def _fill(image: Image, box: Box, picture: Image) -> None:
    image[box.y : box.y + box.height, box.x : box.x + box.width] = picture


def _fill_touching(random: Random, image: Image, box: Box, gallery: Gallery, number: int) -> None:
    """Put a picture into a panel that touches others, one with a hard edge."""
    for attempt in range(30):
        picture = gallery.touching(random, box.width, box.height, number + attempt * 5)
        _fill(image, box, picture)
        above = image[box.y - 1, box.x : box.x + box.width] if box.y else 255 - picture[0]
        left = image[box.y : box.y + box.height, box.x - 1] if box.x else 255 - picture[:, 0]
        if min(_differs(above, picture[0]), _differs(left, picture[:, 0])) >= 0.8:
            return


def _differs(first: Image, second: Image) -> float:
    """Share of the pixels of two lines that differ by more than can be overlooked."""
    return float((np.abs(first.astype(int) - second).max(-1) > 20).mean())


def _stands_out(image: Image, box: Box) -> bool:
    """Whether most of each side of a panel can be told from what is outside it."""
    right, bottom = box.x + box.width, box.y + box.height
    inside = image[box.y : bottom, box.x : right]
    sides = []
    if box.y > 0:
        sides.append(_differs(image[box.y - 1, box.x : right], inside[0]))
    if bottom < image.shape[0]:
        sides.append(_differs(image[bottom, box.x : right], inside[-1]))
    if box.x > 0:
        sides.append(_differs(image[box.y : bottom, box.x - 1], inside[:, 0]))
    if right < image.shape[1]:
        sides.append(_differs(image[box.y : bottom, right], inside[:, -1]))
    return min(sides, default=1) > 0.6


def _borders(random: Random, image: Image, boxes: list[Box], *, contrast: bool = False) -> None:
    """Lines round panels: of one colour, or of one that differs from the paper."""
    thick = int(random.integers(2, 7))
    ink = colour(random, 0, 40) if random.random() < 0.8 else colour(random, 220, 255)
    for box in boxes:
        y = box.y - 1 if box.y else min(box.y + box.height, image.shape[0] - 1)
        row = image[y, box.x : box.x + box.width]  # not what is beside the panel, which may be another one
        if contrast or np.abs(np.median(row, 0) - ink).max() < 60:
            ink = (0, 0, 0) if row.mean() > 127 else (255, 255, 255)
        corner = (box.x + box.width - 1 - thick // 2, box.y + box.height - 1 - thick // 2)
        cv2.rectangle(image, (box.x + thick // 2, box.y + thick // 2), corner, ink, thick)


def _bubble(random: Random, image: Image, top: int, bottom: int) -> None:
    """A speech bubble, a caption or a sound word near a gutter."""
    width = image.shape[1]
    size = max(10, width // int(random.integers(26, 40)))
    kind, text = random.random(), words(random, int(random.integers(2, 7)))
    half = int(width * random.uniform(0.1, 0.2))
    x = int(random.integers(half, width - half))
    y = int(random.integers(top - size, bottom + size + 1))
    if kind < 0.25:
        write(image, text.upper()[:9], (max(0, x - half), y - size), int(size * 2.2), colour(random))
        return
    high = int(size * random.uniform(1.8, 3))
    if kind < 0.8:
        tail = np.array([(x - 8, y), (x + 8, y), (x + int(random.integers(-half, half)), y - 2 * high)])
        for thick, ink in ((4, (0, 0, 0)), (-1, (255, 255, 255))):
            if thick > 0:
                cv2.polylines(image, [tail], True, ink, thick, cv2.LINE_AA)
                cv2.ellipse(image, (x, y), (half, high), 0, 0, 360, ink, thick, cv2.LINE_AA)
            else:
                cv2.fillPoly(image, [tail], ink, cv2.LINE_AA)
                cv2.ellipse(image, (x, y), (half, high), 0, 0, 360, ink, thick, cv2.LINE_AA)
    else:
        cv2.rectangle(image, (x - half, y - high), (x + half, y + high), colour(random, 225, 255), -1)
        cv2.rectangle(image, (x - half, y - high), (x + half, y + high), (0, 0, 0), 2)
    write(image, text, (x - int(half * 0.7), y - int(high * 0.6)), size, (10, 10, 10), width=int(half * 1.4))


def make_pages(random: Random, gallery: Gallery) -> LongPicture:
    """Comic pages below each other: framed panels in rows, one of which may be two high."""
    width, boxes, y = int(random.integers(600, 1100)), [], 0
    paper = (255, 255, 255) if random.random() < 0.8 else (0, 0, 0)
    edge, gap = int(width * random.uniform(0.03, 0.07)), int(width * random.uniform(0.012, 0.03))
    pages = int(random.integers(2, 4))
    page = int(width * 1.42)
    image = np.full((page * pages, width, 3), paper, np.uint8)
    for number in range(pages):
        y = number * page + edge
        rows = int(random.integers(2, 5))
        high = (page - 2 * edge - gap * (rows - 1)) // rows
        for _ in range(rows):
            boxes += _page_row(random, Box(edge, y, width - 2 * edge, high), gap)
            y += high + gap
    for box in boxes:
        _fill(image, box, gallery.picture(random, box.width, box.height))
    _borders(random, image, boxes)
    for box in boxes[1:]:
        if box.x == edge and random.random() < 0.3:
            _bubble(random, image, box.y - gap, box.y)
    return LongPicture("", image, tuple(boxes))


def _page_row(random: Random, row: Box, gap: int) -> list[Box]:
    """One to three panels; of two, the right one may be two, one above the other."""
    columns = int(random.integers(1, 4))
    ends = np.cumsum(random.uniform(0.7, 1.3, columns))
    starts = np.round(np.array([0, *ends[:-1]]) / ends[-1] * (row.width + gap)).astype(int)
    stops = np.round(ends / ends[-1] * (row.width + gap)).astype(int) - gap
    boxes = [Box(row.x + int(a), row.y, int(b - a), row.height) for a, b in zip(starts, stops, strict=True)]
    if columns == 2 and row.height > row.width * 0.4:
        last, half = boxes.pop(), (row.height - gap) // 2
        boxes += [Box(last.x, y, last.width, half) for y in (last.y, last.y + half + gap)]
    return boxes


def turned(strip: LongPicture) -> LongPicture:
    """The strip lying on its side: panels from left to right."""
    image = np.ascontiguousarray(strip.image.transpose(1, 0, 2))
    return LongPicture(strip.kind, image, tuple(Box(b.y, b.x, b.height, b.width) for b in strip.panels))


def _whole(draw: Callable[[Random, Gallery], Image]) -> _Maker:
    """A picture that is no strip."""

    def make(random: Random, gallery: Gallery) -> LongPicture:
        image = draw(random, gallery)
        return LongPicture("", image, (Box(0, 0, image.shape[1], image.shape[0]),))

    return make


def _strip(style: Style) -> _Maker:
    return partial(make_strip, style)


def _screen(name: str) -> _Maker:
    def make(random: Random, gallery: Gallery) -> LongPicture:
        image, boxes = SCREENS[name](random, gallery)
        return LongPicture("", image, tuple(boxes))

    return make


JUDGED = 10_000
"""First of the seeds that nothing was chosen by."""

STRIPS: dict[str, _Maker] = {
    "white": _strip(Style(("white",))),
    "black": _strip(Style(("black",))),
    "grey": _strip(Style(("grey",))),
    "gradient": _strip(Style(("gradient",))),
    "noisy": _strip(Style(("noisy",))),
    "none": _strip(Style(("white",), gutter=(0, 0), border=0)),
    "rows": _strip(Style(("white", "black", "grey"), columns=2)),
    "bubbles": _strip(Style(("white", "black", "grey"), bubbles=0.7)),
    "chat": _screen("chat"),
    "article": _screen("article"),
    "coloured": _strip(Style(("coloured",))),
    "paper": _strip(Style(("paper",))),
    "webtoon": _strip(Style(("white", "black"), gutter=(0.1, 0.9), bubbles=0.9, border=0.5, count=(4, 8))),
    "thin": _strip(Style(("white", "black", "coloured"), gutter=(0.008, 0.014), margin=(0.008, 0.014), even=True)),
    "none in rows": _strip(Style(("white",), gutter=(0, 0), border=0, columns=2)),
    "collage": _strip(Style(("white", "grey", "coloured"), gutter=(0.01, 0.03), columns=3, border=0, even=True)),
    "pages": make_pages,
    "wide": lambda random, gallery: turned(make_strip(Style(("white", "black", "grey")), random, gallery)),
    "news": _screen("news"),
    "settings": _screen("settings"),
}

HARD: dict[str, _Maker] = {
    "mixed": _strip(Style(("white", "black", "gradient"), mixed=True, bubbles=0.5)),
    "mixed papers": _strip(Style(("noisy", "paper", "white", "coloured"), mixed=True, bubbles=0.3, columns=2)),
    "feed": _screen("feed"),
}
"""Strips whose paper changes behind the panels, often to a panel's colour; cards on a ground that hardly differs."""

TALL: dict[str, _Maker] = {
    "crop": _whole(strips_tall.crop),
    "scene": _whole(strips_tall.drawing),
    "facade": _whole(strips_tall.facade),
    "poster": _whole(strips_tall.poster),
    "stretched": _whole(strips_tall.stretched),
    "night": _whole(strips_tall.night),
    "framed": _whole(strips_tall.framed),
    "panorama": _whole(lambda random, gallery: strips_tall.crop(random, gallery).transpose(1, 0, 2)),
}

KINDS = STRIPS | HARD | TALL


def make(kind: str, seed: int, gallery: Gallery) -> LongPicture:
    """The long picture of a kind with a seed, re-encoded as JPEG half of the time."""
    random = np.random.default_rng([sorted(KINDS).index(kind), seed])
    made = KINDS[kind](random, gallery)
    image = made.image
    if random.random() < 0.5:
        quality = int(random.integers(55, 96))
        _, code = cv2.imencode(".jpg", image[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, quality])
        image = np.asarray(cv2.imdecode(code, cv2.IMREAD_COLOR_RGB), np.uint8)
    return LongPicture(kind, image, made.panels)
