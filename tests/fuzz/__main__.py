"""`python -m tests.fuzz [--cases N] [--seed S]`; `--case N` makes one case again, and `--keep FILE` keeps its file."""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

from tests.fuzz.cases import samples
from tests.fuzz.worker import attempt, write

TIME = 10.0
"""Seconds of processor time after which a case counts as hung, and its process is killed."""

WAIT = 120.0
"""Seconds on the clock, likewise: others may use the machine."""

BATCH = 500
"""Cases of one process."""

REPEATED, PASSES = 100, 6
"""Cases that are read by one process again and again, and how often."""

LEAK = 10 << 20
"""Bytes by which that process may grow at the last time; at first it does, until memory is divided up."""

BAD = {"differs", "failed", "hung", "crashed"}


class Process:
    """A worker, and what it said."""

    def __init__(self, given: dict[str, Any]) -> None:
        command = [sys.executable, "-m", "tests.fuzz.worker"]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._into, self._out = self._process.stdin, self._process.stdout
        self._send(json.dumps(given))

    def _send(self, line: str) -> None:
        self._into.write(line.encode() + b"\n")
        self._into.flush()

    def run(self, number: int) -> dict[str, Any]:
        """What became of a case; `hung` or `crashed` where the process is no more."""
        try:
            self._send(str(number))
            ready = self._answers()
            line = self._out.readline() if ready else b""
        except BrokenPipeError:
            ready, line = True, b""
        if line:
            answer: dict[str, Any] = json.loads(line)
            return answer
        # Where each thread is goes to stderr.
        self._process.send_signal(signal.SIGUSR1)
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(1.0)
        self._process.kill()
        code = self._process.wait()
        return {
            "case": number,
            "outcome": "crashed" if ready else "hung",
            "trace": f"exit code {code}",
            "seconds": TIME,
        }

    def _answers(self) -> bool:
        """Whether there is an answer, or an end, in time."""
        begun, used = time.perf_counter(), self._used()
        while time.perf_counter() - begun < WAIT:
            if select.select([self._out], [], [], 1.0)[0]:
                return True
            if self._used() - used > TIME:
                return False
        return False

    def _used(self) -> float:
        """Seconds of processor time that the process has used."""
        try:
            fields = Path(f"/proc/{self._process.pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        except OSError:
            return 0.0
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def close(self) -> None:
        """End the process."""
        self._process.kill()
        self._process.wait()
        self._into.close()
        self._out.close()


def main() -> int:
    """Run the cases; returns 1 if one of them failed."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--cases", type=int, default=5000, metavar="N")
    parser.add_argument("--first", type=int, default=0, metavar="N", help="number of the first case")
    parser.add_argument("--seed", type=int, default=9, metavar="S")
    parser.add_argument("--case", type=int, metavar="N", help="make one case again, here and without limits")
    parser.add_argument("--keep", type=Path, metavar="FILE", help="keep the file of that case")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        made = samples(folder)
        if given.case is None:
            return _all(made, folder, given)
        path, told = write(made, folder, given.seed, given.case)
        sys.stdout.write(f"{told}\n")
        if given.keep:
            shutil.copy(path, given.keep)
        outcome, trace = attempt(path, full=True)
        sys.stdout.write(f"{outcome}\n{trace}")
        return int(outcome == "failed")


def _all(made: list[Path], folder: Path, given: argparse.Namespace) -> int:
    """All cases, a batch in a process."""
    told = {"samples": [str(path) for path in made], "folder": str(folder), "seed": given.seed}
    outcomes: Counter[str] = Counter()
    slowest, begun = 0.0, time.perf_counter()
    process = Process(told)
    for number in range(given.first, given.first + given.cases):
        if number % BATCH == 0:
            process.close()
            process = Process(told)
        answer = process.run(number)
        outcomes[answer["outcome"]] += 1
        slowest = max(slowest, answer["seconds"])
        if answer["outcome"] in BAD:
            sys.stdout.write(f"case {number}: {answer['outcome']}: {answer['trace'].strip()[-600:]}\n")
            sys.stdout.flush()
        if answer["outcome"] in {"hung", "crashed"}:
            process.close()
            process = Process(told)
    process.close()
    grown = _growth(told, range(given.first, given.first + min(given.cases, REPEATED)))
    sys.stdout.write(f"{given.cases} cases, seed {given.seed}, of {len(made)} samples\n")
    sys.stdout.write(f"{time.perf_counter() - begun:.0f} s, slowest case {slowest:.1f} s of processor time\n")
    sys.stdout.write(f"growth when the first cases are read again: {grown / 2**20:.1f} MiB (bound {LEAK >> 20})\n")
    sys.stdout.write("".join(f"{count:6d} {outcome}\n" for outcome, count in outcomes.most_common()))
    return int(any(outcomes[outcome] for outcome in BAD) or grown > LEAK)


def _growth(told: dict[str, Any], cases: range) -> int:
    """Bytes by which a process grows when it reads the same cases for the last time."""
    process, resident = Process(told), [0]
    for _ in range(PASSES):
        answers = [process.run(number) for number in cases]
        resident.append(answers[-1].get("resident", 0))
    process.close()
    return resident[-1] - resident[-2]


if __name__ == "__main__":
    sys.exit(main())
