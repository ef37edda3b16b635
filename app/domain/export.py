"""How a finished cover becomes a file: format, size, what is kept of the source, and what the file is called."""

from __future__ import annotations

import re
import string
import unicodedata
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from pathlib import Path

from app.domain.edits import Shape
from app.domain.geometry import Aspect, Box, Size
from app.domain.media import Moment, Place
from app.domain.platforms import Platforms

QUALITY = 92
"""Of a JPEG file: no visible loss, at a size that every platform takes."""

SIDES = (16, 16_384)
"""Shortest and longest side that a cover may be brought to, in pixels."""

SMALLEST_TARGET = 1_000
"""Bytes; no format puts a picture into less."""

LARGEST_TARGET = 100_000_000
"""Bytes that a limit can be; larger ones would limit nothing."""

LONGEST_NAME = 200
"""Bytes of a file name in UTF-8 without number and ending; systems allow 255 with both."""

LONGEST_PATTERN = 200
"""Characters of a name pattern."""

_UNSAFE = re.compile(r'[<>:"/\\|?*]')
"""What Windows allows in no name; the slash is a folder everywhere."""

_SEPARATORS = "-_ "

_RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\..*)?", re.IGNORECASE)
"""Devices of Windows, whatever ending they are given."""


class Format(StrEnum):
    """What covers can be written as."""

    JPEG = "jpeg"
    PNG = "png"
    WEBP = "webp"
    AVIF = "avif"

    @property
    def suffix(self) -> str:
        """The ending of its files."""
        return ".jpg" if self is Format.JPEG else f".{self.value}"

    @property
    def mime(self) -> str:
        """Its media type."""
        return f"image/{self.value}"

    @property
    def lossless(self) -> bool:
        """Whether it keeps every pixel, so that there is no quality to choose."""
        return self is Format.PNG

    @property
    def longest_side(self) -> int:
        """Pixels that a side of it can have."""
        return {Format.JPEG: 65_500, Format.PNG: 2**31 - 1, Format.WEBP: 16_383, Format.AVIF: 16_384}[self]

    @property
    def label(self) -> str:
        """What people call it, in every language."""
        return "WebP" if self is Format.WEBP else self.value.upper()


class Sizing(StrEnum):
    """How large covers are written."""

    ORIGINAL = "original"
    """As they are cropped."""
    PRESET = "preset"
    """At the size that the platform of the shape asks for, enlarged if need be; shapes of no platform as cropped."""
    LONG_SIDE = "long_side"
    """With the long side at most so long; never enlarged."""


class Clash(StrEnum):
    """What is to be done where a file has the name already."""

    NUMBER = "number"
    """The new one takes another: NAME-2, NAME-3 and so on."""
    REPLACE = "replace"
    """The new one takes its place."""


class Field(StrEnum):
    """What a name can be made of, written in braces: `{name}`."""

    NAME = "name"
    """Of the source, without its ending."""
    SHAPE = "shape"
    """3x4; of the picture's own shape, `original`."""
    PLATFORM = "platform"
    """Id of the preset, such as `youtube-video`; nothing for a shape of no platform."""
    RANK = "rank"
    """Among the recommended covers, from 1; nothing for a frame that was not recommended."""
    TIME = "time"
    """In the video, such as 1m07.48s; nothing for a picture."""
    DATE = "date"
    """Of the export, such as 2026-03-01."""
    NUMBER = "n"
    """Among the covers that are exported together, from 1."""


@dataclass(frozen=True, slots=True)
class ExportOptions:
    """How covers are written; without choices, as accepting writes them.

    Attributes:
        format: of the files.
        quality: 1–100, higher is better; without a meaning where a target is given, or the format is lossless.
        target: bytes that a file may have, at least `SMALLEST_TARGET`; None does not limit it.
        sizing: what their size in pixels follows.
        side: the long side for `Sizing.LONG_SIDE`, in pixels within `SIDES`.
        metadata: whether what the source says of camera, time, place and author is kept.
        pattern: the file name without its ending, with fields in braces.
        folder: where to; None is beside the source.
    """

    format: Format = Format.JPEG
    quality: int = QUALITY
    target: int | None = None
    sizing: Sizing = Sizing.ORIGINAL
    side: int = 1920
    metadata: bool = False
    pattern: str = "{name}-cover"
    folder: Path | None = None

    def __post_init__(self) -> None:
        if not 1 <= self.quality <= 100:
            raise ValueError(f"the quality must be from 1 to 100, not {self.quality}")
        if self.target is not None and self.target < SMALLEST_TARGET:
            raise ValueError(f"a file needs at least {SMALLEST_TARGET} bytes")
        if not SIDES[0] <= self.side <= SIDES[1]:
            raise ValueError(f"the long side must be from {SIDES[0]} to {SIDES[1]} pixels, not {self.side}")
        check_pattern(self.pattern)

    def size(self, crop: Box, shape: Shape, platforms: Platforms) -> Size:
        """The pixels that a cover of a shape is written with."""
        own = Size(crop.width, crop.height)
        if self.sizing is Sizing.LONG_SIDE:
            return own.within(self.side)
        preset = platforms.preset(shape.preset) if self.sizing is Sizing.PRESET else None
        return own if preset is None else preset.pixels


