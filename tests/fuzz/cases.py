"""Which file is changed how, by a seed and a number, so that each case can be made again."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from tests.media_factory import Colour, Recipe, grainy, make_animation, make_video, numbered, quadrants, save

SHARED = Path(__file__).parents[3] / "shared" / "media"

LARGEST = 1_500_000
"""Bytes of a sample; of a larger file, the beginning is taken."""

Change = Callable[[np.random.Generator, bytearray], str]
"""Changes content in place, and says how."""


def samples(folder: Path) -> list[Path]:
    """All sample files: small ones that are made in a folder, and the collection where it is there."""
    h264, hevc = Recipe(codec="libx264"), Recipe(codec="libx265", colour=Colour("yuv420p10le", 9, False, 16, 9))
    recipes = {
        "h264": h264,
        "fragmented": Recipe(container_options=(("movflags", "frag_keyframe+empty_moov"),)),
        "hdr": hevc,
        "mkv": Recipe(".mkv", codec="libx264"),
        "vp9": Recipe(".webm", codec="libvpx-vp9", options=(("deadline", "realtime"), ("cpu-used", "8"))),
        "av1": Recipe(codec="libsvtav1"),
        "avi": Recipe(".avi", codec="libx264", options=(("bf", "2"),)),
        "ts": Recipe(".ts", codec="libx264"),
        "mpg": Recipe(".mpg", codec="mpeg2video", options=(("b", "4000000"),)),
        "flv": Recipe(".flv", codec="flv"),
        "mjpeg": Recipe(".avi", codec="mjpeg"),
        "prores": Recipe(".mov", codec="prores_ks", colour=Colour("yuv422p10le")),
        "bare": Recipe(".h264", codec="libx264"),
    }
    # In a program stream, only packets as large as those of a camera tell their times.
    made = [make_video(folder, recipe, grainy if name == "mpg" else numbered, name) for name, recipe in recipes.items()]
    made += [make_animation(folder / f"moving{suffix}") for suffix in (".gif", ".webp", ".apng")]
    made += [save(quadrants(), folder / f"still{suffix}") for suffix in (".jpg", ".png", ".tif", ".avif", ".bmp")]
    found = [path for path in sorted(SHARED.glob("odd/*")) + sorted(SHARED.glob("videos/*")) if path.suffix != ".csv"]
    return made + [path for path in found if path.stat().st_size]


def change(sample: Path, seed: int, number: int) -> tuple[bytes, str]:
    """The content of a sample after some changes, and what they were."""
    random = np.random.default_rng([seed, number])
    content = bytearray(_content(sample))
    told = [_CHANGES[random.integers(len(_CHANGES))](random, content) for _ in range(random.integers(1, 4))]
    return bytes(content), ", ".join(told)


def chosen(paths: Sequence[Path], seed: int, number: int) -> Path:
    """The sample of a case."""
    return paths[int(np.random.default_rng([seed, number, 1]).integers(len(paths)))]


@functools.lru_cache(maxsize=8)
def _content(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(LARGEST)


def _place(random: np.random.Generator, content: bytearray) -> int:
    """Anywhere, but half of the time in the first or last four kilobytes, where headers are."""
    size, near = len(content), min(4096, len(content))
    if random.random() < 0.5:
        return int(random.integers(size))
    place = int(random.integers(near))
    return place if random.random() < 0.6 else size - 1 - place


def _flip(random: np.random.Generator, content: bytearray) -> str:
    places = [_place(random, content) for _ in range(int(random.integers(1, 65)))] if content else []
    for place in places:
        content[place] = int(random.choice([0, 1, 0x7F, 0x80, 0xFF, int(random.integers(256))]))
    return f"{len(places)} bytes"


def _cut(random: np.random.Generator, content: bytearray) -> str:
    kept = int(random.integers(len(content) + 1))
    del content[kept:]
    return f"cut to {kept}"


def _swap(random: np.random.Generator, content: bytearray) -> str:
    length = int(random.integers(1, max(2, len(content) // 4)))
    if len(content) < 2 * length:
        return "nothing"
    first, second = sorted(int(random.integers(len(content) - length + 1)) for _ in range(2))
    content[first : first + length], content[second : second + length] = (
        content[second : second + length],
        content[first : first + length],
    )
    return f"{length} bytes of {first} and {second} swapped"


def _repeat(random: np.random.Generator, content: bytearray) -> str:
    length = int(random.integers(1, max(2, len(content) // 4)))
    place = int(random.integers(len(content) + 1))
    content[place:place] = content[place : place + length]
    return f"{length} bytes at {place} twice"


def _blank(random: np.random.Generator, content: bytearray) -> str:
    length = int(random.integers(1, max(2, len(content) // 8)))
    place = _place(random, content) if content else 0
    blank = bytes(len(content[place : place + length]))
    content[place : place + length] = blank
    return f"{len(blank)} zeros at {place}"


_CHANGES: list[Change] = [_flip, _flip, _cut, _swap, _repeat, _blank]
