"""Whether what is exported is what was scored: the same place, and the same picture."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

import av
import cv2
import numpy as np

from app.domain.errors import NoFrames
from app.domain.media import Frame, Image, Kind, Moment
from app.media import open_source
from app.media.render import Renderer
from app.media.source import Source

BOUNDS = {Kind.VIDEO: 1.5, Kind.PICTURES: 4.0}
"""Levels by which the two may differ on average, once they are of one size and `COARSER`.

Of samples that nobody changed, it is 0.35 at the most in videos, and 1.5 in pictures: JPEG files are made small while
they are decoded.
"""

CONCEALED = 3.0
"""Times as much where damage is warned of: decoders fill it in with what they happen to have decoded before."""

COARSER = 4
"""How much smaller both are made before: noise, which damage brings, becomes another one if it is decoded small."""

EXEMPT = {
    # Frames are counted, and otherwise behind a seek than from the beginning.
    "damaged AVI, another frame": b"AVI ",
    # Where a key frame is lost, frames behind it are handed out all the same, on whatever was decoded before.
    "damaged FLV, another picture": b"FLV\1",
    # FFmpeg guesses the time stamps of frames that have none of their own by what it met before, damage as well.
    "damaged program stream, another frame": b"\0\0\1\xba",
}
"""Differences that are known and left (decision 18) where damage is warned of, and what names their files."""

UNNOTICED = {"damaged VP8, another picture": b"V_VP8"}
"""Likewise, without a warning: its decoder notices no damage, and with several threads, what builds on it differs."""

TWICE = "a time told twice"
"""As `UNNOTICED`: which of the two frames is met depends on the way there."""

_HEAD = 4096
"""Bytes at the beginning of a file in which that is looked for."""

COMPARED = 3
"""Frames of a source that are compared at the most, spread over what was seen."""


def differences(path: Path, source: Source, frames: Sequence[Frame], leeway: float = 1.0) -> str:
    """What differs, by more than `leeway` times the bound, in words; nothing where all that is looked at is the same.

    Some frames are exported by the source that they were scored by, and one by another, as from a saved project: it has
    not met the damage that the first one has.
    """
    chosen, bound = spread(frames), BOUNDS[source.info.kind] * leeway
    with open_source([path]) as anew:
        tried = [*((source, frame, "") for frame in chosen), *((anew, frame, " anew") for frame in chosen[-1:])]
        found = [_told(frame, compared(opened, frame, bound), how) for opened, frame, how in tried]
    return "; ".join(filter(None, found))


def spread(frames: Sequence[Frame]) -> list[Frame]:
    """At most `COMPARED` of some frames: the first, the last, and others in between."""
    count = min(COMPARED, len(frames))
    return [frames[number * (len(frames) - 1) // max(1, count - 1)] for number in range(count)]


def compared(source: Source, frame: Frame, bound: float) -> str:
    """How what is exported differs from a frame that was scored, by more levels than a bound or in other ways."""
    try:
        with _noted() as stamps:
            full = source.full(frame.place)
    except NoFrames:
        return "refused"
    if isinstance(frame.place, Moment) and any(stamp != frame.place.pts for stamp in stamps):
        return f"time stamp {stamps[-1]}"
    if (full.shape[1], full.shape[0]) != (frame.size.width, frame.size.height):
        return f"{full.shape[1]} × {full.shape[0]} of {frame.size}"
    away = difference(full, frame.image)
    return f"{away:.1f} levels" if away > bound else ""


def difference(full: Image, small: Image) -> float:
    """Levels between a picture and a smaller one, both brought to one size: the mean of all pixels and channels."""
    height, width = small.shape[:2]
    size = max(1, width // COARSER), max(1, height // COARSER)
    first, second = (cv2.resize(image, size, interpolation=cv2.INTER_AREA).astype(np.int16) for image in (full, small))
    return float(np.abs(first - second).mean())


def exempt(path: Path, *, warned: bool) -> str | None:
    """The name under which a difference is known that a damaged file may have; None if it is none of those."""
    with path.open("rb") as file:
        head = file.read(_HEAD)
    known = {**UNNOTICED, **EXEMPT} if warned else UNNOTICED
    named = next((name for name, mark in known.items() if mark in head), None)
    return named or (TWICE if _tells_a_time_twice(path) else None)


def _tells_a_time_twice(path: Path) -> bool:
    """Whether a video's packets have a time stamp in common, so that it names no frame."""
    try:
        with av.open(str(path)) as container:
            stamps = [packet.pts for packet in container.demux(video=0) if packet.pts is not None]
    except (av.error.FFmpegError, IndexError):
        return False
    return len(set(stamps)) < len(stamps)


def _told(frame: Frame, how: str, by: str) -> str:
    return f"{frame.place} exported{by}: {how}" if how else ""


@contextmanager
def _noted() -> Iterator[list[int | None]]:
    """The time stamps of the frames that videos export meanwhile."""
    stamps: list[int | None] = []
    full = Renderer.full

    def noting(renderer: Renderer, frame: av.VideoFrame) -> Image:
        stamps.append(frame.pts)
        return full(renderer, frame)

    with patch.object(Renderer, "full", noting):
        yield stamps
