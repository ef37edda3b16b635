"""What a font file says of itself: its names, its weight, and which characters it has letters for.

TrueType and OpenType files, alone and in collections (Microsoft's OpenType specification 1.9). Only what is asked for
is read: a few kilobytes of each file to list hundreds of fonts, and one table to know what a font can write. Whatever
a broken file claims, nothing is read beyond its end, and no more than it holds.
"""

from __future__ import annotations

import struct
from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO

import numpy as np
import numpy.typing as npt

MOST_FACES = 64
"""In one collection."""

_LARGEST_TABLE = 16 * 2**20
"""Bytes of a table; the character map of a font for all of Unicode has less than 4 MB."""

_MAGIC = (b"\0\1\0\0", b"OTTO", b"true")

_FAMILY, _TYPOGRAPHIC_FAMILY = 1, 16
_WINDOWS, _UNICODE, _MACINTOSH = 3, 0, 1
_ENGLISH = 0x409

_COLOURED = (b"CBDT", b"sbix", b"COLR")

Codes = npt.NDArray[np.uint32]


class BrokenFont(Exception):
    """The file is no font, or not a whole one."""


@dataclass(frozen=True, slots=True)
class Named:
    """A font of a file.

    Attributes:
        number: in its collection, from 0.
        family: as people know it.
        weight: 100–900.
        slanted: whether it is italic or oblique.
        width: 1 (narrowest) to 9; 5 is normal.
        varies: least and most weight of a font whose weight can be chosen; None for others.
        coloured: whether it has letters in colours of their own, as emoji have.
    """

    number: int
    family: str
    weight: int
    slanted: bool
    width: int
    varies: tuple[int, int] | None
    coloured: bool


Read = Callable[[int, int], bytes]


def fonts_of(file: BinaryIO) -> tuple[Named, ...]:
    """The fonts in a file.

    Raises:
        BrokenFont: it is no font file.
    """
    read = _reader(file)
    return tuple(_named(number, read, tables) for number, tables in enumerate(_fonts(read)))


def codes_of(file: BinaryIO, number: int) -> Codes:
    """The characters that a font of a file has letters for: first and last of each run, n × 2, rising.

    Raises:
        BrokenFont: the file has no such font, or that has no map of characters that can be read.
    """
    read = _reader(file)
    fonts = _fonts(read)
    if number >= len(fonts):
        raise BrokenFont("no such font")
    data = _table(read, fonts[number], b"cmap")
    try:
        count = _u16(data, 2)
        records = [struct.unpack_from(">HHI", data, 4 + 8 * index) for index in range(count)]
        kinds = {offset: _u16(data, offset) for platform, _, offset in records if platform in (_UNICODE, _WINDOWS)}
        for kind, runs in ((12, _runs_32), (4, _runs_16)):
            for offset, found in kinds.items():
                if found == kind:
                    return runs(data, offset)
    except (struct.error, ValueError) as error:
        raise BrokenFont("broken map of characters") from error
    raise BrokenFont("no map of characters")


def _reader(file: BinaryIO) -> Read:
    def read(start: int, length: int) -> bytes:
        if length > _LARGEST_TABLE:
            raise BrokenFont("a table is too large")
        try:
            file.seek(start)
            data = file.read(length)
        except (OSError, ValueError, OverflowError) as error:
            raise BrokenFont("cannot be read") from error
        if len(data) < length:
            raise BrokenFont("cut off")
        return data

    return read


_Tables = dict[bytes, tuple[int, int]]


def _fonts(read: Read) -> list[_Tables]:
    """Where the tables of each font are: start and length by name."""
    if read(0, 4) != b"ttcf":
        return [_tables(read, 0)]
    count = min(MOST_FACES, struct.unpack(">I", read(8, 4))[0])
    starts = struct.unpack(f">{count}I", read(12, 4 * count))
    return [_tables(read, start) for start in starts]


