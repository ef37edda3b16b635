"""What the window shows, without Qt: the source, the candidates so far, the choice, the notices."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from app.commands import Fact
from app.domain.cover import Cover
from app.domain.geometry import Aspect, Box
from app.domain.media import Picture, Place, SourceInfo
from app.domain.messages import ABOUT_BACKENDS, Message
from app.domain.recommendation import BetterFound, Done, FrameScored, Progress, Recommendation, Warned
from app.ui.notices import Level, Notice
from app.ui.outcome import Ending, Outcome

CANDIDATES = 3


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


class Session:
    """The state of the window; changed by commands and by what jobs report, and read by the widgets."""

    def __init__(self, aspect: Aspect) -> None:
        self.aspect = aspect
        self.backend = "auto"
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

    # What is shown

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
        """The crop of a cover in the shape wanted now: the recommended one, or the largest in another shape."""
        if self.aspect == self._analysed_aspect:
            return cover.crop
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
            Fact.ACCEPTABLE: self.chosen is not None and not self.writing,
            Fact.WRITTEN: self.written is not None,
        }
        return frozenset(fact for fact, holds in facts.items() if holds)
