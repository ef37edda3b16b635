"""The shapes that platforms want covers in, and what of a cover their interfaces hide: `resources/platforms.json`.

Platforms change without notice and publish little, so every figure says where it is from and how sure it is, and the
file says when they were looked up. Any other shape can be had too (`Aspect.parse`).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from pathlib import Path
from typing import Any

from app.domain.edits import Shape
from app.domain.errors import BrokenInstallation
from app.domain.geometry import Aspect, Box, Size

RESOURCES = Path(__file__).resolve().parents[2] / "resources"
"""Where the data files of the installation lie."""

LANGUAGES = ("en", "zh_CN")
"""The languages that names are given in."""


class Confidence(StrEnum):
    """How sure a figure is."""

    DOCUMENTED = "documented"
    """By the platform, or in a copy of its page."""
    REPORTED = "reported"
    """By others who say that they looked."""
    RULE_OF_THUMB = "rule of thumb"


class Effect(StrEnum):
    """What a platform does with an area of a cover."""

    COVERED = "covered"
    """Its interface lies over it."""
    KEPT = "kept"
    """Somewhere only this area is shown, such as in the grid of a profile."""


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle in fractions of a cover, 0–1, origin top left."""

    x: float
    y: float
    width: float
    height: float

    def __post_init__(self) -> None:
        inside = min(self.x, self.y) >= 0 and max(self.x + self.width, self.y + self.height) <= 1 + 1e-6
        if not (inside and min(self.width, self.height) > 0):
            raise ValueError(f"not an area of a cover: {self}")

    def holds(self, x: float, y: float) -> bool:
        """Whether a point of the cover lies in it."""
        return self.x <= x <= self.x + self.width and self.y <= y <= self.y + self.height

    def within(self, crop: Box) -> Box:
        """The same area of a crop, in the pixels that the crop is in; at least one pixel each way."""
        left, top = crop.x + round(self.x * crop.width), crop.y + round(self.y * crop.height)
        right = crop.x + round((self.x + self.width) * crop.width)
        bottom = crop.y + round((self.y + self.height) * crop.height)
        return Box(left, top, max(1, right - left), max(1, bottom - top))


@dataclass(frozen=True, slots=True)
class Zone:
    """An area of a cover that a platform treats in its own way.

    Attributes:
        id: unique within its preset.
        name: what is there, by language (`LANGUAGES`).
        source: a web address; empty for a rule of thumb.
        note: what else is to be known of the figure, in English.
    """

    id: str
    effect: Effect
    name: Mapping[str, str]
    area: Area
    confidence: Confidence
    source: str
    note: str


@dataclass(frozen=True, slots=True)
class Preset:
    """A shape that a platform wants covers in.

    Attributes:
        id: unique; sessions and decisions are kept under it, so it never changes its meaning.
        name: by language (`LANGUAGES`), without that of the platform.
        pixels: size to export at, of exactly this shape.
        source: a web address; empty for a rule of thumb.
        note: what else is to be known of the figures, in English.
    """

    id: str
    name: Mapping[str, str]
    aspect: Aspect
    pixels: Size
    confidence: Confidence
    source: str
    note: str
    zones: tuple[Zone, ...]

    @property
    def shape(self) -> Shape:
        """The shape under which crops for it are kept."""
        return Shape(self.aspect, self.id)


@dataclass(frozen=True, slots=True)
class Platform:
    """A platform and its presets, the usual one first."""

    id: str
    name: Mapping[str, str]
    presets: tuple[Preset, ...]


@dataclass(frozen=True, slots=True)
class Platforms:
    """All that is known of platforms.

    Attributes:
        looked_up: the day on which the figures were looked up.
        platforms: in the order to be shown.
    """

    looked_up: date
    platforms: tuple[Platform, ...]

    def preset(self, name: str) -> Preset | None:
        """The preset with an id; None for one that is not known, such as that of an older session."""
        presets = (preset for platform in self.platforms for preset in platform.presets)
        return next((preset for preset in presets if preset.id == name), None)


def load_platforms(folder: Path = RESOURCES) -> Platforms:
    """Read the data file.

    Raises:
        BrokenInstallation: it is missing, or does not say what it must.
    """
    path = folder / "platforms.json"
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
        platforms = tuple(_platform(item) for item in document["platforms"])
        _check(platforms)
        return Platforms(date.fromisoformat(document["looked_up"]), platforms)
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise BrokenInstallation(path, "presets_broken") from error


def _platform(item: dict[str, Any]) -> Platform:
    return Platform(item["id"], _name(item), tuple(_preset(preset) for preset in item["presets"]))


def _preset(item: dict[str, Any]) -> Preset:
    aspect, pixels = Aspect.parse(item["aspect"]), Size(*item["pixels"])
    if aspect.ratio != Fraction(pixels.width, pixels.height):
        raise ValueError(f"{item['id']}: {item['pixels']} is not {aspect}")
    zones = tuple(_zone(zone) for zone in item["zones"])
    if len({zone.id for zone in zones}) < len(zones):
        raise ValueError(f"{item['id']}: two zones of one name")
    return Preset(item["id"], _name(item), aspect, pixels, *_evidence(item), zones)


def _zone(item: dict[str, Any]) -> Zone:
    return Zone(item["id"], Effect(item["effect"]), _name(item), Area(*item["area"]), *_evidence(item))


def _name(item: dict[str, Any]) -> dict[str, str]:
    """The name in all languages."""
    name = item["name"]
    if not all(isinstance(name[language], str) and name[language] for language in LANGUAGES):
        raise ValueError(f"{item['id']}: no name")
    return {language: name[language] for language in LANGUAGES}


def _evidence(item: dict[str, Any]) -> tuple[Confidence, str, str]:
    """How sure a figure is, where it is from, and a note; only a rule of thumb has no source."""
    confidence, source = Confidence(item["confidence"]), str(item["source"])
    if (confidence is Confidence.RULE_OF_THUMB) == source.startswith("https://"):
        raise ValueError(f"{item['id']}: {confidence} with the source {source!r}")
    return confidence, source, str(item["note"])


def _check(platforms: tuple[Platform, ...]) -> None:
    """ValueError unless all ids are unique."""
    ids = [preset.id for platform in platforms for preset in platform.presets]
    for found in (ids, [platform.id for platform in platforms]):
        if len(set(found)) < len(found):
            raise ValueError("two of one id")
