"""One video stream, read packet by packet: seeking, decoding, and going on after damage."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from fractions import Fraction
from pathlib import Path
from typing import Literal

import av
from av.container import InputContainer
from av.video.stream import VideoStream

from app.domain.errors import UnreadableMedia
from app.media.source import Stop, never

_log = logging.getLogger(__name__)

_THREADS = min(4, os.cpu_count() or 1)
"""Decoder threads; each holds pictures of its own, so more of them cost memory."""

_PATIENCE = 300
"""Packets in a row that may fail before the rest of a file is given up."""


class Decoder:
    """The first stream of moving pictures in a file.

    Attributes:
        container: the open file.
        stream: the stream that is decoded.
        base: its time base, in seconds.
        damaged: whether a packet could not be decoded so far.
    """

    def __init__(self, path: Path) -> None:
        """Open a file.

        Raises:
            UnreadableMedia: it is not media, or holds no pictures.
        """
        self._path = path
        self.damaged = False
        self._open()

    def _open(self) -> None:
        try:
            self.container: InputContainer = av.open(self._path, mode="r", metadata_errors="replace")
        except av.error.FFmpegError as error:
            raise UnreadableMedia(self._path, "not_media") from error
        try:
            self.stream: VideoStream = self._choose()
        except BaseException:
            self.container.close()
            raise
        self.base: Fraction = self.stream.time_base or Fraction(1, 90_000)
        self.stream.thread_type = "AUTO"
        self.stream.codec_context.thread_count = _THREADS

    def _choose(self) -> VideoStream:
        """The first stream of pictures that is not an attached cover."""
        for stream in self.container.streams.video:
            if not stream.disposition & av.stream.Disposition.attached_pic:
                if stream.codec_context is None:
                    raise UnreadableMedia(self._path, "not_media")
                return stream
        raise UnreadableMedia(self._path, "no_video_stream")

    def close(self) -> None:
        """Close the file."""
        self.container.close()

    def seek(self, stamp: int) -> None:
        """Go to the key frame at or before a time stamp; to the beginning where the file cannot be sought in."""
        try:
            self.container.seek(stamp, stream=self.stream, backward=True)
        except av.error.FFmpegError:
            self.container.close()
            self._open()

    def key_frame(self, stamp: int) -> av.VideoFrame | None:
        """The key frame at or before a time stamp: one packet in, one frame out; None where it is damaged."""
        self.seek(stamp)
        context = self.stream.codec_context
        with self._surviving():
            for packet in self.container.demux(self.stream):
                if not packet.size:
                    break
                if packet.is_keyframe:
                    frames = [*context.decode(packet), *context.decode(None)]
                    return next((frame for frame in frames if self._whole(frame)), None)
        return None

    def frames(self, stop: Stop = never) -> Iterator[av.VideoFrame]:
        """Whole frames with a time stamp, in order of time, from where the file stands to its end."""
        failures = 0
        with self._surviving():
            # At the end of the file comes an empty packet, for which the decoder hands out what it still holds.
            for packet in self.container.demux(self.stream):
                decoded: list[av.VideoFrame] = []
                failures += 1
                with self._surviving():
                    decoded = self.stream.codec_context.decode(packet)
                    failures = 0
                yield from filter(self._whole, decoded)
                if failures == _PATIENCE or stop():
                    return

    def frames_from(self, stamp: int, stop: Stop = never) -> Iterator[av.VideoFrame]:
        """Frames in order of time; the first is at or before a time stamp where the file has such a frame."""
        target = stamp
        step = round(1 / self.base)
        for attempt in range(4):
            self.seek(target)
            frames = self.frames(stop)
            first = next(frames, None)
            if first is None or attempt == 3 or first.pts is None or first.pts <= stamp:
                break
            # What is shown before the key frame that the seek landed on belongs to the GOP before it.
            target = min(target, first.pts) - step
            step *= 4
        if first is not None:
            yield first
            yield from frames

    @contextmanager
    def skipping(self, what: Literal["NONREF"]) -> Iterator[None]:
        """Leave frames out while decoding: `NONREF` skips those that no other frame needs, and saves half the time."""
        self.stream.codec_context.skip_frame = what
        try:
            yield
        finally:
            self.stream.codec_context.skip_frame = "DEFAULT"

    def _whole(self, frame: av.VideoFrame) -> bool:
        """Whether a frame has a time stamp and was decoded without loss."""
        if frame.is_corrupt:
            self.damaged = True
        return frame.pts is not None and not frame.is_corrupt

    @contextmanager
    def _surviving(self) -> Iterator[None]:
        """Note that something is damaged, and go on."""
        try:
            yield
        except av.error.InvalidDataError:
            self.damaged = True
        except av.error.FFmpegError as error:
            # Theora repeats its headers, which a decoder refuses, and every file ends some time: no damage.
            _log.debug("%s: %s", self._path.name, error)
