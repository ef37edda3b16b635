"""How long each picture of an animation is shown, from the blocks of the file, without decoding any picture."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

_UNREADABLE_FAST = 10
"""Milliseconds up to which a delay is not meant: browsers show such pictures for `_INSTEAD`."""

_INSTEAD = 100

MOST_PICTURES = 100_000
"""Pictures that are looked for at the most."""


def delays(path: Path, file_format: str) -> list[int]:
    """Milliseconds that each picture of an animation is shown, as far as the file can be understood.

    Args:
        path: the file.
        file_format: GIF, PNG or WEBP, as Pillow calls it; others are no animations.

    Raises:
        OSError: it cannot be read.
    """
    reader = {"GIF": _gif, "PNG": _png, "WEBP": _webp}.get(file_format)
    found: list[int] = []
    if reader is None:
        return found
    with path.open("rb") as file:
        try:
            for delay in reader(file):
                found.append(delay if delay > _UNREADABLE_FAST else _INSTEAD)
                if len(found) >= MOST_PICTURES:
                    break
        except (struct.error, IndexError):
            pass  # The file is cut off.
    return found


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
        else:
            return


def _skip_colours(file: BinaryIO, flags: int) -> None:
    """Skip a colour table, if the flags say that there is one."""
    if flags & 0x80:
        file.seek(3 << (flags & 7) + 1, 1)


def _block(file: BinaryIO) -> bytes:
    """A sub-block; empty at the end of a row of them."""
    return file.read(file.read(1)[0])


def _png(file: BinaryIO) -> Iterator[int]:
    """APNG: a fraction of a second in the `fcTL` chunk of each picture."""
    file.seek(8)
    while len(head := file.read(8)) == 8:
        length, kind = struct.unpack(">I4s", head)
        if kind == b"fcTL":
            numerator, denominator = struct.unpack_from(">20xHH", file.read(length))
            file.seek(4, 1)
            yield round(1000 * numerator / (denominator or 100))
        else:
            file.seek(length + 4, 1)


def _webp(file: BinaryIO) -> Iterator[int]:
    """WebP: milliseconds in the header of each `ANMF` chunk."""
    file.seek(12)
    while len(head := file.read(8)) == 8:
        kind, length = struct.unpack("<4sI", head)
        if kind == b"ANMF":
            yield int.from_bytes(file.read(16)[12:15], "little")
            file.seek(length - 16, 1)
        else:
            file.seek(length, 1)
        file.seek(length & 1, 1)
