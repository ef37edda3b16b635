"""The main job against the floor: a bare PyAV process that only decodes the key frames of the same clip.

`python -m tests.benchmarks.bench_recommend [CLIP]`. Without a clip, one minute of 1080p is made once from the photos
of the sample and kept in the cache folder; figures that are quoted name their clip.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
import cv2
import numpy as np
import platformdirs
from av.video.stream import VideoStream

from app.domain.media import Image
from app.media.sample import SegmentKind, build_sample

ROOT = Path(__file__).parents[2]
RUNS = 7

FLOOR = """
import sys, av
container = av.open(sys.argv[1])
stream = container.streams.video[0]
stream.codec_context.skip_frame = "NONKEY"
print(sum(1 for frame in container.decode(stream)))
"""


@dataclass(frozen=True)
class Run:
    """What one process took: seconds, greatest resident memory in MiB, and what it printed."""

    seconds: float
    memory: float
    output: str


def measure(command: list[str]) -> Run:
    """Run a process to its end and look at its own resource usage."""
    with tempfile.TemporaryFile("w+") as output:
        begun = time.perf_counter()
        process = subprocess.Popen(command, stdout=output, cwd=ROOT)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - begun
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise subprocess.CalledProcessError(process.returncode, command)
        output.seek(0)
        unit = 1024 * 1024 if sys.platform == "darwin" else 1024
        return Run(seconds, usage.ru_maxrss / unit, output.read())


def minute(folder: Path) -> Path:
    """A minute of 1080p at 30 frames a second, cuts every two to six seconds, key frames 250 apart, with grain."""
    path = folder / "minute-1080p.mp4"
    if path.exists():
        return path
    stills = _stills(folder)
    grain = np.random.default_rng(1).normal(0, 5, (1080 + 64, 1920 + 64, 1)).astype(np.int16)
    folder.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    with av.open(part, "w", format="mp4") as container:
        stream = container.add_stream("libx264", rate=30, options={"preset": "veryfast", "g": "250"})
        assert isinstance(stream, VideoStream)
        stream.width, stream.height, stream.pix_fmt = 1920, 1080, "yuv420p"
        for number in range(1800):
            frame = av.VideoFrame.from_ndarray(_view(stills, grain, number), format="rgb24")
            frame.pts, frame.time_base = number, Fraction(1, 30)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    part.replace(path)
    return path


def _stills(folder: Path) -> list[Image]:
    """A large still of each photo of the sample."""
    sample = build_sample(folder)
    wanted = [(part.start + part.end) / 2 for part in sample.segments if part.kind is SegmentKind.PHOTO]
    stills = []
    with av.open(sample.path) as container:
        for frame in container.decode(video=0):
            if wanted and frame.time is not None and frame.time >= wanted[0]:
                wanted.pop(0)
                stills.append(cv2.resize(frame.to_ndarray(format="rgb24"), (2400, 1350), interpolation=cv2.INTER_CUBIC))
    return [np.asarray(still, np.uint8) for still in stills]


def _view(stills: list[Image], grain: np.ndarray, number: int) -> Image:
    """A slowly moving view of the still that is on."""
    scene, inside = divmod(number, 130)
    still = stills[scene % len(stills)]
    left, top = inside * 3 % 470, inside * 2 % 260
    view = still[top : top + 1080, left : left + 1920].astype(np.int16)
    shift = number * 37 % 64
    view += grain[shift : shift + 1080, shift : shift + 1920]
    return np.clip(view, 0, 255).astype(np.uint8)


def main(clip: Path | None = None) -> int:
    """Measure both in turn, and print medians and ratios."""
    clip = clip or minute(platformdirs.user_cache_path("bestframe", appauthor=False))
    job = [sys.executable, "main.py", "recommend", str(clip), "--aspect", "3:4", "--top", "3", "--json"]
    floor_command = [sys.executable, "-c", FLOOR, str(clip)]
    measure(floor_command)
    measure(job)
    floors, jobs = [], []
    for _ in range(RUNS):
        floors.append(measure(floor_command))
        jobs.append(measure(job))
    floor = statistics.median(run.seconds for run in floors)
    whole = statistics.median(run.seconds for run in jobs)
    timings = [json.loads(run.output)["timing"] for run in jobs]
    median = {name: statistics.median(timing[name] for timing in timings) for name in timings[0]}
    print(f"clip: {clip.name}, {floors[0].output.strip()} key frames; median of {RUNS} runs on {os.cpu_count()} cores")
    print(f"floor, key frames by a bare PyAV process: {floor:.3f} s")
    print(f"whole process: {whole:.3f} s = {whole / floor:.2f} × the floor (bound 4, goal 3)")
    print(
        f"first recommendation: {median['first']:.3f} s = {median['first'] / floor:.2f} × the floor (bound 2, goal 1.5)"
    )
    print(f"peak memory: {max(run.memory for run in jobs):.0f} MiB (bound 350)")
    print("seconds in stages: " + ", ".join(f"{name} {seconds:.3f}" for name, seconds in median.items()))
    considered = json.loads(jobs[-1].output)["source"]["frames_considered"]
    print(f"frames considered: {considered}")
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else None))
