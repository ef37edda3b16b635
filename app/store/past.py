"""What the decision store tells."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from app.domain.cover import Reason
from app.domain.edits import Decision
from app.domain.geometry import Aspect, Box
from app.domain.media import Place


@dataclass(frozen=True, slots=True)
class PastCover:
    """A cover that was recommended; `app.domain.cover` says what the numbers mean."""

    rank: int
    place: Place
    crop: Box
    score: float
    parts: Mapping[str, float]
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Past:
    """What was recommended once.

    Attributes:
        at: when, in UTC.
        models: version by name.
        aspect: for which shape.
        covers: best first.
        decisions: all that were made on it, oldest first; the last one holds.
    """

    at: datetime
    models: Mapping[str, str]
    aspect: Aspect
    covers: tuple[PastCover, ...]
    decisions: tuple[Decision, ...]


@dataclass(frozen=True, slots=True)
class ChoiceRate:
    """How analyses were decided on, as numbers of them; of several decisions on one the last counts.

    Attributes:
        first: the first recommended cover was taken as it was.
        other: another recommended one was taken as it was.
        recropped: a recommended frame was taken with another crop.
        own_frame: a frame was taken that was not recommended.
        rejected: nothing was taken.
    """

    first: int = 0
    other: int = 0
    recropped: int = 0
    own_frame: int = 0
    rejected: int = 0

    @property
    def decided(self) -> int:
        """How many were decided on."""
        return self.first + self.other + self.recropped + self.own_frame + self.rejected

    @property
    def unchanged(self) -> float | None:
        """Share of those where a recommended cover was taken as it was, 0–1; None if nothing was decided on."""
        return (self.first + self.other) / self.decided if self.decided else None
