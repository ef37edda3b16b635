"""How often all three covers of the sample are good moments of different photos at the default budget.

`python -m tests.benchmarks.bench_sample`. What fits into a second depends on the machine and on what else it does, so
this is measured and not tested; the tests demand a good leader in a second, and all three with time enough. Runs once
with the machine as it is, and once with every core kept busy by another process.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from app.covers import recommend
from app.domain.geometry import Aspect
from app.domain.media import Moment
from app.domain.recommendation import Done, Options
from app.media import open_source
from app.media.sample import SampleClip, SegmentKind, build_sample

RUNS = 15


def faults(sample: SampleClip) -> list[str]:
    """What is wrong with the covers of one run."""
    with open_source([sample.path]) as source:
        last = list(recommend(source, Options(Aspect.parse("3:4"))))[-1]
    assert isinstance(last, Done)
    places = [cover.place for cover in last.recommendation.covers]
    segments = [(place.seconds, sample.segment_at(place.seconds)) for place in places if isinstance(place, Moment)]
    found = [
        f"cover {rank} at {seconds:.2f} s in a {segment.kind}"
        for rank, (seconds, segment) in enumerate(segments, 1)
        if segment.kind is not SegmentKind.PHOTO
    ]
    if len({segment.photo for _, segment in segments}) < 3:
        found.append("fewer than three photos")
    return found


def report(name: str, sample: SampleClip) -> None:
    """Run and print one line."""
    results = [faults(sample) for _ in range(RUNS)]
    kinds = sorted({fault for result in results for fault in result})
    print(f"{name}: {sum(not result for result in results)} of {RUNS} runs without a fault  {kinds or ''}")


def main() -> int:
    """Measure twice."""
    with tempfile.TemporaryDirectory() as folder:
        sample = build_sample(Path(folder))
        report("as it is", sample)
        busy = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(os.cpu_count() or 1)]
        try:
            report("every core kept busy", sample)
        finally:
            for process in busy:
                process.kill()
                process.wait()
    return 0


if __name__ == "__main__":
    sys.exit(main())
