"""Videos, read through PyAV."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from contextlib import closing
from dataclasses import replace
from itertools import islice, pairwise
from pathlib import Path
from types import TracebackType
from typing import Self

import av

from app.domain.errors import NoFrames
from app.domain.media import Frame, Image, Kind, Moment, Place, SourceInfo
from app.domain.messages import Message
from app.media.checks import is_encrypted
from app.media.decoder import Decoder
from app.media.hardware import LARGE, proven
from app.media.keyframes import MIN_GAP, KeyFrameIndex, coarse_to_fine, gaps, index_of, spacing, thin
from app.media.render import Renderer
from app.media.source import Stop, never
from app.media.structure import is_broken

_LONGEST = 1_000_000.0
"""A header that claims more seconds than this (eleven days) is not believed."""

_LIE = 2.0
"""Seconds by which a header may be wrong about the length: some count the sound, or a last frame that stays."""

_COARSE = 30.0
"""Longest stretch without a frame that was looked at, in seconds, that nobody has to be told of."""


_ASTRAY = 3000
"""Frames among which one is looked for at the most that is not where it belongs."""

_BEYOND = 32
"""Frames in a row with a later time, after which no earlier one is expected any more where nothing is damaged."""


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
            first = self._decoder.first()
            if first is None:
                raise NoFrames(path, "no_frames")
            stream = self._decoder.stream
            self._renderer = Renderer.of(stream.sample_aspect_ratio, first, stream.codec_context.codec_tag)
            self._start = _stamp(first)
            shown = self._small(first)
            if shown is None:
                raise NoFrames(path, "no_frames")
            self._first = shown
            self._info = SourceInfo(path, Kind.VIDEO, shown.size, self._duration())
        except NoFrames as error:
            self.close()
            if is_encrypted(path):
                raise NoFrames(path, "encrypted") from error
            raise
        except BaseException:
            self.close()
            raise
        self._index: KeyFrameIndex | None = None
        self._unseen = 0.0
        self._tried = False

    @property
    def info(self) -> SourceInfo:
        """Path, kind, size and duration."""
        return self._info

    @property
    def warnings(self) -> tuple[Message, ...]:
        """That parts are damaged, once any was met, colours may be wrong, and there was time for few frames only."""
        found = [Message("partly_damaged")] if self._decoder.damaged else []
        if self._renderer.doubtful or self._decoder.opaque:
            found.append(Message("colours_doubtful"))
        if self._unseen > _COARSE:
            found.append(Message("coarsely_seen", {"seconds": f"{self._unseen:.0f}"}))
        return tuple(found)

    def survey(self, stop: Stop = never) -> Iterator[Frame]:
        """The first frame, then key frames spread evenly, then frames in between where key frames are far apart."""
        seen = {self._start}
        self._unseen = 0.0
        yield self._first
        self._accelerate()
        try:
            yield from self._keys(seen, stop)
            self._walk()
            if not stop():
                yield from self._between(seen, stop)
        finally:
            self._unseen = self._longest_hole(seen)
            self._lengthen(float((max(seen) - self._start) * self._decoder.base))

    def _walk(self) -> None:
        """Find out whether the container is damaged where FFmpeg says nothing of it."""
        self._decoder.damaged |= is_broken(self._path, self._decoder.container.format.name)

    def _accelerate(self) -> None:
        """Decode large frames on the graphics card from now on, if there is one that does so rightly."""
        if self._tried or self._info.size.pixels < LARGE:
            return
        self._tried = True
        better = proven(self._path, self._renderer)
        if better is not None:
            self._decoder.close()
            better.damaged = self._decoder.damaged
            self._decoder = better

    def _keys(self, seen: set[int], stop: Stop) -> Iterator[Frame]:
        """Key frames, coarse before fine."""
        targets = thin(self._indexed().targets, round(MIN_GAP / self._decoder.base))
        for number in coarse_to_fine(len(targets)):
            if stop():
                return
            frame = self._decoder.key_frame(targets[number])
            # What is before the first frame that was whole has no time.
            if frame is not None and _stamp(frame) > self._start and _stamp(frame) not in seen:
                seen.add(_stamp(frame))
                yield from self._shown(frame)

    def _between(self, seen: set[int], stop: Stop) -> Iterator[Frame]:
        """Frames between key frames, each GOP decoded once and only as far as its last wanted time."""
        base, start = self._decoder.base, self._start
        end = max(self._indexed().end, *seen)
        step = max(1, round(spacing(float((end - start) * base)) / base))
        for gap in gaps(sorted(seen), end, step):
            wanted = list(gap.wanted)
            with self._decoder.skipping("NONREF"):
                for frame in self._decoder.frames_from(gap.start, stop):
                    if _stamp(frame) >= wanted[0]:
                        if _stamp(frame) not in seen:
                            seen.add(_stamp(frame))
                            yield from self._shown(frame)
                        wanted = [stamp for stamp in wanted if stamp > _stamp(frame)]
                    if not wanted:
                        break
            if stop():
                return

    def _longest_hole(self, seen: set[int]) -> float:
        """Seconds of the longest stretch of which no frame was seen."""
        known = self._index.end if self._index is not None else self._start
        ends = [*sorted(seen), max(known, *seen)]
        return float(max(after - before for before, after in pairwise(ends)) * self._decoder.base)

    def around(self, place: Place, radius: float, stop: Stop = never) -> Iterator[Frame]:
        """Frames from `radius` before `place`, but of the same GOP, to `radius` behind it."""
        assert isinstance(place, Moment)
        reach = round(radius / self._decoder.base)
        # Frames that no other refers to are left out: they take as long as the others and are coded worst.
        with self._decoder.skipping("NONREF"):
            for frame in self._decoder.frames_from(place.pts, stop):
                if _stamp(frame) > place.pts + reach:
                    break
                if _stamp(frame) >= max(place.pts - reach, self._start):
                    yield from self._shown(frame)

    def full(self, place: Place) -> Image:
        """The frame of a moment at full resolution.

        Raises:
            NoFrames: it can no longer be decoded.
        """
        assert isinstance(place, Moment)
        frame = self._found(place.pts)
        if frame is None:
            raise NoFrames(self._path, "no_frames")
        try:
            return self._renderer.full(frame)
        except av.error.FFmpegError as error:
            raise NoFrames(self._path, "no_frames") from error

    def _found(self, stamp: int) -> av.VideoFrame | None:
        """The frame with a time stamp, or the one behind it if there is none with it and nothing is damaged."""
        behind = self._reached(stamp)
        if behind is not None and behind.pts == stamp:
            return behind
        # What was shown once can be shown again, if it is decoded as it was then: what is in the way may be damaged
        # and not needed, and with several threads, a decoder does not always notice. Nor was damage met yet by who
        # opened the file only for this.
        with closing(self._attempts(stamp)) as attempts:
            found = next((found for found in attempts if found is not None and found.pts == stamp), None)
        return found if found is not None or self._decoder.damaged else behind

    def _attempts(self, stamp: int) -> Generator[av.VideoFrame | None, None, None]:
        """What is found at a time stamp in other ways, the strictest first."""
        self._walk()
        # In some containers, a seek reaches a key frame only from behind.
        targets = (stamp, next((target for target in self._indexed().targets if target > stamp), stamp))
        try:
            for self._decoder.lenient in (False, True):
                yield from (self._decoder.key_frame(target) for target in targets)
                with self._decoder.skipping("NONREF"):
                    yield self._reached(stamp)
                # Behind damage, frames may come out of order, and lie where nobody seeks them.
                for begin in (stamp, self._start) if self._decoder.damaged else (stamp,):
                    yield self._astray(begin, stamp)
        finally:
            self._decoder.lenient = False

    def _reached(self, stamp: int) -> av.VideoFrame | None:
        """The first frame at or behind a time stamp."""
        return next((frame for frame in self._decoder.frames_from(stamp) if _stamp(frame) >= stamp), None)

    def _astray(self, begin: int, stamp: int) -> av.VideoFrame | None:
        """The frame with a time stamp among those from another on, in whatever order they come."""
        beyond = 0
        for frame in islice(self._decoder.frames_from(begin), _ASTRAY if self._decoder.strict else None):
            if frame.pts == stamp:
                return frame
            beyond = beyond + 1 if _stamp(frame) > stamp else 0
            if beyond == _BEYOND and not self._decoder.damaged:
                break
        return None

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

    def _small(self, frame: av.VideoFrame) -> Frame | None:
        """A frame made small; None where it has a format that nothing can be made of."""
        moment = Moment(_stamp(frame), self._decoder.base, self._start)
        try:
            return Frame(moment, self._renderer.size(frame), self._renderer.small(frame))
        except av.error.FFmpegError:
            self._decoder.damaged = True
            return None

    def _shown(self, frame: av.VideoFrame) -> Iterator[Frame]:
        """A frame made small, if it can be."""
        small = self._small(frame)
        if small is not None:
            yield small

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
            if self._index.complete:
                end = float((self._index.end - self._start) * self._decoder.base)
                self._correct_duration(end + self._frame_seconds())
        return self._index

    def _frame_seconds(self) -> float:
        """How long a frame is shown, as far as the header tells."""
        return float(1 / (self._decoder.stream.guessed_rate or 25))

    def _lengthen(self, last: float) -> None:
        """A frame that was seen, at `last` in seconds, is part of the video, even behind the end in the header."""
        if self._info.duration is not None and last >= self._info.duration:
            self._info = replace(self._info, duration=last + self._frame_seconds())

    def _correct_duration(self, end: float) -> None:
        """Where the header is silent or wrong about the length, believe the last packet; `end` is in seconds."""
        claimed = self._info.duration
        if end > 0 and (claimed is None or abs(claimed - end) > _LIE):
            self._info = replace(self._info, duration=end)


def _stamp(frame: av.VideoFrame) -> int:
    """The presentation time stamp; the decoder hands out no frame without one."""
    assert frame.pts is not None
    return frame.pts
