"""What the window shows, without Qt: the source, what was found in it, what the user made of it, the notices."""

from __future__ import annotations

import time
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from app.commands import Fact
from app.commands.editor import Editor
from app.domain.cover import Assessment, Cover, Crop
from app.domain.edits import Edits, Shape, Verdict
from app.domain.geometry import Aspect, Box, Size
from app.domain.look import Look
from app.domain.media import Frame, Image, Kind, Picture, Place, SourceInfo
from app.domain.messages import ABOUT_BACKENDS, Message
from app.domain.project import Analysis, Project, Proposal, Sample, SourceFile
from app.domain.recommendation import BetterFound, Done, FrameScored, Progress, Recommendation, Warned
from app.store.settings import Overlay
from app.ui.state.facts import facts_of
from app.ui.state.looked import Inspection, Looked, Rating, Sight
from app.ui.state.notices import Level, Notice
from app.ui.state.outcome import Ending, Outcome
from app.ui.state.proofs import Proofs

if TYPE_CHECKING:
    from app.covers.framing import Framing

CANDIDATES = 3


_LOOKED = {Overlay.FACES, Overlay.HEAT, Overlay.CROPS}
"""Overlays of what has to be looked for in the picture."""

_TELLING = 0.1
"""Share of the work after which the rest can be estimated."""


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
class Opened:
    """A source could be opened; reported before anything is known of its frames."""

    info: SourceInfo


@dataclass(frozen=True, slots=True, eq=False)
class Thumb:
    """A picture of a set, small."""

    place: Picture
    image: Image


