"""What is done to the picture of a cover before it is cropped: turned, straightened, its light and colour changed."""

from __future__ import annotations

import math
from dataclasses import dataclass, fields, replace
from typing import Any, Self

from app.domain import cropping
from app.domain.geometry import Aspect, Box, Size
from app.domain.media import Place

STEEPEST = 15.0
"""Degrees that a picture can be straightened by; what is further off is turned by a quarter first."""

RANGES: dict[str, tuple[float, float]] = {
    "angle": (-STEEPEST, STEEPEST),
    "exposure": (-2.0, 2.0),
    "contrast": (-100.0, 100.0),
    "saturation": (-100.0, 100.0),
    "warmth": (-100.0, 100.0),
    "sharpness": (0.0, 100.0),
}
"""Least and most of each number of a look; 0 leaves the picture as it is."""

COLOURS = ("exposure", "contrast", "saturation", "warmth", "sharpness")
"""Those that move no pixel."""


@dataclass(frozen=True, slots=True)
class Look:
    """How a picture is to look; everything at its default leaves it as it is.

    A picture is first turned, then mirrored, then straightened, all within its own size, and its light and colour are
    changed last. `app.vision.develop` does it.

    Attributes:
        turns: quarter turns clockwise, 0–3.
        flipped: whether it is mirrored, left to right, once it is turned.
        angle: degrees clockwise that it is straightened by, about its middle.
        exposure: stops.
        contrast: −100 (flat) to 100 (hard).
        saturation: −100 (grey) to 100 (twice as colourful).
        warmth: −100 (blue) to 100 (amber).
        sharpness: 0–100.

    Raises:
        ValueError: a number is out of its range (`RANGES`).
    """

    turns: int = 0
    flipped: bool = False
    angle: float = 0.0
    exposure: float = 0.0
    contrast: float = 0.0
    saturation: float = 0.0
    warmth: float = 0.0
    sharpness: float = 0.0

    def __post_init__(self) -> None:
        if self.turns not in range(4):
            raise ValueError(f"no number of quarter turns: {self.turns}")
        for name, (least, most) in RANGES.items():
            if not least <= getattr(self, name) <= most:
                raise ValueError(f"{name} lies between {least} and {most}, not {getattr(self, name)}")

    def with_number(self, name: str, value: float) -> Self:
        """The same look with another value of one of its numbers (`RANGES`).

        Raises:
            ValueError: it is out of its range.
        """
        numbers: dict[str, Any] = {name: value}
        return replace(self, **numbers)

    @property
    def neutral(self) -> bool:
        """Whether it leaves every picture as it is."""
        return self == NEUTRAL

    @property
    def geometry(self) -> Self:
        """The part of it that moves pixels."""
        return replace(self, exposure=0.0, contrast=0.0, saturation=0.0, warmth=0.0, sharpness=0.0)

    @property
    def upright(self) -> bool:
        """Whether no pixel is moved."""
        return self.geometry.neutral

    def with_colours_of(self, other: Look) -> Self:
        """Light and colour as another look has them; the rest stays."""
        return replace(
            self,
            exposure=other.exposure,
            contrast=other.contrast,
            saturation=other.saturation,
            warmth=other.warmth,
            sharpness=other.sharpness,
        )

    def turned_on(self, quarters: int) -> Self:
        """The same after further quarter turns of what is seen, clockwise."""
        # What is mirrored last turns the other way before that.
        return replace(self, turns=(self.turns + (-quarters if self.flipped else quarters)) % 4)

    def mirrored(self) -> Self:
        """The same with what is seen mirrored, left to right; a slope leans the other way."""
        return replace(self, flipped=not self.flipped, angle=-self.angle)

    def changed(self, other: Look) -> frozenset[str]:
        """The names of what differs."""
        names = (field.name for field in fields(self))
        return frozenset(name for name in names if getattr(self, name) != getattr(other, name))

    # Where things are afterwards; straightening keeps the size, and moves what is seen and not the crop

    def size(self, size: Size) -> Size:
        """The size of a picture once it is turned."""
        return Size(size.height, size.width) if self.turns % 2 else size

    def box(self, box: Box, size: Size) -> Box:
        """Where a part of a picture lies once it is turned and mirrored.

        Args:
            box: in pixels of the picture as it was.
            size: of the picture as it was.
        """
        for _ in range(self.turns):
            box = Box(size.height - box.y - box.height, box.x, box.height, box.width)
            size = Size(size.height, size.width)
        return _mirrored(box, size) if self.flipped else box

    def box_before(self, box: Box, size: Size) -> Box:
        """Where a part of a turned and mirrored picture was before.

        Args:
            box: in pixels of the picture as it is seen.
            size: of the picture as it was.
        """
        seen = self.size(size)
        back = Look(turns=-self.turns % 4)
        return back.box(_mirrored(box, seen) if self.flipped else box, seen)

    def enlargement(self, size: Size) -> float:
        """How much a picture is enlarged so that no corner is empty when it is straightened within its own size.

        A corner of the frame, rotated back by α, lies at ±(w cos α + h sin α) / 2 across and ±(w sin α + h cos α) / 2
        down; both have to be inside of the enlarged picture: s = cos α + max(w / h, h / w) · sin α.

        Args:
            size: of the picture, turned or not.
        """
        slope = math.radians(abs(self.angle))
        longer = max(size.width / size.height, size.height / size.width)
        return math.cos(slope) + longer * math.sin(slope)

    def seen(self, box: Box, size: Size) -> Box:
        """About where a part of a picture, such as a face, is seen once that has this look; it may reach beyond it.

        Args:
            box: in pixels of the picture as it was.
            size: of the picture as it was.
        """
        box, size = self.box(box, size), self.size(size)
        if self.angle == 0:
            return box
        slope, grown = math.radians(self.angle), self.enlargement(size)
        across = (box.x + box.width / 2 - size.width / 2) * grown
        down = (box.y + box.height / 2 - size.height / 2) * grown
        x = size.width / 2 + across * math.cos(slope) - down * math.sin(slope)
        y = size.height / 2 + across * math.sin(slope) + down * math.cos(slope)
        width, height = round(box.width * grown), round(box.height * grown)
        return Box(round(x - width / 2), round(y - height / 2), width, height)

    def crop(self, box: Box, aspect: Aspect, size: Size) -> Box:
        """The crop of a turned picture that shows about what one of the picture as it was shows, in the same shape.

        Args:
            box: in pixels of the picture as it was.
            aspect: the shape.
            size: of the picture as it was.

        Returns:
            A crop with the same middle, as far as the picture goes, and as large a share of the largest one.
        """
        turned = self.box(box, size)
        if self.turns % 2 == 0 or aspect.ratio in (None, 1):
            return turned
        seen = self.size(size)
        largest = aspect.largest_in(size)
        share = max(box.width / largest.width, box.height / largest.height)
        crop = cropping.grown(aspect.largest_in(seen), min(1.0, share), aspect, seen)
        across = turned.x + turned.width // 2 - crop.x - crop.width // 2
        down = turned.y + turned.height // 2 - crop.y - crop.height // 2
        return cropping.moved(crop, across, down, seen)

    def crop_before(self, box: Box, aspect: Aspect, size: Size) -> Box:
        """The crop of the picture as it was that shows about what one of the turned picture shows; see `crop`."""
        turned = self.box_before(box, size)
        if self.turns % 2 == 0 or aspect.ratio in (None, 1):
            return turned
        back = Look(turns=-self.turns % 4)
        seen = self.size(size)
        return back.crop(_mirrored(box, seen) if self.flipped else box, aspect, seen)


NEUTRAL = Look()
"""As the picture is."""


@dataclass(frozen=True, slots=True)
class HandLook:
    """The look that a person gave to a frame."""

    place: Place
    look: Look


def _mirrored(box: Box, size: Size) -> Box:
    return Box(size.width - box.x - box.width, box.y, box.width, box.height)
