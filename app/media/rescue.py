"""What is left of a picture file that is cut off or damaged: its upper part, as a smaller picture that is whole.

What is missing is left out, and not shown as the grey that decoders fill up with: it is neither scored nor exported.
"""

from __future__ import annotations

import io
import itertools
import struct
import zlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import PIL.Image

from app.media.checks import check_size
from app.media.delays import webp_chunks

LEAST_SHARE = 0.5
"""Share of the rows of a picture that must be there."""

_MOST_BYTES = 256 << 20
"""Size of a file, in bytes, above which nothing is tried."""

_PIECE = 1 << 10
"""Bytes that are unpacked at a time: what lies before damage is not lost with it."""

_SLICE = 1 << 20
"""Bytes that are made at a time where nothing is done with them."""

_TAIL = 64
"""Bytes at the end of a file in which its end is looked for."""

_END = b"\xff\xd9" * 64
"""What ends a JPEG file (ITU-T T.81), as often as a decoder may ask."""

_FILLING = 128
"""The grey of what is missing in a JPEG file."""

_CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
"""Values of a pixel, by the colour type of a PNG file."""


def rescued(path: Path) -> PIL.Image.Image | None:
    """The upper part of a JPEG or PNG file, with what it says of its colours; None where too little is left.

    Raises:
        UnreadableMedia: it claims too many pixels.
        Exception: of many kinds, if nothing can be made of the file.
    """
    if path.stat().st_size > _MOST_BYTES:
        return None
    content = path.read_bytes()
    if content.startswith(b"\xff\xd8"):
        return _jpeg(path, content)
    if content.startswith(b"\x89PNG"):
        return _png(path, content)
    return None


def mended(path: Path) -> io.BytesIO | None:
    """An animated WebP file of the chunks that are whole, since nothing reads one that is cut off; None for others."""
    if path.stat().st_size > _MOST_BYTES:
        return None
    content = bytearray(path.read_bytes())
    if content[8:12] != b"WEBP":
        return None
    whole: list[tuple[bytes, int]] = []
    # Behind what is whole comes what is not.
    with suppress(ValueError, struct.error):
        whole.extend((kind, end) for kind, _, end in webp_chunks(io.BytesIO(content)))
    if b"ANMF" not in dict(whole):
        return None
    del content[whole[-1][1] :]
    content[4:8] = struct.pack("<I", len(content) - 8)
    return io.BytesIO(content)


def is_cut_off(path: Path) -> bool:
    """Whether a JPEG or PNG file does not end as one does; it may still have all that is needed."""
    with path.open("rb") as file:
        head = file.read(4)
        file.seek(max(0, path.stat().st_size - _TAIL))
        tail = file.read(_TAIL)
    return (head.startswith(b"\xff\xd8") and b"\xff\xd9" not in tail) or (head == b"\x89PNG" and b"IEND" not in tail)


def check_sums(path: Path) -> None:
    """Make sure that the pixels of a PNG file are what was written; decoders show what they find.

    Raises:
        ValueError: they are not.
    """
    content = path.read_bytes() if path.stat().st_size <= _MOST_BYTES else b""
    chunks = list(_chunks(content))
    if all(chunk.right for chunk in chunks):
        return
    # Some programs write wrong sums.
    unpacker = zlib.decompressobj()
    try:
        for chunk in chunks:
            rest = chunk.body if chunk.kind == b"IDAT" else b""
            while rest:
                unpacker.decompress(rest, _SLICE)
                rest = unpacker.unconsumed_tail
    except zlib.error as error:
        raise ValueError("damaged") from error


def _jpeg(path: Path, content: bytes) -> PIL.Image.Image | None:
    """Decoders fill up what is missing with grey, by which it is told from what is there."""
    picture = PIL.Image.open(io.BytesIO(content + _END), formats=("JPEG",))
    check_size(path, picture.width, picture.height)
    picture.load()
    rows = np.asarray(picture).reshape(picture.height, picture.width, -1)
    same = (rows == rows[-1:, :1]).all(axis=(1, 2))
    # Of the row of blocks in which the file ends, the rest is grey, too.
    if (abs(rows[-1, 0].astype(int) - _FILLING) > 1).any():
        same[:] = False
    there = 0 if same.all() else len(same) - int(np.argmin(same[::-1]))
    there = there if there == len(same) else there // 16 * 16 - 16
    if there < LEAST_SHARE * picture.height:
        return None
    kept = picture.crop((0, 0, picture.width, there))
    kept.info = dict(picture.info)
    return kept


def _png(path: Path, content: bytes) -> PIL.Image.Image | None:
    """A PNG file of as many rows as can be unpacked."""
    chunks = list(_chunks(content))
    if not chunks or chunks[0].kind != b"IHDR":
        return None
    width, height, depth, colour, *others, interlaced = struct.unpack(">IIBBBBB", chunks[0].body)
    check_size(path, width, height)
    if interlaced:
        return None
    row = 1 + (width * depth * _CHANNELS[colour] + 7) // 8
    # What is unpacked of a chunk that was changed may be anything.
    right = itertools.takewhile(lambda chunk: chunk.right or chunk.cut, chunks)
    unpacked = _unpacked((chunk.body for chunk in right if chunk.kind == b"IDAT"), row * height)
    there = len(unpacked) // row
    if there < LEAST_SHARE * height:
        return None
    header = struct.pack(">IIBBBBB", width, there, depth, colour, *others, interlaced)
    before = itertools.takewhile(lambda chunk: chunk.kind != b"IDAT", chunks[1:])
    kept = ((chunk.kind, chunk.body) for chunk in before if chunk.kind not in (b"acTL", b"fcTL"))
    parts = [(b"IHDR", header), *kept, (b"IDAT", zlib.compress(unpacked[: there * row], 1)), (b"IEND", b"")]
    whole = b"\x89PNG\r\n\x1a\n" + b"".join(_written(*part) for part in parts)
    return PIL.Image.open(io.BytesIO(whole), formats=("PNG",))


@dataclass(frozen=True, slots=True)
class _Chunk:
    """A chunk of a PNG file.

    Attributes:
        right: whether its sum is.
        cut: whether the file ends in it.
    """

    kind: bytes
    body: bytes
    right: bool
    cut: bool


def _chunks(content: bytes) -> Iterator[_Chunk]:
    """The chunks of a PNG file, as far as there are any."""
    place = 8
    while place + 8 < len(content):
        length, kind = struct.unpack_from(">I4s", content, place)
        body, told = content[place + 8 : place + 8 + length], content[place + 8 + length : place + 12 + length]
        right = told == struct.pack(">I", zlib.crc32(kind + body))
        place += 12 + length
        yield _Chunk(kind, body, right, place > len(content))


def _written(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I4s", len(body), kind) + body + struct.pack(">I", zlib.crc32(kind + body))


def _unpacked(bodies: Iterator[bytes], most: int) -> bytes:
    """What can be unpacked of some pieces in a row, up to the first that is damaged."""
    unpacker, found = zlib.decompressobj(), bytearray()
    for body in bodies:
        for start in range(0, len(body), _PIECE):
            try:
                found += unpacker.decompress(body[start : start + _PIECE], most - len(found) + 1)
            except zlib.error:
                return bytes(found)
            if len(found) >= most:
                return bytes(found[:most])
    return bytes(found)
