"""Animated GIF, WebP and PNG as videos, read through Pillow: their pictures build on one another from the first."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import accumulate
from pathlib import Path
from types import TracebackType
from typing import Self

import PIL.Image

from app.domain.errors import NoFrames, UnreadableMedia
from app.domain.geometry import Size
from app.domain.media import Frame, Image, Kind, Moment, Place, SourceInfo
from app.domain.messages import Message
from app.media.delays import delays
from app.media.keyframes import spacing
from app.media.pictures import open_picture, pixels_of, working_size
from app.media.source import Stop, never

_BASE = Fraction(1, 1000)
"""Time stamps are milliseconds."""


class AnimationSource:
    """An animation: pictures in one file, each with the time it is shown."""

    def __init__(self, path: Path) -> None:
        """Open a file.

        Raises:
            UnreadableMedia: it is no picture that can be read, or does not move.
        """
        self._path = path
        self._damaged = False
        self._picture = open_picture(path)
        try:
            shown, whole = delays(path, self._picture.format or "") if _moves(self._picture) else ([], True)
            if len(shown) < 2:
                raise UnreadableMedia(path, "not_media")
            self._starts = list(accumulate(shown, initial=0))
            # In a PNG file, what programs without animations show may come before the first picture.
            self._before = int(getattr(self._picture, "default_image", False))
            size = Size(self._picture.width, self._picture.height)
            self._info = SourceInfo(path, Kind.VIDEO, size, self._starts[-1] / 1000)
            self._pixels(0, working_size(size))
            self._damaged = not whole
        except BaseException:
            self._picture.close()
            raise

    @property
    def info(self) -> SourceInfo:
        """Path, kind, size and duration."""
        return self._info

    @property
    def moments(self) -> tuple[Moment, ...]:
        """When each picture begins."""
        return tuple(Moment(start, _BASE) for start in self._starts[:-1])

    @property
    def warnings(self) -> tuple[Message, ...]:
        """That parts are damaged or missing."""
        return (Message("partly_damaged"),) if self._damaged else ()

    def survey(self, stop: Stop = never) -> Iterator[Frame]:
        """Pictures spread evenly, in order of time, since each builds on those before it."""
        step = max(1, round(1000 * spacing(self._starts[-1] / 1000)))
        wanted = 0
        for number in range(len(self._starts) - 1):
            # A picture that a wanted moment falls into.
            if self._starts[number + 1] > wanted:
                if number and stop():
                    return
                frame = self._small(number)
                if frame is None:
                    return
                yield frame
                wanted = max(wanted + step, self._starts[number + 1])

    def around(self, place: Place, radius: float, stop: Stop = never) -> Iterator[Frame]:
        """Pictures at most `radius` seconds away."""
        assert isinstance(place, Moment)
        for number, start in enumerate(self._starts[:-1]):
            if abs(start - place.pts) <= radius * 1000:
                frame = self._small(number)
                if frame is None:
                    return
                yield frame
                if stop():
                    return

    def full(self, place: Place) -> Image:
        """The picture of a moment at full resolution.

        Raises:
            NoFrames: it can no longer be decoded.
        """
        assert isinstance(place, Moment)
        try:
            return self._pixels(self._starts.index(place.pts), None)
        except (UnreadableMedia, ValueError) as error:
            raise NoFrames(self._path, "no_frames") from error

    def close(self) -> None:
        """Close the file."""
        self._picture.close()

    def __enter__(self) -> Self:
        """The source itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close."""
        self.close()

    def _small(self, number: int) -> Frame | None:
        """A picture made small; None where it is damaged, and all behind it with it."""
        try:
            image = self._pixels(number, working_size(self._info.size))
        except UnreadableMedia:
            self._damaged = True
            return None
        return Frame(Moment(self._starts[number], _BASE), self._info.size, image)

    def _pixels(self, number: int, small: Size | None) -> Image:
        number += self._before
        if number < self._picture.tell():
            # Pillow goes back to the wrong place in a PNG file that it has not read to its end.
            self._picture.close()
            self._picture = open_picture(self._path)
        try:
            self._picture.seek(number)
        except Exception as error:
            # Pillow's readers raise EOFError, SyntaxError, struct.error and others on damaged files.
            raise UnreadableMedia(self._path, "damaged") from error
        return pixels_of(self._picture, self._path, small, turn=False)


def _moves(picture: PIL.Image.Image) -> bool:
    """Whether there is more than one picture."""
    return bool(getattr(picture, "is_animated", False))
