"""What runs in the scrubber's thread: takes wishes from a mailbox, and answers them with frames. Without widgets."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from app.domain.errors import BestframeError, NoFrames
from app.domain.media import Image, Moment
from app.media.source import Interrupted
from app.ui.background.jobs import Job
from app.ui.background.pictures import DISPLAY_SIDE, Pyramid, pyramid
from app.ui.state.outcome import CancelledError

if TYPE_CHECKING:
    from app.media.flipbook import Reader

QUICK_SIDE = 640
"""Long side of the pictures that come at once, in pixels."""

PLAY_SIDE = 960
"""Long side of the pictures that are played, in pixels."""

_FASTEST = 1 / 40
"""Seconds between two pictures that are played, at the least."""

_SLOWEST = 0.1
"""Seconds after which a picture is shown however late it is, so that playing is never a still."""

_PATIENCE = 0.5
"""Seconds that playing may lag behind before it goes on slower instead."""

_BACKWARD = 12
"""Pictures a second when playing backwards."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What is to be shown now.

    Attributes:
        rate: how fast it plays, 0 if it does not; negative is backwards.
        exact: whether this is the very frame that was asked for, as sharp as a screen can show it.
    """

    moment: Moment
    picture: Pyramid
    exact: bool
    rate: float


@dataclass(frozen=True, slots=True)
class Wish:
    """What is wanted: to go to a time, then so many steps, then to play (or, at rate 0, not to)."""

    seek: float | None = None
    steps: int = 0
    rate: float | None = None


def open_reader(path: Path) -> Reader:
    """Open a video or an animation; what decodes is imported only then, so that the window opens sooner.

    Raises:
        UnreadableMedia: it is neither.
    """
    from app.media import flipbook

    return flipbook.open_reader(path)


class Mailbox:
    """The newest wishes; what they overrule is dropped. Any thread may put one in, one thread takes them out."""

    def __init__(self) -> None:
        self._filled = threading.Condition()
        self._wish = Wish()
        self._closed = False

    def seek(self, seconds: float) -> None:
        """Wish to see a time; playing ends."""
        self._put(lambda _: Wish(seek=seconds, rate=0.0))

    def step(self, count: int) -> None:
        """Wish to step so many frames further, or back; playing ends."""
        self._put(lambda wish: Wish(wish.seek, wish.steps + count, 0.0))

    def play(self, rate: float) -> None:
        """Wish to play, or at rate 0 to pause."""
        self._put(lambda wish: Wish(wish.seek, wish.steps, rate))

    def close(self) -> None:
        """Wish for nothing more."""
        with self._filled:
            self._closed = True
            self._filled.notify_all()

    def waiting(self) -> bool:
        """Whether there is a wish that nobody took, or nothing more is wished for."""
        return self._closed or self._wish != Wish()

    def overruled(self) -> bool:
        """Whether a time is wished for, which makes steps from another one needless."""
        return self._closed or self._wish.seek is not None

    def wait(self, seconds: float | None = None) -> bool:
        """Wait for a wish, for so long at the most; tell whether there is one.

        Raises:
            CancelledError: nothing more is wished for.
        """
        with self._filled:
            self._filled.wait_for(self.waiting, seconds)
            if self._closed:
                raise CancelledError
            return self.waiting()

    def take(self) -> Wish:
        """Take what is wished for, once there is something.

        Raises:
            CancelledError: nothing more is wished for.
        """
        self.wait()
        with self._filled:
            wish, self._wish = self._wish, Wish()
            return wish

    def _put(self, change: Callable[[Wish], Wish]) -> None:
        with self._filled:
            self._wish = change(self._wish)
            self._filled.notify_all()


class Deck:
    """Shows frames of one video as they are wished for."""

    def __init__(self, mailbox: Mailbox, show: Callable[[Shown], None], fail: Callable[[BestframeError], None]) -> None:
        self._mailbox = mailbox
        self._show = show
        self._fail = fail
        self._moment: Moment | None = None
        self._aim = 0.0

    def run(self, path: Path, job: Job) -> None:
        """Serve until the job is cancelled.

        Raises:
            UnreadableMedia: the file cannot be opened.
            CancelledError: it was asked to stop.
        """
        job.wake_with(self._mailbox.close)
        with open_reader(path) as reader:
            while True:
                wish = self._mailbox.take()
                try:
                    self._grant(wish, reader)
                except Interrupted:
                    continue
                except NoFrames as error:
                    self._fail(error)

    def _grant(self, wish: Wish, reader: Reader) -> None:
        if wish.seek is not None:
            self._moment, self._aim = None, wish.seek
            self._publish(*reader.near(wish.seek, QUICK_SIDE))
        if wish.steps:
            moment = self._moment or reader.frame_at(self._aim, QUICK_SIDE, self._mailbox.overruled)[0]
            moment, image = reader.step(moment, wish.steps, DISPLAY_SIDE, self._mailbox.overruled)
            self._settle(moment, image)
        elif wish.rate:
            self._play(wish.rate, reader)
        else:
            # Begun at once and given up when something else is wanted: if that lies further on, the way is shorter.
            self._settle(*self._exact(reader))

    def _exact(self, reader: Reader) -> tuple[Moment, Image]:
        return reader.frame_at(self._aim, DISPLAY_SIDE, self._mailbox.waiting)

    def _settle(self, moment: Moment, image: Image) -> None:
        """Stay at a frame."""
        self._moment, self._aim = moment, moment.seconds
        self._publish(moment, image, exact=True)

    def _publish(self, moment: Moment, image: Image, rate: float = 0.0, *, exact: bool = False) -> None:
        self._show(Shown(moment, pyramid(image), exact, rate))

    # Playing

    def _play(self, rate: float, reader: Reader) -> None:
        moment = self._moment or self._exact(reader)[0]
        if rate > 0:
            self._play_on(moment, rate, reader)
        else:
            self._play_back(moment, rate, reader)
        if not self._mailbox.waiting():
            self._settle(*self._exact(reader))  # at one end

    def _play_on(self, moment: Moment, rate: float, reader: Reader) -> None:
        stop = self._mailbox.waiting
        if reader.step(moment, 1, QUICK_SIDE, stop)[0] == moment:
            moment = reader.first  # at the end, it begins again
        pace = _Pace(moment.seconds, rate)
        for here, image in reader.frames_from(moment, PLAY_SIDE, stop, due=pace.due, fast=rate >= 2):
            if self._mailbox.wait(max(0.0, pace.early(here.seconds))):
                break
            self._at(here, image, rate)
            pace.shown(here.seconds)

    def _play_back(self, moment: Moment, rate: float, reader: Reader) -> None:
        pace = _Pace(moment.seconds, rate)
        seconds = moment.seconds
        while seconds > 0:
            begun = time.perf_counter()
            reader.fill(seconds, QUICK_SIDE, -rate / _BACKWARD, self._mailbox.waiting)
            here, image = reader.near(seconds, QUICK_SIDE)
            if time.perf_counter() - begun > 1 / _BACKWARD:
                pace.rebase(seconds)
            self._at(here, image, rate)
            if self._mailbox.wait(1 / _BACKWARD):
                return
            seconds = pace.now()
        self._moment, self._aim = None, 0.0

    def _at(self, moment: Moment, image: Image, rate: float) -> None:
        self._moment, self._aim = moment, moment.seconds
        self._publish(moment, image, rate)


class _Pace:
    """When which frame is to be shown."""

    def __init__(self, seconds: float, rate: float) -> None:
        self._rate = rate
        self._shown = -1e9
        self._shown_at = -1e9
        self.rebase(seconds)

    def rebase(self, seconds: float) -> None:
        """Let a time of the video be now."""
        self._begun, self._from = time.perf_counter(), seconds

    def now(self) -> float:
        """The time of the video that should be seen now, in seconds."""
        return self._from + (time.perf_counter() - self._begun) * self._rate

    def early(self, seconds: float) -> float:
        """In how many seconds a time of the video comes."""
        return (seconds - self.now()) / self._rate

    def due(self, moment: Moment) -> bool:
        """Whether a frame is to be shown: not too soon behind the last, and not too late, unless all are."""
        if moment.seconds - self._shown < _FASTEST * self._rate:
            return False
        early = self.early(moment.seconds)
        if early < -_PATIENCE:
            self.rebase(moment.seconds)
            return True
        return early > -_FASTEST or time.perf_counter() - self._shown_at > _SLOWEST

    def shown(self, seconds: float) -> None:
        """Note that a frame is shown now."""
        self._shown, self._shown_at = seconds, time.perf_counter()
