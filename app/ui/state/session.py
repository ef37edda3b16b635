"""What the window shows, without Qt: the source, what was found in it, what the user made of it, the notices."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from app.commands import Fact
from app.commands.editor import Editor
from app.domain.cover import Cover
from app.domain.edits import Edits, Shape, Verdict
from app.domain.geometry import Aspect, Box, Size
from app.domain.look import Look
from app.domain.media import Frame, Image, Kind, Picture, Place, SourceInfo
from app.domain.messages import ABOUT_BACKENDS, Message
from app.domain.project import Analysis, Project, Proposal, Sample, SourceFile
from app.domain.recommendation import BetterFound, Done, FrameScored, Progress, Recommendation, Warned
from app.store.settings import Overlay
from app.ui.state.candidates import CANDIDATES, Candidate
from app.ui.state.facts import facts_of
from app.ui.state.looked import Looked, Sight
from app.ui.state.notices import Level, Notice
from app.ui.state.outcome import Ending, Outcome
from app.ui.state.proofs import Proofs
from app.ui.state.reports import Opened, Thumb
from app.ui.state.scan import Scan
from app.ui.state.scores import assessment_of

if TYPE_CHECKING:
    from app.covers.framing import Framing


class Stage(StrEnum):
    """How far the work on a source is."""

    EMPTY = "empty"
    OPENING = "opening"
    MISSING = "missing"
    ANALYSING = "analysing"
    READY = "ready"
    CANCELLED = "cancelled"
    REJECTED = "rejected"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Improved:
    """What became of the wish to have the light and colour of a cover improved.

    Attributes:
        place: the cover.
        look: what it had then.
        gain: points of the score; 0 where nothing is gained, None while that is being found out.
    """

    place: Place
    look: Look
    gain: int | None = None


class Session:
    """The state of the window; changed by commands and by what jobs report, and read by the widgets.

    Attributes:
        backend: that the models should run on.
        budget: seconds that an analysis may take.
        folder: where covers are written to; None is the source's own.
        looked_up: the frame that the user went to and looks at; None while that is the choice.
        moving: whether the user is on the way through the video, and has not stopped at a frame.
        scan: the analysis as far as it is.
        thumbs: the pictures of a set, as far as they were read.
        before: whether covers are shown without what was done to their light and colour.
        improved: what became of the last wish to have a look improved; None once the look is another one.
        using: whether a frame is on its way to become a candidate.
        writing: whether a cover is being written.
    """

    def __init__(self, aspect: Aspect) -> None:
        self.backend = "auto"
        self.budget = 1.0
        self.folder: Path | None = None
        self.overlays: tuple[Overlay, ...] = ()
        self.heat_opacity = 100
        self._told: list[Message] = []
        self.notices: list[Notice] = []
        self.written: Path | None = None
        self.writing = False
        self._begin((), Edits(Shape(aspect)))

    def _begin(self, paths: Sequence[Path], edits: Edits) -> None:
        self.paths = tuple(paths)
        self.editor = Editor(edits)
        self.stage = Stage.EMPTY
        self.info: SourceInfo | None = None
        self.looked_up: Place | None = None
        self.moving = False
        self.using = False
        self.before = False
        self._improved: Improved | None = None
        self._sources: tuple[SourceFile, ...] = ()
        self._found = Project((), edits)
        self._forget_work()

    def _forget_work(self) -> None:
        self.scan = Scan(self.aspect)
        self.thumbs: dict[Picture, Image] = {}
        self.looked = Looked()
        self._proofs = Proofs()

    # What the user made of it

    @property
    def edits(self) -> Edits:
        """What the user made of the source."""
        return self.editor.edits

    @property
    def shape(self) -> Shape:
        """The shape that is shown and edited."""
        return self.edits.shape

    @property
    def aspect(self) -> Aspect:
        """Width to height of the shape that is shown."""
        return self.edits.shape.aspect

    @property
    def project(self) -> Project:
        """All that is to be kept."""
        found = self._found
        if found.analysis is not None:
            found = replace(found, analysis=replace(found.analysis, samples=self.scan.samples))
        return replace(found, sources=self._sources, edits=self.edits)

    @property
    def project_now(self) -> Project:
        """The project as far as covers and crops are concerned; cheaper than `project`."""
        return self._found.editing(self.edits)

    # Commands

    def open(self, paths: Sequence[Path]) -> None:
        """Begin with another source; the shape stays."""
        self._begin(paths, Edits(self.shape, self.edits.kept))
        self.stage = Stage.OPENING

    def described(self, sources: tuple[SourceFile, ...]) -> None:
        """Take in what tells the sources from others."""
        self._sources = sources

    def restore(self, project: Project) -> None:
        """Go on where a session was left."""
        self.paths = project.paths
        self._sources = project.sources
        self.editor = Editor(project.edits)
        self._found = project
        self._forget_work()
        if project.analysis is not None:
            analysis = project.analysis
            self.info = analysis.recommendation.source
            self.scan = Scan(analysis.aspect, analysis.samples, analysis.recommendation.frames_considered)
        self.stage = Stage.READY

    def keep_edits(self, edits: Edits) -> None:
        """Take over from an older session what does not depend on what was found."""
        self.editor = Editor(Edits(edits.shape, edits.kept, note=edits.note, title=edits.title, spots=edits.spots))

    def analyse(self) -> None:
        """Begin to look for covers; what the user made of the source stays."""
        self._found = Project((), self.edits)
        self._forget_work()
        self.info = None
        self.stage = Stage.ANALYSING

    def choose(self, rank: int) -> bool:
        """Make a candidate the choice, by its number among those that are shown; whether there is one."""
        candidates = self.candidates
        if not 1 <= rank <= len(candidates):
            return False
        place = candidates[rank - 1].cover.place
        self.editor.choose(next(cover for cover in self.project_now.candidates if cover.place == place))
        self.looked_up = None
        return True

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
            case Thumb(place, image):
                self.thumbs[place] = image
            case Progress(share):
                self.scan.reached(share)
            case FrameScored(frame, assessment):
                self.scan.scored(frame, assessment)
            case BetterFound(recommendation):
                self._recommend(recommendation, self.backend, {})
            case Done(recommendation, backend, models):
                self._recommend(recommendation, backend, dict(models))
            case Warned(message):
                self._warn(message)

    def _warn(self, message: Message) -> None:
        # What the machine cannot do is said once, and not again with every source.
        if message not in self._told:
            self.notify(Notice(Level.WARNING, message))
            if message.id in ABOUT_BACKENDS:
                self._told.append(message)

    def _recommend(self, recommendation: Recommendation, backend: str, models: dict[str, str]) -> None:
        known = self._found.analysis
        identity = known.id if known is not None else uuid.uuid4().hex
        analysis = Analysis(identity, datetime.now(UTC), self.scan.aspect, recommendation, backend, models)
        self._found = replace(self._found, analysis=analysis)
        self.info = recommendation.source
        self.scan.frames = max(self.scan.frames, recommendation.frames_considered)

    def analysis_ended(self, outcome: Outcome[None]) -> None:
        """Take in that the analysis ended; what it found stays."""
        if outcome.error is not None:
            self.notify(Notice.of_error(outcome.error))
        endings = {Ending.DONE: Stage.READY, Ending.CANCELLED: Stage.CANCELLED, Ending.FAILED: Stage.FAILED}
        self.stage = endings[outcome.ending]

    def framed(self, place: Place, aspect: Aspect, framing: Framing | None) -> None:
        """Take in what was found in a picture of this source for a shape; None is that it cannot be looked at."""
        self.looked.framed(place, aspect, framing)
        # What the analysis cropped to stays as it is.
        if framing is not None and not self.cropped_by_analysis(place, aspect):
            self._found = self._found.proposing(Proposal(place, aspect, framing.crops, framing.faces))

    # What is shown

    @property
    def recommendation(self) -> Recommendation | None:
        """What was found so far."""
        return self._found.analysis.recommendation if self._found.analysis is not None else None

    @property
    def first_sample(self) -> Sample | None:
        """The first frame of a video and how good it is, also where its picture is not at hand."""
        return min(self.scan.samples, key=lambda sample: sample.place, default=None) if self.of_video else None

    @property
    def shown_stage(self) -> Stage:
        """How far the work is, as the user sees it: what is rejected is no longer ready."""
        return Stage.REJECTED if self.rejected and self.stage is not Stage.ANALYSING else self.stage

    @property
    def rejected(self) -> bool:
        """Whether the user took none of the candidates."""
        return self.edits.decision is not None and self.edits.decision.verdict is Verdict.REJECTED

    @property
    def chosen(self) -> Cover | None:
        """The cover as it is now."""
        return self.project_now.chosen

    @property
    def chosen_by_hand(self) -> bool:
        """Whether the user made the choice, so that better ones do not replace it."""
        return self.edits.chosen is not None

    def cropped_by_analysis(self, place: Place, aspect: Aspect) -> bool:
        """Whether the crop of a frame in a shape is that of the analysis."""
        return aspect == self.scan.aspect and any(cover.place == place for cover in self._found.recommended)

    @property
    def candidates(self) -> tuple[Candidate, ...]:
        """What is offered: the recommended covers, best first, then what the user made of other frames."""
        now = self.project_now
        chosen = now.chosen
        ranks = {cover.place: rank for rank, cover in enumerate(self._found.recommended[:CANDIDATES], 1)}
        found = []
        for cover in self.offered:
            crop = self.crop_of(cover)
            found.append(
                Candidate(
                    ranks.get(cover.place),
                    replace(cover, frame=self.shown_frame(cover.frame), assessment=assessment_of(self, cover)),
                    crop,
                    chosen is not None and cover.place == chosen.place,
                    crop != now.recommended_crop(cover, self.aspect),
                    not self.edits.look(cover.place).neutral,
                )
            )
        return tuple(found)

    @property
    def offered(self) -> tuple[Cover, ...]:
        """The candidates as they are in the source: the recommended ones that are shown, then the others."""
        if self.rejected:
            return ()
        recommended = self._found.recommended[:CANDIDATES]
        places = {cover.place for cover in recommended}
        return (*recommended, *(cover for cover in self.project_now.candidates if cover.place not in places))

    # How covers look

    @property
    def look(self) -> Look | None:
        """What was done to the choice; None where there is none."""
        chosen = self.chosen
        return self.edits.look(chosen.place) if chosen is not None else None

    def shown_look(self, place: Place) -> Look:
        """How a frame is to be shown: as it looks, or before its light and colour were changed."""
        look = self.edits.look(place)
        return look.geometry if self.before else look

    def shown_frame(self, frame: Frame) -> Frame:
        """A small picture as it looks; the same frame gives the same one until its look is another one."""
        return self._proofs.frame(frame, self.shown_look(frame.place))

    def size_of(self, cover: Cover) -> Size:
        """The size of a cover's picture at full resolution, once it is turned."""
        return self.edits.look(cover.place).size(cover.frame.size)

    @property
    def improved(self) -> Improved | None:
        """What became of the last wish to have the look of the choice improved; None once it is another one."""
        chosen, found = self.chosen, self._improved
        if found is None or chosen is None or found.place != chosen.place or found.look != self.look:
            return None
        return found

    @improved.setter
    def improved(self, improved: Improved | None) -> None:
        self._improved = improved

    def crop_of(self, cover: Cover, shape: Shape | None = None) -> Box:
        """The crop of a cover in a shape, or in the one wanted now.

        As the user placed it, or else the recommended one; until that is known the largest.
        """
        return self.project_now.crop(cover, shape or self.shape)

    @property
    def sight(self) -> Sight:
        """What is known of the choice for the overlays."""
        chosen = self.chosen
        if chosen is None:
            return Sight()
        sight = self.looked.sight(chosen.place, self.aspect)
        return self._proofs.sight(sight, self.edits.look(chosen.place), self.aspect, chosen.frame.size)

    def file_of(self, place: Place) -> Path:
        """The file that a cover taken from `place` is named after."""
        if isinstance(place, Picture):
            return place.path
        return self.info.path if self.info is not None else self.paths[0]

    @property
    def of_video(self) -> bool:
        """Whether a video is open."""
        return self.info is not None and self.info.kind is Kind.VIDEO

    @property
    def free_frame(self) -> Place | None:
        """The frame that the user looks at, if it is none of the candidates."""
        places = {candidate.cover.place for candidate in self.candidates}
        return None if self.looked_up in places else self.looked_up

    @property
    def analysing(self) -> bool:
        """Whether better covers are looked for now."""
        return self.stage is Stage.ANALYSING

    @property
    def facts(self) -> frozenset[Fact]:
        """What actions may depend on."""
        return facts_of(self)
