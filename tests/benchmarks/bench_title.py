"""Titles: `python -m tests.benchmarks.bench_title`.

How soon a change of a title is seen in a preview, how long it takes at the size of a file, and what the first one costs
that has to look for the fonts of the system. In milliseconds, the median of 15.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections.abc import Iterator

import cv2

from app.domain.geometry import Box, Size
from app.domain.title import Style, Title
from app.lettering import fonts
from app.lettering.letter import letter, lettered
from tests.benchmarks.bench_look import milliseconds, photo

TEXTS = {"English": "Everything I learned in 30 days", "Chinese": "三十天里我学到的一切，都在这里"}
STYLES = {
    "shadow": Style(size=15, shadow=60),
    "outline and shadow": Style(size=20, weight=900, outline=8, shadow=50, colour="#ffe14d"),
    "box": Style(size=12, shadow=0, box=90),
}
SIZES = {"preview, 1280 × 720": Size(1280, 720), "1920 × 1080": Size(1920, 1080), "4000 × 3000": Size(4000, 3000)}
MOST_MS = 25.0


def measured() -> Iterator[tuple[str, float]]:
    """Each figure with its name."""
    begun = time.perf_counter()
    fonts.families()
    yield "fonts of the system", (time.perf_counter() - begun) * 1000
    for size_name, size in SIZES.items():
        picture = photo(size)
        face = Box(size.width // 3, size.height // 6, size.width // 4, size.height // 2)
        for language, text in TEXTS.items():
            for style_name, style in STYLES.items():
                title = Title(text, style)
                begun = time.perf_counter()
                ready = letter(title, picture, keep_off=[face])
                first = (time.perf_counter() - begun) * 1000
                times = [
                    milliseconds(lambda t=title, p=picture, f=face: letter(t, p, keep_off=[f]), 1)  # type: ignore[misc]
                    for _ in range(15)
                ]
                name = f"{size_name}, {language}, {style_name}"
                yield f"{name}: first time", first
                yield f"{name}: letter", statistics.median(times)
                yield f"{name}: lettered", milliseconds(lambda p=picture, r=ready: lettered(p, r))  # type: ignore[misc]


def main() -> int:
    """Print what is measured; 1 if the preview is later than it may be."""
    argparse.ArgumentParser(description=__doc__).parse_args()
    cv2.setNumThreads(1)
    late = False
    for name, taken in measured():
        print(f"{name}: {taken:.1f} ms", flush=True)
        late |= name.startswith("preview") and name.endswith("letter") and taken > MOST_MS
    return int(late)


if __name__ == "__main__":
    sys.exit(main())
