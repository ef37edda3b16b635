"""A session as a value: sources, what was found in them, and what a person made of it."""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any, Self

from app.domain.cover import Assessment, Cover, Crop
from app.domain.edits import DecidedCrop, Decision, Edits, Shape, Verdict
from app.domain.faces import Face
from app.domain.geometry import Aspect, Box
from app.domain.media import Place
from app.domain.recommendation import Recommendation


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What tells a source from others, and whether it was changed.

    Attributes:
        size: bytes; of a folder, those of all its pictures.
        modified: time of the last change, in nanoseconds since 1970; 0 for a folder.
        head: SHA-256 of its first 64 KiB, in hexadecimal; of a folder, of the names and sizes of its pictures.
    """

    size: int
    modified: int
    head: str

    def same(self, other: Fingerprint) -> bool:
        """Whether the content is the same; a copy has another time and is the same."""
        return (self.size, self.head) == (other.size, other.head)


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A video, picture or folder that was opened; the fingerprint is None where it could not be taken."""

    path: Path
    fingerprint: Fingerprint | None = None
    folder: bool = False


@dataclass(frozen=True, slots=True)
class Sample:
    """How good a frame was found to be, for the curve of the scores."""

    place: Place
    assessment: Assessment


@dataclass(frozen=True, slots=True)
class Proposal:
    """What was found in a frame for a shape.

    Attributes:
        crops: best first, in pixels at full resolution.
        faces: in pixels at full resolution.
    """

    place: Place
    aspect: Aspect
    crops: tuple[Crop, ...]
    faces: tuple[Face, ...] = ()


@dataclass(frozen=True, slots=True)
class Analysis:
    """What the program found in a source.

    Attributes:
        id: of this analysis and no other, in hexadecimal; the decisions on it are stored under it.
        at: when it was made, in UTC.
        aspect: the shape that the covers are cropped to.
        backend: what the models ran on.
        models: version by name.
        samples: all frames that were scored, as far as they are worth keeping.
    """

    id: str
    at: datetime
    aspect: Aspect
    recommendation: Recommendation
    backend: str
    models: Mapping[str, str]
    samples: tuple[Sample, ...] = ()


