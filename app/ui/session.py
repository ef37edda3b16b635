"""What the window shows, without Qt: the source, the candidates so far, the choice, the notices."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from app.commands import Fact
from app.domain.cover import Cover, Crop
from app.domain.faces import Face
from app.domain.geometry import Aspect, Box
from app.domain.media import Heat, Picture, Place, SourceInfo
from app.domain.messages import ABOUT_BACKENDS, Message
from app.domain.recommendation import BetterFound, Done, FrameScored, Progress, Recommendation, Warned
from app.store.settings import Overlay
from app.ui.notices import Level, Notice
from app.ui.outcome import Ending, Outcome

if TYPE_CHECKING:
    from app.covers.framing import Framing

CANDIDATES = 3

_KEPT_FRAMINGS = 24
"""What is known of so many pictures in a shape is kept: all candidates in the shapes that there are buttons for."""


class Stage(StrEnum):
    """How far the work on a source is."""

    EMPTY = "empty"
    ANALYSING = "analysing"
    READY = "ready"
    CANCELLED = "cancelled"
    REJECTED = "rejected"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Opened:
    """A source could be opened; reported before anything is known of its frames."""

    info: SourceInfo


@dataclass(frozen=True, slots=True)
class Candidate:
    """A cover as it is offered: its crop in the shape that is wanted now, and whether it is the choice."""

    rank: int
    cover: Cover
    crop: Box
    chosen: bool


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


class Session:
    """The state of the window; changed by commands and by what jobs report, and read by the widgets."""

    def __init__(self, aspect: Aspect) -> None:
        self.aspect = aspect
        self.backend = "auto"
        self.overlays: tuple[Overlay, ...] = ()
        self.heat_opacity = 100
        self._told: list[Message] = []
        self.notices: list[Notice] = []
        self.written: Path | None = None
        self.writing = False
        self._forget(())

    def _forget(self, paths: Sequence[Path]) -> None:
        self.paths = tuple(paths)
        self.stage = Stage.EMPTY
        self.info: SourceInfo | None = None
        self.recommendation: Recommendation | None = None
        self.progress = 0.0
        self.frames = 0
        self.chosen: Cover | None = None
        self.chosen_by_hand = False
        self._analysed_aspect = self.aspect
        self._framings: OrderedDict[tuple[Place, Aspect], Framing] = OrderedDict()
        self._not_framed: set[tuple[Place, Aspect]] = set()

    # Commands

    def open(self, paths: Sequence[Path]) -> None:
        """Begin with another source, or with the same one again."""
        self._forget(paths)
        self.stage = Stage.ANALYSING

    def choose(self, rank: int) -> None:
        """Make a candidate the choice; from now on better ones do not replace it."""
        if 1 <= rank <= len(self._covers):
            self.chosen = self._covers[rank - 1]
            self.chosen_by_hand = True

    def reject(self) -> None:
        """Take back all candidates."""
        self.recommendation = None
        self.chosen = None
        self.chosen_by_hand = False
        self.stage = Stage.REJECTED

    def notify(self, notice: Notice) -> None:
        """Add a notice; one that is there already moves to the end."""
        self.dismiss(notice)
        self.notices.append(notice)

    def dismiss(self, notice: Notice) -> None:
        """Remove a notice."""
        if notice in self.notices:
            self.notices.remove(notice)

    # What jobs report

    def apply(self, item: object) -> None:
        """Take in something that the analysis reported."""
        match item:
            case Opened(info):
                self.info = info
            case Progress(share):
                self.progress = max(self.progress, share)
            case FrameScored():
                self.frames += 1
            case BetterFound(recommendation) | Done(recommendation=recommendation):
                self._recommend(recommendation)
            case Warned(message):
                self._warn(message)

    def _warn(self, message: Message) -> None:
        # What the machine cannot do is said once, and not again with every source.
        if message not in self._told:
            self.notify(Notice(Level.WARNING, message))
            if message.id in ABOUT_BACKENDS:
                self._told.append(message)

    def _recommend(self, recommendation: Recommendation) -> None:
        self.recommendation = recommendation
        self.frames = max(self.frames, recommendation.frames_considered)
        if not self.chosen_by_hand:
            self.chosen = self._covers[0] if self._covers else None
            return
        # What the user chose stays the choice, even where it is no longer among the best.
        for cover in self._covers:
            if self.chosen is not None and cover.place == self.chosen.place:
                self.chosen = cover

    def analysis_ended(self, outcome: Outcome[None]) -> None:
        """Take in that the analysis ended; what it found stays."""
        if outcome.error is not None:
            self.notify(Notice.of_error(outcome.error))
        endings = {Ending.DONE: Stage.READY, Ending.CANCELLED: Stage.CANCELLED, Ending.FAILED: Stage.FAILED}
        self.stage = endings[outcome.ending]

    def framed(self, place: Place, aspect: Aspect, framing: Framing | None) -> None:
        """Take in what was found in a picture of this source for a shape; None is that it cannot be looked at."""
        if framing is None:
            self._not_framed.add((place, aspect))
            return
        self._framings[place, aspect] = framing
        while len(self._framings) > _KEPT_FRAMINGS:
            self._framings.popitem(last=False)

    # What is shown

    @property
    def wanted_looks(self) -> tuple[Cover, ...]:
        """The covers to be looked at in the shape wanted now, most urgent first.

        The choice while an overlay is on, and all of them in another shape than was analysed; but while better ones
        are still looked for, only what the user chose.
        """
        if self.chosen is None or (self.stage is Stage.ANALYSING and not self.chosen_by_hand):
            return ()
        wanted = [self.chosen] if self.overlays or self._reshaped else []
        if self._reshaped and self.stage is not Stage.ANALYSING:
            wanted += [cover for cover in self._covers if cover.place != self.chosen.place]
        known = self._framings.keys() | self._not_framed
        return tuple(cover for cover in wanted if (cover.place, self.aspect) not in known)

    @property
    def sight(self) -> Sight:
        """What is known of the choice for the overlays."""
        if self.chosen is None:
            return Sight()
        key = (self.chosen.place, self.aspect)
        framing = self._framings.get(key)
        if framing is not None:
            return Sight(framing.crops, framing.heat, framing.faces)
        failed = key in self._not_framed
        # Where people look, and faces, are the same in any shape.
        for (place, _), other in self._framings.items():
            if place == self.chosen.place:
                return Sight(None, other.heat, other.faces, failed)
        return Sight(failed=failed)

    @property
    def _reshaped(self) -> bool:
        """Whether the covers are wanted in a shape that the analysis did not crop them to."""
        return self.aspect != self._analysed_aspect and self.aspect.ratio is not None

    @property
    def _covers(self) -> tuple[Cover, ...]:
        return self.recommendation.covers[:CANDIDATES] if self.recommendation else ()

    @property
    def candidates(self) -> tuple[Candidate, ...]:
        """The candidates, best first."""
        return tuple(
            Candidate(rank, cover, self.crop_of(cover), self.chosen is not None and cover.place == self.chosen.place)
            for rank, cover in enumerate(self._covers, 1)
        )

    def crop_of(self, cover: Cover) -> Box:
        """The crop of a cover in the shape wanted now.

        The recommended one; in another shape than was analysed the best one, and until that is known the largest.
        """
        if self.aspect == self._analysed_aspect:
            return cover.crop
        framing = self._framings.get((cover.place, self.aspect)) if self._reshaped else None
        if framing is not None and framing.crops:
            return framing.crops[0].box
        return self.aspect.largest_in(cover.frame.size)

    def file_of(self, place: Place) -> Path:
        """The file that a cover taken from `place` is named after."""
        if isinstance(place, Picture):
            return place.path
        return self.info.path if self.info is not None else self.paths[0]

    @property
    def facts(self) -> frozenset[Fact]:
        """What actions may depend on."""
        found = len(self._covers)
        facts = {
            Fact.OPENED: bool(self.paths),
            Fact.BUSY: self.stage is Stage.ANALYSING,
            Fact.CANDIDATE_1: found >= 1,
            Fact.CANDIDATE_2: found >= 2,
            Fact.CANDIDATE_3: found >= 3,
            Fact.CHOSEN: self.chosen is not None,
            Fact.ACCEPTABLE: self.chosen is not None and not self.writing,
            Fact.WRITTEN: self.written is not None,
        }
        return frozenset(fact for fact, holds in facts.items() if holds)
