"""Which covers are to become files, and what the files will be like; the same for the window and the command line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from app.domain.cover import Cover
from app.domain.edits import Shape
from app.domain.export import ExportOptions, Facts, file_name, numbered
from app.domain.geometry import Box, Size
from app.domain.media import Picture, Place
from app.domain.platforms import Platforms
from app.domain.project import Project


@dataclass(frozen=True, slots=True)
class Wanted:
    """A cover that is to become a file.

    Attributes:
        shape: that it is wanted in.
        place: the frame.
        crop: of the frame, in pixels at full resolution.
        size: the pixels that it is written with.
        stem: of its name, without number and ending.
    """

    shape: Shape
    place: Place
    crop: Box
    size: Size
    stem: str

    @property
    def enlarged(self) -> bool:
        """Whether it has more pixels than the crop."""
        return self.size.width > self.crop.width or self.size.height > self.crop.height


@dataclass(frozen=True, slots=True)
class Shaped:
    """A crop of a frame, and what its name can be made from."""

    crop: Box
    facts: Facts


def shaped_covers(project: Project, cover: Cover, day: date) -> tuple[Shaped, ...]:
    """A cover in each shape that it is wanted in.

    Args:
        project: the session.
        cover: one of its candidates.
        day: for names that tell it.
    """
    name = source_path(project, cover.place).stem
    rank = next((rank for rank, other in enumerate(project.recommended, 1) if other.place == cover.place), None)
    return tuple(
        Shaped(project.crop(cover, shape), Facts(name, shape, cover.place, rank, number, day))
        for number, shape in enumerate(project.edits.wanted, 1)
    )


def wanted_covers(covers: Sequence[Shaped], options: ExportOptions, platforms: Platforms) -> tuple[Wanted, ...]:
    """What is to be written of covers, under names that are all different.

    Args:
        covers: in the order of their numbers.
        options: the choices.
        platforms: sizes of the presets.
    """
    found: list[Wanted] = []
    for shaped in covers:
        facts, crop = shaped.facts, shaped.crop
        stem = _free(file_name(options.pattern, facts), {other.stem.casefold() for other in found})
        found.append(Wanted(facts.shape, facts.place, crop, options.size(crop, facts.shape, platforms), stem))
    return tuple(found)


def today() -> date:
    """The day on the user's calendar, for names that tell it."""
    return datetime.now().astimezone().date()


def source_path(project: Project, place: Place) -> Path:
    """The file that a frame is from."""
    return place.path if isinstance(place, Picture) else project.paths[0]


def _free(stem: str, taken: set[str]) -> str:
    """A name that none of the other covers has, whether or not the system tells small letters from capitals."""
    number = 1
    while numbered(stem, number).casefold() in taken:
        number += 1
    return numbered(stem, number)
