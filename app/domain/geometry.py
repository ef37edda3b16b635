"""Sizes, boxes and shapes, in pixels of a picture as displayed, origin top left."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import Self


@dataclass(frozen=True, slots=True)
class Size:
    """Width and height in pixels, both at least 1."""

    width: int
    height: int

    def __post_init__(self) -> None:
        if self.width < 1 or self.height < 1:
            raise ValueError(f"a size needs positive sides, not {self.width} × {self.height}")

    @property
    def pixels(self) -> int:
        """The area."""
        return self.width * self.height

    def within(self, side: int) -> Size:
        """This size with its long side at most `side`, the aspect ratio kept."""
        long_side = max(self.width, self.height)
        if long_side <= side:
            return self
        return Size(max(1, round(self.width * side / long_side)), max(1, round(self.height * side / long_side)))


@dataclass(frozen=True, slots=True, order=True)
class Box:
    """A rectangle: left edge, top edge, width and height in pixels."""

    x: int
    y: int
    width: int
    height: int

    def as_list(self) -> list[int]:
        """`[x, y, width, height]`, as in every JSON document."""
        return [self.x, self.y, self.width, self.height]

    @property
    def area(self) -> int:
        """The area in pixels."""
        return self.width * self.height

    def scaled(self, across: float, down: float) -> Box:
        """The same part of a picture that is `across` times as wide and `down` times as high; at least one pixel."""
        left, top = round(self.x * across), round(self.y * down)
        right, bottom = round((self.x + self.width) * across), round((self.y + self.height) * down)
        return Box(left, top, max(1, right - left), max(1, bottom - top))

    def shared(self, other: Box) -> int:
        """The area that two rectangles have in common."""
        across = min(self.x + self.width, other.x + other.width) - max(self.x, other.x)
        down = min(self.y + self.height, other.y + other.height) - max(self.y, other.y)
        return max(0, across) * max(0, down)

    def overlap(self, other: Box) -> float:
        """Intersection over union, 0–1."""
        shared = self.shared(other)
        return shared / (self.area + other.area - shared)

    def moved(self, x: int, y: int) -> Box:
        """The same rectangle `x` pixels to the right and `y` down."""
        return Box(self.x + x, self.y + y, self.width, self.height)


@dataclass(frozen=True, slots=True)
class Aspect:
    """The wanted shape of a cover.

    Attributes:
        ratio: width / height; None keeps the picture's own shape.
    """

    ratio: Fraction | None

    @classmethod
    def parse(cls, text: str) -> Self:
        """The shape that a person wrote: `W:H` with whole numbers from 1 to 999, or `original`.

        Raises:
            ValueError: the text is neither.
        """
        if text == "original":
            return cls(None)
        match = re.fullmatch(r"([1-9]\d{0,2}):([1-9]\d{0,2})", text)
        if match is None:
            raise ValueError(f"not a shape: {text!r} (write W:H, such as 3:4, or original)")
        return cls(Fraction(int(match[1]), int(match[2])))

    def __str__(self) -> str:
        return "original" if self.ratio is None else f"{self.ratio.numerator}:{self.ratio.denominator}"

    def largest_in(self, size: Size) -> Box:
        """The largest rectangle of this shape inside `size`, centred; at least one pixel each way."""
        if self.ratio is None:
            return Box(0, 0, size.width, size.height)
        width, height = size.width, size.height
        if Fraction(width, height) > self.ratio:
            width = max(1, round(height * self.ratio))
        else:
            height = max(1, round(width / self.ratio))
        return Box((size.width - width) // 2, (size.height - height) // 2, width, height)
