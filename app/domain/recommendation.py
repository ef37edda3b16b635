"""What is asked for, what comes out, and what a recommendation in the making tells its listener."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.domain.backends import BACKENDS
from app.domain.cover import Assessment, Cover
from app.domain.geometry import Aspect
from app.domain.media import Frame, SourceInfo
from app.domain.messages import Message


@dataclass(frozen=True, slots=True)
class Timing:
    """Where the time went, in seconds.

    Attributes:
        first: from the start of the process (or of the job, in the window) to the first recommendation.
        total: from the same start to now.
        stages: time spent in each stage; stages overlap.
    """

    first: float | None
    total: float
    stages: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Recommendation:
    """The best covers found so far, best first.

    Attributes:
        source: what they were taken from.
        covers: at most as many as were asked for, of different scenes where the source has them.
        first_frame: score of what would be the cover without us; None as long as it is not known.
        frames_considered: how many frames were scored.
    """

    source: SourceInfo
    covers: tuple[Cover, ...]
    first_frame: float | None
    frames_considered: int
    timing: Timing


@dataclass(frozen=True, slots=True)
class Options:
    """What a recommendation should be like.

    Attributes:
        aspect: shape of the covers.
        top: how many covers, at least 1.
        budget: seconds to spend on extraction and scoring, above 0.
        backend: wanted inference backend, one of `app.domain.backends.BACKENDS`.
    """

    aspect: Aspect = field(default_factory=lambda: Aspect(None))
    top: int = 3
    budget: float = 1.0
    backend: str = "auto"

    def __post_init__(self) -> None:
        if self.top < 1:
            raise ValueError("at least one cover must be asked for")
        if not self.budget > 0:
            raise ValueError("the time budget must be above 0 seconds")
        if self.backend not in BACKENDS:
            raise ValueError(f"no such backend: {self.backend}")


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the work is, 0–1; it never goes back."""

    share: float


@dataclass(frozen=True, slots=True)
class FrameScored:
    """A frame was scored."""

    frame: Frame
    assessment: Assessment


@dataclass(frozen=True, slots=True)
class BetterFound:
    """The recommendation so far changed; the first one comes early."""

    recommendation: Recommendation


@dataclass(frozen=True, slots=True)
class Warned:
    """Something did not go as asked, and the work goes on."""

    message: Message


@dataclass(frozen=True, slots=True)
class Done:
    """The work is finished; this is the last event."""

    recommendation: Recommendation
    backend: str
    models: Mapping[str, str]


Event = Progress | FrameScored | BetterFound | Warned | Done
