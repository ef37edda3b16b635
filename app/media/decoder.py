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
from av.codec.codec import UnknownCodecError
from av.codec.hwaccel import HWAccel
from av.container import InputContainer
from av.stream import Disposition
from av.video.codeccontext import VideoCodecContext
from av.video.stream import VideoStream

from app.domain.errors import UnreadableMedia
from app.domain.limits import megapixels_allowed
from app.media.checks import check_size, is_container, is_encrypted
from app.media.source import Stop, never

_log = logging.getLogger(__name__)

# PyAV's own logging stays off, as it is by default: its callback waits for Python's lock, and a decoder that is freed
# while one of its threads complains of damage never comes back.

_THREADS = min(4, os.cpu_count() or 1)
"""Decoder threads; each holds pictures of its own, so more of them cost memory."""

_LARGE = 16_000_000
"""Pixels from which on a frame is decoded by one thread, for the memory."""

_PATIENCE = 300
"""Packets in a row that may fail before the rest of a file is given up."""

_DOUBTFUL = 4
"""Packets behind a seek in a program stream whose time stamps may be wrong."""

_HEALING = 250
"""Frames behind damage that are left out where no key frame comes: by then, most of the picture was coded anew."""

_TELLING = {"hevc", "mjpeg"}
"""Decoders that hand out damaged frames as if they were whole, unless they are told to stop at errors."""

_SEEING = {"vp8": "libvpx", "vp9": "libvpx-vp9"}
"""Decoders that see transparency, by the names of those that leave it out."""

_REORDERED = 8
"""Packets behind an error within which such a decoder may still hand out the damaged frame."""

_NEWCOMERS = 10_000
"""Packets of streams that were not there at the beginning, after which the rest of a file is given up."""

_NOT_THE_VIDEO = Disposition.attached_pic | Disposition.timed_thumbnails | Disposition.still_image
"""Streams that hold pictures of another kind: album covers, thumbnails."""

_READ = (
    # Containers.
    "mov,matroska,avi,mpegts,mpeg,flv,live_flv,kux,asf,ogg,mxf,gxf,dv,rm,nut,nsv,wtv,swf,ivf,obu,dhav,ty,pva,roq,smk,bink,"
    # Streams without one.
    "h264,hevc,vvc,av1,evc,avs2,avs3,m4v,mpegvideo,h261,h263,vc1,vc1test,cavsvideo,dirac,dnxhd,mjpeg,mpjpeg,yuv4mpegpipe,"
    # Sound, which is told to have no picture.
    "mp3,wav,w64,flac,aac,ac3,eac3,dts,dtshd,truehd,amr,amrnb,amrwb,aiff,au,caf,ape,tta,wv,mpc,mpc8,tak,loas,dsf,voc,"
    # Words, likewise.
    "srt,ass,webvtt"
)
"""FFmpeg's names for what is read. Others are playlists, which make it read other files, drawn text, and pictures."""

_USUAL_RATE = Fraction(25)
"""Frames a second of a stream that names neither times nor a rate."""


