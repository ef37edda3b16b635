"""Frames of one video at any time: for a hand that scrubs, for stepping, and for playing.

Two ways lead to a frame. `near` is quick: a key frame decoded alone, or a small picture that is still known. `frame_at`
and `step` are exact: frames are decoded in order from the key frame before, and those that no other frame needs are
skipped until shortly before the wanted time. The last frames decoded are kept as they come out of the decoder, so that
the neighbours of a frame are there at once.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

import av
from av.video.stream import VideoStream

from app.domain.errors import NoFrames
from app.domain.media import Image, Moment
from app.media.checks import check_file
from app.media.decoder import Decoder
from app.media.keyframes import KeyFrameIndex, index_of
from app.media.render import Renderer
from app.media.ring import Pictures, Ring
from app.media.source import Interrupted, Stop, never

_CLOSE = 0.1
"""A known picture this near, in seconds, stands for the one that is asked for."""

_PASSING = 0.25
"""Seconds between the small pictures that are kept of what is passed on the way to an exact frame."""

_EARLY = 0.12
"""Seconds before a wanted time from which on every frame is decoded; the one shown then is most often among them."""

_FOREVER = 1 << 62


class FrameReader:
    """A video kept open for looking at one frame after another; one thread at a time uses it.

    Pictures are oriented and coloured as those of `app.media.video.VideoSource`, and the moments are the same.
    """

    def __init__(self, path: Path) -> None:
        """Open a file and decode its first frame.

        Raises:
            UnreadableMedia: it cannot be opened, or has no pictures.
            NoFrames: not one frame of it can be decoded.
        """
        check_file(path)
        self._path = path
        self._scout: Decoder | None = None
        self._tape = _Tape(path)
        try:
            first = self._tape.first()
            if first is None:
                raise NoFrames(path, "no_frames")
            self._renderer = Renderer.of(self._tape.stream.sample_aspect_ratio, first)
        except BaseException:
            self.close()
            raise
        self._start = _stamp(first)
        self._base = self._tape.base
        rate = self._tape.stream.average_rate or self._tape.stream.guessed_rate
        self._interval = float(1 / rate) if rate else 0.04
        self._index: KeyFrameIndex | None = None
        self._known: dict[int, int] = {}
        self._ring = Ring()
        self._pictures = Pictures()
        self._run: Iterator[av.VideoFrame] = iter(())
        self._stood = _FOREVER
        self._ended = True
        self._spacing = _PASSING
        self._filled: tuple[int, float, int] | None = None

    # What is asked for

    @property
    def first(self) -> Moment:
        """The first frame."""
        return self._moment(self._start)

    @property
    def frame_seconds(self) -> float:
        """How long a frame is shown on average, in seconds, as the header says; a guess where it does not."""
        return self._interval

    def key_times(self) -> tuple[float, ...]:
        """About when key frames are shown, in seconds, ascending; empty where finding out would take long."""
        index = self._indexed()
        times = (self._moment(key + self._delay).seconds for key in index.keys) if index.complete else ()
        return tuple(max(0.0, time) for time in times)

    def frame_at(self, seconds: float, side: int, stop: Stop = never) -> tuple[Moment, Image]:
        """The frame that is shown at a time: the last one that begins at or before it.

        Args:
            seconds: from the start of the presentation; beyond either end, the frame at that end is meant.
            side: long side of the picture, in pixels, at the most.
            stop: asked between frames.

        Raises:
            Interrupted: `stop` became true; what was decoded until then is kept for the next call.
            NoFrames: nothing can be decoded there.
        """
        frame = self._seek(self._stamp_of(seconds), stop)
        return self._moment(_stamp(frame)), self._render(frame, side)

    def near(self, seconds: float, side: int) -> tuple[Moment, Image]:
        """A frame about a time, quickly: the key frame at or before it, or a nearer one that is still known.

        Raises:
            NoFrames: nothing can be decoded there.
        """
        stamp = self._stamp_of(seconds)
        self._pictures.of_side(side)
        best = self._pictures.nearest(stamp)
        if best is None or (abs(best - stamp) > _CLOSE / self._base and not self._key_is_there(stamp)):
            self._decode_key(stamp)
            best = self._pictures.nearest(stamp)
        if best is None:
            return self.frame_at(seconds, side)
        return self._moment(best), self._pictures.get(best)

    def step(self, moment: Moment, count: int, side: int, stop: Stop = never) -> tuple[Moment, Image]:
        """The frame `count` frames behind another in order of presentation, before it if negative.

        At the ends it stays.

        Raises:
            Interrupted: as `frame_at`.
            NoFrames: as `frame_at`.
        """
        frame = self._seek(moment.pts, stop)
        for _ in range(abs(count)):
            neighbour = self._after(frame, stop) if count > 0 else self._before(frame, stop)
            if neighbour is None:
                break
            frame = neighbour
        return self._moment(_stamp(frame)), self._render(frame, side)

    def frames_from(
        self,
        moment: Moment,
        side: int,
        stop: Stop = never,
        *,
        due: Callable[[Moment], bool] = lambda _moment: True,
        fast: bool = False,
    ) -> Iterator[tuple[Moment, Image]]:
        """Frames in order of presentation from a moment to the end, for playing.

        Args:
            moment: where to begin.
            side: long side of the pictures, in pixels, at the most.
            stop: asked between frames.
            due: which frames are wanted; the others are decoded only.
            fast: whether frames that no other needs are left out, which about halves the work.

        Raises:
            NoFrames: as `frame_at`.
        """
        try:
            frame: av.VideoFrame | None = self._seek(moment.pts, stop)
            while frame is not None and not stop():
                here = self._moment(_stamp(frame))
                if due(here):
                    yield here, self._render(frame, side)
                if fast:
                    self._tape.needed = _FOREVER
                    frame = self._ring.after(_stamp(frame)) or self._read()
                else:
                    frame = self._after(frame, stop)
        except Interrupted:
            return

    def fill(self, seconds: float, side: int, spacing: float, stop: Stop = never) -> None:
        """Get small pictures of the GOP at a time known up to that time, for `near`: so one can play backwards.

        Args:
            seconds: from the start of the presentation.
            side: long side of the pictures, in pixels, at the most.
            spacing: seconds from one to the next.
            stop: asked between frames.

        Raises:
            Interrupted: `stop` became true.
        """
        stamp = self._stamp_of(seconds)
        number = self._number(stamp)
        if self._filled is not None and self._filled[:2] == (number, spacing) and stamp <= self._filled[2]:
            return
        self._pictures.of_side(side)
        self._restart(stamp, _FOREVER)
        self._spacing = spacing
        try:
            while not self._ended and self._stood <= stamp:
                if stop():
                    raise Interrupted
                self._read()
        finally:
            self._spacing = _PASSING
        self._filled = number, spacing, stamp

    def full(self, moment: Moment, stop: Stop = never) -> Image:
        """The frame of a moment at full resolution.

        Raises:
            Interrupted: as `frame_at`.
            NoFrames: as `frame_at`.
        """
        return self._render(self._seek(moment.pts, stop), _FOREVER)

    def close(self) -> None:
        """Close the file. Closing twice is allowed."""
        self._tape.close()
        if self._scout is not None:
            self._scout.close()

    def __enter__(self) -> Self:
        """The reader itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close."""
        self.close()

    # Exact frames

    def _seek(self, stamp: int, stop: Stop, early: float | None = None) -> av.VideoFrame:
        """The frame shown at a time stamp."""
        found = self._ring.shown_at(stamp, ended=self._ended)
        if found is not None:
            return found
        early = max(_EARLY, 3 * self._interval) if early is None else early
        needed = stamp - round(early / self._base)
        if self._leads_to(stamp):
            self._tape.needed = needed
        else:
            self._restart(stamp, needed)
        found = self._read_to(stamp, stop)
        if found is None:
            # What is shown was skipped: it begins long before, as a still does in a recording of a screen.
            self._restart(stamp, -_FOREVER)
            found = self._read_to(stamp, stop) or self._ring.first
        if found is None:
            raise NoFrames(self._path, "no_frames")
        return found

    def _after(self, frame: av.VideoFrame, stop: Stop) -> av.VideoFrame | None:
        """The next frame in order of presentation; None at the end."""
        if (known := self._ring.after(_stamp(frame))) is not None:
            return known
        self._seek(_stamp(frame), stop)
        self._read_to(_stamp(frame), stop)
        return self._ring.after(_stamp(frame))

    def _before(self, frame: av.VideoFrame, stop: Stop) -> av.VideoFrame | None:
        """The frame before in order of presentation; None at the beginning."""
        if _stamp(frame) <= self._start:
            return None
        known = self._ring.before(_stamp(frame))
        # As many as fit are decoded, since the next step most likely goes back, too.
        room = self._ring.room_for(frame) * self._interval
        return known or self._seek(_stamp(frame) - 1, stop, early=room)

    def _leads_to(self, stamp: int) -> bool:
        """Whether decoding on from here is the shortest way to a time stamp."""
        if self._ended or self._stood > stamp:
            return False
        return (stamp - self._stood) * self._base < 0.3 or self._number(self._stood) == self._number(stamp)

    def _restart(self, stamp: int, needed: int) -> None:
        self._ring.clear()
        self._tape.needed, self._tape.skipped = needed, -_FOREVER
        self._run = self._tape.frames_from(stamp)
        self._stood, self._ended = -_FOREVER, False

    def _read(self) -> av.VideoFrame | None:
        """The next frame that is decoded; None at the end."""
        frame = next(self._run, None)
        if frame is None:
            self._ended = True
            return None
        self._stood = _stamp(frame)
        self._ring.add(frame, self._tape.skipped)
        self._keep_passing(frame)
        return frame

    def _read_to(self, stamp: int, stop: Stop) -> av.VideoFrame | None:
        """Decode until it is known what is shown at a time stamp; None where that was skipped."""
        while not self._ended and self._stood <= stamp:
            if stop():
                raise Interrupted
            self._read()
        return self._ring.shown_at(stamp, ended=self._ended)

    # Small pictures

    def _keep_passing(self, frame: av.VideoFrame) -> None:
        side = self._pictures.side
        nearest = self._pictures.nearest(_stamp(frame))
        if side and (nearest is None or abs(nearest - _stamp(frame)) * self._base >= self._spacing):
            self._keep(frame, side)

    def _keep(self, frame: av.VideoFrame, side: int) -> None:
        try:
            self._pictures.put(_stamp(frame), self._renderer.small(frame, side))
        except av.error.FFmpegError:
            self._tape.damaged = True

    def _key_is_there(self, stamp: int) -> bool:
        """Whether the key frame before a time stamp is among the small pictures."""
        return self._known.get(self._number(stamp)) in self._pictures

    def _decode_key(self, stamp: int) -> None:
        """Get the key frame at or before a time stamp among the small pictures, if it can be decoded."""
        if self._scout is None:
            self._scout = Decoder(self._path)
        number, index = self._number(stamp), self._indexed()
        frame = self._scout.key_frame(index.targets[number] if number >= 0 else stamp)
        if frame is not None:
            self._known[number] = _stamp(frame)
            self._keep(frame, self._pictures.side)

    def _render(self, frame: av.VideoFrame, side: int) -> Image:
        try:
            if max(frame.width, frame.height) <= side:
                return self._renderer.full(frame)
            return self._renderer.small(frame, side)
        except av.error.FFmpegError as error:
            raise NoFrames(self._path, "no_frames") from error

    # Times

    def _moment(self, stamp: int) -> Moment:
        return Moment(stamp, self._base, self._start)

    def _stamp_of(self, seconds: float) -> int:
        # A time that was made of a stamp must lead back to it, whatever was lost in between.
        return self._start + max(0, int(min(seconds, 1e9) / self._base + 1e-3))

    def _number(self, stamp: int) -> int:
        """Which key frame is the last at or before a time stamp; −1 if the index knows none."""
        return bisect_right(self._indexed().keys, stamp - self._delay) - 1

    @property
    def _delay(self) -> int:
        """From the decoding time of a key frame to its presentation, as at the start."""
        keys = self._indexed().keys
        return self._start - keys[0] if keys else 0

    def _indexed(self) -> KeyFrameIndex:
        """The key-frame index, made when it is first needed."""
        if self._index is None:
            if self._scout is None:
                self._scout = Decoder(self._path)
            self._scout.seek(self._start)
            self._index = index_of(self._scout)
        return self._index


class _Tape(Decoder):
    """A decoder that can skip what no other frame needs, and knows up to where it may have skipped something.

    Attributes:
        needed: time stamp from which on every frame is decoded.
        skipped: the latest time stamp of a packet that may have been skipped.
    """

    needed = -_FOREVER
    skipped = -_FOREVER

    def _decode(self, packet: av.Packet[VideoStream]) -> list[av.VideoFrame]:
        # Frames that are counted must all come.
        early = not self.tick and packet.pts is not None and packet.pts < self.needed
        self._context.skip_frame = "NONREF" if early else "DEFAULT"
        if early and packet.pts is not None:
            self.skipped = max(self.skipped, packet.pts)
        return super()._decode(packet)


def _stamp(frame: av.VideoFrame) -> int:
    """The presentation time stamp; the decoder hands out no frame without one."""
    assert frame.pts is not None
    return frame.pts
