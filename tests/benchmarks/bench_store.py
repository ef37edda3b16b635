"""What it costs to keep things: sessions, recovery, decisions, undo, and the first use of the decision store.

`python -m tests.benchmarks.bench_store`: medians of several runs, and the least processor time, which says more where
other programs are running. The session is that of a video with 3 recommended covers and 5 added frames, their small
pictures being photos.
"""

from __future__ import annotations

import functools
import importlib.util
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np

from app.commands.editor import Editor
from app.domain.cover import Cover
from app.domain.edits import Edits
from app.domain.geometry import Box
from app.domain.project import Fingerprint, Project, Sample, SourceFile
from app.store.autosave import recoverable
from app.store.decisions import DecisionStore
from app.store.session_file import read_session, write_session
from tests.project_factory import AT, TALL, WIDE, accepted, analysis, assessment, cover, moment

RUNS = 9
DECISIONS = 2_000
START = """
import sys, time
from pathlib import Path
start = time.perf_counter(), time.process_time()
{}
print(time.perf_counter() - start[0], time.process_time() - start[1])
"""
STORE_ANEW = "from app.store.decisions import DecisionStore; DecisionStore.open(Path(sys.argv[1]) / str(time.time()))"
STORE = "from app.store.decisions import DecisionStore; DecisionStore.open(Path(sys.argv[1]))"


def _photo(number: int) -> Cover:
    """A cover whose small picture is a photo of 448 × 252 pixels."""
    spec = importlib.util.find_spec("skimage")
    if spec is None or spec.origin is None:
        sys.exit("the photos are missing; install bestframe[demo]")
    file = Path(spec.origin).parent / "data" / ("astronaut.png", "coffee.png", "chelsea.png")[number % 3]
    photo = cv2.cvtColor(np.asarray(cv2.imread(str(file)), np.uint8), cv2.COLOR_BGR2RGB)
    turned = np.ascontiguousarray(np.rot90(photo, number // 3))
    image = np.asarray(cv2.resize(turned, (448, 252), interpolation=cv2.INTER_AREA), np.uint8)
    plain = cover(moment(90_000 * (number + 1)))
    return replace(plain, frame=replace(plain.frame, image=image))


def _session() -> Project:
    covers = [_photo(number) for number in range(8)]
    found = analysis(*covers[:3])
    samples = tuple(Sample(moment(number * 9_000), assessment()) for number in range(100))
    source = SourceFile(Path("/videos/clip.mp4"), Fingerprint(1, 2, "ab" * 32))
    return Project((source,), Edits(WIDE, added=tuple(covers[3:])), replace(found, samples=samples))


Run = tuple[float, float]
"""Seconds on the clock, seconds of the processor."""


def _print(name: str, runs: list[Run]) -> None:
    clock, processor = statistics.median(run[0] for run in runs) * 1000, min(run[1] for run in runs) * 1000
    sys.stdout.write(f"{name}: {clock:.1f} ms, processor {processor:.1f} ms\n")


def _run(work: Callable[[], object]) -> Run:
    clock, processor = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - clock, time.process_time() - processor


def _time(name: str, work: Callable[[], object]) -> None:
    _print(name, [_run(work) for _ in range(RUNS)])


def _start(name: str, program: str, *arguments: Path) -> None:
    """The time that something takes in a new process, without the start of Python itself."""
    call = [sys.executable, "-c", START.format(program), *map(str, arguments)]
    printed = [subprocess.run(call, capture_output=True, text=True, check=True).stdout.split() for _ in range(5)]
    _print(name, [(float(clock), float(processor)) for clock, processor in printed])


def _drag(editor: Editor) -> None:
    moved = cover(moment(1))
    for x in range(1000):
        editor.move_crop(moved, TALL, Box(x, 0, 607, 1080))
    editor.end_step()
    editor.undo()


def main() -> None:
    """Print the numbers."""
    project = _session()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        session = folder / "clip.bestframe"
        _time("session written, durable", lambda: write_session(project, session))
        sys.stdout.write(f"session: {session.stat().st_size / 1024:.0f} KiB\n")
        _time("session read", lambda: read_session(session))
        for number in range(100):
            (folder / f"{number}.bestframe").write_bytes(session.read_bytes())
        (folder / "7.bestframe.lock").touch()
        _time("one of 101 sessions found to recover", lambda: recoverable(folder))
        editor = Editor(project.edits)
        _time("drag of 1,000 moves, undone", lambda: _drag(editor))

        path = folder / "decisions.sqlite3"
        _start("store opened the first time, in a new process", STORE_ANEW, folder)
        store = DecisionStore.open(path)
        _start("store opened, there already, in a new process", STORE, path)
        _start("  of which: import of SQLAlchemy", "import sqlalchemy.orm")
        analyses = [replace(analysis(*project.recommended), id=f"{number}", at=AT) for number in range(DECISIONS)]
        sessions = [replace(project, analysis=one) for one in analyses]
        decided = [_run(functools.partial(store.record, one, accepted(one))) for one in sessions]
        _print("decision stored", decided)
        sys.stdout.write(f"store with {DECISIONS} decisions: {path.stat().st_size / 2**20:.1f} MiB\n")
        _time("  opened again", lambda: DecisionStore.open(path))
        _time("  choice rate", store.choice_rate)


if __name__ == "__main__":
    main()
