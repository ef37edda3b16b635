"""Cost against length, from ten seconds to two hours of the same clip: `python -m tests.benchmarks.bench_length CLIP`.

The clip, an mp4, is repeated without encoding it anew. A line for each length: seconds (processor seconds) of the whole
command, peak memory, frames that were considered.
"""

from __future__ import annotations

import sys
import tempfile
from fractions import Fraction
from pathlib import Path

import av
from av.video.stream import VideoStream

from tests.benchmarks.bench_media import _counted, _told

LENGTHS = (10, 60, 300, 1200, 3600, 7200)


def repeated(clip: Path, seconds: int, path: Path) -> Path:
    """Write the packets of a clip again and again until a length is reached."""
    with av.open(path, "w") as into:
        shift, base, copy = 0, Fraction(1), None
        while True:
            with av.open(clip) as container:
                stream = container.streams.video[0]
                if copy is None:
                    copy, base = into.add_stream_from_template(stream), stream.time_base or Fraction(1)
                    assert isinstance(copy, VideoStream)
                first: int | None = None
                end = 0
                for packet in container.demux(stream):
                    if packet.dts is None or packet.pts is None:
                        continue
                    first = packet.dts if first is None else first
                    end = max(end, packet.dts + (packet.duration or 1))
                    if (packet.dts + shift) * base > seconds:
                        return path
                    packet.dts, packet.pts = packet.dts + shift, packet.pts + shift
                    packet.stream = copy
                    into.mux(packet)
                shift += end - (first or 0)


def main(clip: Path) -> int:
    """Measure each length three times and print the quickest."""
    with tempfile.TemporaryDirectory() as name:
        for seconds in LENGTHS:
            path = repeated(clip, seconds, Path(name) / "long.mp4")
            job = [sys.executable, "main.py", "recommend", str(path), "--aspect", "3:4", "--json"]
            runs = [_counted(job) for _ in range(4)]
            quickest = min(runs[1:], key=lambda run: run[0])
            print(
                f"{seconds:5d} s: {quickest[0]:.2f} s ({quickest[1]:.2f} s of processor), "
                f"first {_told(quickest[3], 'first')}, {max(run[2] for run in runs):.0f} MiB, "
                f"{_told(quickest[3], 'frames_considered')} frames",
                flush=True,
            )
            path.unlink()
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
