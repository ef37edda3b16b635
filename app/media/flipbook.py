"""Looking at one picture after another of an animation, as `FrameReader` does of a video, and what opens either."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

import cv2
import numpy as np

from app.domain.errors import UnreadableMedia
from app.domain.geometry import Size
from app.domain.media import Image, Moment
from app.media.animation import AnimationSource
from app.media.checks import SUFFIXES
from app.media.reader import FrameReader
from app.media.source import Interrupted, Stop, never


class Reader(Protocol):
    """Something that moves, kept open for looking at its frames; see `FrameReader` for what each method promises."""

    @property
    def first(self) -> Moment:
        """The first frame."""

    def key_times(self) -> tuple[float, ...]:
        """About when key frames are shown, in seconds."""

    def frame_at(self, seconds: float, side: int, stop: Stop = never) -> tuple[Moment, Image]:
        """The frame that is shown at a time."""

    def near(self, seconds: float, side: int) -> tuple[Moment, Image]:
        """A frame about a time, quickly."""

    def step(self, moment: Moment, count: int, side: int, stop: Stop = never) -> tuple[Moment, Image]:
        """The frame `count` frames behind another."""

    def frames_from(
        self,
        moment: Moment,
        side: int,
        stop: Stop = never,
        *,
        due: Callable[[Moment], bool] = ...,
        fast: bool = False,
    ) -> Iterator[tuple[Moment, Image]]:
        """Frames in order from a moment to the end."""

    def fill(self, seconds: float, side: int, spacing: float, stop: Stop = never) -> None:
        """Get ready for playing backwards from a time."""

    def __enter__(self) -> Self:
        """The reader itself."""

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close."""


def open_reader(path: Path) -> Reader:
    """Open a video or an animation.

    Raises:
        UnreadableMedia: it is neither.
        NoFrames: not one frame of it can be decoded.
    """
    first: Callable[[Path], Reader]
    second: Callable[[Path], Reader]
    # What is called a picture is read as the recommendation reads it, and so are the moments.
    first, second = (Flipbook, FrameReader) if path.suffix.lower() in SUFFIXES else (FrameReader, Flipbook)
    try:
        return first(path)
    except UnreadableMedia as failure:
        try:
            return second(path)
        except UnreadableMedia:
            raise failure from None


class Flipbook:
    """An animation, for one thread; going back begins at its first picture, as they build on one another."""

    def __init__(self, path: Path) -> None:
        """Open a file.

        Raises:
            UnreadableMedia: it does not move.
        """
        self._source = AnimationSource(path)
        self._moments = self._source.moments

    @property
    def first(self) -> Moment:
        """The first picture."""
        return self._moments[0]

    def key_times(self) -> tuple[float, ...]:
        """Only the first stands for itself."""
        return (0.0,)

    def frame_at(self, seconds: float, side: int, stop: Stop = never) -> tuple[Moment, Image]:
        """The picture that is shown at a time.

        Raises:
            NoFrames: it is damaged.
        """
        return self._page(bisect_right([moment.seconds for moment in self._moments], seconds + 1e-9) - 1, side)

    def near(self, seconds: float, side: int) -> tuple[Moment, Image]:
        """The same: an animation is small."""
        return self.frame_at(seconds, side)

    def step(self, moment: Moment, count: int, side: int, stop: Stop = never) -> tuple[Moment, Image]:
        """The picture `count` pictures behind another; at the ends it stays."""
        return self._page(self._moments.index(moment) + count, side)

    def frames_from(
        self,
        moment: Moment,
        side: int,
        stop: Stop = never,
        *,
        due: Callable[[Moment], bool] = lambda _moment: True,
        fast: bool = False,
    ) -> Iterator[tuple[Moment, Image]]:
        """Pictures in order from a moment to the end."""
        for number in range(self._moments.index(moment), len(self._moments)):
            if stop():
                return
            if due(self._moments[number]):
                yield self._page(number, side)

    def fill(self, seconds: float, side: int, spacing: float, stop: Stop = never) -> None:
        """Nothing to be got ready."""
        if stop():
            raise Interrupted

    def __enter__(self) -> Self:
        """The reader itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close."""
        self._source.close()

    def _page(self, number: int, side: int) -> tuple[Moment, Image]:
        moment = self._moments[min(max(number, 0), len(self._moments) - 1)]
        image = self._source.full(moment)
        size = Size(image.shape[1], image.shape[0])
        small = size.within(side)
        if small != size:
            image = np.asarray(cv2.resize(image, (small.width, small.height), interpolation=cv2.INTER_AREA), np.uint8)
        return moment, image
