"""Background work. Every QThread of the program is started, watched and ended by the `JobRunner`."""

from __future__ import annotations

import contextlib
import logging
import os
import sys
import threading
import time
from collections import deque
from collections.abc import Callable
from enum import StrEnum
from typing import Any, TypeVar

from PySide6.QtCore import QDeadlineTimer, QObject, Qt, QThread, QTimer, Signal, Slot

from app.domain.errors import BestframeError
from app.ui.state.outcome import CancelledError, Ending, Outcome

_logger = logging.getLogger(__name__)

T = TypeVar("T")

PACE_MS = 50
"""Reports of a job reach the window at most this often; between, they gather."""


class Lane(StrEnum):
    """Kinds of work. A lane has one current job: a new one takes the place of the old one."""

    WARM_UP = "warm-up"
    ANALYSIS = "analysis"
    PICTURE = "picture"
    LOOK = "look"
    ACCEPT = "accept"
    FORMATS = "formats"
    EXPORT = "export"
    EXPORT_PREVIEW = "export preview"
    KEEP = "keep"
    FIND = "find"
    RATE = "rate"
    DEVELOP = "develop"
    LETTER = "letter"
    FONTS = "fonts"
    TEMPLATES = "templates"
    AUTO_LOOK = "auto look"
    JUDGE_LOOK = "judge look"
    COMPARE = "compare"
    USE = "use"
    SCRUB = "scrub"
    STRIP = "strip"
    CURVE = "curve"
    DIAGNOSE = "diagnose"


class Job:
    """One piece of work, as the work itself sees it; its methods may be called from the worker's thread."""

    def __init__(self, lane: Lane, generation: int, announce: Callable[[], None]) -> None:
        self.lane = lane
        self.generation = generation
        self._announce = announce
        self._announced = False
        self._cancel = threading.Event()
        self._wake: Callable[[], None] | None = None
        self._items: deque[object] = deque()

    def cancelled(self) -> bool:
        """Whether the work should stop soon."""
        return self._cancel.is_set()

    def cancel(self) -> None:
        """Ask the work to stop soon."""
        self._cancel.set()
        if self._wake is not None:
            self._wake()

    def wake_with(self, wake: Callable[[], None]) -> None:
        """Have `wake` called, in the thread that cancels, so that work that waits for something notices."""
        self._wake = wake
        if self._cancel.is_set():
            wake()

    def report(self, item: object) -> None:
        """Hand something to the window, which gets it in a batch with what else was reported meanwhile."""
        self._items.append(item)
        if not self._announced:
            self._announced = True
            self._announce()

    def take(self) -> list[object]:
        """Everything reported since the last call."""
        # Cleared first: what is appended after this line is either taken below or announced again.
        self._announced = False
        taken = []
        while self._items:
            taken.append(self._items.popleft())
        return taken


NICE = 10
"""By how much the priority of background threads is lower than the window's, in Unix's steps."""

URGENT = frozenset({Lane.KEEP, Lane.ACCEPT})
"""What somebody decided, and must not be lost: short work, which does not wait behind what else the machine does."""


class _Worker(QThread):
    """The thread of one job."""

    reported = Signal()
    ended = Signal(object)

    def __init__(self, lane: Lane, generation: int, work: Callable[[Job], Any]) -> None:
        super().__init__()
        self.setObjectName(f"{lane} {generation}")
        self.job = Job(lane, generation, self.reported.emit)
        self.outcome: Outcome[Any] = Outcome(Ending.CANCELLED)
        self.on_items: Callable[[list[object]], None] | None = None
        self.on_end: Callable[[Outcome[Any]], None] | None = None
        self._work = work

    def run(self) -> None:
        """Do the work; whatever it raises becomes the outcome."""
        if self.job.lane not in URGENT:
            _yield_to_the_window()
        try:
            self.outcome = Outcome(Ending.DONE, self._work(self.job))
        except CancelledError:
            self.outcome = Outcome(Ending.CANCELLED)
        except BestframeError as error:
            self.outcome = Outcome(Ending.FAILED, error=error)
        except Exception as error:
            _logger.exception("the job “%s” failed", self.objectName())
            self.outcome = Outcome(Ending.FAILED, error=error)
        self.ended.emit(self)


