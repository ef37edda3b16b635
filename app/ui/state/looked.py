"""What is known of the pictures that somebody looked at, as far as it is not part of the session that is kept."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.domain.cover import Assessment, Cover, Crop
from app.domain.faces import Face
from app.domain.geometry import Aspect, Box
from app.domain.look import Look
from app.domain.media import Heat, Place

if TYPE_CHECKING:
    from app.covers.framing import Framing

_KEPT_FRAMINGS = 24
"""What is known of so many pictures in a shape is kept: all candidates in the shapes that there are buttons for."""

_KEPT_RATINGS = 256
"""Crops whose rating is remembered, so that going back and forth over them asks nobody again."""


@dataclass(frozen=True, slots=True, eq=False)
class Sight:
    """What is to be seen in the choice; None is what is not known yet, or never will be.

    Attributes:
        crops: what would make a cover in the shape wanted now, best first, at full resolution.
        heat: where people look, at any size.
        faces: the faces, at full resolution.
        failed: nothing more will be known.
    """

    crops: tuple[Crop, ...] | None = None
    heat: Heat | None = None
    faces: tuple[Face, ...] | None = None
    failed: bool = False


@dataclass(frozen=True, slots=True)
class Inspection:
    """A picture to be looked at for a shape."""

    cover: Cover
    aspect: Aspect

    @property
    def key(self) -> tuple[Place, Aspect]:
        """What the result is kept under."""
        return self.cover.place, self.aspect


@dataclass(frozen=True, slots=True)
class Rating:
    """A crop to be rated, in pixels of its picture at full resolution."""

    cover: Cover
    aspect: Aspect
    box: Box

    @property
    def key(self) -> tuple[Place, Aspect, Box]:
        """What the result is kept under."""
        return self.cover.place, self.aspect, self.box


class Looked:
    """Findings by picture and shape, and ratings by crop; the oldest are forgotten."""

    def __init__(self) -> None:
        self._framings: OrderedDict[tuple[Place, Aspect], Framing] = OrderedDict()
        self._failed: set[tuple[Place, Aspect]] = set()
        self._ratings: OrderedDict[tuple[Place, Aspect, Box], Assessment | None] = OrderedDict()
        self._adjusted: OrderedDict[tuple[Place, Look], Assessment | None] = OrderedDict()

    def framed(self, place: Place, aspect: Aspect, framing: Framing | None) -> None:
        """Take in what was found in a picture for a shape; None is that it cannot be looked at."""
        if framing is None:
            self._failed.add((place, aspect))
            return
        self._framings[place, aspect] = framing
        while len(self._framings) > _KEPT_FRAMINGS:
            self._framings.popitem(last=False)

    def rated(self, rating: Rating, assessment: Assessment | None) -> None:
        """Take in how good a crop is; None is that it cannot be told."""
        self._ratings[rating.key] = assessment
        while len(self._ratings) > _KEPT_RATINGS:
            self._ratings.popitem(last=False)

    def adjusted(self, place: Place, look: Look, assessment: Assessment | None) -> None:
        """Take in how good a frame is with a look; None is that it cannot be told."""
        self._adjusted[place, look] = assessment
        while len(self._adjusted) > _KEPT_RATINGS:
            self._adjusted.popitem(last=False)

    def knows_adjusted(self, place: Place, look: Look) -> bool:
        """Whether a frame was judged with a look, with or without success."""
        return (place, look) in self._adjusted

    def assessment(self, place: Place, look: Look) -> Assessment | None:
        """How good a frame is with a look."""
        return self._adjusted.get((place, look))

    def knows(self, look: Inspection) -> bool:
        """Whether a picture was looked at for a shape, with or without success."""
        return look.key in self._framings or look.key in self._failed

    def knows_rating(self, rating: Rating) -> bool:
        """Whether a crop was rated, with or without success."""
        return rating.key in self._ratings

    def framing(self, place: Place, aspect: Aspect) -> Framing | None:
        """What was found in a picture for a shape."""
        return self._framings.get((place, aspect))

    def rating(self, place: Place, aspect: Aspect, box: Box) -> Assessment | None:
        """How good a cover is in a crop."""
        return self._ratings.get((place, aspect, box))

    def sight(self, place: Place, aspect: Aspect) -> Sight:
        """What is known of a picture for the overlays."""
        framing = self._framings.get((place, aspect))
        if framing is not None:
            return Sight(framing.crops, framing.heat, framing.faces)
        failed = (place, aspect) in self._failed
        # Where people look, and faces, are the same in any shape.
        for (other, _), found in self._framings.items():
            if other == place:
                return Sight(None, found.heat, found.faces, failed)
        return Sight(failed=failed)
