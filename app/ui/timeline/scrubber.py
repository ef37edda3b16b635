"""Goes through a video as a hand wants it: to any time, frame by frame, or playing."""

from __future__ import annotations

import threading
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal, Slot

from app.domain.errors import BestframeError
from app.ui.background.jobs import JobRunner, Lane
from app.ui.state.outcome import Ending, Outcome
from app.ui.timeline.deck import Deck, Mailbox, Shown
from app.ui.timeline.strip import Structure, Thumbnail, look_through

FASTEST = 8.0
"""Times as fast as real time, at the most."""


class _Tray:
    """The newest answer of one thread for another; what was not fetched in time is replaced."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._newest: Shown | BestframeError | None = None

    def put(self, answer: Shown | BestframeError) -> bool:
        """Lay an answer down; tells whether the other thread has to be told, as the tray was empty."""
        with self._lock:
            empty, self._newest = self._newest is None, answer
            return empty

    def fetch(self) -> Shown | BestframeError | None:
        """Take the answer."""
        with self._lock:
            answer, self._newest = self._newest, None
            return answer


class Scrubber(QObject):
    """Shows any moment of a video. One job runs for as long as a video is open, and waits while nothing is wanted."""

    frame_ready = Signal(object, object, bool)
    """A `Moment`, its picture as a `Pyramid`, and whether it is the exact frame at its sharpest."""

    position_changed = Signal(float)
    """The time that is shown, in seconds."""

    playing_changed = Signal(float)
    """How fast it plays now; 0 if it does not, negative backwards."""

    failed = Signal(object)
    """The video cannot be opened, or a part of it not be decoded; an exception. Said once for each video opened."""

    thumbnails_ready = Signal(object)
    """Some more `(Moment, QImage)` for the filmstrip, as a list."""

    structure_ready = Signal(object, object)
    """Times of key frames and times at which shots begin, in seconds; comes again when more is known."""

    _answered = Signal(object)

    def __init__(self, jobs: JobRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._path: Path | None = None
        self._mailbox: Mailbox | None = None
        self._tray: _Tray | None = None
        self._rate = 0.0
        self._told = False
        # Queued by name: the answers come from the job's thread.
        self._answered.connect(self._fetch, Qt.ConnectionType.QueuedConnection)

    @property
    def playing(self) -> bool:
        """Whether it plays."""
        return self._rate != 0

    @property
    def rate(self) -> float:
        """How fast it plays; 0 if it does not, negative backwards."""
        return self._rate

    def open(self, path: Path) -> None:
        """Take another video. Nothing is shown until something is asked for."""
        self.close()
        mailbox, tray = Mailbox(), _Tray()
        self._path, self._mailbox, self._tray, self._told = path, mailbox, tray, False

        def answer(what: Shown | BestframeError) -> None:
            if tray.put(what):
                self._answered.emit(tray)

        deck = Deck(mailbox, answer, answer)
        self._jobs.start(Lane.SCRUB, lambda job: deck.run(path, job), self._ended)

    def load_strip(self, height: int = 96) -> None:
        """Get thumbnails, `height` pixels high, and the structure of the video; best when nothing else is going on."""
        path = self._path
        if path is None:
            return
        self._jobs.start(
            Lane.STRIP,
            lambda job: look_through(path, height, job.report, job.cancelled),
            lambda _outcome: None,
            self._take_strip,
        )

    def close(self) -> None:
        """Let go of the video."""
        self._jobs.abandon(Lane.SCRUB)
        self._jobs.abandon(Lane.STRIP)
        self._path = self._mailbox = self._tray = None
        self._set_rate(0.0)

    def seek(self, seconds: float) -> None:
        """Show a time: something near it at once, the exact frame as soon as no other time is asked for."""
        if self._mailbox is not None:
            self._mailbox.seek(seconds)
            self._set_rate(0.0)

    def step(self, count: int) -> None:
        """Show the frame so many frames further on, or back if negative."""
        if self._mailbox is not None:
            self._mailbox.step(count)
            self._set_rate(0.0)

    def play(self, rate: float = 1.0) -> None:
        """Play forwards or, with a negative rate, backwards; asked again while it does, twice as fast, up to ×8."""
        if self._mailbox is None:
            return
        if self._rate * rate > 0:
            rate = max(-FASTEST, min(FASTEST, 2 * self._rate))
        self._mailbox.play(rate)
        self._set_rate(rate)

    def pause(self) -> None:
        """Stay at the frame that is shown."""
        if self._mailbox is not None and self._rate:
            self._mailbox.play(0.0)
            self._set_rate(0.0)

    def toggle(self) -> None:
        """Pause if it plays, else play."""
        if self._rate:
            self.pause()
        else:
            self.play()

    def _set_rate(self, rate: float) -> None:
        if rate != self._rate:
            self._rate = rate
            self.playing_changed.emit(rate)

    @Slot(object)
    def _fetch(self, tray: _Tray) -> None:
        answer = tray.fetch() if tray is self._tray else None
        if isinstance(answer, BestframeError):
            self._set_rate(0.0)
            self._fail(answer)
        elif answer is not None:
            if not answer.rate and answer.exact and self._mailbox is not None and not self._mailbox.waiting():
                self._set_rate(0.0)  # it came to an end
            self.position_changed.emit(answer.moment.seconds)
            self.frame_ready.emit(answer.moment, answer.picture, answer.exact)

    def _ended(self, outcome: Outcome[None]) -> None:
        if outcome.ending is Ending.FAILED:
            self._mailbox = self._tray = None
            self._set_rate(0.0)
            self._fail(outcome.error)

    def _fail(self, error: Exception | None) -> None:
        if not self._told:
            self._told = True
            self.failed.emit(error)

    def _take_strip(self, items: list[object]) -> None:
        thumbnails = [(item.moment, item.image) for item in items if isinstance(item, Thumbnail)]
        if thumbnails:
            self.thumbnails_ready.emit(thumbnails)
        for item in items:
            if isinstance(item, Structure):
                self.structure_ready.emit(item.key_frames, item.shots)