@dataclass(frozen=True, slots=True)
class Candidate:
    """A cover as it is offered.

    Attributes:
        rank: its place among the recommended ones, from 1; None for a frame that the user added.
        cover: the cover as it looks; its assessment is that of what is shown, as far as that is known.
        crop: in the shape that is wanted now.
        chosen: whether it is the choice.
        edited: whether the user placed the crop.
        adjusted: whether the user changed the look.
    """

    rank: int | None
    cover: Cover
    crop: Box
    chosen: bool
    edited: bool = False
    adjusted: bool = False


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
        first: the first frame, which would be the cover without us, and how good it is; None while it is not known.
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
        self.progress = 0.0
        self.frames = 0
        self._begun = 0.0
        self._analysed_aspect = self.edits.shape.aspect
        self.first: tuple[Frame, Assessment] | None = None
        self.thumbs: dict[Picture, Image] = {}
        self._samples: dict[Place, Sample] = {}
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
            found = replace(found, analysis=replace(found.analysis, samples=self.samples))
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
            self._analysed_aspect = project.analysis.aspect
            self._samples = {sample.place: sample for sample in project.analysis.samples}
            self.info = project.analysis.recommendation.source
            self.frames = project.analysis.recommendation.frames_considered
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
        self._begun = time.monotonic()

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
                self.progress = max(self.progress, share)
            case FrameScored(frame, assessment):
                self.frames += 1
                if self.first is None or self.first[0].place == frame.place:
                    self.first = frame, assessment
                self._samples[frame.place] = Sample(frame.place, assessment)
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
        analysis = Analysis(identity, datetime.now(UTC), self._analysed_aspect, recommendation, backend, models)
        self._found = replace(self._found, analysis=analysis)
        self.info = recommendation.source
        self.frames = max(self.frames, recommendation.frames_considered)

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
        if framing is not None and (aspect != self._analysed_aspect or place not in self._recommended_places):
            self._found = self._found.proposing(Proposal(place, aspect, framing.crops, framing.faces))

    # What is shown

    @property
    def recommendation(self) -> Recommendation | None:
        """What was found so far."""
        return self._found.analysis.recommendation if self._found.analysis is not None else None

    @property
    def seconds_left(self) -> float | None:
        """How long the analysis will still take, if it goes on as so far; None where that cannot be told yet."""
        if self.stage is not Stage.ANALYSING or self.progress < _TELLING:
            return None
        return (time.monotonic() - self._begun) * (1 - self.progress) / self.progress

    @property
    def samples(self) -> tuple[Sample, ...]:
        """All frames that were scored."""
        return tuple(self._samples.values())

    @property
    def first_sample(self) -> Sample | None:
        """The first frame of a video and how good it is, also where its picture is not at hand."""
        return min(self._samples.values(), key=lambda sample: sample.place, default=None) if self.of_video else None

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

    @property
    def _recommended_places(self) -> frozenset[Place]:
        return frozenset(cover.place for cover in self._found.recommended)

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
                    replace(cover, frame=self.shown_frame(cover.frame), assessment=self.assessment_of(cover)),
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

    def recommended_crop(self, cover: Cover) -> Box:
        """The crop of a cover in the shape wanted now as the program would have it."""
        return self.project_now.recommended_crop(cover, self.aspect)

    def assessment_of(self, cover: Cover) -> Assessment:
        """How good a cover is as it is cropped and looks now; as recommended, until that is known."""
        rated = self.looked.rating(cover.place, self.aspect, self.crop_of(cover))
        as_found = rated if rated is not None and self._upright(cover) else cover.assessment
        look = self.edits.look(cover.place)
        adjusted = self.looked.assessment(cover.place, look) if not look.neutral else None
        if adjusted is None:
            return as_found
        # Whoever judged it has loaded this.
        from app.covers.adjusted import as_cover

        return as_cover(adjusted, as_found)

    @property
    def unjudged(self) -> tuple[Frame, Look] | None:
        """The choice, as it is in the source, and its look, where nobody knows how good it is with that."""
        chosen = self.chosen
        if chosen is None:
            return None
        look = self.edits.look(chosen.place)
        known = look.neutral or self.looked.knows_adjusted(chosen.place, look)
        return None if known else (chosen.frame, look)

    def _upright(self, cover: Cover) -> bool:
        """Whether the crops of a cover show what they show in the source, where they are rated."""
        return self.edits.look(cover.place).upright

    def crop_score(self, cover: Cover) -> float | None:
        """How good the crop of a cover is, among all crops of its picture; None where that is not known."""
        box = self.crop_of(cover)
        rated = self.looked.rating(cover.place, self.aspect, box)
        if rated is not None and self._upright(cover):
            return rated.crop
        return next((crop.score for crop in self._proposed(cover) if crop.box == box), None)

    def recommended_crop_score(self, cover: Cover) -> float | None:
        """How good the recommended crop of a cover is; None where that is not known."""
        box = self.recommended_crop(cover)
        return next((crop.score for crop in self._proposed(cover) if crop.box == box), None)

    def _proposed(self, cover: Cover) -> tuple[Crop, ...]:
        """Crops of a cover in the shape wanted now whose scores are known, turned as the cover is."""
        look, size = self.edits.look(cover.place), cover.frame.size
        return tuple(Crop(look.crop(crop.box, self.aspect, size), crop.score) for crop in self._scored(cover))

    def _scored(self, cover: Cover) -> tuple[Crop, ...]:
        framing = self.looked.framing(cover.place, self.aspect)
        if framing is not None:
            return framing.crops
        for proposal in self._found.proposals:
            if (proposal.place, proposal.aspect) == (cover.place, self.aspect):
                return proposal.crops
        if self.aspect == self._analysed_aspect and cover.assessment.crop is not None:
            return (Crop(cover.crop, cover.assessment.crop),)
        return ()

    @property
    def wanted_looks(self) -> tuple[Inspection, ...]:
        """The covers to be looked at, most urgent first.

        The choice while an overlay is on; and all candidates in a shape that was not analysed, in the kept ones the
        choice. But while better ones are still looked for, only what the user chose.
        """
        chosen = self.chosen
        if chosen is None or (self.stage is Stage.ANALYSING and not self.chosen_by_hand):
            return ()
        shown = bool(_LOOKED & {*self.overlays})
        looks = [Inspection(chosen, self.aspect)] if shown or self._crop_missing(chosen, self.aspect) else []
        kept = (shape.aspect for shape in self.edits.kept)
        looks += [Inspection(chosen, aspect) for aspect in kept if self._crop_missing(chosen, aspect)]
        if self.stage is not Stage.ANALYSING:
            others = (cover for cover in self.offered if cover.place != chosen.place)
            looks += [Inspection(cover, self.aspect) for cover in others if self._crop_missing(cover, self.aspect)]
        return tuple(look for look in looks if not self.looked.knows(look))

    def _crop_missing(self, cover: Cover, aspect: Aspect) -> bool:
        """Whether nobody has looked for the crops of a cover in a shape; the picture's own needs no looking for."""
        if aspect.ratio is None or (aspect == self._analysed_aspect and cover.place in self._recommended_places):
            return False
        return all((proposal.place, proposal.aspect) != (cover.place, aspect) for proposal in self._found.proposals)

    @property
    def wanted_rating(self) -> Rating | None:
        """The crop to be rated: where the user placed that of the choice, and nobody knows how good it is."""
        chosen = self.chosen
        if chosen is None or self.edits.crop(chosen.place, self.shape) is None or not self._upright(chosen):
            return None
        rating = Rating(chosen, self.aspect, self.crop_of(chosen))
        return None if self.looked.knows_rating(rating) else rating

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
