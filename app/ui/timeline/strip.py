"""What the filmstrip shows of a video, found in the background: thumbnails, key frames, where shots begin."""

from __future__ import annotations

import itertools
import time
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import cv2
import numpy as np
from PySide6.QtGui import QImage

from app.domain.media import Image, Moment
from app.media import open_source
from app.media.source import Stop
from app.ui.timeline.deck import open_reader
from app.vision.shots import Boundary, Signature, boundaries, located, signature

if TYPE_CHECKING:
    from app.media.flipbook import Reader

_PICTURES_A_MINUTE, _SHOTS_A_MINUTE = 1.0, 3.0
"""Seconds of work on thumbnails, and on locating boundaries of shots, for each minute of video."""

_LEAST, _MOST = 1.0, 6.0
"""Bounds of either, in seconds."""

_SHOT_SIDE = 160
"""Long side, in pixels, of the frames among which a boundary is located."""

_DOUBT = 1.0
"""A boundary that is not known better than this, in seconds, is not shown: its line would stand in the wrong place."""


@dataclass(frozen=True, slots=True)
class Thumbnail:
    """A frame for the filmstrip."""

    moment: Moment
    image: QImage


@dataclass(frozen=True, slots=True)
class Structure:
    """Times, in seconds: of key frames, and at which shots begin."""

    key_frames: tuple[float, ...]
    shots: tuple[float, ...]


def look_through(path: Path, height: int, report: Callable[[object], None], stop: Stop) -> None:
    """Look at a video from key frame to key frame, report a `Thumbnail` of each, and what its `Structure` is.

    The structure comes twice: as the key frames tell it, and when the boundaries are located as exactly as time allows.

    Raises:
        UnreadableMedia: it cannot be opened.
        NoFrames: nothing of it can be decoded.
    """
    seen: list[tuple[Moment, Signature]] = []
    with open_source([path]) as source:
        minutes = (source.info.duration or 0.0) / 60
        enough = _deadline(minutes * _PICTURES_A_MINUTE, stop)
        for frame in source.survey(enough):
            assert isinstance(frame.place, Moment)
            report(Thumbnail(frame.place, thumbnail(frame.image, height)))
            seen.append((frame.place, signature(frame.image)))
            if enough():
                break
    if stop():
        return
    seen.sort(key=lambda entry: entry[0])
    found = boundaries(seen)
    with open_reader(path) as reader:
        keys = reader.key_times()
        report(_structure(keys, found))
        enough = _deadline(minutes * _SHOTS_A_MINUTE, stop)
        exact = [_locate(rough, reader, keys, enough) for rough in _in_turn(found, keys)]
    report(_structure(keys, [boundary for boundary in exact if boundary is not None]))


def thumbnail(image: Image, height: int) -> QImage:
    """A picture of so many pixels in height, on memory of its own."""
    width = max(1, round(image.shape[1] * height / image.shape[0]))
    small = np.ascontiguousarray(cv2.resize(image, (width, height), interpolation=cv2.INTER_AREA), np.uint8)
    return QImage(small.data, width, height, 3 * width, QImage.Format.Format_RGB888).convertToFormat(
        QImage.Format.Format_RGB32
    )


def _in_turn(found: Sequence[Boundary], keys: tuple[float, ...]) -> list[Boundary]:
    """Those of which key frames tell nothing, quickly done ones first; then the others, the most doubtful first."""
    hinted = [boundary for boundary in found if _placed_for_it(boundary.seconds, keys)]
    others = [boundary for boundary in found if boundary not in hinted]
    return sorted(others, key=lambda each: each.doubt) + sorted(hinted, key=lambda each: -each.doubt)


def _locate(rough: Boundary, reader: Reader, keys: tuple[float, ...], enough: Stop) -> Boundary | None:
    """A boundary as exactly as there is time for."""
    found: Boundary | None = rough
    if not enough():
        found = located(rough, reader.frames_from(rough.after, _SHOT_SIDE, fast=True), enough)
    if found is not None and found.doubt > _DOUBT and _placed_for_it(found.before.seconds, keys):
        return Boundary(found.before, found.before)
    return found


def _placed_for_it(seconds: float, keys: tuple[float, ...]) -> bool:
    """Whether there is a key frame at a time, earlier than the longest GOP asks for one: encoders set it at a cut."""
    number = bisect_left(keys, seconds - 0.02)
    if not 0 < number < len(keys) or abs(keys[number] - seconds) > 0.02:
        return False
    return keys[number] - keys[number - 1] < 0.9 * max(after - before for before, after in itertools.pairwise(keys))


def _structure(keys: tuple[float, ...], found: Sequence[Boundary]) -> Structure:
    return Structure(keys, tuple(sorted(each.seconds for each in found if each.doubt <= _DOUBT)))


def _deadline(seconds: float, stop: Stop) -> Stop:
    """Whether so much time has passed, within bounds, or it is asked to stop."""
    at = time.perf_counter() + min(max(seconds, _LEAST), _MOST)
    return lambda: stop() or time.perf_counter() > at