def _tables(read: Read, start: int) -> _Tables:
    if read(start, 4) not in _MAGIC:
        raise BrokenFont("no font")
    count = struct.unpack(">H", read(start + 4, 2))[0]
    data = read(start + 12, 16 * count)
    rows = (struct.unpack_from(">4sIII", data, 16 * index) for index in range(count))
    return {name: (offset, length) for name, _, offset, length in rows}


def _table(read: Read, tables: _Tables, name: bytes) -> bytes:
    if name not in tables:
        raise BrokenFont(f"no table {name!r}")
    return read(*tables[name])


def _named(number: int, read: Read, tables: _Tables) -> Named:
    family = _family(_table(read, tables, b"name"))
    weight, width, slanted = 400, 5, False
    if b"OS/2" in tables:
        data = _table(read, tables, b"OS/2")
        if len(data) >= 64:
            weight, width = _u16(data, 4), _u16(data, 6)
            slanted = bool(_u16(data, 62) & 0x201)
    coloured = any(name in tables for name in _COLOURED)
    varies = _weights(_table(read, tables, b"fvar")) if b"fvar" in tables else None
    return Named(number, family, min(max(weight, 100), 900), slanted, width, varies, coloured)


def _family(data: bytes) -> str:
    """The name of the family in English, or else in any language; the typographic one, which has no weight in it."""
    best: tuple[int, str] = (0, "")
    try:
        count, start = _u16(data, 2), _u16(data, 4)
        for index in range(count):
            platform, _, language, kind, length, offset = struct.unpack_from(">6H", data, 6 + 12 * index)
            if kind not in (_FAMILY, _TYPOGRAPHIC_FAMILY):
                continue
            worth = 1 + 4 * (kind == _TYPOGRAPHIC_FAMILY) + 2 * (platform == _WINDOWS and language == _ENGLISH)
            raw = data[start + offset : start + offset + length]
            text = raw.decode("mac_roman" if platform == _MACINTOSH else "utf_16_be", "replace").strip("\0 ")
            if text and worth > best[0]:
                best = worth, text
    except struct.error as error:
        raise BrokenFont("broken names") from error
    if not best[1] or not best[1].isprintable():
        raise BrokenFont("no name")
    return best[1]


def _weights(data: bytes) -> tuple[int, int] | None:
    """The range of the axis of weight."""
    try:
        start, count, size = _u16(data, 4), _u16(data, 8), _u16(data, 10)
        for index in range(count):
            tag, least, _, most = struct.unpack_from(">4siii", data, start + size * index)
            if tag == b"wght":
                return least >> 16, most >> 16
    except struct.error:
        pass
    return None


def _runs_32(data: bytes, offset: int) -> Codes:
    """Format 12: groups of codes."""
    count = struct.unpack_from(">I", data, offset + 12)[0]
    groups = np.frombuffer(data, ">u4", 3 * count, offset + 16).reshape(-1, 3)
    # A group that begins with letter 0 has none for its first code; such groups are of no use here.
    return _tidy(groups[groups[:, 2] != 0][:, :2])


def _runs_16(data: bytes, offset: int) -> Codes:
    """Format 4: segments of codes; those that lead to letter 0 within a segment count as covered."""
    count = _u16(data, offset + 6) // 2
    ends = np.frombuffer(data, ">u2", count, offset + 14)
    starts = np.frombuffer(data, ">u2", count, offset + 16 + 2 * count)
    return _tidy(np.stack([starts, ends], axis=1)[ends != 0xFFFF])


def _tidy(runs: npt.NDArray[np.generic]) -> Codes:
    """Runs that rise and are not empty."""
    found = runs.astype(np.uint32)
    found = found[found[:, 0] <= found[:, 1]]
    return np.asarray(found[np.argsort(found[:, 0], kind="stable")], np.uint32)


def _u16(data: bytes, offset: int) -> int:
    return int(struct.unpack_from(">H", data, offset)[0])
