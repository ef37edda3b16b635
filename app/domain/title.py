"""The words on a cover: what they say, how they look, and where they stand."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Self

RANGES: dict[str, tuple[float, float]] = {
    "size": (3.0, 40.0),
    "weight": (100, 900),
    "outline": (0.0, 20.0),
    "shadow": (0.0, 100.0),
    "box": (0.0, 100.0),
}
"""Least and most of each number of a style."""

LONGEST = 500
"""Characters that a title may have."""


class Align(StrEnum):
    """How lines of different lengths stand to each other."""

    LEFT = "left"
    CENTRE = "centre"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class Spot:
    """The middle of a title, in fractions of the cover, 0–1, origin top left."""

    x: float
    y: float

    def __post_init__(self) -> None:
        if not (0 <= self.x <= 1 and 0 <= self.y <= 1):
            raise ValueError(f"not a spot of a cover: {self}")


@dataclass(frozen=True, slots=True)
class Style:
    """How a title looks; every length goes with the size of the cover.

    Attributes:
        family: of the font; empty for the usual one of the system, `serif` for the usual one with serifs. One that is
            not installed is the usual one; letters that it lacks come from other fonts.
        weight: 100 (thin) to 900 (black); the nearest that the font has is taken.
        size: height of a line, in hundredths of the shorter side of the cover. One that does not fit is smaller.
        align: how its lines stand to each other.
        colour: of the letters, as `#rrggbb`; empty picks one that can be read on what lies below, and makes the effects
            stronger where none can.
        outline: its width, in hundredths of the size; 0 is none. Its colour contrasts with that of the letters.
        shadow: how dark it is, 0 (none) to 100.
        box: how opaque a box behind the letters is, 0 (none) to 100.
        box_colour: of the box, as `#rrggbb`; empty picks one that contrasts with the letters.

    Raises:
        ValueError: a number is out of its range (`RANGES`), or a colour is none.
    """

    family: str = ""
    weight: int = 700
    size: float = 12.0
    align: Align = Align.CENTRE
    colour: str = ""
    outline: float = 0.0
    shadow: float = 60.0
    box: float = 0.0
    box_colour: str = ""

    def __post_init__(self) -> None:
        for name, (least, most) in RANGES.items():
            if not least <= getattr(self, name) <= most:
                raise ValueError(f"{name} lies between {least} and {most}, not {getattr(self, name)}")
        for colour in (self.colour, self.box_colour):
            if colour and not _is_colour(colour):
                raise ValueError(f"not a colour: {colour!r}")

    def with_number(self, name: str, value: float) -> Self:
        """The same style with another value of one of its numbers (`RANGES`).

        Raises:
            ValueError: it is out of its range.
        """
        numbers: dict[str, Any] = {name: value}
        return replace(self, **numbers)


@dataclass(frozen=True, slots=True)
class Title:
    """The words on a cover.

    Attributes:
        text: its lines, divided by line feeds; longer ones are broken where they must be.
        style: how it looks.
        template: id of the template that the style began as; empty if none.
    """

    text: str
    style: Style = Style()
    template: str = ""

    def __post_init__(self) -> None:
        if len(self.text) > LONGEST:
            raise ValueError(f"a title has at most {LONGEST} characters")

    @property
    def empty(self) -> bool:
        """Whether there is nothing to be seen of it."""
        return not self.text.strip()


def _is_colour(text: str) -> bool:
    return len(text) == 7 and text[0] == "#" and all(digit in "0123456789abcdef" for digit in text[1:])