@dataclass(frozen=True, slots=True)
class Facts:
    """What the name of a cover is made from.

    Attributes:
        name: of the source, without its ending.
        shape: of the cover.
        place: the frame.
        rank: among the recommended covers, from 1; None for others.
        number: among those exported together, from 1.
        day: of the export.
    """

    name: str
    shape: Shape
    place: Place
    rank: int | None
    number: int
    day: date

    @property
    def fields(self) -> dict[str, str]:
        """The text of each field."""
        moment = self.place if isinstance(self.place, Moment) else None
        return {
            Field.NAME: self.name,
            Field.SHAPE: str(self.shape.aspect).replace(":", "x"),
            Field.PLATFORM: self.shape.preset,
            Field.RANK: "" if self.rank is None else str(self.rank),
            Field.TIME: "" if moment is None else _clock(moment.seconds),
            Field.DATE: self.day.isoformat(),
            Field.NUMBER: str(self.number),
        }


def check_pattern(pattern: str) -> None:
    """Whether names can be made by a pattern.

    Raises:
        ValueError: it is empty, has a field that does not exist, or a brace that belongs to none.
    """
    if not pattern.strip():
        raise ValueError("the name pattern is empty")
    for text, field, spec, conversion in string.Formatter().parse(pattern):
        braced = "{" in text or "}" in text
        plain = field is None or (field in set(Field) and not spec and conversion is None)
        if braced or not plain:
            raise ValueError(f"not a name pattern: {pattern!r} (fields are {', '.join(f'{{{f}}}' for f in Field)})")


def file_name(pattern: str, facts: Facts) -> str:
    """A name by a pattern, without its ending, that every system takes.

    A field that has nothing to say takes the separator before it along.

    Raises:
        ValueError: `check_pattern` refuses the pattern.
    """
    check_pattern(pattern)
    fields = facts.fields
    name, silent = "", False
    for text, field, _spec, _conversion in string.Formatter().parse(pattern):
        name += text.lstrip(_SEPARATORS) if silent and not name else text
        silent = field is not None and not fields[field]
        if field is not None:
            name = name.rstrip(_SEPARATORS) if silent else name + fields[field]
    return safe_name(name)


def safe_name(name: str) -> str:
    """A name without what some system does not allow, or hides: separators, controls, devices, dots at the ends."""
    plain = unicodedata.normalize("NFC", name)
    shown = "".join(_shown(character) for character in _UNSAFE.sub("_", plain))
    cut = shown.encode("utf-8")[:LONGEST_NAME].decode("utf-8", "ignore").strip(" .")
    if not cut:
        return "cover"
    return f"{cut}_" if _RESERVED.fullmatch(cut) else cut


def numbered(name: str, number: int) -> str:
    """The name of the file that comes as the `number`-th to one name, from 1."""
    return name if number == 1 else f"{name}-{number}"


def example_name(pattern: str, facts: Facts | None = None) -> str:
    """What files by a pattern are called, shown on one that could be.

    Raises:
        ValueError: `check_pattern` refuses the pattern.
    """
    return file_name(pattern, facts or EXAMPLE)


EXAMPLE = Facts(
    "holiday",
    Shape(Aspect(Fraction(3, 4)), "xiaohongshu-3x4"),
    Moment(67_480, Fraction(1, 1000)),
    1,
    1,
    date(2026, 3, 1),
)
"""What a name is made from while nothing is open."""


def _shown(character: str) -> str:
    """A character as it may stand in a name: none that controls, turns the direction, or is half of one."""
    kind = unicodedata.category(character)
    if kind in ("Cc", "Cs", "Zl", "Zp"):
        return "_"
    # Joiners are part of words and emoji; what turns the direction makes an ending look like another.
    return "" if kind == "Cf" and character not in "\u200c\u200d" else character


def _clock(seconds: float) -> str:
    """A time as a name can have it: 1m07.48s, 12.00s."""
    hundredths = max(0, round(seconds * 100))
    minutes, rest = divmod(hundredths, 6000)
    hours, minutes = divmod(minutes, 60)
    low = f"{rest / 100:05.2f}s"
    if hours:
        return f"{hours}h{minutes:02d}m{low}"
    return f"{minutes}m{low}" if minutes else low
