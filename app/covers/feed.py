"""Frames made in a thread of their own, so that decoding and scoring overlap."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterator
from types import TracebackType
from typing import Self

from app.covers.clock import Stopwatch
from app.domain.media import Frame
from app.media.source import Stop

_DEPTH = 6
"""Frames that may wait; they bound the memory and let a slow consumer slow the decoder down."""


class Feed:
    """Iterates over the frames of a generator that runs in a thread; leaving the context ends that thread.

    An error in the generator is raised by the iteration, after the frames that came before it.
    """

    def __init__(self, make: Callable[[Stop], Iterator[Frame]], clock: Stopwatch, stage: str) -> None:
        """Prepare a feed.

        Args:
            make: makes the generator, given a function that tells it to stop.
            clock: counts the time spent in the generator.
            stage: name of the stage that it counts towards.
        """
        self._make = make
        self._clock = clock
        self._stage = stage
        self._frames: queue.Queue[Frame | BaseException | None] = queue.Queue(_DEPTH)
        self._closed = threading.Event()
        self._thread = threading.Thread(target=self._run, name=f"feed-{stage}")

    def __enter__(self) -> Self:
        """Start the thread."""
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the thread and wait for it."""
        self._closed.set()
        while self._thread.is_alive():
            self._empty()
            self._thread.join(0.01)

    def __iter__(self) -> Iterator[Frame]:
        """The frames."""
        while (item := self._frames.get()) is not None:
            if isinstance(item, BaseException):
                raise item
            yield item

    def _empty(self) -> None:
        """Make room, so that the thread can put its last item and end."""
        while True:
            try:
                self._frames.get_nowait()
            except queue.Empty:
                return

    def _run(self) -> None:
        frames = self._make(self._closed.is_set)
        try:
            while not self._closed.is_set():
                with self._clock.stage(self._stage):
                    frame = next(frames, None)
                self._frames.put(frame)
                if frame is None:
                    return
        except BaseException as error:  # noqa: BLE001 - handed over to the consumer's thread, which raises it
            self._frames.put(error)
        else:
            self._frames.put(None)
