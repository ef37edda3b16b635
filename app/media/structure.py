"""Whether a container is whole: its parts follow one another without a gap to its end.

FFmpeg goes on behind damage without a word in most containers. Their parts tell their own length, so that a walk from
one to the next, which reads a few bytes of each, finds where something is missing, overwritten or cut off.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

MOST_PARTS = 20_000
"""Parts that are looked at: the first minutes of a long video, some hundredths of a second of work."""

_SEGMENT, _CLUSTER = 0x18538067, 0x1F43B675

_ENTERED = {_SEGMENT, _CLUSTER}
"""Elements of Matroska (RFC 9559) whose parts are looked at one by one."""

_PASSED = {
    # The header of all.
    0x1A45DFA3,
    # In a segment: SeekHead, Info, Tracks, Cues, Attachments, Chapters, Tags.
    0x114D9B74, 0x1549A966, 0x1654AE6B, 0x1C53BB6B, 0x1941A469, 0x1043A770, 0x1254C367,
    # In a cluster: Timestamp, SimpleBlock, BlockGroup, PrevSize, Position, SilentTracks, EncryptedBlock.
    0xE7, 0xA3, 0xA0, 0xAB, 0xA7, 0x5854, 0xAF,
    # Anywhere: Void, CRC-32.
    0xEC, 0xBF,
}  # fmt: skip
"""Those that are passed over as a whole."""

_BOXES = {
    b"ftyp", b"styp", b"moov", b"moof", b"mdat", b"mfra", b"sidx", b"emsg", b"prft", b"meta", b"uuid", b"free", b"skip",
    b"wide", b"pdin", b"udta",
}  # fmt: skip
"""Boxes of mp4 and mov that may stand beside one another at the top (ISO 14496-12)."""

_OPENED = {b"AVI ", b"AVIX", b"movi", b"rec "}
"""Lists in AVI whose parts are looked at one by one."""


def is_broken(path: Path, container: str) -> bool:
    """Whether something is missing or overwritten in a file, as far as its structure tells.

    Args:
        path: the file.
        container: FFmpeg's name for it; only some kinds can be told of.
    """
    walk = _WALKS.get(container.partition(",")[0])
    if walk is None:
        return False
    try:
        with path.open("rb") as file:
            size = path.stat().st_size
            for number, end in enumerate(walk(file, size)):
                if end is None or end > size:
                    return True
                if number >= MOST_PARTS:
                    break
    except (OSError, struct.error, IndexError):
        return True
    return False


_Walk = Callable[[BinaryIO, int], Iterator[int | None]]
"""Yields where each part ends, or None for one that makes no sense; made for a file and its size in bytes."""


def _at(file: BinaryIO, place: int, length: int) -> bytes:
    file.seek(place)
    return file.read(length)


def _mp4(file: BinaryIO, size: int) -> Iterator[int | None]:
    place, fragmented = 0, False
    while place + 8 <= size:
        length, name, large = struct.unpack(">I4sQ", _at(file, place, 16).ljust(16, b"\0"))
        length = large if length == 1 else length
        if name not in _BOXES or length < 8:
            # Cameras append things of their own to a file that is whole; a length of 0 is that of the rest.
            if fragmented and length:
                yield None
            return
        fragmented |= name == b"moof"
        place += length
        yield place


def _matroska(file: BinaryIO, size: int) -> Iterator[int | None]:
    place, end = 0, size
    while place < end:
        name, length, body = _element(_at(file, place, 12))
        if name == _SEGMENT and length is not None:
            end = place + body + length
            yield end
        elif name not in _PASSED and name not in _ENTERED:
            yield None
        place += body if name in _ENTERED else body + (length or 0)
        yield place


def _element(head: bytes) -> tuple[int, int | None, int]:
    """Name and length of an EBML element (RFC 8794), None if that is left open, and how many bytes both take."""
    named = 9 - head[0].bit_length()
    told = 9 - head[named].bit_length()
    name, most = int.from_bytes(head[:named]), (1 << 7 * told) - 1
    length = int.from_bytes(head[named : named + told]) & most
    return name, None if length == most else length, named + told


def _avi(file: BinaryIO, size: int) -> Iterator[int | None]:
    place = 0
    while place + 8 <= size:
        name, length, kind = struct.unpack("<4sI4s", _at(file, place, 12).ljust(12))
        if not all(letter in b" #_" or chr(letter).isalnum() for letter in name):
            yield None
        if name == b"RIFF":
            yield place + 8 + length
        place += 12 if kind in _OPENED and name in (b"RIFF", b"LIST") else 8 + length + length % 2
        # The byte that makes a length even may be missing at the end.
        yield min(place, size) if place == size + 1 else place


def _flv(file: BinaryIO, size: int) -> Iterator[int | None]:
    place = int.from_bytes(_at(file, 5, 4)) + 4
    while place + 11 <= size:
        head = _at(file, place, 4)
        # Sound, pictures, or data.
        yield place if head[0] & 0x1F in (8, 9, 18) else None
        place += 11 + int.from_bytes(head[1:4])
        yield place
        place += 4


def _ogg(file: BinaryIO, size: int) -> Iterator[int | None]:
    place = 0
    while place < size:
        head = _at(file, place, 27)
        yield place if head[:4] == b"OggS" else None
        lengths = file.read(head[26])
        place += 27 + len(lengths) + sum(lengths)
        yield place


def _asf(file: BinaryIO, size: int) -> Iterator[int | None]:
    (header,) = struct.unpack("<16xQ", _at(file, 0, 24))
    length, count = struct.unpack("<16xQ16xQ", _at(file, header, 48))
    yield header + length
    first = header + 50
    packet = (length - 50) // count if count else 0
    flags = _at(file, first, 1)
    for number in range(count if packet > 0 else 0):
        # All begin with the same byte, which says how errors are corrected.
        yield first if _at(file, first + number * packet, 1) == flags else None


def _program_stream(file: BinaryIO, size: int) -> Iterator[int | None]:
    place = 0
    while place + 6 <= size:
        head = _at(file, place, 14)
        if head[:3] != b"\0\0\1" or head[3] < 0xB9:
            yield None
        if head[3] == 0xB9:  # The end.
            return
        if head[3] == 0xBA:
            # MPEG-2 tells how much stuffing follows, MPEG-1 has none.
            place += 14 + (head[13] & 7) if head[4] >> 6 == 1 else 12
        else:
            place += 6 + int.from_bytes(head[4:6])
        yield place


_WALKS: dict[str, _Walk] = {
    "mov": _mp4,
    "matroska": _matroska,
    "avi": _avi,
    "flv": _flv,
    "ogg": _ogg,
    "asf": _asf,
    "mpeg": _program_stream,
}
