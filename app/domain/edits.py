"""What a person does to a cover, as a value: every change makes a new one, so that it can be undone."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Self

from app.domain.cover import Cover
from app.domain.geometry import Aspect, Box
from app.domain.media import Place


@dataclass(frozen=True, slots=True)
class Shape:
    """A shape that a cover is wanted in; two platforms may want the same one and still get crops of their own.

    Attributes:
        aspect: width to height.
        preset: id of the platform's preset (`app.domain.platforms`); empty for a shape chosen freely.
    """

    aspect: Aspect
    preset: str = ""


class Verdict(StrEnum):
    """How a recommendation was decided on."""

    ACCEPTED = "accepted"
    """A recommended frame, cropped as recommended."""
    OVERRIDDEN = "overridden"
    """Another frame, or another crop."""
    REJECTED = "rejected"
    """None of it."""
    WITHDRAWN = "withdrawn"
    """The decision before this one was taken back."""


@dataclass(frozen=True, slots=True)
class DecidedCrop:
    """A crop that was decided on.

    Attributes:
        shape: the shape that it is for.
        box: in pixels of the frame at full resolution.
        by_hand: whether it is another than the recommended one.
        file: what it was written to; None if it was not.
    """

    shape: Shape
    box: Box
    by_hand: bool
    file: Path | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided, once.

    Attributes:
        verdict: how.
        at: when, in UTC.
        place: the frame; None if none was taken.
        rank: its place among the recommended ones, from 1; None for a frame that was not recommended.
        crops: one for each shape that was wanted.
        note: what the person wrote about it.
    """

    verdict: Verdict
    at: datetime
    place: Place | None = None
    rank: int | None = None
    crops: tuple[DecidedCrop, ...] = ()
    note: str = ""

    def withdrawn(self, at: datetime) -> Decision:
        """The decision that takes this one back."""
        return replace(self, verdict=Verdict.WITHDRAWN, at=at, crops=())


@dataclass(frozen=True, slots=True)
class HandCrop:
    """A crop that a person placed: of which frame, for which shape, in pixels of the frame at full resolution."""

    place: Place
    shape: Shape
    box: Box


@dataclass(frozen=True, slots=True)
class Edits:
    """The state of a cover as far as a person made it, and all that undo goes back and forth over.

    Attributes:
        shape: the shape that is shown and edited.
        kept: further shapes that the cover is wanted in at the same time.
        added: frames that the person made candidates, oldest first.
        chosen: the cover, which stays the choice even where it is no longer recommended; None leaves it to the
            recommendation, also when that gets better.
        crops: crops placed by hand, at most one for a frame and a shape.
        note: what the person writes about it.
        decision: what was decided; None while that is open. Changing the cover opens it again.
    """

    shape: Shape
    kept: tuple[Shape, ...] = ()
    added: tuple[Cover, ...] = ()
    chosen: Cover | None = None
    crops: tuple[HandCrop, ...] = ()
    note: str = ""
    decision: Decision | None = None

    @property
    def wanted(self) -> tuple[Shape, ...]:
        """The shapes to be written on accepting: the one shown, and those kept."""
        return tuple(dict.fromkeys((self.shape, *self.kept)))

    def crop(self, place: Place, shape: Shape) -> Box | None:
        """The crop placed by hand; None if there is none."""
        for crop in self.crops:
            if crop.place == place and crop.shape == shape:
                return crop.box
        return None

    def showing(self, shape: Shape) -> Self:
        """Show and edit another shape; the crops of the others stay."""
        return replace(self, shape=shape)

    def keeping(self, shape: Shape) -> Self:
        """Want the cover in this shape too."""
        return self if shape in self.kept else replace(self, kept=(*self.kept, shape))

    def dropping(self, shape: Shape) -> Self:
        """Want the cover in this shape no longer, unless it is shown; its crops stay for when it is wanted again."""
        return replace(self, kept=tuple(other for other in self.kept if other != shape))

    def choosing(self, cover: Cover | None) -> Self:
        """Make a candidate the cover; None leaves it to the recommendation."""
        return self if cover == self.chosen else replace(self, chosen=cover, decision=None)

    def adding(self, cover: Cover) -> Self:
        """Make a frame a candidate and the choice; one that is a candidate already is only chosen."""
        known = next((other for other in self.added if other.place == cover.place), None)
        if known is not None:
            return self.choosing(known)
        return replace(self, added=(*self.added, cover), chosen=cover, decision=None)

    def removing(self, place: Place) -> Self:
        """Take back a candidate that was added; if it was the choice, the recommendation is again."""
        added = tuple(cover for cover in self.added if cover.place != place)
        if added == self.added:
            return self
        left = replace(self, added=added, crops=tuple(crop for crop in self.crops if crop.place != place))
        return left.choosing(None) if self.chosen is not None and self.chosen.place == place else left

    def cropping(self, place: Place, shape: Shape, box: Box | None) -> Self:
        """Place a crop by hand; None goes back to the recommended one."""
        if box == self.crop(place, shape):
            return self
        others = tuple(crop for crop in self.crops if (crop.place, crop.shape) != (place, shape))
        placed = () if box is None else (HandCrop(place, shape, box),)
        return replace(self, crops=(*others, *placed), decision=None)

    def noting(self, note: str) -> Self:
        """Write another note."""
        return replace(self, note=note)

    def deciding(self, decision: Decision | None) -> Self:
        """Decide; None takes the decision back."""
        return replace(self, decision=decision)


def to_record(before: Decision | None, after: Decision | None, at: datetime) -> Decision | None:
    """The decision to be stored when one state of the edits follows another, by a command, undo or redo.

    Args:
        before: the decision of the state before.
        after: that of the state after.
        at: now, in UTC.

    Returns:
        The new decision, or the one that takes back the old one; None where nothing was decided.
    """
    if after == before:
        return None
    if after is None:
        return None if before is None else before.withdrawn(at)
    return after
