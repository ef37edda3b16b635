"""Where the time goes."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from app.domain.recommendation import Timing


class Stopwatch:
    """Seconds since a start, and seconds spent in named stages; stages may overlap, one thread writes each."""

    def __init__(self, started: float | None = None) -> None:
        """Start.

        Args:
            started: a value of `time.perf_counter()` to count from; now, when left out.
        """
        self._started = time.perf_counter() if started is None else started
        self._stages: dict[str, float] = {}
        self._first: float | None = None

    @property
    def elapsed(self) -> float:
        """Seconds since the start."""
        return time.perf_counter() - self._started

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Count what happens inside towards a stage."""
        begun = time.perf_counter()
        try:
            yield
        finally:
            self._stages[name] = self._stages.get(name, 0.0) + time.perf_counter() - begun

    def mark_first(self) -> None:
        """Note the moment of the first recommendation; later calls change nothing."""
        if self._first is None:
            self._first = self.elapsed

    def timing(self) -> Timing:
        """What was counted so far."""
        return Timing(self._first, self.elapsed, dict(self._stages))
