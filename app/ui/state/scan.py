"""How far an analysis is, and how good the frames are that it has scored."""

from __future__ import annotations

import time
from collections.abc import Iterable

from app.domain.cover import Assessment
from app.domain.geometry import Aspect
from app.domain.media import Frame, Place
from app.domain.project import Sample

_TELLING = 0.1
"""Share of the work after which the rest can be estimated."""


class Scan:
    """An analysis as it goes over a source; also one that was made earlier.

    Attributes:
        aspect: the shape that it crops to.
        progress: share of the work that is done, from 0 to 1.
        frames: how many it looked at.
        first: the first frame, which would be the cover without us, and how good it is; None while it is not known.
    """

    def __init__(self, aspect: Aspect, samples: Iterable[Sample] = (), frames: int = 0) -> None:
        self.aspect = aspect
        self.progress = 0.0
        self.frames = frames
        self.first: tuple[Frame, Assessment] | None = None
        self._samples: dict[Place, Sample] = {sample.place: sample for sample in samples}
        self._begun = time.monotonic()

    def reached(self, share: float) -> None:
        """Take in how much is done; it never goes back."""
        self.progress = max(self.progress, share)

    def scored(self, frame: Frame, assessment: Assessment) -> None:
        """Take in how good a frame is."""
        self.frames += 1
        if self.first is None or self.first[0].place == frame.place:
            self.first = frame, assessment
        self._samples[frame.place] = Sample(frame.place, assessment)

    @property
    def samples(self) -> tuple[Sample, ...]:
        """All frames that were scored."""
        return tuple(self._samples.values())

    @property
    def seconds_left(self) -> float | None:
        """How long it will still take, if it goes on as so far; None where that cannot be told yet."""
        if self.progress < _TELLING:
            return None
        return (time.monotonic() - self._begun) * (1 - self.progress) / self.progress