def _yield_to_the_window() -> None:
    """Let the window's thread go first from now on, before this thread and those that it starts."""
    if sys.platform == "linux":  # where Qt's own priorities do nothing, and those of the system are a thread's own
        with contextlib.suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), os.getpriority(os.PRIO_PROCESS, 0) + NICE)


class JobRunner(QObject):
    """Runs jobs, each in a thread of its own; lives, and calls back, in the thread that made it.

    What a job of an older generation reports or returns after a newer one took its lane is dropped.
    """

    idle = Signal()
    """No job runs any more."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._generations = dict.fromkeys(Lane, 0)
        self._workers: list[_Worker] = []
        self._closed = False
        self._pace = QTimer(self, interval=PACE_MS, singleShot=True)
        self._pace.timeout.connect(self._deliver)

    @property
    def running(self) -> int:
        """How many threads there are."""
        return len(self._workers)

    def runs(self, lane: Lane) -> bool:
        """Whether a job of a lane runs."""
        return any(worker.job.lane is lane for worker in self._workers)

    def start(
        self,
        lane: Lane,
        work: Callable[[Job], T],
        on_end: Callable[[Outcome[T]], None],
        on_items: Callable[[list[object]], None] | None = None,
    ) -> None:
        """Start `work`, cancelling what its lane does now.

        Args:
            lane: the lane that it takes.
            work: called in the new thread.
            on_end: called once with the outcome, unless a newer job took the lane by then.
            on_items: called with what the work reports, in batches.
        """
        if self._closed:
            return
        self.cancel(lane)
        self._generations[lane] += 1
        worker = _Worker(lane, self._generations[lane], work)
        worker.on_items, worker.on_end = on_items, on_end
        worker.reported.connect(self._on_reported, Qt.ConnectionType.QueuedConnection)
        worker.ended.connect(self._on_ended, Qt.ConnectionType.QueuedConnection)
        self._workers.append(worker)
        worker.start()

    def cancel(self, lane: Lane) -> None:
        """Ask the current job of a lane to stop; its end is still reported."""
        for worker in self._workers:
            if worker.job.lane is lane:
                worker.job.cancel()

    def abandon(self, lane: Lane) -> None:
        """Ask the current job of a lane to stop, and drop whatever it still reports or returns."""
        self.cancel(lane)
        self._generations[lane] += 1

    def shutdown(self, seconds: float = 5.0) -> bool:
        """End everything: ask all jobs to stop and wait for them. Nothing is called back any more.

        Returns:
            Whether all threads ended in time.
        """
        self._closed = True
        self._pace.stop()
        for worker in self._workers:
            worker.job.cancel()
        deadline = time.monotonic() + seconds
        left = []
        for worker in self._workers:
            milliseconds = max(0, round((deadline - time.monotonic()) * 1000))
            if not worker.wait(QDeadlineTimer(milliseconds)):
                _logger.error("the job “%s” does not stop", worker.objectName())
                left.append(worker)
        self._workers = left
        return not left

    def _current(self, worker: _Worker) -> bool:
        return not self._closed and worker.job.generation == self._generations[worker.job.lane]

    @Slot()
    def _on_reported(self) -> None:
        # The first report goes through at once, the next ones wait for the pace.
        if not self._pace.isActive() and not self._closed:
            self._deliver()

    @Slot()
    def _deliver(self) -> None:
        """Hand out what was reported; go on at the pace for as long as reports come."""
        delivered = [self._deliver_of(worker) for worker in list(self._workers)]
        if any(delivered) and not self._closed:
            self._pace.start()

    def _deliver_of(self, worker: _Worker) -> bool:
        items = worker.job.take()
        if items and worker.on_items is not None and self._current(worker):
            worker.on_items(items)
        return bool(items)

    @Slot(object)
    def _on_ended(self, worker: _Worker) -> None:
        if worker not in self._workers:
            return  # a shutdown waited for it
        worker.wait()  # the signal is the last thing that its thread does
        self._deliver_of(worker)
        self._workers.remove(worker)
        if worker.on_end is not None and self._current(worker):
            worker.on_end(worker.outcome)
        if not self._workers:
            self.idle.emit()
