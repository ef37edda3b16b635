"""Videos, read through PyAV."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

import av

from app.domain.errors import NoFrames
from app.domain.media import Frame, Image, Kind, Moment, Place, SourceInfo
from app.domain.messages import Message
from app.media.decoder import Decoder
from app.media.keyframes import MIN_GAP, KeyFrameIndex, coarse_to_fine, gaps, index_of, spacing, thin
from app.media.render import Renderer
from app.media.source import Stop, never

_LONGEST = 1_000_000.0
"""A header that claims more seconds than this (eleven days) is not believed."""


class VideoSource:
    """A video file."""

    def __init__(self, path: Path) -> None:
        """Open a file and decode its first frame.

        Raises:
            UnreadableMedia: it cannot be opened, or has no pictures.
            NoFrames: not one frame of it can be decoded.
        """
        self._path = path
        self._decoder = Decoder(path)
        try:
            first = next(self._decoder.frames(), None)
            if first is None:
                raise NoFrames(path, "no_frames")
            self._renderer = Renderer.of(self._decoder.stream.sample_aspect_ratio, first)
            self._start = _stamp(first)
            self._first = self._small(first)
            self._info = SourceInfo(path, Kind.VIDEO, self._first.size, self._duration())
        except BaseException:
            self.close()
            raise
        self._index: KeyFrameIndex | None = None

    @property
    def info(self) -> SourceInfo:
        """Path, kind, size and duration."""
        return self._info

    @property
    def warnings(self) -> tuple[Message, ...]:
        """That parts are damaged, once any was met."""
        return (Message("partly_damaged"),) if self._decoder.damaged else ()

    def survey(self, stop: Stop = never) -> Iterator[Frame]:
        """The first frame, then key frames spread evenly, then frames in between where key frames are far apart."""
        yield self._first
        index = self._indexed()
        targets = thin(index.targets, round(MIN_GAP / self._decoder.base))
        seen = {self._start}
        for number in coarse_to_fine(len(targets)):
            if stop():
                return
            frame = self._decoder.key_frame(targets[number])
            if frame is not None and _stamp(frame) not in seen:
                seen.add(_stamp(frame))
                yield self._small(frame)
        yield from self._between(sorted(seen), max(index.end, *seen), stop)

    def _between(self, seen: list[int], end: int, stop: Stop) -> Iterator[Frame]:
        """Frames between key frames, each GOP decoded once and only as far as its last wanted time."""
        base = self._decoder.base
        step = max(1, round(spacing(float((end - seen[0]) * base)) / base))
        for gap in gaps(seen, end, step):
            wanted = list(gap.wanted)
            with self._decoder.skipping("NONREF"):
                for frame in self._decoder.frames_from(gap.start, stop):
                    if _stamp(frame) >= wanted[0]:
                        yield self._small(frame)
                        wanted = [stamp for stamp in wanted if stamp > _stamp(frame)]
                    if not wanted:
                        break
            if stop():
                return

    def around(self, place: Place, radius: float, stop: Stop = never) -> Iterator[Frame]:
        """Frames from `radius` before `place`, but of the same GOP, to `radius` behind it."""
        assert isinstance(place, Moment)
        reach = round(radius / self._decoder.base)
        # Frames that no other refers to are left out: they take as long as the others and are coded worst.
        with self._decoder.skipping("NONREF"):
            for frame in self._decoder.frames_from(place.pts, stop):
                if _stamp(frame) > place.pts + reach:
                    break
                if _stamp(frame) >= place.pts - reach:
                    yield self._small(frame)

    def full(self, place: Place) -> Image:
        """The frame of a moment at full resolution.

        Raises:
            NoFrames: it can no longer be decoded.
        """
        assert isinstance(place, Moment)
        for frame in self._decoder.frames_from(place.pts):
            if _stamp(frame) >= place.pts:
                return self._renderer.full(frame)
        raise NoFrames(self._path, "no_frames")

    def close(self) -> None:
        """Close the file."""
        self._decoder.close()

    def __enter__(self) -> Self:
        """The source itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close."""
        self.close()

    def _small(self, frame: av.VideoFrame) -> Frame:
        moment = Moment(_stamp(frame), self._decoder.base, self._start)
        return Frame(moment, self._renderer.size(frame), self._renderer.small(frame))

    def _duration(self) -> float | None:
        """Length in seconds, from the stream, else the container; None where both are silent or absurd."""
        stream, container = self._decoder.stream, self._decoder.container
        if stream.duration is not None:
            seconds = float(stream.duration * self._decoder.base)
        elif container.duration is not None:
            seconds = container.duration / av.time_base
        else:
            return None
        return seconds if 0 < seconds < _LONGEST else None

    def _indexed(self) -> KeyFrameIndex:
        """The key-frame index, made when it is first needed."""
        if self._index is None:
            self._decoder.seek(self._start)
            self._index = index_of(self._decoder)
        return self._index


def _stamp(frame: av.VideoFrame) -> int:
    """The presentation time stamp; the decoder hands out no frame without one."""
    assert frame.pts is not None
    return frame.pts