@dataclass(frozen=True, slots=True)
class Project:
    """A session: all that it takes to show it again as it was left.

    Attributes:
        sources: what was opened, as the user named it.
        edits: what the person made of it.
        analysis: what was found; None before anything was.
        proposals: what was found in candidates for other shapes, and in added frames.
    """

    sources: tuple[SourceFile, ...]
    edits: Edits
    analysis: Analysis | None = None
    proposals: tuple[Proposal, ...] = ()

    @property
    def paths(self) -> tuple[Path, ...]:
        """What was opened."""
        return tuple(source.path for source in self.sources)

    @property
    def identity(self) -> str:
        """What the sources are, wherever they lie: of a folder, its path, since pictures come and go in it."""
        parts = [
            f"{source.fingerprint.size} {source.fingerprint.head}"
            if source.fingerprint is not None and not source.folder
            else str(source.path)
            for source in self.sources
        ]
        return hashlib.sha256("\n".join(parts).encode("utf-8", "surrogatepass")).hexdigest()

    @property
    def recommended(self) -> tuple[Cover, ...]:
        """The recommended covers, best first."""
        return self.analysis.recommendation.covers if self.analysis is not None else ()

    @property
    def candidates(self) -> tuple[Cover, ...]:
        """The recommended covers, those made of added frames, and the choice; each frame once."""
        chosen = () if self.edits.chosen is None else (self.edits.chosen,)
        found: dict[Place, Cover] = {}
        for cover in (*self.recommended, *self.edits.added, *chosen):
            found.setdefault(cover.place, cover)
        return tuple(found.values())

    @property
    def chosen(self) -> Cover | None:
        """The cover; None if there is none, or all are rejected."""
        decision, chosen = self.edits.decision, self.edits.chosen
        if decision is not None and decision.verdict is Verdict.REJECTED:
            return None
        if chosen is None:
            return self.recommended[0] if self.recommended else None
        # More may be known of the same frame by now.
        return next(cover for cover in self.candidates if cover.place == chosen.place)

    def recommended_crop(self, cover: Cover, aspect: Aspect) -> Box:
        """The crop of a cover as the program would have it; the largest centred one until that is known.

        It is what was found in the frame as it is in the source, turned as the frame is now.
        """
        found = self._found_crop(cover, aspect)
        return self.edits.look(cover.place).crop(found, aspect, cover.frame.size)

    def _found_crop(self, cover: Cover, aspect: Aspect) -> Box:
        for proposal in self.proposals:
            if (proposal.place, proposal.aspect) == (cover.place, aspect) and proposal.crops:
                return proposal.crops[0].box
        if self.analysis is not None and aspect == self.analysis.aspect and cover in self.recommended:
            return cover.crop
        return aspect.largest_in(cover.frame.size)

    def crop(self, cover: Cover, shape: Shape) -> Box:
        """The crop of a cover: as placed by hand, or else as recommended."""
        placed = self.edits.crop(cover.place, shape)
        return self.recommended_crop(cover, shape.aspect) if placed is None else placed

    def accepted(self, at: datetime, files: Mapping[Shape, Path]) -> Decision:
        """The decision to take the choice as it is.

        Args:
            at: when, in UTC.
            files: what was written for which shape.

        Raises:
            ValueError: there is no choice.
        """
        cover = self.chosen
        if cover is None:
            raise ValueError("nothing is chosen")
        rank = next((rank for rank, other in enumerate(self.recommended, 1) if other.place == cover.place), None)
        crops = tuple(
            DecidedCrop(
                shape,
                self.crop(cover, shape),
                self.crop(cover, shape) != self.recommended_crop(cover, shape.aspect),
                files.get(shape),
            )
            for shape in self.edits.wanted
        )
        # A look or a title is no objection to what was recommended, which is a frame and its crops.
        unchanged = rank is not None and not any(crop.by_hand for crop in crops)
        verdict = Verdict.ACCEPTED if unchanged else Verdict.OVERRIDDEN
        edits = self.edits
        return Decision(verdict, at, cover.place, rank, crops, edits.note, edits.look(cover.place), edits.title)

    def rejected(self, at: datetime) -> Decision:
        """The decision to take nothing of it."""
        return Decision(Verdict.REJECTED, at, note=self.edits.note)

    def proposing(self, proposal: Proposal) -> Self:
        """Take in what was found in a frame, in place of what was known of it for this shape."""
        key = (proposal.place, proposal.aspect)
        others = tuple(other for other in self.proposals if (other.place, other.aspect) != key)
        return replace(self, proposals=(*others, proposal))

    def editing(self, edits: Edits) -> Self:
        """Take other edits."""
        return replace(self, edits=edits)

    def relocated(self, moves: Mapping[Path, Path]) -> Self:
        """The same with sources, and what lies in them, at other paths: new by old."""
        moved: Self = _relocated(self, moves)
        return moved


def _relocated(value: Any, moves: Mapping[Path, Path]) -> Any:
    """A value with all paths in it moved; numbers, texts and pictures stay the same objects."""
    if isinstance(value, Path):
        return _moved(value, moves)
    if isinstance(value, tuple):
        return tuple(_relocated(item, moves) for item in value)
    if not dataclasses.is_dataclass(value) or isinstance(value, type):
        return value
    fields = {item.name: getattr(value, item.name) for item in dataclasses.fields(value)}
    changed = {name: _relocated(old, moves) for name, old in fields.items()}
    return replace(value, **changed)


def _moved(path: Path, moves: Mapping[Path, Path]) -> Path:
    for old, new in moves.items():
        if path.is_relative_to(old):
            return new / path.relative_to(old)
    return path
