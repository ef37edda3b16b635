"""Resident memory after many analyses in one process: `python -m tests.benchmarks.bench_leak FILE… [--runs 200]`.

The files are taken in turn, as in the window. Prints the memory after each tenth, and what it is in the last turns of
the files against the turns behind the 20th analysis.
"""

from __future__ import annotations

import argparse
import statistics
import sys
from pathlib import Path

from app.covers import recommend
from app.domain.errors import BestframeError
from app.domain.geometry import Aspect
from app.domain.recommendation import Options
from app.media import open_source
from app.ui.background.work import give_memory_back
from tests.fuzz.worker import resident

EARLY = 20

TURNS = 5
"""Turns of all files, behind the 20th analysis and at the end, whose memory is compared."""


def main() -> int:
    """Run, and say how memory grew."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.bench_leak")
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--runs", type=int, default=200)
    given = parser.parse_args()
    turn = len(given.files)
    seen: list[int] = []
    for number in range(1, given.runs + 1):
        try:
            with open_source([given.files[number % len(given.files)]]) as source:
                for _ in recommend(source, Options(Aspect.parse("3:4"), 3, 0.5, "cpu")):
                    pass
        except BestframeError:
            pass
        give_memory_back()
        seen.append(resident())
        if number % max(1, given.runs // 10) == 0:
            print(f"after {number:4d}: {resident() / 2**20:.0f} MiB", flush=True)
    # Memory goes up and down with the files, and with how many frames there was time for: what is compared are medians
    # of the means of some turns of all files.
    turns = [sum(seen[begin : begin + turn]) / turn / 2**20 for begin in range(0, len(seen) - turn + 1, turn)]
    first = EARLY // turn
    early, late = statistics.median(turns[first : first + TURNS]), statistics.median(turns[-TURNS:])
    print(
        f"after {given.runs} {late:.0f} MiB, after {EARLY} {early:.0f} MiB: {100 * (late / early - 1):+.1f} % (bound 5)"
    )
    return int(late > early * 1.05)


if __name__ == "__main__":
    sys.exit(main())
