"""Where the key frames of a stream are, and in which order a survey looks at a stream."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import av

from app.media.decoder import Decoder

_INDEX_IN_HEADER = {"mov", "mp4"}
"""Formats whose header lists every packet, so that nothing has to be demuxed to find the key frames."""

SCAN_SECONDS = 0.25
"""Longest time spent on demuxing for the key-frame index; what lies behind is reached by seeking at even times."""

MIN_GAP = 0.4
"""Key frames nearer than this to the one before, in seconds, are not looked at."""

MAX_GAP = 5.0
"""Longest stretch, in seconds, that a survey leaves unseen when it is let run to its end."""

MOST_STEPS = 2000
"""Into how many steps at the most, however long it is or claims to be."""

STEPS = 24
"""Into how many steps a survey divides a source whose length allows it."""


@dataclass(frozen=True, slots=True)
class KeyFrameIndex:
    """Time stamps to seek to, one for each key frame, in the stream's time base.

    Attributes:
        targets: ascending; seeking backward to one lands on its key frame.
        end: the last time stamp known.
        complete: false where the scan was cut short or the format would not tell: targets behind it are even
            guesses, and two of them may land on the same key frame.
        keys: the decoding time of the key frame that each target leads to; guesses, where the targets are.
    """

    targets: tuple[int, ...]
    end: int
    complete: bool
    keys: tuple[int, ...] = ()


def index_of(decoder: Decoder) -> KeyFrameIndex:
    """The key frames of a stream: from the header where it lists them, else from one pass over the packets."""
    if _INDEX_IN_HEADER & set(decoder.container.format.name.split(",")):
        entries = decoder.stream.index_entries
        # The header of a fragmented file lists its first fragments only.
        if len(entries) and entries[-1].timestamp >= _claimed_end(decoder) - round(1.5 / decoder.base):
            keys, following = _listed(decoder)
            if keys:
                end = entries[-1].timestamp
                return KeyFrameIndex(_middles(keys, following), end, True, tuple(keys))
    return _scan(decoder)


def _listed(decoder: Decoder) -> tuple[list[int], list[int]]:
    """Time stamps of key frames in a header, none nearer to the one before than `MIN_GAP`, and of those behind them.

    From one to the next by searching: a list of all packets of two hours would take longer than the time budget.
    """
    entries, gap = decoder.stream.index_entries, max(1, int(MIN_GAP / decoder.base))
    end = entries[-1].timestamp
    keys: list[int] = []
    following: list[int] = []
    number = entries.search_timestamp(entries[0].timestamp, backward=False)
    while number >= 0:
        key = entries[number].timestamp
        after = entries.search_timestamp(key + 1, backward=False)
        if not entries[number].is_discard:
            keys.append(key)
            following.append(entries[after].timestamp if after >= 0 else max(end, key))
        number = entries.search_timestamp(key + gap, backward=False)
        # A damaged list may not be in order.
        number = number if number >= 0 and entries[number].timestamp > key else -1
    return keys, following


def _claimed_end(decoder: Decoder) -> int:
    """Where the stream ends by its header, in its time base; its start where the header is silent."""
    stream, container = decoder.stream, decoder.container
    end = stream.start_time or 0
    if stream.duration is not None:
        end += stream.duration
    elif container.duration is not None:
        end += int(container.duration / av.time_base / decoder.base)
    return end


def _scan(decoder: Decoder) -> KeyFrameIndex:
    """One pass over the packets from where the file stands, bounded in time."""
    deadline = time.perf_counter() + SCAN_SECONDS
    keys: list[int] = []
    end, complete = 0, True
    try:
        for number, packet in enumerate(decoder.packets()):
            decoder.damaged |= packet.is_corrupt
            stamp = packet.dts if packet.dts is not None else packet.pts
            if not decoder.seekable:
                stamp = number * decoder.tick
            if stamp is None or not packet.size:
                continue
            end = max(end, stamp, packet.pts or stamp)
            if packet.is_keyframe:
                keys.append(stamp)
            if time.perf_counter() > deadline:
                complete = False
                break
    except av.error.FFmpegError:
        decoder.damaged = True
    if not decoder.seekable:
        return KeyFrameIndex((), end, complete, ())
    keys.sort()
    if not complete:
        guesses, end = _guesses(end, decoder)
        keys += guesses
    following = [*keys[1:], max(end, keys[-1])] if keys else []
    return KeyFrameIndex(_middles(keys, following), end, complete, tuple(keys))


def _guesses(seen: int, decoder: Decoder) -> tuple[range, int]:
    """Even steps behind the part that was scanned, where the header tells a length, and that length."""
    end = _claimed_end(decoder)
    step = max(1, (end - seen) // STEPS, int(MIN_GAP / decoder.base))
    return range(seen + step, end, step), max(end, seen)


def _middles(keys: Sequence[int], following: Sequence[int]) -> tuple[int, ...]:
    """The middle of each GOP, from its key frame to the following one.

    The index counts in decoding time, and seeking compares presentation times: a target between the two of a key
    frame would miss it. The middle of its GOP is behind both and before the next.
    """
    return tuple(key + (after - key) // 2 for key, after in zip(keys, following, strict=True))


def thin(targets: Sequence[int], gap: int) -> list[int]:
    """`targets` without those nearer than `gap` to the one kept before."""
    kept: list[int] = []
    for target in targets:
        if not kept or target - kept[-1] >= gap:
            kept.append(target)
    return kept


def coarse_to_fine(count: int) -> Iterator[int]:
    """The numbers 0 … `count` − 1, so ordered that every beginning of the sequence is spread evenly.

    The first is 0; after that the order is that of the van der Corput sequence in base 2.
    """
    bits = max(1, (count - 1).bit_length())
    for number in range(1 << bits):
        mirrored = int(f"{number:0{bits}b}"[::-1], 2)
        if mirrored < count:
            yield mirrored


def spacing(length: float) -> float:
    """Seconds between the frames that a survey of `length` seconds looks at when it is let run to its end.

    A clip of a second or two is short of moments, so there they may be nearer. A damaged file may claim any length.
    """
    return min(max(length / STEPS, min(MIN_GAP, length / 8)), max(MAX_GAP, length / MOST_STEPS))


@dataclass(frozen=True, slots=True)
class Gap:
    """A stretch between two frames that were looked at.

    Attributes:
        start: time stamp of the key frame before it.
        wanted: time stamps to look at, ascending.
    """

    start: int
    wanted: tuple[int, ...]


def gaps(seen: Sequence[int], end: int, step: int) -> list[Gap]:
    """Where frames are to be added so that no two neighbours are further apart than about `step`; longest first."""
    found = []
    for start, stop in zip(seen, [*seen[1:], end], strict=True):
        pieces = round((stop - start) / step)
        # Behind the last key frame, the end itself is wanted too.
        wanted = tuple(start + (stop - start) * piece // pieces for piece in range(1, pieces))
        if wanted:
            found.append(Gap(start, wanted))
    return sorted(found, key=lambda gap: len(gap.wanted), reverse=True)
