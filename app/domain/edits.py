"""What a person does to a cover, as a value: every change makes a new one, so that it can be undone."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Self

from app.domain.cover import Cover
from app.domain.geometry import Aspect, Box, Size
from app.domain.look import NEUTRAL, HandLook, Look
from app.domain.media import Place
from app.domain.title import Spot, Title


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
        box: in pixels of the frame at full resolution, turned as the look has it.
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
        look: what was done to the frame before it was cropped.
        title: the words on it; None if there were none.
    """

    verdict: Verdict
    at: datetime
    place: Place | None = None
    rank: int | None = None
    crops: tuple[DecidedCrop, ...] = ()
    note: str = ""
    look: Look = NEUTRAL
    title: Title | None = None

    def withdrawn(self, at: datetime) -> Decision:
        """The decision that takes this one back."""
        return replace(self, verdict=Verdict.WITHDRAWN, at=at, crops=())


@dataclass(frozen=True, slots=True)
class HandCrop:
    """A crop that a person placed: of which frame, for which shape, in pixels of the frame at full resolution.

    Where the frame is turned they are those of the turned frame.
    """

    place: Place
    shape: Shape
    box: Box


@dataclass(frozen=True, slots=True)
class HandSpot:
    """Where a person stood the title in covers of a shape."""

    shape: Shape
    spot: Spot


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
        looks: what was done to frames, at most one for a frame and none that does nothing.
        title: the words on the cover, whichever frame it is; None if there are none.
        spots: where the title was stood by hand, at most one for a shape; in other shapes it stands by itself.
    """

    shape: Shape
    kept: tuple[Shape, ...] = ()
    added: tuple[Cover, ...] = ()
    chosen: Cover | None = None
    crops: tuple[HandCrop, ...] = ()
    note: str = ""
    decision: Decision | None = None
    looks: tuple[HandLook, ...] = ()
    title: Title | None = None
    spots: tuple[HandSpot, ...] = ()

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

    def look(self, place: Place) -> Look:
        """What was done to a frame; neutral if nothing was."""
        return next((hand.look for hand in self.looks if hand.place == place), NEUTRAL)

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
        left = replace(
            self,
            added=added,
            crops=tuple(crop for crop in self.crops if crop.place != place),
            looks=tuple(hand for hand in self.looks if hand.place != place),
        )
        return left.choosing(None) if self.chosen is not None and self.chosen.place == place else left

    def cropping(self, place: Place, shape: Shape, box: Box | None) -> Self:
        """Place a crop by hand; None goes back to the recommended one."""
        if box == self.crop(place, shape):
            return self
        others = tuple(crop for crop in self.crops if (crop.place, crop.shape) != (place, shape))
        placed = () if box is None else (HandCrop(place, shape, box),)
        return replace(self, crops=(*others, *placed), decision=None)

    def adjusting(self, place: Place, look: Look, size: Size) -> Self:
        """Give a frame another look; crops placed by hand turn with it.

        Args:
            place: the frame.
            look: what is done to it from now on, in place of what was.
            size: of the frame as it is in the source, at full resolution.
        """
        old = self.look(place)
        if look == old:
            return self
        others = tuple(hand for hand in self.looks if hand.place != place)
        crops = self.crops
        if (look.turns, look.flipped) != (old.turns, old.flipped):
            crops = tuple(_turned(crop, old, look, size) if crop.place == place else crop for crop in crops)
        given = () if look.neutral else (HandLook(place, look),)
        return replace(self, looks=(*others, *given), crops=crops, decision=None)

    def spot(self, shape: Shape) -> Spot | None:
        """Where the title was stood by hand in covers of a shape; None if it stands by itself."""
        return next((hand.spot for hand in self.spots if hand.shape == shape), None)

    def titling(self, title: Title | None) -> Self:
        """Put other words on the cover, or the same in another style; None, or one without words, takes them off."""
        if title is not None and title.empty:
            title = None
        if title == self.title:
            return self
        return replace(self, title=title, spots=self.spots if title is not None else (), decision=None)

    def standing(self, shape: Shape, spot: Spot | None) -> Self:
        """Stand the title elsewhere in covers of a shape; None lets it stand by itself again."""
        if self.title is None or spot == self.spot(shape):
            return self
        others = tuple(hand for hand in self.spots if hand.shape != shape)
        placed = () if spot is None else (HandSpot(shape, spot),)
        return replace(self, spots=(*others, *placed), decision=None)

    def noting(self, note: str) -> Self:
        """Write another note."""
        return replace(self, note=note)

    def deciding(self, decision: Decision | None) -> Self:
        """Decide; None takes the decision back."""
        return replace(self, decision=decision)


def _turned(crop: HandCrop, old: Look, new: Look, size: Size) -> HandCrop:
    """A crop of a frame that is turned otherwise from now on."""
    aspect = crop.shape.aspect
    box = old.box_before(crop.box, size)
    if (new.turns - old.turns) % 2 == 0 and aspect.ratio not in (None, 1):
        # Turned upside down or mirrored it keeps its shape, and shows the same to the pixel.
        box = new.box(box, size)
    else:
        box = new.crop(old.crop_before(crop.box, aspect, size), aspect, size)
    return replace(crop, box=box)


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