class Decoder:
    """The main stream of moving pictures in a file.

    Attributes:
        container: the open file.
        stream: the stream that is decoded.
        base: its time base, in seconds.
        tick: where frames have to be counted, because the file tells no time stamps or wrong ones, time from each frame
            to the next, in the time base; else 0.
        damaged: whether a packet could not be decoded so far.
        strict: whether frames that build on damaged ones are left out; see `first`.
        lenient: whether even damaged frames are handed out.
        opaque: whether the stream has transparency that is not decoded.
    """

    def __init__(self, path: Path, hardware: str | None = None) -> None:
        """Open a file.

        Args:
            path: the file.
            hardware: the kind of device that decodes it, in FFmpeg's words; the processor if left out.

        Raises:
            UnreadableMedia: it is not media, holds no pictures, or larger ones than allowed.
            RuntimeError: there is no such device, or it does not decode this.
        """
        self._path = path
        self._hardware = hardware
        self.damaged = False
        self.strict, self.lenient = True, False
        self._options = {"format_whitelist": _READ}
        self._open()

    def _open(self) -> None:
        try:
            device = HWAccel(self._hardware) if self._hardware else None
            # Of a name without a folder, FFmpeg takes what comes before a colon for a protocol.
            self.container: InputContainer = av.open(
                self._path.absolute(), mode="r", options=dict(self._options), metadata_errors="replace", hwaccel=device
            )
        except (av.error.FFmpegError, ValueError) as error:
            raise UnreadableMedia(self._path, "damaged" if is_container(self._path) else "not_media") from error
        try:
            self.stream: VideoStream = self._choose()
            context = self.stream.codec_context
            check_size(self._path, context.width, context.height)
            self._context = self._decoding(context)
        except BaseException:
            self.container.close()
            raise
        self.base: Fraction = self.stream.time_base or Fraction(1, 90_000)
        self.tick = self._counted()
        self._next: int | None = 0 if self._timeless else None
        self._context.thread_type = "AUTO"
        # Several threads may show something damaged otherwise each time.
        self._context.thread_count = _THREADS if context.width * context.height < _LARGE and self.strict else 1
        # A stream may also change its size on the way.
        self._context.options = {"max_pixels": str(megapixels_allowed() * 1_000_000)}
        if self.strict and context.name in _TELLING:
            self._context.options = {**self._context.options, "err_detect": "explode"}
        self._trust()

    def _decoding(self, own: VideoCodecContext) -> VideoCodecContext:
        """What decodes the stream: the container's own decoder, unless only another one sees its transparency."""
        # Some programs write the tag in capitals.
        self.opaque = ("alpha_mode", "1") in ((name.lower(), value) for name, value in self.stream.metadata.items())
        if not self.opaque or own.name not in _SEEING:
            return own
        try:
            seeing = av.CodecContext.create(_SEEING[own.name], "r")
        except UnknownCodecError:
            return own
        assert isinstance(seeing, VideoCodecContext)
        self.opaque = False
        return seeing

    def _choose(self) -> VideoStream:
        """The stream that is on by default, of several the largest."""
        found = [stream for stream in self.container.streams.video if not stream.disposition & _NOT_THE_VIDEO]
        readable = [stream for stream in found if stream.codec_context is not None]
        if not readable:
            raise UnreadableMedia(self._path, "not_media" if found else "no_video_stream")
        return max(
            readable,
            key=lambda stream: (
                bool(stream.disposition & Disposition.default),
                stream.codec_context.width * stream.codec_context.height,
            ),
        )

    def _counted(self) -> int:
        """See `tick`: streams without a container have no time stamps, and AVI knows none for reordered frames."""
        name, context = self.container.format.name, self.stream.codec_context
        self._timeless = self.stream.start_time is None and self.stream.duration is None and _raw(name, context.name)
        if self._timeless:
            return max(1, round(1 / ((self.stream.guessed_rate or _USUAL_RATE) * self.base)))
        return 1 if name == "avi" and context.has_b_frames else 0

    @property
    def seekable(self) -> bool:
        """Whether parts of the file can be reached without what lies before them."""
        return not self._timeless

    def close(self) -> None:
        """Close the file."""
        self.container.close()

    def rewind(self) -> None:
        """Go to the beginning."""
        self.container.close()
        self._open()

    def seek(self, stamp: int) -> None:
        """Go to the key frame at or before a time stamp; to the beginning where the file cannot be sought in.

        So it is where all frames build on damaged ones: each way to one would lead to another picture.
        """
        if self._timeless or not self.strict:
            self.rewind()
            return
        self._next = None
        self._trust()
        self._context.flush_buffers()
        try:
            self.container.seek(stamp, stream=self.stream, backward=True)
        except (av.error.FFmpegError, OverflowError):
            self.rewind()

    def first(self) -> av.VideoFrame | None:
        """The first frame that can be shown; None if there is none.

        Where every frame builds on something damaged, from then on they are taken as they come; and an edit list that
        hides all frames is not believed.
        """
        frame = next(self.frames(), None)
        if frame is None and not self.damaged and self.container.format.name.startswith("mov"):
            self._options["ignore_editlist"] = "1"
            frame = self._again()
        if frame is None and self.damaged and not is_encrypted(self._path):
            self.strict = False
            frame = self._again()
        return frame

    def _again(self) -> av.VideoFrame | None:
        """The first frame of the file opened anew."""
        self.rewind()
        return next(self.frames(), None)

    def key_frame(self, stamp: int) -> av.VideoFrame | None:
        """The key frame at or before a time stamp: one packet in, one frame out; None where it is damaged."""
        if not self.strict:
            return None
        self.seek(stamp)
        with self._surviving():
            for packet in self.packets():
                if not packet.size:
                    break
                if packet.is_keyframe:
                    self._check(packet)
                    frames = [*self._context.decode(packet), *self._context.decode(None)]
                    return next((frame for frame in frames if self._whole(frame)), None)
        return None

    def frames(self, stop: Stop = never) -> Iterator[av.VideoFrame]:
        """Whole frames with a time stamp, in order of time, from where the file stands to its end.

        Of several in a row with the same time stamp, all but the first could not be found again, and are left out.
        """
        failures = 0
        last: int | None = None
        with self._surviving():
            # At the end of the file comes an empty packet, for which the decoder hands out what it still holds.
            for packet in self.packets():
                decoded: list[av.VideoFrame] = []
                failures += 1
                with self._surviving():
                    self._check(packet)
                    if self.tick and packet.is_keyframe:
                        self._begin_count(packet)
                    decoded = self._decode(packet)
                    failures = 0
                for frame in decoded:
                    self._count(frame)
                    if self._whole(frame) and self._trusted(frame) and frame.pts != last:
                        last = frame.pts
                        yield frame
                if failures == _PATIENCE or stop():
                    return

    def packets(self) -> Iterator[av.Packet[VideoStream]]:
        """Packets from where the file stands, at the end an empty one.

        Raises:
            av.error.FFmpegError: the file is damaged.
        """
        return self._undoubted() if self.container.format.name == "mpeg" else self._demuxed()

    def _demuxed(self) -> Iterator[av.Packet[VideoStream]]:
        for _ in range(_NEWCOMERS):
            try:
                yield from self.container.demux(self.stream)
            except IndexError:
                # PyAV does not know a stream that begins later, and stops at each of its packets.
                continue
            return

    def _undoubted(self) -> Iterator[av.Packet[VideoStream]]:
        """Packets of a program stream, without one whose time stamp is wrong.

        A seek lands inside a frame there, and the first whole one behind that is given the time stamp of its successor.
        """
        held: av.Packet[VideoStream] | None = None
        for number, packet in enumerate(self._demuxed()):
            if held is not None and (number > _DOUBTFUL or held.pts != packet.pts):
                yield held
            held = packet
        if held is not None:
            yield held

    def _decode(self, packet: av.Packet[VideoStream]) -> list[av.VideoFrame]:
        """The frames that a packet brings out of the decoder."""
        if self.tick:
            self._context.skip_frame = "DEFAULT"  # Frames that are counted must all come.
        return self._context.decode(packet)

    def frames_from(self, stamp: int, stop: Stop = never) -> Iterator[av.VideoFrame]:
        """Frames in order of time; the first is at or before a time stamp where the file has such a frame."""
        target = stamp
        step = round(1 / self.base)
        for attempt in range(5):
            if attempt < 4:
                self.seek(target)
            else:
                self.rewind()
            frames = self.frames(stop)
            first = next(frames, None)
            if stop() or (first is not None and first.pts is not None and first.pts <= stamp):
                break
            # What is shown before the key frame that the seek landed on belongs to the GOP before it; and in a
            # transport stream, a seek close to the end may land behind the last key frame.
            target = (target if first is None or first.pts is None else min(target, first.pts)) - step
            step *= 4
        if first is not None:
            yield first
            yield from frames

    @contextmanager
    def skipping(self, what: Literal["NONREF"]) -> Iterator[None]:
        """Leave frames out while decoding: `NONREF` skips those that no other frame needs, and saves half the time."""
        if not self.tick and self.strict:  # Frames that are counted must all come, and what is built on damage, too.
            self._context.skip_frame = what
        try:
            yield
        finally:
            self._context.skip_frame = "DEFAULT"

    def _begin_count(self, packet: av.Packet[VideoStream]) -> None:
        """Count from a key frame on, behind a seek and behind damage, which may have swallowed frames."""
        if self._spoilt and self.seekable:
            self._context.flush_buffers()
            self._trust()
            self._next = None
        if self._next is None:
            self._next = packet.pts

    def _count(self, frame: av.VideoFrame) -> None:
        """Give a frame its time stamp, where frames have to be counted."""
        if self.tick and self._next is not None:
            frame.pts = self._next
            self._next += self.tick

    def _whole(self, frame: av.VideoFrame) -> bool:
        """Whether a frame has a time stamp and was decoded without loss."""
        if frame.is_corrupt:
            self._distrust()
        return frame.pts is not None and (self.lenient or not frame.is_corrupt)

    def _check(self, packet: av.Packet[VideoStream]) -> None:
        """Note where the container says that a packet is damaged."""
        self._doubted -= 1
        if packet.is_corrupt:
            self._distrust()

    def _trust(self) -> None:
        """Nothing that was decoded so far is built on."""
        self._spoilt = 0
        self._doubted = 0

    def _distrust(self) -> None:
        """Something is damaged, and so are the frames that build on it, up to the next key frame."""
        self.damaged = True
        self._spoilt = _HEALING
        self._doubted = _REORDERED if self._context.name == "hevc" else 0

    def _trusted(self, frame: av.VideoFrame) -> bool:
        """Whether a frame builds on nothing damaged."""
        if frame.key_frame and self._doubted <= 0:
            self._trust()
        self._spoilt = max(0, self._spoilt - 1)
        return self.lenient or not (self.strict and self._spoilt)

    @contextmanager
    def _surviving(self) -> Iterator[None]:
        """Note that something is damaged, and go on."""
        try:
            yield
        except av.error.InvalidDataError:
            self._distrust()
        except av.error.FFmpegError as error:
            # Theora repeats its headers, which a decoder refuses, and every file ends some time: no damage.
            _log.debug("%s: %s", self._path.name, error)


def _raw(container: str, codec: str) -> bool:
    """Whether a container is none: the bare stream of a codec, under FFmpeg's name for it."""
    return container in {codec, "m4v", "mpegvideo"}
