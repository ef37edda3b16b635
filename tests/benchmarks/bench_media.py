"""Every kind of media: is it opened, shown the right way, at the right time, and how long does that take?

`python -m tests.benchmarks.bench_media` makes a video of five seconds of each kind and prints a row of a table for
each: seconds of processor time for opening and surveying it, against those of a bare decoder of its key frames.

`python -m tests.benchmarks.bench_media FILE…` runs the whole command on each file: seconds and processor time against
the floor, a bare PyAV process that decodes the key frames only, and peak memory.
"""

from __future__ import annotations

import os
import re
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import av
import numpy as np

from app.domain.errors import BestframeError
from app.domain.geometry import Size
from app.domain.media import Frame, Image, Moment
from app.media import open_source
from tests.benchmarks.bench_recommend import FLOOR, measure
from tests.contract.test_sources import ANIMATIONS, VIDEOS
from tests.media_factory import Recipe, make_animation, make_video, number_of, numbered, stamp_of

WIDTH, HEIGHT = 640, 384
FRAMES = 125
RUNS = 5


def table(folder: Path) -> None:
    """A row for each kind that is made here."""
    print("| kind | opened | size | time | seconds | floor | ratio |\n|---|---|---|---|---|---|---|")
    turned = {f"mp4, turned by {turn}°{', mirrored' * flip}": Recipe(rotation=turn, mirrored=flip)
              for turn in (0, 90, 180, 270) for flip in (False, True) if turn or flip}  # fmt: skip
    for kind, recipe in {**VIDEOS, **turned}.items():
        path = make_video(folder, replace(recipe, frames=FRAMES, gop=min(recipe.gop, 1000)), _draw, _name(kind))
        print(_row(kind, path, recipe))
    for suffix in ANIMATIONS:
        path = make_animation(folder / f"moving{suffix}", FRAMES, 40, _draw)
        print(_row(f"animated {suffix[1:]}", path, Recipe()))


def _draw(number: int) -> Image:
    """Stripes that tell the number, with grain, so that the time stamps of program streams are told."""
    grain = np.random.default_rng(number).integers(-15, 16, (HEIGHT, WIDTH, 1))
    drawn: Image = np.clip(numbered(number, WIDTH, HEIGHT) + grain, 0, 255).astype(np.uint8)
    return drawn


def _name(kind: str) -> str:
    return "".join(letter if letter.isalnum() else "_" for letter in kind)


def _row(kind: str, path: Path, recipe: Recipe) -> str:
    quarter = recipe.rotation % 180 != 0
    wanted = Size(HEIGHT, WIDTH) if quarter else Size(WIDTH, HEIGHT)
    try:
        with open_source([path]) as source:
            frames = list(source.survey())
            size = all(frame.size == wanted for frame in frames)
            upright = not recipe.rotation and not recipe.mirrored
            timed = upright and all(_right_time(frame, recipe) for frame in frames)
    except BestframeError as error:
        return f"| {kind} | no: {error.message} | | | | | |"
    seconds, floor = _processor(lambda: _survey(path)), _processor(lambda: _floor(path))
    told = ("yes" if timed else "no") if upright else "–"
    ratio = f"{seconds / floor:.1f}" if floor > 1e-3 else "–"
    return f"| {kind} | yes | {'yes' if size else 'no'} | {told} | {seconds:.3f} | {floor:.3f} | {ratio} |"


def _right_time(frame: Frame, recipe: Recipe) -> bool:
    number = number_of(frame.image)
    stamp = stamp_of(number) if recipe.variable else number + min(recipe.start, 0)
    return isinstance(frame.place, Moment) and abs(frame.place.seconds - stamp / recipe.rate) < 0.002


def _survey(path: Path) -> None:
    begun = time.perf_counter()
    with open_source([path]) as source:
        for _ in source.survey(lambda: time.perf_counter() - begun > 0.4):
            pass


def _floor(path: Path) -> None:
    if path.suffix == ".webp":  # FFmpeg reads no animated WebP.
        return
    with av.open(path) as container:
        stream = container.streams.video[0]
        stream.codec_context.skip_frame = "NONKEY"
        for _ in container.decode(stream):
            pass


def _processor(work: Callable[[], None]) -> float:
    """Seconds of processor time, the median of some runs."""
    taken = []
    for _ in range(RUNS):
        begun = time.process_time()
        work()
        taken.append(time.process_time() - begun)
    return statistics.median(taken)


def files(paths: list[Path]) -> None:
    """The whole command on each file."""
    print("| file | MB | seconds (processor) | floor (processor) | ratio | first | peak MiB | frames |")
    print("|---|---|---|---|---|---|---|---|")
    for path in paths:
        job = [sys.executable, "main.py", "recommend", str(path), "--aspect", "3:4", "--json"]
        measure(job)
        runs = [_counted(job) for _ in range(3)]
        floors = [_counted([sys.executable, "-c", FLOOR, str(path)]) for _ in range(2)]
        whole, floor = min(runs, key=lambda run: run[0]), min(floors, key=lambda run: run[0])
        document = whole[3]
        first, considered = _told(document, "first"), _told(document, "frames_considered")
        print(
            f"| {path.name} | {path.stat().st_size / 1e6:.0f} | {whole[0]:.2f} ({whole[1]:.2f}) | "
            f"{floor[0]:.2f} ({floor[1]:.2f}) | {whole[0] / floor[0]:.2f} ({whole[1] / floor[1]:.2f}) | "
            f"{first} | {max(run[2] for run in runs):.0f} | {considered} |",
            flush=True,
        )


def _counted(command: list[str]) -> tuple[float, float, float, str]:
    """Seconds, processor seconds, peak memory in MiB, and output of a process."""
    before = os.times()
    run = measure(command)
    after = os.times()
    processor = after.children_user + after.children_system - before.children_user - before.children_system
    return run.seconds, processor, run.memory, run.output


def _told(document: str, name: str) -> str:
    """A number of the answer."""
    found = re.search(rf'"{name}": ([\d.]+)', document)
    return found[1] if found else "–"


def main() -> int:
    """See the module."""
    if len(sys.argv) > 1:
        files([Path(name) for name in sys.argv[1:]])
        return 0
    with tempfile.TemporaryDirectory() as folder:
        table(Path(folder))
    return 0


if __name__ == "__main__":
    sys.exit(main())
