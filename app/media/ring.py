"""What a reader of a video keeps: the last frames, as decoded, and small pictures; both within so many bytes."""

from __future__ import annotations

from bisect import bisect_right
from collections import OrderedDict

import av

from app.domain.media import Image

FRAME_BYTES = 96 << 20
"""Decoded frames that are kept: a second of 1080p."""

PICTURE_BYTES = 64 << 20
"""Small pictures that are kept: about ninety of 640 pixels."""


class Ring:
    """Frames that follow one another without a gap, in order of presentation; the oldest make way.

    Not more than `limit` bytes of them, but always two: the one that is shown and the one behind it.
    """

    def __init__(self, limit: int = FRAME_BYTES) -> None:
        self._limit = limit
        self._stamps: list[int] = []
        self._frames: list[av.VideoFrame] = []

    @property
    def first(self) -> av.VideoFrame | None:
        """The oldest."""
        return self._frames[0] if self._frames else None

    def room_for(self, frame: av.VideoFrame) -> int:
        """How many frames like this one fit."""
        return max(2, self._limit // max(1, _bytes(frame)))

    def add(self, frame: av.VideoFrame, skipped: int) -> None:
        """Add a frame as it comes out of the decoder.

        Args:
            frame: with a time stamp.
            skipped: the latest time stamp of what may have been left out so far: up to there, frames may be missing.
        """
        stamp = frame.pts
        assert stamp is not None
        if self._stamps and (stamp <= self._stamps[-1] or skipped >= self._stamps[-1]):
            self.clear()
        if stamp <= skipped:
            return
        self._stamps.append(stamp)
        self._frames.append(frame)
        while len(self._frames) > self.room_for(frame):
            del self._stamps[0], self._frames[0]

    def clear(self) -> None:
        """Keep nothing."""
        self._stamps.clear()
        self._frames.clear()

    def shown_at(self, stamp: int, *, ended: bool) -> av.VideoFrame | None:
        """The frame that is shown at a time stamp; None if it is not known.

        The last one is known to be it only if the file `ended` behind it.
        """
        place = bisect_right(self._stamps, stamp) - 1
        if place < 0 or (place == len(self._frames) - 1 and not ended and self._stamps[place] != stamp):
            return None
        return self._frames[place]

    def after(self, stamp: int) -> av.VideoFrame | None:
        """The frame behind one of these."""
        place = bisect_right(self._stamps, stamp)
        return self._frames[place] if 0 < place < len(self._frames) and self._stamps[place - 1] == stamp else None

    def before(self, stamp: int) -> av.VideoFrame | None:
        """The frame before one of these."""
        place = bisect_right(self._stamps, stamp) - 1
        return self._frames[place - 1] if place > 0 and self._stamps[place] == stamp else None


class Pictures:
    """Small pictures by time stamp, all of one size; those that nobody asked for the longest make way."""

    def __init__(self, limit: int = PICTURE_BYTES) -> None:
        self._limit = limit
        self._kept: OrderedDict[int, Image] = OrderedDict()
        self._bytes = 0
        self.side = 0

    def of_side(self, side: int) -> None:
        """Keep pictures of another size; those that are there are forgotten if it is."""
        if side != self.side:
            self.side, self._bytes = side, 0
            self._kept.clear()

    def put(self, stamp: int, picture: Image) -> None:
        """Keep one more."""
        if stamp in self._kept:
            self._bytes -= self._kept.pop(stamp).nbytes
        self._kept[stamp] = picture
        self._bytes += picture.nbytes
        while self._bytes > self._limit and len(self._kept) > 1:
            self._bytes -= self._kept.popitem(last=False)[1].nbytes

    def nearest(self, stamp: int) -> int | None:
        """The time stamp of the picture nearest to another; None if there is none at all."""
        return min(self._kept, key=lambda kept: abs(kept - stamp), default=None)

    def get(self, stamp: int) -> Image:
        """A picture that is there."""
        self._kept.move_to_end(stamp)
        return self._kept[stamp]

    def __contains__(self, stamp: object) -> bool:
        return stamp in self._kept


def _bytes(frame: av.VideoFrame) -> int:
    return sum(plane.buffer_size for plane in frame.planes)
