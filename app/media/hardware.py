"""A decoder on the graphics card: used where there is one and its first frames are those of the processor."""

from __future__ import annotations

import logging
from itertools import islice
from pathlib import Path

import numpy as np
from av.codec.hwaccel import hwdevices_available

from app.domain.errors import UnreadableMedia
from app.domain.media import Image
from app.media.decoder import Decoder
from app.media.render import Renderer

_log = logging.getLogger(__name__)

LARGE = 8_000_000
"""Pixels of a frame from which on it is tried: below, the processor is done before a card has begun."""

_KINDS = ("videotoolbox", "d3d11va", "cuda", "vaapi")
"""Kinds of device in FFmpeg's words, the most likely first; not all of them are in every build."""

_FRAMES = 3
"""How many frames have to be the same."""

_TOLERANCE = 2.0
"""Levels by which they may differ on average; decoding is exact, but the conversion of another format is not."""


def proven(path: Path, renderer: Renderer) -> Decoder | None:
    """A decoder on a graphics card that stands at the beginning; None where none decodes this file rightly.

    Args:
        path: a video that the processor can decode.
        renderer: what makes pictures of its frames.
    """
    expected: list[Image] = []
    for kind in (kind for kind in _KINDS if kind in hwdevices_available()):
        decoder = _opened(path, kind)
        if decoder is None:
            continue
        expected = expected or _first(Decoder(path), renderer)
        if _same(_tried(decoder, renderer), expected):
            decoder.rewind()
            return decoder
        _log.info("%s decodes %s otherwise than the processor", kind, path.name)
        decoder.close()
    return None


def _opened(path: Path, kind: str) -> Decoder | None:
    try:
        return Decoder(path, hardware=kind)
    except (UnreadableMedia, RuntimeError, OSError) as error:
        # PyAV raises many things where a device is missing, busy, or cannot decode this format.
        _log.debug("%s: %s", kind, error)
        return None


def _first(decoder: Decoder, renderer: Renderer) -> list[Image]:
    """The first frames of a decoder on the processor, which is closed again."""
    try:
        return _tried(decoder, renderer)
    finally:
        decoder.close()


def _tried(decoder: Decoder, renderer: Renderer) -> list[Image]:
    """The first frames; fewer where a device fails."""
    try:
        return [renderer.small(frame) for frame in islice(decoder.frames(), _FRAMES)]
    except (RuntimeError, OSError, ValueError) as error:
        _log.debug("%s", error)
        return []


def _same(found: list[Image], expected: list[Image]) -> bool:
    """Whether two rows of pictures are."""
    return (
        bool(expected)
        and len(found) == len(expected)
        and all(
            one.shape == other.shape and float(np.abs(one.astype(np.int16) - other).mean()) <= _TOLERANCE
            for one, other in zip(found, expected, strict=True)
        )
    )
