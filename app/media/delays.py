"""How long each picture of an animation is shown, from the blocks of the file, without decoding any picture."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

_UNREADABLE_FAST = 10
"""Milliseconds up to which a delay is not meant: browsers show such pictures for `_INSTEAD`."""

_INSTEAD = 100

_WEBP = {b"VP8X", b"VP8 ", b"VP8L", b"ANIM", b"ANMF", b"ALPH", b"ICCP", b"EXIF", b"XMP "}
"""Chunks of a WebP file."""

_CONTROL = 26
"""Bytes of an `fcTL` chunk of a PNG file."""

MOST_PICTURES = 100_000
"""Pictures that are looked for at the most."""


def delays(path: Path, file_format: str) -> tuple[list[int], bool]:
    """Milliseconds that each picture of an animation is shown, and whether the file can be understood to its end.

    Args:
        path: the file.
        file_format: GIF, PNG or WEBP, as Pillow calls it; others are no animations.

    Raises:
        OSError: it cannot be read.
    """
    reader = {"GIF": _gif, "PNG": _png, "WEBP": _webp}.get(file_format)
    found: list[int] = []
    if reader is None:
        return found, True
    with path.open("rb") as file:
        try:
            for delay in reader(file):
                found.append(delay if delay > _UNREADABLE_FAST else _INSTEAD)
                if len(found) >= MOST_PICTURES:
                    break
        except (struct.error, IndexError, ValueError):
            return found, False  # The file is cut off, or overwritten.
    return found, True


def _gif(file: BinaryIO) -> Iterator[int]:
    """GIF89a: hundredths of a second in the graphic control extension before each picture."""
    header = file.read(13)
    _skip_colours(file, header[10])
    delay = 0
    while kind := file.read(1):
        if kind == b"!":
            label = file.read(1)
            block = _block(file)
            if label == b"\xf9":
                delay = 10 * struct.unpack_from("<H", block, 1)[0]
            while block:
                block = _block(file)
        elif kind == b",":
            _skip_colours(file, file.read(9)[8])
            file.read(1)
            while _block(file):
                pass
            yield delay
            delay = 0
        elif kind == b";":
            return
        else:
            raise ValueError(kind)


def _skip_colours(file: BinaryIO, flags: int) -> None:
    """Skip a colour table, if the flags say that there is one."""
    if flags & 0x80:
        file.seek(3 << (flags & 7) + 1, 1)


def _block(file: BinaryIO) -> bytes:
    """A sub-block; empty at the end of a row of them."""
    length = file.read(1)[0]
    block = file.read(length)
    if len(block) < length:
        raise ValueError(length)
    return block


def _png(file: BinaryIO) -> Iterator[int]:
    """APNG: a fraction of a second in the `fcTL` chunk of each picture."""
    file.seek(8)
    kind = b""
    while kind != b"IEND":
        length, kind = struct.unpack(">I4s", file.read(8))
        if kind == b"fcTL":
            # What is damaged may claim four gigabytes.
            numerator, denominator = struct.unpack_from(">20xHH", file.read(min(length, _CONTROL)))
            file.seek(max(0, length - _CONTROL) + 4, 1)
            yield round(1000 * numerator / (denominator or 100))
        else:
            file.seek(length + 4, 1)


def _webp(file: BinaryIO) -> Iterator[int]:
    """WebP: milliseconds in the header of each `ANMF` chunk."""
    for kind, head, _ in webp_chunks(file):
        if kind == b"ANMF":
            yield int.from_bytes(head[12:15], "little")


def webp_chunks(file: BinaryIO) -> Iterator[tuple[bytes, bytes, int]]:
    """The whole chunks of a WebP file: kind, first bytes, and where each ends.

    Raises:
        ValueError: behind them comes something else, or not as much as the file claims.
    """
    size = file.seek(0, 2)
    file.seek(0)
    (claimed,) = struct.unpack("<4xI4x", file.read(12))
    place = 12
    while place + 8 <= min(size, 8 + claimed):
        kind, length = struct.unpack("<4sI", file.read(8))
        head = file.read(min(length, 16))
        # The byte that makes a length even may be missing at the end.
        if kind not in _WEBP or place + 8 + length > size:
            raise ValueError(kind)
        place = min(size, place + 8 + length + length % 2)
        yield kind, head, place
        file.seek(place)
    if place < 8 + claimed:
        raise ValueError(claimed)
